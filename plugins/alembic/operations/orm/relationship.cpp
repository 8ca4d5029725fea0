#include "alembic/operations/orm/relationship.h"

#include <algorithm>

#include "alembic/operations/connection.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic::orm {
namespace {

// "table.column", "schema.table.column" or {"table", "column"}.
std::pair<std::string, std::string> target_of(const json::value& target) {
  if (target.is_object())
    return {name_text(target.get_object().at("table")), name_text(target.get_object().at("column"))};
  const std::string text(target.as_string());
  const auto dot = text.rfind('.');
  std::string table = text.substr(0, dot);
  if (const auto schema = table.rfind('.'); schema != std::string::npos) table = table.substr(schema + 1);
  return {table, text.substr(dot + 1)};
}

bool wanted(const std::vector<std::string>& only, const std::string& column) {
  return only.empty() || std::find(only.begin(), only.end(), column) != only.end();
}

std::string key_of_column(const Model& model, const std::string& column) {
  const auto* mapped = model.by_name(column);
  return mapped == nullptr ? column : mapped->key;
}

Value column_of(const TableObject& table, const std::string& name) {
  const Value* column = table.columns().find(name);
  return column == nullptr ? Value() : *column;
}

}  // namespace

std::optional<KeyPairs> foreign_key_of(const TableObject& table, const TableObject& target,
                                       const std::vector<std::string>& only) {
  const std::string target_name = name_text(target.from.at("name"));
  for (const auto& [name, value] : table.columns().columns) {
    const auto* column = script::host_cast<ColumnObject>(value);
    const auto* keys = column == nullptr ? nullptr : column->definition.if_contains("foreign_keys");
    if (keys == nullptr || !wanted(only, name)) continue;
    for (const auto& key : keys->as_array())
      if (const auto [to, column_name] = target_of(key.as_object().at("target")); to == target_name)
        return KeyPairs{{name, column_name}};
  }
  for (const auto& constraint : table.constraints) {
    const auto& object = constraint.as_object();
    if (object.at("constraint") != "foreign_key" || name_text(object.at("target_table")) != target_name)
      continue;
    KeyPairs made;
    for (std::size_t i = 0; i < object.at("columns").as_array().size(); ++i)
      made.emplace_back(name_text(object.at("columns").as_array()[i]),
                        name_text(object.at("target_columns").as_array().at(i)));
    return made;
  }
  return std::nullopt;
}

std::optional<KeyPairs> foreign_key_between(const Model& model, const Model& target) {
  return foreign_key_of(model.table_object(), target.table_object());
}

void Relationship::refuse(const std::string& why) {
  session.in().raise("NotImplementedError", "relationship " + owner_->name() + "." + key + ": " + why +
                                                "; query the other class with a condition of its own");
}

Value Relationship::option(std::string_view name) const {
  for (const auto& [option_name, value] : options)
    if (option_name == name) return value;
  return Value::none();
}

bool Relationship::deletes_children() const {
  const auto cascade = string_of(option("cascade"));
  return cascade &&
         (cascade->find("all") != std::string::npos || cascade->find("delete") != std::string::npos);
}

const Model& Relationship::target() {
  auto& in = session.in();
  Value argument = option("argument");
  if (argument.is_none()) refuse("its class is not given; write relationship(\"Class\")");
  if (argument.is(Kind::function)) argument = in.call(argument);
  const auto name = string_of(argument);
  const Model* found = name ? find_model(session, *name) : find_model(session, argument);
  if (found == nullptr) refuse("the class it refers to is not mapped");
  return *found;
}

void Relationship::link_association(Value secondary) {
  auto& in = session.in();
  if (const auto name = string_of(secondary)) {
    const Value tables = in.attribute(in.attribute(owner_->cls, "metadata"), "tables");
    secondary = in.subscript(tables, in.str(*name));
  }
  if (secondary.is(Kind::function)) secondary = in.call(secondary);
  auto* table = script::host_cast<TableObject>(secondary);
  if (table == nullptr) refuse("secondary is to be a Table");
  link_->association = table;
  link_->direction = Direction::many_to_many;
  const auto near = foreign_key_of(*table, owner_->table_object());
  const auto far = foreign_key_of(*table, link_->target->table_object());
  if (!near || !far) refuse("the association table has no foreign keys to both sides");
  link_->pairs = *near;
  link_->far_pairs = *far;
}

const Relationship::Link& Relationship::link() {
  if (link_) return *link_;
  if (!option("primaryjoin").is_none() || !option("secondaryjoin").is_none())
    refuse("a join condition of its own (primaryjoin) is not read");
  Link made;
  made.target = &target();
  link_ = made;
  if (const Value secondary = option("secondary"); !secondary.is_none()) {
    link_association(secondary);
    return *link_;
  }
  std::vector<std::string> only;
  if (const Value columns = option("foreign_keys"); !columns.is_none()) {
    const bool several = columns.is(Kind::list) || columns.is(Kind::tuple);
    for (const Value& column : several ? session.in().collect(columns) : std::vector<Value>{columns})
      only.push_back(name_text(to_name(session, column, "foreign_keys")));
  }
  const auto own = foreign_key_of(owner_->table_object(), link_->target->table_object(), only);
  const bool self = link_->target == owner_;
  const bool to_many = self && option("remote_side").is_none();
  if (own && !to_many) {
    link_->pairs = *own;
    return *link_;
  }
  const auto other = foreign_key_of(link_->target->table_object(), owner_->table_object(), only);
  if (!other) refuse("there is no foreign key between the two tables");
  link_->direction = Direction::one_to_many;
  link_->pairs = *other;
  return *link_;
}

bool Relationship::is_list() {
  const Value given = option("uselist");
  return given.is_none() ? link().direction != Direction::many_to_one : session.in().truth(given);
}

Value Relationship::condition() {
  const Link& l = link();
  auto& in = session.in();
  if (l.direction == Direction::many_to_many) refuse("join() over an association table is not read");
  const TableObject& near = owner_->table_object();
  const TableObject& far = l.target->table_object();
  std::vector<Value> conditions;
  for (const auto& [from, to] : l.pairs) {
    const bool many = l.direction == Direction::one_to_many;
    conditions.push_back(in.compare(script::Comparison::equal, column_of(many ? far : near, from),
                                    column_of(many ? near : far, to)));
  }
  return make_junction(session, "and", conditions);
}

Value Relationship::load(const Value& instance, Entry* entry) {
  auto& in = session.in();
  const Link& l = link();
  const bool list = is_list();
  const Value empty = list ? in.list({}) : Value::none();
  UnitOfWork* unit = unit_of(session, instance);
  if (unit == nullptr || entry == nullptr || entry->status != Entry::Status::persistent) return empty;
  unit->autoflush();
  Value select = select_of(session, *l.target);
  const bool own_key = l.direction == Direction::many_to_one;
  const TableObject& keyed = l.association != nullptr ? *l.association : l.target->table_object();
  std::vector<Value> conditions;
  for (const auto& [from, to] : l.pairs) {
    const Value mine = in.attribute(instance, key_of_column(*owner_, own_key ? from : to));
    if (mine.is_none()) return empty;
    conditions.push_back(in.compare(script::Comparison::equal, column_of(keyed, own_key ? to : from), mine));
  }
  for (const auto& [from, to] : l.far_pairs)
    conditions.push_back(in.compare(script::Comparison::equal, column_of(keyed, from),
                                    column_of(l.target->table_object(), to)));
  select = call_method(session, select, "where", conditions);
  if (const Value order = option("order_by"); !order.is_none() && !string_of(order))
    select = call_method(session, select, "order_by", {order});
  std::vector<Value> found;
  for (const Value& row : in.collect(run_statement(session, select)))
    found.push_back(unit->instance_of(*l.target, in.collect(row)));
  if (list) return in.list(std::move(found));
  return found.empty() ? Value::none() : found.front();
}

std::optional<Value> Relationship::get(Interpreter& in, const Value& instance) {
  if (owner_ == nullptr) return std::nullopt;
  auto& object = instance.get<script::Instance>();
  if (const Value* held = std::as_const(object.attributes).find(key)) return *held;
  UnitOfWork* unit = unit_of(session, instance);
  Entry* entry = unit == nullptr ? nullptr : unit->find(instance);
  const Value made = load(instance, entry);
  // Kept: what is appended to the list is found there by flush().
  if (made.is(Kind::list) || (entry != nullptr && !made.is_none())) object.set(key, made);
  if (entry != nullptr)
    entry->collections[key] = made.is(Kind::list) ? in.collect(made) : std::vector<Value>{made};
  return made;
}

bool Relationship::set(Interpreter& in, const Value& instance, const Value& value) {
  get(in, instance);
  instance.get<script::Instance>().set(key, value);
  return true;
}

std::optional<Value> Relationship::attribute(Interpreter& in, std::string_view name) {
  if (name == "key") return in.str(key);
  if (name == "is_" || name == "any" || name == "has" || name == "contains" || name == "of_type")
    refuse("." + std::string(name) + "() is not read");
  return std::nullopt;
}

Value relationship_member(Session& session, std::string_view name) {
  if (name == "backref") return make_function(session, name, "name, **kw", backref);
  if (name != "relationship") return Value();
  return make_function(session, name, "argument=None, secondary=None, **kw",
                       [](Session& s, const Given& given) {
                         auto options = given.keywords();
                         for (const auto* parameter : {"argument", "secondary"})
                           if (given.has(parameter)) options.emplace_back(parameter, given[parameter]);
                         return script::make<Relationship>(s.in().heap(), s, std::move(options));
                       });
}

// ---- flush

namespace {

struct Use {
  Relationship& relationship;
  const Relationship::Link& link;
  std::vector<Value> now, before;
};

std::vector<Value> members(Interpreter& in, const Value& held) {
  if (held.is(Kind::list)) return in.collect(held);
  return held.is_none() ? std::vector<Value>() : std::vector<Value>{held};
}

// The relationships of an instance that were read or written.
std::vector<Use> uses_of(Session& session, const Entry& entry) {
  std::vector<Use> made;
  for (const auto& key : entry.model->relationships) {
    const Value* held = std::as_const(entry.instance.get<script::Instance>().attributes).find(key);
    const Value* member = entry.model->cls.get<script::Class>().own(key);
    auto* relationship = member == nullptr ? nullptr : script::host_cast<Relationship>(*member);
    if (held == nullptr || relationship == nullptr) continue;
    Use use{*relationship, relationship->link(), members(session.in(), *held), {}};
    if (const auto known = entry.collections.find(key); known != entry.collections.end())
      for (const Value& value : known->second)
        if (!value.is_none()) use.before.push_back(value);
    made.push_back(std::move(use));
  }
  return made;
}

bool has(const std::vector<Value>& list, const Value& wanted_value) {
  return std::any_of(list.begin(), list.end(), [&](const Value& value) { return value.same(wanted_value); });
}

// The association's row of two instances, as {column: value}.
Value association_row(Session& session, const Use& use, const Model& owner, const Value& near,
                      const Value& far) {
  auto& in = session.in();
  const Value row = in.dict();
  for (const auto& [from, to] : use.link.pairs)
    in.set_subscript(row, in.str(from), in.attribute(near, key_of_column(owner, to)));
  for (const auto& [from, to] : use.link.far_pairs)
    in.set_subscript(row, in.str(from), in.attribute(far, key_of_column(*use.link.target, to)));
  return row;
}

void delete_association(Session& session, const Use& use, const Value& row) {
  auto& in = session.in();
  std::vector<Value> conditions;
  for (const auto& entry : row.get<script::Dict>().table.entries())
    if (entry.key.defined())
      conditions.push_back(in.compare(script::Comparison::equal,
                                      column_of(*use.link.association, in.to_text(entry.key)), entry.value));
  run_statement(session, call_method(session, make_dml(session, "delete", Value::of(*use.link.association)),
                                     "where", conditions));
}

}  // namespace

std::vector<Value> related_instances(Session& session, const Entry& entry) {
  std::vector<Value> made;
  for (const Use& use : uses_of(session, entry))
    made.insert(made.end(), use.now.begin(), use.now.end());
  return made;
}

void take_parent_keys(Session& session, Entry& entry) {
  auto& in = session.in();
  for (const Use& use : uses_of(session, entry)) {
    if (use.link.direction != Relationship::Direction::many_to_one) continue;
    const bool same =
        use.now.size() == use.before.size() && (use.now.empty() || use.now.front().same(use.before.front()));
    if (same) continue;
    for (const auto& [from, to] : use.link.pairs)
      in.set_attribute(entry.instance, key_of_column(*entry.model, from),
                       use.now.empty() ? Value::none()
                                       : in.attribute(use.now.front(), key_of_column(*use.link.target, to)));
    entry.collections[use.relationship.key] = use.now;
  }
}

void give_keys_to_children(Session& session, UnitOfWork& unit, Entry& entry) {
  auto& in = session.in();
  for (const Use& use : uses_of(session, entry)) {
    if (use.link.direction != Relationship::Direction::one_to_many) continue;
    for (const auto& [from, to] : use.link.pairs) {
      const std::string key = key_of_column(*use.link.target, from);
      for (const Value& child : use.now)
        if (!has(use.before, child))
          in.set_attribute(child, key, in.attribute(entry.instance, key_of_column(*entry.model, to)));
      for (const Value& child : use.before)
        if (!has(use.now, child) && unit.holds(child)) in.set_attribute(child, key, Value::none());
    }
    entry.collections[use.relationship.key] = use.now;
  }
}

void write_associations(Session& session, Entry& entry) {
  for (const Use& use : uses_of(session, entry)) {
    if (use.link.direction != Relationship::Direction::many_to_many) continue;
    for (const Value& gone : use.before)
      if (!has(use.now, gone))
        delete_association(session, use, association_row(session, use, *entry.model, entry.instance, gone));
    for (const Value& added : use.now) {
      if (has(use.before, added)) continue;
      const Value row = association_row(session, use, *entry.model, entry.instance, added);
      run_statement(session,
                    call_method(session, make_dml(session, "insert", Value::of(*use.link.association)),
                                "values", {row}));
    }
    entry.collections[use.relationship.key] = use.now;
  }
}

void detach_children(Session& session, Entry& entry) {
  auto& in = session.in();
  for (const auto& key : entry.model->relationships) {
    const Value* member = entry.model->cls.get<script::Class>().own(key);
    auto* relationship = member == nullptr ? nullptr : script::host_cast<Relationship>(*member);
    if (relationship == nullptr) continue;
    const auto& link = relationship->link();
    if (link.direction == Relationship::Direction::many_to_one) continue;
    const TableObject& keyed = link.association != nullptr ? *link.association : link.target->table_object();
    std::vector<Value> conditions;
    const Value cleared = in.dict();
    for (const auto& [from, to] : link.pairs) {
      const auto* column = entry.model->by_name(to);
      const auto known = column == nullptr ? entry.loaded.end() : entry.loaded.find(column->key);
      if (known == entry.loaded.end()) continue;
      conditions.push_back(in.compare(script::Comparison::equal, column_of(keyed, from), known->second));
      in.set_subscript(cleared, in.str(from), Value::none());
    }
    if (conditions.empty()) continue;
    const bool deletes = link.association != nullptr || relationship->deletes_children();
    Value statement = call_method(session, make_dml(session, deletes ? "delete" : "update", Value::of(keyed)),
                                  "where", conditions);
    if (!deletes) statement = call_method(session, statement, "values", {cleared});
    run_statement(session, statement);
  }
}

}  // namespace pycharter::alembic::orm

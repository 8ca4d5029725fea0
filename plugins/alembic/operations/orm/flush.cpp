// What flush() writes, and in which order.
#include <algorithm>

#include "alembic/operations/connection.h"
#include "alembic/operations/orm/relationship.h"
#include "alembic/operations/orm/unit_of_work.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic::orm {
namespace {

bool is_json(const ColumnObject& column) {
  const auto& type = column.definition.at("type").as_object().at("type");
  return type == "JSON" || type == "JSONB";
}

const ColumnObject& column_object(const MappedColumn& column) {
  return *script::host_cast<ColumnObject>(column.column);
}

// What a database makes by itself where an INSERT leaves the column out.
bool has_server_value(const ColumnObject& column) {
  const auto& definition = column.definition;
  return definition.contains("server_default") || definition.contains("computed") ||
         definition.contains("identity") || definition.contains("primary_key");
}

}  // namespace

void UnitOfWork::autoflush() {
  if (autoflushes && !flushing_) flush();
}

// Instances that held ones refer to are held as well.
void UnitOfWork::cascade() {
  for (std::size_t i = 0; i < entries_.size(); ++i)
    for (const Value& related : related_instances(session_, *entries_[i]))
      if (find(related) == nullptr) add(related);
}

// Tables before those that refer to them; the order of first mention among the rest.
std::vector<const Model*> UnitOfWork::dependency_order() const {
  std::vector<const Model*> waiting, made;
  for (const auto& entry : entries_)
    if (std::find(waiting.begin(), waiting.end(), entry->model) == waiting.end())
      waiting.push_back(entry->model);
  while (!waiting.empty()) {
    auto next = std::find_if(waiting.begin(), waiting.end(), [&](const Model* model) {
      return std::none_of(waiting.begin(), waiting.end(),
                          [&](const Model* other) { return other != model && refers_to(*model, *other); });
    });
    if (next == waiting.end()) next = waiting.begin();  // a cycle
    made.push_back(*next);
    waiting.erase(next);
  }
  return made;
}

void UnitOfWork::flush() {
  if (flushing_) return;
  flushing_ = true;
  const struct Done {
    bool& flag;
    ~Done() { flag = false; }
  } done{flushing_};
  cascade();
  const auto order = dependency_order();
  const auto entries_of = [&](const Model* model, Entry::Status status) {
    std::vector<Entry*> made;
    for (const auto& entry : entries_)
      if (entry->model == model && entry->status == status) made.push_back(entry.get());
    return made;
  };
  for (const Model* model : order) {
    for (Entry* entry : entries_of(model, Entry::Status::persistent)) {
      take_parent_keys(session_, *entry);
      update(*entry);
      give_keys_to_children(session_, *this, *entry);
    }
    for (Entry* entry : entries_of(model, Entry::Status::pending)) {
      take_parent_keys(session_, *entry);
      insert(*entry);
      give_keys_to_children(session_, *this, *entry);
    }
  }
  for (const auto& entry : entries_)
    if (entry->status == Entry::Status::persistent) write_associations(session_, *entry);
  for (const auto& entry : entries_)
    entry->touched = false;
  std::vector<Value> gone;
  for (auto model = order.rbegin(); model != order.rend(); ++model)
    for (Entry* entry : entries_of(*model, Entry::Status::deleted)) {
      remove_row(*entry);
      gone.push_back(entry->instance);
    }
  for (const Value& instance : gone)
    forget(instance);
}

void UnitOfWork::add_defaults(const Model& model, const Value& values, bool inserting) {
  auto& in = session_.in();
  for (const auto& column : model.columns) {
    const auto& object = column_object(column);
    const Value& fallback = inserting ? object.python_default : object.python_onupdate;
    if (!fallback.defined() || fallback.is_none() || in.contains(values, in.str(column.name))) continue;
    in.set_subscript(values, in.str(column.name), default_value(session_, fallback));
  }
}

Value UnitOfWork::run_insert(const Model& model, const Value& values, bool wants_key) {
  Value statement = make_dml(session_, "insert", model.table);
  if (session_.in().length(values) > 0) statement = call_method(session_, statement, "values", {values});
  if (!wants_key) return run_statement(session_, statement), Value();
  const Value key = model.columns[model.primary_key.front()].column;
  if (session_.sink->dialect() != "postgresql")
    return session_.in().attribute(run_statement(session_, statement), "lastrowid");
  return call_method(session_, run_statement(session_, call_method(session_, statement, "returning", {key})),
                     "scalar");
}

void UnitOfWork::insert(Entry& entry) {
  auto& in = session_.in();
  const Model& model = *entry.model;
  auto& instance = entry.instance.get<script::Instance>();
  const Value values = in.dict();
  for (const auto& column : model.columns) {
    const Value* value = std::as_const(instance.attributes).find(column.key);
    if (value != nullptr && (!value->is_none() || is_json(column_object(column))))
      in.set_subscript(values, in.str(column.name), *value);
  }
  add_defaults(model, values, true);
  for (const auto& column : model.columns)
    if (!in.contains(values, in.str(column.name)) && !has_server_value(column_object(column)) &&
        !is_json(column_object(column)))  // None would be JSON's null there
      in.set_subscript(values, in.str(column.name), Value::none());
  const auto& key = model.columns[model.primary_key.front()];
  const bool wants_key = model.primary_key.size() == 1 && !in.contains(values, in.str(key.name));
  const Value made = run_insert(model, values, wants_key);
  if (wants_key) in.set_subscript(values, in.str(key.name), made);
  for (const auto& column : model.columns) {
    if (!in.contains(values, in.str(column.name))) {
      instance.attributes.erase(column.key);  // the database's own; read when asked for
      continue;
    }
    const Value value = in.subscript(values, in.str(column.name));
    if (host_cast_expression(value) != nullptr) {
      instance.attributes.erase(column.key);
      continue;
    }
    instance.set(column.key, value);
    entry.loaded[column.key] = value;
  }
  keep(entry, key_values(entry));
}

void UnitOfWork::update(Entry& entry) {
  auto& in = session_.in();
  const Value values = in.dict();
  auto& attributes = entry.instance.get<script::Instance>().attributes;
  for (const auto& column : entry.model->columns) {
    const auto before = entry.loaded.find(column.key);
    const Value* now = std::as_const(attributes).find(column.key);
    if (now == nullptr || before == entry.loaded.end() || now->same(before->second)) continue;
    if (host_cast_expression(*now) == nullptr && in.equals(*now, before->second)) continue;
    in.set_subscript(values, in.str(column.name), *now);
  }
  if (in.length(values) == 0) return;
  add_defaults(*entry.model, values, false);
  Value statement = call_method(session_, make_dml(session_, "update", entry.model->table), "where",
                                {key_condition(*entry.model, entry.identity)});
  run_statement(session_, call_method(session_, statement, "values", {values}));
  for (const auto& column : entry.model->columns) {
    if (!in.contains(values, in.str(column.name))) continue;
    const Value value = in.subscript(values, in.str(column.name));
    if (host_cast_expression(value) != nullptr) {
      attributes.erase(column.key);
      entry.loaded.erase(column.key);
      continue;
    }
    entry.instance.get<script::Instance>().set(column.key, value);
    entry.loaded[column.key] = value;
  }
  keep(entry, key_values(entry));
}

void UnitOfWork::remove_row(Entry& entry) {
  detach_children(session_, entry);
  run_statement(session_, call_method(session_, make_dml(session_, "delete", entry.model->table), "where",
                                      {key_condition(*entry.model, entry.identity)}));
}

namespace {

// {attribute: value} as {column: value}.
Value by_column(Session& session, const Model& model, const Value& mapping) {
  auto& in = session.in();
  if (!mapping.is(Kind::dict))
    session.fail("ArgumentError", "a dict for each row is expected, not " + in.type_name(mapping));
  const Value made = in.dict();
  for (const auto& entry : mapping.get<script::Dict>().table.entries()) {
    if (!entry.key.defined()) continue;
    const auto* column = model.by_key(in.to_text(entry.key));
    if (column != nullptr) in.set_subscript(made, in.str(column->name), entry.value);
  }
  return made;
}

}  // namespace

void UnitOfWork::insert_row(const Model& model, const Value& mapping) {
  const Value values = by_column(session_, model, mapping);
  add_defaults(model, values, true);
  run_insert(model, values, false);
}

void UnitOfWork::update_row(const Model& model, const Value& mapping) {
  auto& in = session_.in();
  const Value values = by_column(session_, model, mapping);
  std::vector<Value> key;
  for (const auto index : model.primary_key) {
    const Value name = in.str(model.columns[index].name);
    key.push_back(in.subscript(values, name));
    in.delete_subscript(values, name);
  }
  if (in.length(values) == 0) return;
  add_defaults(model, values, false);
  const Value statement =
      call_method(session_, make_dml(session_, "update", model.table), "where", {key_condition(model, key)});
  run_statement(session_, call_method(session_, statement, "values", {values}));
}

}  // namespace pycharter::alembic::orm

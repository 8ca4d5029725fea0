// From the body of a class to its table.
#include <algorithm>

#include "alembic/operations/orm/annotations.h"
#include "alembic/operations/orm/model.h"
#include "alembic/operations/orm/relationship.h"
#include "alembic/operations/orm/unit_of_work.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"

namespace pycharter::alembic::orm {
namespace {

using script::Class;

bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Attributes that were assigned and those that were only annotated, in one order: what both lists have stands
// where it is in both.
std::vector<std::string> merged(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  const std::vector<std::string>* lists[] = {&one, &other};
  std::size_t at[] = {0, 0};
  std::vector<std::string> made;
  const auto skip_until_shared = [&](std::size_t which) {
    const auto& list = *lists[which];
    for (; at[which] < list.size(); ++at[which]) {
      if (among(*lists[1 - which], list[at[which]])) return;
      made.push_back(list[at[which]]);
    }
  };
  for (std::size_t first = 0; at[0] < one.size() || at[1] < other.size(); first = 1 - first) {
    skip_until_shared(first);
    skip_until_shared(1 - first);
    if (at[first] >= lists[first]->size()) continue;
    const std::string shared = (*lists[first])[at[first]++];
    if (among(made, shared)) continue;
    made.push_back(shared);
    auto& place = at[1 - first];
    if (place < lists[1 - first]->size() && (*lists[1 - first])[place] == shared) ++place;
  }
  return made;
}

class Mapper {
 public:
  Mapper(Session& session, const Value& base, const Value& cls)
      : session_(session), in_(session.in()), cls_(cls) {
    if (const Value* map = base.get<Class>().find("type_annotation_map")) type_map_ = *map;
    model_ = std::make_unique<Model>();
    model_->cls = cls;
  }

  void run(const std::vector<Value>& annotated) {
    scan(cls_, annotated);
    for (const Value& ancestor : cls_.get<Class>().order) {
      if (registry(session_).models.contains(&ancestor.object()))
        session_.in().raise("NotImplementedError",
                            "a mapped class that derives from another one (" + ancestor.get<Class>().name +
                                ") cannot be used here; map each table with a class of its own");
      const Value* names = ancestor.get<Class>().own("__annotated__");
      scan(ancestor, names == nullptr ? std::vector<Value>() : names->get<script::Tuple>().items);
    }
    make_table_of();
    finish();
  }

 private:
  // ---- what the bodies declare
  void scan(const Value& from, const std::vector<Value>& annotated) {
    std::vector<std::string> assigned, names;
    for (const auto& entry : from.get<Class>().members.entries())
      if (entry.key.defined()) assigned.push_back(in_.to_text(entry.key));
    for (const Value& name : annotated)
      names.push_back(in_.to_text(name));
    for (const auto& key : merged(assigned, names))
      if (!key.starts_with("__") && !among(seen_, key)) declare(from, key, among(names, key));
  }

  void declare(const Value& from, const std::string& key, bool annotated) {
    const Value* member = from.get<Class>().own(key);
    Value value = member == nullptr ? Value() : *member;
    if (const auto* declared = script::host_cast<DeclaredFunction>(value))
      value = declared->declared(in_, cls_);
    MappedType type;
    const bool describes = !value.defined() || script::host_cast<ColumnObject>(value) != nullptr;
    if (annotated && describes) type = annotation_of(from, key);
    if (!value.defined() && type.mapped)
      value = type.column.defined() ? type.column : in_.call(schema_member(session_, "Column"));
    if (auto* relationship = script::host_cast<Relationship>(value)) {
      seen_.push_back(key);
      model_->relationships.push_back(key);
      relationship->attach(*model_, key);
      cls_.get<Class>().set(key, value);
      return;
    }
    auto* column = script::host_cast<ColumnObject>(value);
    if (column == nullptr) return;
    seen_.push_back(key);
    // The body itself may go on to use it, in an index or as foreign_keys=; what a mixin declares is shared.
    if (from.same(cls_)) name_column(*column, key);
    add_column(key, *column, type);
  }

  static void name_column(ColumnObject& column, const std::string& key) {
    if (column.definition.contains("name")) return;
    column.definition["name"] = key;
    column.json["name"] = key;
  }

  MappedType annotation_of(const Value& from, const std::string& key) {
    const Value* annotate = from.get<Class>().own("__annotate__");
    if (annotate == nullptr) return {};
    return read_annotation(session_, in_.call(Value(*annotate), Arguments{{in_.str(key)}, {}}), type_map_);
  }

  void add_column(const std::string& key, const ColumnObject& declared, const MappedType& type) {
    const Value made = declared.copy();
    auto& column = *script::host_cast<ColumnObject>(made);
    name_column(column, key);
    const bool untyped = column.definition.at("type").as_object().at("type") == "NullType";
    const auto* keys = column.definition.if_contains("foreign_keys");
    if (untyped && type.type.defined()) {
      column.definition["type"] = to_type(session_, type.type);
      column.json["type"] = column.definition.at("type");
    } else if (untyped && type.mapped && keys == nullptr) {
      session_.fail("ArgumentError", "Could not locate SQLAlchemy Core type for the annotation of " +
                                         cls_.get<Class>().name + "." + key +
                                         "; give it as mapped_column(type)");
    }
    const bool is_key = column.definition.contains("primary_key");
    if (type.mapped && !is_key && !column.definition.contains("nullable"))
      column.definition["nullable"] = type.optional;
    model_->columns.push_back({key, name_text(column.definition.at("name")), made});
  }

  // ---- the table
  Value own_or_inherited(std::string_view name) {
    const Value* found = cls_.get<Class>().find(name);
    if (found == nullptr) return Value();
    if (const auto* declared = script::host_cast<DeclaredFunction>(*found))
      return declared->declared(in_, cls_);
    return *found;
  }

  void make_table_of() {
    if (const Value given = own_or_inherited("__table__"); given.defined()) return use_table(given);
    const Value name = own_or_inherited("__tablename__");
    if (!name.defined())
      session_.fail("InvalidRequestError",
                    "Class " + cls_.get<Class>().name +
                        " does not have a __table__ or __tablename__ specified and does not inherit from "
                        "an existing table-mapped class.");
    cls_.get<Class>().set("__tablename__", name);
    Arguments arguments{{name, own_or_inherited("metadata")}, {}};
    for (const auto& column : model_->columns)
      arguments.positional.push_back(column.column);
    if (const Value extra = own_or_inherited("__table_args__"); extra.defined() && !extra.is_none())
      add_table_arguments(extra, arguments);
    model_->table = in_.call(schema_member(session_, "Table"), arguments);
  }

  void add_table_arguments(const Value& extra, Arguments& arguments) {
    const auto options = [&](const Value& dict) {
      for (const auto& entry : dict.get<script::Dict>().table.entries())
        if (entry.key.defined()) arguments.keywords.emplace_back(in_.to_text(entry.key), entry.value);
    };
    if (extra.is(Kind::dict)) return options(extra);
    for (const Value& item : in_.collect(extra))
      item.is(Kind::dict) ? options(item) : arguments.positional.push_back(item);
  }

  void use_table(const Value& table) {
    auto* given = script::host_cast<TableObject>(table);
    if (given == nullptr) session_.fail("ArgumentError", "__table__ is to be a Table");
    model_->table = table;
    for (const auto& [name, column] : given->columns().columns)
      model_->columns.push_back({name, name, column});
  }

  void finish() {
    auto& cls = cls_.get<Class>();
    mark_primary_key();
    cls.set("__table__", model_->table);
    for (const auto& column : model_->columns)
      cls.set(column.key,
              script::make<MappedAttribute>(
                  in_.heap(), session_, *script::host_cast<ColumnObject>(column.column), cls_, column.key));
    registry(session_).models[&cls_.object()] = std::move(model_);
    give_back_references(session_);
  }

  void mark_primary_key() {
    for (const auto& constraint : model_->table_object().constraints) {
      const auto& object = constraint.as_object();
      if (object.at("constraint") != "primary_key") continue;
      for (const auto& name : object.at("columns").as_array())
        if (auto* column = column_named(name_text(name))) column->definition["primary_key"] = true;
    }
    for (std::size_t i = 0; i < model_->columns.size(); ++i)
      if (script::host_cast<ColumnObject>(model_->columns[i].column)->definition.contains("primary_key"))
        model_->primary_key.push_back(i);
    if (model_->primary_key.empty())
      session_.fail("ArgumentError", "Mapper " + cls_.get<Class>().name +
                                         " could not assemble any primary key columns for mapped table '" +
                                         name_text(model_->table_object().from.at("name")) + "'");
  }

  ColumnObject* column_named(const std::string& name) {
    const auto* found = model_->by_name(name);
    return found == nullptr ? nullptr : script::host_cast<ColumnObject>(found->column);
  }

  Session& session_;
  Interpreter& in_;
  const Value cls_;
  Value type_map_;
  std::vector<std::string> seen_;
  std::unique_ptr<Model> model_;
};

}  // namespace

Value make_mapped_class(Session& session, const Value& base, const Value& cls,
                        const std::vector<Value>& annotated) {
  const Value* abstract = cls.get<Class>().own("__abstract__");
  if (abstract != nullptr && session.in().truth(*abstract)) {
    std::vector<Value> names = annotated;
    if (!names.empty()) cls.get<Class>().set("__annotated__", session.in().tuple(std::move(names)));
    return cls;
  }
  Mapper(session, base, cls).run(annotated);
  return cls;
}

}  // namespace pycharter::alembic::orm

#include "alembic/autogenerate/models/foreign_keys.h"

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/suggest.h>

#include <map>
#include <vector>

#include "alembic/environment/files.h"
#include "alembic/operations/to_json.h"
#include "alembic/script/error.h"

namespace pycharter::alembic {

namespace {

std::string full_name(const json::object& from) {
  const auto* schema = from.if_contains("schema");
  const std::string name = name_text(from.at("name"));
  return schema == nullptr || schema->is_null() ? name : name_text(*schema) + "." + name;
}

struct TargetName {
  std::string table;   // "schema.table"
  std::string column;  // empty: that of the same name
};

class Resolver {
 public:
  explicit Resolver(const MetaDataObject& metadata) : metadata_(metadata) {
    for (const auto& entry : metadata.tables.get<script::Dict>().table.entries())
      if (entry.key.defined())
        if (auto* table = script::host_cast<TableObject>(entry.value)) {
          tables_.push_back(table);
          by_name_.emplace(full_name(table->from), table);
        }
  }

  // Of one MetaData; a key may refer to a Table of another, which must have its definition still.
  void resolve() {
    for (TableObject* table : tables_)
      resolve_columns(*table);
    for (TableObject* table : tables_) {
      for (auto& constraint : table->constraints)
        resolve_constraint(*table, constraint.as_object());
      for (auto& index : table->indexes)
        name_columns(*table, index.as_object(), "Index");
    }
    for (TableObject* table : tables_)
      for (const auto& [name, column] : table->columns().columns)
        take_type(*table, *script::host_cast<ColumnObject>(column), 0);
  }

  void take_tables(json::array& to) {
    for (TableObject* table : tables_)
      to.push_back(take_definition_of(*table));
  }

 private:
  // How values become those of an own type is nothing of the table's.
  static void drop_python_types(json::value& value) {
    if (auto* items = value.if_array())
      for (auto& item : *items)
        drop_python_types(item);
    auto* object = value.if_object();
    if (object == nullptr) return;
    if (object->contains("type") && object->contains("python")) object->erase("python");
    for (auto& [key, item] : *object)
      drop_python_types(item);
  }

  static json::object take_definition_of(TableObject& table) {
    json::object made = table.take_definition();
    for (auto& [key, value] : made)
      drop_python_types(value);
    made["at"] = table.at.to_json();
    for (auto& index : made.contains("indexes") ? made.at("indexes").as_array() : empty_) {
      index.as_object()["table"] = table.from.at("name");
      if (const auto* schema = table.from.if_contains("schema")) index.as_object()["schema"] = *schema;
    }
    return made;
  }

  // A table without a schema is looked for in that of its MetaData first, as SQLAlchemy does.
  std::string in_default_schema(const std::string& table) const {
    if (metadata_.schema.is_null() || table.find('.') != std::string::npos) return table;
    return name_text(metadata_.schema) + "." + table;
  }

  TargetName target_of(const json::value& target) const {
    if (target.is_object()) {
      const auto& object = target.get_object();
      const auto* schema = object.if_contains("schema");
      const auto& table = object.at("table");
      if (table.is_null()) return {{}, name_text(object.at("column"))};
      std::string name = name_text(table);
      if (schema != nullptr && !schema->is_null()) name = name_text(*schema) + "." + name;
      return {std::move(name), name_text(object.at("column"))};
    }
    const std::string text(target.as_string());
    const auto dot = text.rfind('.');
    if (dot == std::string::npos) return {in_default_schema(text), {}};
    return {in_default_schema(text.substr(0, dot)), text.substr(dot + 1)};
  }

  TableObject& find_table(const std::string& name, const std::string& source, const std::string& column,
                          const Site& at) const {
    if (const auto found = by_name_.find(name); found != by_name_.end()) return *found->second;
    std::vector<std::string> names;
    for (const auto& [known, table] : by_name_)
      names.push_back(known);
    fail_at_place(at.to_json(),
                  "NoReferencedTableError: Foreign key associated with column '" + source +
                      "' could not find table '" + name +
                      "' with which to generate a foreign key to target column '" + column + "'" +
                      plugin::did_you_mean(name, names) +
                      "; correct its name, or add the file that declares it to [pycharter] models");
  }

  ColumnObject& find_column(TableObject& table, const std::string& key, const std::string& source,
                            const Site& at) const {
    if (auto* column = table.column(key)) return *column;
    std::vector<std::string> names;
    for (const auto& [name, column] : table.columns().columns) {
      if (name == key) return *script::host_cast<ColumnObject>(column);
      names.push_back(name);
    }
    fail_at_place(at.to_json(),
                  "NoReferencedColumnError: Could not initialize target column for ForeignKey of '" + source +
                      "': table '" + full_name(table.from) + "' has no column named '" + key + "'" +
                      plugin::did_you_mean(key, names));
  }

  static json::object target_json(const TableObject& table, const ColumnObject& column) {
    json::object made;
    if (const auto* schema = table.from.if_contains("schema"); schema != nullptr && !schema->is_null())
      made["schema"] = *schema;
    made["table"] = table.from.at("name");
    made["column"] = column.definition.at("name");
    return made;
  }

  void resolve_columns(TableObject& table) {
    for (const auto& [name, value] : table.columns().columns) {
      auto& column = *script::host_cast<ColumnObject>(value);
      auto* keys = column.definition.if_contains("foreign_keys");
      if (keys == nullptr) continue;
      const std::string source = full_name(table.from) + "." + name;
      for (std::size_t i = 0; i < keys->as_array().size(); ++i)
        resolve_key(column, i, keys->as_array()[i].as_object(), source);
    }
  }

  void resolve_key(ColumnObject& column, std::size_t position, json::object& key, const std::string& source) {
    const Value given = position < column.key_targets.size() ? column.key_targets[position] : Value();
    const auto* object = given.defined() ? script::host_cast<ColumnObject>(given) : nullptr;
    if (object != nullptr && object->owner.defined()) {
      key["target"] = target_json(*script::host_cast<TableObject>(object->owner), *object);
      targets_[&column] = const_cast<ColumnObject*>(object);
      return;
    }
    const TargetName name = target_of(key.at("target"));
    TableObject& table = find_table(name.table, source, name.column, column.at);
    ColumnObject& target =
        find_column(table, name.column.empty() ? name_text(column.definition.at("name")) : name.column,
                    source, column.at);
    key["target"] = target_json(table, target);
    targets_.emplace(&column, &target);
  }

  // Names in a constraint or index are keys of Table.c.
  void name_columns(TableObject& table, json::object& item, const char* what) {
    auto* columns = item.if_contains("columns");
    if (columns == nullptr) return;
    for (auto& name : columns->as_array()) {
      const bool expression = name.is_object() && name.get_object().contains("expr");
      if (expression && name.get_object().at("expr") != "column") continue;
      const std::string key = expression ? name_text(name.get_object().at("name")) : name_text(name);
      if (table.columns().find(key) != nullptr && table.column(key) == nullptr) continue;
      auto* column = table.column(key);
      if (column == nullptr) refuse_column(table, key, what);
      const json::value& named = column->definition.at("name");
      if (expression)
        name.get_object()["name"] = named;
      else if (name_text(named) != key)
        name = named;
    }
  }

  [[noreturn]] void refuse_column(const TableObject& table, const std::string& key, const char* what) const {
    std::vector<std::string> names;
    for (const auto& [name, column] : table.columns().columns)
      names.push_back(name);
    fail_at_place(table.at.to_json(), "Can't create " + std::string(what) + " on table '" +
                                          full_name(table.from) + "': no column named '" + key +
                                          "' is present" + plugin::did_you_mean(key, names));
  }

  void resolve_constraint(TableObject& table, json::object& constraint) {
    name_columns(table, constraint, "constraint");
    if (constraint.at("constraint") != "foreign_key") return;
    std::string name =
        constraint.at("target_table").is_null() ? std::string() : name_text(constraint.at("target_table"));
    const auto* schema = constraint.if_contains("target_schema");
    name = schema == nullptr || schema->is_null() ? in_default_schema(name) : name_text(*schema) + "." + name;
    const auto& columns = constraint.at("columns").as_array();
    const std::string source =
        full_name(table.from) + "." + (columns.empty() ? "" : name_text(columns.front()));
    auto& targets = constraint.at("target_columns").as_array();
    TableObject& target =
        find_table(name, source, targets.empty() ? "" : name_text(targets.front()), table.at);
    if (const auto* own = target.from.if_contains("schema"); own != nullptr && !own->is_null())
      constraint["target_schema"] = *own;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      ColumnObject& column = find_column(target, name_text(targets[i]), source, table.at);
      targets[i] = column.definition.at("name");
      if (i < columns.size())
        if (const Value* from = table.columns().find(name_text(columns[i])))
          targets_.emplace(script::host_cast<ColumnObject>(*from), &column);
    }
  }

  // A column that only refers to another one has its type.
  void take_type(const TableObject& table, ColumnObject& column, int depth) {
    if (column.definition.at("type").as_object().at("type") != "NullType") return;
    const auto target = targets_.find(&column);
    const std::string name = full_name(table.from) + "." + name_text(column.definition.at("name"));
    if (target == targets_.end() || depth > 64)
      fail_at_place(column.at.to_json(), "the column '" + name + "' has no type; give it one, as Column(\"" +
                                             name_text(column.definition.at("name")) + "\", Integer)");
    take_type(*script::host_cast<TableObject>(target->second->owner), *target->second, depth + 1);
    column.definition["type"] = target->second->definition.at("type");
  }

  static inline json::array empty_;
  const MetaDataObject& metadata_;
  std::vector<TableObject*> tables_;
  std::map<std::string, TableObject*> by_name_;
  std::map<const ColumnObject*, ColumnObject*> targets_;
};

}  // namespace

void fail_at_place(const json::object& at, const std::string& message) {
  ErrorFacts facts;
  if (at.contains("file")) {
    facts.file = std::string(at.at("file").as_string());
    facts.line = static_cast<int>(at.at("line").to_number<int>());
    facts.column = static_cast<int>(at.at("column").to_number<int>());
    if (const auto text = read_file_if_exists(facts.file))
      facts.source_line = script::source_line(*text, facts.line);
  }
  throw Error(ErrorCode::script, message, std::move(facts));
}

json::array take_resolved_tables(const std::vector<const MetaDataObject*>& metadatas) {
  std::vector<Resolver> resolvers;
  for (const MetaDataObject* metadata : metadatas)
    resolvers.emplace_back(*metadata).resolve();
  json::array tables;
  for (Resolver& resolver : resolvers)
    resolver.take_tables(tables);
  return tables;
}

}  // namespace pycharter::alembic

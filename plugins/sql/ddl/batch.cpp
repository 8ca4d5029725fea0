// batch_alter_table: plain operations where the dialect can ALTER, a copied table where it cannot.
#include <algorithm>

#include "sql/ddl/batch_recreate.h"
#include "sql/ddl/naming.h"
#include "sql/ddl/operations.h"

namespace pycharter::sql::ddl {
namespace {

// An operation of a batch, told which table it is about.
json::object with_table(const json::object& operation, const json::object& batch) {
  auto op = operation;
  const auto fill = [&](json::object& object, std::string_view key) {
    const auto* value = given(batch, key);
    if (value != nullptr && given(object, key) == nullptr) object[key] = *value;
  };
  auto* index = op.if_contains("index");
  auto& subject = index != nullptr && index->is_object() ? index->get_object() : op;
  fill(subject, "table");
  fill(subject, "schema");
  return op;
}

bool is_immediate(const json::object& operation) {
  return text(operation, "op") == "execute";
}

// SQLite can add a plain column and change indexes; anything else needs a copy.
bool needs_copy(const json::object& operation, const Dialect& dialect, const TypeCompiler& types) {
  const auto name = text(operation, "op");
  if (name == "create_index" || name == "drop_index" || name == "execute") return false;
  if (name != "add_column") return true;
  const auto column = parse_column(required_object(operation, "column"));
  if (column.server_default &&
      text(as_object(*column.server_default, "server_default"), "default") != "literal") {
    return true;
  }
  if (column.computed && flag(*column.computed, "persisted")) return true;
  Table derived;
  derive_from_column(derived, column, dialect, types);
  return !derived.constraints.empty();
}

bool should_recreate(const json::object& batch, const Dialect& dialect, const TypeCompiler& types) {
  const auto recreate = optional_text(batch, "recreate").value_or("auto");
  if (recreate == "always" || recreate == "never") return recreate == "always";
  if (recreate != "auto") malformed("recreate may be one of 'auto', 'always', or 'never'");
  if (dialect.family != Family::sqlite) return false;
  const auto& operations = list(batch, "operations");
  return std::any_of(operations.begin(), operations.end(), [&](const json::value& operation) {
    return needs_copy(as_object(operation, "operations"), dialect, types);
  });
}

// A column of the key that the script states makes the key one without a name; it cannot leave it.
void override_key(Table& table, const Column& column) {
  const auto key = std::find_if(table.constraints.begin(), table.constraints.end(),
                                [](const Constraint& c) { return c.kind == Constraint::Kind::primary_key; });
  if (key == table.constraints.end()) return;
  const bool is_member =
      std::find(key->columns.begin(), key->columns.end(), column.name) != key->columns.end();
  if (is_member && !column.primary_key) {
    refuse("Trying to redefine primary-key column '" + column.name.text +
           "' as a non-primary-key column on table '" + table.name.name.text + "'");
  }
  if (column.primary_key) key->name.reset();
  if (column.primary_key && !is_member) key->columns.push_back(column.name);
}

// What the script says of the existing table's columns beats what the database says, foreign keys included.
void override_columns(Table& table, const json::object& batch, const Toolbox& tools) {
  for (const auto& argument : list(batch, "reflect_args")) {
    auto column = parse_column(as_object(argument, "reflect_args"));
    auto* existing = table.find(column.name);
    if (existing == nullptr) {
      refuse("reflect_args names the column \"" + column.name.text + "\", which \"" + table.name.name.text +
             "\" has not");
    }
    override_key(table, column);
    std::erase_if(table.constraints, [&](const Constraint& constraint) {
      const auto& names = constraint.columns;
      return constraint.kind == Constraint::Kind::foreign_key &&
             std::find(names.begin(), names.end(), column.name) != names.end();
    });
    // An index that the column asks for is one that the table has or has not.
    column.index = false;
    derive_from_column(table, column, tools.dialect, tools.types);
    column.foreign_keys.clear();
    *existing = std::move(column);
  }
}

json::object copy_statement(const BatchRecreate& batch, const Table& new_table) {
  json::array names;
  json::array values;
  const auto& existing = batch.existing().name;
  for (const auto& column : new_table.columns) {
    const auto found = std::find_if(batch.entries().begin(), batch.entries().end(),
                                    [&](const auto& entry) { return entry.column.name == column.name; });
    if (!found->copied) continue;
    const auto* original = batch.existing().find(Name{.text = found->key});
    json::object value{
        {"expr", "column"}, {"name", to_json(original->name)}, {"table", to_json(existing.name)}};
    if (existing.schema) value["schema"] = to_json(*existing.schema);
    if (found->cast_to) {
      value = {{"expr", "label"},
               {"name", to_json(original->name)},
               {"of", json::object{{"expr", "cast"}, {"of", std::move(value)}, {"type", *found->cast_to}}}};
    }
    names.push_back(to_json(column.name));
    values.push_back(std::move(value));
  }
  json::object target{{"expr", "table"}, {"name", to_json(new_table.name.name)}};
  json::object source{{"expr", "table"}, {"name", to_json(existing.name)}};
  if (existing.schema) target["schema"] = source["schema"] = to_json(*existing.schema);
  return {{"expr", "insert"},
          {"table", std::move(target)},
          {"from_select", json::object{{"columns", std::move(names)},
                                       {"select", json::object{{"expr", "select"},
                                                               {"columns", std::move(values)},
                                                               {"from", json::array{std::move(source)}}}}}}};
}

}  // namespace

Table Operations::existing_table(const json::object& batch) {
  if (const auto* copy_from = given(batch, "copy_from")) {
    return parse_table(as_object(*copy_from, "copy_from"), tools_.dialect);
  }
  const auto name = required_name(batch, "table");
  if (offline_ || !reflect_) {
    refuse("This operation cannot proceed in --sql mode; batch mode with dialect " +
           std::string(tools_.dialect.name) +
           " requires a live database connection with which to reflect the table \"" + name.text +
           "\". To generate a batch SQL migration script using table \"move and copy\", pass a complete "
           "Table object "
           "to the \"copy_from\" argument of batch_alter_table()");
  }
  json::object request{
      {"what", "tables"}, {"schema", nullptr}, {"names", json::array{json::string(name.text)}}};
  if (const auto schema = optional_name(batch, "schema")) request["schema"] = schema->text;
  const auto answer = reflect_(request);
  const auto& tables = list(answer, "tables");
  if (tables.empty()) refuse("the table \"" + name.text + "\" does not exist");
  std::size_t unnamed_checks = 0;
  auto table = reflected_table(as_object(tables.front(), "tables"), tools_.dialect, unnamed_checks);
  table.name = {name, optional_name(batch, "schema")};
  override_columns(table, batch, tools_);
  apply_naming(table, object_at(batch, "naming_convention"));
  if (unnamed_checks > 0 && list(batch, "table_args").empty()) {
    statements_.push_back(json::object{
        {"sql", "-- Unnamed CHECK constraint on reflected table '" + replaced(name.text, "\n", " ") +
                    "' is being omitted from the table recreate; pass it by table_args to keep it"},
        {"comment", true}});
  }
  return table;
}

void Operations::recreate_table(const json::object& batch) {
  BatchRecreate recreate(existing_table(batch), batch, tools_.dialect, tools_.types);
  for (const auto& entry : list(batch, "operations")) {
    const auto operation = with_table(as_object(entry, "operations"), batch);
    if (!is_immediate(operation)) recreate.apply(operation);
  }
  const auto& existing = recreate.existing();
  const auto new_table = recreate.new_table();
  if (tools_.dialect.family == Family::postgresql) {
    for (const auto& constraint : existing.constraints) {
      const auto& kept = recreate.named_constraints();
      const bool is_kept = std::any_of(kept.begin(), kept.end(), [&](const Constraint& other) {
        return constraint.name && other.name && *other.name == *constraint.name;
      });
      if (is_kept) drop(constraint, existing, false);
    }
  }
  create(new_table, false);
  emit(Expressions(tools_).render(copy_statement(recreate, new_table)));
  emit("DROP TABLE " + tools_.quote.table(existing.name));
  rename(new_table.name, existing.name.name);
  for (const auto& index : recreate.indexes()) {
    emit(definitions_.create_index(index, existing.name, false));
  }
}

void Operations::batch_alter_table(const json::object& op) {
  const auto& operations = list(op, "operations");
  // Alembic runs these at once and the others when the batch ends.
  for (const auto& entry : operations) {
    if (is_immediate(as_object(entry, "operations"))) compile(entry.get_object());
  }
  if (should_recreate(op, tools_.dialect, tools_.types)) return recreate_table(op);
  for (const auto& entry : operations) {
    const auto operation = with_table(entry.get_object(), op);
    if (is_immediate(operation)) continue;
    if (given(operation, "insert_before") != nullptr || given(operation, "insert_after") != nullptr) {
      refuse(
          "Can't specify insert_before or insert_after when using ALTER; please specify recreate='always'");
    }
    compile(operation);
  }
}

}  // namespace pycharter::sql::ddl

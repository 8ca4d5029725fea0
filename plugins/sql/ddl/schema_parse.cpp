#include "sql/ddl/schema.h"

namespace pycharter::sql::ddl {
namespace {

struct KindName {
  std::string_view name;
  Constraint::Kind kind;
};

constexpr KindName kind_names[] = {
    {"primary_key", Constraint::Kind::primary_key}, {"unique", Constraint::Kind::unique},
    {"foreign_key", Constraint::Kind::foreign_key}, {"check", Constraint::Kind::check},
    {"exclude", Constraint::Kind::exclude},
};

void read_common(Constraint& constraint, const json::object& object) {
  constraint.name = optional_name(object, "name");
  read_rules(constraint, object);
  constraint.use_alter = flag(object, "use_alter");
  constraint.dialect = object_at(object, "dialect");
}

// "schema.table.column", where the schema itself may hold dots; without a column, the one of the same name is
// meant.
void read_target(Constraint& constraint, const json::value& target, const Name& column) {
  if (target.is_object()) {
    const auto& object = target.get_object();
    constraint.target = {required_name(object, "table"), optional_name(object, "schema")};
    constraint.target_columns = {optional_name(object, "column").value_or(column)};
    return;
  }
  std::string path = as_text(target, "target");
  const auto last = path.rfind('.');
  if (last == std::string::npos) {
    constraint.target = {{.text = path}, std::nullopt};
    constraint.target_columns = {column};
    return;
  }
  constraint.target_columns = {{.text = path.substr(last + 1)}};
  path.resize(last);
  const auto dot = path.rfind('.');
  constraint.target.name.text = dot == std::string::npos ? path : path.substr(dot + 1);
  if (dot != std::string::npos) constraint.target.schema = Name{.text = path.substr(0, dot)};
}

Constraint parse_foreign_key(const json::object& object, const Name& column) {
  Constraint constraint{.kind = Constraint::Kind::foreign_key};
  read_common(constraint, object);
  constraint.columns = {column};
  const auto* target = given(object, "target");
  if (target == nullptr) malformed("operation: a foreign key needs a \"target\"");
  read_target(constraint, *target, column);
  return constraint;
}

}  // namespace

void read_rules(Constraint& constraint, const json::object& object) {
  constraint.ondelete = optional_text(object, "ondelete");
  constraint.onupdate = optional_text(object, "onupdate");
  constraint.initially = optional_text(object, "initially");
  constraint.match = optional_text(object, "match");
  constraint.deferrable = optional_flag(object, "deferrable");
}

Constraint parse_constraint(const json::object& object) {
  Constraint constraint;
  const auto kind = text(object, "constraint");
  bool known = false;
  for (const auto& entry : kind_names) {
    if (entry.name != kind) continue;
    constraint.kind = entry.kind;
    known = true;
  }
  if (!known) refuse("a constraint of the kind \"" + kind + "\" is not known");
  read_common(constraint, object);
  constraint.columns = parse_names(list(object, "columns"));
  constraint.source = object;
  if (constraint.kind == Constraint::Kind::foreign_key) {
    constraint.target = {required_name(object, "target_table"), optional_name(object, "target_schema")};
    constraint.target_columns = parse_names(list(object, "target_columns"));
    if (constraint.target_columns.size() != constraint.columns.size()) {
      malformed(
          "ForeignKeyConstraint number of constrained columns must match the number of referenced columns");
    }
  }
  if (constraint.kind == Constraint::Kind::check) {
    const auto* sqltext = given(object, "sqltext");
    if (sqltext == nullptr) malformed("operation: a check constraint needs \"sqltext\"");
    constraint.sqltext = *sqltext;
  }
  return constraint;
}

Column parse_column(const json::object& object) {
  Column column;
  column.name = required_name(object, "name");
  if (const auto quote = optional_flag(object, "quote")) column.name.quote = quote;
  const auto* type = given(object, "type");
  column.type = type != nullptr ? as_object(*type, "type") : json::object{{"type", "NullType"}};
  column.given_nullable = optional_flag(object, "nullable");
  column.primary_key = flag(object, "primary_key");
  if (const auto* autoincrement = given(object, "autoincrement")) column.autoincrement = *autoincrement;
  if (const auto* server_default = given(object, "server_default")) column.server_default = *server_default;
  column.comment = optional_text(object, "comment");
  if (const auto* computed = given(object, "computed")) column.computed = as_object(*computed, "computed");
  if (const auto* identity = given(object, "identity")) column.identity = as_object(*identity, "identity");
  column.python_default = flag(object, "python_default");
  if (const auto* sequence = given(object, "sequence"))
    column.has_sequence = !flag(as_object(*sequence, "sequence"), "optional");
  const auto* known_default = column.server_default && column.server_default->is_object()
                                  ? &column.server_default->get_object()
                                  : nullptr;
  if (known_default != nullptr && optional_text(*known_default, "default") == "fetched") {
    // FetchedValue: the server fills the column by its own means, a trigger for one.
    column.server_default.reset();
    column.python_default = true;
  }
  column.unique = flag(object, "unique");
  column.index = flag(object, "index");
  column.dialect = object_at(object, "dialect");
  for (const auto& key : list(object, "foreign_keys")) {
    column.foreign_keys.push_back(parse_foreign_key(as_object(key, "foreign_keys"), column.name));
  }
  column.has_foreign_key = !column.foreign_keys.empty();
  for (const auto& check : list(object, "constraints")) {
    column.checks.push_back(parse_constraint(as_object(check, "constraints")));
  }
  return column;
}

Index parse_index(const json::object& object) {
  return {.name = optional_name(object, "name"),
          .columns = list(object, "columns"),
          .unique = flag(object, "unique"),
          .dialect = object_at(object, "dialect")};
}

}  // namespace pycharter::sql::ddl

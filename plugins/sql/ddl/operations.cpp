#include "sql/ddl/operations.h"

#include <algorithm>

#include "sql/ddl/naming.h"
#include "sql/ddl/parameters.h"

namespace pycharter::sql::ddl {
namespace {

constexpr std::string_view no_alter_on_sqlite =
    "No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode feature "
    "(batch_alter_table), which changes a SQLite table by copying it";

std::string stripped(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\r\f\v";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

}  // namespace

const Operations::Entry Operations::entries[] = {
    {"create_table", &Operations::create_table},
    {"drop_table", &Operations::drop_table},
    {"rename_table", &Operations::rename_table},
    {"add_column", &Operations::add_column},
    {"drop_column", &Operations::drop_column},
    {"alter_column", &Operations::alter_column},
    {"create_index", &Operations::create_index},
    {"drop_index", &Operations::drop_index},
    {"create_constraint", &Operations::create_constraint},
    {"drop_constraint", &Operations::drop_constraint},
    {"create_table_comment", &Operations::table_comment},
    {"drop_table_comment", &Operations::drop_table_comment},
    {"execute", &Operations::execute},
    {"script", &Operations::script},
    {"bulk_insert", &Operations::bulk_insert},
    {"batch_alter_table", &Operations::batch_alter_table},
    {"create_type", &Operations::create_type},
    {"drop_type", &Operations::drop_type},
    {"create_sequence", &Operations::create_sequence},
    {"alter_sequence", &Operations::alter_sequence},
    {"drop_sequence", &Operations::drop_sequence},
    {"create_schema", &Operations::create_schema},
    {"drop_schema", &Operations::drop_schema},
    {"begin_run", &Operations::begin_run},
};

TableName table_of(const json::object& operation) {
  return {required_name(operation, "table"), optional_name(operation, "schema")};
}

void Operations::compile(const json::object& operation) {
  const auto name = text(operation, "op");
  for (const auto& entry : entries) {
    if (entry.op == name) return (this->*entry.method)(operation);
  }
  refuse("the operation \"" + name + "\" is not known");
}

void Operations::emit(std::string sql, json::array binds) {
  // What Alembic does to each statement it prints; what runs is sent as it was written.
  json::object statement{{"sql", stripped(offline_ ? replaced(sql, "\t", "    ") : sql)}};
  if (!binds.empty()) statement["binds"] = std::move(binds);
  statements_.push_back(std::move(statement));
}

void Operations::begin_run(const json::object&) {
  run_.created_types.clear();
}

void Operations::create(const Table& table, bool if_not_exists) {
  if (tools_.dialect.family == Family::postgresql) {
    for (const auto& column : table.columns) {
      if (column.creates_type) create_type_of_column(column.type);
    }
  }
  emit(definitions_.create_table(table, if_not_exists));
  for (const auto& index : table.indexes) {
    emit(definitions_.create_index(index, table.name, false));
  }
  if (!tools_.dialect.comment_statements) return;
  if (table.comment) {
    emit("COMMENT ON TABLE " + tools_.quote.table(table.name) + " IS " +
         tools_.literals.string(*table.comment));
  }
  for (const auto& column : table.columns) {
    if (!column.comment) continue;
    emit("COMMENT ON COLUMN " + tools_.quote.table(table.name) + "." + tools_.quote(column.name) + " IS " +
         tools_.literals.string(*column.comment));
  }
}

void Operations::create_table(const json::object& op) {
  create(parse_table(op, tools_.dialect), flag(op, "if_not_exists"));
}

void Operations::drop_table(const json::object& op) {
  emit(std::string("DROP TABLE ") + (flag(op, "if_exists") ? "IF EXISTS " : "") +
       tools_.quote.table(table_of(op)));
}

void Operations::rename(const TableName& table, const Name& new_name) {
  const bool keeps_schema = tools_.dialect.family == Family::mysql;
  const auto target =
      keeps_schema ? tools_.quote.altered_table({new_name, table.schema}) : tools_.quote(new_name);
  emit("ALTER TABLE " + tools_.quote.altered_table(table) + " RENAME TO " + target);
}

void Operations::rename_table(const json::object& op) {
  rename(table_of(op), required_name(op, "new_name"));
}

void Operations::add_column(const json::object& op) {
  Table table;
  table.name = table_of(op);
  const auto parsed = parse_table({{"table", op.at("table")},
                                   {"schema", op.contains("schema") ? op.at("schema") : json::value()},
                                   {"columns", json::array{required_object(op, "column")}},
                                   {"naming_convention", object_at(op, "naming_convention")}},
                                  tools_.dialect);
  const auto& column = parsed.columns.front();
  auto sql = "ALTER TABLE " + tools_.quote.altered_table(parsed.name) + " ADD COLUMN " +
             (flag(op, "if_not_exists") ? "IF NOT EXISTS " : "");
  Column without_checks = column;
  without_checks.checks.clear();
  // The column's own place in the table decides whether it counts.
  Table alone = parsed;
  alone.columns = {without_checks};
  sql += definitions_.column(alone.columns.front(), alone);
  if (flag(op, "inline_primary_key") && column.primary_key) sql += " PRIMARY KEY";
  const bool inlined = flag(op, "inline_references") && column.foreign_keys.size() == 1;
  if (inlined) {
    const auto& key = column.foreign_keys.front();
    sql += " REFERENCES " + tools_.quote.table(key.target) + " (" + tools_.quote.list(key.target_columns) +
           ")" + definitions_.reference_actions(key);
  }
  for (const auto& check : column.checks) {
    if (const auto text = definitions_.constraint(check, parsed)) sql += " " + *text;
  }
  emit(sql);
  for (const auto& constraint : parsed.constraints) {
    const bool is_inlined = inlined && constraint.kind == Constraint::Kind::foreign_key;
    if (constraint.kind != Constraint::Kind::primary_key && !is_inlined) add(constraint, parsed);
  }
  for (const auto& index : parsed.indexes) {
    emit(definitions_.create_index(index, parsed.name, false));
  }
  if (column.comment && tools_.dialect.comment_statements) {
    emit("COMMENT ON COLUMN " + tools_.quote.table(parsed.name) + "." + tools_.quote(column.name) + " IS " +
         tools_.literals.string(*column.comment));
  }
}

void Operations::drop_column(const json::object& op) {
  emit("ALTER TABLE " + tools_.quote.altered_table(table_of(op)) + " DROP COLUMN " +
       (flag(op, "if_exists") ? "IF EXISTS " : "") + tools_.quote(required_name(op, "column")));
}

void Operations::create_index(const json::object& op) {
  const auto& object = required_object(op, "index");
  auto index = parse_index(object);
  const auto table = table_of(object);
  apply_naming(index, table, object_at(op, "naming_convention"));
  emit(definitions_.create_index(index, table, flag(op, "if_not_exists")));
}

void Operations::drop_index(const json::object& op) {
  TableName table{optional_name(op, "table").value_or(Name{.text = "no_table"}), optional_name(op, "schema")};
  emit(definitions_.drop_index(required_name(op, "name"), table, object_at(op, "dialect"),
                               flag(op, "if_exists")));
}

void Operations::add(const Constraint& constraint, const Table& table) {
  if (tools_.dialect.family == Family::sqlite) {
    // SQLAlchemy's own checks of a type's values are left out there; what the script asked for is not.
    if (constraint.type_bound) return;
    refuse(std::string(no_alter_on_sqlite));
  }
  if (const auto sql = definitions_.constraint(constraint, table)) {
    emit("ALTER TABLE " + tools_.quote.table(table.name) + " ADD " + *sql);
  }
}

void Operations::create_constraint(const json::object& op) {
  Table table;
  table.name = table_of(op);
  auto constraint = parse_constraint(required_object(op, "constraint"));
  apply_naming(constraint, table.name, object_at(op, "naming_convention"));
  add(constraint, table);
}

void Operations::drop(const Constraint& constraint, const Table& table, bool if_exists) {
  using Kind = Constraint::Kind;
  if (tools_.dialect.family == Family::sqlite) {
    if (constraint.type_bound) return;
    refuse(std::string(no_alter_on_sqlite));
  }
  const auto prefix = "ALTER TABLE " + tools_.quote.table(table.name) + " DROP ";
  const bool is_mysql = tools_.dialect.family == Family::mysql;
  if (is_mysql && constraint.kind == Kind::primary_key) return emit(prefix + "PRIMARY KEY ");
  if (!constraint.name) refuse("can't drop a constraint that has no name; give its name");
  const auto name = tools_.quote.limited(*constraint.name);
  if (!is_mysql) return emit(prefix + "CONSTRAINT " + (if_exists ? "IF EXISTS " : "") + name);
  if (constraint.type_bound) return;
  switch (constraint.kind) {
    case Kind::foreign_key:
      return emit(prefix + "FOREIGN KEY " + name);
    case Kind::unique:
      return emit(prefix + "INDEX " + name);
    case Kind::check:
      return emit(prefix + std::string(tools_.dialect.drop_check) + name);
    default:
      refuse("No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type");
  }
}

void Operations::drop_constraint(const json::object& op) {
  using Kind = Constraint::Kind;
  struct TypeName {
    std::string_view name;
    Kind kind;
  };
  static constexpr TypeName types[] = {{"foreignkey", Kind::foreign_key}, {"foreign_key", Kind::foreign_key},
                                       {"primary", Kind::primary_key},    {"primary_key", Kind::primary_key},
                                       {"unique", Kind::unique},          {"check", Kind::check}};
  // Without a type it is a constraint of no kind, which MySQL cannot drop.
  Constraint constraint{.kind = Kind::exclude, .name = optional_name(op, "name")};
  if (const auto type = optional_text(op, "type")) {
    const auto* known = std::find_if(std::begin(types), std::end(types),
                                     [&](const TypeName& entry) { return entry.name == *type; });
    if (known == std::end(types)) {
      malformed("'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None; it is '" + *type +
                "'");
    }
    constraint.kind = known->kind;
  }
  Table table;
  table.name = table_of(op);
  drop(constraint, table, flag(op, "if_exists"));
}

void Operations::table_comment(const json::object& op) {
  const auto table = tools_.quote.table(table_of(op));
  const auto comment = optional_text(op, "comment");
  if (!comment) return drop_table_comment(op);
  const auto literal = tools_.literals.string(*comment);
  emit(tools_.dialect.family == Family::mysql ? "ALTER TABLE " + table + " COMMENT " + literal
                                              : "COMMENT ON TABLE " + table + " IS " + literal);
}

void Operations::drop_table_comment(const json::object& op) {
  const auto table = tools_.quote.table(table_of(op));
  emit(tools_.dialect.family == Family::mysql ? "ALTER TABLE " + table + " COMMENT ''"
                                              : "COMMENT ON TABLE " + table + " IS NULL");
}

namespace {

json::object text_with(const json::value& statement, const json::object& parameters) {
  auto clause =
      statement.is_object() ? statement.get_object() : json::object{{"expr", "text"}, {"sql", statement}};
  auto values = object_at(clause, "binds");
  for (const auto& parameter : parameters)
    values[parameter.key()] = parameter.value();
  clause["binds"] = std::move(values);
  return clause;
}

}  // namespace

void Operations::execute(const json::object& op) {
  const auto* statement = given(op, "statement");
  if (statement == nullptr) malformed("operation: execute needs a \"statement\"");
  const bool is_text = statement->is_string() || text(as_object(*statement, "statement"), "expr") == "text";
  for (const auto& set : parameter_sets(op)) {
    json::array binds;
    Expressions expressions(tools_, true, binds_to(binds));
    auto sql = expressions.render(is_text ? text_with(*statement, set)
                                          : with_parameters(statement->get_object(), set));
    emit(std::move(sql), std::move(binds));
  }
}

void Operations::bulk_insert(const json::object& op) {
  json::object table{{"expr", "table"}, {"name", to_json(required_name(op, "table"))}};
  if (const auto schema = optional_name(op, "schema")) table["schema"] = to_json(*schema);
  table["columns"] = list(op, "columns");
  for (const auto& row : list(op, "rows")) {
    json::array binds;
    Expressions expressions(tools_, true, binds_to(binds));
    auto sql = expressions.render(
        json::object{{"expr", "insert"}, {"table", table}, {"values", json::array{row}}, {"inline", true}});
    emit(std::move(sql), std::move(binds));
  }
}

}  // namespace pycharter::sql::ddl

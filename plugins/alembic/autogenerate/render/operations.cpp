#include "alembic/autogenerate/render/operations.h"

#include <algorithm>
#include <utility>

#include "alembic/autogenerate/render/alterations.h"
#include "alembic/autogenerate/render/schema_items.h"
#include "alembic/autogenerate/render/values.h"

namespace pycharter::alembic::revision_text {

namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t most_arguments = 255;  // Alembic's limit, of older Pythons

// The columns of the key that a PrimaryKeyConstraint names: such a column is not nullable by itself.
json::object with_key(const json::object& column, const std::vector<json::object>& constraints) {
  json::object made = column;
  for (const json::object& constraint : constraints) {
    if (text_or(constraint, "constraint") != "primary_key") continue;
    for (const auto& name : array_or_empty(constraint, "columns"))
      if (python_name(&name) == python_name(given(column, "name"))) made["primary_key"] = true;
  }
  return made;
}

std::vector<std::string> table_items(Context& context, const json::object& op) {
  const std::vector<json::object> constraints = table_constraints(op);
  std::vector<std::string> items, texts;
  for (const auto& column : array_or_empty(op, "columns"))
    items.push_back(column_text(context, with_key(column.as_object(), constraints), false));
  for (const json::object& constraint : constraints)
    if (auto text = constraint_text(context, constraint)) texts.push_back(std::move(*text));
  std::sort(texts.begin(), texts.end());
  items.insert(items.end(), texts.begin(), texts.end());
  return items;
}

std::vector<std::string> table_keywords(Context& context, const json::object& op) {
  std::vector<std::string> keywords;
  if (const json::value* schema = given(op, "schema")) keywords.push_back("schema=" + python_name(schema));
  if (const json::value* comment = given(op, "comment"))
    keywords.push_back("comment=" + python_name(comment));
  std::vector<std::string> dialect;
  for (const auto& [key, value] : object_or_empty(op, "dialect"))
    dialect.push_back(std::string(key) + "=" + python_value(context, value));
  std::sort(dialect.begin(), dialect.end());
  keywords.insert(keywords.end(), dialect.begin(), dialect.end());
  if (const json::array& prefixes = array_or_empty(op, "prefixes"); !prefixes.empty())
    keywords.push_back("prefixes=" + python_names(prefixes));
  if (const json::value* if_not_exists = given(op, "if_not_exists"))
    keywords.push_back("if_not_exists=" + python_value(context, *if_not_exists));
  return keywords;
}

Lines create_index(Context& context, const json::object& op);

Lines create_table(Context& context, const json::object& op) {
  const std::vector<std::string> items = table_items(context, op);
  const std::string arguments = join(items, ",\n");
  std::string text = context.op() + "create_table(" + python_name(given(op, "table")) + ",\n";
  text += items.size() > most_arguments ? "*[" + arguments + "]" : arguments;
  for (const std::string& keyword : table_keywords(context, op))
    text += ",\n" + keyword;
  Lines lines{text + "\n)"};
  for (const auto& index : array_or_empty(op, "indexes")) {
    json::object made = with_table_of(index.as_object(), op);
    lines.push_back(create_index(context, json::object{{"index", std::move(made)}}).front());
  }
  return lines;
}

void add_schema(const Context& context, const json::object& op, Call& call) {
  if (const json::value* schema = given(op, "schema"); schema != nullptr && !context.in_batch)
    call.add("schema", python_name(schema));
}

void add_existence(const json::object& op, Call& call) {
  for (const char* key : {"if_not_exists", "if_exists"})
    if (const json::value* value = given(op, key)) call.add(key, python_flag(value->as_bool()));
}

void add_table(const Context& context, const json::object& op, Call& call) {
  if (!context.in_batch) call.add(python_name(given(op, "table")));
}

Lines drop_table(Context& context, const json::object& op) {
  Call call(context.op() + "drop_table");
  call.add(python_name(given(op, "table")));
  add_schema(context, op, call);
  add_existence(op, call);
  return {call.text()};
}

Lines rename_table(Context& context, const json::object& op) {
  Call call(context.op() + "rename_table");
  call.add(python_name(given(op, "table"))).add(python_name(given(op, "new_name")));
  add_schema(context, op, call);
  return {call.text()};
}

Lines create_index(Context& context, const json::object& op) {
  const json::object& index = op.at("index").as_object();
  std::vector<std::string> columns;
  for (const auto& column : array_or_empty(index, "columns")) {
    const bool is_expression = column.is_object() && column.get_object().contains("expr");
    columns.push_back(is_expression ? index_element(context, column) : python_name(&column));
  }
  Call call(context.op() + "create_index");
  call.add(generated_name(context, given(index, "name")));
  add_table(context, index, call);
  call.add("[" + join(columns, ", ") + "]");
  call.add("unique", python_flag(flag(index, "unique")));
  add_schema(context, index, call);
  add_keywords(context, index, call);
  add_existence(op, call);
  return {call.text()};
}

Lines drop_index(Context& context, const json::object& op) {
  Call call(context.op() + "drop_index");
  call.add(generated_name(context, given(op, "name")));
  if (!context.in_batch) call.add("table_name", python_name(given(op, "table")));
  add_schema(context, op, call);
  add_keywords(context, op, call);
  add_existence(op, call);
  return {call.text()};
}

Lines add_column(Context& context, const json::object& op) {
  Call call(context.op() + "add_column");
  add_table(context, op, call);
  call.add(column_text(context, op.at("column").as_object(), true));
  add_schema(context, op, call);
  if (!context.in_batch) add_existence(op, call);
  for (const char* key : {"inline_references", "inline_primary_key"})
    if (flag(op, key)) call.add(key, "True");
  return {call.text()};
}

Lines drop_column(Context& context, const json::object& op) {
  Call call(context.op() + "drop_column");
  add_table(context, op, call);
  call.add(python_name(given(op, "column")));
  add_schema(context, op, call);
  if (!context.in_batch) add_existence(op, call);
  return {call.text()};
}

Lines drop_constraint(Context& context, const json::object& op) {
  Lines lines;
  if (given(op, "name") == nullptr)
    lines = {"# WARNING: constraint name is None; this directive will fail as",
             "# rendered.  Add a name, or use a naming convention; see",
             "# https://alembic.sqlalchemy.org/en/latest/naming.html"};
  Call call(context.op() + "drop_constraint");
  call.add(generated_name(context, given(op, "name")));
  add_table(context, op, call);
  add_schema(context, op, call);
  if (const json::value* type = given(op, "type")) call.add("type_", python_name(type));
  add_existence(op, call);
  lines.push_back(call.text());
  return lines;
}

Lines execute(Context& context, const json::object& op) {
  const json::value& statement = op.at("statement");
  if (given(op, "parameters") != nullptr)
    throw Error(ErrorCode::unsupported, "A statement with parameters is not written into a script");
  return {context.options.alembic_module_prefix + "execute(" + text_string(context, statement) + ")"};
}

// What `op` has no method for, or one that Alembic's --sql cannot run: as its SQL.
Lines as_statements(Context& context, const json::object& op) {
  Lines lines;
  for (const std::string& sql : context.options.compile(op))
    lines.push_back(context.options.alembic_module_prefix + "execute(" + sql_string(sql) + ")");
  return lines;
}

// What an operation that is offered would be by itself, outside of a batch: in one line.
std::string offered(Context& context, const json::object& op) {
  const bool in_batch = std::exchange(context.in_batch, false);
  std::string text;
  for (const std::string& line : operation_lines(context, op.at("operation").as_object()))
    text += (text.empty() ? "" : "\n") + line;
  context.in_batch = in_batch;
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at))
    text.replace(at, text.find_first_not_of("\n ", at) - at, " ");
  return text;
}

Lines comment(Context& context, const json::object& op) {
  Lines lines;
  std::string line;
  const std::string text = given(op, "operation") != nullptr ? offered(context, op) : text_or(op, "text");
  for (const char c : text + "\n") {
    if (c != '\n' && c != '\r') line += c;
    if (c != '\n') continue;
    lines.push_back(line.empty() ? "#" : "# " + line);
    line.clear();
  }
  return lines;
}

struct Row {
  std::string_view op;
  Lines (*lines)(Context&, const json::object&);
};
constexpr Row rows[] = {
    {"create_table", create_table},
    {"drop_table", drop_table},
    {"rename_table", rename_table},
    {"add_column", add_column},
    {"drop_column", drop_column},
    {"alter_column", alter_column},
    {"create_index", create_index},
    {"drop_index", drop_index},
    {"create_constraint", create_constraint},
    {"drop_constraint", drop_constraint},
    {"create_table_comment", create_table_comment},
    {"drop_table_comment", drop_table_comment},
    {"execute", execute},
    {"create_type", as_statements},
    {"drop_type", as_statements},
    {"create_sequence", as_statements},
    {"alter_sequence", as_statements},
    {"drop_sequence", as_statements},
    {"create_schema", as_statements},
    {"drop_schema", as_statements},
    {"comment", comment},
};

}  // namespace

std::vector<std::string> operation_lines(Context& context, const json::object& operation) {
  const std::string name = text_or(operation, "op");
  const auto* row =
      std::find_if(std::begin(rows), std::end(rows), [&](const Row& r) { return r.op == name; });
  if (row == std::end(rows))
    throw Error(ErrorCode::unsupported, "The operation '" + name + "' is not written into a revision script");
  return row->lines(context, operation);
}

json::object with_table_of(const json::object& operation, const json::object& parent) {
  json::object made = operation;
  const auto inherit = [&](json::object& object) {
    if (given(object, "table") != nullptr) return;
    for (const char* key : {"table", "schema"})
      if (const json::value* value = given(parent, key)) object[key] = *value;
  };
  inherit(made);
  if (const json::value* index = given(made, "index"); index != nullptr && index->is_object())
    inherit(made["index"].as_object());
  return made;
}

}  // namespace pycharter::alembic::revision_text

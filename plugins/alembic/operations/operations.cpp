#include "alembic/operations/operations.h"

#include "alembic/operations/batch.h"
#include "alembic/operations/connection.h"
#include "alembic/operations/context.h"
#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"

namespace pycharter::alembic {
namespace {

bool is_false(const Value& value) {
  return value.is(Kind::boolean) && !value.as_bool();
}

// Nothing when the argument means "not given".
std::optional<json::value> convert(Session& session, const Field& field, const Value& value) {
  if (field.convert == Convert::default_)
    return is_false(value) ? std::nullopt : std::optional(to_default(session, value));
  if (field.convert == Convert::nullable_text) {
    if (is_false(value)) return std::nullopt;
    return value.is_none() ? json::value(nullptr) : json::value(session.in().text(value, field.parameter));
  }
  if (value.is_none()) return std::nullopt;
  switch (field.convert) {
    case Convert::name:
      return to_name(session, value, field.parameter);
    case Convert::names:
      return to_names(session, value, field.parameter);
    case Convert::flag:
      return json::value(session.in().truth(value));
    case Convert::text:
      return json::value(session.in().text(value, field.parameter));
    case Convert::value:
      return to_value(session, value);
    case Convert::type:
      return to_type(session, value, field.parameter);
    case Convert::expression:
      return to_text_or_expression(session, value);
    case Convert::index_columns:
      return to_index_columns(session, value);
    case Convert::column:
      return to_column(session, value);
    case Convert::default_:
    case Convert::nullable_text:
      break;
  }
  return std::nullopt;
}

// deferrable, initially and the like of a constraint; the rest is a dialect's.
void put_nested_keywords(Session& session, const OperationRow& row, const Given& given,
                         json::object& nested) {
  std::vector<std::pair<std::string, Value>> dialect;
  for (const auto& [name, value] : given.keywords()) {
    if (name == "info" || name == "quote") continue;
    if (!row.constraint.empty() && (name == "deferrable" || name == "initially" || name == "use_alter"))
      nested[name] = to_value(session, value);
    else
      dialect.emplace_back(name, value);
  }
  if (auto made = to_dialect_keywords(session, dialect, row.function); !made.empty())
    nested["dialect"] = std::move(made);
}

void put_alteration_keywords(Session& session, const Given& given, json::object& op) {
  json::object dialect;
  for (const auto& [name, value] : given.keywords()) {
    if (name == "autoincrement" || name == "existing_autoincrement") {
      if (!value.is_none()) op[name] = to_value(session, value);
    } else if (is_dialect_keyword(name)) {
      dialect[name] = to_keyword(session, value);
    }
  }
  if (!dialect.empty()) op["dialect"] = std::move(dialect);
}

// Keywords of Table() that drop_table() passes on and that mean nothing to it.
std::vector<std::pair<std::string, Value>> dialect_only(const Given& given) {
  std::vector<std::pair<std::string, Value>> kept;
  for (const auto& [name, value] : given.keywords())
    if (name != "info" && name != "comment" && name != "prefixes") kept.emplace_back(name, value);
  return kept;
}

void add_convention(Session& session, json::object& op) {
  if (!session.options.naming_convention.empty()) op["naming_convention"] = session.options.naming_convention;
}

Value create_table(Session& session, const Given& given) {
  const Value table = make_table(session, given["table_name"], table_options(session, given.keywords()),
                                 split_table_arguments(session, given.rest()));
  json::object op = script::host_cast<TableObject>(table)->definition();
  op["op"] = "create_table";
  if (given.has("if_not_exists")) op["if_not_exists"] = session.in().truth(given["if_not_exists"]);
  add_convention(session, op);
  session.apply(std::move(op));
  return table;
}

Value create_exclude_constraint(Session& session, const Given& given) {
  auto keywords = given.keywords();
  json::object op{{"op", "create_constraint"},
                  {"table", to_name(session, given["table_name"], "table_name")}};
  std::erase_if(keywords, [&](const auto& pair) {
    if (pair.first != "schema") return false;
    if (!pair.second.is_none()) op["schema"] = to_name(session, pair.second, "schema");
    return true;
  });
  op["constraint"] = make_exclusion(session, given["constraint_name"], given.rest(), std::move(keywords));
  session.apply(std::move(op));
  return Value::none();
}

json::array table_columns(const FromObject& table, Session& session) {
  json::array made;
  for (const auto& [name, column] : table.columns().columns)
    made.push_back(to_column(session, column));
  return made;
}

json::object bulk_row(Session& session, const FromObject& table, const Value& row) {
  const auto* dict = row.get_if<script::Dict>();
  if (dict == nullptr) session.in().raise("TypeError", "List of dictionaries expected");
  json::object made;
  for (const auto& entry : dict->table.entries()) {
    if (!entry.key.defined()) continue;
    const std::string name = session.in().to_text(entry.key);
    made[name] = host_cast_expression(entry.value) != nullptr
                     ? json::value(to_expression(session, entry.value))
                     : to_value(session, entry.value, column_type(table, name));
  }
  return made;
}

Value bulk_insert(Session& session, const Given& given) {
  const auto* table = script::host_cast<FromObject>(given["table"]);
  if (table == nullptr || table->from_json().at("expr") != "table")
    session.in().raise(
        "TypeError", "bulk_insert() takes a Table or table(), not " + session.in().type_name(given["table"]));
  if (!given["rows"].is(Kind::list)) session.in().raise("TypeError", "List expected");
  json::array rows;
  for (const auto& row : session.in().collect(given["rows"]))
    rows.push_back(bulk_row(session, *table, row));
  for (auto& row : rows)
    for (auto& [name, value] : column_defaults(session, *table, row.as_object(), true))
      row.as_object()[name] = value.as_object().at("expr") == "literal" ? value.as_object().at("value")
                              : value == json::value(keyword("null"))   ? json::value(nullptr)
                                                                        : std::move(value);
  json::object op{{"op", "bulk_insert"}, {"table", table->from_json().at("name")}};
  if (const auto* schema = table->from_json().if_contains("schema")) op["schema"] = *schema;
  op["columns"] = table_columns(*table, session);
  op["rows"] = std::move(rows);
  op["multiinsert"] = !given.has("multiinsert") || session.in().truth(given["multiinsert"]);
  session.apply(std::move(op));
  return Value::none();
}

// ---- what batch_op has as well

Value execute(Session& session, const Given& given) {
  const Value& statement = given["sqltext"];
  json::object op = string_of(statement)
                        ? json::object{{"op", "execute"}, {"statement", *string_of(statement)}}
                        : make_execute(session, statement, Value::none());
  session.apply(std::move(op));
  return Value::none();
}
Value f(Session& session, const Given& given) {
  return given["name"].is_none() ? Value::none()
                                 : make_convention_name(session, session.in().text(given["name"], "name"));
}
Value get_bind(Session& session, const Given&) {
  return make_connection(session);
}
Value get_context(Session& session, const Given&) {
  return make_migration_context(session);
}
Value inline_literal(Session& session, const Given& given) {
  std::optional<json::object> type;
  if (given.has("type_")) type = to_type(session, given["type_"]);
  json::object made{{"expr", "literal"},
                    {"value", to_value(session, given["value"], type ? &*type : nullptr)},
                    {"inline", true}};
  if (type) made["type"] = std::move(*type);
  return make_expression(session, std::move(made));
}
Value invoke(Session& session, const Given& given) {
  session.in().raise("NotImplementedError",
                     "op.invoke() takes an operation object (" + session.in().type_name(given["operation"]) +
                         "), which is made by Python code of a plugin; call the op function itself");
}
Value run_async(Session& session, const Given&) {
  session.in().raise("NotImplementedError",
                     "op.run_async() needs Python's event loop; write the operation without async");
}

struct Function {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Session&, const Given&);
};
constexpr Function common_functions[] = {
    {"execute", "sqltext, *, execution_options=None", execute},
    {"f", "name", f},
    {"get_bind", "", get_bind},
    {"get_context", "", get_context},
    {"inline_literal", "value, type_=None", inline_literal},
    {"invoke", "operation", invoke},
    {"run_async", "async_function, *args, **kw_args", run_async},
};
constexpr Function functions[] = {
    {"create_table", "table_name, *columns, if_not_exists=None, **kw", create_table},
    {"create_exclude_constraint", "constraint_name, table_name, *elements, **kw", create_exclude_constraint},
    {"bulk_insert", "table, rows, *, multiinsert=True", bulk_insert},
    {"batch_alter_table",
     "table_name, schema=None, recreate='auto', partial_reordering=None, copy_from=None, table_args=(), "
     "table_kwargs=None, "
     "reflect_args=(), reflect_kwargs=None, naming_convention=None",
     make_batch},
};

template <std::size_t n>
Value find_function(Session& session, const Function (&rows)[n], std::string_view name) {
  for (const auto& row : rows)
    if (row.name == name) return make_function(session, row.name, row.parameters, row.code);
  return Value();
}

}  // namespace

json::object make_operation(Session& session, const OperationRow& row, const Given& given) {
  json::object op{{"op", row.op}};
  json::object nested;
  if (!row.constraint.empty()) nested["constraint"] = row.constraint;
  for (const auto& field : row.fields) {
    const Value value = given.value(field.parameter);
    if (!value.defined()) continue;
    auto made = convert(session, field, value);
    if (!made) continue;
    if (field.key.starts_with('.'))
      nested[field.key.substr(1)] = std::move(*made);
    else
      op[field.key] = std::move(*made);
  }
  switch (row.extra) {
    case Extra::none:
      break;
    case Extra::dialect:
      if (auto dialect = to_dialect_keywords(session, dialect_only(given), row.function); !dialect.empty())
        op["dialect"] = std::move(dialect);
      break;
    case Extra::nested:
      put_nested_keywords(session, row, given, nested);
      break;
    case Extra::alteration:
      put_alteration_keywords(session, given, op);
      break;
  }
  if (!row.nested.empty()) op[row.nested] = std::move(nested);
  add_convention(session, op);
  return op;
}

json::object make_exclusion(Session& session, const Value& name, const std::vector<Value>& elements,
                            std::vector<std::pair<std::string, Value>> keywords) {
  Arguments arguments{elements, std::move(keywords)};
  arguments.keywords.emplace_back("name", name);
  return host_cast_item(session.in().call(exclude_constraint(session), arguments))->json;
}

Value common_operation(Session& session, std::string_view name) {
  return find_function(session, common_functions, name);
}

Value operation_function(Session& session, std::string_view name) {
  for (const auto& row : operation_rows())
    if (row.function == name && !row.parameters.empty())
      return make_function(session, row.function, row.parameters, [&row](Session& s, const Given& given) {
        s.connected(row.function);
        s.apply(make_operation(s, row, given));
        return Value::none();
      });
  if (Value found = find_function(session, functions, name); found.defined()) return found;
  return common_operation(session, name);
}

}  // namespace pycharter::alembic

#include "alembic/autogenerate/render/alterations.h"

#include <algorithm>

#include "alembic/autogenerate/render/schema_items.h"
#include "alembic/autogenerate/render/types.h"
#include "alembic/autogenerate/render/values.h"

namespace pycharter::alembic::revision_text {

namespace {

using Lines = std::vector<std::string>;

constexpr std::string_view next_argument = ",\n           ";  // under the first one of op.alter_column

// A change from or to an identity needs to know what was there; Alembic leaves it out.
bool is_identity(const json::value* server_default) {
  return server_default != nullptr && server_default->is_object() &&
         text_or(server_default->get_object(), "default") == "identity";
}

std::string default_or_none(Context& context, const json::value& server_default) {
  return default_text(context, server_default).value_or("None");
}

void add_schema(const Context& context, const json::object& op, Call& call) {
  if (const json::value* schema = given(op, "schema"); schema != nullptr && !context.in_batch)
    call.add("schema", python_name(schema));
}

// create_…_constraint(name, table, …
Call creation(const Context& context, std::string_view method, const json::object& op) {
  Call call(context.op() + "create_" + std::string(method));
  call.add(generated_name(context, given(op.at("constraint").as_object(), "name")));
  if (!context.in_batch) call.add(python_name(given(op, "table")));
  return call;
}

void add_options(Context& context, const json::object& constraint,
                 std::initializer_list<std::string_view> keys, Call& call) {
  for (const std::string_view key : keys)
    if (const json::value* value = given(constraint, key)) call.add(key, python_value(context, *value));
}

std::string primary_key(Context& context, const json::object& op) {
  const json::object& constraint = op.at("constraint").as_object();
  Call call = creation(context, "primary_key", op);
  call.add(python_names(array_or_empty(constraint, "columns")));
  add_schema(context, op, call);
  return call.text();
}

std::string unique(Context& context, const json::object& op) {
  const json::object& constraint = op.at("constraint").as_object();
  Call call = creation(context, "unique_constraint", op);
  call.add(python_names(array_or_empty(constraint, "columns")));
  if (flag(constraint, "deferrable")) call.add("deferrable", "True");
  add_options(context, constraint, {"initially"}, call);
  add_schema(context, op, call);
  add_keywords(context, constraint, call);
  return call.text();
}

std::string foreign_key(Context& context, const json::object& op) {
  const json::object& constraint = op.at("constraint").as_object();
  Call call = creation(context, "foreign_key", op);
  call.add(python_name(given(constraint, "target_table")));
  call.add(python_names(array_or_empty(constraint, "columns")));
  call.add(python_names(array_or_empty(constraint, "target_columns")));
  if (const json::value* schema = given(op, "schema"); schema != nullptr && !context.in_batch)
    call.add("source_schema", python_name(schema));
  if (const json::value* schema = given(constraint, "target_schema"))
    call.add("referent_schema", python_name(schema));
  add_options(context, constraint, {"onupdate", "ondelete", "initially", "deferrable", "use_alter", "match"},
              call);
  add_keywords(context, constraint, call);
  return call.text();
}

std::string check(Context& context, const json::object& op) {
  const json::object& constraint = op.at("constraint").as_object();
  Call call = creation(context, "check_constraint", op);
  call.add(text_string(context, constraint.at("sqltext")));
  add_schema(context, op, call);
  add_keywords(context, constraint, call);
  return call.text();
}

std::string exclude(Context& context, const json::object& op) {
  Call call = creation(context, "exclude_constraint", op);
  add_exclude_elements(context, op.at("constraint").as_object(), call);
  add_schema(context, op, call);
  return call.text();
}

struct Kind {
  std::string_view constraint;
  std::string (*text)(Context&, const json::object&);
};
constexpr Kind kinds[] = {{"primary_key", primary_key},
                          {"unique", unique},
                          {"foreign_key", foreign_key},
                          {"check", check},
                          {"exclude", exclude}};

// A comment's call has its arguments on lines of their own.
std::string comment_call(const Context& context, std::string_view method, const json::object& op,
                         std::vector<std::string> arguments) {
  arguments.push_back("existing_comment=" + python_name(given(op, "existing_comment")));
  if (!context.in_batch) {
    arguments.insert(arguments.begin(), python_name(given(op, "table")));
    arguments.push_back("schema=" + python_name(given(op, "schema")));
  }
  return context.op() + std::string(method) + "(\n    " + join(arguments, ",\n    ") + "\n)";
}

}  // namespace

Lines alter_column(Context& context, const json::object& op) {
  std::string text = context.op() + "alter_column(";
  if (!context.in_batch) text += python_name(given(op, "table")) + ", ";
  text += python_name(given(op, "column"));
  const auto add = [&](std::string_view key, const std::string& value) {
    text += std::string(next_argument) + std::string(key) + "=" + value;
  };
  const json::value* nullable = given(op, "nullable");
  if (const json::value* type = given(op, "existing_type"))
    add("existing_type", type_text(context, type->as_object()));
  const json::value* server_default = op.if_contains("server_default");
  if (server_default != nullptr) add("server_default", default_or_none(context, *server_default));
  if (const json::value* name = given(op, "new_name")) add("new_column_name", python_name(name));
  if (const json::value* type = given(op, "type")) add("type_", type_text(context, type->as_object()));
  if (nullable != nullptr) add("nullable", python_value(context, *nullable));
  if (const json::value* comment = op.if_contains("comment")) add("comment", python_value(context, *comment));
  if (const json::value* comment = given(op, "existing_comment"))
    add("existing_comment", python_value(context, *comment));
  if (const json::value* existing = given(op, "existing_nullable");
      existing != nullptr && nullable == nullptr)
    add("existing_nullable", python_value(context, *existing));
  for (const char* key : {"autoincrement", "existing_autoincrement"})
    if (const json::value* value = given(op, key)) add(key, python_value(context, *value));
  if (const json::value* existing = given(op, "existing_server_default");
      existing != nullptr &&
      (server_default == nullptr || is_identity(existing) || is_identity(server_default)))
    add("existing_server_default", default_or_none(context, *existing));
  for (const auto& [key, value] : object_or_empty(op, "dialect"))
    add(std::string_view(key), python_value(context, value));
  if (const json::value* schema = given(op, "schema"); schema != nullptr && !context.in_batch)
    add("schema", python_name(schema));
  return {text + ")"};
}

Lines create_constraint(Context& context, const json::object& op) {
  const std::string name = text_or(op.at("constraint").as_object(), "constraint");
  const auto* kind =
      std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& k) { return k.constraint == name; });
  if (kind == std::end(kinds))
    throw Error(ErrorCode::unsupported, "A constraint of kind '" + name + "' is not written into a script");
  return {kind->text(context, op)};
}

Lines create_table_comment(Context& context, const json::object& op) {
  return {comment_call(context, "create_table_comment", op, {python_name(given(op, "comment"))})};
}

Lines drop_table_comment(Context& context, const json::object& op) {
  return {comment_call(context, "drop_table_comment", op, {})};
}

}  // namespace pycharter::alembic::revision_text

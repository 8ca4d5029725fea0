#include "alembic/autogenerate/render/schema_items.h"
#include "alembic/autogenerate/render/types.h"
#include "alembic/autogenerate/render/values.h"

namespace pycharter::alembic::revision_text {

namespace {

// In SQLAlchemy's order.
constexpr std::string_view identity_options[] = {
    "always", "start", "increment", "minvalue", "maxvalue", "nominvalue", "nomaxvalue", "cycle", "cache"};

std::string computed_text(Context& context, const json::object& computed) {
  std::string text = context.sa() + "Computed(" + text_string(context, computed.at("sqltext")) + ", ";
  if (const json::value* persisted = given(computed, "persisted"))
    text += "persisted=" + python_value(context, *persisted);
  return text + ")";
}

void add_sequence_options(Context& context, const json::object& options, Call& call) {
  for (const std::string_view key : identity_options)
    if (const json::value* value = given(options, key)) call.add(key, python_value(context, *value));
  add_keywords(context, options, call);
}

std::string identity_text(Context& context, const json::object& identity) {
  Call call(context.sa() + "Identity");
  if (given(identity, "always") == nullptr) call.add("always", "False");
  add_sequence_options(context, identity, call);
  return call.text();
}

std::string sequence_text(Context& context, const json::object& sequence) {
  Call call(context.sa() + "Sequence");
  call.add(python_name(given(sequence, "name")));
  add_sequence_options(context, sequence, call);
  if (const json::value* schema = given(sequence, "schema")) call.add("schema", python_name(schema));
  return call.text();
}

// Alembic takes one quote from either end of a plain string.
std::string literal_default(std::string text) {
  if (text.starts_with('\'')) text.erase(0, 1);
  if (text.ends_with('\'')) text.pop_back();
  return python_text(text);
}

std::string foreign_key_text(Context& context, const json::object& key) {
  const json::value& target = key.at("target");
  std::string column = target.is_object() ? text_or(target.get_object(), "column") : text_or(key, "target");
  if (target.is_object()) {
    column = text_or(target.get_object(), "table") + "." + column;
    if (given(target.get_object(), "schema") != nullptr)
      column = text_or(target.get_object(), "schema") + "." + column;
  }
  Call call(context.sa() + "ForeignKey");
  call.add(python_text(column));
  if (const json::value* name = given(key, "name")) call.add("name", generated_name(context, name));
  for (const char* option : {"onupdate", "ondelete", "initially", "deferrable", "use_alter", "match"})
    if (const json::value* value = given(key, option)) call.add(option, python_value(context, *value));
  return call.text();
}

// A key that Python fills does not count by itself, which a script says only so.
bool needs_no_autoincrement(const json::object& column) {
  if (!flag(column, "primary_key") || !flag(column, "python_default")) return false;
  const std::string type = text_or(column.at("type").as_object(), "type");
  return type.find("Int") != std::string::npos || type.find("INT") != std::string::npos;
}

bool is_nullable(const json::object& column) {
  const json::value* nullable = given(column, "nullable");
  if (nullable != nullptr) return nullable->as_bool();
  return !flag(column, "primary_key") && given(column, "identity") == nullptr;
}

void add_own_items(Context& context, const json::object& column, Call& call) {
  for (const auto& key : array_or_empty(column, "foreign_keys"))
    call.add(foreign_key_text(context, key.as_object()));
  for (const auto& constraint : array_or_empty(column, "constraints"))
    if (const auto text = constraint_text(context, constraint.as_object())) call.add(*text);
}

// An optional sequence is for databases that have no other way to count.
bool is_optional(const json::object& sequence) {
  const json::value* optional = given(sequence, "optional");
  return optional != nullptr && optional->as_bool();
}

// A sequence, Computed and Identity stand as arguments by themselves.
void add_generated(Context& context, const json::object& column, Call& call) {
  if (const json::value* sequence = given(column, "sequence");
      sequence && !is_optional(sequence->as_object()))
    call.add(sequence_text(context, sequence->as_object()));
  if (const json::value* computed = given(column, "computed"))
    call.add(computed_text(context, computed->as_object()));
  if (const json::value* identity = given(column, "identity"))
    call.add(identity_text(context, identity->as_object()));
}

}  // namespace

std::optional<std::string> default_text(Context& context, const json::value& server_default) {
  if (server_default.is_null()) return "None";
  const json::object& made = server_default.as_object();
  const std::string kind = text_or(made, "default");
  if (kind == "literal") return literal_default(text_or(made, "text"));
  if (kind == "expression") return default_element(context, made.at("expr"));
  if (kind == "computed") return computed_text(context, made);
  if (kind == "identity") return identity_text(context, made);
  if (kind == "fetched") return context.sa() + "FetchedValue()";
  return std::nullopt;
}

std::string column_text(Context& context, const json::object& column, bool flags) {
  Call call(context.sa() + "Column");
  call.add(python_name(given(column, "name")));
  add_column_arguments(context, column, flags, call);
  return call.text();
}

void add_column_arguments(Context& context, const json::object& column, bool flags, Call& call) {
  call.add(type_text(context, column.at("type").as_object()));
  add_generated(context, column, call);
  const json::value* server_default = given(column, "server_default");
  if (server_default != nullptr && text_or(server_default->as_object(), "default") == "sequence")
    call.add(sequence_text(context, server_default->as_object()));
  if (flags) add_own_items(context, column, call);
  if (server_default != nullptr)
    if (const auto text = default_text(context, *server_default)) call.add("server_default", *text);
  if (const json::value* autoincrement = given(column, "autoincrement");
      autoincrement != nullptr && *autoincrement != "auto")
    call.add("autoincrement", python_value(context, *autoincrement));
  else if (needs_no_autoincrement(column))
    call.add("autoincrement", "False");
  if (flags)
    for (const char* name : {"primary_key", "unique"})
      if (flag(column, name)) call.add(name, "True");
  // A create_table has no other way to say it.
  if (flag(column, "index")) {
    if (!flags && flag(column, "unique")) call.add("unique", "True");
    call.add("index", "True");
  }
  call.add("nullable", python_flag(is_nullable(column)));
  if (const json::value* comment = given(column, "comment")) call.add("comment", python_name(comment));
  add_keywords(context, column, call);
}

}  // namespace pycharter::alembic::revision_text

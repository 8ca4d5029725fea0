#include "alembic/autogenerate/render/types.h"

#include <algorithm>
#include <map>

#include "alembic/autogenerate/render/values.h"
#include "alembic/operations/type_table.h"

namespace pycharter::alembic::revision_text {

namespace {

const TypeSignature* find_signature(std::string_view dialect, std::string_view name) {
  const std::string word = " " + std::string(name) + " ";
  const auto signatures = type_signatures();
  const auto found = std::find_if(signatures.begin(), signatures.end(), [&](const TypeSignature& row) {
    return row.dialect == dialect && row.names.find(word) != std::string_view::npos;
  });
  return found == signatures.end() ? nullptr : &*found;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string longest(const json::array& values) {
  std::size_t most = 0;
  for (const auto& value : values)
    most = std::max(most, characters(value.as_string()));
  return std::to_string(most);
}

std::string argument(Context& context, const json::value& value) {
  const bool is_type = value.is_object() && value.get_object().contains("type");
  return is_type ? type_text(context, value.get_object()) : python_value(context, value);
}

void add_parameters(Context& context, const TypeSignature& signature, const json::object& args, Call& call) {
  for (const TypeParameter& parameter : signature.parameters) {
    const json::value* value = args.if_contains(parameter.name);
    if (value == nullptr) {
      const bool is_type = parameter.absent.ends_with(')');
      if (!parameter.absent.empty())
        call.add(parameter.name, (is_type ? context.sa() : "") + std::string(parameter.absent));
      continue;
    }
    const std::string text = argument(context, *value);
    if (parameter.left_out == "longest" ? value->is_null() || text == longest(array_or_empty(args, "values"))
                                        : text == parameter.left_out)
      continue;
    call.add(parameter.name, text);
  }
}

std::string domain_text(Context& context, const json::object& args) {
  Call call(context.dialect_module("postgresql") + "DOMAIN");
  call.add(python_name(given(args, "name")));
  call.add(type_text(context, object_or_empty(args, "data_type")));
  for (const char* key : {"collation", "collation_schema"})
    if (const json::value* value = given(args, key)) call.add(key, python_name(value));
  if (const json::value* value = given(args, "default"))
    call.add("default",
             value->is_string() ? python_text(value->get_string()) : text_element(context, *value));
  if (const json::value* value = given(args, "constraint_name"))
    call.add("constraint_name", python_name(value));
  if (flag(args, "not_null")) call.add("not_null", "True");
  if (const json::value* value = given(args, "check")) call.add("check", text_string(context, *value));
  if (const json::value* value = given(args, "schema")) call.add("schema", python_name(value));
  if (const json::value* value = given(args, "create_type"); value != nullptr && !value->as_bool())
    call.add("create_type", "False");
  return call.text();
}

// sqlmodel's String: a length where MySQL needs one.
json::object without_sqlmodel(const Context& context, const json::object& type) {
  json::object made = type;
  made["type"] = "String";
  const bool is_mysql = context.options.dialect == "mysql" || context.options.dialect == "mariadb";
  if (is_mysql && given(object_or_empty(type, "args"), "length") == nullptr)
    made["args"] = json::object{{"length", 255}};
  return made;
}

std::string without_variants(Context& context, const json::object& type) {
  const std::string name = text_or(type, "type");
  const json::object& args = object_or_empty(type, "args");
  if (name == "DOMAIN") return domain_text(context, args);
  if (name == "AutoString") return without_variants(context, without_sqlmodel(context, type));
  if (name == "UserDefinedType") return context.own_type(text_or(args, "sql")) + "()";
  const TypeRow* row = find_type(text_or(type, "dialect"), name);
  if (row == nullptr)
    throw Error(ErrorCode::unsupported,
                "The type " + name + " is not one of SQLAlchemy's; write its column by hand");
  const std::string module = row->dialect.empty() ? context.sa() : context.dialect_module(row->dialect);
  Call call(module + std::string(row->name));
  const TypeSignature* signature = find_signature(row->dialect, row->name);
  if (signature == nullptr) return call.text();
  if (const json::value* item = given(args, "item_type")) call.add(argument(context, *item));
  if (signature->takes_values)
    for (const auto& value : array_or_empty(args, "values"))
      call.add(python_value(context, value));
  add_parameters(context, *signature, args, call);
  return call.text();
}

}  // namespace

std::string type_text(Context& context, const json::object& type) {
  std::string text = without_variants(context, type);
  std::map<std::string, const json::object*> variants;
  for (const auto& variant : array_or_empty(type, "variants"))
    for (const auto& dialect : variant.at("dialects").as_array())
      variants[std::string(dialect.as_string())] = &variant.at("type").as_object();
  for (const auto& [dialect, variant] : variants)
    text += ".with_variant(" + without_variants(context, *variant) + ", " + python_text(dialect) + ")";
  return text;
}

}  // namespace pycharter::alembic::revision_text

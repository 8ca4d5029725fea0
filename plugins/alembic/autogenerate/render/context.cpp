#include "alembic/autogenerate/render/context.h"

#include <algorithm>
#include <cctype>

#include "alembic/operations/to_json.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::revision_text {

namespace {

// "geometry(Point,4326)" to GeometryPoint4326.
std::string class_name(std::string_view sql) {
  std::string name;
  bool begins = true;
  for (const char c : sql) {
    const auto byte = static_cast<unsigned char>(c);
    if (!std::isalnum(byte)) {
      begins = true;
      continue;
    }
    name += static_cast<char>(begins ? std::toupper(byte) : byte);
    begins = false;
  }
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front()))) name.insert(0, "Type");
  return name;
}

}  // namespace

std::string Context::dialect_module(std::string_view dialect) {
  imports_.insert("from sqlalchemy.dialects import " + std::string(dialect));
  return std::string(dialect) + ".";
}

std::string Context::own_type(const std::string& sql) {
  const auto taken = [&](const std::string& name) {
    return std::any_of(own_types_.begin(), own_types_.end(),
                       [&](const auto& entry) { return entry.second == name; });
  };
  auto [found, added] = own_types_.try_emplace(sql);
  if (!added) return found->second;
  std::string name = class_name(sql);
  while (taken(name))
    name += '_';
  return found->second = name;
}

std::string Context::imports() const {
  return join({imports_.begin(), imports_.end()}, "\n");
}

std::string Context::own_types() const {
  std::string text;
  for (const auto& [sql, name] : own_types_)
    text += "\n\n\nclass " + name + "(" + sa() +
            "types.UserDefinedType):\n"
            "    cache_ok = True\n\n"
            "    def get_col_spec(self, **kw):\n"
            "        return " +
            python_text(sql);
  return text;
}

Call& Call::add(std::string_view argument) {
  if (!empty_) text_ += ", ";
  empty_ = false;
  text_ += argument;
  return *this;
}

Call& Call::add(std::string_view keyword, std::string_view value) {
  return add(std::string(keyword) + "=" + std::string(value));
}

std::string join(const std::vector<std::string>& items, std::string_view separator) {
  std::string text;
  for (const std::string& item : items) {
    if (&item != &items.front()) text += separator;
    text += item;
  }
  return text;
}

const json::value* given(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::string text_or(const json::object& object, std::string_view key, std::string absent) {
  const json::value* value = given(object, key);
  return value == nullptr ? std::move(absent) : name_text(*value);
}

bool flag(const json::object& object, std::string_view key) {
  const json::value* value = given(object, key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

const json::array& array_or_empty(const json::object& object, std::string_view key) {
  static const json::array empty;
  const json::value* value = given(object, key);
  return value == nullptr ? empty : value->as_array();
}

const json::object& object_or_empty(const json::object& object, std::string_view key) {
  static const json::object empty;
  const json::value* value = given(object, key);
  return value == nullptr ? empty : value->as_object();
}

std::string python_text(std::string_view text) {
  return script::repr_text(text);
}

std::string python_flag(bool value) {
  return value ? "True" : "False";
}

std::string python_name(const json::value* name) {
  return name == nullptr || name->is_null() ? "None" : python_text(name_text(*name));
}

std::string generated_name(const Context& context, const json::value* name) {
  const bool convention = name != nullptr && name->is_object() && flag(name->get_object(), "convention");
  return convention ? context.op() + "f(" + python_name(name) + ")" : python_name(name);
}

std::string python_names(const json::array& names) {
  std::vector<std::string> items;
  for (const auto& name : names)
    items.push_back(python_name(&name));
  return "[" + join(items, ", ") + "]";
}

}  // namespace pycharter::alembic::revision_text

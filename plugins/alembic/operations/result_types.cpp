#include "alembic/operations/result_types.h"

#include <algorithm>
#include <boost/json.hpp>
#include <string_view>

namespace pycharter::alembic {
namespace {

namespace json = boost::json;

json::object named(std::string_view type) {
  return {{"type", type}};
}

std::string_view text_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

template <std::size_t Size>
bool holds(const std::string_view (&words)[Size], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

json::object type_of_operand(const json::value* value) {
  return value != nullptr && value->is_object() ? result_type(value->get_object()) : json::object();
}

struct TagType {
  std::string_view tag;
  std::string_view type;
};
constexpr TagType tag_types[] = {{"decimal", "Numeric"},   {"date", "Date"}, {"time", "Time"},
                                 {"datetime", "DateTime"}, {"uuid", "Uuid"}, {"interval", "Interval"}};

json::object literal_type(const json::object& literal) {
  const auto* value = literal.if_contains("value");
  if (value == nullptr) return {};
  if (value->is_bool()) return named("Boolean");
  if (value->is_int64()) return named("Integer");
  if (value->is_double()) return named("Float");
  if (!value->is_object()) return {};
  const auto tag = text_of(value->get_object(), "value");
  for (const auto& row : tag_types)
    if (row.tag == tag) return named(row.type);
  return {};
}

constexpr std::string_view arithmetic[] = {"+", "-", "*", "/", "%"};
constexpr std::string_view whole_numbers[] = {"Integer", "SmallInteger", "BigInteger",
                                              "INTEGER", "SMALLINT",     "BIGINT"};
constexpr std::string_view numbers[] = {"Numeric", "NUMERIC", "DECIMAL", "Float",
                                        "FLOAT",   "Double",  "DOUBLE",  "REAL"};
constexpr std::string_view comparisons[] = {"=",    "!=",       "<",      "<=",       ">",
                                            ">=",   "in",       "not in", "is",       "is not",
                                            "like", "not like", "ilike",  "not ilike"};

json::object binary_type(const json::object& binary) {
  const auto sign = text_of(binary, "op");
  if (holds(comparisons, sign)) return named("Boolean");
  if (!holds(arithmetic, sign)) return {};
  auto left = type_of_operand(binary.if_contains("left"));
  auto right = type_of_operand(binary.if_contains("right"));
  const bool left_is_whole = holds(whole_numbers, text_of(left, "type"));
  const bool right_is_whole = holds(whole_numbers, text_of(right, "type"));
  if (left_is_whole && right_is_whole) return sign == "/" ? named("Numeric") : left;
  if (left_is_whole && holds(numbers, text_of(right, "type"))) return right;
  return holds(numbers, text_of(left, "type")) ? left : json::object();
}

struct FunctionType {
  std::string_view name;
  std::string_view type;  // empty: that of the first argument
};
constexpr FunctionType function_types[] = {{"sum", ""},
                                           {"max", ""},
                                           {"min", ""},
                                           {"coalesce", ""},
                                           {"count", "Integer"},
                                           {"now", "DateTime"},
                                           {"current_timestamp", "DateTime"},
                                           {"current_date", "Date"},
                                           {"current_time", "Time"},
                                           {"localtimestamp", "DateTime"},
                                           {"row_number", ""}};

json::object function_type(const json::object& function) {
  const auto name = text_of(function, "name");
  for (const auto& row : function_types) {
    if (row.name != name) continue;
    if (!row.type.empty()) return named(row.type);
    const auto* arguments = function.if_contains("args");
    if (arguments == nullptr || !arguments->is_array() || arguments->get_array().empty()) return {};
    return type_of_operand(&arguments->get_array().front());
  }
  return {};
}

json::object case_type(const json::object& choice) {
  const auto* whens = choice.if_contains("whens");
  if (whens == nullptr || !whens->is_array()) return {};
  for (const auto& when : whens->get_array())
    if (when.is_array() && when.get_array().size() == 2)
      if (auto type = type_of_operand(&when.get_array()[1]); !type.empty()) return type;
  return type_of_operand(choice.if_contains("else"));
}

json::object subquery_type(const json::object& subquery) {
  const auto* of = subquery.if_contains("of");
  const auto* columns = of != nullptr && of->is_object() ? of->get_object().if_contains("columns") : nullptr;
  if (columns == nullptr || !columns->is_array() || columns->get_array().empty()) return {};
  return type_of_operand(&columns->get_array().front());
}

json::object keyword_type(const json::object& keyword) {
  const auto name = text_of(keyword, "name");
  return name == "true" || name == "false" ? named("Boolean") : json::object();
}

json::object boolean_type(const json::object&) {
  return named("Boolean");
}

// "-x" is as x; NOT and EXISTS are true or false.
json::object unary_type(const json::object& unary) {
  return text_of(unary, "op") == "-" ? type_of_operand(unary.if_contains("of")) : named("Boolean");
}

json::object inner_type(const json::object& outer) {
  return type_of_operand(outer.if_contains("of"));
}

struct Form {
  std::string_view form;
  json::object (*type)(const json::object&);
};
constexpr Form forms[] = {
    {"label", inner_type},     {"over", inner_type},
    {"filter", inner_type},    {"within_group", inner_type},
    {"collate", inner_type},   {"literal", literal_type},
    {"keyword", keyword_type}, {"binary", binary_type},
    {"unary", unary_type},     {"and", boolean_type},
    {"or", boolean_type},      {"func", function_type},
    {"case", case_type},       {"scalar_subquery", subquery_type},
};

}  // namespace

json::object result_type(const json::object& expression) {
  if (const auto* type = expression.if_contains("type"); type != nullptr && type->is_object())
    if (text_of(type->get_object(), "type") != "NullType") return type->get_object();
  const auto form = text_of(expression, "expr");
  for (const auto& row : forms)
    if (row.form == form) return row.type(expression);
  return {};
}

}  // namespace pycharter::alembic

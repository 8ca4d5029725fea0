#include "alembic/operations/expression.h"

#include <algorithm>

#include "alembic/operations/compile_text.h"
#include "alembic/operations/compiled.h"
#include "alembic/operations/expression_methods.h"
#include "alembic/operations/json_items.h"
#include "alembic/operations/selectable.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

using script::BinaryOperator;
using script::Comparison;
using script::UnaryOperator;

// How messages and isinstance name a form.
struct FormRow {
  std::string_view form;
  std::string_view cls;
};
constexpr FormRow form_rows[] = {
    {"text", "TextClause"},
    {"literal", "BindParameter"},
    {"bind", "BindParameter"},
    {"func", "Function"},
    {"column", "ColumnClause"},
    {"literal_column", "ColumnClause"},
    {"cast", "Cast"},
    {"unary", "UnaryExpression"},
    {"binary", "BinaryExpression"},
    {"and", "BooleanClauseList"},
    {"or", "BooleanClauseList"},
    {"case", "Case"},
    {"label", "Label"},
    {"select", "Select"},
    {"set", "CompoundSelect"},
    {"insert", "Insert"},
    {"update", "Update"},
    {"delete", "Delete"},
    {"tuple", "Tuple"},
    {"over", "Over"},
    {"extract", "Extract"},
    {"scalar_subquery", "ScalarSelect"},
    {"values", "Values"},
    {"json_item", "BinaryExpression"},
};

constexpr std::pair<Comparison, std::string_view> comparison_signs[] = {
    {Comparison::equal, "="},       {Comparison::not_equal, "!="}, {Comparison::less, "<"},
    {Comparison::less_equal, "<="}, {Comparison::greater, ">"},    {Comparison::greater_equal, ">="},
};
constexpr std::pair<BinaryOperator, std::string_view> operator_signs[] = {
    {BinaryOperator::add, "+"},         {BinaryOperator::subtract, "-"},      {BinaryOperator::multiply, "*"},
    {BinaryOperator::divide, "/"},      {BinaryOperator::floor_divide, "//"}, {BinaryOperator::modulo, "%"},
    {BinaryOperator::left_shift, "<<"}, {BinaryOperator::right_shift, ">>"},
};

// Pairs that not_() exchanges; everything else is negated by NOT.
constexpr std::pair<std::string_view, std::string_view> opposites[] = {
    {"=", "!="},
    {"<", ">="},
    {">", "<="},
    {"is", "is not"},
    {"in", "not in"},
    {"like", "not like"},
    {"ilike", "not ilike"},
    {"startswith", "not startswith"},
    {"endswith", "not endswith"},
    {"contains", "not contains"},
    {"icontains", "not icontains"},
    {"istartswith", "not istartswith"},
    {"iendswith", "not iendswith"},
    {"match", "not match"},
    {"regexp_match", "not regexp_match"},
    {"is distinct from", "is not distinct from"},
};

constexpr std::string_view string_types[] = {"String", "Text",       "Unicode",  "UnicodeText", "VARCHAR",
                                             "CHAR",   "TEXT",       "NVARCHAR", "NCHAR",       "CLOB",
                                             "Enum",   "MEDIUMTEXT", "LONGTEXT", "TINYTEXT"};

bool is_string_type(const json::object* type) {
  if (type == nullptr) return false;
  const std::string_view name = type->at("type").as_string();
  return std::find(std::begin(string_types), std::end(string_types), name) != std::end(string_types);
}

std::string_view opposite(std::string_view op) {
  for (const auto& [one, other] : opposites) {
    if (one == op) return other;
    if (other == op) return one;
  }
  return {};
}

const json::object* known_type_of(const Value& value) {
  const auto* expression = host_cast_expression(value);
  return expression == nullptr ? nullptr : expression->known_type();
}

json::object literal(Session& session, const Value& value, const json::object* type) {
  json::object made{{"expr", "literal"}, {"value", to_value(session, value, type)}};
  if (type != nullptr) made["type"] = *type;
  return made;
}

// The right side of a comparison: None and bool mean keywords there.
std::optional<json::object> constant_operand(const Value& value) {
  if (value.is_none()) return keyword("null");
  if (value.is(Kind::boolean)) return keyword(value.as_bool() ? "true" : "false");
  return std::nullopt;
}

bool is_null_keyword(const Value& value) {
  const auto* expression = host_cast_expression(value);
  return expression != nullptr && expression->form() == "keyword" && expression->json.at("name") == "null";
}

}  // namespace

std::string Expression::type_name() const {
  for (const auto& row : form_rows)
    if (row.form == form()) return std::string(row.cls);
  return "ColumnElement";
}

Value Expression::type(Interpreter&) const {
  return expression_class(session, type_name());
}

std::string_view Expression::form() const {
  return json.at("expr").as_string();
}

const json::object* Expression::known_type() const {
  if (const auto* type = json.if_contains("type")) {
    const auto& object = type->as_object();
    return object.at("type") == "NullType" ? nullptr : &object;
  }
  return nullptr;
}

bool Expression::is_statement() const {
  static constexpr std::string_view forms[] = {"select", "set", "insert", "update", "delete", "text"};
  return std::find(std::begin(forms), std::end(forms), form()) != std::end(forms);
}

std::optional<Value> Expression::attribute(Interpreter&, std::string_view name) {
  return expression_attribute(*this, name);
}

std::optional<Value> Expression::binary(Interpreter&, BinaryOperator operation, const Value& other,
                                        bool reflected) {
  const Value self = Value::of(*this);
  if (operation == BinaryOperator::bit_and || operation == BinaryOperator::bit_or) {
    const bool is_and = operation == BinaryOperator::bit_and;
    return make_junction(session, is_and ? "and" : "or",
                         reflected ? std::vector<Value>{other, self} : std::vector<Value>{self, other});
  }
  for (const auto& [which, sign] : operator_signs) {
    if (which != operation) continue;
    const bool concatenates =
        which == BinaryOperator::add && (is_string_type(known_type()) || (!known_type() && string_of(other)));
    return make_binary(session, concatenates ? "||" : sign, self, other, reflected);
  }
  return std::nullopt;
}

std::optional<Value> Expression::unary(Interpreter&, UnaryOperator operation) {
  const Value self = Value::of(*this);
  if (operation == UnaryOperator::invert) return make_negation(session, self);
  if (operation == UnaryOperator::negate) return make_unary(session, "-", self);
  return std::nullopt;
}

std::optional<Value> Expression::compare(Interpreter&, Comparison operation, const Value& other) {
  const Value self = Value::of(*this);
  const bool null = other.is_none() || is_null_keyword(other);
  if (null && operation == Comparison::equal) return make_binary(session, "is", self, other);
  if (null && operation == Comparison::not_equal) return make_binary(session, "is not", self, other);
  for (const auto& [which, sign] : comparison_signs)
    if (which == operation) return make_binary(session, sign, self, other);
  return std::nullopt;
}

std::optional<bool> Expression::truth(Interpreter& in) {
  // What `column in list` and `==` of two expressions come to: the same expression or not.
  if (form() == "binary" && json.at("op") == "=") return json.at("left") == json.at("right");
  if (form() == "binary" && json.at("op") == "!=") return json.at("left") != json.at("right");
  if (is_statement() || form() == "column") return true;
  in.raise("TypeError", "Boolean value of this clause is not defined");
}

std::optional<Value> Expression::subscript(Interpreter&, const Value& key) {
  return make_json_item(*this, key);
}

std::optional<Value> Expression::call(Interpreter&, const Arguments&) {
  return std::nullopt;
}

std::optional<std::string> Expression::str(Interpreter&) {
  return form() == "column" ? std::nullopt : compile_text(session, json, {});
}

std::string Expression::repr(Interpreter&) {
  if (form() == "text" || form() == "literal_column") return std::string(json.at("sql").as_string());
  if (form() == "column") {
    const auto& name = json.at("name");
    return name.is_string() ? std::string(name.as_string()) : std::string(name.at("name").as_string());
  }
  return "<" + type_name() + " object>";
}

Expression* host_cast_expression(const Value& value) {
  return script::host_cast<Expression>(value);
}

Value make_expression(Session& session, json::object json, FromList froms) {
  return script::make<Expression>(session.in().heap(), session, std::move(json), std::move(froms));
}

Value make_like(const Expression& self, json::object json) {
  Value made = make_expression(self.session, std::move(json), self.froms);
  host_cast_expression(made)->table = self.table;
  host_cast_expression(made)->entities = self.entities;
  return made;
}

json::object keyword(std::string_view name) {
  return {{"expr", "keyword"}, {"name", name}};
}
json::object text_expression(std::string sql) {
  return {{"expr", "text"}, {"sql", std::move(sql)}};
}

void add_froms(FromList& list, const FromList& more) {
  for (const auto& item : more)
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

FromList froms_of(const Value& value) {
  const auto* expression = host_cast_expression(value);
  if (expression == nullptr) {
    const auto* from = script::host_cast<FromObject>(from_of(value));
    return from == nullptr ? FromList() : FromList{from->from_json()};
  }
  // A subquery's tables are its own.
  return expression->is_statement() || expression->form() == "scalar_subquery" ? FromList()
                                                                               : expression->froms;
}

json::object to_statement(Session& session, const Value& value) {
  if (const auto* from = script::host_cast<FromObject>(from_of(value))) return from->from_json();
  const auto* expression = host_cast_expression(value);
  if (expression == nullptr)
    session.fail("ArgumentError",
                 "a SQL statement or table is expected, not " + session.in().type_name(value));
  return completed(*expression);
}

json::object to_expression(Session& session, const Value& value, const json::object* type) {
  if (const auto* expression = host_cast_expression(value)) {
    if (auto construct = compiled_expression(session, value)) return std::move(*construct);
    json::object made = completed(*expression);
    if (expression->form() == "select" || expression->form() == "set")
      return {{"expr", "scalar_subquery"}, {"of", std::move(made)}};
    return made;
  }
  if (const auto* from = script::host_cast<FromObject>(from_of(value))) return from->from_json();
  if (value.is_none() && type == nullptr) return keyword("null");
  if (auto construct = compiled_expression(session, value)) return std::move(*construct);
  return literal(session, value, type);
}

json::array to_expressions(Session& session, const std::vector<Value>& values) {
  json::array made;
  for (const auto& value : values)
    made.push_back(to_expression(session, value));
  return made;
}

json::value to_text_or_expression(Session& session, const Value& value) {
  if (const auto text = string_of(value)) return text_expression(*text);
  return to_expression(session, value);
}

json::value to_keyword(Session& session, const Value& value) {
  if (host_cast_expression(value) != nullptr) return to_expression(session, value);
  if (value.is(Kind::list) || value.is(Kind::tuple)) {
    json::array items;
    for (const auto& item : session.in().collect(value))
      items.push_back(to_keyword(session, item));
    return items;
  }
  if (value.is(Kind::dict)) {
    json::object made;
    for (const auto& entry : value.get<script::Dict>().table.entries())
      if (entry.key.defined()) made[session.in().to_text(entry.key)] = to_keyword(session, entry.value);
    return made;
  }
  return to_value(session, value);
}

json::object tuple_operand(Session& session, const json::object& row, const Value& values) {
  const auto& columns = row.at("items").as_array();
  json::array items;
  for (const auto& value : session.in().collect(values)) {
    const auto* type = items.size() < columns.size() && columns[items.size()].is_object()
                           ? columns[items.size()].get_object().if_contains("type")
                           : nullptr;
    items.push_back(to_expression(session, value, type == nullptr ? nullptr : &type->as_object()));
  }
  return {{"expr", "tuple"}, {"items", std::move(items)}};
}

Value make_binary(Session& session, std::string_view op, const Value& left, const Value& right,
                  bool reflected) {
  const auto* type = known_type_of(left);
  const bool comparison =
      op == "=" || op == "!=" || op == "is" || op == "is not" || op.ends_with("distinct from");
  std::optional<json::object> operand;
  if (comparison) operand = constant_operand(right);
  if (const auto* row = host_cast_expression(left);
      row != nullptr && row->form() == "tuple" && (right.is(Kind::tuple) || right.is(Kind::list)))
    operand = tuple_operand(session, row->json, right);
  if (!operand) operand = to_expression(session, right, type);
  json::object one = to_expression(session, left);
  FromList froms = froms_of(left);
  add_froms(froms, froms_of(right));
  if (reflected) std::swap(one, *operand);
  return make_expression(
      session, {{"expr", "binary"}, {"op", op}, {"left", std::move(one)}, {"right", std::move(*operand)}},
      std::move(froms));
}

Value make_junction(Session& session, std::string_view op, const std::vector<Value>& items) {
  // true in an and_(), false in an or_() is left out; the other decides.
  const json::object neutral = keyword(op == "and" ? "true" : "false");
  const json::object decisive = keyword(op == "and" ? "false" : "true");
  json::array made;
  FromList froms;
  for (const auto& item : items) {
    json::object one = item.is(Kind::boolean) ? *constant_operand(item) : to_expression(session, item);
    if (one == decisive) return make_unary(session, "is_true", make_expression(session, std::move(one)));
    if (one == neutral) continue;
    add_froms(froms, froms_of(item));
    // a & b & c is one list.
    if (one.at("expr").as_string() == op)
      for (auto& inner : one.at("items").as_array())
        made.push_back(std::move(inner));
    else
      made.push_back(std::move(one));
  }
  if (made.empty()) return make_unary(session, "is_true", make_expression(session, neutral));
  if (made.size() == 1)
    return make_expression(session, std::move(made.front().as_object()), std::move(froms));
  return make_expression(session, {{"expr", op}, {"items", std::move(made)}}, std::move(froms));
}

Value make_unary(Session& session, std::string_view op, const Value& operand) {
  return make_expression(session, {{"expr", "unary"}, {"op", op}, {"of", to_expression(session, operand)}},
                         froms_of(operand));
}

Value make_negation(Session& session, const Value& operand) {
  const auto* expression = host_cast_expression(operand);
  if (expression == nullptr) return make_unary(session, "not", operand);
  json::object changed = expression->json;
  if (expression->form() == "binary" && !changed.contains("custom")) {
    if (const auto other = opposite(changed.at("op").as_string()); !other.empty()) {
      changed["op"] = other;
      return make_like(*expression, std::move(changed));
    }
  }
  if (expression->form() == "between") {
    const auto* negated = changed.if_contains("not");
    changed["not"] = negated == nullptr || !negated->as_bool();
    return make_like(*expression, std::move(changed));
  }
  if (expression->form() == "keyword" && changed.at("name") != "null") {
    changed["name"] = changed.at("name") == "true" ? "false" : "true";
    return make_like(*expression, std::move(changed));
  }
  if (expression->form() == "unary" && changed.at("op") == "not")
    return make_like(*expression, changed.at("of").as_object());
  return make_unary(session, "not", operand);
}

}  // namespace pycharter::alembic

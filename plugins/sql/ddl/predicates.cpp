// Comparisons, membership and pattern matching, with what negates them.
#include "sql/ddl/expressions.h"
#include "sql/ddl/operators.h"

namespace pycharter::sql::ddl {
namespace {

bool is_null(const json::value& expression) {
  if (expression.is_null()) return true;
  if (!expression.is_object()) return false;
  const auto& e = expression.get_object();
  const auto* form = e.if_contains("expr");
  if (form == nullptr || !form->is_string()) return false;
  if (form->get_string() == "literal") return given(e, "value") == nullptr;
  return form->get_string() == "keyword" && text(e, "name") == "null";
}

// startswith and its like: a LIKE whose pattern is put together from the value.
struct Pattern {
  std::string_view op;
  bool any_before;
  bool any_after;
  bool any_case;
};

constexpr Pattern patterns[] = {
    {"startswith", false, true, false}, {"endswith", true, false, false}, {"contains", true, true, false},
    {"istartswith", false, true, true}, {"iendswith", true, false, true}, {"icontains", true, true, true},
};

bool is_numeric(const json::value& expression) {
  const auto* type = type_of(expression);
  if (type == nullptr) return false;
  const auto affinity = affinity_of(*type);
  return affinity == Affinity::numeric || affinity == Affinity::floating;
}

const Pattern* find_pattern(std::string_view op) {
  for (const auto& pattern : patterns) {
    if (pattern.op == op) return &pattern;
  }
  return nullptr;
}

}  // namespace

bool is_literal(const json::value& expression) {
  return expression.is_object() && optional_text(expression.get_object(), "expr") == "literal";
}

bool is_flag(const json::value& expression) {
  if (!expression.is_object()) return false;
  const auto& e = expression.get_object();
  const auto form = optional_text(e, "expr");
  if (form == "keyword") return text(e, "name") == "true" || text(e, "name") == "false";
  const auto* type = form == "column" ? type_of(expression) : nullptr;
  return type != nullptr && affinity_of(*type) == Affinity::boolean;
}

std::string Expressions::condition(const json::value& expression) {
  return render(expression) + (tools_.dialect.family == Family::postgresql ? "" : " = 1");
}

std::string Expressions::negated(const json::object& e) {
  const auto& of = e.at("of");
  const auto op = operator_of(of);
  const auto* known = find_operator(op);
  const bool is_pattern = find_pattern(op) != nullptr || op == "regexp_match";
  if (is_pattern) {
    auto opposite = of.get_object();
    opposite["op"] = "not " + op;
    return binary(opposite);
  }
  if (optional_text(of.is_object() ? of.get_object() : e, "expr") == "between") {
    auto opposite = of.get_object();
    opposite["not"] = !flag(opposite, "not");
    return between(opposite);
  }
  if (known != nullptr && !known->negated.empty()) {
    auto opposite = of.get_object();
    opposite["op"] = json::string(known->negated);
    return binary(opposite);
  }
  const bool is_flag = type_of(of) != nullptr && affinity_of(*type_of(of)) == Affinity::boolean;
  if (is_flag && op.empty() && tools_.dialect.family != Family::postgresql) return render(of) + " = 0";
  return "NOT " + grouped(of, "not");
}

std::string Expressions::binary(const json::object& e) {
  const auto op = text(e, "op");
  const auto* left = find(e, "left");
  const auto* right = find(e, "right");
  if (left == nullptr || right == nullptr)
    malformed("operation: a binary operation needs \"left\" and \"right\"");
  if (op == "=" && is_null(*right)) return grouped(*left, "is") + " IS NULL";
  if (op == "!=" && is_null(*right)) return grouped(*left, "is not") + " IS NOT NULL";
  return operation(op, e);
}

std::string Expressions::operation(std::string_view op, const json::object& e) {
  const auto& left = e.at("left");
  const auto& right = e.at("right");
  if (op == "in" || op == "not in") return membership(op == "in" ? " IN " : " NOT IN ", e);
  const auto family = tools_.dialect.family;
  const bool is_negated = op.starts_with("not ");
  if (const auto* pattern = find_pattern(is_negated ? op.substr(4) : op)) {
    return matched(e, pattern->any_before, pattern->any_after, pattern->any_case, is_negated);
  }
  if (op.ends_with("regexp_match")) {
    const std::string_view word = family != Family::postgresql ? (is_negated ? " NOT REGEXP " : " REGEXP ")
                                                               : (is_negated ? " !~ " : " ~ ");
    return grouped(left, "like") + std::string(word) + value(right, type_of(left));
  }
  if (flag(e, "custom"))
    return grouped(left, "custom") + " " + std::string(op) + " " +
           (is_literal(right) ? value(right, type_of(left)) : grouped(right, "custom"));
  if (op == "concat") op = "||";
  const auto lhs = is_null(left) ? "NULL" : grouped(left, op);
  if (op == "between" || op == "not between") {
    const auto& bounds = list(as_object(right, "right"), "items");
    if (bounds.size() != 2) malformed("operation: between needs a list of two");
    return lhs + (op == "between" ? " BETWEEN " : " NOT BETWEEN ") + grouped(bounds[0], op) + " AND " +
           grouped(bounds[1], op);
  }
  // A value takes the type of what it is compared with.
  const auto rhs = is_null(right)      ? "NULL"
                   : is_literal(right) ? value(right, type_of(left))
                                       : grouped(right, op);
  if (op == "||" && family == Family::mysql) return "concat(" + lhs + ", " + rhs + ")";
  if (op == "/" && family == Family::postgresql)
    return lhs + " / CAST(" + rhs + " AS " +
           (is_numeric(right) && !is_literal(right) ? *tools_.types.cast_target(*type_of(right))
                                                    : "NUMERIC") +
           ")";
  if (op == "//" && (family == Family::mysql || is_numeric(left) || is_numeric(right)))
    return "FLOOR(" + lhs + " / " + rhs + ")";
  if (family == Family::mysql && op.ends_with("distinct from")) {
    const auto same = lhs + " <=> " + rhs;
    return op == "is distinct from" ? "NOT (" + same + ")" : same;
  }
  if (op == "/" && family == Family::sqlite) return lhs + " / (" + rhs + " + 0.0)";
  const bool any_case = op == "ilike" || op == "not ilike";
  std::string sql;
  if (any_case && family != Family::postgresql) {
    sql = "lower(" + lhs + ")" + (op == "ilike" ? " LIKE " : " NOT LIKE ") + "lower(" + rhs + ")";
  } else if (family == Family::sqlite && (op == "is distinct from" || op == "is not distinct from")) {
    sql = lhs + (op == "is distinct from" ? " IS NOT " : " IS ") + rhs;
  } else if (const auto* known = find_operator(op)) {
    sql = lhs + std::string(known->spelling) + rhs;
  } else {
    refuse("the operator \"" + std::string(op) + "\" is not known");
  }
  const auto escape = optional_text(e, "escape");
  return escape ? sql + " ESCAPE " + tools_.literals.string(*escape) : sql;
}

std::string Expressions::matched(const json::object& e, bool any_before, bool any_after, bool any_case,
                                 bool is_negated) {
  const auto& left = e.at("left");
  auto pattern = e.at("right");
  auto escape = optional_text(e, "escape");
  auto* literal = pattern.is_object() ? pattern.get_object().if_contains("value") : nullptr;
  if (flag(e, "autoescape") && literal != nullptr && literal->is_string()) {
    if (!escape) escape = "/";
    auto escaped = replaced(literal->get_string(), *escape, *escape + *escape);
    for (const auto* wildcard : {"%", "_"}) {
      escaped = replaced(escaped, wildcard, *escape + wildcard);
    }
    *literal = escaped;
  }
  const bool lowers = any_case && tools_.dialect.family != Family::postgresql;
  const auto lowered = [&](const std::string& sql) { return lowers ? "lower(" + sql + ")" : sql; };
  const auto subject = lowered(grouped(left, "like"));
  const auto middle = lowered(value(pattern, type_of(left)));
  const std::string_view word =
      any_case && !lowers ? (is_negated ? " NOT ILIKE " : " ILIKE ") : (is_negated ? " NOT LIKE " : " LIKE ");
  const bool is_mysql = tools_.dialect.family == Family::mysql;
  const std::string_view joint = is_mysql ? ", " : " || ";
  std::string whole = any_before ? "'%'" + std::string(joint) : "";
  whole += middle;
  if (any_after) whole += std::string(joint) + "'%'";
  if (is_mysql) whole = "concat(" + whole + ")";
  return subject + std::string(word) + whole + (escape ? " ESCAPE " + tools_.literals.string(*escape) : "");
}

std::string Expressions::empty_set(bool is_negated) const {
  if (tools_.dialect.family == Family::sqlite) return "(SELECT 1 FROM (SELECT 1) WHERE 1!=1)";
  return is_negated ? "(NULL) OR (1 = 1)" : "(NULL) AND (1 != 1)";
}

std::string Expressions::membership(std::string_view word, const json::object& e) {
  const auto& left = e.at("left");
  const auto& right = as_object(e.at("right"), "right");
  const bool is_negated = word == " NOT IN ";
  const auto lhs = grouped(left, is_negated ? "not in" : "in") + std::string(word);
  const auto form = text(right, "expr");
  if (form != "list" && form != "tuple") {
    const auto query = is_query(e.at("right")) ? "(" + render(e.at("right")) + ")" : render(e.at("right"));
    return is_negated ? "(" + lhs + query + ")" : lhs + query;
  }
  const auto items = membership_items(right, left);
  const auto whole = lhs + (items.empty() ? empty_set(is_negated) : "(" + items + ")");
  return is_negated ? "(" + whole + ")" : whole;
}

std::string Expressions::membership_items(const json::object& right, const json::value& left) {
  std::string items;
  bool has_tuples = false;
  for (const auto& item : list(right, "items")) {
    has_tuples = item.is_object() && optional_text(item.get_object(), "expr") == "tuple";
    items += (items.empty() ? "" : ", ") + value(item, type_of(left));
  }
  return (has_tuples && tools_.dialect.family == Family::sqlite ? "VALUES " : "") + items;
}

}  // namespace pycharter::sql::ddl

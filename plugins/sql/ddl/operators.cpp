#include "sql/ddl/operators.h"

#include <algorithm>

namespace pycharter::sql::ddl {
namespace {

constexpr int loosest = -100;

// clang-format off
constexpr Operator operators[] = {
    {"and", " AND ", 3, true, ""},
    {"or", " OR ", 2, true, ""},
    {"not", "NOT ", 5, false, ""},
    {"=", " = ", 5, true, "!="},
    {"!=", " != ", 5, true, "="},
    {"<", " < ", 5, false, ">="},
    {"<=", " <= ", 5, false, ">"},
    {">", " > ", 5, false, "<="},
    {">=", " >= ", 5, false, "<"},
    {"is", " IS ", 5, false, "is not"},
    {"is not", " IS NOT ", 5, false, "is"},
    {"is distinct from", " IS DISTINCT FROM ", 5, false, "is not distinct from"},
    {"is not distinct from", " IS NOT DISTINCT FROM ", 5, false, "is distinct from"},
    {"in", " IN ", 5, false, "not in"},
    {"not in", " NOT IN ", 5, false, "in"},
    {"like", " LIKE ", 5, false, "not like"},
    {"not like", " NOT LIKE ", 5, false, "like"},
    {"ilike", " ILIKE ", 5, false, "not ilike"},
    {"not ilike", " NOT ILIKE ", 5, false, "ilike"},
    {"between", " BETWEEN ", 5, false, "not between"},
    {"not between", " NOT BETWEEN ", 5, false, "between"},
    {"~", " ~ ", 5, false, "!~"},
    {"!~", " !~ ", 5, false, "~"},
    {"||", " || ", 5, true, ""},
    {"+", " + ", 7, true, ""},
    {"-", " - ", 7, false, ""},
    {"*", " * ", 8, true, ""},
    {"/", " / ", 8, false, ""},
    {"%", " % ", 8, false, ""},
    {"&", " & ", 7, false, ""},
    {"|", " | ", 7, false, ""},
    {"<<", " << ", 7, false, ""},
    {">>", " >> ", 7, false, ""},
    {"->", " -> ", 15, true, ""},
    {"->>", " ->> ", 15, true, ""},
    {"#>", " #> ", 15, true, ""},
    {"#>>", " #>> ", 15, true, ""},
    {"@>", " @> ", 5, false, ""},
    {"<@", " <@ ", 5, false, ""},
    {"?", " ? ", 5, false, ""},
    {"?|", " ?| ", 5, false, ""},
    {"?&", " ?& ", 5, false, ""},
    {"&&", " && ", 5, false, ""},
    {"collate", " COLLATE ", 4, false, ""},
    {"desc", " DESC", 3, false, ""},
    {"asc", " ASC", 3, false, ""},
    {"nulls_first", " NULLS FIRST", 3, false, ""},
    {"nulls_last", " NULLS LAST", 3, false, ""},
    {"any", "ANY ", 15, false, ""},
    {"all", "ALL ", 15, false, ""},
    {"distinct", "DISTINCT ", 5, false, ""},
    {"exists", "EXISTS ", 0, false, ""},
    {"is_true", "", 5, false, ""},
    {"//", " / ", 8, false, ""},
    {"custom", "", 0, false, ""},  // op("&"): whatever its sign
    {"asbool", "", -10, false, ""},  // a condition that stands alone
    // LIKE with a pattern that is put together: SQLAlchemy knows no precedence for them.
    {"startswith", "", loosest, false, ""},
    {"endswith", "", loosest, false, ""},
    {"contains", "", loosest, false, ""},
    {"istartswith", "", loosest, false, ""},
    {"iendswith", "", loosest, false, ""},
    {"icontains", "", loosest, false, ""},
    {"not startswith", "", loosest, false, ""},
    {"not endswith", "", loosest, false, ""},
    {"not contains", "", loosest, false, ""},
    {"not istartswith", "", loosest, false, ""},
    {"not iendswith", "", loosest, false, ""},
    {"not icontains", "", loosest, false, ""},
};
// clang-format on

}  // namespace

const Operator* find_operator(std::string_view name) {
  const auto* found = std::find_if(std::begin(operators), std::end(operators),
                                   [&](const Operator& candidate) { return candidate.name == name; });
  return found == std::end(operators) ? nullptr : found;
}

bool needs_parentheses(std::string_view inner, std::string_view outer) {
  const auto* in = find_operator(inner);
  const auto* out = find_operator(outer);
  if (in == nullptr || out == nullptr) return false;
  if (in == out && in->associative) return false;
  return in->precedence <= out->precedence;
}

}  // namespace pycharter::sql::ddl

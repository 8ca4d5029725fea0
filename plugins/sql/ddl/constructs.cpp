// Expressions that are written with words of their own: EXTRACT, OVER, FILTER, VALUES, derived tables.
#include <algorithm>

#include "sql/ddl/expressions.h"
#include "sql/ddl/operators.h"

namespace pycharter::sql::ddl {
namespace {

struct ExtractField {
  std::string_view field;
  std::string_view format;
};

constexpr ExtractField sqlite_fields[] = {
    {"month", "%m"}, {"day", "%d"},    {"year", "%Y"},  {"second", "%S"}, {"hour", "%H"},
    {"doy", "%j"},   {"minute", "%M"}, {"epoch", "%s"}, {"dow", "%w"},    {"week", "%W"},
};

std::string frame_bound(const json::value& bound, std::string_view unbounded) {
  if (bound.is_null()) return "UNBOUNDED " + std::string(unbounded);
  const auto rows = bound.to_number<std::int64_t>();
  if (rows == 0) return "CURRENT ROW";
  return rows < 0 ? std::to_string(-rows) + " PRECEDING" : std::to_string(rows) + " FOLLOWING";
}

const json::value& part(const json::object& e, std::string_view key) {
  const auto* value = find(e, key);
  if (value == nullptr) malformed("operation: an expression lacks \"" + std::string(key) + "\"");
  return *value;
}

}  // namespace

std::string Expressions::literal_column(const json::object& e) {
  return text(e, "sql");
}

// What @compiles functions of a script say of each dialect.
std::string Expressions::by_dialect(const json::object& e) {
  const auto& texts = object_at(e, "sql");
  if (const auto* sql = given(texts, tools_.dialect.name)) return std::string(sql->as_string());
  if (const auto* otherwise = given(e, "else")) return render(*otherwise);
  std::string names;
  for (const auto& [name, sql] : texts)
    names += (names.empty() ? "" : ", ") + std::string(name);
  refuse("an expression has @compiles functions for " + names + ", and none for " +
         std::string(tools_.dialect.name));
}

std::string Expressions::between(const json::object& e) {
  const auto& of = part(e, "of");
  const auto* type = type_of(of);
  return grouped(of, "between") + (flag(e, "not") ? " NOT BETWEEN " : " BETWEEN ") +
         (flag(e, "symmetric") ? "SYMMETRIC " : "") + value(part(e, "low"), type) + " AND " +
         value(part(e, "high"), type);
}

std::string Expressions::array(const json::object& e) {
  if (tools_.dialect.family != Family::postgresql) refuse("only PostgreSQL has arrays");
  return "ARRAY[" + joined(list(e, "items"), ", ", "") + "]";
}

std::string Expressions::extract(const json::object& e) {
  const auto field = text(e, "field");
  const auto of = render(part(e, "of"));
  if (!std::all_of(field.begin(), field.end(), is_word_character))
    refuse(field + " is not a valid extract argument");
  if (tools_.dialect.family != Family::sqlite) return "EXTRACT(" + field + " FROM " + of + ")";
  const auto* known = std::find_if(std::begin(sqlite_fields), std::end(sqlite_fields),
                                   [&](const ExtractField& entry) { return entry.field == field; });
  if (known == std::end(sqlite_fields)) refuse(field + " is not a valid extract argument");
  return "CAST(STRFTIME('" + std::string(known->format) + "', " + of + ") AS INTEGER)";
}

std::string Expressions::next_value(const json::object& e) {
  if (tools_.dialect.family != Family::postgresql) refuse("only PostgreSQL has sequences");
  const auto& sequence = required_object(e, "sequence");
  const auto name = tools_.quote.table({required_name(sequence, "name"), optional_name(sequence, "schema")});
  return "nextval('" + replaced(name, "'", "''") + "')";
}

std::string Expressions::over(const json::object& e) {
  std::string window;
  const auto add = [&](const std::string& words) { window += (window.empty() ? "" : " ") + words; };
  if (!list(e, "partition_by").empty()) add("PARTITION BY " + joined(list(e, "partition_by"), ", ", ""));
  if (!list(e, "order_by").empty()) add("ORDER BY " + joined(list(e, "order_by"), ", ", ""));
  for (const auto* unit : {"rows", "range", "groups"}) {
    const auto& bounds = list(e, unit);
    if (bounds.size() != 2) continue;
    const std::string_view word = unit == std::string_view("rows")    ? "ROWS"
                                  : unit == std::string_view("range") ? "RANGE"
                                                                      : "GROUPS";
    add(std::string(word) + " BETWEEN " + frame_bound(bounds[0], "PRECEDING") + " AND " +
        frame_bound(bounds[1], "FOLLOWING"));
  }
  return render(part(e, "of")) + " OVER (" + window + ")";
}

std::string Expressions::filter(const json::object& e) {
  return render(part(e, "of")) + " FILTER (WHERE " + where(e) + ")";
}

std::string Expressions::within_group(const json::object& e) {
  return render(part(e, "of")) + " WITHIN GROUP (ORDER BY " + joined(list(e, "order_by"), ", ", "") + ")";
}

std::string Expressions::values(const json::object& e) {
  const auto& columns = list(e, "columns");
  std::string rows;
  for (const auto& row : list(e, "rows")) {
    if (!row.is_array()) malformed("operation: a row of values must be an array");
    std::string cells;
    for (std::size_t i = 0; i < row.get_array().size(); ++i) {
      const auto* type = i < columns.size() ? type_of(columns[i]) : nullptr;
      cells += (i == 0 ? "" : ", ") + value(row.get_array()[i], type);
    }
    rows += (rows.empty() ? "(" : ", (") + cells + ")";
  }
  std::vector<Name> names;
  for (const auto& column : columns) {
    names.push_back(required_name(as_object(column, "columns"), "name"));
  }
  const auto name = optional_name(e, "name");
  return "(VALUES " + rows + ")" +
         (name ? " AS " + tools_.quote(*name) + " (" + tools_.quote.list(names) + ")" : "");
}

// A select whose columns an enclosing one refers to by name: each has its name spelled out.
std::string Expressions::named_query(const json::object& query) {
  const bool outer = names_columns_;
  names_columns_ = true;
  auto sql = render(query);
  names_columns_ = outer;
  return sql;
}

std::string Expressions::derived(const json::object& e) {
  const auto alias = optional_name(e, "alias");
  return (optional_text(e, "expr") == "lateral" ? "LATERAL (" : "(") + named_query(required_object(e, "of")) +
         ")" + (alias ? " AS " + tools_.quote(*alias) : "");
}

// In FROM a common table expression is its name; `with` writes its definition.
std::string Expressions::cte(const json::object& e) {
  return tools_.quote(required_name(e, "alias"));
}

namespace {

// The common table expressions anywhere in a statement, each once, those they use before them.
void collect_ctes(const json::value& value, std::vector<const json::object*>& ctes) {
  if (value.is_array()) {
    for (const auto& item : value.get_array())
      collect_ctes(item, ctes);
    return;
  }
  if (!value.is_object()) return;
  const auto& e = value.get_object();
  for (const auto& item : e)
    collect_ctes(item.value(), ctes);
  const bool is_new = std::none_of(ctes.begin(), ctes.end(), [&](const auto* other) { return *other == e; });
  if (optional_text(e, "expr") == "cte" && is_new) ctes.push_back(&e);
}

}  // namespace

// The outermost statement defines what all within it refer to.
std::string Expressions::with(const json::object& e) {
  if (has_ctes_) return {};
  std::vector<const json::object*> ctes;
  for (const auto& item : e)
    collect_ctes(item.value(), ctes);
  has_ctes_ = true;
  if (ctes.empty()) return {};
  bool is_recursive = false;
  std::string definitions;
  for (const auto* source : ctes) {
    is_recursive = is_recursive || flag(*source, "recursive");
    definitions += (definitions.empty() ? "" : ", \n") + tools_.quote(required_name(*source, "alias")) +
                   " AS \n(" + named_query(required_object(*source, "of")) + ")";
  }
  return (is_recursive ? "WITH RECURSIVE " : "WITH ") + definitions + "\n ";
}

std::string Expressions::set_operation(const json::object& e) {
  const auto op = text(e, "op");
  static constexpr std::string_view known[] = {"union",         "union all", "intersect",
                                               "intersect all", "except",    "except all"};
  if (std::find(std::begin(known), std::end(known), op) == std::end(known)) {
    refuse("the set operation \"" + op + "\" is not known");
  }
  std::string word = " ";
  for (const char c : op) {
    word += c == ' ' ? ' ' : static_cast<char>(c - 'a' + 'A');
  }
  std::string sql;
  for (const auto& item : list(e, "items")) {
    sql += (sql.empty() ? "" : word + " ") + render(item);
  }
  if (!list(e, "order_by").empty()) sql += " ORDER BY " + joined(list(e, "order_by"), ", ", "");
  return sql + limits(e);
}

}  // namespace pycharter::sql::ddl

// select, and what of it insert, update and delete use.
#include <algorithm>

#include "sql/ddl/expressions.h"

namespace pycharter::sql::ddl {

void collect_tables(const json::value& expression, std::vector<json::object>& tables) {
  if (expression.is_array()) {
    for (const auto& item : expression.get_array()) {
      collect_tables(item, tables);
    }
    return;
  }
  if (!expression.is_object()) return;
  const auto& e = expression.get_object();
  const auto form = optional_text(e, "expr").value_or("");
  if (form == "select" || form == "scalar_subquery" || form == "set" || form == "subquery" ||
      form == "lateral")
    return;
  if (form == "table" && !e.contains("alias")) {
    json::object found{{"expr", "table"}, {"name", e.at("name")}};
    if (const auto* schema = given(e, "schema")) found["schema"] = *schema;
    if (std::find(tables.begin(), tables.end(), found) == tables.end()) tables.push_back(std::move(found));
    return;
  }
  if (form == "column") {
    const auto* table = given(e, "table");
    if (table == nullptr) return;
    json::object found{{"expr", "table"}, {"name", *table}};
    if (const auto* schema = given(e, "schema")) found["schema"] = *schema;
    if (std::find(tables.begin(), tables.end(), found) == tables.end()) tables.push_back(std::move(found));
    return;
  }
  for (const auto& item : e) {
    collect_tables(item.value(), tables);
  }
}

std::string Expressions::from(const json::object& e) {
  const auto& named = list(e, "from");
  std::string out;
  if (!named.empty()) {
    // A subquery leaves out the tables of what encloses it, unless nothing would remain.
    const auto is_enclosing = [&](const json::value& item) {
      std::vector<json::object> own;
      const bool is_table = optional_text(as_object(item, "from"), "expr") == "table";
      if (is_table) collect_tables(item, own);
      return own.size() == 1 &&
             std::find(enclosing_.begin(), enclosing_.end(), own.front()) != enclosing_.end();
    };
    const bool remains = !std::all_of(named.begin(), named.end(), is_enclosing);
    for (const auto& item : named) {
      if (remains && is_enclosing(item)) continue;
      const auto& source = as_object(item, "from");
      out += (out.empty() ? "" : ", ") + (is_query(item) ? derived({{"of", source}}) : render(item));
    }
    return out;
  }
  std::vector<json::object> tables;
  for (const auto* key : {"columns", "where"}) {
    if (const auto* found = given(e, key)) collect_tables(*found, tables);
  }
  // A subquery leaves out the tables of what encloses it, unless nothing would remain.
  auto own = tables;
  std::erase_if(own, [&](const json::object& found) {
    return std::find(enclosing_.begin(), enclosing_.end(), found) != enclosing_.end();
  });
  if (!own.empty()) tables = std::move(own);
  for (const auto& found : tables) {
    out += (out.empty() ? "" : ", ") + table(found);
  }
  return out;
}

std::string Expressions::where(const json::object& e) {
  const auto& conditions = list(e, "where");
  std::string out;
  for (const auto& condition : conditions) {
    const auto sql = is_flag(condition) ? this->condition(condition)
                                        : grouped(condition, conditions.size() > 1 ? "and" : "asbool");
    out += (out.empty() ? "" : " AND ") + sql;
  }
  return out;
}

std::string Expressions::join(const json::object& e) {
  const auto* left = find(e, "left");
  const auto* right = find(e, "right");
  const auto* on = find(e, "on");
  if (left == nullptr || right == nullptr || on == nullptr) {
    malformed("operation: a join needs \"left\", \"right\" and \"on\"");
  }
  const std::string_view word = flag(e, "full")                          ? " FULL OUTER JOIN "
                                : flag(e, "outer")                       ? " LEFT OUTER JOIN "
                                : tools_.dialect.family == Family::mysql ? " INNER JOIN "
                                                                         : " JOIN ";
  return render(*left) + std::string(word) + render(*right) + " ON " + render(*on);
}

std::string Expressions::limits(const json::object& e) {
  const auto* limit = given(e, "limit");
  const auto* offset = given(e, "offset");
  if (limit == nullptr && offset == nullptr) return {};
  const auto count = limit != nullptr ? value(*limit, nullptr) : std::string();
  const auto skipped = offset != nullptr ? value(*offset, nullptr) : std::string();
  switch (tools_.dialect.family) {
    case Family::mysql:
      if (offset == nullptr) return " \n LIMIT " + count;
      return " \n LIMIT " + skipped + ", " + (limit != nullptr ? count : "18446744073709551615");
    case Family::sqlite:
      return "\n LIMIT " + (limit != nullptr ? count : "-1") + " OFFSET " +
             (offset != nullptr ? skipped : "0");
    case Family::postgresql:
      break;
  }
  return (limit != nullptr ? " \n LIMIT " + count : "\n LIMIT ALL") +
         (offset != nullptr ? " OFFSET " + skipped : std::string());
}

namespace {

// The name a select gives to a column, or to the cast of one; empty for others.
std::string own_name(const json::object& e) {
  const auto form = text(e, "expr");
  const auto* of = form == "cast" ? given(e, "of") : nullptr;
  const auto& named = of != nullptr && of->is_object() ? of->get_object() : e;
  const auto kind = optional_text(named, "expr");
  if (kind != "column" || flag(named, "literal")) return {};
  const auto name = required_name(named, "name").text;
  return name == "*" ? std::string() : name;
}

}  // namespace

std::string Expressions::anonymous_label(const json::value& column) {
  const auto& e = as_object(column, "columns");
  const auto form = text(e, "expr");
  static constexpr std::string_view unlabelled[] = {"column",         "label",   "text",
                                                    "literal_column", "collate", "table"};
  if (std::find(std::begin(unlabelled), std::end(unlabelled), form) != std::end(unlabelled)) {
    const bool is_column = form == "column" && names_columns_;
    return is_column ? " AS " + tools_.quote(required_name(e, "name")) : std::string();
  }
  if (form == "keyword" && text(e, "name") == "*") return {};
  if (form == "unary") {
    static constexpr std::string_view plain[] = {"-", "desc", "asc", "nulls_first", "nulls_last", "distinct"};
    const auto& of = e.at("of");
    if (std::find(std::begin(plain), std::end(plain), text(e, "op")) != std::end(plain))
      return is_literal(of) ? anonymous_label(of) : std::string();
    if (text(e, "op") == "not" && is_flag(of))
      return tools_.dialect.family == Family::postgresql || text(of.get_object(), "expr") == "keyword"
                 ? std::string()
                 : " AS " + tools_.quote(required_name(of.get_object(), "name"));
  }
  if (form == "cast") {
    const auto* of = given(e, "of");
    if (of != nullptr && of->is_object() && optional_text(of->get_object(), "expr") == "column") {
      return " AS " + tools_.quote(required_name(of->get_object(), "name"));
    }
    if (of != nullptr && of->is_object() && optional_text(of->get_object(), "expr") == "func")
      return anonymous_label(*of);
  }
  const auto& named = form == "within_group" ? as_object(e.at("of"), "of") : e;
  const auto kind = optional_text(named, "expr") == "func" ? text(named, "name") : std::string("anon");
  return " AS " + tools_.quote.as_needed(kind + "_" + std::to_string(++labels_[kind]));
}

std::string Expressions::select_columns(const json::object& e) {
  std::string out;
  std::map<std::string, std::vector<const json::value*>> named;
  int repeated = 0;
  for (const auto& column : list(e, "columns")) {
    out += (out.empty() ? "" : ", ") + value(column, nullptr);
    if (!column.is_object() || !column.get_object().contains("expr")) continue;
    const auto name = own_name(column.get_object());
    auto& others = named[name];
    if (name.empty() || others.empty()) {
      out += anonymous_label(column);
    } else {
      // A second column of that name: numbered where it is another column, where it is not among the
      // repeated.
      const bool is_repeated =
          text(column.get_object(), "expr") != "column" ||
          std::any_of(others.begin(), others.end(), [&](const auto* other) { return *other == column; });
      const auto number =
          is_repeated ? "__" + std::to_string(++repeated) : "_" + std::to_string(++labels_[name]);
      out += " AS " + tools_.quote.as_needed(name + number);
    }
    others.push_back(&column);
  }
  return out;
}

std::string Expressions::select(const json::object& e) {
  auto sql = with(e) + "SELECT ";
  for (const auto& prefix : list(e, "prefixes")) {
    sql += as_text(prefix, "prefixes") + " ";
  }
  if (flag(e, "distinct")) sql += "DISTINCT ";
  if (!list(e, "distinct_on").empty() && tools_.dialect.family == Family::postgresql)
    sql += "ON (" + joined(list(e, "distinct_on"), ", ", "") + ") ";
  const auto sources = from(e);
  const auto outside = enclosing_.size();
  for (const auto* key : {"columns", "where", "from"}) {
    if (const auto* found = given(e, key)) collect_tables(*found, enclosing_);
  }
  sql += select_columns(e);
  if (!sources.empty()) sql += " \nFROM " + sources;
  const bool named = names_columns_;
  names_columns_ = false;
  if (const auto conditions = where(e); !conditions.empty()) sql += " \nWHERE " + conditions;
  if (!list(e, "group_by").empty()) sql += " GROUP BY " + joined(list(e, "group_by"), ", ", "");
  if (!list(e, "having").empty()) sql += " \nHAVING " + joined(list(e, "having"), " AND ", "and");
  if (!list(e, "order_by").empty()) sql += " ORDER BY " + joined(list(e, "order_by"), ", ", "");
  names_columns_ = named;
  enclosing_.resize(outside);
  sql += limits(e);
  const auto* lock = given(e, "for_update");
  if (lock == nullptr || tools_.dialect.family == Family::sqlite) return sql;
  const auto& how = as_object(*lock, "for_update");
  sql += flag(how, "read") ? (tools_.dialect.family == Family::mysql ? " LOCK IN SHARE MODE" : " FOR SHARE")
                           : " FOR UPDATE";
  return sql + (flag(how, "nowait") ? " NOWAIT" : "") + (flag(how, "skip_locked") ? " SKIP LOCKED" : "");
}

}  // namespace pycharter::sql::ddl

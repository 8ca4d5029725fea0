#include <algorithm>

#include "sql/ddl/definitions.h"

namespace pycharter::sql::ddl {
namespace {

using Kind = Constraint::Kind;

// The key of a column's own ON CONFLICT clause, which its single-column constraint repeats.
std::string_view column_conflict_key(Kind kind) {
  if (kind == Kind::primary_key) return "sqlite_on_conflict_primary_key";
  return kind == Kind::unique ? "sqlite_on_conflict_unique" : "";
}

}  // namespace

std::string phrase(const std::string& words) {
  // Parentheses, quotes and commas: PostgreSQL's SET NULL (column, …).
  const auto legal = [](char c) {
    return is_word_character(c) || std::string_view(" (),\"$").find(c) != std::string_view::npos;
  };
  if (words.empty() || !std::all_of(words.begin(), words.end(), legal)) {
    refuse("unexpected SQL phrase: \"" + words + "\"; only keywords may stand here");
  }
  return words;
}

const json::value* option(const json::object& options, const Dialect& dialect, std::string_view key) {
  return given(options, std::string(dialect.name) + "_" + std::string(key));
}

std::string Definitions::deferrability(const Constraint& constraint) const {
  std::string out;
  if (constraint.deferrable) out = *constraint.deferrable ? " DEFERRABLE" : " NOT DEFERRABLE";
  if (constraint.initially) out += " INITIALLY " + phrase(*constraint.initially);
  return out;
}

std::string Definitions::reference_actions(const Constraint& constraint) const {
  std::string out;
  if (constraint.match && tools_.dialect.family == Family::mysql) {
    refuse(
        "MySQL ignores the 'MATCH' keyword while at the same time causes ON UPDATE/ON DELETE clauses to be "
        "ignored; "
        "leave it out");
  }
  if (constraint.match) out += " MATCH " + phrase(*constraint.match);
  if (constraint.ondelete) out += " ON DELETE " + phrase(*constraint.ondelete);
  if (constraint.onupdate) out += " ON UPDATE " + phrase(*constraint.onupdate);
  return out + deferrability(constraint);
}

std::string Definitions::foreign_key(const Constraint& constraint) const {
  const bool qualify = tools_.dialect.family != Family::sqlite;
  const auto target = qualify ? tools_.quote.table(constraint.target) : tools_.quote(constraint.target.name);
  return "FOREIGN KEY(" + tools_.quote.list(constraint.columns) + ") REFERENCES " + target + " (" +
         tools_.quote.list(constraint.target_columns) + ")" + reference_actions(constraint);
}

std::string Definitions::include(const json::object& dialect) const {
  const auto* columns = given(dialect, "postgresql_include");
  if (tools_.dialect.family != Family::postgresql || columns == nullptr) return {};
  if (!columns->is_array()) malformed("operation: \"postgresql_include\" must be an array");
  const auto names = parse_names(columns->get_array());
  return names.empty() ? std::string() : " INCLUDE (" + tools_.quote.list(names) + ")";
}

namespace {

// What "ops" names an element by: a column or the text of a literal one. Other expressions have no key.
std::optional<std::string> key_of(const json::value& element) {
  if (element.is_string()) return std::string(element.get_string());
  const auto& object = as_object(element, "elements");
  const auto form = optional_text(object, "expr");
  if (!form) return parse_name(element).text;
  if (form == "column") return required_name(object, "name").text;
  return form == "literal_column" ? std::optional(text(object, "sql")) : std::nullopt;
}

}  // namespace

std::vector<Definitions::ExcludeElement> Definitions::exclude_elements(const json::object& exclude) const {
  const auto& classes = object_at(exclude, "ops");
  std::vector<ExcludeElement> elements;
  for (const auto& element : list(exclude, "elements")) {
    if (!element.is_array() || element.get_array().size() != 2)
      malformed("operation: \"elements\" must be pairs");
    const auto& pair = element.get_array();
    const bool is_name = pair[0].is_string() || !as_object(pair[0], "elements").contains("expr");
    const auto key = key_of(pair[0]);
    elements.push_back({is_name ? tools_.quote(parse_name(pair[0])) : bare(pair[0]),
                        key ? optional_text(classes, *key) : std::nullopt, as_text(pair[1], "elements")});
  }
  return elements;
}

std::string Definitions::exclude(const Constraint& constraint) const {
  if (tools_.dialect.family != Family::postgresql) refuse("only PostgreSQL has exclude constraints");
  std::string elements;
  for (const auto& element : exclude_elements(constraint.source))
    elements += (elements.empty() ? "" : ", ") + element.sql +
                (element.operator_class ? " " + *element.operator_class : "") + " WITH " + element.sign;
  const auto using_method = lower_ascii(phrase(optional_text(constraint.source, "using").value_or("gist")));
  auto sql = "EXCLUDE USING " + using_method + " (" + elements + ")";
  if (const auto* where = given(constraint.source, "where")) sql += " WHERE (" + bare(*where) + ")";
  return sql + deferrability(constraint);
}

std::string Definitions::body(const Constraint& constraint, const Table& table) const {
  const bool is_postgresql = tools_.dialect.family == Family::postgresql;
  switch (constraint.kind) {
    case Kind::primary_key:
      return "PRIMARY KEY (" + tools_.quote.list(constraint.columns) + ")" + include(constraint.dialect) +
             deferrability(constraint) + suffix(constraint, table);
    case Kind::unique: {
      const auto distinct = is_postgresql ? optional_flag(constraint.dialect, "postgresql_nulls_not_distinct")
                                          : std::optional<bool>();
      return std::string("UNIQUE ") +
             (!distinct   ? ""
              : *distinct ? "NULLS NOT DISTINCT "
                          : "NULLS DISTINCT ") +
             "(" + tools_.quote.list(constraint.columns) + ")" + include(constraint.dialect) +
             deferrability(constraint) + suffix(constraint, table);
    }
    case Kind::check:
      return "CHECK (" + bare(constraint.sqltext) + ")" + deferrability(constraint) +
             suffix(constraint, table);
    case Kind::foreign_key:
      return foreign_key(constraint) + suffix(constraint, table);
    case Kind::exclude:
      break;
  }
  return exclude(constraint);
}

std::string Definitions::suffix(const Constraint& constraint, const Table& table) const {
  switch (tools_.dialect.family) {
    case Family::postgresql: {
      const bool may_be_invalid = constraint.kind == Kind::check || constraint.kind == Kind::foreign_key;
      return may_be_invalid && flag(constraint.dialect, "postgresql_not_valid") ? " NOT VALID" : "";
    }
    case Family::mysql: {
      const auto method = optional_text(constraint.dialect, "mysql_using");
      return constraint.kind == Kind::primary_key && method ? " USING " + tools_.quote.as_needed(*method)
                                                            : "";
    }
    case Family::sqlite:
      break;
  }
  if (constraint.kind == Kind::foreign_key) return {};
  auto conflict = optional_text(constraint.dialect, "sqlite_on_conflict");
  const auto key = column_conflict_key(constraint.kind);
  if (!conflict && constraint.columns.size() == 1 && !key.empty()) {
    if (const auto* column = table.find(constraint.columns[0]))
      conflict = optional_text(column->dialect, key);
  }
  return conflict ? " ON CONFLICT " + phrase(*conflict) : "";
}

std::optional<std::string> Definitions::constraint(const Constraint& constraint, const Table& table) const {
  const bool is_sqlite = tools_.dialect.family == Family::sqlite;
  const bool needs_columns = constraint.kind == Kind::primary_key || constraint.kind == Kind::unique;
  if (needs_columns && constraint.columns.empty()) return std::nullopt;
  if (is_sqlite && constraint.kind == Kind::foreign_key && constraint.target.schema != table.name.schema) {
    return std::nullopt;
  }
  if (is_sqlite && constraint.kind == Kind::primary_key && constraint.columns.size() == 1 &&
      flag(table.dialect, "sqlite_autoincrement")) {
    // Written with the column.
    const auto* column = table.find(constraint.columns[0]);
    if (column != nullptr && affinity_of(column->type) == Affinity::integer && !column->has_foreign_key) {
      return std::nullopt;
    }
  }
  const auto name =
      constraint.name ? "CONSTRAINT " + tools_.quote.limited(*constraint.name) + " " : std::string();
  return name + body(constraint, table);
}

}  // namespace pycharter::sql::ddl

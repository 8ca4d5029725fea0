#include <algorithm>
#include <cctype>

#include "sql/ddl/definitions.h"

namespace pycharter::sql::ddl {
namespace {

bool starts_quoted_or_grouped(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text[0])) != 0) {
    text.remove_prefix(1);
  }
  return !text.empty() && (text[0] == '\'' || text[0] == '"' || text[0] == '(');
}

// As the regular expression .*\W.* matches from the start: within the first line.
bool has_other_than_words(std::string_view text) {
  const auto line =
      text.substr(0, text.find('\n') == std::string_view::npos ? text.size() : text.find('\n') + 1);
  return std::any_of(line.begin(), line.end(), [](char c) { return !is_word_character(c); });
}

bool has_on_update(std::string_view lower) {
  for (auto at = lower.find("on "); at != std::string_view::npos; at = lower.find("on ", at + 1)) {
    const auto word = lower.find_first_not_of(' ', at + 2);
    if (word != std::string_view::npos && lower.substr(word).starts_with("update")) return true;
  }
  return false;
}

bool starts_with_call(std::string_view lower, std::string_view function) {
  if (!lower.starts_with(function) || lower.size() <= function.size() || lower[function.size()] != '(')
    return false;
  auto at = function.size() + 1;
  const auto digits = at;
  while (at < lower.size() && std::isdigit(static_cast<unsigned char>(lower[at])) != 0) {
    ++at;
  }
  return at > digits && at < lower.size() && lower[at] == ')';
}

// MySQL 8 wants expressions in parentheses, except the functions of the present time.
std::string mysql_default(const std::string& text) {
  const auto lower = lower_ascii(text);
  const bool plain = starts_quoted_or_grouped(text) || has_on_update(lower) ||
                     starts_with_call(lower, "now") || starts_with_call(lower, "current_timestamp") ||
                     !has_other_than_words(text);
  return plain ? text : "(" + text + ")";
}

std::string sqlite_default(const std::string& text) {
  return starts_quoted_or_grouped(text) || !has_other_than_words(text) ? text : "(" + text + ")";
}

struct IdentityOption {
  std::string_view key;
  std::string_view words;
};

constexpr IdentityOption identity_numbers[] = {{"increment", "INCREMENT BY "},
                                               {"start", "START WITH "},
                                               {"minvalue", "MINVALUE "},
                                               {"maxvalue", "MAXVALUE "}};

}  // namespace

std::string Definitions::bare(const json::value& expression) const {
  return Expressions(tools_, false).render(expression);
}

std::string Definitions::server_default(const json::value& value) const {
  const auto& d = as_object(value, "server_default");
  const auto kind = text(d, "default");
  if (kind == "sql") return text(d, "text");
  if (kind == "literal") return tools_.literals.string(text(d, "text"));
  if (kind == "expression") {
    const auto* expression = given(d, "expr");
    if (expression == nullptr) malformed("operation: an expression default needs \"expr\"");
    return Expressions(tools_).render(*expression);
  }
  if (kind == "sequence" && tools_.dialect.family == Family::postgresql) {
    const auto name = tools_.quote.table({required_name(d, "name"), optional_name(d, "schema")});
    return "nextval('" + replaced(name, "'", "''") + "')";
  }
  refuse("a server default of the kind \"" + kind + "\" cannot be written for " +
         std::string(tools_.dialect.name));
}

std::string Definitions::computed(const json::object& computed) const {
  const auto* sqltext = given(computed, "sqltext");
  if (sqltext == nullptr) malformed("operation: a computed column needs \"sqltext\"");
  const auto persisted = optional_flag(computed, "persisted");
  return "GENERATED ALWAYS AS (" + bare(*sqltext) + ")" +
         (!persisted   ? ""
          : *persisted ? " STORED"
                       : " VIRTUAL");
}

std::string Definitions::identity_options(const json::object& identity) const {
  std::string out;
  const auto add = [&](const std::string& words) { out += (out.empty() ? "" : " ") + words; };
  for (const auto& entry : identity_numbers) {
    if (const auto number = optional_integer(identity, entry.key))
      add(std::string(entry.words) + std::to_string(*number));
  }
  if (given(identity, "nominvalue") != nullptr) add("NO MINVALUE");
  if (given(identity, "nomaxvalue") != nullptr) add("NO MAXVALUE");
  if (const auto cache = optional_integer(identity, "cache")) add("CACHE " + std::to_string(*cache));
  if (const auto cycle = optional_flag(identity, "cycle")) add(*cycle ? "CYCLE" : "NO CYCLE");
  return out;
}

std::string Definitions::identity(const json::object& identity) const {
  const auto options = identity_options(identity);
  return std::string("GENERATED ") + (flag(identity, "always") ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY" +
         (options.empty() ? "" : " (" + options + ")");
}

std::string Definitions::column_type(const Column& column) const {
  return column.type_sql ? *column.type_sql : tools_.types.definition(column.type);
}

std::string Definitions::column(const Column& column, const Table& table) const {
  switch (tools_.dialect.family) {
    case Family::postgresql:
      return postgresql_column(column, table) + inline_checks(column, table);
    case Family::mysql:
      return mysql_column(column, table) + inline_checks(column, table);
    case Family::sqlite:
      break;
  }
  return sqlite_column(column, table) + inline_checks(column, table);
}

std::string Definitions::inline_checks(const Column& column, const Table& table) const {
  std::string out;
  for (const auto& check : column.checks) {
    if (auto sql = constraint(check, table)) out += " " + *sql;
  }
  return out;
}

std::string Definitions::postgresql_column(const Column& column, const Table& table) const {
  auto spec = tools_.quote(column.name);
  const bool counts =
      column.primary_key && !column.identity && !column.has_sequence && table.counting_column() == &column;
  if (counts) {
    const auto& name = type_row(tools_.types.variant(column.type)).postgresql;
    spec += name == "BIGINT" ? " BIGSERIAL" : name == "SMALLINT" ? " SMALLSERIAL" : " SERIAL";
  } else {
    spec += " " + column_type(column);
    if (column.server_default) spec += " DEFAULT " + server_default(*column.server_default);
  }
  if (column.computed) spec += " " + computed(*column.computed);
  if (column.identity) spec += " " + identity(*column.identity);
  if (!column.nullable() && !column.identity) spec += " NOT NULL";
  if (column.nullable() && column.identity) spec += " NULL";
  return spec;
}

std::string Definitions::mysql_column(const Column& column, const Table& table) const {
  auto spec = tools_.quote(column.name) + " " + column_type(column);
  if (column.computed) spec += " " + computed(*column.computed);
  if (!column.nullable()) {
    spec += " NOT NULL";
  } else if (type_row(tools_.types.variant(column.type)).name == "TIMESTAMP") {
    spec += " NULL";
  }
  if (column.comment) spec += " COMMENT " + tools_.literals.string(*column.comment);
  if (table.counting_column() == &column && !column.server_default) return spec + " AUTO_INCREMENT";
  if (column.server_default) spec += " DEFAULT " + mysql_default(server_default(*column.server_default));
  return spec;
}

std::string Definitions::sqlite_column(const Column& column, const Table& table) const {
  auto spec = tools_.quote(column.name) + " " + column_type(column);
  if (column.server_default) spec += " DEFAULT " + sqlite_default(server_default(*column.server_default));
  const auto on_conflict = [&](std::string_view key) {
    const auto words = optional_text(column.dialect, key);
    return words ? " ON CONFLICT " + phrase(*words) : std::string();
  };
  if (!column.nullable()) spec += " NOT NULL" + on_conflict("sqlite_on_conflict_not_null");
  const auto* key = table.primary_key();
  const bool alone = key != nullptr && key->columns.size() == 1;
  if (column.primary_key && !alone && column.autoincrement.is_bool() && column.autoincrement.get_bool()) {
    refuse("SQLite does not support autoincrement for composite primary keys");
  }
  const bool counts = column.primary_key && alone && flag(table.dialect, "sqlite_autoincrement") &&
                      affinity_of(column.type) == Affinity::integer && !column.has_foreign_key;
  if (counts) spec += " PRIMARY KEY" + on_conflict("sqlite_on_conflict_primary_key") + " AUTOINCREMENT";
  if (column.computed) spec += " " + computed(*column.computed);
  return spec;
}

}  // namespace pycharter::sql::ddl

#include <boost/json/serialize.hpp>

#include "sql/ddl/definitions.h"

namespace pycharter::sql::ddl {
namespace {

std::string plain_text(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  if (value.is_number()) return json::serialize(value);
  malformed("operation: a dialect's option must be a string, a number, true or false");
}

// MySQL: options whose value is a string literal.
constexpr std::string_view string_options[] = {"COMMENT", "DATA DIRECTORY", "INDEX DIRECTORY", "PASSWORD",
                                               "CONNECTION"};
constexpr std::string_view spaced_names[] = {"DATA_DIRECTORY", "INDEX_DIRECTORY", "DEFAULT_CHARACTER_SET",
                                             "CHARACTER_SET",  "DEFAULT_CHARSET", "DEFAULT_COLLATE"};
constexpr std::string_view blank_joined[] = {"TABLESPACE", "DEFAULT CHARACTER SET", "CHARACTER SET",
                                             "COLLATE"};
// In the order they must come.
constexpr std::string_view partition_options[] = {"PARTITION_BY", "PARTITIONS", "SUBPARTITION_BY",
                                                  "SUBPARTITIONS"};

}  // namespace

std::string storage_parameters(const json::value& value, std::string_view key) {
  std::string out;
  for (const auto& item : as_object(value, key)) {
    out += (out.empty() ? "" : ", ") + std::string(item.key());
    if (!item.value().is_null()) out += " = " + plain_text(item.value());
  }
  return out;
}

std::string Definitions::create_table(const Table& table, bool if_not_exists) const {
  std::string sql = "\nCREATE ";
  for (const auto& prefix : table.prefixes) {
    sql += prefix + " ";
  }
  sql +=
      std::string("TABLE ") + (if_not_exists ? "IF NOT EXISTS " : "") + tools_.quote.table(table.name) + " (";
  std::string_view separator = "\n";
  for (const auto& entry : table.columns) {
    sql.append(separator).append("\t").append(column(entry, table));
    separator = ", \n";
  }
  for (const auto& entry : table.constraints) {
    if (entry.use_alter && tools_.dialect.family != Family::sqlite) continue;
    const auto text = constraint(entry, table);
    if (!text) continue;
    sql.append(separator).append("\t").append(*text);
    separator = ", \n";
  }
  return sql + "\n)" + table_options(table) + "\n\n";
}

std::string Definitions::table_options(const Table& table) const {
  switch (tools_.dialect.family) {
    case Family::postgresql:
      return postgresql_options(table.dialect);
    case Family::mysql:
      return mysql_options(table);
    case Family::sqlite:
      break;
  }
  return sqlite_options(table.dialect);
}

std::string Definitions::postgresql_options(const json::object& options) const {
  std::string out;
  if (const auto* inherits = given(options, "postgresql_inherits")) {
    const auto names =
        inherits->is_array() ? parse_names(inherits->get_array()) : std::vector{parse_name(*inherits)};
    out += "\n INHERITS (" + tools_.quote.list(names) + ")";
  }
  if (const auto by = optional_text(options, "postgresql_partition_by")) out += "\n PARTITION BY " + *by;
  if (const auto method = optional_text(options, "postgresql_using")) out += "\n USING " + *method;
  if (const auto* with = given(options, "postgresql_with")) {
    out += "\n WITH (" + storage_parameters(*with, "postgresql_with") + ")";
  }
  if (const auto oids = optional_flag(options, "postgresql_with_oids"))
    out += *oids ? "\n WITH OIDS" : "\n WITHOUT OIDS";
  if (const auto commit = optional_text(options, "postgresql_on_commit")) {
    out += "\n ON COMMIT " + upper_ascii(replaced(*commit, "_", " "));
  }
  if (const auto* space = given(options, "postgresql_tablespace")) {
    out += "\n TABLESPACE " + tools_.quote(parse_name(*space));
  }
  return out;
}

std::string Definitions::mysql_options(const Table& table) const {
  std::vector<std::pair<std::string, std::string>> options;
  const auto prefix = std::string(tools_.dialect.name) + "_";
  for (const auto& item : table.dialect) {
    const std::string_view key = item.key();
    if (key.starts_with(prefix))
      options.emplace_back(upper_ascii(key.substr(prefix.size())), plain_text(item.value()));
  }
  if (table.comment) options.emplace_back("COMMENT", *table.comment);
  // A character set must come before COLLATE.
  std::stable_partition(options.begin(), options.end(),
                        [](const auto& entry) { return entry.first != "COLLATE"; });
  std::string out;
  const auto add = [&](const std::string& name, const std::string& value, bool blank) {
    const auto written = is_one_of(string_options, name) ? tools_.literals.string(value) : value;
    out += (out.empty() ? "" : " ") + name + (blank ? " " : "=") + written;
  };
  for (const auto& [key, value] : options) {
    if (is_one_of(partition_options, key)) continue;
    const auto name = is_one_of(spaced_names, key) ? replaced(key, "_", " ") : key;
    add(name, value, is_one_of(blank_joined, name));
  }
  for (const auto partition : partition_options) {
    for (const auto& [key, value] : options) {
      if (key == partition) add(replaced(key, "_", " "), value, true);
    }
  }
  return out;
}

std::string Definitions::sqlite_options(const json::object& options) const {
  std::string out;
  if (!flag(options, "sqlite_with_rowid", true)) out = "\n WITHOUT ROWID";
  if (flag(options, "sqlite_strict")) out += out.empty() ? "\n STRICT" : ",\n STRICT";
  return out;
}

}  // namespace pycharter::sql::ddl

#include "alembic/autogenerate/catalog/filters.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace pycharter::alembic {

namespace {

// Of the servers, and of this tool.
constexpr std::array<std::string_view, 6> no_models_schemas{
    "information_schema", "performance_schema", "mysql", "sys", "pg_catalog", "pycharter_admin"};
constexpr std::string_view log_table = "pycharter_migration_log";

bool fits_any(const std::vector<std::string>& patterns, const std::string& text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return fits(pattern, text); });
}

}  // namespace

bool fits(const std::string& pattern, const std::string& text) {
  return ::fnmatch(pattern.c_str(), text.c_str(), 0) == 0;
}

Filters::Filters(const EnvironmentSettings& settings, std::string home)
    : settings_(settings.autogenerate), home_(std::move(home)) {
  const std::string schema = settings.version_table_schema.value_or("");
  version_table_ = {schema == home_ ? std::string() : schema, settings.version_table};
}

bool Filters::takes_schema(std::string_view schema) const {
  const std::string name(schema);
  if (std::find(no_models_schemas.begin(), no_models_schemas.end(), schema) != no_models_schemas.end())
    return false;
  if (fits_any(settings_.exclude_schemas, name)) return false;
  return settings_.every_schema || fits_any(settings_.include_schemas, name);
}

bool Filters::takes_table(const compare::TableName& table) const {
  if (table == version_table_ || table.name == log_table) return false;
  if (fits_any(settings_.exclude_schemas, table.schema.empty() ? home_ : table.schema)) return false;
  const std::string whole = (table.schema.empty() ? home_ : table.schema) + "." + table.name;
  const auto listed = [&](const std::vector<std::string>& patterns) {
    return fits_any(patterns, table.name) || fits_any(patterns, whole);
  };
  if (listed(settings_.exclude_tables)) return false;
  return settings_.include_tables.empty() || listed(settings_.include_tables);
}

}  // namespace pycharter::alembic

// What configures an Alembic environment: the sections of its ini file, the literals of its env.py, and what
// the command adds.
#ifndef PYCHARTER_ALEMBIC_ENVIRONMENT_SETTINGS_H
#define PYCHARTER_ALEMBIC_ENVIRONMENT_SETTINGS_H

#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pycharter::alembic {

// What of the database is compared with the models, and how. [pycharter] in the ini file wins over env.py.
struct AutogenerateSettings {
  bool every_schema = false;                 // include_schemas = true
  std::vector<std::string> include_schemas;  // patterns with * and ?, as those below
  std::vector<std::string> exclude_schemas;
  std::vector<std::string> include_tables;  // over "table" or "schema.table"; empty: every one
  std::vector<std::string> exclude_tables;
  bool include_extensions = false;  // objects that belong to an extension of the database
  bool compare_type = true;
  bool compare_server_default = true;
  bool render_as_batch = false;
  // Arguments of env.py's configure() that only Python can run: filters and comparisons.
  std::vector<std::string> not_run;
};

struct EnvironmentSettings {
  std::filesystem::path config_file;  // for messages; may be empty
  std::filesystem::path script_location;
  std::vector<std::filesystem::path> version_locations;  // as configured, else script_location/versions
  bool has_version_locations = false;                    // configured
  bool recursive_version_locations = false;

  std::string file_template = "%(rev)s_%(slug)s";
  std::string timezone;  // empty: local time
  std::size_t truncate_slug_length = 40;

  std::string version_table = "alembic_version";
  std::optional<std::string> version_table_schema;
  bool transaction_per_migration = false;
  double lock_timeout = 60;  // seconds

  bool contract_store = false;  // this environment makes the contract store's own tables
  std::string schema_name;      // where, on PostgreSQL
  bool writable = true;         // revision and merge may write here
  AutogenerateSettings autogenerate;
  std::vector<std::string> x_arguments;
  std::vector<std::string> models;                 // [pycharter] models: paths and dotted names
  std::vector<std::filesystem::path> python_path;  // prepend_sys_path
  // [pycharter:types]: a dotted name of a foreign package, and the expression that stands for it.
  std::map<std::string, std::string> foreign_names;
};

// From the request of `load` (docs/migrations-interface.md), env.py included. Throws config, naming key and
// file.
EnvironmentSettings read_settings(const boost::json::object& request);

}  // namespace pycharter::alembic

#endif

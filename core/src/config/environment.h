// Which Alembic environment a command works on, and what the engine is told about it.
#ifndef PYCHARTER_CONFIG_ENVIRONMENT_H
#define PYCHARTER_CONFIG_ENVIRONMENT_H

#include <map>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include <pycharter/export.h>

#include "config/settings.h"

namespace pycharter::config {

struct Environment {
  std::string config_file;  // absolute: alembic.ini or pyproject.toml
  std::string here;         // the folder that holds it
  std::map<std::string, std::string>
      alembic;  // that section, interpolated, its paths absolute, lists by lines
  std::map<std::string, std::string> pycharter;  // [pycharter], the same way
  std::map<std::string, std::string>
      types;                    // [pycharter:types]: foreign names of scripts and what stands for them
  bool contract_store = false;  // the contract store's own revisions, installed or a copy of them
  bool installed = false;       // the installed ones: nothing may be written there
  std::string chosen_by;        // "--config", "ALEMBIC_CONFIG", "nearest alembic.ini", "installed"

  std::string script_location() const;
  // The `load` request of docs/migrations-interface.md. `x` are the values of -x.
  PYCHARTER_API boost::json::object load_request(const Settings& settings,
                                                 const std::vector<std::string>& x) const;
};

// --config, ALEMBIC_CONFIG, the nearest alembic.ini upward that has a script_location, a pyproject.toml
// beside it with [tool.alembic], else the installed contract migrations. Throws config when what was named
// can't be read or holds no script_location.
PYCHARTER_API Environment find_environment(const Settings& settings);

// The contract store's migrations: [migrations] location, PYCHARTER_MIGRATIONS, the folder beside
// libpycharter. Throws config when there is none, naming the places.
PYCHARTER_API Environment contract_environment(const Settings& settings);

}  // namespace pycharter::config

#endif

// What env.py says of its target_metadata: which modules it imports, and the expression itself. env.py is not
// run.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_ENV_TARGET_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_ENV_TARGET_H

#include <filesystem>
#include <string>
#include <vector>

namespace pycharter::alembic {

// `Base.metadata` after `from app.db import Base`: module "app.db", path {"Base", "metadata"}.
struct MetadataPath {
  std::string module;
  std::vector<std::string> path;
};

struct EnvTarget {
  std::vector<std::string> imports;   // modules, in order; `from a import b` gives "a" and "a.b"
  std::vector<MetadataPath> targets;  // empty where it cannot be told
};

// An env.py that is not there or cannot be read gives nothing.
EnvTarget read_env_target(const std::filesystem::path& env_py);

}  // namespace pycharter::alembic

#endif

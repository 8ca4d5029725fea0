#include "config/known_keys.h"

namespace pycharter::config {
namespace {

constexpr KnownKey keys[] = {
    {"database",
     "sql_alchemy_conn",
     {},
     "The database's URL: postgresql://, sqlite:///, memory://, ...",
     "postgresql://user@localhost:5432/pycharter"},
    {"database", "schema_name", "pycharter", "PostgreSQL schema that holds the contract store's tables.",
     "pycharter"},
    {"migrations", "engine", "alembic", "Plugin that reads and applies revisions.", "alembic"},
    {"migrations",
     "location",
     {},
     "Folder with the contract store's own environment (alembic.ini), in place of the installed one.",
     "/opt/pycharter/migrations"},
    {"migrations", "lock_timeout", "60", "Seconds to wait for another migration of the same database.", "60"},
    {"migrations", "transaction_per_migration", "false",
     "One transaction for each revision instead of one a run.", "false"},
    {"plugins",
     "path",
     {},
     "Folders with plugins, absolute, separated by ':', before the installed one.",
     "/opt/acme/plugins"},
    {"plugins", "sha256", {}, "Pins plugins: name:hash, separated by blanks.", "acme-oracle:9f86d081..."},
    {"backends",
     "*",
     {},
     "URL scheme = name of a plugin or absolute path of one, before what manifests claim.",
     "acme-oracle"},
};

}  // namespace

std::span<const KnownKey> known_keys() {
  return keys;
}

const KnownKey* find_known_key(std::string_view section, std::string_view key) {
  for (const auto& known : keys)
    if (known.section == section && (known.key == key || known.key == "*")) return &known;
  return nullptr;
}

}  // namespace pycharter::config

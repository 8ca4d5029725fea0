// New revision scripts: `revision` and `merge`.
#ifndef PYCHARTER_ALEMBIC_WRITE_REVISION_FILE_H
#define PYCHARTER_ALEMBIC_WRITE_REVISION_FILE_H

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "alembic/environment/environment.h"

namespace pycharter::alembic {

// The parts of a script that a generator writes, as script.py.mako names them.
struct GeneratedBody {
  std::string imports, upgrades, downgrades;
};

struct NewRevision {
  std::optional<std::string> message;
  std::vector<std::string> heads{"head"};  // what it follows; several make a merge
  bool splice = false;
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  std::string id;            // empty: a new one
  std::string date;          // ISO 8601; empty: now
  std::string version_path;  // empty: the one location, or that of the head
  bool sql_file = false;     // in SQL, where Python is the rule
  std::optional<GeneratedBody> body = {};
};

// Writes the script and returns its path. Throws, with nothing written: graph for a parent or dependency that
// cannot be, usage for what contradicts itself, config for a template or folder, conflict for a file or id
// that is there.
std::filesystem::path write_revision(const Environment& environment, const NewRevision& request);

// Twelve hexadecimal digits at random.
std::string new_revision_id();

}  // namespace pycharter::alembic

#endif

// A new environment, as `alembic init` makes one, that Alembic and this engine both read.
#ifndef PYCHARTER_ALEMBIC_WRITE_ENVIRONMENT_FILES_H
#define PYCHARTER_ALEMBIC_WRITE_ENVIRONMENT_FILES_H

#include <filesystem>
#include <string>
#include <vector>

namespace pycharter::alembic {

// Writes env.py, script.py.mako and versions/ into `directory`, and `ini_file` unless it is there. Returns
// the paths of what was made. Throws conflict when the directory is not empty, config when something cannot
// be written: what was made before is then removed.
std::vector<std::filesystem::path> write_environment(const std::filesystem::path& directory,
                                                     const std::filesystem::path& ini_file,
                                                     const std::string& url);

}  // namespace pycharter::alembic

#endif

// [tool.alembic] of a pyproject.toml: that table and no other TOML.
#ifndef PYCHARTER_CONFIG_PYPROJECT_H
#define PYCHARTER_CONFIG_PYPROJECT_H

#include <map>
#include <optional>
#include <string>

namespace pycharter::config {

// The table's keys; strings with %(here)s and %% replaced as Alembic does, booleans as "true" and "false",
// integers as written, arrays of strings joined by line feeds with "path_separator" set to "newline". Nothing
// when the file has no such table. Throws config, with file and line, for a value of another shape in that
// table.
std::optional<std::map<std::string, std::string>> read_alembic_table(const std::string& path);

}  // namespace pycharter::config

#endif

#include "alembic/environment/environment.h"

#include <pycharter/plugin/error.h>

#include <array>
#include <optional>
#include <set>

#include "alembic/environment/files.h"
#include "alembic/script/header.h"
#include "alembic/sql_file/sql_file.h"

namespace pycharter::alembic {

namespace {

namespace fs = std::filesystem;

std::string stripped(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\f\v");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n\f\v") - first + 1);
}

Revision read_python(const fs::path& path) {
  script::RevisionHeader header = script::read_header(path.string(), read_file(path));
  if (!header.is_revision) {
    ErrorFacts facts;
    facts.file = path.string();
    throw Error(
        ErrorCode::graph,
        "Could not determine revision id from filename " + path.filename().string() +
            ". Be sure the 'revision' variable is declared inside the script, or move the file out of the "
            "version folder: " +
            path.string(),
        std::move(facts));
  }
  return {std::move(header.revision),      std::move(header.down_revisions), std::move(header.depends_on),
          std::move(header.branch_labels), stripped(header.docstring),       path.string()};
}

Revision read_sql(const fs::path& path) {
  SqlHeader header = read_sql_header(path.string(), read_file(path));
  return {std::move(header.revision),   std::move(header.down_revisions),
          std::move(header.depends_on), std::move(header.branch_labels),
          std::move(header.doc),        path.string()};
}

bool is_python_revision(std::string_view name) {
  return !name.starts_with(".#") && !name.starts_with("__init__");
}

bool is_sql_revision(std::string_view name) {
  return !name.starts_with('.');
}

// Kinds of revision files, by suffix.
struct FileKind {
  std::string_view suffix;
  bool (*accepts)(std::string_view name);
  Revision (*read)(const fs::path& path);
};
constexpr std::array<FileKind, 2> file_kinds{
    {{".py", &is_python_revision, &read_python}, {".sql", &is_sql_revision, &read_sql}}};

const FileKind* kind_of(const std::string& name) {
  for (const FileKind& kind : file_kinds)
    if (name.ends_with(kind.suffix) && kind.accepts(name)) return &kind;
  return nullptr;
}

}  // namespace

std::vector<Revision> read_revisions(const EnvironmentSettings& settings) {
  std::vector<Revision> revisions;
  std::set<fs::path> seen;  // two locations may overlap
  for (const fs::path& location : settings.version_locations)
    for (const fs::path& path : list_files(location, settings.recursive_version_locations)) {
      const FileKind* kind = kind_of(path.filename().string());
      if (kind && (settings.version_locations.size() == 1 || seen.insert(path).second))
        revisions.push_back(kind->read(path));
    }
  return revisions;
}

Environment load_environment(const boost::json::object& request) {
  EnvironmentSettings settings = read_settings(request);
  std::vector<Revision> revisions = read_revisions(settings);
  return {std::move(settings), RevisionGraph(std::move(revisions))};
}

}  // namespace pycharter::alembic

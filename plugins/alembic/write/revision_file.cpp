#include "alembic/write/revision_file.h"

#include <pycharter/plugin/error.h>
#include <sys/random.h>

#include <algorithm>

#include "alembic/environment/files.h"
#include "alembic/graph/errors.h"
#include "alembic/graph/identifiers.h"
#include "alembic/script/header.h"
#include "alembic/sql_file/lines.h"
#include "alembic/write/file_name.h"
#include "alembic/write/sql_template.h"
#include "alembic/write/template.h"

namespace pycharter::alembic {

namespace {

namespace fs = std::filesystem;

RevisionList parents_of(const Environment& environment, const NewRevision& request) {
  GraphWords words;
  words.multiple_heads =
      "Multiple heads are present; please specify the head revision on which the new revision should be "
      "based, or "
      "perform a merge.";
  const RevisionGraph& graph = environment.graph;
  const RevisionList parents =
      with_words(words, [&] { return as_revisions(revisions_at(graph, Identifiers(request.heads))); });
  for (std::size_t i = 0; i < parents.size(); ++i) {
    if (std::count(parents.begin(), parents.end(), parents[i]) > 1)
      throw Error(ErrorCode::usage, "Duplicate head revisions specified");
    if (!request.splice && !graph.is_head(parents[i]))
      throw Error(ErrorCode::usage,
                  "Revision " + graph.revision(parents[i]).id +
                      " is not a head revision; please specify --splice to create a new branch "
                      "from this revision");
  }
  return parents;
}

// Labels stay labels, partial ids become whole ones.
std::vector<std::string> dependencies_of(const RevisionGraph& graph, const std::vector<std::string>& names) {
  std::vector<std::string> resolved;
  for (const std::string& name : names) {
    const Point point = with_words({}, [&] { return revision_at(graph, name); });
    if (!point.is_revision()) throw Error(ErrorCode::usage, "'" + name + "' is no revision to depend on");
    resolved.push_back(graph.has_label(point.index(), name) ? name : graph.revision(point.index()).id);
  }
  return resolved;
}

void refuse_known_names(const RevisionGraph& graph, const std::string& id,
                        const std::vector<std::string>& labels) {
  try {
    verify_revision_id(id);
  } catch (const RevisionError& error) {
    throw Error(ErrorCode::usage, error.message());
  }
  if (id.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos)
    throw Error(ErrorCode::usage, "A revision identifier may not hold a slash: '" + id + "'");
  if (const auto found = graph.find(id))
    throw Error(ErrorCode::conflict,
                "Revision " + id + " is present already: " + graph.revision(*found).path);
  for (const std::string& label : labels)
    if (const auto found = graph.find(label))
      throw Error(ErrorCode::conflict, "Branch name '" + label + "' in revision " + id +
                                           " already used by revision " + graph.revision(*found).id);
}

fs::path folder_for(const Environment& environment, const RevisionList& parents,
                    const std::string& version_path) {
  const std::vector<fs::path>& locations = environment.settings.version_locations;
  fs::path folder;
  if (!version_path.empty()) {
    folder = fs::absolute(version_path);
  } else if (locations.size() == 1) {
    folder = locations.front();
  } else if (!parents.empty()) {
    folder = fs::path(environment.graph.revision(parents.front()).path).parent_path();
  } else {
    throw Error(ErrorCode::usage, "Multiple version locations present, please specify --version-path");
  }
  const auto same = [&](const fs::path& location) {
    return fs::weakly_canonical(location) == fs::weakly_canonical(folder);
  };
  if (std::none_of(locations.begin(), locations.end(), same))
    throw Error(ErrorCode::usage,
                "Path " + folder.string() + " is not represented in current version locations");
  return folder;
}

TemplateValue scalar_or_list(std::vector<std::string> ids) {
  if (ids.empty()) return {};
  if (ids.size() == 1) return ids.front();
  return ids;
}

// What the new file says of itself.
struct Described {
  std::string id;
  std::vector<std::string> parents, depends_on;
  CreateDate date;
};

std::string message_of(const NewRevision& request) {
  return request.message.value_or("empty message");
}

// The written header must say what was asked for: a template of one's own may leave a line out.
void check_header(const std::string& text, const fs::path& path, const NewRevision& request,
                  const Described& described) {
  script::RevisionHeader header = script::read_header(path.string(), text);
  if (!header.is_revision || header.revision != described.id || header.down_revisions != described.parents)
    throw Error(
        ErrorCode::config,
        "script.py.mako does not write revision and down_revision as given; compare it with Alembic's own");
  if (!request.branch_labels.empty() && header.branch_labels.empty())
    throw Error(ErrorCode::config,
                "Version " + described.id + " specified branch_labels " + join(request.branch_labels) +
                    ", however script.py.mako does not write them; add its 'branch_labels' line");
}

std::string python_text(const EnvironmentSettings& settings, const fs::path& path, const NewRevision& request,
                        const Described& described) {
  TemplateValues values;
  values["message"] = message_of(request);
  values["up_revision"] = described.id;
  values["down_revision"] = scalar_or_list(described.parents);
  values["branch_labels"] =
      request.branch_labels.empty() ? TemplateValue() : TemplateValue(request.branch_labels);
  values["depends_on"] = scalar_or_list(described.depends_on);
  values["create_date"] = described.date.text();
  const GeneratedBody body = request.body.value_or(GeneratedBody());
  for (const auto& [part, text] : {std::pair("imports", &body.imports), std::pair("upgrades", &body.upgrades),
                                   std::pair("downgrades", &body.downgrades)})
    values[part] = text->empty() ? TemplateValue() : TemplateValue(*text);
  const fs::path mako = settings.script_location / "script.py.mako";
  std::string text = render_template(read_file_if_exists(mako).value_or(std::string(default_template())),
                                     mako.string(), values);
  check_header(text, path, request, described);
  return text;
}

std::string sql_text(const NewRevision& request, const Described& described) {
  std::vector<std::string> names{described.id};
  for (const auto* more : {&described.parents, &request.branch_labels, &described.depends_on})
    names.insert(names.end(), more->begin(), more->end());
  for (const std::string& name : names)
    if (words_of(name) != std::vector{name} || name.find('\n') != std::string::npos)
      throw Error(ErrorCode::usage,
                  "'" + name +
                      "' cannot stand in the header of a .sql file, for its comma, quotes or "
                      "blanks; write this revision in Python");
  const std::string message = message_of(request);
  return sql_template({message.empty() ? "empty message" : message, described.id, described.parents,
                       request.branch_labels, described.depends_on, described.date.text()});
}

}  // namespace

std::string new_revision_id() {
  unsigned char bytes[6];
  if (::getrandom(bytes, sizeof bytes, 0) != static_cast<ssize_t>(sizeof bytes))
    throw Error(ErrorCode::internal,
                "The system gives no random bytes for a revision id; give one with --rev-id");
  static constexpr char digits[] = "0123456789abcdef";
  std::string id;
  for (const unsigned char byte : bytes) {
    id += digits[byte >> 4];
    id += digits[byte & 15];
  }
  return id;
}

fs::path write_revision(const Environment& environment, const NewRevision& request) {
  const EnvironmentSettings& settings = environment.settings;
  if (!settings.writable)
    throw Error(ErrorCode::config,
                "The installed contract migrations are not written to (" + settings.script_location.string() +
                    "); name an environment of your own with --config, or make one with `db env "
                    "DIR`");
  const std::string id = request.id.empty() ? new_revision_id() : request.id;
  refuse_known_names(environment.graph, id, request.branch_labels);
  const RevisionList parents = parents_of(environment, request);
  const Described described{
      id, environment.graph.ids(parents), dependencies_of(environment.graph, request.depends_on),
      request.date.empty() ? create_date_now(settings.timezone) : parse_create_date(request.date)};
  fs::path path = folder_for(environment, parents, request.version_path) /
                  revision_file_name(settings.file_template, id,
                                     slug_of(request.message.value_or(""), settings.truncate_slug_length),
                                     described.date);
  if (request.sql_file) path.replace_extension(".sql");
  const std::string text =
      request.sql_file ? sql_text(request, described) : python_text(settings, path, request, described);
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  if (failed)
    throw Error(ErrorCode::config,
                "Cannot make the folder " + path.parent_path().string() + ": " + failed.message());
  write_new_file(path, text);
  return path;
}

}  // namespace pycharter::alembic

#include "alembic/autogenerate/models/module_finder.h"

#include <algorithm>

#include "alembic/environment/files.h"

namespace pycharter::alembic {

namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

bool is_package(const fs::path& folder) {
  return is_file(folder / "__init__.py");
}

fs::path relative_path(std::string name) {
  std::replace(name.begin(), name.end(), '.', '/');
  return name;
}

bool holds(const fs::path& folder, const fs::path& path) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

bool is_identifier(const std::string& name) {
  return !name.empty() && name.find_first_of(".- ") == std::string::npos;
}

}  // namespace

std::optional<ModuleFile> ModuleFinder::look_up(const std::string& name) const {
  const fs::path relative = relative_path(name);
  std::optional<ModuleFile> plain;
  for (const fs::path& folder : folders_) {
    const fs::path path = folder / relative;
    if (is_package(path)) return ModuleFile{path / "__init__.py", path, true};
    fs::path file = path;
    file += ".py";
    if (is_file(file)) return ModuleFile{file, {}, false};
    if (!plain && is_folder(path)) plain = ModuleFile{{}, path, true};
  }
  return plain;
}

const std::optional<ModuleFile>& ModuleFinder::find(const std::string& name) {
  const auto known = found_.find(name);
  return known != found_.end() ? known->second : found_.emplace(name, look_up(name)).first->second;
}

std::string ModuleFinder::name_of(const fs::path& given) {
  fs::path path = fs::absolute(given).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  fs::path root = path.parent_path();
  // Folders of packages belong to the name; so do others, if a folder that is looked into holds them.
  const bool in_package = is_package(root) || is_package(path);
  while (is_package(root))
    root = root.parent_path();
  const bool known = std::any_of(folders_.begin(), folders_.end(),
                                 [&](const fs::path& folder) { return folder.lexically_normal() == root; });
  if (!known && !in_package)
    for (const fs::path& folder : folders_)
      if (holds(folder.lexically_normal(), path)) {
        root = folder.lexically_normal();
        break;
      }
  if (std::find(folders_.begin(), folders_.end(), root) == folders_.end()) {
    folders_.push_back(root);
    found_.clear();
  }
  fs::path relative = path.lexically_relative(root);
  if (relative.filename() == "__init__.py") relative = relative.parent_path();
  if (relative.extension() == ".py") relative.replace_extension();
  std::string name;
  for (const fs::path& part : relative)
    name += (name.empty() ? "" : ".") + part.string();
  return name;
}

namespace {

struct Contents {
  std::vector<fs::path> files, folders;  // what can be imported, by name
};

Contents contents_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  Contents contents;
  for (const fs::path& path : entries) {
    const std::string stem = path.stem().string(), name = path.filename().string();
    if (is_file(path) && path.extension() == ".py" && stem != "__init__" && is_identifier(stem))
      contents.files.push_back(path);
    else if (is_folder(path) && name != "__pycache__" && is_identifier(name) &&
             !fs::is_symlink(path, ignored))
      contents.folders.push_back(path);
  }
  return contents;
}

}  // namespace

std::vector<std::string> ModuleFinder::modules_below(const fs::path& folder) {
  std::vector<std::string> names;
  if (is_package(folder)) names.push_back(name_of(folder));
  const Contents contents = contents_of(folder);
  for (const fs::path& file : contents.files)
    names.push_back(name_of(file));
  for (const fs::path& below : contents.folders)
    for (std::string& name : modules_below(below))
      names.push_back(std::move(name));
  return names;
}

std::vector<std::string> ModuleFinder::modules_below(const fs::path& folder, const std::string& name) {
  std::vector<std::string> names;
  const Contents contents = contents_of(folder);
  for (const fs::path& file : contents.files)
    names.push_back(name + "." + file.stem().string());
  for (const fs::path& below : contents.folders) {
    const std::string inner = name + "." + below.filename().string();
    if (is_package(below)) names.push_back(inner);
    for (std::string& further : modules_below(below, inner))
      names.push_back(std::move(further));
  }
  return names;
}

}  // namespace pycharter::alembic

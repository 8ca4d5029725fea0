// Where a project's modules are: dotted names to files, and files to dotted names.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_MODULE_FINDER_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_MODULE_FINDER_H

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pycharter::alembic {

struct ModuleFile {
  std::filesystem::path path;    // empty for a namespace package
  std::filesystem::path folder;  // of a package
  bool package = false;
};

class ModuleFinder {
 public:
  explicit ModuleFinder(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}

  // As Python finds it: in each folder in order a package, then a file; a folder without __init__.py only
  // where there is nothing else.
  const std::optional<ModuleFile>& find(const std::string& name);

  // The name under which a file or folder is imported. The folder that holds its outermost package is looked
  // into from then on, if it was not before.
  std::string name_of(const std::filesystem::path& path);

  // The modules of a folder, the package itself first, then by name, with those of the folders below.
  std::vector<std::string> modules_below(const std::filesystem::path& folder);
  // The same of a folder that is imported under that name, without itself.
  std::vector<std::string> modules_below(const std::filesystem::path& folder, const std::string& name);

 private:
  std::optional<ModuleFile> look_up(const std::string& name) const;
  std::vector<std::filesystem::path> folders_;
  std::map<std::string, std::optional<ModuleFile>> found_;
};

}  // namespace pycharter::alembic

#endif

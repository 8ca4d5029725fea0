// A folder of plugins for one test: modules built by this project, copied beside manifests that the test
// writes.
#ifndef PYCHARTER_TESTS_PLUGIN_FOLDER_H
#define PYCHARTER_TESTS_PLUGIN_FOLDER_H

#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "plugin/catalog.h"
#include "temporary_folder.h"

namespace pycharter::tests {

class PluginFolder {
 public:
  const std::string& path() const { return folder_.path(); }
  std::string operator/(std::string_view name) const { return folder_ / name; }

  // Copies a built module to `as`.so; gives its path.
  std::string copy(const std::string& module, const std::string& as) const {
    const char* modules = std::getenv("PYCHARTER_TEST_MODULES");
    if (modules == nullptr) throw std::runtime_error("PYCHARTER_TEST_MODULES is not set");
    const auto to = folder_ / (as + ".so");
    std::filesystem::copy_file(std::string(modules) + "/" + module + ".so", to);
    std::filesystem::permissions(to, std::filesystem::perms(0755));
    return to;
  }

  // A manifest with these keys before the usual ones; an empty value leaves the key out.
  std::string write_manifest(const std::string& name, std::map<std::string, std::string> keys = {}) const {
    for (const auto& [key, value] : std::map<std::string, std::string>{{"name", name},
                                                                       {"kind", "backend"},
                                                                       {"version", "1.0"},
                                                                       {"library", name + ".so"},
                                                                       {"abi", "1.0"},
                                                                       {"capabilities", "persistent"},
                                                                       {"schemes", "test"},
                                                                       {"description", "For a test"}})
      keys.emplace(key, value);
    std::string text = "[plugin]\n";
    for (const auto& [key, value] : keys)
      if (!value.empty()) text += key + " = " + value + "\n";
    return folder_.write(name + ".plugin", text);
  }

  void install(const std::string& module, const std::map<std::string, std::string>& keys = {}) const {
    copy(module, module);
    write_manifest(module, keys);
  }

  plugin::SearchSettings settings() const { return {{{folder_.path(), "test"}}, {}, {}}; }
  plugin::Catalog scan() const { return plugin::Catalog::scan(settings()); }

 private:
  TemporaryFolder folder_;
};

}  // namespace pycharter::tests

#endif

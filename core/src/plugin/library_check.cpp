// What is looked at before a library is loaded.
#include <sys/stat.h>

#include <cstdlib>
#include <memory>

#include <pycharter/plugin/abi.h>

#include "config/trust.h"
#include "plugin/catalog.h"
#include "plugin/sha256.h"
#include "plugin/shared_object.h"

namespace pycharter::plugin {
namespace {

std::string real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
  return real ? real.get() : std::string();
}

std::optional<std::string> abi_problem(const Manifest& manifest) {
  if (manifest.abi_major == PYCHARTER_ABI_MAJOR) return std::nullopt;
  return "it was built for plugin interface " + std::to_string(manifest.abi_major) +
         ", and this pycharter has " + std::to_string(PYCHARTER_ABI_MAJOR) +
         "; install the plugin's version for it";
}

// A plain file beside its manifest: most are, and following each folder of two paths takes a dozen calls.
bool is_file_beside(const Manifest& manifest) {
  struct stat info {};
  const auto name = manifest.library.rfind('/');
  return manifest.library.substr(0, name) == manifest.folder() &&
         lstat(manifest.library.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

std::optional<std::string> leads_out(const Manifest& manifest) {
  if (is_file_beside(manifest)) return std::nullopt;
  const auto library = real_path(manifest.library);
  if (library.empty()) return std::nullopt;  // shared_object_problem has the system's words
  if (!library.starts_with(real_path(manifest.folder()) + "/"))
    return manifest.library + " leads out of its folder, to " + library;
  return std::nullopt;
}

std::optional<std::string> place_problem(const Manifest& manifest, bool installed) {
  if (manifest.library.find('\0') != std::string::npos) return "the library's path holds a NUL character";
  if (auto problem = leads_out(manifest)) return problem;
  if (installed) return std::nullopt;
  return config::untrusted_reason(manifest.library);
}

std::optional<std::string> pin_problem(const Manifest& manifest, const SearchSettings& settings) {
  const auto pin = settings.pins.find(manifest.name);
  if (pin == settings.pins.end()) return std::nullopt;
  const auto found = sha256_of_file(manifest.library);
  if (found == pin->second) return std::nullopt;
  return "[plugins] sha256 pins '" + manifest.name + "' to " + pin->second + ", and " + manifest.library +
         " has " + found;
}

}  // namespace

std::optional<std::string> library_problem(const Manifest& manifest, const SearchSettings& settings,
                                           bool installed) {
  if (auto problem = abi_problem(manifest)) return problem;
  if (auto problem = place_problem(manifest, installed)) return problem;
  if (auto problem = shared_object_problem(manifest.library)) return problem;
  return pin_problem(manifest, settings);
}

}  // namespace pycharter::plugin

#include "config/installation.h"

#include <dlfcn.h>

#include <filesystem>

namespace pycharter::config {

namespace fs = std::filesystem;

std::string library_folder() {
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&library_folder), &info) == 0 || info.dli_fname == nullptr)
    return {};
  std::error_code error;
  const auto path = fs::canonical(info.dli_fname, error);
  return error ? std::string() : path.parent_path().string();
}

std::optional<std::string> installed_folder(const std::string& relative) {
  const std::string folder = library_folder();
  // PYCHARTER_LIBDIR is meson's libdir: "lib/x86_64-linux-gnu", or an absolute folder that can't move.
  const std::string libdir = fs::path("/" PYCHARTER_LIBDIR).lexically_normal().string();
  if (relative.starts_with('/')) return relative;
  if (!folder.ends_with(libdir)) return std::nullopt;
  const std::string prefix = folder.substr(0, folder.size() - libdir.size());
  return (fs::path(prefix.empty() ? "/" : prefix) / relative).lexically_normal().string();
}

}  // namespace pycharter::config

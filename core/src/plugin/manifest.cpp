#include "plugin/manifest.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>

#include <pycharter/plugin/abi.h>
#include <pycharter/plugin/error.h>

#include "config/ini.h"
#include "config/suggest.h"
#include "plugin/capabilities.h"

namespace pycharter::plugin {
namespace {

constexpr std::string_view section = "plugin";
constexpr std::size_t max_name_size = 64;

struct KindName {
  std::uint32_t kind;
  std::string_view name;
};

constexpr KindName kinds[] = {{PYCHARTER_BACKEND, "backend"}, {PYCHARTER_ENGINE, "engine"}};

[[noreturn]] void broken(const std::string& path, int line, const std::string& what) {
  const std::string place = line > 0 ? path + ":" + std::to_string(line) : path;
  throw Error(ErrorCode::plugin, "the manifest " + place + " is broken: " + what,
              {.file = path, .line = line});
}

// One manifest while it is taken apart.
class Reader {
 public:
  Reader(const config::Ini& ini, const std::string& path) : ini_(ini), path_(path) {}

  Manifest read() const {
    Manifest manifest;
    manifest.path = path_;
    manifest.name = identifier(require("name"));
    manifest.kind = kind(require("kind"));
    manifest.version = require("version").value;
    manifest.library = library(require("library"), manifest);
    read_abi(require("abi"), manifest);
    manifest.capabilities = capabilities(manifest);
    manifest.schemes = schemes(manifest);
    if (const auto* entry = ini_.find(section, "description")) manifest.description = entry->value;
    manifest.settings = words("settings");
    return manifest;
  }

 private:
  const config::IniEntry& require(std::string_view key) const {
    const auto* entry = ini_.find(section, key);
    if (entry == nullptr || entry->value.empty())
      broken(path_, entry == nullptr ? 0 : entry->line, "[plugin] " + std::string(key) + " is missing");
    return *entry;
  }

  std::vector<std::string> words(std::string_view key) const {
    std::vector<std::string> found;
    const auto* entry = ini_.find(section, key);
    if (entry == nullptr) return found;
    constexpr std::string_view separators = " \t\r\n,";
    const std::string_view text = entry->value;
    for (auto from = text.find_first_not_of(separators); from != std::string_view::npos;) {
      const auto to = std::min(text.find_first_of(separators, from), text.size());
      found.emplace_back(text.substr(from, to - from));
      from = text.find_first_not_of(separators, to);
    }
    return found;
  }

  int line_of(std::string_view key) const {
    const auto* entry = ini_.find(section, key);
    return entry == nullptr ? 0 : entry->line;
  }

  static bool is_word(std::string_view text, std::string_view more) {
    return !text.empty() && text.size() <= max_name_size &&
           std::all_of(text.begin(), text.end(), [&](char c) {
             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                    more.find(c) != std::string_view::npos;
           });
  }

  std::string identifier(const config::IniEntry& entry) const {
    if (!is_word(entry.value, "-_"))
      broken(
          path_, entry.line,
          "a plugin's name is up to 64 lower-case letters, digits, '-' and '_', not '" + entry.value + "'");
    return entry.value;
  }

  std::uint32_t kind(const config::IniEntry& entry) const {
    for (const auto& known : kinds)
      if (known.name == entry.value) return known.kind;
    broken(path_, entry.line, "kind is backend or engine, not '" + entry.value + "'");
  }

  std::string library(const config::IniEntry& entry, const Manifest& manifest) const {
    const std::string_view value = entry.value;
    if (value.front() == '/')
      broken(path_, entry.line,
             "library must be relative to the manifest's folder, not '" + entry.value + "'");
    for (std::size_t from = 0; from <= value.size();) {
      const auto to = std::min(value.find('/', from), value.size());
      const auto part = value.substr(from, to - from);
      if (part == ".." || part == "." || part.empty())
        broken(path_, entry.line, "library '" + entry.value + "' must stay in the manifest's folder");
      from = to + 1;
    }
    return manifest.folder() + "/" + entry.value;
  }

  void read_abi(const config::IniEntry& entry, Manifest& manifest) const {
    const char* end = entry.value.data() + entry.value.size();
    const auto major = std::from_chars(entry.value.data(), end, manifest.abi_major);
    if (major.ec == std::errc() && major.ptr != end && *major.ptr == '.') {
      const auto minor = std::from_chars(major.ptr + 1, end, manifest.abi_minor);
      if (minor.ec == std::errc() && minor.ptr == end && manifest.abi_major >= 0 && manifest.abi_minor >= 0)
        return;
    }
    broken(path_, entry.line, "abi is MAJOR.MINOR as in 1.0, not '" + entry.value + "'");
  }

  std::uint64_t capabilities(const Manifest& manifest) const {
    const bool newer =
        manifest.abi_major > PYCHARTER_ABI_MAJOR ||
        (manifest.abi_major == PYCHARTER_ABI_MAJOR && manifest.abi_minor > PYCHARTER_ABI_MINOR);
    std::uint64_t bits = 0;
    for (const auto& word : words("capabilities")) {
      const auto bit = capability_bit(word);
      if (!bit && !newer)
        broken(path_, line_of("capabilities"),
               "no capability is called '" + word + "'" + config::did_you_mean(word, capability_words()));
      bits |= bit.value_or(0);
    }
    return bits;
  }

  std::vector<std::string> schemes(const Manifest& manifest) const {
    auto found = words("schemes");
    for (const auto& scheme : found)
      if (!is_word(scheme, "+-.")) broken(path_, line_of("schemes"), "'" + scheme + "' is no URL scheme");
    if (manifest.kind == PYCHARTER_BACKEND && found.empty())
      broken(path_, line_of("schemes"),
             "a backend serves at least one URL scheme: [plugin] schemes is missing");
    if (manifest.kind != PYCHARTER_BACKEND && !found.empty())
      broken(path_, line_of("schemes"), "only a backend serves URL schemes");
    return found;
  }

  const config::Ini& ini_;
  const std::string& path_;
};

config::Ini parse_ini(std::string_view text, const std::string& path) {
  try {
    return config::Ini::parse(text, path, config::InlineComments::strip);
  } catch (const Error& error) {
    throw Error(ErrorCode::plugin, "the manifest is broken: " + error.message(), error.facts());
  }
}

}  // namespace

std::string Manifest::folder() const {
  return path.substr(0, path.rfind('/'));
}

Manifest parse_manifest(std::string_view text, const std::string& path) {
  if (text.size() > max_manifest_size)
    broken(path, 0, "it is larger than " + std::to_string(max_manifest_size) + " bytes");
  const auto ini = parse_ini(text, path);
  if (!ini.has_section(section)) broken(path, 0, "it has no [plugin] section");
  return Reader(ini, path).read();
}

Manifest read_manifest(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0)
    throw Error(ErrorCode::plugin, "the manifest " + path + " can't be read: " + std::strerror(errno),
                {.file = path});
  if (!S_ISREG(info.st_mode))
    throw Error(ErrorCode::plugin, "the manifest " + path + " is not a regular file", {.file = path});
  if (info.st_size > static_cast<off_t>(max_manifest_size))
    broken(path, 0, "it is larger than " + std::to_string(max_manifest_size) + " bytes");
  return parse_manifest(config::read_text_file(path, max_manifest_size), path);
}

std::string_view kind_name(std::uint32_t kind) {
  for (const auto& known : kinds)
    if (known.kind == kind) return known.name;
  return "unknown";
}

}  // namespace pycharter::plugin

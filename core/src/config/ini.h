// INI files as Python's configparser reads them: pycharter.cfg, alembic.ini, plugin manifests.
//
// Boost.PropertyTree splits sections and keys; ini_lines.h prepares what it can't read: continuation lines,
// `key: value`, inline comments, a BOM, CRLF. Every value knows its line, every error names file and line.
// Keys are compared in lower case, sections as written; [DEFAULT] stands behind every section.
#ifndef PYCHARTER_CONFIG_INI_H
#define PYCHARTER_CONFIG_INI_H

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/export.h>

namespace pycharter::config {

inline constexpr std::size_t max_ini_size = 4 * 1024 * 1024;

enum class InlineComments {
  keep,   // configparser's default: they belong to the value. For alembic.ini.
  strip,  // ` ;` and ` #` end a value. For pycharter.cfg and manifests.
};

struct IniEntry {
  std::string key;    // lower case
  std::string value;  // before interpolation; continuation lines joined by line feeds
  int line = 0;       // of the key
};

struct IniSection {
  std::string name;
  int line = 0;
  std::vector<IniEntry> entries;
};

class PYCHARTER_API Ini {
 public:
  // Throws config: can't be read, over max_ini_size, binary, not UTF-8, a line that is no key, a duplicate.
  static Ini load(const std::string& path, InlineComments comments);
  // `path` is for messages and for %(here)s, the absolute folder that holds it.
  static Ini parse(std::string_view text, const std::string& path, InlineComments comments);

  const std::string& path() const { return path_; }
  // What %(here)s stands for; empty for a file without interpolation.
  const std::string& here() const { return here_; }
  const std::vector<IniSection>& sections() const { return sections_; }
  // In a file of our own, % that begins neither %% nor %(name)s stands for itself: a URL with an encoded
  // password is what people paste there. Alembic's files are read as Python reads them, which refuses it.
  bool keeps_lone_percent() const { return keeps_lone_percent_; }
  bool has_section(std::string_view section) const;

  // The entry as written in that section, or in [DEFAULT].
  const IniEntry* find(std::string_view section, std::string_view key) const;
  // With %(name)s, %(here)s and %% replaced. Throws config, naming the place, where that fails.
  std::optional<std::string> get(std::string_view section, std::string_view key) const;
  // All keys of the section that Python would see, [DEFAULT] included, interpolated.
  std::map<std::string, std::string> values(std::string_view section) const;

 private:
  std::string path_;
  std::string here_;
  bool keeps_lone_percent_ = false;
  std::vector<IniSection> sections_;
};

// The whole file, at most `limit` bytes. Throws config with the system's words.
PYCHARTER_API std::string read_text_file(const std::string& path, std::size_t limit);

}  // namespace pycharter::config

#endif

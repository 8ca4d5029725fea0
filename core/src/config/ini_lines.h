// Physical lines of an INI file to logical ones, one a line, that Boost.PropertyTree's reader takes.
#ifndef PYCHARTER_CONFIG_INI_LINES_H
#define PYCHARTER_CONFIG_INI_LINES_H

#include <string>
#include <string_view>
#include <vector>

#include "config/ini.h"

namespace pycharter::config {

// Stands for a line feed inside a value; no text file holds it (the reader refuses control characters).
inline constexpr char value_line_feed = '\x1f';

struct IniLine {
  enum class Kind { section, entry } kind;
  std::string text;  // "[name]" or "key=value"
  int line;          // from 1, in the file
};

// Throws config, naming file and line: binary, not UTF-8, a line that is neither section nor key, a key
// outside any section, a key or section written twice.
std::vector<IniLine> logical_lines(std::string_view text, const std::string& path, InlineComments comments);

}  // namespace pycharter::config

#endif

#include "config/ini.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <sstream>
#include <utility>

#include <boost/property_tree/ini_parser.hpp>
#include <boost/property_tree/ptree.hpp>

#include <pycharter/plugin/error.h>

#include "config/ini_lines.h"
#include "config/text.h"

namespace pycharter::config {
namespace {

constexpr int max_interpolation_depth = 10;  // configparser's MAX_INTERPOLATION_DEPTH

boost::property_tree::ptree read_tree(const std::vector<IniLine>& lines, const std::string& path) {
  std::string joined;
  for (const auto& line : lines)
    joined.append(line.text).append(1, '\n');
  std::istringstream text(std::move(joined));
  boost::property_tree::ptree tree;
  try {
    boost::property_tree::read_ini(text, tree);
  } catch (const boost::property_tree::ini_parser_error& error) {
    const auto index = error.line() > 0 ? error.line() - 1 : 0;
    const int line = index < lines.size() ? lines[index].line : 0;
    throw Error(ErrorCode::config, path + ":" + std::to_string(line) + ": " + error.message(),
                {.file = path, .line = line});
  }
  return tree;
}

// The tree keeps the order of the lines, so that the two are walked side by side; sections without keys are
// in the lines alone.
std::vector<IniSection> to_sections(const std::vector<IniLine>& lines,
                                    const boost::property_tree::ptree& tree) {
  std::vector<IniSection> sections;
  auto node = tree.begin();
  boost::property_tree::ptree::const_iterator entry;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].kind == IniLine::Kind::section) {
      sections.push_back({lines[i].text.substr(1, lines[i].text.size() - 2), lines[i].line, {}});
      const bool has_keys = i + 1 < lines.size() && lines[i + 1].kind == IniLine::Kind::entry;
      if (has_keys) entry = (node++)->second.begin();
      continue;
    }
    std::string value = entry->second.data();
    for (char& c : value)
      if (c == value_line_feed) c = '\n';
    sections.back().entries.push_back({entry->first, std::move(value), lines[i].line});
    ++entry;
  }
  return sections;
}

const IniEntry* find_in(const std::vector<IniSection>& sections, std::string_view section,
                        std::string_view key) {
  for (const auto& candidate : sections) {
    if (candidate.name != section) continue;
    for (const auto& entry : candidate.entries)
      if (entry.key == key) return &entry;
  }
  return nullptr;
}

struct Interpolation {
  const Ini& ini;
  std::string_view section;
  const IniEntry& origin;  // the entry whose value is wanted

  [[noreturn]] void fail(const std::string& message) const {
    throw Error(
        ErrorCode::config,
        ini.path() + ":" + std::to_string(origin.line) + ": in the value of '" + origin.key + "' " + message,
        {.file = ini.path(), .line = origin.line});
  }

  std::string expand(std::string_view text, int depth) const {
    if (depth > max_interpolation_depth) fail("%(name)s refers to itself, or nests too deep");
    std::string result;
    while (true) {
      const auto percent = text.find('%');
      result.append(text.substr(0, percent));
      if (percent == std::string_view::npos) return result;
      text.remove_prefix(percent + 1);
      if (text.starts_with('%')) {
        result += '%';
        text.remove_prefix(1);
        continue;
      }
      if (ini.keeps_lone_percent() && !text.starts_with('(')) {
        result += '%';
        continue;
      }
      const auto close = text.find(")s");
      if (!text.starts_with('(') || close == std::string_view::npos)
        fail("a % is followed neither by % nor by (name)s; write % itself as %%");
      append_name(text.substr(1, close - 1), depth, result);
      text.remove_prefix(close + 2);
      if (result.size() > max_ini_size) fail("%(name)s expands to too much text");
    }
  }

  void append_name(std::string_view name, int depth, std::string& result) const {
    const std::string key = to_lower(name);
    if (const auto* entry = ini.find(section, key))
      result += expand(entry->value, depth + 1);
    else if (key == "here")
      result += ini.here();
    else
      fail("%(" + std::string(name) + ")s names no key of [" + std::string(section) + "] or [DEFAULT]");
  }
};

}  // namespace

std::string read_text_file(const std::string& path, std::size_t limit) {
  const auto fail = [&](const std::string& why) -> Error {
    return Error(ErrorCode::config, "can't read " + path + ": " + why, {.file = path});
  };
  if (path.find('\0') != std::string::npos)
    throw Error(ErrorCode::config, "a file name holds a NUL character");
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) throw fail("it is a folder");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), &std::fclose);
  if (!file) throw fail(std::strerror(errno));
  std::string text;
  char buffer[16384];
  while (const auto size = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text.append(buffer, size);
    if (text.size() > limit) throw fail("it has more than " + std::to_string(limit) + " bytes");
  }
  if (std::ferror(file.get()) != 0) throw fail(std::strerror(errno));
  return text;
}

Ini Ini::load(const std::string& path, InlineComments comments) {
  return parse(read_text_file(path, max_ini_size), path, comments);
}

Ini Ini::parse(std::string_view text, const std::string& path, InlineComments comments) {
  if (text.size() > max_ini_size)
    throw Error(ErrorCode::config, path + " has more than " + std::to_string(max_ini_size) + " bytes",
                {.file = path});
  const auto lines = logical_lines(text, path, comments);
  Ini ini;
  ini.path_ = path;
  ini.keeps_lone_percent_ = comments == InlineComments::strip;
  // Only interpolation asks for it, and it takes longer than a manifest's lines.
  if (text.find("%(") != std::string_view::npos)
    ini.here_ = std::filesystem::absolute(path).lexically_normal().parent_path().string();
  ini.sections_ = to_sections(lines, read_tree(lines, path));
  return ini;
}

bool Ini::has_section(std::string_view section) const {
  for (const auto& candidate : sections_)
    if (candidate.name == section) return true;
  return false;
}

const IniEntry* Ini::find(std::string_view section, std::string_view key) const {
  // As it is written first: [pycharter:types] tells keys apart by case.
  if (const auto* exact = find_in(sections_, section, std::string(key))) return exact;
  const std::string lower = to_lower(key);
  const auto* entry = find_in(sections_, section, lower);
  return entry != nullptr ? entry : find_in(sections_, "DEFAULT", lower);
}

std::optional<std::string> Ini::get(std::string_view section, std::string_view key) const {
  const auto* entry = find(section, key);
  if (entry == nullptr) return std::nullopt;
  return Interpolation{*this, section, *entry}.expand(entry->value, 1);
}

std::map<std::string, std::string> Ini::values(std::string_view section) const {
  std::map<std::string, std::string> values;
  for (const auto& name : {std::string_view("DEFAULT"), section})
    for (const auto& candidate : sections_)
      if (candidate.name == name)
        for (const auto& entry : candidate.entries)
          values[entry.key] = *get(section, entry.key);
  return values;
}

}  // namespace pycharter::config

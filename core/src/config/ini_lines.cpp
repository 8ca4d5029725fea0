#include "config/ini_lines.h"

#include <map>
#include <optional>

#include <pycharter/plugin/error.h>

#include "config/text.h"
#include "config/utf8.h"

namespace pycharter::config {
namespace {

class Reader {
 public:
  Reader(const std::string& path, InlineComments comments) : path_(path), comments_(comments) {}

  void read(std::string_view raw) {
    ++line_;
    if (raw.ends_with('\r')) raw.remove_suffix(1);
    check_bytes(raw);
    const auto text = trim(strip_comment(raw));
    if (text.empty()) {
      // A blank line belongs to a value that goes on after it; a comment line does not.
      if (in_entry_ && trim(raw).empty()) pending_blank_lines_ += value_line_feed;
      return;
    }
    const auto indent = raw.find_first_not_of(" \t");
    if (in_entry_ && indent > entry_indent_) return continue_value(text);
    pending_blank_lines_.clear();
    if (text.front() == '[') return open_section(text);
    open_entry(text, indent);
  }

  std::vector<IniLine> take() { return std::move(lines_); }

 private:
  [[noreturn]] void fail(const std::string& message, int line) const {
    throw Error(ErrorCode::config, path_ + ":" + std::to_string(line) + ": " + message,
                {.file = path_, .line = line});
  }

  void check_bytes(std::string_view raw) const {
    for (const char c : raw)
      if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f)
        fail("this is not a text file: it holds a control character", line_);
    if (!is_utf8(raw)) fail("this line is not UTF-8; save the file in that encoding", line_);
  }

  std::string_view strip_comment(std::string_view raw) const {
    const auto start = raw.find_first_not_of(" \t");
    if (start == std::string_view::npos || raw[start] == '#' || raw[start] == ';') return {};
    if (comments_ == InlineComments::keep) return raw;
    for (std::size_t i = 1; i < raw.size(); ++i)
      if ((raw[i] == '#' || raw[i] == ';') && (raw[i - 1] == ' ' || raw[i - 1] == '\t'))
        return raw.substr(0, i);
    return raw;
  }

  void continue_value(std::string_view text) {
    lines_.back().text.append(pending_blank_lines_).append(1, value_line_feed).append(text);
    pending_blank_lines_.clear();
  }

  void open_section(std::string_view text) {
    const auto close = text.rfind(']');
    if (close == std::string_view::npos || close == 1) fail("a section is written [name]", line_);
    section_ = std::string(trim(text.substr(1, close - 1)));
    if (section_->find(']') != std::string::npos) fail("the name of a section holds a ]", line_);
    if (const auto [seen, is_new] = sections_.emplace(*section_, line_); !is_new)
      fail("section [" + *section_ + "] was opened in line " + std::to_string(seen->second) +
               " already; put its keys there",
           line_);
    keys_.clear();
    in_entry_ = false;
    lines_.push_back({IniLine::Kind::section, "[" + *section_ + "]", line_});
  }

  void open_entry(std::string_view text, std::size_t indent) {
    const auto delimiter = text.find_first_of("=:");
    if (!section_) fail("this line stands before the first [section]", line_);
    if (delimiter == std::string_view::npos) fail("this is neither [section] nor key = value", line_);
    const auto written = trim(text.substr(0, delimiter));
    // configparser reads keys in lower case; names of Python, which this section holds, are told apart by
    // case.
    const std::string key = *section_ == "pycharter:types" ? std::string(written) : to_lower(written);
    if (key.empty()) fail("no key stands before the " + std::string(1, text[delimiter]), line_);
    if (const auto [seen, is_new] = keys_.emplace(key, line_); !is_new)
      fail("key '" + key + "' of section [" + *section_ + "] was set in line " +
               std::to_string(seen->second) + " already; remove one",
           line_);
    lines_.push_back(
        {IniLine::Kind::entry, key + "=" + std::string(trim(text.substr(delimiter + 1))), line_});
    in_entry_ = true;
    entry_indent_ = indent;
  }

  const std::string& path_;
  InlineComments comments_;
  int line_ = 0;
  std::vector<IniLine> lines_;
  std::map<std::string, int> sections_;  // name to line
  std::map<std::string, int> keys_;      // of the section being read
  std::optional<std::string> section_;
  bool in_entry_ = false;
  std::size_t entry_indent_ = 0;
  std::string pending_blank_lines_;
};

}  // namespace

std::vector<IniLine> logical_lines(std::string_view text, const std::string& path, InlineComments comments) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  Reader reader(path, comments);
  while (!text.empty()) {
    const auto end = text.find('\n');
    reader.read(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return reader.take();
}

}  // namespace pycharter::config

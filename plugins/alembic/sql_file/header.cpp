#include "alembic/sql_file/header.h"

#include <pycharter/plugin/suggest.h>

#include <algorithm>
#include <set>

#include "alembic/sql_file/lines.h"

namespace pycharter::alembic {

namespace {

class HeaderReader {
 public:
  explicit HeaderReader(const script::Source& source) : source_(source) {}

  ReadHeader read() {
    Lines lines(source_.text(), 0);
    std::size_t end = source_.text().size();
    while (const auto line = lines.next()) {
      if (section_opened_by(line->text)) {
        end = line->offset;
        break;
      }
      read_line(*line);
    }
    if (!seen_.contains("revision"))
      fail(0,
           "this .sql file has no `-- revision: ID` line before its first section; write one, or move the "
           "file out "
           "of the version folder");
    header_.doc = doc();
    return {std::move(header_), end};
  }

 private:
  using Method = void (HeaderReader::*)(std::string_view value);
  struct Key {
    std::string_view name;
    Method method;
  };
  static constexpr std::size_t key_count = 7;
  static const Key keys[key_count];

  void read_line(const Line& line) {
    offset_ = line.offset;
    if (trimmed(line.text).empty()) return;
    const auto comment = comment_of(line.text);
    if (!comment) {
      offset_ += line.text.find_first_not_of(" \t");
      fail(offset_,
           "text before a section: only comments with `--` in column 1 may stand before the first `-- "
           "upgrade` "
           "or `-- downgrade` line");
    }
    for (const Key& key : keys)
      if (const auto value = value_of(line.text, key.name)) return take(key, *value);
    refuse_near_miss(*comment);
    said_ += std::string(*comment) + "\n";
  }

  void take(const Key& key, std::string_view value) {
    if (!seen_.insert(key.name).second) fail(offset_, "a second `-- " + std::string(key.name) + ":` line");
    (this->*key.method)(value);
  }

  // `-- down_revison: x` would make a base of a revision that is none.
  void refuse_near_miss(std::string_view comment) const {
    const std::size_t colon = comment.find(':');
    if (colon == std::string_view::npos) return;
    const std::string_view word = trimmed(comment.substr(0, colon));
    if (word.find_first_of(" \t") != std::string_view::npos) return;
    std::vector<std::string_view> names{"dialect"};
    for (const Key& key : keys)
      names.push_back(key.name);
    const std::string meant = plugin::nearest(word, names);
    if (meant == "dialect")
      fail(offset_, "`-- dialect:` stands within a section, after its `-- upgrade` or `-- downgrade` line");
    if (!meant.empty())
      fail(offset_, "'" + std::string(word) + "' is no key of a .sql revision's header" +
                        plugin::did_you_mean(word, names));
  }

  std::vector<std::string> words(std::string_view value) const {
    auto words = words_of(value);
    if (!words) fail(offset_, "an empty name between the commas");
    return std::move(*words);
  }

  void revision(std::string_view value) {
    const auto ids = words(value);
    if (ids.size() != 1) fail(offset_, "`-- revision:` needs one id, such as `-- revision: 1a2b3c4d5e6f`");
    header_.revision = ids.front();
  }
  void down_revision(std::string_view value) { header_.down_revisions = words(value); }
  void branch_labels(std::string_view value) { header_.branch_labels = words(value); }
  void depends_on(std::string_view value) { header_.depends_on = words(value); }
  void message(std::string_view value) { message_ = value; }
  void create_date(std::string_view value) { create_date_ = value; }
  void transaction(std::string_view value) {
    if (value != "on" && value != "off")
      fail(offset_, "`-- transaction:` is `on` or `off`, not '" + std::string(value) + "'");
    header_.transaction = value == "on";
  }

  // As the docstring of a script: the message, a blank line, the rest.
  std::string doc() const {
    std::string text = message_;
    add_paragraph(text, said_);
    // Alone it would be taken for the message.
    if (!text.empty() && !create_date_.empty()) add_paragraph(text, "Create Date: " + create_date_);
    return text;
  }

  static void add_paragraph(std::string& text, const std::string& paragraph) {
    const std::size_t first = paragraph.find_first_not_of('\n');
    if (first == std::string::npos) return;
    const std::size_t last = paragraph.find_last_not_of('\n');
    text += (text.empty() ? "" : "\n\n") + paragraph.substr(first, last - first + 1);
  }

  [[noreturn]] void fail(std::size_t offset, const std::string& message) const {
    source_.fail(static_cast<std::uint32_t>(offset), message);
  }

  const script::Source& source_;
  SqlHeader header_;
  std::string message_, said_, create_date_;
  std::set<std::string_view> seen_;
  std::size_t offset_ = 0;  // of the line being read
};

const HeaderReader::Key HeaderReader::keys[key_count] = {{"revision", &HeaderReader::revision},
                                                         {"down_revision", &HeaderReader::down_revision},
                                                         {"branch_labels", &HeaderReader::branch_labels},
                                                         {"depends_on", &HeaderReader::depends_on},
                                                         {"message", &HeaderReader::message},
                                                         {"create_date", &HeaderReader::create_date},
                                                         {"transaction", &HeaderReader::transaction}};

}  // namespace

ReadHeader read_header_lines(const script::Source& source) {
  return HeaderReader(source).read();
}

SqlHeader read_sql_header(const std::string& path, std::string bytes) {
  return read_header_lines(script::Source(path, std::move(bytes))).header;
}

}  // namespace pycharter::alembic

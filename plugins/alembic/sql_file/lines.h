// The lines of a .sql revision that speak to the engine.
#ifndef PYCHARTER_ALEMBIC_SQL_FILE_LINES_H
#define PYCHARTER_ALEMBIC_SQL_FILE_LINES_H

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::alembic {

inline constexpr std::array<std::string_view, 2> section_names{"upgrade", "downgrade"};

struct Line {
  std::string_view text;   // without its end
  std::size_t offset = 0;  // in the file
};

class Lines {
 public:
  Lines(std::string_view text, std::size_t begin) : text_(text), at_(begin) {}
  std::optional<Line> next();

 private:
  std::string_view text_;
  std::size_t at_;
};

std::string_view trimmed(std::string_view text);

// What follows `--` in column 1, trimmed; nothing where the line is no such comment.
std::optional<std::string_view> comment_of(std::string_view line);

// "-- upgrade": the name of the section that the line opens.
std::optional<std::string_view> section_opened_by(std::string_view line);

// "-- dialect: x": what follows `key:`, trimmed.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key);

// Comma-separated words, quotes around them dropped; none for an empty text and for None. Nothing where one
// of several is empty.
std::optional<std::vector<std::string>> words_of(std::string_view value);

}  // namespace pycharter::alembic

#endif

#include "alembic/sql_file/lines.h"

#include <algorithm>

namespace pycharter::alembic {

namespace {

constexpr std::string_view blanks = " \t\r\f\v";

std::string_view without_quotes(std::string_view word) {
  const bool quoted =
      word.size() > 1 && word.front() == word.back() && (word.front() == '\'' || word.front() == '"');
  return quoted ? word.substr(1, word.size() - 2) : word;
}

}  // namespace

std::optional<Line> Lines::next() {
  if (at_ >= text_.size()) return std::nullopt;
  const std::size_t end = std::min(text_.find('\n', at_), text_.size());
  const Line line{text_.substr(at_, end - at_), at_};
  at_ = end + 1;
  return line;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<std::string_view> comment_of(std::string_view line) {
  if (!line.starts_with("--")) return std::nullopt;
  return trimmed(line.substr(2));
}

std::optional<std::string_view> section_opened_by(std::string_view line) {
  const auto comment = comment_of(line);
  if (!comment) return std::nullopt;
  const auto* found = std::find(section_names.begin(), section_names.end(), *comment);
  return found == section_names.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
  const auto comment = comment_of(line);
  if (!comment || !comment->starts_with(key)) return std::nullopt;
  const std::string_view rest = trimmed(comment->substr(key.size()));
  if (!rest.starts_with(':')) return std::nullopt;
  return trimmed(rest.substr(1));
}

std::optional<std::vector<std::string>> words_of(std::string_view value) {
  std::vector<std::string> words;
  if (value.empty() || value == "None") return words;
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::size_t end = std::min(value.find(',', begin), value.size());
    const std::string_view word = without_quotes(trimmed(value.substr(begin, end - begin)));
    if (word.empty()) return std::nullopt;
    words.emplace_back(word);
    begin = end + 1;
  }
  return words;
}

}  // namespace pycharter::alembic

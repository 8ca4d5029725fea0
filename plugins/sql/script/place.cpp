#include "sql/script/place.h"

#include <algorithm>

#include "pycharter/plugin/error.h"

namespace pycharter::sql::script {
namespace {

constexpr std::size_t longest_shown_line = 200;  // bytes

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::string line_around(std::string_view text, std::size_t offset) {
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  std::size_t length = std::min(end - begin, longest_shown_line);
  while (begin + length < end && length > 0 && continues_character(text[begin + length]))
    --length;
  return std::string(text.substr(begin, length));
}

}  // namespace

Place Places::at(std::size_t offset) {
  for (; offset_ < std::min(offset, text_.size()); ++offset_) {
    if (text_[offset_] == '\n') {
      ++place_.line;
      place_.column = 1;
    } else if (!continues_character(text_[offset_])) {
      ++place_.column;
    }
  }
  return place_;
}

void fail_at(std::string_view text, std::size_t offset, const std::string& message) {
  const Place place = Places(text).at(offset);
  ErrorFacts facts;
  facts.line = place.line;
  facts.column = place.column;
  facts.source_line = line_around(text, offset);
  throw Error(ErrorCode::script, message, std::move(facts));
}

}  // namespace pycharter::sql::script

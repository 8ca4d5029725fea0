// The bytes of a script as text: encoding, line ends, positions.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_SOURCE_H
#define PYCHARTER_ALEMBIC_SCRIPT_SOURCE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "alembic/script/error.h"

namespace pycharter::alembic::script {

// UTF-8 without byte order mark, lines ended by \n alone.
class Source {
 public:
  Source() = default;
  // Throws when the bytes are not what their coding line (PEP 263; UTF-8 by default, Latin-1 and ASCII
  // accepted) says, or hold a NUL.
  Source(std::string path, std::string bytes);

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  Position position(std::uint32_t offset) const;
  [[noreturn]] void fail(std::uint32_t offset, const std::string& message) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> lines_;  // where each begins
};

// The first byte that is not valid UTF-8 (surrogates and overlong forms are not), or npos.
std::size_t find_invalid_utf8(std::string_view text) noexcept;
// The same text with \r\n and \r as \n. Cheap when there is none.
std::string unify_line_ends(std::string text);
// The name in a coding line among the first two lines, lower case with `-`, or empty.
std::string coding_name(std::string_view text);

}  // namespace pycharter::alembic::script

#endif

// Lines and columns of offsets in a text.
#ifndef PYCHARTER_SQL_SCRIPT_PLACE_H
#define PYCHARTER_SQL_SCRIPT_PLACE_H

#include <cstddef>
#include <string>
#include <string_view>

namespace pycharter::sql::script {

struct Place {
  int line = 1;    // from 1
  int column = 1;  // from 1, in characters
};

// Counts on from the offset before, so that the places of all statements cost one walk over the text.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {}

  // Offsets must not fall.
  Place at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  Place place_;
};

// Throws Error (script) that points at `offset` of `text`.
[[noreturn]] void fail_at(std::string_view text, std::size_t offset, const std::string& message);

}  // namespace pycharter::sql::script

#endif

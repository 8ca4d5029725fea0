#include "postgresql/identifiers.h"

#include <pycharter/plugin/error.h>

#include <array>
#include <cstdint>
#include <cstdio>

namespace pycharter::postgresql {
namespace {

constexpr std::size_t greatest_size = 63;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The number of bytes of a UTF-8 character by its first one; 0 where none begins so.
std::size_t length_of(unsigned char first) {
  return first < 0x80                    ? 1
         : first >= 0xc2 && first < 0xe0 ? 2
         : (first & 0xf0) == 0xe0        ? 3
         : first >= 0xf0 && first < 0xf5 ? 4
                                         : 0;
}

// The code point at the front; 0 where there is no valid one.
std::uint32_t take_code_point(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const auto length = length_of(first);
  if (length == 0 || length > text.size()) return 0;
  std::uint32_t point = length == 1 ? first : first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0) != 0x80) return 0;
    point = (point << 6) | (next & 0x3fU);
  }
  text.remove_prefix(length);
  return point;
}

std::string escape(std::string_view text) {
  std::string escaped;
  while (!text.empty()) {
    if (is_plain(text.front())) {
      escaped += text.front();
      text.remove_prefix(1);
      continue;
    }
    std::array<char, 16> code{};
    std::snprintf(code.data(), code.size(), "\\+%06X", static_cast<unsigned>(take_code_point(text)));
    escaped += code.data();
  }
  return escaped;
}

[[noreturn]] void refuse(std::string_view name, const std::string& why) {
  ErrorFacts facts;
  facts.backend = "postgresql";
  throw Error(ErrorCode::config, "postgresql: schema_name '" + std::string(name) + "' " + why,
              std::move(facts));
}

}  // namespace

std::string escaped_identifier(std::string_view name) {
  return "U&\"" + escape(name) + "\"";
}

std::string escaped_literal(std::string_view text) {
  return "U&'" + escape(text) + "'";
}

void check_schema_name(std::string_view name) {
  if (name.empty()) refuse(name, "is empty");
  if (name.size() > greatest_size) refuse(name, "has over 63 bytes, where PostgreSQL would cut it");
  // In a search_path it stands for the user's own schema, however it is quoted.
  if (name == "$user")
    refuse(name, "means the schema of the connected user in a search_path. Choose another name.");
  for (auto rest = name; !rest.empty();)
    if (take_code_point(rest) == 0) refuse("", "is not valid UTF-8 or holds a NUL");
}

}  // namespace pycharter::postgresql

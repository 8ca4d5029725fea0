#include "store/names.h"

#include <limits>

#include <pycharter/plugin/error.h>

#include "config/utf8.h"

namespace pycharter::store {
namespace {

constexpr std::size_t shown_bytes = 80;

std::string require(std::string_view text, std::string_view what, std::size_t least, std::size_t most) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorCode::invalid_document, std::string(what) + ' ' + why);
  };
  const auto characters = config::count_characters(text);
  if (!characters) refuse("is not valid UTF-8.");
  if (text.find('\0') != std::string_view::npos) refuse("holds a NUL character, which no backend keeps.");
  if (*characters < least) refuse("is empty: give it at least one character.");
  if (*characters > most)
    refuse(shown(text) + " has " + std::to_string(*characters) + " characters; at most " +
           std::to_string(most) + " are allowed.");
  return std::string(text);
}

}  // namespace

std::string require_name(std::string_view text, std::string_view what) {
  return require(text, what, 1, max_name);
}

std::string require_short_name(std::string_view text, std::string_view what) {
  return require(text, what, 1, max_version);
}

std::string require_at_most_name(std::string_view text, std::string_view what) {
  return require(text, what, 0, max_name);
}

std::string require_version(std::string_view version) {
  return require(version, "The version", 1, max_version);
}

std::optional<std::string> require_version(std::optional<std::string_view> version) {
  if (!version) return std::nullopt;
  return require_version(*version);
}

std::string require_id(std::string_view id) {
  return require(id, "The id", 0, std::numeric_limits<std::size_t>::max());
}

std::string shown(std::string_view text) {
  if (text.size() <= shown_bytes) return '\'' + std::string(text) + '\'';
  std::size_t end = shown_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // not inside a character
  return '\'' + std::string(text.substr(0, end)) + "…'";
}

}  // namespace pycharter::store

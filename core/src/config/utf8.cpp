#include "config/utf8.h"

namespace pycharter::config {
namespace {

// What may follow a first byte: how many continuation bytes, and the range of the first of them, which is
// where overlong forms, surrogates and too large values show (Unicode 15, table 3-7).
struct Sequence {
  int continuation = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

std::optional<Sequence> sequence_of(unsigned char first) {
  if (first < 0x80) return Sequence{};
  if (first < 0xC2) return std::nullopt;
  if (first < 0xE0) return Sequence{1};
  if (first == 0xE0) return Sequence{2, 0xA0};
  if (first == 0xED) return Sequence{2, 0x80, 0x9F};
  if (first < 0xF0) return Sequence{2};
  if (first == 0xF0) return Sequence{3, 0x90};
  if (first < 0xF4) return Sequence{3};
  if (first == 0xF4) return Sequence{3, 0x80, 0x8F};
  return std::nullopt;
}

}  // namespace

std::size_t first_character_size(std::string_view text) {
  auto sequence = sequence_of(static_cast<unsigned char>(text.front()));
  if (!sequence) return 0;
  std::size_t size = 1;
  for (; sequence->continuation > 0; --sequence->continuation, ++size) {
    if (size == text.size()) return 0;
    const auto byte = static_cast<unsigned char>(text[size]);
    if (byte < sequence->low || byte > sequence->high) return 0;
    sequence->low = 0x80;
    sequence->high = 0xBF;
  }
  return size;
}

std::optional<std::size_t> count_characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    const bool ascii = static_cast<unsigned char>(text.front()) < 0x80;
    const auto size = ascii ? 1 : first_character_size(text);
    if (size == 0) return std::nullopt;
    text.remove_prefix(size);
  }
  return count;
}

}  // namespace pycharter::config

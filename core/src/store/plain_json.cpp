#include "store/plain_json.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstddef>

#include "store/utf8.h"

namespace pycharter::store {
namespace {

// So many characters of a number every parser takes, and none rounds to infinity.
constexpr std::ptrdiff_t max_number = 17;
constexpr std::size_t max_levels = 64;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hexadecimal(char c) {
  return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

bool is_special(char c) {
  return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x80 || c == '"' ||
         c == '\\';
}

#ifdef __SSE2__
constexpr std::ptrdiff_t block = 16;

// Of a block of characters: a bit for each that is special.
unsigned special_characters(const char* at) {
  const auto characters = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const auto quotes = _mm_cmpeq_epi8(characters, _mm_set1_epi8('"'));
  const auto backslashes = _mm_cmpeq_epi8(characters, _mm_set1_epi8('\\'));
  const auto others = _mm_cmplt_epi8(characters, _mm_set1_epi8(0x20));  // signed: beyond ASCII is below
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(others, _mm_or_si128(quotes, backslashes))));
}
#endif

const char* skip_plain(const char* at, const char* end) {
#ifdef __SSE2__
  for (; end - at >= block; at += block)
    if (const auto special = special_characters(at)) return at + std::countr_zero(special);
#endif
  while (at != end && !is_special(*at))
    ++at;
  return at;
}

bool is_blank(char c) {
  return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');  // one look at most characters
}

// Each after_… takes the place where something begins and gives the one after it, or null where it is not
// there or not plain.
class Scanner {
 public:
  Scanner(std::string_view text, std::string_view key, std::size_t depth)
      : begin_(text.data()),
        end_(begin_ + text.size()),
        key_(key),
        levels_left_(std::min(depth, max_levels)) {}

  std::optional<PlainObject> object() {
    const auto* begin = after_blanks(begin_);
    if (!is('{', begin)) return std::nullopt;
    const auto* end = after_members(begin, true);
    if (end == nullptr || after_blanks(end) != end_) return std::nullopt;
    object_.root = range(begin, end);
    return object_;
  }

 private:
  bool is(char c, const char* at) const { return at != end_ && *at == c; }
  Range range(const char* begin, const char* end) const {
    return {static_cast<std::size_t>(begin - begin_), static_cast<std::size_t>(end - begin_)};
  }
  const char* after_blanks(const char* at) const {
    while (at != end_ && is_blank(*at))
      ++at;
    return at;
  }

  const char* after_value(const char* at) {
    if (at == end_) return nullptr;
    switch (*at) {
      case '"':
        return after_string(at);
      case '{':
        return after_members(at, false);
      case '[':
        return after_elements(at);
      case 't':
        return after_word(at, "true");
      case 'f':
        return after_word(at, "false");
      case 'n':
        return after_word(at, "null");
      default:
        return after_number(at);
    }
  }

  const char* after_members(const char* at, bool outermost) {
    if (levels_left_-- == 0) return nullptr;
    at = after_blanks(at + 1);
    if (!is('}', at)) {
      for (;; ++at) {
        at = after_member(after_blanks(at), outermost);
        if (at == nullptr) return nullptr;
        at = after_blanks(at);
        if (!is(',', at)) break;
      }
      if (!is('}', at)) return nullptr;
    }
    ++levels_left_;
    return at + 1;
  }

  const char* after_member(const char* name, bool outermost) {
    if (!is('"', name)) return nullptr;
    const auto* end_of_name = after_string(name);
    if (end_of_name == nullptr) return nullptr;
    const auto* colon = after_blanks(end_of_name);
    if (!is(':', colon)) return nullptr;
    const auto* value = after_blanks(colon + 1);
    const auto* end = after_value(value);
    if (end == nullptr || !outermost) return end;
    const std::string_view key(name + 1, end_of_name - 1);
    if (key == key_) object_.member = range(value, end);
    return key.find('\\') == std::string_view::npos ? end : nullptr;  // it may be another than it seems
  }

  const char* after_elements(const char* at) {
    if (levels_left_-- == 0) return nullptr;
    at = after_blanks(at + 1);
    if (!is(']', at)) {
      for (;; ++at) {
        at = after_value(after_blanks(at));
        if (at == nullptr) return nullptr;
        at = after_blanks(at);
        if (!is(',', at)) break;
      }
      if (!is(']', at)) return nullptr;
    }
    ++levels_left_;
    return at + 1;
  }

  const char* after_string(const char* at) const {
    for (++at;;) {
      at = skip_plain(at, end_);
      if (at == end_) return nullptr;
      if (*at == '"') return at + 1;
      at = *at == '\\' ? after_escape(at + 1) : after_character(at);
      if (at == nullptr) return nullptr;
    }
  }

  const char* after_character(const char* at) const {
    const bool control = static_cast<unsigned char>(*at) < 0x80;
    const auto size = control ? 0 : first_character_size({at, end_});
    return size == 0 ? nullptr : at + size;
  }

  const char* after_escape(const char* at) const {
    if (at == end_) return nullptr;
    if (*at == 'u') return after_code_unit(at + 1);
    return std::string_view("\"\\/bfnrt").find(*at) == std::string_view::npos ? nullptr : at + 1;
  }

  const char* after_code_unit(const char* at) const {
    constexpr std::ptrdiff_t size = 4;
    if (end_ - at < size || !std::all_of(at, at + size, is_hexadecimal)) return nullptr;
    const bool surrogate = (at[0] | 0x20) == 'd' && at[1] >= '8';
    return surrogate ? nullptr : at + size;
  }

  const char* after_word(const char* at, std::string_view word) const {
    return std::string_view(at, end_).starts_with(word) ? at + word.size() : nullptr;
  }

  const char* after_number(const char* const begin) const {
    const auto* whole = is('-', begin) ? begin + 1 : begin;
    const auto* at = after_digits(whole);
    if (at == whole || (*whole == '0' && at - whole > 1)) return nullptr;
    if (is('.', at)) {
      const auto* fraction = at + 1;
      at = after_digits(fraction);
      if (at == fraction) return nullptr;
    }
    return is('e', at) || is('E', at) || at - begin > max_number ? nullptr : at;
  }

  const char* after_digits(const char* at) const {
    while (at != end_ && is_digit(*at))
      ++at;
    return at;
  }

  const char* const begin_;
  const char* const end_;
  std::string_view key_;
  std::size_t levels_left_;
  PlainObject object_;
};

}  // namespace

std::size_t skip_plain(std::string_view text, std::size_t at) {
  return static_cast<std::size_t>(skip_plain(text.data() + at, text.data() + text.size()) - text.data());
}

std::optional<PlainObject> look_through(std::string_view text, std::string_view key, std::size_t depth) {
  return Scanner(text, key, depth).object();
}

}  // namespace pycharter::store

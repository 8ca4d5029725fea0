#include "store/plain_json.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstddef>

#include "config/utf8.h"

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
// there or not plain. The text ends with a closing brace: whatever is looked for stops there at the latest,
// so that only strings, whose text a brace may be, and objects, which may end there, watch the end.
class Scanner {
 public:
  Scanner(std::string_view text, std::string_view key, std::size_t depth)
      : begin_(text.data()),
        end_(begin_ + text.size()),
        key_(key),
        levels_left_(std::min(depth, max_levels)) {}

  std::optional<PlainObject> object() {
    const auto* begin = after_blanks(begin_);
    if (*begin != '{' || after_members<true>(begin) != end_) return std::nullopt;
    object_.root = range(begin, end_);
    return object_;
  }

 private:
  Range range(const char* begin, const char* end) const {
    return {static_cast<std::size_t>(begin - begin_), static_cast<std::size_t>(end - begin_)};
  }
  static const char* after_blanks(const char* at) {
    while (is_blank(*at))
      ++at;
    return at;
  }

  const char* after_value(const char* at) {
    switch (*at) {
      case '"':
        return after_string<true>(at);
      case '{':
        return after_inner_object(at);
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

  const char* after_inner_object(const char* at) {
    at = after_members<false>(at);
    return at == end_ ? nullptr : at;  // the last brace is the outermost object's
  }

  template <bool outermost>
  const char* after_members(const char* at) {
    if (levels_left_-- == 0) return nullptr;
    at = after_blanks(at + 1);
    if (*at != '}') {
      for (;; ++at) {
        at = after_member<outermost>(after_blanks(at));
        if (at == nullptr) return nullptr;
        at = after_blanks(at);
        if (*at != ',') break;
      }
      if (*at != '}') return nullptr;
    }
    ++levels_left_;
    return at + 1;
  }

  template <bool outermost>
  const char* after_member(const char* name) {
    if (*name != '"') return nullptr;
    // An escape in a key that counts: it may be another than it seems.
    const auto* end_of_name = after_string<!outermost>(name);
    if (end_of_name == nullptr) return nullptr;
    const auto* colon = after_blanks(end_of_name);
    if (*colon != ':') return nullptr;
    const auto* value = after_blanks(colon + 1);
    const auto* end = after_value(value);
    if constexpr (outermost)
      if (end != nullptr && std::string_view(name + 1, end_of_name - 1) == key_)
        object_.member = range(value, end);
    return end;
  }

  const char* after_elements(const char* at) {
    if (levels_left_-- == 0) return nullptr;
    at = after_blanks(at + 1);
    if (*at != ']') {
      for (;; ++at) {
        at = after_value(after_blanks(at));
        if (at == nullptr) return nullptr;
        at = after_blanks(at);
        if (*at != ',') break;
      }
      if (*at != ']') return nullptr;
    }
    ++levels_left_;
    return at + 1;
  }

  template <bool takes_escapes>
  const char* after_string(const char* at) const {
    for (++at;;) {
      at = skip_plain(at, end_);
      if (at == end_) return nullptr;
      if (*at == '"') return at + 1;
      if (*at != '\\')
        at = after_character(at);
      else
        at = takes_escapes ? after_escape(at + 1) : nullptr;
      if (at == nullptr) return nullptr;
    }
  }

  const char* after_character(const char* at) const {
    const bool control = static_cast<unsigned char>(*at) < 0x80;
    const auto size = control ? 0 : config::first_character_size({at, end_});
    return size == 0 ? nullptr : at + size;
  }

  const char* after_escape(const char* at) const {
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

  static const char* after_number(const char* const begin) {
    const auto* whole = *begin == '-' ? begin + 1 : begin;
    const auto* at = after_digits(whole);
    if (at == whole || (*whole == '0' && at - whole > 1)) return nullptr;
    if (*at == '.') {
      const auto* fraction = at + 1;
      at = after_digits(fraction);
      if (at == fraction) return nullptr;
    }
    return *at == 'e' || *at == 'E' || at - begin > max_number ? nullptr : at;
  }

  static const char* after_digits(const char* at) {
    while (is_digit(*at))
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
  while (!text.empty() && is_blank(text.back()))
    text.remove_suffix(1);
  if (text.empty() || text.back() != '}') return std::nullopt;
  return Scanner(text, key, depth).object();
}

}  // namespace pycharter::store

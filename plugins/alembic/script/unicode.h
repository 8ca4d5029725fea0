// UTF-8 as Python's str sees it: code points.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_UNICODE_H
#define PYCHARTER_ALEMBIC_SCRIPT_UNICODE_H

#include <cstdint>
#include <string>
#include <string_view>

namespace pycharter::alembic::script {

void append_utf8(std::string& text, char32_t code);  // a surrogate in its three-byte form
// The code point at `at`, which is moved behind it. A stray byte is its own code point.
char32_t next_code(std::string_view text, std::size_t& at) noexcept;
std::size_t code_count(std::string_view text) noexcept;
// The byte offset of code point `index`; the size when there are fewer.
std::size_t offset_of(std::string_view text, std::size_t index) noexcept;
std::u32string decode(std::string_view text);
std::string encode(std::u32string_view codes);

// Classes and case of the Latin, Greek and Cyrillic scripts; other letters have no case and count as letters.
bool is_space(char32_t code) noexcept;
bool is_digit(char32_t code) noexcept;
bool is_letter(char32_t code) noexcept;
bool is_upper(char32_t code) noexcept;
bool is_lower(char32_t code) noexcept;
char32_t to_upper(char32_t code) noexcept;
char32_t to_lower(char32_t code) noexcept;
bool is_printable(char32_t code) noexcept;

}  // namespace pycharter::alembic::script

#endif

// Python's tokens.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LEXER_H
#define PYCHARTER_ALEMBIC_SCRIPT_LEXER_H

#include <cstdint>
#include <string_view>
#include <vector>

#include "alembic/script/source.h"

namespace pycharter::alembic::script {

enum class TokenKind : std::uint8_t {
  name,
  keyword,
  number,
  string,
  operation,
  newline,
  indent,
  dedent,
  end
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t begin = 0;  // bytes into the source's text
  std::uint32_t end = 0;
};

// All tokens of a file, the last being `end`. Throws at what is no token, at indentation that fits no block,
// at unclosed strings and brackets.
std::vector<Token> tokenize(const Source& source);
// The tokens of one expression that stands in [begin, end): line ends have no meaning.
std::vector<Token> tokenize_expression(const Source& source, std::uint32_t begin, std::uint32_t end);

// Where the string literal that begins at `at` (its prefix or quote) ends: behind its closing quote. Fields
// of f-strings are followed into, since they may hold the same quotes.
std::uint32_t string_end(const Source& source, std::uint32_t at, int depth = 0);
// How many letters of a string prefix ("rb") stand at `at` before a quote; 0 also for a bare quote; -1 when
// no string begins.
int string_prefix(std::string_view text, std::uint32_t at) noexcept;
// Where the replacement field that begins behind `{` at `at` ends: at its `}`.
struct FieldEnds {
  std::uint32_t expression;  // behind the expression: at `=`, `!`, `:` or `}`
  std::uint32_t end;         // at the closing brace
};
FieldEnds field_end(const Source& source, std::uint32_t at, bool triple, char quote, int depth);

bool is_keyword(std::string_view word) noexcept;

}  // namespace pycharter::alembic::script

#endif

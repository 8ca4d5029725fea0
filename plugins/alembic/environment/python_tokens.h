// Words, strings and signs of a Python text: enough to find a call and its arguments.
#ifndef PYCHARTER_ALEMBIC_ENVIRONMENT_PYTHON_TOKENS_H
#define PYCHARTER_ALEMBIC_ENVIRONMENT_PYTHON_TOKENS_H

#include <string>
#include <string_view>
#include <vector>

namespace pycharter::alembic {

struct Token {
  enum class Kind { word, string, computed_string, sign };
  Kind kind;
  std::string text;         // of a string: its value
  int line;                 // from 1
  bool starts_module_line;  // first on a line, without indentation
};

// Comments and blanks are left out. Text that is not Python gives some tokens or others, never a failure.
std::vector<Token> python_tokens(std::string_view text);

}  // namespace pycharter::alembic

#endif

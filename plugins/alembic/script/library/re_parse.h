// The syntax of `re` patterns: text to a tree.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_RE_PARSE_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_RE_PARSE_H

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

// Python's numbers for them.
enum ReFlag : unsigned {
  re_ignore_case = 2,
  re_multiline = 8,
  re_dot_all = 16,
  re_unicode = 32,
  re_verbose = 64,
  re_ascii = 256
};

enum class ReKind : std::uint8_t {
  literal,
  any,
  set,
  sequence,
  alternatives,
  repeat,
  group,
  back_reference,
  line_begin,
  line_end,
  text_begin,
  text_end,
  boundary,
  look,
  atomic,
  condition,  // children: then, else
};

struct ReNode {
  ReKind kind = ReKind::sequence;
  unsigned flags = 0;     // those in force where it stands
  char32_t code = 0;      // of literal
  std::size_t group = 0;  // of group (0: not captured), back_reference, condition
  std::size_t least = 0, most = 0;
  bool lazy = false;
  bool negated = false;                               // of set, boundary, look
  bool behind = false;                                // of look
  std::size_t width = 0;                              // of a look behind
  std::vector<std::pair<char32_t, char32_t>> ranges;  // of set
  std::string classes;                                // of set: letters of \d \D \s \S \w \W
  std::vector<std::unique_ptr<ReNode>> children;
};

constexpr std::size_t re_no_limit = static_cast<std::size_t>(-1);

struct ReTree {
  std::unique_ptr<ReNode> root;
  unsigned flags = 0;
  std::size_t groups = 0;
  std::map<std::string, std::size_t> names;
};

// Raises `error_class` with Python's words and "at position N". The tree is at most 100 groups deep.
ReTree parse_pattern(Interpreter& interpreter, const Value& error_class, std::u32string_view pattern,
                     unsigned flags);

}  // namespace pycharter::alembic::script

#endif

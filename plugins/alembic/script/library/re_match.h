// Matching for `re`: a tree compiled to instructions, run by a backtracking machine with a stack of its own.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_RE_MATCH_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_RE_MATCH_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alembic/script/library/re_parse.h"

namespace pycharter::alembic::script {

enum class ReCode : std::uint8_t {
  character,
  assertion,
  back_reference,
  save,        // slot
  jump,        // target
  split,       // goes on behind itself, then tries target
  loop_begin,  // counter at slot, where the last round began at slot + 1
  loop,        // body at target, and so `again` right behind it
  loop_again,
  region_begin,  // of look and atomic; stack's height at slot, place at slot + 1
  region_end,
  refuse_begin,  // of a negative look: goes to target when the region does not match
  refuse_end,
  condition,  // to target when the group did not match
  match,
};

struct ReInstruction {
  ReCode code;
  const ReNode* node = nullptr;
  std::size_t slot = 0;
  std::size_t target = 0;
};

struct ReProgram {
  ReTree tree;
  std::vector<ReInstruction> instructions;
  std::size_t slots = 0;  // two for each group, 0 being all of it, then those of loops and regions
};

ReProgram compile_pattern(ReTree tree);

enum class ReEnd : std::uint8_t { anywhere, at_end };

// Begin and end of each group, -1 where it took no part.
using ReSpans = std::vector<std::int64_t>;

// Tries at `from` alone. `not_empty` refuses a match of nothing. Every few instructions are a step of the
// interpreter, and the stack counts against its memory, so a pattern that explodes is stopped.
std::optional<ReSpans> match_at(Interpreter& interpreter, const ReProgram& program, std::u32string_view text,
                                std::size_t from, ReEnd end, bool not_empty = false);
// Tries at `from` and behind; `not_empty` is for `from` alone.
std::optional<ReSpans> search_from(Interpreter& interpreter, const ReProgram& program,
                                   std::u32string_view text, std::size_t from, bool not_empty = false);

}  // namespace pycharter::alembic::script

#endif

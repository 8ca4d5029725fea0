#include "alembic/script/library/re_match.h"

#include <algorithm>

#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

class Compiler {
 public:
  explicit Compiler(ReProgram& program) : program_(program) {}

  void run() {
    program_.slots = 2 * (program_.tree.groups + 1);
    compile(*program_.tree.root);
    emit(ReCode::match);
  }

 private:
  std::size_t here() const { return program_.instructions.size(); }
  std::size_t emit(ReCode code, const ReNode* node = nullptr, std::size_t slot = 0, std::size_t target = 0) {
    program_.instructions.push_back({code, node, slot, target});
    return here() - 1;
  }
  void aim(std::size_t instruction) { program_.instructions[instruction].target = here(); }
  std::size_t two_slots() {
    program_.slots += 2;
    return program_.slots - 2;
  }

  void children(const ReNode& node) {
    for (const auto& child : node.children)
      compile(*child);
  }

  void compile(const ReNode& node) {
    switch (node.kind) {
      case ReKind::literal:
      case ReKind::any:
      case ReKind::set:
        emit(ReCode::character, &node);
        return;
      case ReKind::sequence:
        return children(node);
      case ReKind::alternatives:
        return compile_alternatives(node);
      case ReKind::repeat:
        return compile_repeat(node);
      case ReKind::group:
        if (node.group == 0) return children(node);
        emit(ReCode::save, &node, 2 * node.group);
        children(node);
        emit(ReCode::save, &node, 2 * node.group + 1);
        return;
      case ReKind::back_reference:
        emit(ReCode::back_reference, &node);
        return;
      case ReKind::look:
      case ReKind::atomic:
        return compile_region(node);
      case ReKind::condition:
        return compile_condition(node);
      default:
        emit(ReCode::assertion, &node);
    }
  }

  void compile_alternatives(const ReNode& node) {
    std::vector<std::size_t> jumps;
    for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
      const std::size_t split = emit(ReCode::split);
      compile(*node.children[i]);
      jumps.push_back(emit(ReCode::jump));
      aim(split);
    }
    compile(*node.children.back());
    for (const std::size_t jump : jumps)
      aim(jump);
  }

  void compile_repeat(const ReNode& node) {
    const std::size_t slot = two_slots();
    const std::size_t begin = emit(ReCode::loop_begin, &node, slot);
    const std::size_t body = here();
    children(node);
    aim(begin);
    emit(ReCode::loop, &node, slot, body);
    emit(ReCode::loop_again, &node, slot, body);
  }

  void compile_region(const ReNode& node) {
    const std::size_t slot = two_slots();
    const bool refuse = node.negated;
    const std::size_t begin = emit(refuse ? ReCode::refuse_begin : ReCode::region_begin, &node, slot);
    children(node);
    emit(refuse ? ReCode::refuse_end : ReCode::region_end, &node, slot);
    aim(begin);
  }

  void compile_condition(const ReNode& node) {
    const std::size_t condition = emit(ReCode::condition, &node);
    compile(*node.children[0]);
    const std::size_t jump = emit(ReCode::jump);
    aim(condition);
    compile(*node.children[1]);
    aim(jump);
  }

  ReProgram& program_;
};

bool is_word(char32_t c, unsigned flags) {
  if ((flags & re_ascii) != 0 && c >= 0x80) return false;
  return c == '_' || is_digit(c) || is_letter(c);
}

bool in_class(char32_t c, char letter, unsigned flags) {
  switch (letter) {
    case 'd':
      return is_digit(c);
    case 's':
      return (flags & re_ascii) != 0 ? c == ' ' || (c >= 9 && c <= 13) : is_space(c);
    case 'w':
      return is_word(c, flags);
    default:
      return !in_class(c, static_cast<char>(letter | 0x20), flags);
  }
}

char32_t lower(char32_t c, unsigned flags) {
  return (flags & re_ascii) != 0 && c >= 0x80 ? c : to_lower(c);
}
char32_t upper(char32_t c, unsigned flags) {
  return (flags & re_ascii) != 0 && c >= 0x80 ? c : to_upper(c);
}

bool set_has(const ReNode& set, char32_t c) {
  const auto within = [&](char32_t code) {
    return std::any_of(set.ranges.begin(), set.ranges.end(),
                       [&](const auto& range) { return code >= range.first && code <= range.second; });
  };
  if (within(c)) return true;
  if ((set.flags & re_ignore_case) != 0 && (within(lower(c, set.flags)) || within(upper(c, set.flags))))
    return true;
  return std::any_of(set.classes.begin(), set.classes.end(),
                     [&](char letter) { return in_class(c, letter, set.flags); });
}

bool same_letter(char32_t a, char32_t b, unsigned flags) {
  return a == b || ((flags & re_ignore_case) != 0 && lower(a, flags) == lower(b, flags));
}

bool accepts(const ReNode& node, char32_t c) {
  if (node.kind == ReKind::literal) return same_letter(c, node.code, node.flags);
  if (node.kind == ReKind::any) return c != '\n' || (node.flags & re_dot_all) != 0;
  return set_has(node, c) != node.negated;
}

class Machine {
 public:
  Machine(Interpreter& in, const ReProgram& program, std::u32string_view text)
      : in_(in), program_(program), text_(text) {}

  std::optional<ReSpans> run(std::size_t from, ReEnd end, bool not_empty) {
    slots_.assign(program_.slots, -1);
    stack_.clear();
    at_ = from;
    next_ = 0;
    for (std::uint64_t count = 0;; ++count) {
      if (count % instructions_a_step == 0) in_.step();
      const ReInstruction& instruction = program_.instructions[next_++];
      if (instruction.code == ReCode::match) {
        if ((end == ReEnd::anywhere || at_ == text_.size()) && (!not_empty || at_ != from)) {
          slots_[0] = static_cast<std::int64_t>(from);
          slots_[1] = static_cast<std::int64_t>(at_);
          slots_.resize(2 * (program_.tree.groups + 1));
          return std::move(slots_);
        }
        if (!backtrack()) return std::nullopt;
      } else if (!execute(instruction) && !backtrack()) {
        return std::nullopt;
      }
    }
  }

 private:
  static constexpr std::uint64_t instructions_a_step = 16;

  // Either a choice to go back to, or a slot's former value.
  struct Record {
    bool choice;
    std::size_t index;   // the instruction; the slot
    std::int64_t value;  // the place in the text; the former value
  };

  void push(const Record& record) {
    if (stack_.size() == stack_.capacity()) in_.heap().require(2 * stack_.capacity() * sizeof(Record));
    stack_.push_back(record);
  }
  void choose(std::size_t instruction) { push({true, instruction, static_cast<std::int64_t>(at_)}); }
  void set(std::size_t slot, std::size_t value) {
    push({false, slot, slots_[slot]});
    slots_[slot] = static_cast<std::int64_t>(value);
  }

  bool backtrack() {
    while (!stack_.empty()) {
      const Record record = stack_.back();
      stack_.pop_back();
      if (record.choice) {
        next_ = record.index;
        at_ = static_cast<std::size_t>(record.value);
        return true;
      }
      slots_[record.index] = record.value;
    }
    return false;
  }

  bool execute(const ReInstruction& instruction) {
    const std::size_t slot = instruction.slot;
    switch (instruction.code) {
      case ReCode::character:
        return at_ < text_.size() && accepts(*instruction.node, text_[at_++]);
      case ReCode::assertion:
        return holds(*instruction.node);
      case ReCode::back_reference:
        return repeats(*instruction.node);
      case ReCode::save:
        set(slot, at_);
        return true;
      case ReCode::jump:
        next_ = instruction.target;
        return true;
      case ReCode::split:
        choose(instruction.target);
        return true;
      case ReCode::loop_begin:
        set(slot, 0);
        set(slot + 1, static_cast<std::size_t>(-1));
        next_ = instruction.target;
        return true;
      case ReCode::loop:
        return loop(instruction);
      case ReCode::loop_again:
        set(slot + 1, at_);
        next_round(instruction);
        return true;
      case ReCode::region_begin:
      case ReCode::refuse_begin:
        return begin_region(instruction);
      case ReCode::region_end:
        forget_choices(static_cast<std::size_t>(slots_[slot]));
        if (instruction.node->kind == ReKind::look) at_ = static_cast<std::size_t>(slots_[slot + 1]);
        return true;
      case ReCode::refuse_end:
        return undo_region(static_cast<std::size_t>(slots_[slot]));
      case ReCode::condition:
        if (slots_[2 * instruction.node->group + 1] < 0) next_ = instruction.target;
        return true;
      case ReCode::match:
        break;
    }
    return false;
  }

  void next_round(const ReInstruction& instruction) {
    set(instruction.slot, static_cast<std::size_t>(slots_[instruction.slot]) + 1);
    next_ = instruction.target;
  }

  // A round that matched nothing is not followed by another: it would never end.
  bool loop(const ReInstruction& instruction) {
    const auto rounds = static_cast<std::size_t>(slots_[instruction.slot]);
    if (rounds < instruction.node->least) {
      next_round(instruction);
      return true;
    }
    const std::size_t again = next_, behind = next_ + 1;
    const bool may_go_on =
        rounds < instruction.node->most && slots_[instruction.slot + 1] != static_cast<std::int64_t>(at_);
    const bool lazy = instruction.node->lazy;
    if (may_go_on) choose(lazy ? again : behind);
    next_ = may_go_on && !lazy ? again : behind;
    return true;
  }

  bool begin_region(const ReInstruction& instruction) {
    const ReNode& node = *instruction.node;
    const bool refuse = instruction.code == ReCode::refuse_begin;
    if (node.width > at_) {
      next_ = instruction.target;
      return refuse;
    }
    const std::size_t height = stack_.size();
    if (refuse) choose(instruction.target);
    set(instruction.slot, height);
    set(instruction.slot + 1, at_);
    at_ -= node.width;
    return true;
  }

  // What matched stays as it is, captures too, without a way back into it.
  void forget_choices(std::size_t height) {
    const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(height);
    stack_.erase(std::remove_if(from, stack_.end(), [](const Record& record) { return record.choice; }),
                 stack_.end());
  }

  bool undo_region(std::size_t height) {
    for (; stack_.size() > height; stack_.pop_back()) {
      if (!stack_.back().choice) slots_[stack_.back().index] = stack_.back().value;
    }
    return false;
  }

  bool repeats(const ReNode& node) {
    const std::int64_t begin = slots_[2 * node.group], end = slots_[2 * node.group + 1];
    if (begin < 0 || end < begin) return false;
    const auto size = static_cast<std::size_t>(end - begin);
    if (size > text_.size() - at_) return false;
    for (std::size_t i = 0; i < size; ++i) {
      if (i % 64 == 63) in_.step();
      if (!same_letter(text_[static_cast<std::size_t>(begin) + i], text_[at_ + i], node.flags)) return false;
    }
    at_ += size;
    return true;
  }

  bool holds(const ReNode& node) const {
    const bool lines = (node.flags & re_multiline) != 0, end = at_ == text_.size();
    const auto word = [&](std::size_t at) { return at < text_.size() && is_word(text_[at], node.flags); };
    switch (node.kind) {
      case ReKind::line_begin:
        return at_ == 0 || (lines && text_[at_ - 1] == '\n');
      case ReKind::line_end:
        return end || (text_[at_] == '\n' && (lines || at_ + 1 == text_.size()));
      case ReKind::text_begin:
        return at_ == 0;
      case ReKind::text_end:
        return end;
      default:  // Python before 3.14: neither \b nor \B is in an empty text
        return !text_.empty() && ((at_ > 0 && word(at_ - 1)) != word(at_)) != node.negated;
    }
  }

  Interpreter& in_;
  const ReProgram& program_;
  const std::u32string_view text_;
  ReSpans slots_;
  std::vector<Record> stack_;
  std::size_t at_ = 0;
  std::size_t next_ = 0;
};

}  // namespace

ReProgram compile_pattern(ReTree tree) {
  ReProgram program;
  program.tree = std::move(tree);
  Compiler(program).run();
  return program;
}

std::optional<ReSpans> match_at(Interpreter& in, const ReProgram& program, std::u32string_view text,
                                std::size_t from, ReEnd end, bool not_empty) {
  return Machine(in, program, text).run(from, end, not_empty);
}

std::optional<ReSpans> search_from(Interpreter& in, const ReProgram& program, std::u32string_view text,
                                   std::size_t from, bool not_empty) {
  Machine machine(in, program, text);
  for (std::size_t at = from; at <= text.size(); ++at) {
    if (auto spans = machine.run(at, ReEnd::anywhere, not_empty && at == from)) return spans;
  }
  return std::nullopt;
}

}  // namespace pycharter::alembic::script

#include "alembic/script/library/re_parse.h"

#include <algorithm>
#include <optional>

#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::size_t deepest = 100;
using Node = std::unique_ptr<ReNode>;

struct Width {
  std::size_t least = 0, most = 0;
};

std::size_t sum(std::size_t a, std::size_t b) {
  return a >= re_no_limit - b ? re_no_limit : a + b;
}
std::size_t product(std::size_t a, std::size_t b) {
  return a != 0 && b > re_no_limit / a ? re_no_limit : a * b;
}

bool is_ascii_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int hex_digit(char32_t c) {
  if (is_digit(c)) return static_cast<int>(c - '0');
  const char32_t lower = c | 0x20;
  return lower >= 'a' && lower <= 'f' ? static_cast<int>(lower - 'a') + 10 : -1;
}

// What an escape of one letter stands for, alone and in sets.
std::optional<char32_t> control(char32_t c) {
  static constexpr std::string_view letters = "abfnrtv\\", meanings = "\a\b\f\n\r\t\v\\";
  const std::size_t at = c < 0x80 ? letters.find(static_cast<char>(c)) : std::string_view::npos;
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<unsigned char>(meanings[at]);
}

bool is_class(char32_t c) {
  return c < 0x80 && std::string_view("dDsSwW").find(static_cast<char>(c)) != std::string_view::npos;
}

class Parser {
 public:
  Parser(Interpreter& in, const Value& error_class, std::u32string_view text, unsigned flags)
      : in_(in), error_class_(error_class), text_(text), flags_(flags) {}

  ReTree parse() {
    tree_.root = alternatives();
    if (!at_end()) fail("unbalanced parenthesis", at_);
    tree_.flags = global_ | flags_;
    return std::move(tree_);
  }

 private:
  [[noreturn]] void fail(const std::string& message, std::size_t position) {
    in_.raise(error_class_, message + " at position " + std::to_string(position));
  }

  bool at_end() const { return at_ == text_.size(); }
  char32_t peek() const { return at_end() ? 0 : text_[at_]; }
  bool looking_at(char32_t c) const { return !at_end() && text_[at_] == c; }
  bool accept(char32_t c) {
    if (!looking_at(c)) return false;
    ++at_;
    return true;
  }
  Node make(ReKind kind) const {
    auto node = std::make_unique<ReNode>();
    node->kind = kind;
    node->flags = flags_;
    return node;
  }
  Node literal(char32_t c) const {
    Node node = make(ReKind::literal);
    node->code = c;
    return node;
  }

  Node alternatives() {
    Node node = make(ReKind::alternatives);
    do {
      node->children.push_back(sequence());
    } while (accept('|'));
    return node->children.size() == 1 ? std::move(node->children.front()) : std::move(node);
  }

  Node sequence() {
    Node node = make(ReKind::sequence);
    while (!at_end() && peek() != '|' && peek() != ')') {
      in_.step();
      if ((flags_ & re_verbose) != 0 && skip_space()) continue;
      const std::size_t begin = at_;
      Node item = atom();
      if (item == nullptr) continue;
      node->children.push_back(quantified(std::move(item), begin));
    }
    return node;
  }

  bool skip_space() {
    const std::size_t begin = at_;
    while (!at_end() && peek() < 0x80 && is_space(peek()))
      ++at_;
    if (looking_at('#')) at_ = std::min(text_.find('\n', at_), text_.size());
    return at_ > begin;
  }

  // ---- quantifiers ----
  struct Counts {
    std::size_t least, most;
  };

  std::optional<Counts> counts() {
    if (accept('*')) return Counts{0, re_no_limit};
    if (accept('+')) return Counts{1, re_no_limit};
    if (accept('?')) return Counts{0, 1};
    if (!looking_at('{')) return std::nullopt;
    const std::size_t begin = at_++;
    if (looking_at('}')) {  // "{}" is text
      at_ = begin;
      return std::nullopt;
    }
    const auto low = number(begin);
    std::optional<std::size_t> high = low;
    const bool range = accept(',');
    if (range) high = number(begin);
    if (!accept('}')) {  // "{x" is text
      at_ = begin;
      return std::nullopt;
    }
    if (low && high && *high < *low) fail("min repeat greater than max repeat", begin + 1);
    return Counts{low.value_or(0), high.value_or(range || !low ? re_no_limit : *low)};
  }

  std::optional<std::size_t> number(std::size_t begin) {
    if (!is_digit(peek())) return std::nullopt;
    std::size_t value = 0;
    for (; is_digit(peek()); ++at_) {
      value = value * 10 + (peek() - '0');
      if (value > 0xFFFFFFFE) fail("the repetition number is too large", begin + 1);
    }
    return value;
  }

  Node quantified(Node item, std::size_t begin) {
    for (bool repeated = false;; repeated = true) {
      if ((flags_ & re_verbose) != 0) skip_space();
      const std::size_t mark = at_;
      const auto count = counts();
      if (!count) return item;
      if (repeated) fail("multiple repeat", mark);
      if (item->kind == ReKind::line_begin || item->kind == ReKind::text_begin || is_empty(*item))
        fail("nothing to repeat", begin == at_ ? begin : mark);
      Node repeat = make(ReKind::repeat);
      repeat->least = count->least;
      repeat->most = count->most;
      repeat->lazy = accept('?');
      const bool possessive = !repeat->lazy && accept('+');
      repeat->children.push_back(std::move(item));
      item = std::move(repeat);
      if (!possessive) continue;
      Node atomic = make(ReKind::atomic);
      atomic->children.push_back(std::move(item));
      item = std::move(atomic);
    }
  }

  static bool is_empty(const ReNode& node) { return node.kind == ReKind::sequence && node.children.empty(); }

  // ---- atoms; null for what matches nothing and is no item: comments, flags ----
  Node atom() {
    const std::size_t begin = at_;
    const char32_t c = text_[at_++];
    switch (c) {
      case '.':
        return make(ReKind::any);
      case '^':
        return make(ReKind::line_begin);
      case '$':
        return make(ReKind::line_end);
      case '[':
        return set(begin);
      case '\\':
        return escape(begin);
      case '(':
        return group(begin);
      case '*':
      case '+':
      case '?':
        fail("nothing to repeat", begin);
      case '{':
        --at_;
        if (counts()) fail("nothing to repeat", begin);
        at_ = begin + 1;
        return literal(c);
      default:
        return literal(c);
    }
  }

  char32_t hex(std::size_t begin, std::size_t digits) {
    char32_t code = 0;
    for (std::size_t i = 0; i < digits; ++i, ++at_) {
      if (at_end() || hex_digit(peek()) < 0)
        fail("incomplete escape " + encode(text_.substr(begin, at_ - begin)), begin);
      code = code * 16 + static_cast<char32_t>(hex_digit(peek()));
    }
    if (code > 0x10FFFF) fail("bad escape " + encode(text_.substr(begin, at_ - begin)), begin);
    return code;
  }

  // The code of an escape that stands for one; nothing for others.
  std::optional<char32_t> escaped_code(char32_t c, std::size_t begin) {
    if (c == 'x') return hex(begin, 2);
    if (c == 'u') return hex(begin, 4);
    if (c == 'U') return hex(begin, 8);
    if (c == 'N') fail("\\N{...} cannot be used here; write the character", begin);
    if (c == '0') {
      char32_t code = 0;
      for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7'; ++i)
        code = code * 8 + (text_[at_++] - '0');
      return code;
    }
    if (const auto code = control(c)) return code;
    if (is_ascii_letter(c)) fail("bad escape \\" + encode(std::u32string(1, c)), begin);
    return is_digit(c) ? std::nullopt : std::optional(c);
  }

  Node escape(std::size_t begin) {
    if (at_end()) fail("bad escape (end of pattern)", begin);
    const char32_t c = text_[at_++];
    if (is_class(c)) {
      Node node = make(ReKind::set);
      node->classes.push_back(static_cast<char>(c));
      return node;
    }
    if (c == 'A') return make(ReKind::text_begin);
    if (c == 'Z') return make(ReKind::text_end);
    if (c == 'b' || c == 'B') {
      Node node = make(ReKind::boundary);
      node->negated = c == 'B';
      return node;
    }
    if (const auto code = escaped_code(c, begin)) return literal(*code);
    std::size_t index = c - '0';
    if (is_digit(peek())) index = index * 10 + (text_[at_++] - '0');
    return reference(index, begin + 1, begin);
  }

  Node reference(std::size_t index, std::size_t position, std::size_t begin) {
    if (index == 0 || index > tree_.groups)
      fail("invalid group reference " + std::to_string(index), position);
    if (std::find(open_.begin(), open_.end(), index) != open_.end())
      fail("cannot refer to an open group", begin);
    Node node = make(ReKind::back_reference);
    node->group = index;
    return node;
  }

  // ---- [sets] ----
  Node set(std::size_t begin) {
    Node node = make(ReKind::set);
    node->negated = accept('^');
    for (bool first = true; first || !looking_at(']'); first = false) {
      if (at_end()) fail("unterminated character set", begin);
      const std::size_t item = at_;
      const auto low = set_code(*node);
      if (!looking_at('-') || at_ + 1 >= text_.size() || text_[at_ + 1] == ']') {
        if (low) node->ranges.emplace_back(*low, *low);
        continue;
      }
      ++at_;
      const auto high = set_code(*node);
      if (!low || !high || *high < *low)
        fail("bad character range " + encode(text_.substr(item, at_ - item)), item);
      node->ranges.emplace_back(*low, *high);
    }
    ++at_;
    return node;
  }

  std::optional<char32_t> set_code(ReNode& node) {
    const std::size_t begin = at_;
    const char32_t c = text_[at_++];
    if (c != '\\') return c;
    if (at_end()) fail("bad escape (end of pattern)", begin);
    const char32_t escaped = text_[at_++];
    if (is_class(escaped)) {
      node.classes.push_back(static_cast<char>(escaped));
      return std::nullopt;
    }
    if (const auto code = escaped_code(escaped, begin)) return code;
    char32_t code = 0;
    for (--at_; peek() >= '0' && peek() <= '7' && at_ < begin + 4; ++at_)
      code = code * 8 + (peek() - '0');
    if (at_ == begin + 1) fail("bad escape \\" + encode(text_.substr(at_, 1)), begin);
    return code;
  }

  // ---- (groups) ----
  Node group(std::size_t begin) {
    if (++depth_ > deepest) fail("groups are nested too deep", begin);
    const unsigned outer = flags_;
    Node node = looking_at('?') ? extension(begin) : captured(begin, "");
    if (node != nullptr || !sets_global_) flags_ = outer;
    sets_global_ = false;
    --depth_;
    return node;
  }

  void close(std::size_t begin) {
    if (!accept(')')) fail("missing ), unterminated subpattern", begin);
  }

  Node captured(std::size_t begin, const std::string& name) {
    const std::size_t index = ++tree_.groups;
    if (!name.empty() && !tree_.names.emplace(name, index).second) {
      fail("redefinition of group name '" + name + "' as group " + std::to_string(index) + "; was group " +
               std::to_string(tree_.names[name]),
           begin + 4);
    }
    open_.push_back(index);
    Node node = make(ReKind::group);
    node->group = index;
    node->children.push_back(alternatives());
    close(begin);
    open_.pop_back();
    return node;
  }

  Node inner(ReKind kind, std::size_t begin) {
    Node node = make(kind);
    node->children.push_back(alternatives());
    close(begin);
    return node;
  }

  Node extension(std::size_t begin) {
    ++at_;
    if (at_end()) fail("unexpected end of pattern", at_);
    const char32_t c = text_[at_++];
    switch (c) {
      case ':':
        return inner(ReKind::group, begin);
      case '>':
        return inner(ReKind::atomic, begin);
      case '=':
      case '!':
        return look(begin, c == '!', false);
      case '<':
        if (accept('=')) return look(begin, false, true);
        if (accept('!')) return look(begin, true, true);
        fail("unknown extension ?<" + encode(text_.substr(at_, 1)), begin + 1);
      case '#':
        at_ = text_.find(')', at_);
        if (at_ == std::u32string_view::npos) fail("missing ), unterminated comment", begin);
        ++at_;
        return nullptr;
      case 'P':
        return named(begin);
      case '(':
        return condition(begin);
      default:
        --at_;
        return flagged(begin);
    }
  }

  std::string name_until(char32_t end) {
    const std::size_t from = at_, to = text_.find(end, at_);
    if (to == std::u32string_view::npos || to == from)
      fail(to == from ? "missing group name"
                      : "missing " + encode(std::u32string(1, end)) + ", unterminated name",
           from);
    const auto name = text_.substr(from, to - from);
    at_ = to + 1;
    return encode(name);
  }

  std::size_t group_named(const std::string& name, std::size_t position) {
    const auto found = tree_.names.find(name);
    if (found == tree_.names.end()) fail("unknown group name '" + name + "'", position);
    return found->second;
  }

  Node named(std::size_t begin) {
    if (accept('<')) {
      const std::size_t from = at_;
      const std::string name = name_until('>');
      const auto part = [](char32_t c) { return is_letter(c) || is_digit(c) || c == '_'; };
      const std::u32string codes = decode(name);
      if (is_digit(codes.front()) || !std::all_of(codes.begin(), codes.end(), part))
        fail("bad character in group name '" + name + "'", from);
      return captured(begin, name);
    }
    if (!accept('=')) fail("unknown extension ?P" + encode(text_.substr(at_, 1)), begin + 1);
    const std::size_t from = at_;
    return reference(group_named(name_until(')'), from), from, from);
  }

  Node condition(std::size_t begin) {
    const std::size_t from = at_;
    const std::string name = name_until(')');
    Node node = make(ReKind::condition);
    if (std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
        name.size() < 4) {
      node->group = static_cast<std::size_t>(std::stoi(name));
      if (node->group == 0 || node->group > tree_.groups) fail("invalid group reference " + name, from);
    } else {
      node->group = group_named(name, from);
    }
    node->children.push_back(sequence());
    node->children.push_back(accept('|') ? sequence() : make(ReKind::sequence));
    if (looking_at('|')) fail("conditional backref with more than two branches", at_);
    close(begin);
    return node;
  }

  Node look(std::size_t begin, bool negated, bool behind) {
    Node node = inner(ReKind::look, begin);
    node->negated = negated;
    node->behind = behind;
    if (!behind) return node;
    const Width width = width_of(*node->children.front());
    if (width.least != width.most) in_.raise(error_class_, "look-behind requires fixed-width pattern");
    node->width = width.least;
    return node;
  }

  static std::optional<unsigned> flag_of(char32_t c) {
    struct Letter {
      char32_t letter;
      unsigned flag;
    };
    static constexpr Letter letters[] = {{'i', re_ignore_case}, {'m', re_multiline}, {'s', re_dot_all},
                                         {'x', re_verbose},     {'a', re_ascii},     {'u', re_unicode}};
    for (const Letter& letter : letters) {
      if (letter.letter == c) return letter.flag;
    }
    return std::nullopt;
  }

  // (?i) for all of the pattern, at its start only; (?i-s:…) for a part of it.
  Node flagged(std::size_t begin) {
    unsigned on = 0, off = 0;
    bool minus = false;
    for (;; ++at_) {
      if (at_end()) fail("missing -, : or )", at_);
      if (peek() == ':' || peek() == ')') break;
      if (peek() == '-' && !minus) {
        minus = true;
        continue;
      }
      const auto flag = flag_of(peek());
      if (!flag && at_ > begin + 2) fail("unknown flag", at_);
      if (!flag) fail("unknown extension ?" + encode(text_.substr(at_, 1)), begin + 1);
      (minus ? off : on) |= *flag;
    }
    if (accept(':')) {
      flags_ = (flags_ | on) & ~off;
      return inner(ReKind::group, begin);
    }
    if (minus) fail("missing :", at_);
    if (begin != flags_end_) fail("global flags not at the start of the expression", begin);
    ++at_;
    flags_ |= on;
    global_ |= on;
    sets_global_ = true;
    flags_end_ = at_;
    return nullptr;
  }

  // How many characters it can match, for look-behinds.
  Width width_of(const ReNode& node) const {
    switch (node.kind) {
      case ReKind::literal:
      case ReKind::any:
      case ReKind::set:
        return {1, 1};
      case ReKind::sequence:
      case ReKind::group:
      case ReKind::atomic: {
        Width all;
        for (const Node& child : node.children) {
          const Width one = width_of(*child);
          all = {sum(all.least, one.least), sum(all.most, one.most)};
        }
        return all;
      }
      case ReKind::alternatives:
      case ReKind::condition: {
        Width all{re_no_limit, 0};
        for (const Node& child : node.children) {
          const Width one = width_of(*child);
          all = {std::min(all.least, one.least), std::max(all.most, one.most)};
        }
        return all;
      }
      case ReKind::repeat: {
        const Width one = width_of(*node.children.front());
        return {product(one.least, node.least), product(one.most, node.most)};
      }
      case ReKind::back_reference:
        return {0, re_no_limit};
      default:
        return {};
    }
  }

  Interpreter& in_;
  const Value& error_class_;
  const std::u32string_view text_;
  unsigned flags_;
  unsigned global_ = 0;
  bool sets_global_ = false;
  std::size_t flags_end_ = 0;  // global flags may stand up to here
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::vector<std::size_t> open_;
  ReTree tree_;
};

}  // namespace

ReTree parse_pattern(Interpreter& in, const Value& error_class, std::u32string_view pattern, unsigned flags) {
  return Parser(in, error_class, pattern, flags).parse();
}

}  // namespace pycharter::alembic::script

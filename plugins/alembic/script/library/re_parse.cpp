#include <algorithm>
#include <optional>

#include "alembic/script/library/re_parser.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

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

}  // namespace

ReTree ReParser::parse() {
  tree_.root = alternatives();
  if (!at_end()) fail("unbalanced parenthesis", at_);
  tree_.flags = global_ | flags_;
  return std::move(tree_);
}

void ReParser::fail(const std::string& message, std::size_t position) {
  in_.raise(error_class_, message + " at position " + std::to_string(position));
}

bool ReParser::accept(char32_t c) {
  if (!looking_at(c)) return false;
  ++at_;
  return true;
}

ReParser::Node ReParser::make(ReKind kind) const {
  auto node = std::make_unique<ReNode>();
  node->kind = kind;
  node->flags = flags_;
  return node;
}

ReParser::Node ReParser::literal(char32_t c) const {
  Node node = make(ReKind::literal);
  node->code = c;
  return node;
}

ReParser::Node ReParser::alternatives() {
  Node node = make(ReKind::alternatives);
  do {
    node->children.push_back(sequence());
  } while (accept('|'));
  return node->children.size() == 1 ? std::move(node->children.front()) : std::move(node);
}

ReParser::Node ReParser::sequence() {
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

bool ReParser::skip_space() {
  const std::size_t begin = at_;
  while (!at_end() && peek() < 0x80 && is_space(peek()))
    ++at_;
  if (looking_at('#')) at_ = std::min(text_.find('\n', at_), text_.size());
  return at_ > begin;
}

std::optional<ReParser::Counts> ReParser::counts() {
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

std::optional<std::size_t> ReParser::number(std::size_t begin) {
  if (!is_digit(peek())) return std::nullopt;
  std::size_t value = 0;
  for (; is_digit(peek()); ++at_) {
    value = value * 10 + (peek() - '0');
    if (value > 0xFFFFFFFE) fail("the repetition number is too large", begin + 1);
  }
  return value;
}

ReParser::Node ReParser::quantified(Node item, std::size_t begin) {
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

ReParser::Node ReParser::atom() {
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

char32_t ReParser::hex(std::size_t begin, std::size_t digits) {
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
std::optional<char32_t> ReParser::escaped_code(char32_t c, std::size_t begin) {
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

ReParser::Node ReParser::escape(std::size_t begin) {
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

ReParser::Node ReParser::reference(std::size_t index, std::size_t position, std::size_t begin) {
  if (index == 0 || index > tree_.groups) fail("invalid group reference " + std::to_string(index), position);
  if (std::find(open_.begin(), open_.end(), index) != open_.end())
    fail("cannot refer to an open group", begin);
  Node node = make(ReKind::back_reference);
  node->group = index;
  return node;
}

ReParser::Node ReParser::set(std::size_t begin) {
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

std::optional<char32_t> ReParser::set_code(ReNode& node) {
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

ReTree parse_pattern(Interpreter& in, const Value& error_class, std::u32string_view pattern, unsigned flags) {
  return ReParser(in, error_class, pattern, flags).parse();
}

}  // namespace pycharter::alembic::script

// Groups, conditions, look-around and flags of `re` patterns.
#include <algorithm>
#include <optional>

#include "alembic/script/library/re_parser.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::size_t deepest = 100;

std::size_t sum(std::size_t a, std::size_t b) {
  return a >= re_no_limit - b ? re_no_limit : a + b;
}
std::size_t product(std::size_t a, std::size_t b) {
  return a != 0 && b > re_no_limit / a ? re_no_limit : a * b;
}

}  // namespace

ReParser::Node ReParser::group(std::size_t begin) {
  if (++depth_ > deepest) fail("groups are nested too deep", begin);
  const unsigned outer = flags_;
  Node node = looking_at('?') ? extension(begin) : captured(begin, "");
  if (node != nullptr || !sets_global_) flags_ = outer;
  sets_global_ = false;
  --depth_;
  return node;
}

void ReParser::close(std::size_t begin) {
  if (!accept(')')) fail("missing ), unterminated subpattern", begin);
}

ReParser::Node ReParser::captured(std::size_t begin, const std::string& name) {
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

ReParser::Node ReParser::inner(ReKind kind, std::size_t begin) {
  Node node = make(kind);
  node->children.push_back(alternatives());
  close(begin);
  return node;
}

ReParser::Node ReParser::extension(std::size_t begin) {
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

std::string ReParser::name_until(char32_t end) {
  const std::size_t from = at_, to = text_.find(end, at_);
  if (to == std::u32string_view::npos || to == from)
    fail(to == from ? "missing group name"
                    : "missing " + encode(std::u32string(1, end)) + ", unterminated name",
         from);
  const auto name = text_.substr(from, to - from);
  at_ = to + 1;
  return encode(name);
}

std::size_t ReParser::group_named(const std::string& name, std::size_t position) {
  const auto found = tree_.names.find(name);
  if (found == tree_.names.end()) fail("unknown group name '" + name + "'", position);
  return found->second;
}

ReParser::Node ReParser::named(std::size_t begin) {
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

ReParser::Node ReParser::condition(std::size_t begin) {
  const std::size_t from = at_;
  const std::string name = name_until(')');
  Node node = make(ReKind::condition);
  if (std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }) && name.size() < 4) {
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

ReParser::Node ReParser::look(std::size_t begin, bool negated, bool behind) {
  Node node = inner(ReKind::look, begin);
  node->negated = negated;
  node->behind = behind;
  if (!behind) return node;
  const Width width = width_of(*node->children.front());
  if (width.least != width.most) in_.raise(error_class_, "look-behind requires fixed-width pattern");
  node->width = width.least;
  return node;
}

std::optional<unsigned> ReParser::flag_of(char32_t c) {
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
ReParser::Node ReParser::flagged(std::size_t begin) {
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
ReParser::Width ReParser::width_of(const ReNode& node) const {
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

}  // namespace pycharter::alembic::script

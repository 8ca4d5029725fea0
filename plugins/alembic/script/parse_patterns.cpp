// The match statement and its patterns.
#include <set>

#include "alembic/script/parsing.h"

namespace pycharter::alembic::script {

namespace {

using Type = PatternNode::Type;
using Names = std::set<std::string>;

// The names that a pattern binds, checked as Python does: one name once, the same in all alternatives.
class BoundNames {
 public:
  explicit BoundNames(const Source& source) : source_(source) {}

  Names of(const PatternNode& pattern) const {
    if (pattern.type == Type::either) return of_alternatives(pattern);
    Names names;
    for (const PatternNode* item : pattern.items)
      add(names, of(*item), *item);
    if (pattern.target != nullptr) add(names, {pattern.target->name}, *pattern.target);
    return names;
  }

 private:
  void add(Names& names, const Names& more, const Node& place) const {
    for (const std::string& name : more) {
      if (!names.insert(name).second)
        source_.fail(place.offset, "multiple assignments to name '" + name + "' in pattern");
    }
  }

  Names of_alternatives(const PatternNode& pattern) const {
    const Names first = of(*pattern.items.front());
    for (const PatternNode* item : pattern.items) {
      if (of(*item) != first) source_.fail(item->offset, "alternative patterns bind different names");
      if (item != pattern.items.back()) require_refutable(source_, *item);
    }
    return first;
  }

 public:
  // What fits anything may only come last.
  static void require_refutable(const Source& source, const PatternNode& pattern) {
    const PatternNode* last = &pattern;
    while (!last->items.empty() && (last->type == Type::either || last->type == Type::capture))
      last = last->items.back();
    if (last->type != Type::capture) return;
    source.fail(pattern.offset, (last->target == nullptr ? std::string("wildcard")
                                                         : "name capture '" + last->target->name + "'") +
                                    " makes remaining patterns unreachable");
  }

 private:
  const Source& source_;
};

}  // namespace

// `match` is a name unless its line ends with a colon: nothing else that begins with a name does.
bool Parser::at_match() const {
  if (!at(TokenKind::name) || text(current()) != "match" || text(following()) == ":") return false;
  std::size_t end = at_;
  while (end + 1 < tokens_.size() && tokens_[end].kind != TokenKind::newline)
    ++end;
  return text(tokens_[end - 1]) == ":" && tokens_[end].kind == TokenKind::newline;
}

Node* Parser::parse_match() {
  auto* node = make<MatchNode>(here());
  ++at_;
  node->subject = parse_expressions();
  expect(":", "after what 'match' looks at");
  if (!at(TokenKind::newline)) fail_unexpected("the end of the line");
  ++at_;
  if (!at(TokenKind::indent)) fail("an indented 'case' is expected here");
  ++at_;
  while (!at(TokenKind::dedent) && !at(TokenKind::end)) {
    if (!at(TokenKind::name) || text(current()) != "case") fail_unexpected("'case'");
    ++at_;
    if (!node->cases.empty() && node->cases.back().guard == nullptr)
      BoundNames::require_refutable(script_.source, *node->cases.back().pattern);
    MatchNode::Case option;
    option.pattern = parse_patterns();
    BoundNames(script_.source).of(*option.pattern);
    if (take("if")) option.guard = parse_named_expression();
    option.body = parse_block();
    node->cases.push_back(std::move(option));
  }
  if (at(TokenKind::dedent)) ++at_;
  return node;
}

PatternNode* Parser::parse_patterns() {
  const std::uint32_t offset = here();
  PatternNode* first = parse_sequence_item();
  if (!at(",") && first->type != Type::star) return first;
  return parse_sequence_pattern(first, offset, {});
}

// What follows the first item, up to `closing`; the end of a case's pattern when that is empty.
PatternNode* Parser::parse_sequence_pattern(PatternNode* first, std::uint32_t offset,
                                            std::string_view closing) {
  auto* node = make<PatternNode>(offset, Type::sequence);
  if (first != nullptr) node->items.push_back(first);
  while (first != nullptr && take(",")) {
    if (closing.empty() ? at(":") || at("if") : at(closing)) break;
    node->items.push_back(parse_sequence_item());
  }
  const auto is_star = [](const PatternNode* item) { return item->type == Type::star; };
  if (std::count_if(node->items.begin(), node->items.end(), is_star) > 1)
    fail_at_offset(offset, "multiple starred expressions in sequence pattern");
  if (!closing.empty()) expect(closing, "to close the pattern");
  return node;
}

PatternNode* Parser::parse_sequence_item() {
  if (!at("*")) return parse_pattern();
  auto* star = make<PatternNode>(here(), Type::star);
  ++at_;
  star->target = parse_capture();
  return star;
}

NameNode* Parser::parse_capture() {
  const std::uint32_t offset = here();
  const std::string name = expect_name("a name to bind");
  return name == "_" ? nullptr : make<NameNode>(offset, name);
}

PatternNode* Parser::parse_pattern() {
  const Deeper deeper(*this);
  PatternNode* inner = parse_alternatives();
  if (!take("as")) return inner;
  auto* node = make<PatternNode>(here(), Type::capture);
  node->target = parse_capture();
  if (node->target == nullptr) fail_at_offset(node->offset, "cannot use '_' as a target");
  node->items.push_back(inner);
  return node;
}

PatternNode* Parser::parse_alternatives() {
  const std::uint32_t offset = here();
  PatternNode* first = parse_closed_pattern();
  if (!at("|")) return first;
  auto* node = make<PatternNode>(offset, Type::either);
  node->items.push_back(first);
  while (take("|"))
    node->items.push_back(parse_closed_pattern());
  return node;
}

PatternNode* Parser::parse_closed_pattern() {
  const std::uint32_t offset = here();
  if (at(TokenKind::name)) return parse_named_pattern();
  if (at("{")) return parse_mapping_pattern();
  if (!at("(") && !at("[")) return parse_literal_pattern();
  const std::string_view closing = at("(") ? ")" : "]";
  ++at_;
  PatternNode* first = at(closing) ? nullptr : parse_sequence_item();
  const bool group = closing == ")" && first != nullptr && first->type != Type::star && at(")");
  if (!group) return parse_sequence_pattern(first, offset, closing);
  ++at_;
  return first;
}

PatternNode* Parser::parse_literal_pattern() {
  const std::uint32_t offset = here();
  const bool constant = at("None") || at("True") || at("False");
  if (!constant && !at("-") && !at(TokenKind::number) && !at(TokenKind::string)) fail_unexpected("a pattern");
  auto* node = make<PatternNode>(offset, constant ? Type::constant : Type::value);
  if (at("-") && following().kind != TokenKind::number) fail("a pattern's '-' stands before a number");
  node->value = at("-") ? parse_unary() : parse_atom();
  if (node->value->kind == NodeKind::joined) fail_at_offset(offset, "an f-string cannot be a pattern");
  return node;
}

PatternNode* Parser::parse_named_pattern() {
  const std::uint32_t offset = here();
  if (const auto next = text(following()); next != "." && next != "(") {
    auto* node = make<PatternNode>(offset, Type::capture);
    node->target = parse_capture();
    return node;
  }
  Node* value = make<NameNode>(offset, expect_name("a name"));
  while (take(".")) {
    const std::uint32_t place = here();
    value = raised(make<AttributeNode>(place, value, expect_name("an attribute's name")), {value});
  }
  auto* node = make<PatternNode>(offset, at("(") ? Type::cls : Type::value);
  node->value = value;
  if (take("(")) parse_class_pattern(*node);
  return node;
}

void Parser::parse_class_pattern(PatternNode& pattern) {
  while (!at(")")) {
    const bool keyword = at(TokenKind::name) && text(following()) == "=";
    if (!keyword && !pattern.names.empty()) fail("positional patterns follow keyword patterns");
    if (keyword) {
      const std::uint32_t offset = here();
      pattern.names.push_back(expect_name("an attribute's name"));
      if (std::count(pattern.names.begin(), pattern.names.end(), pattern.names.back()) > 1)
        fail_at_offset(offset, "attribute name repeated in class pattern: " + pattern.names.back());
      ++at_;
    }
    pattern.items.push_back(parse_pattern());
    if (!take(",")) break;
  }
  expect(")", "to close the pattern");
}

PatternNode* Parser::parse_mapping_pattern() {
  auto* node = make<PatternNode>(here(), Type::mapping);
  ++at_;
  while (!at("}")) {
    if (take("**")) {
      const std::uint32_t offset = here();
      node->target = parse_capture();
      if (node->target == nullptr) fail_at_offset(offset, "'**_' says nothing: leave it out");
      take(",");
      break;
    }
    const PatternNode* key = at(TokenKind::name) ? parse_named_pattern() : parse_literal_pattern();
    if (key->type != Type::value && key->type != Type::constant)
      fail_at_offset(key->offset, "mapping pattern keys may only match literals and attribute lookups");
    node->keys.push_back(key->value);
    expect(":", "after the key");
    node->items.push_back(parse_pattern());
    if (!take(",")) break;
  }
  expect("}", "to close the pattern");
  return node;
}

}  // namespace pycharter::alembic::script

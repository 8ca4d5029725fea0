#include <array>

#include "alembic/script/parsing.h"

namespace pycharter::alembic::script {

namespace {

struct Operator {
  std::string_view text;
  BinaryOperator operation;
  int level;  // higher binds tighter
};
constexpr std::array<Operator, 12> binary_operators = {{
    {"|", BinaryOperator::bit_or, 0},
    {"^", BinaryOperator::bit_xor, 1},
    {"&", BinaryOperator::bit_and, 2},
    {"<<", BinaryOperator::left_shift, 3},
    {">>", BinaryOperator::right_shift, 3},
    {"+", BinaryOperator::add, 4},
    {"-", BinaryOperator::subtract, 4},
    {"*", BinaryOperator::multiply, 5},
    {"/", BinaryOperator::divide, 5},
    {"//", BinaryOperator::floor_divide, 5},
    {"%", BinaryOperator::modulo, 5},
    {"@", BinaryOperator::matrix, 5},
}};

struct RelationWord {
  std::string_view text;
  Relation relation;
};
constexpr std::array<RelationWord, 6> relations = {{{"==", Relation::equal},
                                                    {"!=", Relation::not_equal},
                                                    {"<", Relation::less},
                                                    {"<=", Relation::less_equal},
                                                    {">", Relation::greater},
                                                    {">=", Relation::greater_equal}}};

}  // namespace

Node* Parser::raised(Node* node, std::initializer_list<const Node*> children) {
  for (const Node* child : children) {
    if (child != nullptr)
      node->height = std::max<std::uint16_t>(node->height, static_cast<std::uint16_t>(child->height + 1));
  }
  if (node->height > tallest)
    fail_at_offset(node->offset, "the expression has more than 2000 levels: split it");
  return node;
}

Node* Parser::raised(Node* node, const std::vector<Node*>& children) {
  for (const Node* child : children)
    raised(node, {child});
  return node;
}

Node* Parser::parse_field_expression() {
  Node* node = at("*") ? parse_expressions() : parse_named_expression();
  if (at(",")) {
    auto* tuple = make<SequenceNode>(NodeKind::tuple, node->offset, std::vector<Node*>{node});
    while (take(",") && !at(TokenKind::end))
      tuple->items.push_back(parse_starred_or_named());
    node = raised(tuple, tuple->items);
  }
  if (!at(TokenKind::end)) fail_unexpected("the end of the expression");
  return node;
}

Node* Parser::parse_starred_or_named() {
  if (!at("*")) return parse_named_expression();
  const std::uint32_t offset = here();
  ++at_;
  Node* value = parse_binary(0);
  return raised(make<StarredNode>(offset, value), {value});
}

// A comma-separated list as a statement's value: one expression, or a tuple.
Node* Parser::parse_expressions() {
  const std::uint32_t offset = here();
  Node* first = parse_starred_or_named();
  if (!at(",")) {
    if (first->kind == NodeKind::starred)
      fail_at_offset(offset, "a starred expression cannot stand alone here");
    return first;
  }
  std::vector<Node*> items{first};
  while (take(",")) {
    if (at(TokenKind::newline) || at(TokenKind::end) || at("=") || at(":") || at(")") || at("]") || at(";"))
      break;
    items.push_back(parse_starred_or_named());
  }
  auto* tuple = make<SequenceNode>(NodeKind::tuple, offset, std::move(items));
  return raised(tuple, tuple->items);
}

Node* Parser::parse_named_expression() {
  if (at(TokenKind::name) && text(following()) == ":=" && following().kind == TokenKind::operation) {
    const std::uint32_t offset = here();
    auto* target = make<NameNode>(offset, expect_name("a name"));
    ++at_;
    Node* value = parse_expression();
    return raised(make<AssignExpressionNode>(offset, target, value), {value});
  }
  return parse_expression();
}

Node* Parser::parse_expression() {
  const Deeper deeper(*this);
  if (at("lambda")) return parse_lambda();
  Node* value = parse_or();
  if (!at("if")) return value;
  const std::uint32_t offset = here();
  ++at_;
  Node* condition = parse_or();
  expect("else", "in a conditional expression");
  Node* otherwise = parse_expression();
  return raised(make<ConditionalNode>(offset, condition, value, otherwise), {condition, value, otherwise});
}

Node* Parser::parse_or() {
  Node* first = parse_and();
  if (!at("or")) return first;
  auto* node = make<BooleanNode>(here(), false);
  node->operands.push_back(first);
  while (take("or"))
    node->operands.push_back(parse_and());
  return raised(node, node->operands);
}

Node* Parser::parse_and() {
  Node* first = parse_not();
  if (!at("and")) return first;
  auto* node = make<BooleanNode>(here(), true);
  node->operands.push_back(first);
  while (take("and"))
    node->operands.push_back(parse_not());
  return raised(node, node->operands);
}

Node* Parser::parse_not() {
  if (!at("not")) return parse_comparison();
  const Deeper deeper(*this);
  const std::uint32_t offset = here();
  ++at_;
  Node* operand = parse_not();
  return raised(make<UnaryNode>(NodeKind::not_, offset, UnaryOperator::negate, operand), {operand});
}

Node* Parser::parse_comparison() {
  Node* first = parse_binary(0);
  CompareNode* node = nullptr;
  for (;;) {
    const std::uint32_t offset = here();
    Relation relation;
    const auto* found =
        std::find_if(relations.begin(), relations.end(), [&](const RelationWord& w) { return at(w.text); });
    if (found != relations.end()) {
      relation = found->relation;
      ++at_;
    } else if (take("in")) {
      relation = Relation::in;
    } else if (at("not") && text(following()) == "in") {
      at_ += 2;
      relation = Relation::not_in;
    } else if (take("is")) {
      relation = take("not") ? Relation::is_not : Relation::is;
    } else {
      break;
    }
    if (node == nullptr) node = make<CompareNode>(offset, first);
    node->rest.emplace_back(relation, parse_binary(0));
    raised(node, {first, node->rest.back().second});
  }
  return node != nullptr ? node : first;
}

Node* Parser::parse_binary(int level) {
  Node* left = parse_unary();
  for (;;) {
    const auto* found = std::find_if(binary_operators.begin(), binary_operators.end(),
                                     [&](const Operator& o) { return at(o.text); });
    if (found == binary_operators.end() || found->level < level) return left;
    const std::uint32_t offset = here();
    ++at_;
    Node* right = parse_binary(found->level + 1);
    left = raised(make<BinaryNode>(offset, found->operation, left, right), {left, right});
  }
}

Node* Parser::parse_unary() {
  static constexpr std::string_view signs[] = {"-", "+", "~"};
  for (int i = 0; i < 3; ++i) {
    if (!at(signs[i])) continue;
    const Deeper deeper(*this);
    const std::uint32_t offset = here();
    ++at_;
    Node* operand = parse_unary();
    return raised(make<UnaryNode>(NodeKind::unary, offset, static_cast<UnaryOperator>(i), operand),
                  {operand});
  }
  return parse_power();
}

Node* Parser::parse_power() {
  Node* base = parse_postfix();
  if (!at("**")) return base;
  const Deeper deeper(*this);
  const std::uint32_t offset = here();
  ++at_;
  Node* exponent = parse_unary();
  return raised(make<BinaryNode>(offset, BinaryOperator::power, base, exponent), {base, exponent});
}

Node* Parser::parse_postfix() {
  Node* node = parse_atom();
  for (;;) {
    if (at("(")) {
      node = parse_call(node);
    } else if (at("[")) {
      node = parse_subscript(node);
    } else if (take(".")) {
      const std::uint32_t offset = here();
      node = raised(make<AttributeNode>(offset, node, expect_name("an attribute's name")), {node});
    } else {
      return node;
    }
  }
}

Node* Parser::parse_atom() {
  const std::uint32_t offset = here();
  switch (current().kind) {
    case TokenKind::name:
      return make<NameNode>(offset, expect_name("a name"));
    case TokenKind::number:
      return parse_number();
    case TokenKind::string:
      return parse_strings();
    default:
      break;
  }
  if (take("None")) return make<ConstantNode>(offset, ConstantNode::Type::none);
  if (take("True")) return make<ConstantNode>(offset, ConstantNode::Type::true_);
  if (take("False")) return make<ConstantNode>(offset, ConstantNode::Type::false_);
  if (take("...")) return make<ConstantNode>(offset, ConstantNode::Type::ellipsis);
  if (at("(")) return parse_parenthesized();
  if (at("[")) return parse_list();
  if (at("{")) return parse_braces();
  if (at("await")) refuse(here(), "'await' cannot be used in a revision script here");
  if (at("yield")) refuse(here(), yield_inside);
  fail_unexpected("an expression");
}

}  // namespace pycharter::alembic::script

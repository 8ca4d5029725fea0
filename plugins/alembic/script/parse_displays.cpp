// Expressions in brackets: displays, comprehensions, calls and subscripts; and lambda.
#include "alembic/script/parsing.h"

namespace pycharter::alembic::script {

Node* Parser::parse_parenthesized() {
  const Deeper deeper(*this);
  const std::uint32_t offset = here();
  ++at_;
  if (take(")")) return make<SequenceNode>(NodeKind::tuple, offset, std::vector<Node*>{});
  Node* first = parse_starred_or_named();
  if (at("for") || at("async")) {
    Node* generator = parse_comprehension(offset, ComprehensionKind::generator, first, nullptr);
    expect(")", "after the generator expression");
    return generator;
  }
  if (take(")")) {
    if (first->kind == NodeKind::starred)
      fail_at_offset(first->offset, "a starred expression cannot stand alone here");
    return first;
  }
  auto* tuple = make<SequenceNode>(NodeKind::tuple, offset, std::vector<Node*>{first});
  while (take(",") && !at(")"))
    tuple->items.push_back(parse_starred_or_named());
  expect(")", "to close the parenthesis");
  return raised(tuple, tuple->items);
}

Node* Parser::parse_list() {
  const Deeper deeper(*this);
  const std::uint32_t offset = here();
  ++at_;
  auto* list = make<SequenceNode>(NodeKind::list, offset, std::vector<Node*>{});
  if (take("]")) return list;
  list->items.push_back(parse_starred_or_named());
  if (at("for") || at("async")) {
    Node* comprehension = parse_comprehension(offset, ComprehensionKind::list, list->items.front(), nullptr);
    expect("]", "after the comprehension");
    return comprehension;
  }
  while (take(",") && !at("]"))
    list->items.push_back(parse_starred_or_named());
  expect("]", "to close the list");
  return raised(list, list->items);
}

Node* Parser::parse_braces() {
  const Deeper deeper(*this);
  const std::uint32_t offset = here();
  ++at_;
  auto* dict = make<DictNode>(offset);
  if (take("}")) return dict;
  if (!at("**")) {
    Node* first = parse_starred_or_named();
    if (!at(":")) {
      if (at("for") || at("async")) {
        Node* comprehension = parse_comprehension(offset, ComprehensionKind::set, first, nullptr);
        expect("}", "after the comprehension");
        return comprehension;
      }
      auto* set = make<SequenceNode>(NodeKind::set, offset, std::vector<Node*>{first});
      while (take(",") && !at("}"))
        set->items.push_back(parse_starred_or_named());
      expect("}", "to close the set");
      return raised(set, set->items);
    }
    ++at_;
    Node* value = parse_expression();
    if (at("for") || at("async")) {
      Node* comprehension = parse_comprehension(offset, ComprehensionKind::dict, first, value);
      expect("}", "after the comprehension");
      return comprehension;
    }
    dict->items.emplace_back(first, value);
    raised(dict, {first, value});
    if (!at("}")) expect(",", "between the items of a dict");
  }
  while (!at("}")) {
    Node* key = nullptr;
    if (!take("**")) {
      key = parse_expression();
      expect(":", "between key and value of a dict");
    }
    Node* value = key == nullptr ? parse_binary(0) : parse_expression();
    dict->items.emplace_back(key, value);
    raised(dict, {key, value});
    if (!take(",")) break;
  }
  expect("}", "to close the dict");
  return dict;
}

Node* Parser::parse_lambda() {
  const std::uint32_t offset = here();
  ++at_;
  auto* function = make<FunctionNode>(NodeKind::lambda, offset, "<lambda>");
  parse_parameters(*function, ":", false);
  expect(":", "after a lambda's parameters");
  function->result = parse_expression();
  return raised(function, {function->result});
}

Node* Parser::parse_call(Node* function) {
  const Deeper deeper(*this);
  auto* call = make<CallNode>(function->offset, function);
  raised(call, {function});
  ++at_;
  while (!at(")")) {
    const std::uint32_t offset = here();
    if (take("**")) {
      call->keywords.emplace_back("", parse_expression());
      raised(call, {call->keywords.back().second});
    } else if (take("*")) {
      Node* value = parse_expression();
      call->positional.push_back(raised(make<StarredNode>(offset, value), {value}));
      raised(call, {call->positional.back()});
    } else if (at(TokenKind::name) && following().kind == TokenKind::operation && text(following()) == "=") {
      std::string name = expect_name("an argument's name");
      ++at_;
      for (const auto& [other, node] : call->keywords) {
        if (other == name) fail_at_offset(offset, "keyword argument repeated: " + name);
      }
      call->keywords.emplace_back(std::move(name), parse_expression());
      raised(call, {call->keywords.back().second});
    } else {
      Node* value = parse_named_expression();
      if (at("for") || at("async"))
        value = parse_comprehension(offset, ComprehensionKind::generator, value, nullptr);
      for (const auto& [name, node] : call->keywords) {
        if (!name.empty()) fail_at_offset(offset, "a positional argument follows a keyword argument");
      }
      call->positional.push_back(value);
      raised(call, {value});
    }
    if (!take(",")) break;
  }
  expect(")", "to close the call");
  return call;
}

Node* Parser::parse_subscript(Node* object) {
  const Deeper deeper(*this);
  const std::uint32_t offset = here();
  ++at_;
  Node* index = parse_subscript_item();
  if (at(",")) {
    auto* tuple = make<SequenceNode>(NodeKind::tuple, index->offset, std::vector<Node*>{index});
    while (take(",") && !at("]"))
      tuple->items.push_back(parse_subscript_item());
    index = raised(tuple, tuple->items);
  }
  expect("]", "to close the subscript");
  return raised(make<SubscriptNode>(offset, object, index), {object, index});
}

Node* Parser::parse_subscript_item() {
  const std::uint32_t offset = here();
  Node* start = at(":") ? nullptr : parse_starred_or_named();
  if (!at(":")) return start;
  ++at_;
  Node *stop = nullptr, *step = nullptr;
  if (!at(":") && !at("]") && !at(",")) stop = parse_expression();
  if (take(":") && !at("]") && !at(",")) step = parse_expression();
  return raised(make<SliceNode>(offset, start, stop, step), {start, stop, step});
}

Node* Parser::parse_comprehension(std::uint32_t offset, ComprehensionKind kind, Node* element, Node* value) {
  if (element->kind == NodeKind::starred) fail_at_offset(element->offset, "a comprehension cannot unpack");
  auto* node = make<ComprehensionNode>(offset, kind);
  node->element = element;
  node->value = value;
  raised(node, {element, value});
  while (at("for") || at("async")) {
    if (at("async")) refuse(here(), "asynchronous comprehensions cannot be used in a revision script here");
    ++at_;
    ComprehensionNode::Clause clause{parse_targets(), nullptr, {}};
    expect("in", "in a comprehension");
    clause.iterable = parse_or();
    raised(node, {clause.target, clause.iterable});
    while (take("if")) {
      clause.conditions.push_back(at("lambda") ? parse_expression() : parse_or());
      if (clause.conditions.back()->kind == NodeKind::name && at(":=")) {
        fail("an assignment expression in a condition needs parentheses");
      }
      raised(node, {clause.conditions.back()});
    }
    node->clauses.push_back(std::move(clause));
  }
  return node;
}

}  // namespace pycharter::alembic::script

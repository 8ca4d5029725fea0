// Statements with blocks, functions and classes.
#include "alembic/script/parsing.h"

namespace pycharter::alembic::script {

Body Parser::parse_block() {
  expect(":", "before the block");
  Body body;
  if (!at(TokenKind::newline)) {
    parse_simple_line(body);
    return body;
  }
  ++at_;
  if (!at(TokenKind::indent)) fail("an indented block is expected here");
  ++at_;
  while (!at(TokenKind::dedent) && !at(TokenKind::end))
    parse_statement(body);
  if (at(TokenKind::dedent)) ++at_;
  return body;
}

Node* Parser::parse_if() {
  const std::uint32_t offset = here();
  ++at_;
  auto* first = make<IfNode>(NodeKind::if_, offset, parse_named_expression());
  first->body = parse_block();
  // A chain of elif is a list, not a recursion: it may be long.
  int links = 0;
  for (IfNode* last = first; at("elif") || at("else");) {
    if (take("else")) {
      last->otherwise = parse_block();
      break;
    }
    const std::uint32_t place = here();
    if (++links > 500) fail("more than 500 'elif' in a row");
    ++at_;
    auto* next = make<IfNode>(NodeKind::if_, place, parse_named_expression());
    next->yields = true;  // asked only where the chain has a yield
    next->body = parse_block();
    last->otherwise.push_back(next);
    last = next;
  }
  return first;
}

Node* Parser::parse_while() {
  const std::uint32_t offset = here();
  ++at_;
  auto* node = make<IfNode>(NodeKind::while_, offset, parse_named_expression());
  ++loops_;
  node->body = parse_block();
  --loops_;
  if (take("else")) node->otherwise = parse_block();
  return node;
}

Node* Parser::parse_targets() {
  const std::uint32_t offset = here();
  const auto one = [&]() -> Node* {
    const std::uint32_t place = here();
    if (take("*")) {
      Node* value = parse_binary(0);
      return raised(make<StarredNode>(place, value), {value});
    }
    return parse_binary(0);
  };
  Node* first = one();
  Node* target = first;
  if (at(",")) {
    std::vector<Node*> items{first};
    while (take(",") && !at("in"))
      items.push_back(one());
    target = make<SequenceNode>(NodeKind::tuple, offset, std::move(items));
  }
  require_target(target, false);
  return target;
}

Node* Parser::parse_for() {
  const std::uint32_t offset = here();
  ++at_;
  Node* target = parse_targets();
  expect("in", "in a for statement");
  auto* node = make<ForNode>(offset, target, parse_expressions());
  ++loops_;
  node->body = parse_block();
  --loops_;
  if (take("else")) node->otherwise = parse_block();
  return node;
}

Node* Parser::parse_try() {
  auto* node = make<TryNode>(here());
  ++at_;
  node->body = parse_block();
  while (at("except")) {
    TryNode::Handler handler;
    handler.offset = here();
    ++at_;
    // Of a group only its class counts here, as if it stood alone.
    if (at("*") && grammar_ == Grammar::script)
      refuse(here(), "except* cannot be used in a revision script here: write except");
    take("*");
    if (!node->handlers.empty() && node->handlers.back().type == nullptr)
      fail_at_offset(handler.offset, "a bare 'except:' must be the last");
    if (!at(":")) handler.type = parse_expression();
    if (take("as")) {
      const std::uint32_t place = here();
      handler.target = make<NameNode>(place, expect_name("a name"));
    }
    handler.body = parse_block();
    node->handlers.push_back(std::move(handler));
  }
  if (!node->handlers.empty() && take("else")) node->otherwise = parse_block();
  if (take("finally")) node->finally = parse_block();
  if (node->handlers.empty() && node->finally.empty()) fail("'try' needs an 'except' or a 'finally'");
  return node;
}

// `with (a as b, c):` or `with (a):` against `with (a).b as c:`: what follows the closing parenthesis tells.
bool Parser::with_is_parenthesized() const {
  if (!at("(")) return false;
  int depth = 0;
  bool has_as_or_comma = false;
  for (std::size_t i = at_; i < tokens_.size() && tokens_[i].kind != TokenKind::newline; ++i) {
    const std::string_view word = text(tokens_[i]);
    if (tokens_[i].kind == TokenKind::operation && (word == "(" || word == "[" || word == "{")) ++depth;
    if (depth == 1 && ((tokens_[i].kind == TokenKind::keyword && word == "as") ||
                       (tokens_[i].kind == TokenKind::operation && word == ","))) {
      has_as_or_comma = true;
    }
    if (tokens_[i].kind == TokenKind::operation && (word == ")" || word == "]" || word == "}") &&
        --depth == 0) {
      return has_as_or_comma && i + 1 < tokens_.size() && text(tokens_[i + 1]) == ":";
    }
  }
  return false;
}

void Parser::parse_with_items(WithNode& node, bool parenthesized) {
  do {
    if (parenthesized && at(")")) break;
    Node* manager = parse_expression();
    Node* target = nullptr;
    if (take("as")) {
      target = parse_postfix();
      require_target(target, false);
    }
    node.items.emplace_back(manager, target);
  } while (take(","));
}

Node* Parser::parse_with() {
  auto* node = make<WithNode>(here());
  ++at_;
  const bool parenthesized = with_is_parenthesized();
  if (parenthesized) ++at_;
  parse_with_items(*node, parenthesized);
  if (parenthesized) expect(")", "to close the managers");
  node->body = parse_block();
  return node;
}

Node* Parser::parse_decorated() {
  std::vector<Node*> decorators;
  while (take("@")) {
    decorators.push_back(parse_named_expression());
    if (!at(TokenKind::newline)) fail_unexpected("the end of the line");
    ++at_;
  }
  if (at("async") && grammar_ == Grammar::module) return parse_async(std::move(decorators));
  if (at("async")) fail("'async' cannot be used in a revision script here");
  if (at("def")) return parse_def(std::move(decorators));
  if (at("class")) return parse_class(std::move(decorators));
  fail_unexpected("'def' or 'class'");
}

// async def; async for and async with stand in such functions, whose bodies are passed over.
Node* Parser::parse_async(std::vector<Node*> decorators) {
  const std::uint32_t offset = here();
  ++at_;
  if (!at("def")) refuse(offset, "'async' cannot be used here");
  async_ = true;
  return parse_def(std::move(decorators));
}

void Parser::skip_block() {
  int depth = 0;
  expect(":", "before the block");
  if (!at(TokenKind::newline)) {
    while (!at(TokenKind::newline) && !at(TokenKind::end))
      ++at_;
    if (at(TokenKind::newline)) ++at_;
    return;
  }
  ++at_;
  if (!at(TokenKind::indent)) fail("an indented block is expected here");
  do {
    depth += at(TokenKind::indent) ? 1 : at(TokenKind::dedent) ? -1 : 0;
    ++at_;
  } while (depth > 0 && !at(TokenKind::end));
}

void Parser::skip_type_parameters() {
  if (!at("[")) return;
  if (grammar_ == Grammar::script) fail("type parameters cannot be used in a revision script here");
  int depth = 0;
  do {
    depth += at("[") ? 1 : at("]") ? -1 : 0;
    ++at_;
  } while (depth > 0 && !at(TokenKind::end));
}

void Parser::parse_function_body(FunctionNode& node) {
  const bool asynchronous = std::exchange(async_, false);
  if (asynchronous) {
    node.problem =
        Problem{node.offset, "the function '" + node.name + "' is asynchronous and cannot be called here"};
    return skip_block();
  }
  const std::size_t begin = at_;
  const int functions = functions_;
  try {
    node.body = parse_block();
  } catch (const Refused& refused) {
    if (functions > 1) throw;  // it is the outermost one that goes
    node.problem = refused.problem;
    at_ = begin;
    functions_ = functions;
    skip_block();
  }
}

Node* Parser::parse_def(std::vector<Node*> decorators) {
  ++at_;
  const std::uint32_t offset = here();
  auto* node = make<FunctionNode>(NodeKind::function, offset, expect_name("a function's name"));
  node->decorators = std::move(decorators);
  node->target = make<NameNode>(offset, node->name);
  skip_type_parameters();
  expect("(", "after the function's name");
  parse_parameters(*node, ")", true);
  expect(")", "after the parameters");
  if (take("->")) {
    Node* annotation = parse_expression();
    if (grammar_ == Grammar::module) node->returns = annotation;
  }
  const int loops = std::exchange(loops_, 0), yields = std::exchange(yields_, 0);
  ++functions_;
  parse_function_body(*node);
  --functions_;
  loops_ = loops;
  node->generator = std::exchange(yields_, yields) > 0;
  node->docstring = docstring_of(node->body);
  return node;
}

void Parser::parse_parameters(FunctionNode& function, std::string_view closing, bool annotations) {
  bool keyword_only = false, optional = false;
  std::vector<std::string> names;
  const auto name_of = [&]() {
    const std::uint32_t offset = here();
    std::string name = expect_name("a parameter's name");
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      fail_at_offset(offset, "duplicate argument '" + name + "' in function definition");
    }
    names.push_back(name);
    if (annotations && take(":")) parse_starred_or_named();
    return name;
  };
  while (!at(closing)) {
    const std::uint32_t offset = here();
    if (take("**")) {
      function.keywords = name_of();
      take(",");
      if (!at(closing)) fail("nothing can follow **" + function.keywords);
      break;
    }
    if (take("*")) {
      if (keyword_only) fail_at_offset(offset, "only one * can stand in a parameter list");
      keyword_only = true;
      if (!at(",")) function.rest = name_of();
    } else if (take("/")) {
      if (keyword_only || function.positional_only != 0 || function.parameters.empty())
        fail_at_offset(offset, "/ cannot stand here");
      function.positional_only = function.parameters.size();
    } else {
      Parameter parameter;
      parameter.offset = offset;
      parameter.name = name_of();
      if (take("=")) parameter.default_value = parse_expression();
      if (!keyword_only) {
        if (optional && parameter.default_value == nullptr)
          fail_at_offset(offset, "a parameter without a default follows one with a default");
        optional = parameter.default_value != nullptr;
      }
      (keyword_only ? function.keyword_only : function.parameters).push_back(std::move(parameter));
    }
    if (!take(",")) break;
  }
}

Node* Parser::parse_class(std::vector<Node*> decorators) {
  ++at_;
  const std::uint32_t offset = here();
  auto* node = make<ClassNode>(offset, expect_name("a class's name"));
  node->decorators = std::move(decorators);
  node->target = make<NameNode>(offset, node->name);
  skip_type_parameters();
  if (at("(")) {
    const auto& call = as<CallNode>(*parse_call(node->target));
    node->bases = call.positional;
    node->keywords = call.keywords;
  }
  const int loops = std::exchange(loops_, 0), functions = std::exchange(functions_, 0);
  node->body = parse_block();
  loops_ = loops;
  functions_ = functions;
  return node;
}

}  // namespace pycharter::alembic::script

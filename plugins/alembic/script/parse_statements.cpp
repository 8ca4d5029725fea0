#include <array>

#include "alembic/script/parser.h"
#include "alembic/script/parsing.h"
#include "alembic/script/scopes.h"

namespace pycharter::alembic::script {

namespace {

struct Augmented {
  std::string_view text;
  BinaryOperator operation;
};
constexpr std::array<Augmented, 13> augmented_operators = {{{"+=", BinaryOperator::add},
                                                            {"-=", BinaryOperator::subtract},
                                                            {"*=", BinaryOperator::multiply},
                                                            {"/=", BinaryOperator::divide},
                                                            {"//=", BinaryOperator::floor_divide},
                                                            {"%=", BinaryOperator::modulo},
                                                            {"**=", BinaryOperator::power},
                                                            {"<<=", BinaryOperator::left_shift},
                                                            {">>=", BinaryOperator::right_shift},
                                                            {"&=", BinaryOperator::bit_and},
                                                            {"|=", BinaryOperator::bit_or},
                                                            {"^=", BinaryOperator::bit_xor},
                                                            {"@=", BinaryOperator::matrix}}};

}  // namespace

bool Parser::at(std::string_view word) const {
  const Token& token = current();
  return (token.kind == TokenKind::operation || token.kind == TokenKind::keyword) && text(token) == word;
}

bool Parser::take(std::string_view word) {
  if (!at(word)) return false;
  ++at_;
  return true;
}

void Parser::expect(std::string_view word, const char* where) {
  if (take(word)) return;
  fail("'" + std::string(word) + "' is missing " + where);
}

std::string Parser::expect_name(const char* what) {
  if (!at(TokenKind::name)) fail_unexpected(what);
  std::string name(text(current()));
  ++at_;
  return name;
}

void Parser::fail_unexpected(const char* wanted) const {
  std::string found;
  switch (current().kind) {
    case TokenKind::end:
      found = "the end of the text";
      break;
    case TokenKind::newline:
      found = "the end of the line";
      break;
    case TokenKind::indent:
      found = "an indentation";
      break;
    case TokenKind::dedent:
      found = "the end of the block";
      break;
    default:
      found = "'" + std::string(text(current()).substr(0, 40)) + "'";
      break;
  }
  fail("syntax error: " + found + " stands where " + wanted + " should be");
}

void Parser::parse_file() {
  while (!at(TokenKind::end))
    parse_statement(script_.body);
  script_.docstring = docstring_of(script_.body);
}

void Parser::parse_lone_expression() {
  Node* value = parse_field_expression();
  script_.body.push_back(make<ExpressionNode>(NodeKind::expression, value->offset, value));
}

std::string Parser::docstring_of(const Body& body) const {
  if (body.empty() || body.front()->kind != NodeKind::expression) return {};
  const Node* value = as<ExpressionNode>(*body.front()).value;
  if (value->kind != NodeKind::constant) return {};
  const auto& constant = as<ConstantNode>(*value);
  return constant.type == ConstantNode::Type::string ? constant.text : std::string();
}

void Parser::parse_statement(Body& body) {
  const Deeper deeper(*this);
  if (at(TokenKind::indent)) fail("the indentation is unexpected");
  refuse_unsupported_statement();
  struct Compound {
    std::string_view word;
    Node* (Parser::*read)();
  };
  static constexpr Compound compounds[] = {
      {"if", &Parser::parse_if},           {"while", &Parser::parse_while}, {"for", &Parser::parse_for},
      {"try", &Parser::parse_try},         {"with", &Parser::parse_with},   {"def", &Parser::parse_decorated},
      {"class", &Parser::parse_decorated}, {"@", &Parser::parse_decorated}};
  for (const auto& compound : compounds) {
    if (!at(compound.word)) continue;
    body.push_back((this->*compound.read)());
    return;
  }
  parse_simple_line(body);
}

void Parser::refuse_unsupported_statement() {
  if (at("async")) fail("'async' cannot be used in a revision script here");
  if (!at(TokenKind::name) || text(current()) != "match") return;
  // `match` is a name unless a subject and a colon follow.
  const Token& next = following();
  const bool subject = next.kind == TokenKind::name || next.kind == TokenKind::string ||
                       next.kind == TokenKind::number || text(next) == "(" || text(next) == "[";
  if (!subject) return;
  for (std::size_t i = at_ + 1; i + 1 < tokens_.size() && tokens_[i].kind != TokenKind::newline; ++i) {
    if (text(tokens_[i]) == ":" && tokens_[i + 1].kind == TokenKind::newline) {
      fail("the match statement cannot be used in a revision script here: write if and elif");
    }
  }
}

void Parser::parse_simple_line(Body& body) {
  do {
    if (at(TokenKind::newline)) break;
    body.push_back(parse_small());
  } while (take(";"));
  if (!at(TokenKind::newline)) fail_unexpected("the end of the statement");
  ++at_;
}

Node* Parser::parse_small() {
  const std::uint32_t offset = here();
  if (take("pass")) return make<PlainNode>(NodeKind::pass, offset);
  if (at("break") || at("continue")) {
    if (loops_ == 0) fail("'" + std::string(text(current())) + "' outside of a loop");
    return make<PlainNode>(take("break") ? NodeKind::break_ : (++at_, NodeKind::continue_), offset);
  }
  if (take("return")) {
    if (functions_ == 0) fail_at_offset(offset, "'return' outside of a function");
    Node* value = at(TokenKind::newline) || at(";") ? nullptr : parse_expressions();
    return make<ExpressionNode>(NodeKind::return_, offset, value);
  }
  if (take("raise")) return parse_raise();
  if (take("assert")) return parse_assert();
  if (take("del")) return parse_delete();
  if (take("import")) return parse_import();
  if (take("from")) return parse_import_from();
  if (take("global")) return parse_scope(true);
  if (take("nonlocal")) return parse_scope(false);
  return parse_expression_statement();
}

void Parser::require_target(const Node* node, bool may_be_starred) {
  switch (node->kind) {
    case NodeKind::name:
    case NodeKind::attribute:
    case NodeKind::subscript:
      return;
    case NodeKind::starred:
      if (may_be_starred) return require_target(as<StarredNode>(*node).value, false);
      break;
    case NodeKind::tuple:
    case NodeKind::list: {
      int stars = 0;
      for (const Node* item : as<SequenceNode>(*node).items) {
        require_target(item);
        if (item->kind == NodeKind::starred && ++stars > 1)
          fail_at_offset(item->offset, "multiple starred expressions in an assignment");
      }
      return;
    }
    default:
      break;
  }
  fail_at_offset(node->offset, "cannot assign to this expression");
}

Node* Parser::parse_expression_statement() {
  const std::uint32_t offset = here();
  Node* first = parse_expressions();
  if (take(":")) {
    require_target(first, false);
    parse_expression();  // the annotation has no meaning here
    Node* value = take("=") ? parse_expressions() : nullptr;
    return make<AnnotatedNode>(offset, first, value);
  }
  if (current().kind == TokenKind::operation) {
    const auto* found = std::find_if(augmented_operators.begin(), augmented_operators.end(),
                                     [&](const Augmented& a) { return at(a.text); });
    if (found != augmented_operators.end()) {
      require_target(first, false);
      if (first->kind == NodeKind::tuple || first->kind == NodeKind::list)
        fail("an augmented assignment takes one target");
      const std::uint32_t place = here();
      ++at_;
      return make<AugmentedNode>(place, first, found->operation, parse_expressions());
    }
  }
  if (!at("=")) return make<ExpressionNode>(NodeKind::expression, offset, first);
  std::vector<Node*> chain{first};
  while (take("="))
    chain.push_back(parse_expressions());
  Node* value = chain.back();
  chain.pop_back();
  for (const Node* target : chain)
    require_target(target, false);
  return make<AssignNode>(offset, std::move(chain), value);
}

Node* Parser::parse_delete() {
  auto* node = make<DeleteNode>(tokens_[at_ - 1].begin);
  Node* targets = parse_expressions();
  require_target(targets, false);
  if (targets->kind == NodeKind::tuple) {
    node->targets = as<SequenceNode>(*targets).items;
  } else {
    node->targets.push_back(targets);
  }
  return node;
}

Node* Parser::parse_raise() {
  const std::uint32_t offset = tokens_[at_ - 1].begin;
  if (at(TokenKind::newline) || at(";")) return make<RaiseNode>(NodeKind::raise, offset, nullptr, nullptr);
  Node* exception = parse_expression();
  Node* cause = take("from") ? parse_expression() : nullptr;
  return make<RaiseNode>(NodeKind::raise, offset, exception, cause);
}

Node* Parser::parse_assert() {
  const std::uint32_t offset = tokens_[at_ - 1].begin;
  Node* condition = parse_named_expression();
  Node* message = take(",") ? parse_expression() : nullptr;
  return make<RaiseNode>(NodeKind::assert_, offset, condition, message);
}

Node* Parser::parse_scope(bool global) {
  auto* node = make<ScopeNode>(tokens_[at_ - 1].begin, global);
  do
    node->names.push_back(expect_name("a name"));
  while (take(","));
  return node;
}

std::string Parser::dotted_name() {
  std::string name = expect_name("a module's name");
  while (take("."))
    name += "." + expect_name("a module's name");
  return name;
}

Node* Parser::parse_import() {
  auto* node = make<ImportNode>(NodeKind::import, tokens_[at_ - 1].begin);
  do {
    ImportNode::Alias alias;
    alias.offset = here();
    alias.name = dotted_name();
    alias.whole = take("as");
    const std::string bound =
        alias.whole ? expect_name("a name") : alias.name.substr(0, alias.name.find('.'));
    alias.target = make<NameNode>(alias.offset, bound);
    node->names.push_back(std::move(alias));
  } while (take(","));
  return node;
}

Node* Parser::parse_import_from() {
  auto* node = make<ImportNode>(NodeKind::import_from, tokens_[at_ - 1].begin);
  while (at(".") || at("...")) {
    node->level += at("...") ? 3 : 1;
    ++at_;
  }
  if (!at("import")) node->module = dotted_name();
  expect("import", "after 'from …'");
  if (at("*")) fail("'import *' cannot be used here: name what you need");
  const bool parenthesized = take("(");
  do {
    if (parenthesized && at(")")) break;
    ImportNode::Alias alias;
    alias.offset = here();
    alias.name = expect_name("a name to import");
    alias.target = make<NameNode>(alias.offset, take("as") ? expect_name("a name") : alias.name);
    node->names.push_back(std::move(alias));
  } while (take(","));
  if (parenthesized) expect(")", "to close the import");
  return node;
}

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
    if (at("*")) fail("except* cannot be used in a revision script here");
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
  if (at("async")) fail("'async' cannot be used in a revision script here");
  if (at("def")) return parse_def(std::move(decorators));
  if (at("class")) return parse_class(std::move(decorators));
  fail_unexpected("'def' or 'class'");
}

Node* Parser::parse_def(std::vector<Node*> decorators) {
  ++at_;
  const std::uint32_t offset = here();
  auto* node = make<FunctionNode>(NodeKind::function, offset, expect_name("a function's name"));
  node->decorators = std::move(decorators);
  node->target = make<NameNode>(offset, node->name);
  if (at("[")) fail("type parameters cannot be used in a revision script here");
  expect("(", "after the function's name");
  parse_parameters(*node, ")", true);
  expect(")", "after the parameters");
  if (take("->")) parse_expression();
  const int loops = std::exchange(loops_, 0);
  ++functions_;
  node->body = parse_block();
  --functions_;
  loops_ = loops;
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

std::unique_ptr<Script> parse(std::string path, std::string bytes) {
  auto script = std::make_unique<Script>();
  script->source = Source(std::move(path), std::move(bytes));
  Parser(*script, tokenize(script->source)).parse_file();
  resolve_scopes(*script);
  return script;
}

std::unique_ptr<Script> parse_expression_in(Source source, std::uint32_t begin, std::uint32_t end) {
  auto script = std::make_unique<Script>();
  script->source = std::move(source);
  Parser(*script, tokenize_expression(script->source, begin, end)).parse_lone_expression();
  resolve_scopes(*script);
  return script;
}

std::unique_ptr<Script> parse_single_expression(std::string path, std::string text) {
  Source source(std::move(path), std::move(text));
  const auto end = static_cast<std::uint32_t>(source.text().size());
  return parse_expression_in(std::move(source), 0, end);
}

}  // namespace pycharter::alembic::script

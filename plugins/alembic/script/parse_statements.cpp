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

const char* const Parser::yield_inside =
    "'yield' can stand alone or right of '=' here, not inside an expression: assign it to a name first";

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
  if (at("async") && grammar_ == Grammar::module) return body.push_back(parse_async({}));
  if (at("async"))
    fail(
        "'async' cannot be used in a revision script here: a migration runs on one connection; write a plain "
        "def");
  struct Compound {
    std::string_view word;
    Node* (Parser::*read)();
  };
  static constexpr Compound compounds[] = {
      {"if", &Parser::parse_if},           {"while", &Parser::parse_while}, {"for", &Parser::parse_for},
      {"try", &Parser::parse_try},         {"with", &Parser::parse_with},   {"def", &Parser::parse_decorated},
      {"class", &Parser::parse_decorated}, {"@", &Parser::parse_decorated}};
  const auto compound =
      std::find_if(std::begin(compounds), std::end(compounds), [&](const Compound& c) { return at(c.word); });
  if (compound == std::end(compounds) && !at_match()) return parse_simple_line(body);
  const int yields = yields_;
  body.push_back(compound == std::end(compounds) ? parse_match() : (this->*compound->read)());
  body.back()->yields = yields_ > yields;
}

void Parser::parse_simple_line(Body& body) {
  do {
    if (at(TokenKind::newline)) break;
    const int yields = yields_;
    body.push_back(parse_small());
    body.back()->yields = yields_ > yields;
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
  if (grammar_ == Grammar::module && at(TokenKind::name) && text(current()) == "type" &&
      following().kind == TokenKind::name)
    return parse_type_alias();
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
  if (at_yield()) return make<ExpressionNode>(NodeKind::expression, offset, parse_yield());
  Node* first = parse_expressions();
  if (take(":")) {
    require_target(first, false);
    Node* annotation = parse_expression();
    Node* value = take("=") ? parse_expressions() : nullptr;
    return make<AnnotatedNode>(offset, first, annotation, value);
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
    chain.push_back(at_yield() ? parse_yield() : parse_expressions());
  Node* value = chain.back();
  chain.pop_back();
  for (const Node* target : chain)
    require_target(target, false);
  return make<AssignNode>(offset, std::move(chain), value);
}

// `yield`, also in parentheses.
bool Parser::at_yield() const {
  return at("yield") || (at("(") && text(following()) == "yield");
}

Node* Parser::parse_yield() {
  const bool parenthesized = take("(");
  const std::uint32_t offset = here();
  ++at_;
  if (functions_ == 0) fail_at_offset(offset, "'yield' outside of a function");
  ++yields_;
  const bool from = take("from");
  const bool bare = at(TokenKind::newline) || at(";") || at(")");
  if (bare && from) fail_unexpected("what 'yield from' goes through");
  auto* node = make<YieldNode>(offset,
                               bare   ? nullptr
                               : from ? parse_expression()
                                      : parse_expressions(),
                               from);
  if (parenthesized) expect(")", "after what is yielded");
  if (parenthesized && !at(TokenKind::newline) && !at(";") && !at("=")) refuse(offset, yield_inside);
  return node;
}

// type Name = …, as the assignment that it was before.
Node* Parser::parse_type_alias() {
  const std::uint32_t offset = here();
  ++at_;
  std::vector<Node*> targets{make<NameNode>(here(), expect_name("a name"))};
  skip_type_parameters();
  expect("=", "after the type's name");
  return make<AssignNode>(offset, std::move(targets), parse_expression());
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
  if (at("*") && grammar_ == Grammar::module) {
    node->all = take("*");
    return node;
  }
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

std::unique_ptr<Script> parse(std::string path, std::string bytes, Grammar grammar) {
  auto script = std::make_unique<Script>();
  script->source = Source(std::move(path), std::move(bytes));
  Parser(*script, tokenize(script->source), 0, grammar).parse_file();
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

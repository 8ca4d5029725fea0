// Calls, and what looks like one but has a grammar of its own: CAST, CASE, EXTRACT, SUBSTRING, TRIM,
// POSITION.
#include "sql/comparison/parser.h"
#include "sql/comparison/rewriting.h"

namespace pycharter::sql::comparison {

Node Parser::call(std::string name) {
  if (name == "extract") return extract();
  if (name == "substring" || name == "substr") return substring();
  if (name == "trim") return trim();
  if (name == "position") return position();
  if (accept("*")) {
    expect(")");
    return operation(std::move(name), {leaf(Node::Kind::name, "*")});
  }
  auto arguments = accept(")") ? std::vector<Node>() : list(")");
  return function(std::move(name), std::move(arguments), family_);
}

Node Parser::cast() {
  expect("(");
  auto value = expression(0);
  expect("as");
  const auto type = type_name();
  expect(")");
  return typed(std::move(value), type);
}

Node Parser::extract() {
  const auto field = take_text();
  expect("from");
  auto of = expression(0);
  expect(")");
  return operation("extract", {leaf(Node::Kind::name, field), std::move(of)});
}

// SUBSTRING(x FROM 1 FOR 3) and substring(x, 1, 3).
Node Parser::substring() {
  std::vector<Node> arguments{expression(0)};
  if (accept("from")) arguments.push_back(expression(0));
  if (accept("for")) arguments.push_back(expression(0));
  if (accept(",")) {
    auto rest = list(")");
    arguments.insert(arguments.end(), rest.begin(), rest.end());
  } else {
    expect(")");
  }
  return operation("substring", std::move(arguments));
}

// TRIM(LEADING 'x' FROM y), as the function that PostgreSQL makes of it.
Node Parser::trim() {
  std::string name = "btrim";
  if (accept("leading"))
    name = "ltrim";
  else if (accept("trailing"))
    name = "rtrim";
  else
    accept("both");
  if (accept("from")) {
    auto of = expression(0);
    expect(")");
    return operation(std::move(name), {std::move(of)});
  }
  auto first = expression(0);
  if (accept("from")) {
    auto of = expression(0);
    expect(")");
    return operation(std::move(name), {std::move(of), std::move(first)});
  }
  std::vector<Node> arguments{std::move(first)};
  if (accept(",")) arguments.push_back(expression(0));
  expect(")");
  return operation(std::move(name), std::move(arguments));
}

Node Parser::position() {
  auto part = expression(precedence_membership);
  if (!accept("in") && !accept(",")) throw NotUnderstood{};
  auto whole = expression(0);
  expect(")");
  return operation("position", {std::move(part), std::move(whole)});
}

Node Parser::case_form() {
  std::vector<Node> parts;
  if (!at_word("when")) parts.push_back(operation("of", {expression(0)}));
  while (accept("when")) {
    auto condition = expression(0);
    expect("then");
    parts.push_back(operation("when", {std::move(condition), expression(0)}));
  }
  if (accept("else")) {
    auto otherwise = expression(0);
    // What is there anyway.
    if (otherwise != leaf(Node::Kind::name, "null"))
      parts.push_back(operation("else", {std::move(otherwise)}));
  }
  expect("end");
  return operation("case", std::move(parts));
}

}  // namespace pycharter::sql::comparison

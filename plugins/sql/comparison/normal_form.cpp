#include "sql/comparison/normal_form.h"

#include <algorithm>

#include "sql/comparison/parser.h"
#include "sql/ddl/document.h"

namespace pycharter::sql::comparison {
namespace {

std::string quoted(const std::string& text, std::string_view mark) {
  return std::string(mark) + ddl::replaced(text, mark, std::string(mark) + std::string(mark)) +
         std::string(mark);
}

// What is left of a text that is not understood: its tokens without parentheses, names as they are.
std::string bare_tokens(std::string_view sql, ddl::Family family) {
  std::string out;
  for (const auto& token : tokens_of(sql, family)) {
    if (token.is_sign("(") || token.is_sign(")")) continue;
    out += token.kind == Token::Kind::string ? quoted(token.text, "'") : token.text;
    out += ' ';
  }
  return out;
}

bool is_moment(const Node& node) {
  return node.kind == Node::Kind::string && !node.operands.empty();
}

// Two moments of different texts may be one: '1 hour' and '01:00:00'.
std::optional<bool> same_tree(const Node& one, const Node& other) {
  if (text_of(one) == text_of(other)) return true;
  const bool texts = one.kind == Node::Kind::string && other.kind == Node::Kind::string;
  if (texts && (is_moment(one) || is_moment(other))) return std::nullopt;
  const bool operations = one.kind == Node::Kind::operation && other.kind == Node::Kind::operation;
  if (!operations || one.text != other.text || one.operands.size() != other.operands.size()) return false;
  std::optional<bool> same = true;
  for (std::size_t i = 0; i < one.operands.size(); ++i) {
    const auto of_operands = same_tree(one.operands[i], other.operands[i]);
    if (of_operands == false) return false;
    if (!of_operands) same = std::nullopt;
  }
  return same;
}

}  // namespace

std::string text_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::name:
      return node.text;
    case Node::Kind::string:
      return quoted(node.text, "'");
    case Node::Kind::number:
      return "#" + node.text;
    case Node::Kind::operation:
      break;
  }
  std::string out = "(" + node.text;
  for (const auto& operand : node.operands)
    out += " " + text_of(operand);
  return out + ")";
}

std::string plain_number(std::string_view digits) {
  const auto is_plain =
      std::all_of(digits.begin(), digits.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  if (!is_plain) return std::string(digits);
  const auto point = digits.find('.');
  auto whole = digits.substr(0, point);
  auto part = point == std::string_view::npos ? std::string_view() : digits.substr(point + 1);
  while (whole.starts_with('0'))
    whole.remove_prefix(1);
  while (part.ends_with('0'))
    part.remove_suffix(1);
  return (whole.empty() ? "0" : std::string(whole)) + (part.empty() ? "" : "." + std::string(part));
}

std::optional<std::string> normal_form(std::string_view sql, ddl::Family family) {
  const auto node = Parser(tokens_of(sql, family), family).parse();
  return node ? std::optional(text_of(*node)) : std::nullopt;
}

std::optional<bool> same_expression(std::string_view one, std::string_view other, ddl::Family family) {
  if (one == other) return true;
  const auto first = Parser(tokens_of(one, family), family).parse();
  const auto second = Parser(tokens_of(other, family), family).parse();
  if (first && second) return same_tree(*first, *second);
  if (bare_tokens(one, family) == bare_tokens(other, family)) return true;
  return std::nullopt;
}

}  // namespace pycharter::sql::comparison

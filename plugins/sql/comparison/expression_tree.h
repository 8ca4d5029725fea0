// What normal_form reads an expression into.
#ifndef PYCHARTER_SQL_COMPARISON_EXPRESSION_TREE_H
#define PYCHARTER_SQL_COMPARISON_EXPRESSION_TREE_H

#include <string>
#include <vector>

namespace pycharter::sql::comparison {

struct Node {
  enum class Kind { name, string, number, operation };
  Kind kind = Kind::operation;
  std::string text;  // an operation's sign or function's name
  std::vector<Node> operands;

  bool operator==(const Node&) const = default;
};

inline Node leaf(Node::Kind kind, std::string text) {
  return {kind, std::move(text), {}};
}

inline Node operation(std::string text, std::vector<Node> operands) {
  return {Node::Kind::operation, std::move(text), std::move(operands)};
}

// "(= a 'x')": leaves can't be taken for one another.
std::string text_of(const Node& node);

}  // namespace pycharter::sql::comparison

#endif

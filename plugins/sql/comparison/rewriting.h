// Nodes of an expression, each put into the one form that all its spellings share.
#ifndef PYCHARTER_SQL_COMPARISON_REWRITING_H
#define PYCHARTER_SQL_COMPARISON_REWRITING_H

#include "sql/comparison/expression_tree.h"
#include "sql/comparison/normal_form.h"

namespace pycharter::sql::comparison {

Node negation(Node of);
Node negative(Node of);
// Of AND and OR, the operands of all levels are one list.
Node joined(const std::string& sign, Node left, Node right);
// IN with a single item is an equality.
Node in_list(Node left, std::vector<Node> items, bool negated);
Node function(std::string name, std::vector<Node> arguments, ddl::Family family);
// A name, or what a word stands for: CURRENT_TIMESTAMP, TRUE.
Node plain_word(std::string word, ddl::Family family);
// A text literal of a type. One of a moment says so in an operand, since servers write moments their own way.
Node literal_of(std::string text, const std::string& type);

}  // namespace pycharter::sql::comparison

#endif

// SQL expressions, as people and servers write them in defaults, checks, indexes and computed columns.
#ifndef PYCHARTER_SQL_COMPARISON_PARSER_H
#define PYCHARTER_SQL_COMPARISON_PARSER_H

#include <optional>
#include <string_view>
#include <vector>

#include "sql/comparison/expression_tree.h"
#include "sql/comparison/tokens.h"

namespace pycharter::sql::comparison {

inline constexpr int precedence_membership = 6;  // of IN, LIKE and BETWEEN; a higher one binds tighter

// Precedences are PostgreSQL's, whose texts come with parentheses anyway. Not reusable; one object a text.
class Parser {
 public:
  Parser(std::vector<Token> tokens, ddl::Family family) : tokens_(std::move(tokens)), family_(family) {}

  // Nothing where the text is no expression that this knows, subqueries among them.
  std::optional<Node> parse();

 private:
  struct NotUnderstood {};

  Node expression(int least);
  Node prefix();
  Node primary();
  Node continued(Node left, int least, bool& done);
  Node negatable(Node left, bool negated);
  Node is_test(Node left);
  Node membership(Node left, bool negated);
  Node between(Node left, bool negated);
  Node like(Node left, std::string_view sign, bool negated);
  Node quantified(Node left, const std::string& sign);
  Node parenthesised();
  Node named();
  Node call(std::string name);
  Node cast();
  Node extract();
  Node substring();
  Node trim();
  Node position();
  Node case_form();
  Node array_items(std::string_view close);
  Node subscript(Node left);
  Node typed(Node value, const std::string& type) const;
  std::string type_name();
  std::vector<Node> list(std::string_view close);

  const Token& peek(std::size_t ahead = 0) const;
  bool at_end() const { return at_ >= tokens_.size(); }
  bool at_word(std::string_view word) const { return peek().is(word); }
  bool at_sign(std::string_view sign) const { return peek().is_sign(sign); }
  bool accept(std::string_view word_or_sign);
  void expect(std::string_view word_or_sign);
  std::string take_text();

  std::vector<Token> tokens_;
  ddl::Family family_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int links_ = 0;  // what follows an operand, a level of the tree each
};

}  // namespace pycharter::sql::comparison

#endif

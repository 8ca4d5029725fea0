// The parser's inside: one recursive descent over tokens, in files of their own: statements, compounds,
// expressions, displays, literals, patterns.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_PARSING_H
#define PYCHARTER_ALEMBIC_SCRIPT_PARSING_H

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "alembic/script/ast.h"
#include "alembic/script/lexer.h"
#include "alembic/script/parser.h"

namespace pycharter::alembic::script {

class Parser {
 public:
  Parser(Script& script, std::vector<Token> tokens, int depth = 0, Grammar grammar = Grammar::script)
      : script_(script),
        source_(script.source.text()),
        tokens_(std::move(tokens)),
        depth_(depth),
        grammar_(grammar) {}

  void parse_file();
  void parse_lone_expression();
  Node* parse_field_expression();  // all tokens are one expression

 private:
  static constexpr int deepest = 200;             // nested expressions and blocks
  static constexpr std::uint16_t tallest = 2000;  // expression tree, for chains like a + b + c …

  // ---- tokens ----
  const Token& current() const { return tokens_[at_]; }
  const Token& following() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  std::string_view text(const Token& token) const {
    return source_.substr(token.begin, token.end - token.begin);
  }
  bool at(std::string_view word) const {  // an operator or keyword
    const Token& token = current();
    // Asked many times of every token: the length and the first character tell nearly always.
    return token.end - token.begin == word.size() && source_[token.begin] == word[0] &&
           (token.kind == TokenKind::operation || token.kind == TokenKind::keyword) && text(token) == word;
  }
  bool at(TokenKind kind) const { return current().kind == kind; }
  bool take(std::string_view word);
  void expect(std::string_view word, const char* where);
  std::string expect_name(const char* what);
  std::uint32_t here() const { return current().begin; }
  [[noreturn]] void fail(const std::string& message) const { script_.source.fail(here(), message); }
  [[noreturn]] void fail_at_offset(std::uint32_t offset, const std::string& message) const {
    script_.source.fail(offset, message);
  }
  [[noreturn]] void fail_unexpected(const char* wanted) const;
  // Python, but nothing that can be run here: in the body of a module's function it makes that function one
  // that cannot be called.
  struct Refused {
    Problem problem;
  };
  [[noreturn]] void refuse(std::uint32_t offset, const std::string& message) const {
    if (grammar_ == Grammar::module && functions_ > 0) throw Refused{{offset, message}};
    fail_at_offset(offset, message);
  }
  void parse_function_body(FunctionNode& node);
  void skip_block();
  void skip_type_parameters();
  Node* parse_type_alias();

  template <class T, class... A>
  T* make(A&&... arguments) {
    return script_.make<T>(std::forward<A>(arguments)...);
  }
  Node* raised(Node* node, std::initializer_list<const Node*> children);  // sets and checks the height
  Node* raised(Node* node, const std::vector<Node*>& children);

  struct Deeper {
    explicit Deeper(Parser& p) : parser(p) {
      if (++parser.depth_ > deepest) parser.fail("the code is nested more than 200 levels deep");
    }
    ~Deeper() { --parser.depth_; }
    Parser& parser;
  };

  // ---- statements ----
  void parse_statement(Body& body);
  void parse_simple_line(Body& body);
  Node* parse_small();
  Node* parse_expression_statement();
  bool at_yield() const;
  Node* parse_yield();
  static const char* const yield_inside;  // what is said of one that is elsewhere
  Node* parse_delete();
  Node* parse_import();
  Node* parse_import_from();
  void parse_import_names(ImportNode& node);
  Node* parse_scope(bool global);
  Node* parse_raise();
  Node* parse_assert();
  Node* parse_if();
  Node* parse_while();
  Node* parse_for();
  bool at_match() const;
  Node* parse_match();
  Node* parse_try();
  Node* parse_with();
  void parse_with_items(WithNode& node, bool parenthesized);
  bool with_is_parenthesized() const;
  Node* parse_decorated();
  Node* parse_async(std::vector<Node*> decorators);
  Node* parse_def(std::vector<Node*> decorators);
  Node* parse_class(std::vector<Node*> decorators);
  void parse_parameters(FunctionNode& function, std::string_view closing, bool annotations);
  Body parse_block();
  std::string docstring_of(const Body& body) const;
  std::string dotted_name();
  void require_target(const Node* node, bool may_be_starred = true);
  Node* parse_targets();  // of for and comprehensions

  // ---- patterns ----
  PatternNode* parse_patterns();  // of a case: a, b, *c
  PatternNode* parse_pattern();   // with `as`
  PatternNode* parse_alternatives();
  PatternNode* parse_closed_pattern();
  PatternNode* parse_named_pattern();  // a name to bind, _, a.b, C(…)
  PatternNode* parse_literal_pattern();
  PatternNode* parse_sequence_pattern(PatternNode* first, std::uint32_t offset, std::string_view closing);
  PatternNode* parse_sequence_item();
  PatternNode* parse_mapping_pattern();
  void parse_class_pattern(PatternNode& pattern);
  NameNode* parse_capture();  // null: _

  // ---- expressions ----
  Node* parse_expressions();       // a, b, *c
  Node* parse_named_expression();  // with :=
  Node* parse_expression();        // with lambda and if/else
  Node* parse_or();
  Node* parse_and();
  Node* parse_not();
  Node* parse_comparison();
  Node* parse_binary(int level);
  Node* parse_unary();
  Node* parse_power();
  Node* parse_postfix();
  Node* parse_atom();
  Node* parse_starred_or_named();
  Node* parse_parenthesized();
  Node* parse_list();
  Node* parse_braces();
  Node* parse_lambda();
  Node* parse_call(Node* function);
  Node* parse_subscript(Node* object);
  Node* parse_subscript_item();
  Node* parse_comprehension(std::uint32_t offset, ComprehensionKind kind, Node* element, Node* value);

  // ---- literals ----
  Node* parse_number();
  Node* parse_strings();
  struct Piece {  // of adjacent literals
    bool bytes = false;
    bool formatted = false;
  };
  Piece read_string(const Token& token, std::vector<Node*>& parts, std::string& pending,
                    std::uint32_t& pending_offset);
  void read_formatted(std::uint32_t begin, std::uint32_t end, bool raw, bool triple, char quote,
                      bool specification, std::vector<Node*>& parts, std::string& pending,
                      std::uint32_t& pending_offset);
  std::uint32_t read_field(std::uint32_t at, bool triple, char quote, std::vector<Node*>& parts,
                           std::string& pending, std::uint32_t& pending_offset);
  std::size_t read_escape(std::uint32_t at, std::uint32_t end, bool bytes, std::string& out) const;
  std::uint32_t read_code(std::uint32_t at, std::uint32_t end, int digits, std::string& out) const;
  void flush(std::vector<Node*>& parts, std::string& pending, std::uint32_t offset);

  Script& script_;
  std::string_view source_;  // the script's text
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_;
  const Grammar grammar_;
  int functions_ = 0;   // enclosing defs: for return
  int loops_ = 0;       // enclosing loops: for break and continue
  int yields_ = 0;      // of the enclosing def, so far
  bool async_ = false;  // of the def that comes next
};

}  // namespace pycharter::alembic::script

#endif

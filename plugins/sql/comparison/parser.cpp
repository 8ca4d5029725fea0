#include "sql/comparison/parser.h"

#include <algorithm>
#include <array>

#include "sql/comparison/rewriting.h"
#include "sql/ddl/document.h"

namespace pycharter::sql::comparison {
namespace {

// Both bound the depth of the tree, which is walked by recursion.
constexpr int deepest = 200;
constexpr int most_links = 1000;

struct Infix {
  std::string_view sign;
  int precedence;
  std::string_view name;  // in the form; empty: the sign itself
};

constexpr int precedence_or = 1;
constexpr int precedence_and = 2;
constexpr int precedence_not = 3;
constexpr int precedence_is = 4;
constexpr int precedence_comparison = 5;
constexpr int precedence_other = 7;
constexpr int precedence_product = 9;
constexpr int precedence_at = 11;
constexpr int precedence_collate = 12;
constexpr int precedence_sign = 13;
constexpr int precedence_subscript = 14;
constexpr int precedence_cast = 15;

constexpr Infix infixes[] = {
    {"or", precedence_or, "or"},
    {"and", precedence_and, "and"},
    {"=", precedence_comparison, ""},
    {"==", precedence_comparison, "="},
    {"<>", precedence_comparison, ""},
    {"!=", precedence_comparison, "<>"},
    {"<", precedence_comparison, ""},
    {"<=", precedence_comparison, ""},
    {">", precedence_comparison, ""},
    {">=", precedence_comparison, ""},
    {"<=>", precedence_comparison, ""},
    {"+", 8, ""},
    {"-", 8, ""},
    {"*", precedence_product, ""},
    {"/", precedence_product, ""},
    {"%", precedence_product, ""},
    {"mod", precedence_product, "%"},
    {"div", precedence_product, "div"},
    {"^", 10, ""},
    {"||", precedence_other, ""},
    {"->", precedence_other, ""},
    {"->>", precedence_other, ""},
    {"#>", precedence_other, ""},
    {"#>>", precedence_other, ""},
    {"@>", precedence_other, ""},
    {"<@", precedence_other, ""},
    {"?", precedence_other, ""},
    {"?|", precedence_other, ""},
    {"?&", precedence_other, ""},
    {"~", precedence_other, ""},
    {"~*", precedence_other, ""},
    {"!~", precedence_other, ""},
    {"!~*", precedence_other, ""},
    {"~~", precedence_other, "like"},
    {"!~~", precedence_other, "not like"},
    {"~~*", precedence_other, "ilike"},
    {"!~~*", precedence_other, "not ilike"},
    {"&&", precedence_other, ""},
    {"&", precedence_other, ""},
    {"|", precedence_other, ""},
    {"#", precedence_other, ""},
    {"<<", precedence_other, ""},
    {">>", precedence_other, ""},
};

const Infix* find_infix(const Token& token) {
  const bool may_be = token.kind == Token::Kind::sign || token.kind == Token::Kind::word;
  const auto* found = std::find_if(std::begin(infixes), std::end(infixes),
                                   [&](const Infix& infix) { return may_be && infix.sign == token.text; });
  return found == std::end(infixes) ? nullptr : found;
}

// Words that begin no operand; one that stands where an operand must is a text that is not understood.
constexpr std::string_view no_operands[] = {"select", "from",  "where", "and",   "or",   "when", "then",
                                            "else",   "end",   "in",    "like",  "is",   "as",   "exists",
                                            "with",   "union", "over",  "order", "group"};

// Types that may stand before a string: DATE '2020-01-01'.
constexpr std::string_view literal_types[] = {"date",    "time",  "timestamp", "timestamptz", "interval",
                                              "json",    "jsonb", "numeric",   "uuid",        "bool",
                                              "boolean", "text",  "varchar",   "inet",        "bytea"};

}  // namespace

const Token& Parser::peek(std::size_t ahead) const {
  static const Token end{Token::Kind::sign, {}};
  return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : end;
}

bool Parser::accept(std::string_view word_or_sign) {
  if (!at_word(word_or_sign) && !at_sign(word_or_sign)) return false;
  ++at_;
  return true;
}

void Parser::expect(std::string_view word_or_sign) {
  if (!accept(word_or_sign)) throw NotUnderstood{};
}

std::string Parser::take_text() {
  if (at_end()) throw NotUnderstood{};
  return tokens_[at_++].text;
}

std::optional<Node> Parser::parse() {
  try {
    auto node = expression(0);
    if (!at_end()) return std::nullopt;
    return node;
  } catch (const NotUnderstood&) {
    return std::nullopt;
  }
}

Node Parser::expression(int least) {
  if (++depth_ > deepest) throw NotUnderstood{};
  auto left = prefix();
  for (bool done = false; !done;) {
    left = continued(std::move(left), least, done);
    if (!done && ++links_ > most_links) throw NotUnderstood{};
  }
  --depth_;
  return left;
}

Node Parser::prefix() {
  if (accept("not") || (family_ == ddl::Family::mysql && accept("!")))
    return negation(expression(precedence_not));
  if (accept("-")) return negative(expression(precedence_sign));
  if (accept("+")) return expression(precedence_sign);
  if (accept("~")) return operation("~", {expression(precedence_sign)});
  return primary();
}

// The operand with what follows it; `done` where that binds less than asked for.
Node Parser::continued(Node left, int least, bool& done) {
  if (least < precedence_cast && accept("::")) {
    const auto type = type_name();
    return typed(std::move(left), type);
  }
  if (least < precedence_subscript && at_sign("[")) return subscript(std::move(left));
  if (least < precedence_collate && accept("collate"))
    return operation("collate", {std::move(left), leaf(Node::Kind::name, take_text())});
  if (least < precedence_at && at_word("at") && peek(1).is("time")) {
    at_ += 2;
    expect("zone");
    return operation("timezone", {expression(precedence_at), std::move(left)});
  }
  if (least < precedence_is && at_word("is")) return is_test(std::move(left));
  if (least < precedence_is && accept("isnull")) return operation("is null", {std::move(left)});
  if (least < precedence_is && accept("notnull")) return operation("is not null", {std::move(left)});
  const bool negated = at_word("not");
  constexpr std::string_view negatable_words[] = {"in",     "between", "like",    "ilike", "glob",
                                                  "regexp", "rlike",   "similar", "match"};
  if (least < precedence_membership &&
      ddl::is_one_of(negatable_words, peek(negated ? 1 : 0).kind == Token::Kind::word
                                          ? std::string_view(peek(negated ? 1 : 0).text)
                                          : std::string_view())) {
    if (negated) ++at_;
    return negatable(std::move(left), negated);
  }
  const auto* infix = find_infix(peek());
  const bool is_or = infix != nullptr && family_ == ddl::Family::mysql && infix->sign == "||";
  const bool is_and = infix != nullptr && family_ == ddl::Family::mysql && infix->sign == "&&";
  const int precedence = infix == nullptr ? 0
                         : is_or          ? precedence_or
                         : is_and         ? precedence_and
                                          : infix->precedence;
  if (infix == nullptr || precedence <= least) {
    done = true;
    return left;
  }
  ++at_;
  const auto sign = std::string(is_or                 ? "or"
                                : is_and              ? "and"
                                : infix->name.empty() ? infix->sign
                                                      : infix->name);
  if ((at_word("any") || at_word("some") || at_word("all")) && peek(1).is_sign("("))
    return quantified(std::move(left), sign);
  return joined(sign, std::move(left), expression(precedence));
}

Node Parser::negatable(Node left, bool negated) {
  if (accept("in")) return membership(std::move(left), negated);
  if (accept("between")) return between(std::move(left), negated);
  if (accept("similar")) {
    expect("to");
    auto pattern = operation("similar_to_escape", {expression(precedence_membership)});
    return operation(negated ? "!~" : "~", {std::move(left), std::move(pattern)});
  }
  const auto sign = take_text();
  return like(std::move(left), sign == "rlike" ? "regexp" : sign, negated);
}

Node Parser::is_test(Node left) {
  expect("is");
  const bool negated = accept("not");
  if (accept("distinct")) {
    expect("from");
    auto test = operation("is distinct from", {std::move(left), expression(precedence_is)});
    return negated ? negation(std::move(test)) : test;
  }
  constexpr std::string_view states[] = {"null", "true", "false", "unknown"};
  if (!ddl::is_one_of(states, peek().is_name() ? std::string_view(peek().text) : std::string_view()))
    return operation(negated ? "is not" : "is", {std::move(left), expression(precedence_is)});
  return operation((negated ? "is not " : "is ") + take_text(), {std::move(left)});
}

Node Parser::membership(Node left, bool negated) {
  expect("(");
  return in_list(std::move(left), list(")"), negated);
}

Node Parser::between(Node left, bool negated) {
  if (at_word("symmetric")) throw NotUnderstood{};
  auto low = expression(precedence_membership);
  expect("and");
  auto high = expression(precedence_membership);
  auto from = operation(negated ? "<" : ">=", {left, std::move(low)});
  auto to = operation(negated ? ">" : "<=", {std::move(left), std::move(high)});
  return joined(negated ? "or" : "and", std::move(from), std::move(to));
}

Node Parser::like(Node left, std::string_view sign, bool negated) {
  auto pattern = expression(precedence_membership);
  if (accept("escape"))
    pattern = operation("like_escape", {std::move(pattern), expression(precedence_membership)});
  return operation((negated ? "not " : "") + std::string(sign), {std::move(left), std::move(pattern)});
}

// "= ANY (ARRAY[…])" is IN, "<> ALL (ARRAY[…])" NOT IN.
Node Parser::quantified(Node left, const std::string& sign) {
  const auto word = take_text();
  expect("(");
  auto array = expression(0);
  expect(")");
  const bool is_list = array.kind == Node::Kind::operation && array.text == "array";
  if (is_list && sign == "=" && word != "all")
    return in_list(std::move(left), std::move(array.operands), false);
  if (is_list && sign == "<>" && word == "all")
    return in_list(std::move(left), std::move(array.operands), true);
  return operation(sign + (word == "all" ? " all" : " any"), {std::move(left), std::move(array)});
}

Node Parser::primary() {
  const auto& token = peek();
  if (at_end()) throw NotUnderstood{};
  if (token.kind == Token::Kind::string) return leaf(Node::Kind::string, take_text());
  if (token.kind == Token::Kind::number) return leaf(Node::Kind::number, plain_number(take_text()));
  if (accept("(")) return parenthesised();
  if (token.is_name()) return named();
  throw NotUnderstood{};
}

Node Parser::parenthesised() {
  auto items = list(")");
  return items.size() == 1 ? std::move(items.front()) : operation("row", std::move(items));
}

Node Parser::named() {
  const bool quoted = peek().kind == Token::Kind::quoted;
  if (!quoted) {
    if (accept("cast")) return cast();
    if (accept("case")) return case_form();
    if (at_word("array") && peek(1).is_sign("[")) {
      at_ += 2;
      return array_items("]");
    }
    if (ddl::is_one_of(no_operands, peek().text)) throw NotUnderstood{};
    // A character set before a string, MySQL's; the letter of E'…', N'…', X'…'.
    const bool prefix = peek(1).kind == Token::Kind::string &&
                        (peek().text.starts_with('_') || peek().text == "e" || peek().text == "n");
    if (prefix) {
      ++at_;
      return primary();
    }
    if (ddl::is_one_of(literal_types, peek().text)) {
      const auto before = at_;
      const auto type = type_name();
      if (peek().kind == Token::Kind::string) return typed(leaf(Node::Kind::string, take_text()), type);
      at_ = before;
    }
  }
  auto name = take_text();
  // Columns are of one table, functions go by their last name.
  while (at_sign(".") && peek(1).is_name()) {
    ++at_;
    name = take_text();
  }
  if (accept("(")) return call(std::move(name));
  // Only PostgreSQL tells "A" from a.
  if (quoted)
    return leaf(Node::Kind::name, family_ == ddl::Family::postgresql ? name : ddl::lower_ascii(name));
  return plain_word(std::move(name), family_);
}

Node Parser::array_items(std::string_view close) {
  return operation("array", accept(close) ? std::vector<Node>() : list(close));
}

Node Parser::subscript(Node left) {
  expect("[");
  std::vector<Node> operands{std::move(left)};
  if (!at_sign(":")) operands.push_back(expression(0));
  const bool slice = accept(":");
  if (slice && !at_sign("]")) operands.push_back(expression(0));
  expect("]");
  return operation(slice ? "slice" : "subscript", std::move(operands));
}

// Items up to `close`, which is taken too.
std::vector<Node> Parser::list(std::string_view close) {
  std::vector<Node> items;
  do {
    items.push_back(expression(0));
    // A named argument: f(a => 1).
    if (accept("=>") || accept(":="))
      items.back() = operation("=>", {std::move(items.back()), expression(0)});
  } while (accept(","));
  expect(close);
  return items;
}

// "character varying(20)[]", "timestamp(6) with time zone", "public.mood": its first word. What is in the
// parentheses makes no difference here.
std::string Parser::type_name() {
  if (!peek().is_name()) throw NotUnderstood{};
  auto name = take_text();
  while (at_sign(".") && peek(1).is_name()) {
    ++at_;
    name = take_text();
  }
  constexpr std::string_view second_words[] = {"varying", "precision", "unsigned", "integer", "signed"};
  if (peek().kind == Token::Kind::word && ddl::is_one_of(second_words, peek().text)) ++at_;
  if (at_sign("(")) {
    while (!at_end() && !at_sign(")"))
      ++at_;
    expect(")");
  }
  if ((at_word("with") || at_word("without")) && peek(1).is("time")) at_ += 3;
  if (at_word("charset") || (at_word("character") && peek(1).is("set"))) {
    at_ += at_word("charset") ? 1 : 2;
    take_text();
  }
  bool is_array = false;
  while (at_sign("[")) {
    while (!at_end() && !at_sign("]"))
      ++at_;
    expect("]");
    is_array = true;
  }
  return is_array ? name + "[]" : name;
}

// Casts are not compared; but of a text that is cast, its new kind shows: '-1'::integer is -1.
Node Parser::typed(Node value, const std::string& type) const {
  return value.kind == Node::Kind::string ? literal_of(std::move(value.text), type) : value;
}

}  // namespace pycharter::sql::comparison

// The rules of sqlite3_complete(): a semicolon ends a statement, but for CREATE TRIGGER, which `; END ;`
// ends.
#include <algorithm>
#include <array>

#include "sql/script/scanner.h"

namespace pycharter::sql::script {
namespace {

enum class State { start, normal, explain, create, trigger, semicolon, end };

enum class Token { semicolon, other, explain, create, temp, trigger, end };

struct Keyword {
  std::string_view word;
  Token token;
};
constexpr std::array<Keyword, 6> keywords{{{"explain", Token::explain},
                                           {"create", Token::create},
                                           {"temp", Token::temp},
                                           {"temporary", Token::temp},
                                           {"trigger", Token::trigger},
                                           {"end", Token::end}}};

// The state after a token; blanks and comments change none.
constexpr State next_state[7][7] = {
    // semicolon, other, explain, create, temp, trigger, end
    /* start     */ {State::start, State::normal, State::explain, State::create, State::normal, State::normal,
                     State::normal},
    /* normal    */
    {State::start, State::normal, State::normal, State::normal, State::normal, State::normal, State::normal},
    /* explain   */
    {State::start, State::explain, State::normal, State::create, State::normal, State::normal, State::normal},
    /* create    */
    {State::start, State::normal, State::normal, State::normal, State::create, State::trigger, State::normal},
    /* trigger   */
    {State::semicolon, State::trigger, State::trigger, State::trigger, State::trigger, State::trigger,
     State::trigger},
    /* semicolon */
    {State::semicolon, State::trigger, State::trigger, State::trigger, State::trigger, State::trigger,
     State::end},
    /* end       */
    {State::start, State::trigger, State::trigger, State::trigger, State::trigger, State::trigger,
     State::trigger},
};

bool continues_name(char c) {
  return begins_name(c) || is_digit(c) || c == '$';
}

Token token_of(std::string_view word) {
  for (const Keyword& keyword : keywords)
    if (equal_ignoring_case(word, keyword.word)) return keyword.token;
  return Token::other;
}

class SqliteSplitter {
 public:
  explicit SqliteSplitter(std::string_view text) : in_(text) {}

  Statements split() {
    while (!in_.at_end())
      step();
    if (state_ == State::trigger || state_ == State::semicolon)
      in_.fail(in_.statement_begin(),
               "unfinished trigger: CREATE TRIGGER has no END before the end of the section");
    in_.end_statement();
    return in_.statements();
  }

 private:
  void step() {
    const char c = in_.peek();
    if (is_blank(c)) return in_.skip(1);
    if (in_.sees("--")) return in_.skip_line();
    if (in_.sees("/*")) return in_.skip_comment("/*", "*/", false);
    if (c == ';') return semicolon();
    if (c == '.' && !in_.has_statement()) refuse_command();
    if (c == '\'' || c == '"' || c == '`' || c == '[') {
      in_.take_quoted(c == '[' ? ']' : c, false);
      return move(Token::other);
    }
    if (begins_name(c)) return move(token_of(in_.take_while(&continues_name)));
    in_.take(1);
    move(Token::other);
  }

  void semicolon() {
    move(Token::semicolon);
    if (state_ != State::start) return in_.take(1);
    in_.end_statement();
    in_.skip(1);
  }

  void move(Token token) { state_ = next_state[static_cast<int>(state_)][static_cast<int>(token)]; }

  [[noreturn]] void refuse_command() {
    const std::string_view rest = in_.rest();
    const std::string command(rest.substr(0, std::min(rest.find_first_of(" \t\n;"), std::size_t{20})));
    in_.fail(in_.offset(),
             command + " is a command of the sqlite3 shell, not SQL; leave it out of the revision");
  }

  Scanner in_;
  State state_ = State::start;
};

}  // namespace

Statements split_sqlite(std::string_view text) {
  return SqliteSplitter(text).split();
}

}  // namespace pycharter::sql::script

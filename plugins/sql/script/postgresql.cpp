// psql's rules (its scanner's, psqlscan): what it would send as one statement is one here.
#include <algorithm>
#include <array>
#include <optional>

#include "sql/script/scanner.h"

namespace pycharter::sql::script {
namespace {

bool continues_name(char c) {
  return begins_name(c) || is_digit(c) || c == '$';
}

// The tag of a dollar quote that begins here, with both its signs: `$$`, `$body$`.
std::optional<std::string_view> dollar_tag(std::string_view text) {
  std::size_t length = 1;
  if (length < text.size() && begins_name(text[length]))
    while (length < text.size() && (begins_name(text[length]) || is_digit(text[length])))
      ++length;
  if (length >= text.size() || text[length] != '$') return std::nullopt;
  return text.substr(0, length + 1);
}

// The words of one statement, as far as they say where it ends.
class Words {
 public:
  // `depth` is that of parentheses.
  void add(std::string_view word, std::size_t depth) {
    if (count_ < first_.size()) first_[count_] = word;
    ++count_;
    if (depth > 0) return;
    moves_data_ =
        moves_data_ || (equal_ignoring_case(first_[0], "copy") &&
                        ((equal_ignoring_case(last_, "from") && equal_ignoring_case(word, "stdin")) ||
                         (equal_ignoring_case(last_, "to") && equal_ignoring_case(word, "stdout"))));
    last_ = word;
    if (!makes_routine()) return;
    if (equal_ignoring_case(word, "begin") || (open_ > 0 && equal_ignoring_case(word, "case"))) ++open_;
    if (open_ > 0 && equal_ignoring_case(word, "end")) --open_;
  }

  // Within BEGIN ATOMIC … END, where semicolons end no statement.
  bool in_body() const { return open_ > 0; }
  // COPY FROM STDIN, COPY TO STDOUT.
  bool moves_data() const { return moves_data_; }

 private:
  // CREATE [OR REPLACE] FUNCTION or PROCEDURE.
  bool makes_routine() const {
    if (!equal_ignoring_case(first_[0], "create")) return false;
    const bool replaces = equal_ignoring_case(first_[1], "or") && equal_ignoring_case(first_[2], "replace");
    const std::string_view kind = first_[replaces ? 3 : 1];
    return equal_ignoring_case(kind, "function") || equal_ignoring_case(kind, "procedure");
  }

  std::array<std::string_view, 4> first_{};
  std::size_t count_ = 0;
  std::string_view last_;
  std::size_t open_ = 0;
  bool moves_data_ = false;
};

class PostgresqlSplitter {
 public:
  explicit PostgresqlSplitter(std::string_view text) : in_(text) {}

  Statements split() {
    while (!in_.at_end())
      step();
    end_statement();
    return in_.statements();
  }

 private:
  void step() {
    const char c = in_.peek();
    if (is_blank(c)) return in_.skip(1);
    if (in_.sees("--")) return in_.skip_line();
    if (in_.sees("/*")) return in_.skip_comment("/*", "*/", true);
    if (c == '\'' || c == '"') return in_.take_quoted(c, false);
    if (begins_name(c)) return word();
    if (c == '$') return dollar();
    if (c == '\\') refuse_command();
    if (c == ';' && depth_ == 0 && !words_.in_body()) {
      end_statement();
      return in_.skip(1);
    }
    if (c == '(' && depth_++ == 0) opened_ = in_.offset();
    if (c == ')' && depth_ > 0) --depth_;
    in_.take(1);
  }

  void word() {
    const std::string_view word = in_.take_while(&continues_name);
    if (in_.peek() == '\'' && equal_ignoring_case(word, "e")) return escape_string();
    words_.add(word, depth_);
  }

  // E'…', and what continues it on a later line, where backslashes still escape.
  void escape_string() {
    do
      in_.take_quoted('\'', true);
    while (in_.peek() == '\'' || continues_on_a_later_line());
  }

  // Moves to the quote that continues the string before.
  bool continues_on_a_later_line() {
    const std::string_view rest = in_.rest();
    std::size_t at = 0;
    bool later_line = false;
    while (at < rest.size()) {
      if (is_blank(rest[at])) {
        later_line = later_line || rest[at] == '\n';
        ++at;
      } else if (later_line && rest.substr(at).starts_with("--")) {
        at = std::min(rest.find('\n', at), rest.size());
      } else {
        break;
      }
    }
    if (!later_line || at >= rest.size() || rest[at] != '\'') return false;
    in_.take(at);
    return true;
  }

  void dollar() {
    const auto tag = dollar_tag(in_.rest());
    if (!tag) return in_.take(1);  // $1
    const std::size_t opened = in_.offset();
    in_.take(tag->size());
    in_.take_until(*tag, opened, "dollar quote");
  }

  void end_statement() {
    if (in_.has_statement()) {
      if (depth_ > 0)
        in_.fail(opened_, "unfinished parenthesis: no ) closes it before the end of the section");
      if (words_.in_body())
        in_.fail(in_.statement_begin(),
                 "unfinished body: its BEGIN has no END before the end of the section");
      if (words_.moves_data())
        in_.fail(
            in_.statement_begin(),
            "COPY from or to the client is not supported in a revision; use INSERT, or a file of the server");
    }
    in_.end_statement();
    words_ = {};
  }

  [[noreturn]] void refuse_command() {
    const std::string_view rest = in_.rest();
    const std::string command(rest.substr(0, std::min(rest.find_first_of(" \t\n;"), std::size_t{20})));
    in_.fail(in_.offset(), command + " is a command of psql, not SQL; leave it out of the revision");
  }

  Scanner in_;
  Words words_;
  std::size_t depth_ = 0, opened_ = 0;  // of parentheses
};

}  // namespace

Statements split_postgresql(std::string_view text) {
  return PostgresqlSplitter(text).split();
}

}  // namespace pycharter::sql::script

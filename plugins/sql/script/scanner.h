// Walks over a text of SQL and keeps where the statement that is being read begins and ends.
#ifndef PYCHARTER_SQL_SCRIPT_SCANNER_H
#define PYCHARTER_SQL_SCRIPT_SCANNER_H

#include <string>
#include <string_view>

#include "sql/script/split.h"

namespace pycharter::sql::script {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ >= text_.size(); }
  std::size_t offset() const { return at_; }
  std::string_view rest() const { return text_.substr(at_); }
  bool sees(std::string_view word) const { return rest().starts_with(word); }
  // The character that many places ahead; NUL behind the end.
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  // Nothing but blanks stands before this place on its line.
  bool begins_line() const;

  // Text that is no part of a statement by itself: blanks, comments, terminators.
  void skip(std::size_t count) { at_ += count; }
  void skip_line();
  // A comment up to `close`, which the opening one at this place (as long as `close`) may nest.
  void skip_comment(std::string_view open, std::string_view close, bool nested);

  // Text of the statement.
  void take(std::size_t count);
  std::string_view take_while(bool (*belongs)(char));
  // From the quote at this place to its end; a doubled quote is two strings in a row, which splits no
  // differently.
  void take_quoted(char close, bool backslash_escapes);
  // Up to `close`; `what` names what was opened at `opened`.
  void take_until(std::string_view close, std::size_t opened, const std::string& what);

  bool has_statement() const { return begin_ != none; }
  std::size_t statement_begin() const { return begin_; }
  void end_statement();
  Statements statements() { return std::move(statements_); }

  [[noreturn]] void fail(std::size_t offset, const std::string& message) const;

 private:
  static constexpr std::size_t none = std::string_view::npos;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t begin_ = none, end_ = 0;
  Statements statements_;
};

bool is_blank(char c);
bool is_digit(char c);
// A letter, `_`, or a byte beyond ASCII.
bool begins_name(char c);
bool equal_ignoring_case(std::string_view left, std::string_view lower_case);

}  // namespace pycharter::sql::script

#endif

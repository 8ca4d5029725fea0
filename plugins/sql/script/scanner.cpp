#include "sql/script/scanner.h"

#include <algorithm>

#include "sql/script/place.h"

namespace pycharter::sql::script {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

bool equal_ignoring_case(std::string_view left, std::string_view lower_case) {
  return std::equal(left.begin(), left.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return lower(a) == b; });
}

bool Scanner::begins_line() const {
  for (std::size_t i = at_; i > 0 && text_[i - 1] != '\n'; --i)
    if (!is_blank(text_[i - 1])) return false;
  return true;
}

void Scanner::skip_line() {
  at_ = std::min(text_.find('\n', at_), text_.size());
}

void Scanner::skip_comment(std::string_view open, std::string_view close, bool nested) {
  const std::size_t opened = at_;
  std::size_t depth = 0;
  while (at_ < text_.size()) {
    if (sees(close)) {
      at_ += close.size();
      if (--depth == 0) return;
    } else if ((depth == 0 || nested) && sees(open)) {
      at_ += open.size();
      ++depth;
    } else {
      ++at_;
    }
  }
  fail(opened, "unfinished comment: " + std::string(open) + " has no " + std::string(close) +
                   " before the end of the section");
}

void Scanner::take(std::size_t count) {
  if (begin_ == none) begin_ = at_;
  at_ = std::min(at_ + count, text_.size());
  end_ = at_;
}

std::string_view Scanner::take_while(bool (*belongs)(char)) {
  std::size_t count = 0;
  while (at_ + count < text_.size() && belongs(text_[at_ + count]))
    ++count;
  const std::string_view word = text_.substr(at_, count);
  take(count);
  return word;
}

void Scanner::take_quoted(char close, bool backslash_escapes) {
  const std::size_t opened = at_;
  take(1);
  while (!at_end()) {
    if (backslash_escapes && peek() == '\\') {
      take(2);
      continue;
    }
    const bool closes = peek() == close;
    take(1);
    if (closes) return;
  }
  fail(opened, std::string("unfinished quote: ") + text_[opened] + " has no closing " + close +
                   " before the end of the section");
}

void Scanner::take_until(std::string_view close, std::size_t opened, const std::string& what) {
  const std::size_t found = text_.find(close, at_);
  if (found == none)
    fail(opened, "unfinished " + what + ": there is no closing " + std::string(close) +
                     " before the end of the section");
  take(found + close.size() - at_);
}

void Scanner::end_statement() {
  if (begin_ != none) statements_.push_back({text_.substr(begin_, end_ - begin_), begin_});
  begin_ = none;
}

void Scanner::fail(std::size_t offset, const std::string& message) const {
  fail_at(text_, offset, message);
}

}  // namespace pycharter::sql::script

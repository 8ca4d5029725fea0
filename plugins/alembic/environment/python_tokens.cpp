#include "alembic/environment/python_tokens.h"

namespace pycharter::alembic {

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (at_ < text_.size())
      step();
    return std::move(tokens_);
  }

 private:
  bool at_line_start() const { return at_ == 0 || text_[at_ - 1] == '\n'; }

  void add(Token::Kind kind, std::string text, bool at_start, int line) {
    tokens_.push_back({kind, std::move(text), line, at_start});
  }

  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      ++line_;
      ++at_;
    } else if (c == '#') {
      while (at_ < text_.size() && text_[at_] != '\n')
        ++at_;
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\\') {
      ++at_;
    } else if (c == '"' || c == '\'') {
      string({}, at_line_start());
    } else if (is_word(c)) {
      word();
    } else {
      add(Token::Kind::sign, std::string(1, c), at_line_start(), line_);
      ++at_;
    }
  }

  void word() {
    const bool at_start = at_line_start();
    const std::size_t start = at_;
    while (at_ < text_.size() && is_word(text_[at_]))
      ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    const bool prefix = word.size() <= 2 && word.find_first_not_of("rRbBuUfF") == std::string_view::npos;
    if (prefix && at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\''))
      string(word, at_start);
    else
      add(Token::Kind::word, std::string(word), at_start, line_);
  }

  void string(std::string_view prefix, bool at_start) {
    const char quote = text_[at_];
    const int line = line_;
    const bool triple = text_.substr(at_, 3) == std::string(3, quote);
    const std::string end(triple ? 3 : 1, quote);
    const bool raw = prefix.find_first_of("rR") != std::string_view::npos;
    bool computed = prefix.find_first_of("fFbB") != std::string_view::npos;
    std::string value;
    for (at_ += end.size(); at_ < text_.size() && text_.substr(at_, end.size()) != end; ++at_) {
      if (text_[at_] == '\n') {
        if (!triple) break;  // not finished: leave the rest of the file readable
        ++line_;
      }
      if (text_[at_] == '\\' && !raw && at_ + 1 < text_.size()) {
        const char next = text_[++at_];
        if (next == '\n') ++line_;
        if (next == '\\' || next == quote)
          value += next;
        else if (next != '\n')
          computed = true;  // an escape that a name of a table has no use for
        continue;
      }
      value += text_[at_];
    }
    if (text_.substr(at_, end.size()) == end) at_ += end.size();
    add(computed ? Token::Kind::computed_string : Token::Kind::string, std::move(value), at_start, line);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> python_tokens(std::string_view text) {
  return Scanner(text).run();
}

}  // namespace pycharter::alembic

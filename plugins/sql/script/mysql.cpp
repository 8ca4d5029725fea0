// The rules of the mysql client.
#include <algorithm>

#include "sql/script/scanner.h"

namespace pycharter::sql::script {
namespace {

constexpr std::string_view command = "delimiter";

bool continues_name(char c) {
  return begins_name(c) || is_digit(c) || c == '$';
}

class MysqlSplitter {
 public:
  explicit MysqlSplitter(std::string_view text) : in_(text) {}

  Statements split() {
    while (!in_.at_end())
      step();
    if (conditional_) in_.fail(opened_, "unfinished comment: /*! has no */ before the end of the section");
    if (in_.has_statement() && delimiter_ != ";")
      in_.fail(in_.statement_begin(), "DELIMITER without end: the statement that begins here has no " +
                                          delimiter_ + " before the end of the section");
    in_.end_statement();
    return in_.statements();
  }

 private:
  void step() {
    const char c = in_.peek();
    if (is_blank(c)) return in_.skip(1);
    if (is_delimiter_command()) return change_delimiter();
    if (in_.sees(delimiter_)) return end(delimiter_.size());
    if (c == '#' || is_line_comment()) return in_.skip_line();
    if (in_.sees("/*")) return comment();
    if (conditional_ && in_.sees("*/")) {
      conditional_ = false;
      return in_.take(2);
    }
    if (c == '\'' || c == '"') return in_.take_quoted(c, true);
    if (c == '`') return in_.take_quoted(c, false);
    if (c == '\\') return backslash();
    in_.take(1);
  }

  // `--` is a comment only before a blank or a control character: 5--3 is 8.
  bool is_line_comment() const {
    return in_.sees("--") && (in_.rest().size() == 2 || static_cast<unsigned char>(in_.peek(2)) <= ' ');
  }

  // Comments nest nowhere; those with ! are code for some servers.
  void comment() {
    const std::size_t sign = in_.peek(2) == 'M' ? 3 : 2;
    if (in_.peek(sign) != '!') return in_.skip_comment("/*", "*/", false);
    conditional_ = true;
    opened_ = in_.offset();
    in_.take(sign + 1);
  }

  void backslash() {
    const char letter = in_.peek(1);
    if (letter == 'g' || letter == 'G') return end(2);
    if (letter == 'N') return in_.take(2);  // NULL
    in_.fail(in_.offset(), std::string("\\") + (letter > ' ' ? std::string(1, letter) : std::string()) +
                               " is a command of the mysql client, not SQL; leave it out of the revision");
  }

  bool is_delimiter_command() const {
    const std::string_view rest = in_.rest();
    return rest.size() >= command.size() && equal_ignoring_case(rest.substr(0, command.size()), command) &&
           (rest.size() == command.size() || !continues_name(rest[command.size()])) && in_.begins_line();
  }

  void change_delimiter() {
    const std::size_t place = in_.offset();
    if (in_.has_statement())
      in_.fail(place, "DELIMITER within a statement: end the statement before it with " + delimiter_);
    std::string_view line = in_.rest().substr(command.size());
    line = line.substr(0, line.find('\n'));
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    line = line.substr(0, line.find_first_of(" \t\r"));
    if (line.size() > 1 && (line.front() == '\'' || line.front() == '"') && line.back() == line.front())
      line = line.substr(1, line.size() - 2);
    if (line.empty()) in_.fail(place, "DELIMITER needs the text that shall end statements, such as //");
    if (line.find('\\') != std::string_view::npos) in_.fail(place, "DELIMITER cannot hold a backslash");
    delimiter_ = line;
    in_.skip_line();
  }

  void end(std::size_t length) {
    in_.end_statement();
    in_.skip(length);
  }

  Scanner in_;
  std::string delimiter_ = ";";
  bool conditional_ = false;  // within /*! … */
  std::size_t opened_ = 0;
};

}  // namespace

Statements split_mysql(std::string_view text) {
  return MysqlSplitter(text).split();
}

}  // namespace pycharter::sql::script

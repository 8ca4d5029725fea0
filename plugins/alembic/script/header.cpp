#include "alembic/script/header.h"

#include <algorithm>
#include <array>

#include "alembic/script/interpreter.h"
#include "alembic/script/parser.h"
#include "alembic/script/source.h"

namespace pycharter::alembic::script {

namespace {

bool is_name_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (c & 0x80) != 0;
}

// Walks over the statements at the level of a module without making tokens: 10,000 headers are read at every
// `history`.
class Scanner {
 public:
  Scanner(const std::string& path, std::string_view text) : path_(path), text_(text) {}

  bool at_end() const { return at_ >= text_.size(); }
  std::size_t offset() const { return at_; }

  // The statement that begins here, with its line end; moves behind it.
  std::string_view statement() {
    const std::size_t begin = at_;
    int depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if ((c == '\n' || c == ';') && depth <= 0) break;
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (c == '"' || c == '\'') {
        skip_string();
        continue;
      }
      depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
      at_ += c == '\\' ? 2 : 1;
    }
    const std::size_t end = at_;
    const bool more_on_the_line = end < text_.size() && text_[end] == ';';
    at_ = std::min(at_ + 1, text_.size());
    while (more_on_the_line && at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
      ++at_;
    return text_.substr(begin, end - begin);
  }

 private:
  void skip_string() {
    const std::size_t begin = at_;
    const char quote = text_[at_];
    const bool triple = text_.substr(at_, 3) == std::string(3, quote);
    for (at_ += triple ? 3 : 1; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == quote &&
                 (!triple || text_.substr(at_, 3) == std::string_view(text_).substr(begin, 3))) {
        at_ += triple ? 3 : 1;
        return;
      } else if (text_[at_] == '\n' && !triple) {
        break;
      }
    }
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
    const std::size_t row = begin == 0 ? 0 : text_.rfind('\n', begin - 1) + 1;
    fail_at(path_, text_, {static_cast<int>(line), static_cast<int>(begin - row) + 1},
            "the string is never closed");
  }

  const std::string& path_;
  std::string_view text_;
  std::size_t at_ = 0;
};

// An assignment to a plain name: `name = value`, `name: annotation = value`.
struct Assignment {
  std::string_view name;
  std::size_t value = 0;  // where it begins in the statement; 0: it is no assignment
};

Assignment read_assignment(std::string_view statement) {
  std::size_t at = 0;
  while (at < statement.size() && is_name_part(statement[at]))
    ++at;
  Assignment assignment{statement.substr(0, at), 0};
  const auto skip_blank = [&] {
    while (at < statement.size() && (statement[at] == ' ' || statement[at] == '\t'))
      ++at;
  };
  skip_blank();
  if (at < statement.size() && statement[at] == ':') at = std::min(statement.find('=', at), statement.size());
  if (at + 1 >= statement.size() || statement[at] != '=' || statement[at + 1] == '=') return assignment;
  assignment.value = at + 1;
  return assignment;
}

// Reads one plain string literal, or None, that is all of `text`: what nearly every header holds.
bool read_plain(std::string_view text, std::vector<std::string>& values) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  const std::size_t comment = text.find('#');
  if (comment != std::string_view::npos) text = text.substr(0, comment);
  while (!text.empty() && blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && blank(text.back()))
    text.remove_suffix(1);
  if (text == "None") return true;
  // The parents of a merge: a flat tuple or list.
  const bool tuple =
      text.size() >= 2 && ((text[0] == '(' && text.back() == ')') || (text[0] == '[' && text.back() == ']'));
  if (tuple && text.find(',') != std::string_view::npos) {
    std::vector<std::string> items;
    for (text = text.substr(1, text.size() - 2); !text.empty();) {
      const std::size_t comma = std::min(text.find(','), text.size());
      const std::string_view item = text.substr(0, comma);
      const bool last_blank =
          comma == text.size() && item.find_first_not_of(" \t\r\n") == std::string_view::npos;
      const std::size_t before = items.size();
      if (!last_blank && (!read_plain(item, items) || items.size() == before)) return false;
      text.remove_prefix(std::min(comma + 1, text.size()));
    }
    values.insert(values.end(), items.begin(), items.end());
    return true;
  }
  if (text.size() < 2 || (text[0] != '"' && text[0] != '\'') || text.back() != text[0]) return false;
  const std::string_view inside = text.substr(1, text.size() - 2);
  if (inside.find_first_of("\"'\\\n") != std::string_view::npos) return false;
  values.emplace_back(inside);
  return true;
}

class HeaderReader {
 public:
  HeaderReader(const std::string& path, std::string_view text) : path_(path), text_(text) {}

  RevisionHeader read() {
    Scanner scanner(path_, text_);
    while (!scanner.at_end()) {
      const std::size_t offset = scanner.offset();
      look_at(scanner.statement(), offset);
    }
    return std::move(header_);
  }

 private:
  struct Field {
    std::string_view name;
    std::vector<std::string> RevisionHeader::*values;  // null: revision
  };
  static constexpr std::array<Field, 4> fields = {{{"revision", nullptr},
                                                   {"down_revision", &RevisionHeader::down_revisions},
                                                   {"branch_labels", &RevisionHeader::branch_labels},
                                                   {"depends_on", &RevisionHeader::depends_on}}};

  void look_at(std::string_view statement, std::size_t offset) {
    const char first = statement.empty() ? '\n' : statement[0];
    if (first == ' ' || first == '\t' || first == '\n' || first == '\r' || first == '#') return;
    if (std::exchange(first_, false) &&
        (first == '"' || first == '\'' || (is_name_part(first) && is_docstring(statement))))
      return read_docstring(offset, statement);
    if (statement.starts_with("def upgrade")) header_.has_upgrade = true;
    if (statement.starts_with("def downgrade")) header_.has_downgrade = true;
    if (first != 'r' && first != 'd' && first != 'b') return;
    const Assignment assignment = read_assignment(statement);
    const auto* field =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == assignment.name; });
    if (field == fields.end() || assignment.value == 0) return;
    std::vector<std::string> values;
    if (!read_plain(statement.substr(assignment.value), values))
      values = evaluate(offset + assignment.value, offset + statement.size(), field->name);
    if (field->values != nullptr) {
      header_.*(field->values) = std::move(values);
      return;
    }
    if (values.size() != 1) fail(offset, "'revision' must be one string");
    header_.is_revision = true;
    header_.revision = values.front();
  }

  static bool is_docstring(std::string_view statement) {
    const std::size_t quote = statement.find_first_of("\"'");
    return quote <= 2 && statement.substr(0, quote).find_first_not_of("rRuU") == std::string_view::npos;
  }

  [[noreturn]] void fail(std::size_t offset, const std::string& message) const {
    Source(path_, std::string(text_)).fail(static_cast<std::uint32_t>(offset), message);
  }

  // What is no plain string is an expression for the evaluator.
  Value run(std::size_t begin, std::size_t end) {
    // Blank lines in front keep the line numbers of the file.
    std::string text(text_.substr(0, begin));
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c != '\n'; }, ' ');
    text += text_.substr(begin, end - begin);
    std::vector<std::pair<std::string, Value>> names;
    if (header_.is_revision) names.emplace_back("revision", interpreter().str(header_.revision));
    return interpreter().evaluate(path_, std::move(text), names);
  }

  std::vector<std::string> evaluate(std::size_t begin, std::size_t end, std::string_view name) {
    const Value value = run(begin, end);
    std::vector<std::string> values;
    const auto take = [&](const Value& item) {
      const auto* text = item.get_if<Str>();
      if (text == nullptr)
        fail(begin, "'" + std::string(name) + "' must be a string, None or a tuple of strings, not " +
                        interpreter().type_name(item));
      values.push_back(text->text);
    };
    const bool sequence = value.is(Kind::tuple) || value.is(Kind::list) || value.is(Kind::set);
    if (value.is_none()) return values;
    if (!sequence) {
      take(value);
      return values;
    }
    for (const Value& item : interpreter().collect(value)) {
      if (!item.is_none()) take(item);
    }
    return values;
  }

  void read_docstring(std::size_t offset, std::string_view statement) {
    const std::string_view quotes = statement.substr(0, 3);
    const std::size_t end = quotes == "\"\"\"" || quotes == "'''" ? statement.rfind(quotes) : 0;
    if (end > 3 - 1 && statement.find('\\') == std::string_view::npos && statement.find(quotes, 3) == end) {
      header_.docstring = statement.substr(3, end - 3);
    } else {
      const Value value = run(offset, offset + statement.size());
      if (value.is(Kind::string)) header_.docstring = value.get<Str>().text;
    }
    static constexpr std::string_view label = "Create Date:";
    const std::size_t at = header_.docstring.find(label);
    if (at == std::string::npos) return;
    const std::size_t begin = header_.docstring.find_first_not_of(" \t", at + label.size());
    if (begin == std::string::npos) return;
    header_.create_date = header_.docstring.substr(begin, header_.docstring.find('\n', begin) - begin);
    header_.create_date.erase(header_.create_date.find_last_not_of(" \t\r") + 1);
  }

  Interpreter& interpreter() {
    if (!interpreter_) interpreter_ = std::make_unique<Interpreter>(registry_);
    return *interpreter_;
  }

  const std::string& path_;
  std::string_view text_;
  RevisionHeader header_;
  bool first_ = true;
  ModuleRegistry registry_;
  std::unique_ptr<Interpreter> interpreter_;
};

}  // namespace

RevisionHeader read_header(const std::string& path, std::string_view source) {
  const bool plain = std::none_of(source.begin(), source.end(),
                                  [](char c) { return (c & 0x80) != 0 || c == '\r' || c == '\0'; });
  if (plain) return HeaderReader(path, source).read();
  const Source decoded(path, std::string(source));
  return HeaderReader(path, decoded.text()).read();
}

}  // namespace pycharter::alembic::script

// Replacement of matches, by a template ("\1", "\g<name>") or by what a function gives.
#include "alembic/script/library/re_objects.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

struct TemplatePart {
  std::string text;
  std::optional<std::size_t> group;  // after the text
};

class TemplateParser {
 public:
  TemplateParser(Interpreter& in, const ReTree& tree, const std::string& text)
      : in_(in), tree_(tree), text_(text) {}

  std::vector<TemplatePart> parse() {
    std::vector<TemplatePart> parts(1);
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c != '\\') {
        parts.back().text.push_back(c);
      } else if (const auto group = escape(parts.back().text)) {
        parts.back().group = group;
        parts.emplace_back();
      }
    }
    return parts;
  }

 private:
  [[noreturn]] void fail(const std::string& message, std::size_t position) {
    in_.raise(re_error(in_),
              message + " at position " + std::to_string(code_count(text_.substr(0, position))));
  }
  bool digit(std::size_t at) const { return at < text_.size() && text_[at] >= '0' && text_[at] <= '9'; }

  std::optional<std::size_t> escape(std::string& text) {
    const std::size_t begin = at_ - 1;
    if (at_ == text_.size()) fail("bad escape (end of pattern)", begin);
    const char c = text_[at_++];
    if (c == 'g') return named();
    if (c == '0') {
      char32_t code = 0;
      for (int i = 0; i < 2 && digit(at_) && text_[at_] < '8'; ++i)
        code = code * 8 + static_cast<char32_t>(text_[at_++] - '0');
      append_utf8(text, code);
      return std::nullopt;
    }
    if (c >= '1' && c <= '9') {
      auto index = static_cast<std::size_t>(c - '0');
      if (digit(at_)) index = index * 10 + static_cast<std::size_t>(text_[at_++] - '0');
      return checked(index, begin + 1);
    }
    static constexpr std::string_view letters = "abfnrtv\\", meanings = "\a\b\f\n\r\t\v\\";
    const std::size_t at = letters.find(c);
    if (at != std::string_view::npos) {
      text.push_back(meanings[at]);
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      fail(std::string("bad escape \\") + c, begin);
    } else {
      text.push_back('\\');
      text.push_back(c);
    }
    return std::nullopt;
  }

  std::size_t named() {
    if (at_ == text_.size() || text_[at_] != '<') fail("missing <", at_);
    const std::size_t from = ++at_, to = text_.find('>', at_);
    if (to == std::string::npos) fail("missing >, unterminated name", from);
    if (to == from) fail("missing group name", from);
    const std::string name = text_.substr(from, to - from);
    at_ = to + 1;
    if (name.find_first_not_of("0123456789") == std::string::npos && name.size() < 6)
      return checked(static_cast<std::size_t>(std::stoi(name)), from);
    const auto found = tree_.names.find(name);
    if (found == tree_.names.end()) in_.raise("IndexError", "unknown group name '" + name + "'");
    return found->second;
  }

  std::size_t checked(std::size_t index, std::size_t position) {
    if (index > tree_.groups) fail("invalid group reference " + std::to_string(index), position);
    return index;
  }

  Interpreter& in_;
  const ReTree& tree_;
  const std::string& text_;
  std::size_t at_ = 0;
};

}  // namespace

std::pair<std::string, std::int64_t> replace_matches(Interpreter& in, const Value& pattern,
                                                     const Value& replacement, const Value& subject,
                                                     std::int64_t count) {
  const ReProgram& program = host_cast<Pattern>(pattern)->program();
  const std::u32string text = decode(in.text(subject, "string"));
  const bool is_template = replacement.is(Kind::string);
  std::vector<TemplatePart> parts;
  if (is_template) {
    const std::string source = in.text(replacement, "repl");
    parts = TemplateParser(in, program.tree, source).parse();
  }
  std::string out;
  std::int64_t done = 0;
  std::size_t copied = 0;
  const auto copy = [&](std::size_t begin, std::size_t end) {
    out += encode(std::u32string_view(text).substr(begin, end - begin));
    in.heap().require(out.size());
  };
  for_each_match(in, program, text, [&](ReSpans spans) {
    copy(copied, static_cast<std::size_t>(spans[0]));
    copied = static_cast<std::size_t>(spans[1]);
    for (const TemplatePart& part : parts) {
      out += part.text;
      if (part.group && spans[2 * *part.group] >= 0)
        copy(static_cast<std::size_t>(spans[2 * *part.group]),
             static_cast<std::size_t>(spans[2 * *part.group + 1]));
    }
    if (!is_template) {
      Arguments arguments;
      arguments.positional.push_back(make_match(in, pattern, subject, text, std::move(spans)));
      const Value made = in.call(replacement, arguments);
      if (!made.is_none()) out += in.text(made, "the replacement");
    }
    return ++done != count;
  });
  copy(copied, text.size());
  return {std::move(out), done};
}

}  // namespace pycharter::alembic::script

// re.Pattern and re.Match as values of a script.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_RE_OBJECTS_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_RE_OBJECTS_H

#include <functional>
#include <string>

#include "alembic/script/library/re_match.h"

namespace pycharter::alembic::script {

class Pattern final : public HostObject {
 public:
  Pattern(Value text, ReProgram program) : text_(std::move(text)), program_(std::move(program)) {}
  const ReProgram& program() const { return program_; }
  const Value& text() const { return text_; }

  std::string type_name() const override { return "re.Pattern"; }
  Value type(Interpreter& interpreter) const override;
  std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
  std::string repr(Interpreter& interpreter) override;

 private:
  const Value text_;
  const ReProgram program_;
};

class Match final : public HostObject {
 public:
  // `groups`: the text of each, None where it took no part.
  Match(Value pattern, Value subject, ReSpans spans, std::vector<Value> groups)
      : pattern_(std::move(pattern)),
        subject_(std::move(subject)),
        spans_(std::move(spans)),
        groups_(std::move(groups)) {}
  const std::vector<Value>& groups() const { return groups_; }
  const ReSpans& spans() const { return spans_; }
  const ReProgram& program() const { return host_cast<Pattern>(pattern_)->program(); }
  // Of a number or a name. Raises IndexError.
  std::size_t index(Interpreter& interpreter, const Value& group) const;

  std::string type_name() const override { return "re.Match"; }
  Value type(Interpreter& interpreter) const override;
  std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
  std::optional<Value> subscript(Interpreter& interpreter, const Value& key) override;
  std::optional<bool> truth(Interpreter&) override { return true; }
  std::string repr(Interpreter& interpreter) override;

 private:
  const Value pattern_, subject_;
  const ReSpans spans_;
  const std::vector<Value> groups_;
};

Value re_error(Interpreter& interpreter);  // the class
Value make_match(Interpreter& interpreter, const Value& pattern, const Value& subject,
                 std::u32string_view text, ReSpans spans);
Value span_text(Interpreter& interpreter, std::u32string_view text, std::int64_t begin, std::int64_t end);

// Each match in turn, as findall, sub and split see them; `visit` returns false to stop.
void for_each_match(Interpreter& interpreter, const ReProgram& program, std::u32string_view text,
                    const std::function<bool(ReSpans)>& visit);

// sub and subn: the new text and how often it was replaced; `count` 0 is without a limit.
std::pair<std::string, std::int64_t> replace_matches(Interpreter& interpreter, const Value& pattern,
                                                     const Value& replacement, const Value& subject,
                                                     std::int64_t count);

}  // namespace pycharter::alembic::script

#endif

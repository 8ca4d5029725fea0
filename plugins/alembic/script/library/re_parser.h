// The parser of `re` patterns, in two files: what stands for itself, and groups with what else begins with
// "(?".
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_RE_PARSER_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_RE_PARSER_H

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alembic/script/library/re_parse.h"

namespace pycharter::alembic::script {

class ReParser {
 public:
  ReParser(Interpreter& in, const Value& error_class, std::u32string_view text, unsigned flags)
      : in_(in), error_class_(error_class), text_(text), flags_(flags) {}
  ReTree parse();

 private:
  using Node = std::unique_ptr<ReNode>;
  struct Width {
    std::size_t least = 0, most = 0;
  };
  [[noreturn]] void fail(const std::string& message, std::size_t position);
  bool at_end() const { return at_ == text_.size(); }
  char32_t peek() const { return at_end() ? 0 : text_[at_]; }
  bool looking_at(char32_t c) const { return !at_end() && text_[at_] == c; }
  bool accept(char32_t c);
  Node make(ReKind kind) const;
  Node literal(char32_t c) const;
  Node alternatives();
  Node sequence();
  bool skip_space();

  // ---- quantifiers ----
  struct Counts {
    std::size_t least, most;
  };
  std::optional<Counts> counts();
  std::optional<std::size_t> number(std::size_t begin);
  Node quantified(Node item, std::size_t begin);
  static bool is_empty(const ReNode& node) { return node.kind == ReKind::sequence && node.children.empty(); }

  // ---- atoms; null for what matches nothing and is no item: comments, flags ----
  Node atom();
  char32_t hex(std::size_t begin, std::size_t digits);
  std::optional<char32_t> escaped_code(char32_t c, std::size_t begin);
  Node escape(std::size_t begin);
  Node reference(std::size_t index, std::size_t position, std::size_t begin);

  // ---- [sets] ----
  Node set(std::size_t begin);
  std::optional<char32_t> set_code(ReNode& node);

  // ---- (groups) ----
  Node group(std::size_t begin);
  void close(std::size_t begin);
  Node captured(std::size_t begin, const std::string& name);
  Node inner(ReKind kind, std::size_t begin);
  Node extension(std::size_t begin);
  std::string name_until(char32_t end);
  std::size_t group_named(const std::string& name, std::size_t position);
  Node named(std::size_t begin);
  Node condition(std::size_t begin);
  Node look(std::size_t begin, bool negated, bool behind);
  static std::optional<unsigned> flag_of(char32_t c);
  Node flagged(std::size_t begin);
  Width width_of(const ReNode& node) const;
  Interpreter& in_;
  const Value& error_class_;
  const std::u32string_view text_;
  unsigned flags_;
  unsigned global_ = 0;
  bool sets_global_ = false;
  std::size_t flags_end_ = 0;  // global flags may stand up to here
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::vector<std::size_t> open_;
  ReTree tree_;
};

}  // namespace pycharter::alembic::script

#endif

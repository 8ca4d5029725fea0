#include "sqlite/create_table.h"

#include <algorithm>
#include <array>

#include "sql/comparison/tokens.h"

namespace pycharter::sqlite {
namespace {

using Kind = TableConstraint::Kind;

// What may follow the type of a column.
constexpr std::array<std::string_view, 12> constraint_words{"constraint", "primary", "not",       "null",
                                                            "unique",     "check",   "default",   "collate",
                                                            "references", "as",      "generated", "foreign"};

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

class Parser {
 public:
  explicit Parser(std::string_view sql)
      : sql_(sql), tokens_(sql::comparison::tokens_of(sql, sql::ddl::Family::sqlite)) {}

  CreateTable table() {
    skip_to_body();
    while (more() && !at(")")) {
      if (starts_table_constraint())
        table_constraint();
      else
        column();
      accept(",");
    }
    accept(")");
    table_options();
    return std::move(table_);
  }

  CreateIndex index() {
    CreateIndex index;
    skip_to_body();
    while (more() && !at(")")) {
      index.terms.push_back(term());
      accept(",");
    }
    accept(")");
    if (accept("where") && more()) index.where = text(tokens_[at_].begin, tokens_.back().end);
    return index;
  }

 private:
  bool more() const { return at_ < tokens_.size(); }
  // A keyword in lower case, or a sign.
  bool at(std::string_view what) const {
    return more() && (tokens_[at_].is(what) || tokens_[at_].is_sign(what));
  }
  bool accept(std::string_view what) {
    if (!at(what)) return false;
    ++at_;
    return true;
  }
  // As it is written, without quotes.
  std::string name() {
    if (!more()) return {};
    const auto& token = tokens_[at_++];
    return token.is_quoted() ? token.text : text(token.begin, token.end);
  }
  std::string text(std::size_t begin, std::size_t end) const {
    return std::string(sql_.substr(begin, end - begin));
  }

  void skip_to_body() {
    while (more() && !at("("))
      ++at_;
    accept("(");
  }

  // From an opening parenthesis past its closing one; what stands between.
  std::string parenthesised() {
    if (!accept("(")) return {};
    const auto begin = more() ? tokens_[at_].begin : sql_.size();
    auto end = begin;
    for (int depth = 1; more(); ++at_) {
      if (at("(")) ++depth;
      if (at(")") && --depth == 0) {
        ++at_;
        break;
      }
      end = tokens_[at_].end;
    }
    return text(begin, end);
  }

  std::vector<std::string> column_list() {
    std::vector<std::string> names;
    if (!accept("(")) return names;
    while (more() && !at(")")) {
      names.push_back(name());
      while (more() && !at(",") && !at(")"))  // COLLATE x, ASC, DESC
        ++at_;
      accept(",");
    }
    accept(")");
    return names;
  }

  std::string term() {
    const auto begin = tokens_[at_].begin;
    auto end = begin;
    for (int depth = 0; more() && (depth > 0 || (!at(",") && !at(")"))); ++at_) {
      if (at("(")) ++depth;
      if (at(")")) --depth;
      if (depth > 0 || (!at("asc") && !at("desc"))) end = tokens_[at_].end;
    }
    return text(begin, end);
  }

  bool starts_table_constraint() const {
    return !table_.columns.empty() &&
           (at("constraint") || at("primary") || at("unique") || at("check") || at("foreign"));
  }

  void table_options() {
    for (; more(); ++at_) {
      if (accept("without") && at("rowid")) table_.without_rowid = true;
      if (at("strict")) table_.strict = true;
    }
  }

  void conflict_clause() {
    if (!accept("on")) return;
    accept("conflict");
    name();
  }

  void table_constraint() {
    TableConstraint constraint;
    if (accept("constraint")) constraint.name = name();
    if (accept("primary")) {
      accept("key");
      constraint.kind = Kind::primary_key;
      constraint.columns = column_list();
    } else if (accept("unique")) {
      constraint.kind = Kind::unique;
      constraint.columns = column_list();
    } else if (accept("check")) {
      constraint.sqltext = parenthesised();
    } else if (accept("foreign")) {
      accept("key");
      constraint.kind = Kind::foreign_key;
      constraint.columns = column_list();
      references(constraint);
    } else {
      ++at_;
      return;
    }
    conflict_clause();
    table_.constraints.push_back(std::move(constraint));
  }

  // REFERENCES and what belongs to it; tables, columns and actions come from a pragma.
  void references(TableConstraint& constraint) {
    accept("references");
    name();
    column_list();
    while (more()) {
      if (accept("on")) {
        name();  // DELETE or UPDATE
        if (accept("set") || accept("no"))
          accept_any();
        else
          accept_any();
      } else if (accept("match")) {
        name();
      } else if (at("not") && at_ + 1 < tokens_.size() && tokens_[at_ + 1].is("deferrable")) {
        at_ += 2;
        constraint.deferrable = false;
        initially(constraint);
      } else if (accept("deferrable")) {
        constraint.deferrable = true;
        initially(constraint);
      } else {
        return;
      }
    }
  }
  void accept_any() {
    if (more()) ++at_;
  }
  void initially(TableConstraint& constraint) {
    if (accept("initially")) constraint.initially = name();
  }

  void column() {
    TableColumn column;
    column.name = name();
    const auto type_begin = more() ? tokens_[at_].begin : sql_.size();
    auto type_end = type_begin;
    while (more() && !at(",") && !at(")") && !starts_column_constraint()) {
      if (at("("))
        parenthesised();
      else
        ++at_;
      type_end = tokens_[at_ - 1].end;
    }
    column.type = text(type_begin, type_end);
    while (more() && !at(",") && !at(")"))
      column_constraint(column);
    table_.columns.push_back(std::move(column));
  }

  bool starts_column_constraint() const {
    return std::any_of(constraint_words.begin(), constraint_words.end(),
                       [this](std::string_view word) { return at(word); });
  }

  void add(Kind kind, const std::optional<std::string>& constraint_name, const TableColumn& column) {
    TableConstraint constraint;
    constraint.kind = kind;
    constraint.name = constraint_name;
    constraint.columns = {column.name};
    table_.constraints.push_back(std::move(constraint));
  }

  void column_constraint(TableColumn& column) {
    std::optional<std::string> constraint_name;
    if (accept("constraint")) constraint_name = name();
    if (accept("primary")) {
      accept("key");
      if (!accept("asc")) accept("desc");
      conflict_clause();
      column.autoincrement = accept("autoincrement");
      add(Kind::primary_key, constraint_name, column);
    } else if (accept("unique")) {
      conflict_clause();
      add(Kind::unique, constraint_name, column);
    } else if (accept("check")) {
      add(Kind::check, constraint_name, column);
      table_.constraints.back().columns.clear();
      table_.constraints.back().sqltext = parenthesised();
    } else if (at("references")) {
      add(Kind::foreign_key, constraint_name, column);
      references(table_.constraints.back());
    } else if (accept("collate")) {
      column.collation = name();
    } else if (accept("generated")) {
      accept("always");
    } else if (accept("as")) {
      column.computed = parenthesised();
    } else if (accept("not") || accept("null")) {
      accept("null");
      conflict_clause();
    } else if (at("(")) {
      parenthesised();
    } else {
      ++at_;  // DEFAULT, its value, STORED
    }
  }

  std::string_view sql_;
  std::vector<sql::comparison::Token> tokens_;
  std::size_t at_ = 0;
  CreateTable table_;
};

}  // namespace

const TableColumn* CreateTable::column(std::string_view name) const {
  for (const auto& column : columns)
    if (same_name(column.name, name)) return &column;
  return nullptr;
}

CreateTable parse_create_table(std::string_view sql) {
  return Parser(sql).table();
}

CreateIndex parse_create_index(std::string_view sql) {
  return Parser(sql).index();
}

}  // namespace pycharter::sqlite

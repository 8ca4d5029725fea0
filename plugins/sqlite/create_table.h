// The text of a CREATE TABLE statement, as sqlite_master keeps it, for what no pragma tells: names of
// constraints, checks, expressions of computed columns, AUTOINCREMENT, COLLATE, DEFERRABLE.
//
// Source of the grammar: sqlite.org/lang_createtable.html.
#ifndef PYCHARTER_SQLITE_CREATE_TABLE_H
#define PYCHARTER_SQLITE_CREATE_TABLE_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::sqlite {

struct TableConstraint {
  enum class Kind { primary_key, unique, check, foreign_key };
  Kind kind = Kind::check;
  std::optional<std::string> name;
  std::vector<std::string> columns;  // of a column's own constraint, that column
  std::string sqltext;               // of a check, without its parentheses
  std::optional<bool> deferrable;    // foreign keys
  std::optional<std::string> initially;
};

struct TableColumn {
  std::string name;
  std::string type;  // as written
  bool autoincrement = false;
  std::optional<std::string> collation;
  std::optional<std::string> computed;  // the expression
};

struct CreateTable {
  std::vector<TableColumn> columns;
  std::vector<TableConstraint> constraints;  // in the order written, those of columns included
  bool without_rowid = false;
  bool strict = false;

  const TableColumn* column(std::string_view name) const;
};

// What cannot be understood is left out: SQLite has accepted the text, and the pragmas tell the rest.
CreateTable parse_create_table(std::string_view sql);

// The condition after WHERE in the text of a CREATE INDEX; the expressions between its parentheses.
struct CreateIndex {
  std::vector<std::string> terms;  // as written, without ASC and DESC
  std::string where;
};
CreateIndex parse_create_index(std::string_view sql);

}  // namespace pycharter::sqlite

#endif

// A revision written in SQL:
//
//   -- create users
//   -- revision: 1a2b3c4d5e6f
//   -- down_revision: 0f9e8d7c6b5a
//
//   -- upgrade
//   CREATE TABLE users (id INTEGER PRIMARY KEY);
//   -- dialect: postgresql
//   CREATE TABLE users (id BIGSERIAL PRIMARY KEY);
//
//   -- downgrade
//   DROP TABLE users;
//
// docs/sql-revisions.md says what each line means. A line is one of these only where its `--` stands in
// column 1 and nothing else on it. Which statements a part holds is the backend's to tell.
#ifndef PYCHARTER_ALEMBIC_SQL_FILE_SQL_FILE_H
#define PYCHARTER_ALEMBIC_SQL_FILE_SQL_FILE_H

#include <string>
#include <string_view>
#include <vector>

#include "alembic/script/source.h"

namespace pycharter::alembic {

struct SqlHeader {
  std::string revision;
  std::vector<std::string> down_revisions;  // empty for a base
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  std::string doc;          // the message and what else the header says in words
  bool transaction = true;  // false: runs outside of one, as in an autocommit_block
};

// What stands before the first section; the rest is not looked at. Throws Error (script) with file, line,
// column and source line: not UTF-8, a NUL, no `-- revision:`, a line that means nothing, text that is no
// comment.
SqlHeader read_sql_header(const std::string& path, std::string bytes);

class SqlFile {
 public:
  // The text that one dialect runs. `line` is that of its beginning in the file.
  struct Part {
    std::string_view sql;
    int line = 1;
  };

  // Reads header and sections; `dialects` are the names that `-- dialect:` may give. Throws Error (script) as
  // read_sql_header does, and for a section or dialect that is there twice or not known.
  SqlFile(const std::string& path, std::string bytes, std::vector<std::string> dialects);

  const SqlHeader& header() const { return header_; }

  // What `section` (upgrade, downgrade) does on a database that answers to these names of dialects, the best
  // one first: the first variant that fits, else what stands before all variants. Throws Error (script) where
  // the section is missing or has variants for other dialects only.
  Part part(std::string_view section, const std::vector<std::string>& dialects) const;

 private:
  struct Variant {
    std::vector<std::string> dialects;  // empty: what stands before all variants
    std::size_t begin = 0, end = 0;     // in the text
  };
  struct Section {
    std::string_view name;
    std::size_t offset = 0;
    std::vector<Variant> variants;
  };

  void read_sections(std::size_t begin);
  void open_section(std::string_view name, std::size_t offset);
  void open_variant(std::string_view names, std::size_t offset);
  const Section* find(std::string_view name) const;
  std::string_view text_of(const Variant& variant) const;
  [[noreturn]] void fail(std::size_t offset, const std::string& message) const;

  script::Source source_;
  std::vector<std::string> dialects_;
  SqlHeader header_;
  std::vector<Section> sections_;
};

}  // namespace pycharter::alembic

#endif

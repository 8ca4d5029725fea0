// Names and how a dialect writes them: quoting, and the shortening of generated names that are too long.
#ifndef PYCHARTER_SQL_DDL_NAMES_H
#define PYCHARTER_SQL_DDL_NAMES_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/ddl/dialect.h"
#include "sql/ddl/document.h"

namespace pycharter::sql::ddl {

struct Name {
  std::string text;
  std::optional<bool> quote;  // as quoted_name: forced, forbidden, or as needed
  bool generated = false;  // op.f() or a naming convention: shortened where too long, never converted again

  bool operator==(const Name& other) const { return text == other.text; }
};

Name parse_name(const json::value& value);
std::optional<Name> optional_name(const json::object& object, std::string_view key);
Name required_name(const json::object& object, std::string_view key);
std::vector<Name> parse_names(const json::array& array);
json::value to_json(const Name& name);

// A table and where it is.
struct TableName {
  Name name;
  std::optional<Name> schema;
};

class Quoter {
 public:
  explicit Quoter(const Dialect& dialect) : dialect_(dialect) {}

  std::string always(std::string_view identifier) const;
  std::string as_needed(std::string_view identifier) const;
  std::string operator()(const Name& name) const;
  std::string list(const std::vector<Name>& names) const;  // "a, b"

  std::string table(const TableName& table) const;
  // As Alembic writes the table of an ALTER: a dot in a schema separates names.
  std::string altered_table(const TableName& table) const;
  // The name of a constraint or index as the database will know it: shortened where it was generated and is
  // too long. Throws Error (unsupported) where it is too long and was not generated.
  Name shortened(const Name& name) const;
  // … as it stands in SQL.
  std::string limited(const Name& name) const { return (*this)(shortened(name)); }

 private:
  const Dialect& dialect_;
};

}  // namespace pycharter::sql::ddl

#endif

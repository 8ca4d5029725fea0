// Values: as SQL literals (what `--sql` prints and DDL needs), and as values to bind.
#ifndef PYCHARTER_SQL_DDL_LITERALS_H
#define PYCHARTER_SQL_DDL_LITERALS_H

#include <string>
#include <string_view>

#include "sql/ddl/types.h"

namespace pycharter::sql::ddl {

class Literals {
 public:
  Literals(const Dialect& dialect, const TypeCompiler& types) : dialect_(dialect), types_(types) {}

  // 'text', with what the dialect escapes.
  std::string string(std::string_view text) const;

  // `value` (docs/operations.md, "Values") as a literal of `type`; without a type, of the value's own kind.
  // Throws Error (unsupported) where the type has no literals, and (invalid_document) where the value is none
  // of the type.
  std::string render(const json::value& value, const json::object* type) const;

  // The value to bind for a column of `type`: JSON documents as text, times as this dialect stores them.
  json::value bound(const json::value& value, const json::object* type) const;

 private:
  std::string untyped(const json::value& value) const;
  std::string boolean(const json::value& value) const;
  std::string temporal(const json::value& value, Affinity affinity) const;
  std::string binary(const json::value& value) const;
  std::string uuid(const json::value& value, const json::object& type) const;
  json::value interval(const json::value& value) const;
  std::string array(const json::value& value, const json::object& type) const;

  const Dialect& dialect_;
  const TypeCompiler& types_;
};

// A double as Python prints it: the shortest text that reads back as the same number.
std::string python_float(double value);

}  // namespace pycharter::sql::ddl

#endif

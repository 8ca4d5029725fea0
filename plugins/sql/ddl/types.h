// SQLAlchemy's types, as tables, and how each dialect writes them.
#ifndef PYCHARTER_SQL_DDL_TYPES_H
#define PYCHARTER_SQL_DDL_TYPES_H

#include <optional>
#include <string>
#include <string_view>

#include "sql/ddl/names.h"

namespace pycharter::sql::ddl {

// What kind of value a type holds: decides serial columns, literals and casts.
enum class Affinity {
  none,
  string,
  integer,
  numeric,
  floating,
  boolean,
  date,
  time,
  datetime,
  interval,
  binary,
  json,
  uuid,
  array,
  other,
};

// Which arguments a type takes and where they stand.
enum class Form {
  plain,
  written,   // the script's own: `sql` of its arguments
  text,      // length, collation, character set
  national,  // NATIONAL VARCHAR on MySQL
  exact,     // precision, scale
  single,    // FLOAT
  real,      // DOUBLE, REAL: precision and scale on MySQL
  whole,     // display width, UNSIGNED, ZEROFILL on MySQL
  temporal,  // precision, time zone
  bytes,     // length
  blob,      // length on MySQL only
  enumerated,
  native_enumerated,  // the dialects' own ENUM
  domain,             // PostgreSQL's
  set,
  array,
  interval,
  bit,
  uuid,
  year,
  sqlmodel_text,  // String, with a length where MySQL needs one
};

struct TypeRow {
  std::string_view name;  // SQLAlchemy's class
  Affinity affinity;
  Form form;
  std::string_view postgresql;  // empty: this dialect has no such type
  std::string_view mysql;
  std::string_view sqlite;
};

// Throws Error (unsupported) for a type that is not in the table.
const TypeRow& type_row(const json::object& type);
Affinity affinity_of(const json::object& type);

class TypeCompiler {
 public:
  TypeCompiler(const Dialect& dialect, const Quoter& quoter) : dialect_(dialect), quoter_(quoter) {}

  // The type itself, or the variant that with_variant() gave for this dialect.
  const json::object& variant(const json::object& type) const;
  // As in a column definition.
  std::string definition(const json::object& type) const;
  // As in CAST(… AS …); nothing where MySQL has no cast to it and SQLAlchemy leaves the cast out.
  std::optional<std::string> cast_target(const json::object& type) const;

  // Enum: whether the dialect's own enumeration is used.
  bool is_native_enum(const json::object& type) const;
  // PostgreSQL: whether the type is made by a statement of its own, CREATE TYPE or CREATE DOMAIN.
  bool is_named(const json::object& type) const;
  // … and its name, with its schema.
  std::string type_name(const json::object& type) const;

 private:
  std::string_view base_name(const TypeRow& row) const;
  std::string text_type(std::string_view base, const json::object& args, bool national) const;
  std::string exact(std::string_view base, const json::object& args) const;
  std::string floating(std::string_view base, Form form, const json::object& args) const;
  std::string temporal(std::string_view base, const json::object& args) const;
  std::string enumerated(const json::object& type) const;
  std::string listed(std::string_view base, const json::object& args) const;
  std::string array(const json::object& args) const;
  std::string interval(std::string_view base, const json::object& args) const;
  std::string bit(const json::object& args) const;
  std::string sized(std::string_view base, std::string_view length, const json::object& args) const;
  std::string numeric_attributes(std::string spec, const json::object& args) const;
  std::string text_attributes(std::string spec, const json::object& args, bool national) const;

  const Dialect& dialect_;
  const Quoter& quoter_;
};

}  // namespace pycharter::sql::ddl

#endif

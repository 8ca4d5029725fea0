// Operations (docs/operations.md) to the statements of one dialect, in the words of Alembic 1.20 and
// SQLAlchemy 2.1.
//
// Knows no connection: `compile` and `quote` work before one is opened, and what a live database has to tell
// comes through `Reflect`. Not thread-safe; distinct objects are independent.
#ifndef PYCHARTER_SQL_DDL_COMPILER_H
#define PYCHARTER_SQL_DDL_COMPILER_H

#include <boost/json/object.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace pycharter::sql::ddl {

// Answers a reflection request of docs/operations.md, e.g. {"what": "tables", "schema": null, "names":
// ["a"]}.
using Reflect = std::function<boost::json::object(const boost::json::object& request)>;

class Compiler {
 public:
  virtual ~Compiler() = default;

  // A JSON array of statements. Send {"op": "begin_run"} first where one compiler serves several runs. With
  // `offline`, values are rendered in place as `alembic --sql` does; without, they become placeholders and
  // `binds`. Throws Error: invalid_document where `operation` is not what docs/operations.md says,
  // unsupported where this dialect has no such thing; the facts carry the operation's `at`.
  virtual std::string compile(std::string_view operation, bool offline) = 0;

  // An identifier as it stands in SQL: quoted where the dialect needs it, or always.
  virtual std::string quote(std::string_view identifier, bool always) const = 0;

  // "Facts" of docs/operations.md, as far as they hold without a connection; the backend adds the rest.
  virtual boost::json::object facts() const = 0;

  // Needed only by batch_alter_table where it re-creates a table; without it, such an operation is refused
  // unless the script gave `copy_from`. Called during `compile`.
  virtual void set_reflect(Reflect reflect) = 0;
};

// `dialect` is "postgresql", "mysql" or "sqlite", or a variant that only a connection tells: see
// find_dialect.
std::unique_ptr<Compiler> make_compiler(std::string_view dialect);

}  // namespace pycharter::sql::ddl

#endif

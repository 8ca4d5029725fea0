// Operations to the Python text of a revision script, as Alembic's autogenerate writes it.
//
// What Alembic would lose or write wrongly is kept: a column's own constraints, a Sequence, postgresql_using,
// colons that text() would take for binds.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_RENDER_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_RENDER_H

#include <pycharter/plugin/client.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <vector>

namespace pycharter::alembic {

// The statements of an operation with values in place, as `--sql` prints them: what the backend's compiler
// makes of an expression, and of an operation that has no method of `op`.
using CompileOperation = std::function<std::vector<std::string>(const boost::json::object& operation)>;

struct RenderOptions {
  std::string dialect;  // postgresql, mysql, mariadb, sqlite
  CompileOperation compile;
  bool render_as_batch = false;
  std::string sqlalchemy_module_prefix = "sa.";
  std::string alembic_module_prefix = "op.";
};

// Of a backend, connected or not.
RenderOptions render_options(plugin::SqlClient& database);

// What script.py.mako calls imports, upgrades and downgrades. The bodies are indented by four blanks but for
// their first line.
struct RenderedBody {
  std::string imports, upgrades, downgrades;
};

// Operations of docs/operations.md, with `modify_table` (table, schema, operations: the alterations of one
// table, a batch_alter_table with render_as_batch or its own `batch`) and `comment` (text) besides. Throws
// unsupported for an operation or a value that no script can say, naming it.
RenderedBody render_operations(const boost::json::array& upgrade, const boost::json::array& downgrade,
                               const RenderOptions& options);

}  // namespace pycharter::alembic

#endif

// Where the operations of a running revision go: a connection that applies them, a renderer for --sql, a
// planner.
//
// One thread; calls come in the order in which the script makes them. An exception passes through the script
// (its `except` and `finally` see it as SQLAlchemy's DBAPIError where the code is migration or conflict) to
// the caller of run().
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_SINK_H
#define PYCHARTER_ALEMBIC_OPERATIONS_SINK_H

#include <pycharter/plugin/types.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace pycharter::alembic {

// What a statement gave back.
struct QueryResult {
  bool returns_rows = false;
  std::vector<std::string> columns;
  std::vector<plugin::Row> rows;  // as wide as `columns`
  std::int64_t rowcount = -1;     // affected rows; -1: not known
  std::int64_t last_id = 0;       // last generated key; 0: none
};

class OperationSink {
 public:
  virtual ~OperationSink() = default;

  // One operation of docs/operations.md, "Operations"; has `at`.
  virtual void operation(const boost::json::object& op) = 0;

  // An `execute` operation whose result the script may look at. Not called when as_sql(): such a statement
  // goes to operation(), and the script gets None, as from Alembic's mock connection.
  virtual QueryResult query(const boost::json::object& op) = 0;

  // Request and answer of docs/operations.md, "Reflection". Not called when as_sql().
  virtual boost::json::object reflect(const boost::json::object& request) = 0;

  // For a script that may catch failures. Without, that of one of its operations may come with a later one.
  virtual void tell_failures_at_once() {}

  // Around `with op.get_context().autocommit_block()`. end is called when the block is left, also by an
  // exception.
  virtual void begin_autocommit() = 0;
  virtual void end_autocommit() = 0;

  virtual bool as_sql() const = 0;
  virtual std::string dialect() const = 0;           // postgresql, mysql, sqlite
  virtual std::string driver() const { return {}; }  // of dialect.driver; empty: SQLAlchemy's default one
  virtual std::string server_version() const {
    return {};
  }  // "15.4", "10.11.6-MariaDB"; empty: not connected
  virtual std::string default_schema() const { return {}; }
  // An identifier as the dialect quotes it when it must; for scripts that put SQL together themselves.
  virtual std::string quote(const std::string& identifier) const = 0;
};

}  // namespace pycharter::alembic

#endif

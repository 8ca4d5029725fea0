// The version table: where it is, how it is made, and each change of its rows, as Alembic writes them.
#ifndef PYCHARTER_ALEMBIC_APPLY_VERSION_TABLE_H
#define PYCHARTER_ALEMBIC_APPLY_VERSION_TABLE_H

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "alembic/apply/dialect.h"
#include "alembic/apply/sent_statements.h"
#include "alembic/graph/steps.h"

namespace pycharter::alembic {

class VersionTable {
 public:
  // `schema` is absent where the table is named without one. `longest_id` is that of the graph: the column
  // holds 32 characters, or more where an id needs it.
  VersionTable(std::string name, std::optional<std::string> schema, std::size_t longest_id);

  const std::string& name() const { return name_; }
  const std::optional<std::string>& schema() const { return schema_; }
  std::size_t width() const { return width_; }
  bool is_wider_than_alembics() const;

  // Operations of docs/operations.md.
  boost::json::object create_operation() const;
  boost::json::object widen_operation() const;

  // Text as --sql prints it, without terminator.
  std::string offline_text(plugin::SqlClient& database, const Dialect& dialect,
                           const RowChange& change) const;

  // Catalog questions, of an open database. `schema` is where to look when the table is named without one.
  // `remembered` may be answered by what the connection has seen in this transaction, and is cheaper;
  // `now` sees what others have committed since.
  enum class Look { remembered, now };
  bool exists(plugin::SqlClient& database, const std::optional<std::string>& schema, Look look) const;
  // The length of the column; 0 where it has none.
  std::size_t reflected_width(plugin::SqlClient& database, const std::optional<std::string>& schema) const;

  std::vector<std::string> read(plugin::SqlClient& database, const Dialect& dialect, bool for_update) const;
  // What makes one change. `check` throws conflict unless it hit exactly one row: someone else is migrating.
  struct Write {
    std::string sql;
    std::vector<plugin::Value> binds;
    SentStatements::Check check;
  };
  Write write(plugin::SqlClient& database, const RowChange& change) const;
  void clear(plugin::SqlClient& database) const;

 private:
  std::string qualified(plugin::SqlClient& database) const;

  std::string name_;
  std::optional<std::string> schema_;
  std::size_t width_;
};

}  // namespace pycharter::alembic

#endif

// --sql: the text that Alembic prints for the same command, and the statements of a plan.
#ifndef PYCHARTER_ALEMBIC_APPLY_RENDER_H
#define PYCHARTER_ALEMBIC_APPLY_RENDER_H

#include <pycharter/plugin/engine.h>

#include <string>
#include <vector>

#include "alembic/apply/dialect.h"
#include "alembic/apply/scripts.h"
#include "alembic/apply/version_table.h"
#include "alembic/environment/environment.h"
#include "alembic/operations/sink.h"

namespace pycharter::alembic {

struct RenderRequest {
  std::string action;  // upgrade, downgrade, stamp
  std::string target;  // "head", "a:b"
  bool purge = false;
  bool transaction_per_migration = false;
};

// Writes the text in pieces. Asks nothing of a database; `database` need not be open.
void render(plugin::SqlClient& database, const Environment& environment, const plugin::Host& host,
            const RenderRequest& request, const plugin::TextSink& out);

// Renders operations as --sql does.
class RenderSink final : public OperationSink {
 public:
  RenderSink(plugin::SqlClient& database, const Dialect& dialect, const plugin::TextSink& out)
      : database_(database), dialect_(dialect), out_(out) {}

  void operation(const boost::json::object& op) override;
  QueryResult query(const boost::json::object& op) override;
  boost::json::object reflect(const boost::json::object& request) override;
  void begin_autocommit() override;
  void end_autocommit() override;
  bool as_sql() const override { return true; }
  std::string dialect() const override { return dialect_.name; }
  std::string quote(const std::string& identifier) const override { return database_.quote(identifier); }

  void statement(const std::string& sql) { out_(sql + dialect_.terminator + "\n\n"); }
  void comment(const std::string& text) { out_(text + "\n\n"); }

 private:
  plugin::SqlClient& database_;
  const Dialect& dialect_;
  const plugin::TextSink& out_;
};

}  // namespace pycharter::alembic

#endif

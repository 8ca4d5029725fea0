// `init --force`: lets operations through that make what is missing, and holds back those on tables that are
// there.
#ifndef PYCHARTER_ALEMBIC_APPLY_REPAIR_SINK_H
#define PYCHARTER_ALEMBIC_APPLY_REPAIR_SINK_H

#include <pycharter/plugin/host.h>

#include <set>
#include <string>

#include "alembic/apply/session.h"
#include "alembic/operations/sink.h"

namespace pycharter::alembic {

class RepairSink final : public OperationSink {
 public:
  // `present` are the tables that were there before the run: they are at the newest revision already.
  RepairSink(OperationSink& target, DatabaseSession& session, const plugin::Host& host,
             const std::set<std::string>& present)
      : target_(target), session_(session), host_(host), present_(present) {
    target_.tell_failures_at_once();  // it asks the database itself in between
  }

  void operation(const boost::json::object& op) override;
  QueryResult query(const boost::json::object& op) override { return target_.query(op); }
  boost::json::object reflect(const boost::json::object& request) override {
    return target_.reflect(request);
  }
  void begin_autocommit() override { target_.begin_autocommit(); }
  void end_autocommit() override { target_.end_autocommit(); }
  bool as_sql() const override { return false; }
  std::string dialect() const override { return target_.dialect(); }
  std::string server_version() const override { return target_.server_version(); }
  std::string default_schema() const override { return target_.default_schema(); }
  std::string quote(const std::string& identifier) const override { return target_.quote(identifier); }

 private:
  void insert_missing_rows(const std::string& table, const boost::json::object& op);
  bool has_index(const std::string& table, const std::string& name) const;

  OperationSink& target_;
  DatabaseSession& session_;
  const plugin::Host& host_;
  const std::set<std::string>& present_;
};

// The description of tables in the catalog, by docs/operations.md, "Reflection".
boost::json::array reflect_tables(const DatabaseSession& session, const std::vector<std::string>& names);

}  // namespace pycharter::alembic

#endif

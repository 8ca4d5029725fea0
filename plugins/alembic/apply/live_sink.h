// Applies the operations of a running revision to the open database.
#ifndef PYCHARTER_ALEMBIC_APPLY_LIVE_SINK_H
#define PYCHARTER_ALEMBIC_APPLY_LIVE_SINK_H

#include <pycharter/plugin/host.h>

#include <functional>

#include "alembic/apply/session.h"
#include "alembic/apply/statements.h"
#include "alembic/operations/sink.h"

namespace pycharter::alembic {

class LiveSink final : public OperationSink {
 public:
  // What the run does around an autocommit block: it owns transaction and lock.
  struct Autocommit {
    std::function<void()> enter, leave;
  };

  LiveSink(DatabaseSession& session, const plugin::Host& host, std::string revision, Autocommit autocommit)
      : session_(session), host_(host), revision_(std::move(revision)), autocommit_(std::move(autocommit)) {}

  // Statements run so far in this revision.
  std::int64_t statement_count() const { return statement_count_; }
  // Of these, how many the database has committed by itself: always the first ones.
  std::int64_t committed_count() const { return committed_count_; }

  void operation(const boost::json::object& op) override;
  QueryResult query(const boost::json::object& op) override;
  boost::json::object reflect(const boost::json::object& request) override;
  void tell_failures_at_once() override { at_once_ = true; }
  void begin_autocommit() override;
  void end_autocommit() override;
  bool as_sql() const override { return false; }
  std::string dialect() const override { return session_.dialect().name; }
  std::string server_version() const override { return session_.dialect().server_version; }
  std::string default_schema() const override {
    return session_.catalog_schema().value_or(session_.default_schema());
  }
  std::string quote(const std::string& identifier) const override {
    return session_.database().quote(identifier);
  }

 private:
  plugin::ExecuteResult run(const Statement& statement, const boost::json::object& op,
                            const plugin::RowSink& rows = {});
  void send(const Statement& statement, const boost::json::object& op);
  ErrorFacts facts_of(const Statement& statement, const boost::json::object& op) const;
  std::vector<Statement> compiled(const boost::json::object& op);
  bool may_send(const boost::json::object& op) const;
  void note_commits(std::int64_t statements);

  DatabaseSession& session_;
  const plugin::Host& host_;
  std::string revision_;
  Autocommit autocommit_;
  std::int64_t statement_count_ = 0;
  std::int64_t committed_count_ = 0;
  bool at_once_ = false;  // each statement is waited for
  bool in_autocommit_ = false;
};

}  // namespace pycharter::alembic

#endif

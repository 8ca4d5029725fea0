// A live run: steps chosen from where the database stands, applied under the lock, in one transaction or one
// each.
#ifndef PYCHARTER_ALEMBIC_APPLY_RUN_H
#define PYCHARTER_ALEMBIC_APPLY_RUN_H

#include <pycharter/plugin/host.h>

#include <functional>
#include <string>
#include <vector>

#include "alembic/apply/failure.h"
#include "alembic/apply/lock.h"
#include "alembic/apply/scripts.h"
#include "alembic/apply/session.h"

namespace pycharter::alembic {

struct RunOptions {
  bool transaction_per_migration = false;
  double lock_timeout = 60;  // seconds
  bool purge = false;        // stamp: empty the version table first
};

struct RunResult {
  std::vector<Step> steps;
  std::vector<std::string> rows;  // of the version table, afterwards
};

class MigrationRun {
 public:
  // Which steps to make from the rows of the version table.
  using Choose = std::function<std::vector<Step>(const std::vector<std::string>& rows)>;
  // Makes one step's changes; the rows of the version table are written after it.
  using Body = std::function<void(const Step& step, OperationSink& sink)>;

  MigrationRun(plugin::SqlClient& database, const Environment& environment, const plugin::Host& host,
               RunOptions options);

  // Runs the scripts of the steps. Whatever fails, the transaction is rolled back, and the error says in
  // which revision and statement, and what stays.
  RunResult run(const Choose& choose);
  // The same with another way to make a step.
  RunResult run(const Choose& choose, const Body& body);

  DatabaseSession& session() { return session_; }
  Scripts& scripts() { return scripts_; }

 private:
  void log_context() const;
  void make_steps(const std::vector<Step>& steps, const Body& body);
  void make_step(const Step& step, const Body& body);
  void begin_step();
  void commit();
  void commit_run();
  void verify_rows() const;
  void enter_autocommit();
  void leave_autocommit();
  void stop_if_cancelled() const;

  const Environment& environment_;
  const plugin::Host& host_;
  RunOptions options_;
  DatabaseSession session_;
  Scripts scripts_;
  MigrationLock lock_;
  std::vector<std::string> rows_;  // of the version table, as this run has left it
  bool each_in_its_own_ = false;
  std::string running_;  // the revision, for messages
  Kept kept_;
};

}  // namespace pycharter::alembic

#endif

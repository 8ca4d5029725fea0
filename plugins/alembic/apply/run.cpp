#include "alembic/apply/run.h"

#include <algorithm>

#include "alembic/apply/live_sink.h"
#include "alembic/graph/errors.h"

namespace pycharter::alembic {

namespace {

constexpr std::string_view logger = "alembic.runtime.migration";

std::string shown(const std::vector<std::string>& rows) {
  return rows.empty() ? "base" : join(rows);
}

std::string id_of(const Step& step) {
  const std::vector<std::string>& ids = step.kind == StepKind::downgrade ? step.from : step.to;
  return ids.empty() ? join(step.from) : join(ids);
}

}  // namespace

MigrationRun::MigrationRun(plugin::SqlClient& database, const Environment& environment,
                           const plugin::Host& host, RunOptions options)
    : environment_(environment),
      host_(host),
      options_(options),
      session_(database, environment),
      scripts_(environment, host),
      lock_(session_, host, options.lock_timeout),
      // Where DDL commits by itself a transaction over the whole run would promise what it cannot keep.
      each_in_its_own_(options.transaction_per_migration || !session_.dialect().transactional_ddl) {}

void MigrationRun::log_context() const {
  host_.info(logger, "Context impl " + session_.dialect().impl + ".");
  host_.info(logger, std::string("Will assume ") +
                         (session_.dialect().transactional_ddl ? "transactional" : "non-transactional") +
                         " DDL.");
}

RunResult MigrationRun::run(const Choose& choose) {
  return run(choose, [this](const Step& step, OperationSink& sink) {
    if (step.revision) scripts_.run(step, sink);
  });
}

RunResult MigrationRun::run(const Choose& choose, const Body& body) {
  log_context();
  lock_.begin(each_in_its_own_ ? plugin::LockScope::session : plugin::LockScope::transaction);
  try {
    if (const std::string notice = session_.prepare_version_table(); !notice.empty())
      host_.warning(logger, notice);
    if (options_.purge) session_.version_table().clear(session_.database());
    rows_ = session_.read_rows(true);
    kept_rows_ = rows_;
    const std::vector<Step> steps = choose(rows_);
    scripts_.prepare(steps);
    violations_before_ = steps.empty() ? 0 : foreign_key_violations();
    make_steps(steps, body);
    return {steps, rows_};
  } catch (...) {
    session_.rollback();
    throw;
  }
}

void MigrationRun::make_steps(const std::vector<Step>& steps, const Body& body) {
  if (each_in_its_own_) session_.commit();
  std::uint64_t done = 0;
  for (const Step& step : steps) {
    host_.progress(done++, steps.size(), log_line(environment_.graph, step));
    try {
      stop_if_cancelled();
      if (each_in_its_own_) begin_step();
      make_step(step, body);
      if (each_in_its_own_) commit();
    } catch (const Error& error) {
      throw explained(error, step);
    }
  }
  if (!each_in_its_own_) commit();
  host_.progress(done, steps.size(), "");
}

void MigrationRun::make_step(const Step& step, const Body& body) {
  host_.info(logger, "Running " + log_line(environment_.graph, step));
  LiveSink sink(session_, host_, id_of(step),
                {[this] { enter_autocommit(); }, [this] { leave_autocommit(); }});
  body(step, sink);
  VersionRows version(environment_.graph, rows_);
  for (const RowChange& change : version.advance(step))
    session_.version_table().write(session_.database(), change);
  rows_ = version.rows();
}

void MigrationRun::begin_step() {
  lock_.begin(plugin::LockScope::session);
  verify_rows();
}

void MigrationRun::commit() {
  refuse_new_violations();
  session_.commit();
  committed_part_ = committed_part_ || kept_rows_ != rows_;
  kept_rows_ = rows_;
}

// Between two transactions someone without our lock may have migrated: Python, for one.
void MigrationRun::verify_rows() const {
  std::vector<std::string> found = session_.read_rows(true), expected = rows_;
  std::sort(found.begin(), found.end());
  std::sort(expected.begin(), expected.end());
  if (found != expected)
    throw Error(ErrorCode::conflict, "'" + session_.version_table().name() + "' holds " + shown(found) +
                                         " where " + shown(expected) +
                                         " was expected: someone else is migrating this database. Look with "
                                         "`db current` and run again");
}

void MigrationRun::enter_autocommit() {
  lock_.keep_over_commit();
  refuse_new_violations();
  session_.commit();
  committed_part_ = true;
  session_.enter_autocommit();
}

void MigrationRun::leave_autocommit() {
  session_.leave_autocommit();
  begin_step();
}

// SQLite's migrations run with foreign keys off, since a table that is made anew would cascade its deletion.
std::size_t MigrationRun::foreign_key_violations() const {
  if (session_.dialect().name != "sqlite") return 0;
  return session_.database().query("PRAGMA foreign_key_check").size();
}

void MigrationRun::refuse_new_violations() const {
  if (session_.dialect().name != "sqlite") return;
  const std::size_t violations = foreign_key_violations();
  if (violations <= violations_before_) return;
  const plugin::Row row = session_.database().query("PRAGMA foreign_key_check").front();
  throw Error(ErrorCode::migration, "The migration leaves " +
                                        std::to_string(violations - violations_before_) +
                                        " rows whose foreign key points to nothing, the first in table '" +
                                        row.at(0).text + "'; `PRAGMA foreign_key_check` lists them");
}

void MigrationRun::stop_if_cancelled() const {
  if (host_.cancelled()) throw Error(ErrorCode::cancelled, "Interrupted");
}

Error MigrationRun::explained(const Error& error, const Step& step) const {
  ErrorFacts facts = error.facts();
  if (facts.revision.empty()) facts.revision = id_of(step);
  std::string message = (error.code() == ErrorCode::cancelled ? "Interrupted in " : "Migration failed in ") +
                        std::string(to_string(step.kind)) + " of revision " + facts.revision;
  if (facts.statement_number > 0) message += ", statement " + std::to_string(facts.statement_number);
  if (error.code() != ErrorCode::cancelled) message += ": " + error.message();
  if (!committed_part_)
    message += ". Everything was rolled back: the database is as it was";
  else if (!session_.dialect().transactional_ddl)
    message +=
        ". This database commits DDL by itself, so that statements of this revision before the failing one "
        "may have been kept; its version table says " +
        shown(kept_rows_);
  else
    message += ". What was committed before is kept; the version table says " + shown(kept_rows_);
  return {error.code(), std::move(message), std::move(facts)};
}

}  // namespace pycharter::alembic

#include "alembic/apply/run.h"

#include <algorithm>

#include "alembic/apply/failure.h"
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

// The revision may be one before the step's: its statements are heard of later.
std::string doing(const Step& step, const std::string& revision) {
  return std::string(to_string(step.kind)) + " of revision " + revision;
}

Error with_revision(Error error, const std::string& revision) {
  if (error.facts().revision.empty()) error.facts().revision = revision;
  return error;
}

}  // namespace

MigrationRun::MigrationRun(plugin::SqlClient& database, const Environment& environment,
                           const plugin::Host& host, RunOptions options)
    : environment_(environment),
      host_(host),
      options_(options),
      session_(database, environment),
      scripts_(database, environment, host),
      lock_(session_, host, options.lock_timeout),
      // Where DDL commits by itself a transaction over the whole run would promise what it cannot keep.
      each_in_its_own_(options.transaction_per_migration || !session_.dialect().transactional_ddl) {
  kept_.transactional_ddl = session_.dialect().transactional_ddl;
}

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
    kept_.rows = session_.lock_rows();
    if (!options_.purge) rows_ = kept_.rows;
    const std::vector<Step> steps = choose(rows_);
    scripts_.prepare(steps);
    // Not before it is known that there is nothing to refuse: where DDL commits, the table would stay.
    if (const std::string notice = session_.prepare_version_table(); !notice.empty())
      host_.warning(logger, notice);
    if (options_.purge) session_.version_table().clear(session_.database());
    make_steps(steps, body);
    return {steps, rows_};
  } catch (...) {
    session_.rollback();
    throw;
  }
}

void MigrationRun::make_steps(const std::vector<Step>& steps, const Body& body) {
  std::uint64_t done = 0;
  for (const Step& step : steps) {
    host_.progress(done, steps.size(), log_line(environment_.graph, step));
    try {
      stop_if_cancelled();
      // The first one shares its transaction with the preparation of the version table.
      if (each_in_its_own_ && done > 0) begin_step();
      make_step(step, body);
      ++done;
      if (each_in_its_own_)
        commit();
      else if (done == steps.size())
        session_.settle();
    } catch (const Error& error) {
      const Error complete = with_revision(error, id_of(step));
      throw explained(complete, doing(step, complete.facts().revision), kept_);
    }
  }
  if (!each_in_its_own_ || steps.empty()) commit_run();
  host_.progress(done, steps.size(), "");
}

void MigrationRun::make_step(const Step& step, const Body& body) {
  host_.info(logger, "Running " + log_line(environment_.graph, step));
  running_ = id_of(step);
  LiveSink sink(session_, host_, running_, {[this] { enter_autocommit(); }, [this] { leave_autocommit(); }});
  const auto note_commits = [&] { kept_.committed_statements = sink.committed_count(); };
  try {
    body(step, sink);
    note_commits();
  } catch (...) {
    note_commits();
    throw;
  }
  VersionRows version(environment_.graph, rows_);
  for (const RowChange& change : version.advance(step)) {
    VersionTable::Write write = session_.version_table().write(session_.database(), change);
    session_.send(write.sql, write.binds, {.revision = running_}, std::move(write.check));
  }
  rows_ = version.rows();
}

void MigrationRun::begin_step() {
  lock_.begin(plugin::LockScope::session);
  verify_rows();
}

void MigrationRun::commit() {
  session_.settle();
  kept_.committing = true;
  session_.commit();
  kept_.committing = false;
  kept_.committed = kept_.committed || kept_.rows != rows_;
  kept_.rows = rows_;
  kept_.partial_revision.clear();
  kept_.committed_statements = 0;
}

// Deferred constraints are checked here, for all steps at once.
void MigrationRun::commit_run() {
  try {
    commit();
  } catch (const Error& error) {
    throw explained(error, "the commit of the run", kept_);
  }
}

// Between two transactions someone without our lock may have migrated: Python, for one.
void MigrationRun::verify_rows() const {
  std::vector<std::string> found = session_.lock_rows(), expected = rows_;
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
  commit();
  kept_.committed = true;
  kept_.partial_revision = running_;
  session_.enter_autocommit();
}

void MigrationRun::leave_autocommit() {
  session_.leave_autocommit();
  begin_step();
}

void MigrationRun::stop_if_cancelled() const {
  if (host_.cancelled()) throw Error(ErrorCode::cancelled, "Interrupted");
}

}  // namespace pycharter::alembic

#include "alembic/apply/initialise.h"

#include <algorithm>
#include <boost/json.hpp>

#include "alembic/apply/expected_schema.h"
#include "alembic/apply/lock.h"
#include "alembic/apply/repair_sink.h"
#include "alembic/graph/errors.h"
#include "alembic/graph/ranges.h"

namespace pycharter::alembic {

namespace {

namespace json = boost::json;

std::vector<Step> all_steps(const RevisionGraph& graph, const std::vector<std::string>& rows) {
  std::vector<Step> steps;
  for (const RevisionIndex index : upgrade_path(graph, "heads", Identifiers(rows)))
    steps.push_back(upgrade_step(graph, index));
  return steps;
}

bool at_head(const RevisionGraph& graph, std::vector<std::string> rows) {
  std::vector<std::string> heads = graph.ids(graph.effective_heads());
  std::sort(heads.begin(), heads.end());
  std::sort(rows.begin(), rows.end());
  return heads == rows;
}

// What the revisions would have made, without a database.
ExpectedSchema expected_schema(plugin::SqlClient& database, const Environment& environment,
                               const plugin::Host& host, const std::string& dialect) {
  Scripts scripts(database, environment, host);
  const std::vector<Step> steps = all_steps(environment.graph, {});
  scripts.prepare(steps);
  ExpectingSink sink(dialect);
  for (const Step& step : steps)
    scripts.run(step, sink);
  return sink.schema();
}

std::set<std::string> tables_present(const DatabaseSession& session) {
  json::object request{{"what", "table_names"}, {"schema", nullptr}};
  if (session.catalog_schema()) request["schema"] = *session.catalog_schema();
  const json::value answer = json::parse(session.database().reflect(json::serialize(request)));
  std::set<std::string> names;
  for (const json::value& name : answer.at("names").as_array())
    names.insert(plain_name(name));
  names.erase(session.version_table().name());
  return names;
}

std::set<std::string> expected_and_present(const ExpectedSchema& expected, const DatabaseSession& session) {
  const std::set<std::string> present = tables_present(session);
  std::set<std::string> both;
  for (const auto& [name, table] : expected.tables())
    if (present.contains(name)) both.insert(name);
  return both;
}

std::set<std::string> column_names(const json::value& table) {
  std::set<std::string> names;
  for (const json::value& column : table.at("columns").as_array())
    names.insert(plain_name(column.at("name")));
  return names;
}

std::vector<std::string> without(const std::set<std::string>& all, const std::set<std::string>& some) {
  std::vector<std::string> rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(rest));
  return rest;
}

void refuse_differing_columns(const ExpectedSchema& expected, const DatabaseSession& session,
                              const std::set<std::string>& present) {
  std::string differences;
  for (const json::value& table : reflect_tables(session, {present.begin(), present.end()})) {
    const std::string name = plain_name(table.at("name"));
    const auto at = expected.tables().find(name);
    if (at == expected.tables().end()) continue;
    const std::set<std::string> there = column_names(table);
    const std::set<std::string> wanted(at->second.columns.begin(), at->second.columns.end());
    const std::vector<std::string> missing = without(wanted, there), unknown = without(there, wanted);
    if (missing.empty() && unknown.empty()) continue;
    differences += (differences.empty() ? "" : "; ") + name;
    if (!missing.empty()) differences += " lacks " + join(missing);
    if (!unknown.empty())
      differences += std::string(missing.empty() ? "" : ",") + " has the unknown " + join(unknown);
  }
  if (!differences.empty())
    throw Error(ErrorCode::drift,
                "Tables that are there differ from the revisions: " + differences +
                    ". Nothing was changed; bring them in line, or stamp the revision that they "
                    "are at with `db stamp REVISION` and run `db upgrade`");
}

InitResult repair(plugin::SqlClient& database, const Environment& environment, const plugin::Host& host,
                  RunOptions options) {
  if (!environment.settings.contract_store)
    throw Error(
        ErrorCode::usage,
        "--force is for the contract store's own tables; for another environment stamp the revision that "
        "the database is at with `db stamp REVISION`");
  options.purge = true;  // head is stamped anew by the steps themselves
  MigrationRun run(database, environment, host, options);
  const ExpectedSchema expected = expected_schema(database, environment, host, run.session().dialect().name);
  std::set<std::string> present;
  const auto choose = [&](const std::vector<std::string>& rows) {
    present = expected_and_present(expected, run.session());
    refuse_differing_columns(expected, run.session(), present);
    return all_steps(environment.graph, rows);
  };
  RunResult result = run.run(choose, [&](const Step& step, OperationSink& sink) {
    RepairSink repairing(sink, run.session(), host, present);
    run.scripts().run(step, repairing);
  });
  return {InitStatus::repaired, std::move(result), {}};
}

InitResult inspect(const DatabaseSession& session, const Environment& environment, const plugin::Host& host,
                   const std::vector<std::string>& rows) {
  if (!rows.empty()) {
    const bool done = at_head(environment.graph, rows);
    return {done ? InitStatus::already : InitStatus::behind,
            {done ? std::vector<Step>() : all_steps(environment.graph, rows), rows},
            {}};
  }
  const ExpectedSchema expected =
      expected_schema(session.database(), environment, host, session.dialect().name);
  const std::set<std::string> present = expected_and_present(expected, session);
  if (!present.empty()) return {InitStatus::untracked, {}, {present.begin(), present.end()}};
  return {InitStatus::created, {all_steps(environment.graph, {}), {}}, {}};
}

// What another process is making right now looks like tables that nobody tracks. Under the lock nobody is.
InitResult inspect_under_lock(plugin::SqlClient& database, const Environment& environment,
                              const plugin::Host& host, double lock_timeout) {
  DatabaseSession session(database, environment);
  MigrationLock lock(session, host, lock_timeout);
  lock.begin(session.dialect().transactional_ddl ? plugin::LockScope::transaction
                                                 : plugin::LockScope::session);
  try {
    InitResult found = inspect(session, environment, host, session.lock_rows());
    session.rollback();
    return found;
  } catch (...) {
    session.rollback();
    throw;
  }
}

}  // namespace

const char* to_string(InitStatus status) {
  static constexpr const char* names[] = {"created", "already", "behind", "untracked", "repaired"};
  return names[static_cast<std::size_t>(status)];
}

InitResult inspect_for_init(plugin::SqlClient& database, const Environment& environment,
                            const plugin::Host& host) {
  const DatabaseSession session(database, environment);
  return inspect(session, environment, host, session.rows());
}

InitResult initialise(plugin::SqlClient& database, const Environment& environment, const plugin::Host& host,
                      const RunOptions& options, bool force) {
  InitResult found = inspect_for_init(database, environment, host);
  if (found.status == InitStatus::behind) return found;
  if (force) return repair(database, environment, host, options);
  if (found.status == InitStatus::untracked)
    found = inspect_under_lock(database, environment, host, options.lock_timeout);
  if (found.status != InitStatus::created) return found;
  MigrationRun run(database, environment, host, options);
  RunResult result =
      run.run([&](const std::vector<std::string>& rows) { return all_steps(environment.graph, rows); });
  // Without steps another process was faster, between the look and the lock.
  const InitStatus status =
      result.steps.empty() && environment.graph.size() > 0 ? InitStatus::already : InitStatus::created;
  return {status, std::move(result), {}};
}

}  // namespace pycharter::alembic

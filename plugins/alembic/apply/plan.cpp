#include "alembic/apply/plan.h"

#include "alembic/apply/render.h"
#include "alembic/graph/errors.h"
#include "alembic/graph/ranges.h"

namespace pycharter::alembic {

std::vector<Step> choose_steps(const RevisionGraph& graph, const std::string& action,
                               const std::vector<std::string>& targets,
                               const std::vector<std::string>& rows) {
  if (action == "stamp")
    return stamp_steps(graph, targets.empty() ? std::vector<std::string>{"head"} : targets, rows);
  if (action != "upgrade" && action != "downgrade")
    throw Error(ErrorCode::unsupported, "The migration engine has no action '" + action + "'");
  if (targets.size() > 1)
    throw Error(ErrorCode::usage, action + " takes one target; 'heads' names all heads");
  if (targets.empty() && action == "downgrade")
    throw Error(ErrorCode::usage, "downgrade needs a target: --revision -1, an id, or base");
  const std::string target = targets.empty() ? "head" : targets.front();
  if (target.find(':') != std::string::npos)
    throw Error(ErrorCode::usage,
                "Range revision not allowed: '" + target + "' is for --sql, which knows no database");
  std::vector<Step> steps;
  if (action == "upgrade")
    for (const RevisionIndex index : upgrade_path(graph, target, Identifiers(rows)))
      steps.push_back(upgrade_step(graph, index));
  else
    for (const RevisionIndex index : downgrade_path(graph, target, Identifiers(rows)))
      steps.push_back(downgrade_step(graph, index));
  return steps;
}

std::vector<std::string> rows_after(const RevisionGraph& graph, const std::vector<Step>& steps,
                                    const std::vector<std::string>& rows) {
  VersionRows version(graph, rows);
  for (const Step& step : steps)
    version.advance(step);
  return version.rows();
}

std::vector<PlannedStep> plan_statements(plugin::SqlClient& database, const Environment& environment,
                                         const plugin::Host& host, const std::vector<Step>& steps) {
  const Dialect dialect = read_dialect(database);
  Scripts scripts(database, environment, host);
  scripts.prepare(steps);
  std::vector<PlannedStep> planned;
  for (const Step& step : steps) {
    PlannedStep one;
    const plugin::TextSink collect = [&](std::string_view text) {
      one.statements.emplace_back(text.substr(0, text.find_last_not_of('\n') + 1));
    };
    RenderSink sink(database, dialect, collect);
    try {
      if (step.revision) scripts.run(step, sink);
    } catch (const Error& error) {
      // The range was checked: what fails now asks for rows or for the catalog, which a plan does not have.
      if (error.code() != ErrorCode::script && error.code() != ErrorCode::unsupported) throw;
      one.depends_on_data = error.message();
    }
    planned.push_back(std::move(one));
  }
  return planned;
}

}  // namespace pycharter::alembic

// Which steps a command makes, and the statements they would run.
#ifndef PYCHARTER_ALEMBIC_APPLY_PLAN_H
#define PYCHARTER_ALEMBIC_APPLY_PLAN_H

#include <string>
#include <vector>

#include "alembic/apply/scripts.h"
#include "alembic/apply/session.h"

namespace pycharter::alembic {

// `action` is upgrade, downgrade or stamp; only stamp takes several targets; none means head. Throws usage,
// graph.
std::vector<Step> choose_steps(const RevisionGraph& graph, const std::string& action,
                               const std::vector<std::string>& targets, const std::vector<std::string>& rows);

std::vector<std::string> rows_after(const RevisionGraph& graph, const std::vector<Step>& steps,
                                    const std::vector<std::string>& rows);

struct PlannedStep {
  std::vector<std::string> statements;  // as --sql writes them
  std::string depends_on_data;          // why the rest cannot be told without running; empty: all can
};

// Changes nothing.
std::vector<PlannedStep> plan_statements(plugin::SqlClient& database, const Environment& environment,
                                         const plugin::Host& host, const std::vector<Step>& steps);

}  // namespace pycharter::alembic

#endif

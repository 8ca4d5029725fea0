// The steps of a run, and what each does to the rows of the version table.
#ifndef PYCHARTER_ALEMBIC_GRAPH_STEPS_H
#define PYCHARTER_ALEMBIC_GRAPH_STEPS_H

#include <optional>
#include <string>
#include <vector>

#include "alembic/graph/identifiers.h"
#include "alembic/graph/traversal.h"

namespace pycharter::alembic {

enum class StepKind { upgrade, downgrade, stamp };
const char* to_string(StepKind kind);

// One step: a revision applied or taken back, or a stamp.
struct Step {
  StepKind kind = StepKind::upgrade;
  std::optional<RevisionIndex> revision;  // absent for a stamp
  std::vector<std::string> from;          // as shown: down_revision -> revision
  std::vector<std::string> to;
  // Of a stamp only.
  bool upwards = true;
  bool branch_move = false;  // inserts or deletes a row of its own
};

Step upgrade_step(const RevisionGraph& graph, RevisionIndex revision);
Step downgrade_step(const RevisionGraph& graph, RevisionIndex revision);
// The steps that stamp `targets` where the version table holds `rows`.
std::vector<Step> stamp_steps(const RevisionGraph& graph, const std::vector<std::string>& targets,
                              const std::vector<std::string>& rows);

// "upgrade 1111aaaa -> 2222bbbb", the line of --sql.
std::string short_log(const Step& step);
// The same with the revision's summary, the line of the log.
std::string log_line(const RevisionGraph& graph, const Step& step);

struct RowChange {
  enum class Kind { insert_row, delete_row, update_row };
  Kind kind;
  std::string from;  // delete, update
  std::string to;    // insert, update
};

// The rows of the version table as steps pass: one row for each effective head.
class VersionRows {
 public:
  VersionRows(const RevisionGraph& graph, std::vector<std::string> rows)
      : graph_(graph), rows_(std::move(rows)) {}

  const std::vector<std::string>& rows() const { return rows_; }
  // The changes of one step, in order, and remembers them. Throws graph when they cannot be made from these
  // rows.
  std::vector<RowChange> advance(const Step& step);

 private:
  bool has(const std::string& id) const;
  RevisionSet implied_without(const std::vector<std::string>& excluded) const;
  std::vector<RowChange> changes_of_upgrade(RevisionIndex revision) const;
  std::vector<RowChange> changes_of_downgrade(RevisionIndex revision) const;
  std::vector<RowChange> changes_of_stamp(const Step& step) const;
  void apply(const RowChange& change);

  const RevisionGraph& graph_;
  std::vector<std::string> rows_;
};

}  // namespace pycharter::alembic

#endif

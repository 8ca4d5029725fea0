// One table that is both declared and there.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_TABLE_COMPARISON_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_TABLE_COMPARISON_H

#include "alembic/autogenerate/compare/columns.h"
#include "alembic/autogenerate/compare/constraints.h"
#include "alembic/autogenerate/compare/foreign_keys.h"
#include "alembic/autogenerate/compare/indexes.h"

namespace pycharter::alembic::compare {

// The changes of a table, in the steps in which they can be made.
struct TableSteps {
  std::vector<Change> removed;       // checks, excludes and the primary key, which may stand in the way
  std::vector<Change> removed_keys;  // foreign keys
  std::vector<Change> changes;       // columns that come or alter, indexes
  std::vector<Change> added_keys;
  std::vector<Change> last;  // what needs the rest: checks and excludes; and columns that go
  std::vector<Change> lost_by_a_batch;
  bool needs_batch = false;  // where constraints cannot be altered: a column goes that something needs
  // A foreign key is gone before an index that it needs.
  bool removes_keys_first = false;
  // Something that a foreign key may refer to goes, or comes.
  bool removes_target = false, adds_target = false;

  bool empty() const {
    return removed.empty() && removed_keys.empty() && changes.empty() && added_keys.empty() && last.empty();
  }
};

class TableComparison {
 public:
  TableComparison(Context& context, TableName table, const boost::json::object& expected,
                  const boost::json::object& reflected);
  TableComparison(const TableComparison&) = delete;  // its parts refer to its name
  TableComparison& operator=(const TableComparison&) = delete;
  const TableName& name() const { return table_; }
  TableSteps steps();

 private:
  std::vector<Change> comment() const;

  Context& context_;
  TableName table_;
  const boost::json::object& expected_;
  const boost::json::object& reflected_;
  ColumnsComparison columns_;
  IndexesComparison indexes_;
  ForeignKeysComparison foreign_keys_;
  StatedComparison checks_;
  StatedComparison excludes_;
};

}  // namespace pycharter::alembic::compare

#endif

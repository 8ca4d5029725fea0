#include "alembic/autogenerate/compare/table_comparison.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "alembic/autogenerate/compare/batches.h"
#include "alembic/autogenerate/compare/foreign_key_indexes.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

void append(std::vector<Change>& to, std::vector<Change> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

bool any_of_kind(const std::vector<Change>& changes, std::string_view op) {
  return std::any_of(changes.begin(), changes.end(),
                     [&](const Change& change) { return text_at(change.upgrade, "op") == op; });
}

json::object comment_operation(const TableName& table, const std::string& from, const std::string& to) {
  json::object op = operation(to.empty() ? "drop_table_comment" : "create_table_comment", table);
  if (!to.empty()) op["comment"] = to;
  op["existing_comment"] = from.empty() ? json::value(nullptr) : json::value(from);
  return op;
}

}  // namespace

TableComparison::TableComparison(Context& context, TableName table, const json::object& expected,
                                 const json::object& reflected)
    : context_(context),
      table_(std::move(table)),
      expected_(expected),
      reflected_(reflected),
      columns_(context, table_, expected, reflected),
      indexes_(context, table_, expected, reflected),
      foreign_keys_(context, table_, expected, reflected),
      checks_(context, check_constraints, table_, expected, reflected),
      excludes_(context, exclude_constraints, table_, expected, reflected) {}

std::vector<Change> TableComparison::comment() const {
  const std::string from = text_at(reflected_, "comment"), to = text_at(expected_, "comment");
  if (from == to || !context_.options.dialect.keeps_comments) return {};
  return {{comment_operation(table_, from, to), comment_operation(table_, to, from)}};
}

TableSteps TableComparison::steps() {
  TableSteps steps;
  std::vector<Change> added = columns_.added(), altered = columns_.altered(), indexes = indexes_.changes();
  keep_foreign_keys_indexed(table_, expected_, reflected_, foreign_keys_.kept(), context_.options.dialect,
                            indexes);
  PrimaryKeyChanges key = compare_primary_keys(context_, table_, expected_, reflected_);
  steps.removed_keys = foreign_keys_.removed();
  steps.added_keys = foreign_keys_.added();
  std::vector<Change> stated_removed = checks_.removed(), stated_added = checks_.added();
  append(stated_removed, excludes_.removed());
  append(stated_added, excludes_.added());
  std::vector<Change> dropped = columns_.dropped();

  steps.needs_batch = std::any_of(dropped.begin(), dropped.end(), [this](const Change& change) {
    return text_at(change.upgrade, "op") == "drop_column" &&
           is_needed(reflected_, text_at(change.upgrade, "column"));
  });
  steps.removes_target = !key.removed.empty() || !dropped.empty() ||
                         any_of_kind(indexes, "drop_constraint") || any_of_kind(indexes, "drop_index");
  steps.adds_target = !key.added.empty() || !added.empty() || any_of_kind(indexes, "create_constraint") ||
                      any_of_kind(indexes, "create_index");
  steps.removes_keys_first = !indexes.empty() || !key.removed.empty();
  if (!context_.options.dialect.alters_constraints) steps.lost_by_a_batch = checks_.lost_by_a_batch();
  append(steps.removed, std::move(stated_removed));
  append(steps.removed, std::move(key.removed));
  append(steps.changes, std::move(added));
  append(steps.changes, std::move(altered));
  append(steps.changes, std::move(indexes));
  append(steps.changes, std::move(key.added));
  append(steps.last, std::move(stated_added));
  append(steps.last, comment());
  append(steps.last, std::move(dropped));
  return steps;
}

}  // namespace pycharter::alembic::compare

#include "alembic/autogenerate/compare/constraints.h"

#include <algorithm>
#include <iterator>

#include "alembic/autogenerate/compare/constraint_names.h"
#include "alembic/autogenerate/compare/definitions.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

PrimaryKeyChanges compare_primary_keys(Context& context, const TableName& table, const json::object& expected,
                                       const json::object& reflected) {
  const json::object& wanted = object_at(expected, "primary_key");
  const json::object& there = object_at(reflected, "primary_key");
  const bool has = !list_at(there, "columns").empty(), wants = !list_at(wanted, "columns").empty();
  if (names_at(wanted, "columns") == names_at(there, "columns")) return {};
  context.detect(logger::primary_keys, "Detected changed primary key on " + quoted(table.label()));
  const auto creation = [&](const json::object& key) {
    return create_constraint(table, with_name(constraint_definition(kind::primary_key, key), table, "pkey"));
  };
  PrimaryKeyChanges changes;
  // A key without a name gives way to the one that a batch makes; by itself it cannot be named to be dropped.
  const bool can_be_named = context.options.dialect.alters_constraints || !text_at(there, "name").empty();
  if (has && !can_be_named && !wants)
    context.notes.push_back("The primary key of " + table.label() +
                            " has no name by which it could be dropped; make the table anew by hand");
  if (has && can_be_named) changes.removed.push_back(creation(there).reversed());
  if (has && !can_be_named && wants) changes.removed.push_back({{}, creation(there).upgrade});
  if (wants) changes.added.push_back(creation(wanted));
  return changes;
}

bool belongs_to_type(const json::object& check) {
  return flag_at(check, "type_bound");
}

const StatedKind check_constraints{"checks", kind::check, "check", logger::checks};
const StatedKind exclude_constraints{"excludes", kind::exclude, "excl", logger::excludes};

StatedComparison::StatedComparison(Context& context, const StatedKind& kind, const TableName& table,
                                   const json::object& expected, const json::object& reflected)
    : context_(context), kind_(kind), table_(table) {
  for (const auto* side : {&reflected, &expected})
    for (const json::value& stated : list_at(*side, kind.list))
      names_.insert(text_at(stated.as_object(), "name"));
  for (const json::value& stated : list_at(reflected, kind.list))
    unmatched_.push_back(&stated.as_object());
  std::vector<const json::object*> nameless;
  for (const json::value& value : list_at(expected, kind.list)) {
    const json::object& wanted = value.as_object();
    const std::string name = text_at(wanted, "name");
    if (name.empty()) {
      nameless.push_back(&wanted);
      continue;
    }
    const auto same = std::find_if(unmatched_.begin(), unmatched_.end(), [&](const json::object* there) {
      return text_at(*there, "name") == name;
    });
    if (same == unmatched_.end()) {
      added_.push_back(&wanted);
      continue;
    }
    pairs_.push_back({&wanted, *same, context.questions.ask(kind.kind, {table}, wanted, **same)});
    unmatched_.erase(same);
  }
  for (const json::object* wanted : nameless) {
    Unnamed unnamed{wanted, {}};
    for (const json::object* there : unmatched_)
      unnamed.candidates.push_back(
          {wanted, there, context.questions.ask(kind.kind, {table}, *wanted, *there)});
    unnamed_.push_back(std::move(unnamed));
  }
}

bool StatedComparison::is_same_as_unnamed(const json::object& there) const {
  return std::any_of(unnamed_.begin(), unnamed_.end(), [&](const Unnamed& unnamed) {
    return std::any_of(unnamed.candidates.begin(), unnamed.candidates.end(), [&](const Pair& pair) {
      return pair.there == &there && !context_.questions.differs(pair.question);
    });
  });
}

bool StatedComparison::is_there(const Unnamed& unnamed) const {
  return std::any_of(unnamed.candidates.begin(), unnamed.candidates.end(),
                     [&](const Pair& pair) { return !context_.questions.differs(pair.question); });
}

// Without a name: users_check, users_check1, … as PostgreSQL would number them.
Change StatedComparison::creation(const json::object& stated) {
  json::object definition = constraint_definition(kind_.kind, stated);
  std::string suffix(kind_.suffix);
  for (int number = 1; text_at(definition, "name").empty(); ++number) {
    json::object named = with_name(definition, table_, suffix);
    if (names_.insert(text_at(named, "name")).second) definition = std::move(named);
    suffix = std::string(kind_.suffix) + std::to_string(number);
  }
  return create_constraint(table_, definition);
}

std::vector<Change> StatedComparison::lost_by_a_batch() {
  std::vector<Change> changes;
  for (const json::object* there : unmatched_)
    if (text_at(*there, "name").empty() && is_same_as_unnamed(*there))
      changes.push_back({creation(*there).upgrade, {}});
  return changes;
}

void StatedComparison::detect(const char* what, const json::object& stated) {
  const std::string name = text_at(stated, "name");
  context_.detect(kind_.logger, std::string("Detected ") + what + " " + std::string(kind_.kind) +
                                    " constraint " + (name.empty() ? "None" : quoted(name)) + " on " +
                                    quoted(table_.label()));
}

std::vector<Change> StatedComparison::removed() {
  std::vector<Change> changes;
  const auto remove = [&](const json::object& stated) {
    if (text_at(stated, "name").empty()) {
      context_.notes.push_back("A " + std::string(kind_.kind) + " constraint of " + table_.label() +
                               " that no model has is without a name by which it could be dropped");
      return;
    }
    changes.push_back(creation(stated).reversed());
    detect("removed", stated);
  };
  for (const json::object* there : unmatched_)
    if (!is_same_as_unnamed(*there)) remove(*there);
  for (const Pair& pair : pairs_)
    if (context_.questions.differs(pair.question)) remove(*pair.there);
  return changes;
}

std::vector<Change> StatedComparison::added() {
  std::vector<Change> changes;
  const auto add = [&](const json::object& stated) {
    changes.push_back(creation(stated));
    detect("added", stated);
  };
  for (const Pair& pair : pairs_)
    if (context_.questions.differs(pair.question)) add(*pair.wanted);
  for (const json::object* wanted : added_)
    add(*wanted);
  for (const Unnamed& unnamed : unnamed_)
    if (!is_there(unnamed)) add(*unnamed.wanted);
  return changes;
}

}  // namespace pycharter::alembic::compare

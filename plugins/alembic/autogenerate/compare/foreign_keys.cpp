#include "alembic/autogenerate/compare/foreign_keys.h"

#include <algorithm>

#include "alembic/autogenerate/compare/constraint_names.h"
#include "alembic/autogenerate/compare/definitions.h"
#include "alembic/autogenerate/compare/foreign_key_indexes.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

bool same_reference(const json::object& a, const json::object& b) {
  return names_at(a, "columns") == names_at(b, "columns") && target_of(a) == target_of(b) &&
         names_at(a, "target_columns") == names_at(b, "target_columns");
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Whether something of the table's own serves as the index of a foreign key over those columns.
bool is_indexed(const json::object& table, const std::vector<std::string>& columns) {
  if (serves(names_at(object_at(table, "primary_key"), "columns"), columns)) return true;
  for (const char* key : {"unique", "indexes"})
    for (const json::value& item : list_at(table, key))
      if (serves(names_at(item.as_object(), "columns"), columns) && !is_implied(item.as_object()))
        return true;
  return false;
}

}  // namespace

TableName target_of(const json::object& key) {
  return {text_at(key, "target_schema"), text_at(key, "target_table")};
}

std::vector<Change> foreign_key_creation(const TableName& name, const json::object& table,
                                         const json::object& key, const DialectHabits& dialect) {
  const json::object definition = with_name(constraint_definition(kind::foreign_key, key), name, "fkey");
  std::vector<Change> changes;
  if (dialect.indexes_foreign_keys && !is_indexed(table, names_at(key, "columns"))) {
    const json::object index{{"name", definition.at("name")}, {"columns", list_at(definition, "columns")}};
    changes.push_back(
        {{}, create_index(name, index_definition(name, {{"definition", index}}, dialect.name)).downgrade});
  }
  changes.push_back(create_constraint(name, definition));
  return changes;
}

ForeignKeysComparison::ForeignKeysComparison(Context& context, const TableName& table,
                                             const json::object& expected, const json::object& reflected)
    : context_(context), table_(table), expected_(expected), reflected_(reflected) {
  for (const json::value& key : list_at(reflected, "foreign_keys"))
    removed_.push_back(&key.as_object());
  for (const json::value& value : list_at(expected, "foreign_keys")) {
    const json::object& wanted = value.as_object();
    const auto same = std::find_if(removed_.begin(), removed_.end(),
                                   [&](const json::object* there) { return same_reference(wanted, *there); });
    if (same == removed_.end()) {
      added_.push_back(&wanted);
      continue;
    }
    pairs_.push_back({&wanted, *same, context.questions.ask("foreign_key", {table}, wanted, **same)});
    removed_.erase(same);
  }
}

void ForeignKeysComparison::detect(const char* what, const json::object& key) {
  context_.detect(logger::constraints,
                  std::string("Detected ") + what + " foreign key (" + listed(names_at(key, "columns")) +
                      ")(" + listed(names_at(key, "target_columns")) + ") on table " + table_.label());
}

// One with other actions is dropped and made anew.
std::vector<const json::object*> ForeignKeysComparison::with_changed(std::vector<const json::object*> keys,
                                                                     const json::object* Pair::*side) const {
  for (const Pair& pair : pairs_)
    if (context_.questions.differs(pair.question)) keys.push_back(pair.*side);
  return keys;
}

std::vector<const json::object*> ForeignKeysComparison::kept() const {
  std::vector<const json::object*> keys;
  for (const Pair& pair : pairs_)
    if (!context_.questions.differs(pair.question)) keys.push_back(pair.there);
  return keys;
}

std::vector<Change> ForeignKeysComparison::removed() {
  std::vector<Change> changes;
  for (const json::object* key : with_changed(removed_, &Pair::there)) {
    const std::vector<Change> creation =
        foreign_key_creation(table_, reflected_, *key, context_.options.dialect);
    for (auto change = creation.rbegin(); change != creation.rend(); ++change)
      changes.push_back(change->reversed());
    detect("removed", *key);
  }
  return changes;
}

std::vector<Change> ForeignKeysComparison::added() {
  std::vector<Change> changes;
  for (const json::object* key : with_changed(added_, &Pair::wanted)) {
    for (Change& change : foreign_key_creation(table_, expected_, *key, context_.options.dialect))
      changes.push_back(std::move(change));
    detect("added", *key);
  }
  return changes;
}

}  // namespace pycharter::alembic::compare

#include "alembic/autogenerate/compare/creation.h"

#include <algorithm>
#include <utility>

#include "alembic/autogenerate/compare/constraints.h"
#include "alembic/autogenerate/compare/definitions.h"
#include "alembic/autogenerate/compare/foreign_key_indexes.h"
#include "alembic/autogenerate/compare/foreign_keys.h"
#include "alembic/autogenerate/compare/indexes.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

class TableCreation {
 public:
  TableCreation(const TableName& name, const json::object& table, const DialectHabits& dialect,
                std::function<bool(const TableName& target)> waits)
      : name_(name), table_(table), dialect_(dialect), waits_(std::move(waits)) {}

  Entry entry(const json::object& traits) const {
    json::object op = operation("create_table", name_);
    json::array columns;
    for (const json::value& column : list_at(table_, "columns"))
      columns.push_back(plain_column(column.as_object()));
    op["columns"] = std::move(columns);
    op["constraints"] = constraints();
    for (const char* key : {"comment", "dialect", "prefixes"})
      if (const json::value* value = given(traits, key)) op[key] = *value;
    return {name_, {create_table(op)}, false};
  }

  Entry indexes() const {
    Entry entry{name_, {}};
    for (const json::object& definition : index_definitions(name_, table_, dialect_)) {
      Change change = create_index(name_, definition);
      if (is_needed_by_foreign_key(names_at(definition, "columns"))) change.downgrade = {};
      entry.changes.push_back(std::move(change));
    }
    return entry;
  }

  Entry deferred() const {
    Entry entry{name_, {}};
    for (const json::value& key : list_at(table_, "foreign_keys"))
      if (waits_(target_of(key.as_object())))
        for (Change& change : foreign_key_creation(name_, table_, key.as_object(), dialect_))
          entry.changes.push_back(std::move(change));
    return entry;
  }

 private:
  json::array constraints() const {
    json::array made;
    for (const json::value& check : list_at(table_, "checks"))
      if (!belongs_to_type(check.as_object()))
        made.push_back(constraint_definition(kind::check, check.as_object()));
    for (const json::value& exclude : list_at(table_, "excludes"))
      made.push_back(constraint_definition(kind::exclude, exclude.as_object()));
    for (const json::value& key : list_at(table_, "foreign_keys"))
      if (!waits_(target_of(key.as_object())))
        made.push_back(constraint_definition(kind::foreign_key, key.as_object()));
    if (const json::object& key = object_at(table_, "primary_key"); !list_at(key, "columns").empty())
      made.push_back(constraint_definition(kind::primary_key, key));
    for (const json::value& unique : list_at(table_, "unique"))
      if (given(unique.as_object(), "duplicates_index") == nullptr)
        made.push_back(constraint_definition(kind::unique, unique.as_object()));
    return made;
  }

  // The server then refuses to drop it while the key is there; it goes with the table.
  bool is_needed_by_foreign_key(const std::vector<std::string>& index) const {
    const json::array& keys = list_at(table_, "foreign_keys");
    return dialect_.indexes_foreign_keys &&
           std::any_of(keys.begin(), keys.end(), [&](const json::value& key) {
             return serves(index, names_at(key.as_object(), "columns"));
           });
  }

  const TableName& name_;
  const json::object& table_;
  const DialectHabits& dialect_;
  std::function<bool(const TableName& target)> waits_;
};

}  // namespace

Entry Entry::reversed() const {
  Entry entry{table, {}, is_alteration, needs_batch};
  for (auto change = changes.rbegin(); change != changes.rend(); ++change)
    entry.changes.push_back(change->reversed());
  return entry;
}

json::object plain_column(const json::object& column) {
  json::object definition = column_definition(column);
  if (given(definition, "nullable") == nullptr) definition["nullable"] = flag_at(column, "nullable", true);
  for (const char* flag : {"primary_key", "index", "unique", "foreign_keys"})
    definition.erase(flag);
  return definition;
}

Creation plan_creation(const Tables& tables, const DialectHabits& dialect, const Waits& waits,
                       const Traits& traits) {
  const TableOrder order = order_by_references(tables);
  Creation creation;
  for (const TableName& name : order.tables) {
    const TableCreation table(name, *tables.at(name), dialect, [&](const TableName& target) {
      return dialect.alters_constraints && (order.in_cycles.contains({name, target}) || waits(target));
    });
    creation.entries.push_back(table.entry(traits(name)));
    if (Entry indexes = table.indexes(); !indexes.changes.empty())
      creation.entries.push_back(std::move(indexes));
    if (Entry keys = table.deferred(); !keys.changes.empty()) creation.deferred.push_back(std::move(keys));
  }
  return creation;
}

}  // namespace pycharter::alembic::compare

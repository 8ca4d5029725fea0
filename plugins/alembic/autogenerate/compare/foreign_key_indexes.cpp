#include "alembic/autogenerate/compare/foreign_key_indexes.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "alembic/autogenerate/compare/definitions.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

using Columns = std::vector<std::string>;

// The columns that a create_index or the create_constraint of a unique one covers; none of any other
// operation.
Columns columns_made(const json::object& op) {
  const std::string kind = text_at(op, "op");
  if (kind == "create_index") return names_at(object_at(op, "index"), "columns");
  return kind == "create_constraint" ? names_at(object_at(op, "constraint"), "columns") : Columns();
}

std::string name_dropped(const json::object& op) {
  const std::string kind = text_at(op, "op");
  return kind == "drop_index" || kind == "drop_constraint" ? text_at(op, "name") : std::string();
}

// What serves the foreign keys of one table before its changes and after.
class Serving {
 public:
  Serving(const json::object& expected, const json::object& reflected, const std::vector<Change>& changes) {
    std::set<std::string> dropped;
    for (const Change& change : changes) {
      dropped.insert(name_dropped(change.upgrade));
      if (const Columns columns = columns_made(change.upgrade); !columns.empty()) added_.push_back(columns);
      if (const Columns columns = columns_made(change.downgrade); !columns.empty())
        removed_.push_back(columns);
    }
    for (const char* key : {"unique", "indexes"})
      for (const json::value& value : list_at(reflected, key)) {
        const json::object& index = value.as_object();
        names_.insert(text_at(index, "name"));
        if (!dropped.contains(text_at(index, "name")))
          (is_implied(index) ? implied_ : kept_).push_back(names_at(index, "columns"));
      }
    const Columns primary = names_at(object_at(reflected, "primary_key"), "columns");
    if (primary == names_at(object_at(expected, "primary_key"), "columns")) kept_.push_back(primary);
  }

  bool by_what_stays(const Columns& key) const { return any_of(kept_, key); }
  bool by_its_own(const Columns& key) const { return any_of(implied_, key); }
  bool by_what_comes(const Columns& key) const { return any_of(added_, key); }
  bool by_what_goes(const Columns& key) const { return any_of(removed_, key); }

  // From here on an index of the key's own is there whenever it is needed.
  void arranged(const Columns& key) { kept_.push_back(key); }

  // One that the server might give.
  std::string free_name(const json::object& key) const {
    const std::string own = text_at(key, "name");
    return names_.contains(own) ? names_at(key, "columns").front() : own;
  }

 private:
  static bool any_of(const std::vector<Columns>& indexes, const Columns& key) {
    return std::any_of(indexes.begin(), indexes.end(),
                       [&](const Columns& index) { return serves(index, key); });
  }

  std::vector<Columns> kept_, implied_, added_, removed_;
  std::set<std::string> names_;
};

// What stands around the other changes for one key.
struct Brackets {
  Change first, last;
};

// Nothing else is left at some point: an index of the key's own, which goes again where another one comes.
Brackets with_own_index(const Change& own, bool another_comes) {
  Brackets made{own, {}};
  if (another_comes) made.last = own.reversed();
  return made;
}

// The server has made the index that is there, or it was written out: nobody can tell, and only the first
// kind goes when another comes. Taking that other back works with both where the key itself is made anew.
Brackets with_key_anew(const Change& key) {
  return {{{}, key.upgrade}, {{}, key.downgrade}};
}

}  // namespace

bool serves(const std::vector<std::string>& index, const std::vector<std::string>& key) {
  return index.size() >= key.size() && std::equal(key.begin(), key.end(), index.begin());
}

bool is_implied(const json::object& index) {
  return flag_at(index, "implied_by_foreign_key");
}

void keep_foreign_keys_indexed(const TableName& table, const json::object& expected,
                               const json::object& reflected, const std::vector<const json::object*>& keys,
                               const DialectHabits& dialect, std::vector<Change>& changes) {
  if (!dialect.indexes_foreign_keys || changes.empty()) return;
  Serving serving(expected, reflected, changes);
  for (const json::object* key : keys) {
    const Columns columns = names_at(*key, "columns");
    const bool comes = serving.by_what_comes(columns), goes = serving.by_what_goes(columns);
    const bool has_own = serving.by_its_own(columns);
    if (serving.by_what_stays(columns) || (has_own ? !comes : !goes)) continue;
    const json::object index{{"name", serving.free_name(*key)}, {"columns", list_at(*key, "columns")}};
    Brackets made =
        has_own ? with_key_anew(create_constraint(table, constraint_definition(kind::foreign_key, *key)))
                : with_own_index(create_index(table, index_definition(table, index, dialect.name)), comes);
    changes.insert(changes.begin(), std::move(made.first));
    changes.push_back(std::move(made.last));
    serving.arranged(columns);
  }
}

}  // namespace pycharter::alembic::compare

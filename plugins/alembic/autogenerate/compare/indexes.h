// Indexes and unique constraints, which some databases hold for one thing, paired as Alembic pairs them: by
// name, and constraints without one by their columns.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_INDEXES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_INDEXES_H

#include <map>
#include <string>
#include <vector>

#include "alembic/autogenerate/compare/changes.h"
#include "alembic/autogenerate/compare/context.h"

namespace pycharter::alembic::compare {

// An index or a unique constraint.
struct Keyed {
  const boost::json::object* item = nullptr;
  bool is_index = false;
  bool is_unique = true;
  std::string name;
  std::vector<std::string> columns;

  // What tells it from others but for its name.
  std::vector<std::string> signature() const;
};

class IndexesComparison {
 public:
  IndexesComparison(Context& context, const TableName& table, const boost::json::object& expected,
                    const boost::json::object& reflected);
  std::vector<Change> changes();

 private:
  using ByName = std::map<std::string, Keyed>;  // in order, as Alembic goes through them

  void drop_doubles(std::vector<Keyed>& uniques, std::vector<Keyed>& indexes) const;
  void pass_over_implied();
  void ask();
  bool is_wanted_without_name(const Keyed& there) const;
  void removed(const std::string& name, const Keyed& there, std::vector<Change>& changes);
  void existing(const std::string& name, const Keyed& wanted, std::vector<Change>& changes);
  void remove(const Keyed& there, std::vector<Change>& changes);
  void add(const Keyed& wanted, std::vector<Change>& changes);
  Change creation(const Keyed& keyed) const;

  Context& context_;
  const TableName& table_;
  std::vector<Keyed> wanted_uniques_, wanted_indexes_, uniques_, indexes_;
  ByName wanted_, there_;
  std::map<std::string, std::pair<Keyed, Keyed>> doubled_;  // both a constraint and an index
  std::map<std::string, std::size_t> questions_;
};

// The indexes of a table that is added or dropped as a whole, by name.
std::vector<boost::json::object> index_definitions(const TableName& table, const boost::json::object& item,
                                                   const DialectHabits& dialect);

}  // namespace pycharter::alembic::compare

#endif

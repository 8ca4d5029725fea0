// What Alembic does not compare: the primary key, and check and exclude constraints.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_CONSTRAINTS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_CONSTRAINTS_H

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "alembic/autogenerate/compare/changes.h"
#include "alembic/autogenerate/compare/context.h"

namespace pycharter::alembic::compare {

// A key of other columns, or in another order, is dropped and made anew. Its name does not count.
struct PrimaryKeyChanges {
  std::vector<Change> removed, added;
};
PrimaryKeyChanges compare_primary_keys(Context& context, const TableName& table,
                                       const boost::json::object& expected,
                                       const boost::json::object& reflected);

// Checks of a type (Boolean, Enum) go with their column.
bool belongs_to_type(const boost::json::object& check);

// Constraints that an expression states.
struct StatedKind {
  std::string_view list;    // of a table, in reflection
  std::string_view kind;    // of definitions, and of the judge's questions
  std::string_view suffix;  // of the name that PostgreSQL gives to one without
  std::string_view logger;
};
extern const StatedKind check_constraints;
extern const StatedKind exclude_constraints;

// Those with a name are paired by it, those without by what they say.
class StatedComparison {
 public:
  StatedComparison(Context& context, const StatedKind& kind, const TableName& table,
                   const boost::json::object& expected, const boost::json::object& reflected);
  std::vector<Change> removed();
  std::vector<Change> added();
  // Those without a name that stay, to be made again, with one: a table that a batch makes anew loses them.
  std::vector<Change> lost_by_a_batch();

 private:
  struct Pair {
    const boost::json::object* wanted;
    const boost::json::object* there;
    std::size_t question;
  };
  // One without a name, and all that may be it.
  struct Unnamed {
    const boost::json::object* wanted;
    std::vector<Pair> candidates;
  };
  bool is_same_as_unnamed(const boost::json::object& there) const;
  bool is_there(const Unnamed& unnamed) const;
  Change creation(const boost::json::object& stated);
  void detect(const char* what, const boost::json::object& stated);

  Context& context_;
  const StatedKind& kind_;
  const TableName& table_;
  std::vector<Pair> pairs_;
  std::vector<Unnamed> unnamed_;
  std::set<std::string> names_;  // in use
  std::vector<const boost::json::object*> added_, unmatched_;
};

}  // namespace pycharter::alembic::compare

#endif

// Foreign keys of a table that is both declared and there, paired by what they refer to: not every database
// keeps their names.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_FOREIGN_KEYS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_FOREIGN_KEYS_H

#include <vector>

#include "alembic/autogenerate/compare/changes.h"
#include "alembic/autogenerate/compare/context.h"

namespace pycharter::alembic::compare {

class ForeignKeysComparison {
 public:
  ForeignKeysComparison(Context& context, const TableName& table, const boost::json::object& expected,
                        const boost::json::object& reflected);
  // Those of the database that stay as they are.
  std::vector<const boost::json::object*> kept() const;
  std::vector<Change> removed();
  std::vector<Change> added();

 private:
  struct Pair {
    const boost::json::object* wanted;
    const boost::json::object* there;
    std::size_t question;
  };
  void detect(const char* what, const boost::json::object& key);
  std::vector<const boost::json::object*> with_changed(std::vector<const boost::json::object*> keys,
                                                       const boost::json::object* Pair::*side) const;

  Context& context_;
  const TableName& table_;
  const boost::json::object& expected_;
  const boost::json::object& reflected_;
  std::vector<Pair> pairs_;
  std::vector<const boost::json::object*> added_, removed_;
};

// The table that a foreign key refers to.
TableName target_of(const boost::json::object& key);

// The change that makes a foreign key of `table` (an item of "tables"), with what a database that indexes it
// by itself leaves behind taken back too.
std::vector<Change> foreign_key_creation(const TableName& name, const boost::json::object& table,
                                         const boost::json::object& key, const DialectHabits& dialect);

}  // namespace pycharter::alembic::compare

#endif

// Sequences that models declare, and those of the database that stand alone, which Alembic does not compare.
// One that a column owns (SERIAL, identity) or an extension goes with it.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_SEQUENCES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_SEQUENCES_H

#include <boost/json/array.hpp>
#include <functional>
#include <string>
#include <vector>

#include "alembic/autogenerate/compare/changes.h"
#include "alembic/autogenerate/compare/context.h"

namespace pycharter::alembic::compare {

// Columns of the database whose defaults take from a sequence.
struct SequenceUse {
  TableName table;
  std::string column;
};

struct SequenceSides {
  const boost::json::array& declared;   // as create_sequence takes them
  const boost::json::array& expected;   // {"what": "expected"}'s "sequences" for them, in their order
  const boost::json::array& reflected;  // {"what": "sequences"}
  // Whether the changes of tables take the use away.
  std::function<bool(const SequenceUse& use, const std::string& sequence)> is_released;
};

struct SequenceChanges {
  std::vector<Change> first;  // before tables, whose columns may need them
  std::vector<Change> last;   // those that nothing needs any more
};

SequenceChanges compare_sequences(Context& context, const SequenceSides& sides);

}  // namespace pycharter::alembic::compare

#endif

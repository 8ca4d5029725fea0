// Named enum types (PostgreSQL), which Alembic does not compare: labels that come, and types that columns
// need before they can be added and leave behind when they go.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_ENUMS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_ENUMS_H

#include <boost/json/array.hpp>
#include <map>
#include <string>
#include <vector>

#include "alembic/autogenerate/compare/changes.h"
#include "alembic/autogenerate/compare/context.h"
#include "alembic/autogenerate/compare/ordering.h"

namespace pycharter::alembic::compare {

// What there is before and after: items of "tables", with those of models having "enums". One of which
// uses_enums() is false may be empty.
struct EnumSides {
  const Tables& wanted;
  const Tables& there;
  const boost::json::array& types;  // the answer to {"what": "enums"}
};

// Of a table of either side: whether a column has values of a named type, so that compare_enums has to see
// it.
bool uses_enums(const boost::json::object& table);

struct EnumChanges {
  std::vector<Change> first, last;  // before and after all others
};
EnumChanges compare_enums(Context& context, const EnumSides& sides);

}  // namespace pycharter::alembic::compare

#endif

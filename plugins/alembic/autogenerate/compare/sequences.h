// Sequences that models declare, which Alembic does not compare. One that is there and not declared may serve
// anybody, and stays.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_SEQUENCES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_SEQUENCES_H

#include <boost/json/array.hpp>
#include <set>
#include <vector>

#include "alembic/autogenerate/compare/changes.h"
#include "alembic/autogenerate/compare/context.h"

namespace pycharter::alembic::compare {

// `declared` as create_sequence takes them; `there` by schema and name.
std::vector<Change> compare_sequences(Context& context, const boost::json::array& declared,
                                      const std::set<TableName>& there);

}  // namespace pycharter::alembic::compare

#endif

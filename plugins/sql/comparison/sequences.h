// Declared sequences as PostgreSQL would describe them once they are created.
#ifndef PYCHARTER_SQL_COMPARISON_SEQUENCES_H
#define PYCHARTER_SQL_COMPARISON_SEQUENCES_H

#include <boost/json/array.hpp>

#include "sql/comparison/tools.h"

namespace pycharter::sql::comparison {

// Takes sequences as create_sequence has them; every option that was left open has the server's value.
json::array expected_sequences(const json::array& declared, const Tools& tools);

}  // namespace pycharter::sql::comparison

#endif

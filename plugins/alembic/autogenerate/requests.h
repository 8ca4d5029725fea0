// The engine's requests that need a comparison: `revision` with autogenerate, and `compare`.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_REQUESTS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_REQUESTS_H

#include <pycharter/plugin/client.h>
#include <pycharter/plugin/host.h>

#include <boost/json/object.hpp>

#include "alembic/environment/environment.h"
#include "alembic/write/revision_file.h"

namespace pycharter::alembic {

// Gives the revision the difference between models and database. Throws migration for a database that is
// not at head: what is pending would be generated again.
void generate_body(plugin::SqlClient& database, const Environment& environment, const plugin::Host& host,
                   NewRevision& revision);

struct CompareRequest {
  bool statements = false;  // the SQL of the operations as well
};
// docs/migrations-interface.md, "compare".
boost::json::object answer_compare(plugin::SqlClient& database, const Environment& environment,
                                   const plugin::Host& host, const CompareRequest& request);

}  // namespace pycharter::alembic

#endif

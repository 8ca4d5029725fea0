// An Alembic environment as it lies on the disk: settings, and the revisions of its version folders.
#ifndef PYCHARTER_ALEMBIC_ENVIRONMENT_ENVIRONMENT_H
#define PYCHARTER_ALEMBIC_ENVIRONMENT_ENVIRONMENT_H

#include <string_view>

#include "alembic/environment/settings.h"
#include "alembic/graph/revision_graph.h"

namespace pycharter::alembic {

struct Environment {
  EnvironmentSettings settings;
  RevisionGraph graph;
};

// Reads the settings, and the header of each revision file. Throws config, script (a header that cannot be
// read) or graph, with the file.
Environment load_environment(const boost::json::object& request);

// The revisions in the environment's version folders, in Alembic's order.
std::vector<Revision> read_revisions(const EnvironmentSettings& settings);

}  // namespace pycharter::alembic

#endif

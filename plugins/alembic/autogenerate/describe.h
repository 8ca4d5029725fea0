// What a database holds, or models declare, as a text for people: SQLAlchemy declarations, a picture.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_DESCRIBE_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_DESCRIBE_H

#include <pycharter/plugin/client.h>
#include <pycharter/plugin/host.h>

#include <string>
#include <vector>

#include "alembic/environment/environment.h"

namespace pycharter::alembic {

struct DescribeRequest {
  std::vector<std::string>
      schemas;               // patterns; empty: the connection's own schema, and what [pycharter] says
  bool from_models = false;  // of the environment's models; the database only tells the dialect
};

// SQLAlchemy declarations of the database's tables. What cannot be declared is a warning to the host and a
// comment in the text. Throws not_found where there are no tables.
std::string describe_as_models(plugin::SqlClient& database, const Environment& environment,
                               const plugin::Host& host, const DescribeRequest& request);

// `form` is svg or mermaid; throws usage for another, not_found where there are no tables.
std::string describe_as_picture(plugin::SqlClient& database, const Environment& environment,
                                const DescribeRequest& request, const std::string& form);

}  // namespace pycharter::alembic

#endif

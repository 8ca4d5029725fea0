// What a comparison reads of the database, through its backend.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_CATALOG_CATALOG_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_CATALOG_CATALOG_H

#include <pycharter/plugin/client.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <set>
#include <string>

#include "alembic/autogenerate/catalog/filters.h"

namespace pycharter::alembic {

// Questions of docs/operations.md, "Reflection". Names in the connection's own schema, `home`, come and go
// without a schema.
class Catalog {
 public:
  // `looked_in` is what the catalog is asked for in place of no schema.
  Catalog(plugin::SqlClient& database, std::optional<std::string> looked_in, std::string home)
      : database_(database), looked_in_(std::move(looked_in)), home_(std::move(home)) {}

  // The tables that filters take, and those that `declared` names wherever they are.
  boost::json::array tables(const Filters& filters, bool with_extensions, const boost::json::array& declared);
  // How the database would have them.
  boost::json::array expected(const boost::json::array& declared);
  boost::json::array equal(const boost::json::array& pairs);
  // Those of the schemas that the declared ones are in.
  std::set<compare::TableName> sequences(const boost::json::array& declared);
  // Named enum types, where the database has such.
  boost::json::array enums();

 private:
  boost::json::object ask(const boost::json::object& request);
  boost::json::value schema_asked(const std::string& schema) const;
  boost::json::value at_home(const boost::json::value& schema) const;
  void bring_home(boost::json::object& table) const;

  plugin::SqlClient& database_;
  std::optional<std::string> looked_in_;
  std::string home_;
};

}  // namespace pycharter::alembic

#endif

// What a comparison reads of the database, through its backend.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_CATALOG_CATALOG_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_CATALOG_CATALOG_H

#include <pycharter/plugin/client.h>

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
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

  // The schemas to look in: the connection's own as "", those that filters take, and those of what is
  // declared.
  std::set<std::string> schemas(const Filters& filters, const boost::json::array& declared_tables,
                                const boost::json::array& declared_sequences);
  // The tables of `schemas` that filters take, and those that `declared` names.
  boost::json::array tables(const std::set<std::string>& schemas, const Filters& filters,
                            bool with_extensions, const boost::json::array& declared);
  // How the database would have them.
  boost::json::array expected(const boost::json::array& declared);
  boost::json::array equal(const boost::json::array& pairs);
  boost::json::array expected_sequences(const boost::json::array& declared);
  // Those of `schemas` that filters take, as tables, and those that are declared.
  boost::json::array sequences(const std::set<std::string>& schemas, const Filters& filters,
                               const boost::json::array& declared);
  // Named enum types, where the database has such.
  boost::json::array enums();

 private:
  // The list `key` of the answer.
  boost::json::array ask(const boost::json::object& request, std::string_view key);
  boost::json::array ask(std::string_view request, std::string_view key);
  boost::json::value schema_asked(const std::string& schema) const;
  boost::json::value at_home(const boost::json::value& schema) const;
  void bring_home(boost::json::object& item, std::string_view key) const;
  void bring_table_home(boost::json::object& table) const;

  plugin::SqlClient& database_;
  std::optional<std::string> looked_in_;
  std::string home_;
  // Of the answers: a catalog is many small values that stay to the end, or to the end of the last one.
  boost::json::storage_ptr memory_ = boost::json::make_shared_resource<boost::json::monotonic_resource>();
};

}  // namespace pycharter::alembic

#endif

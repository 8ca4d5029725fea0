// What a comparison reads of the database, through its backend.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_CATALOG_CATALOG_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_CATALOG_CATALOG_H

#include <pycharter/plugin/client.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

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
  // The name that revisions give a table that is declared.
  compare::TableName name_of_declared(const boost::json::object& table) const;
  // How the database would have declared tables, whose columns have their types.
  boost::json::array expected(const std::vector<const boost::json::object*>& declared);
  boost::json::array expected(const boost::json::array& declared);
  boost::json::array equal(const boost::json::array& pairs);
  boost::json::array expected_sequences(const boost::json::array& declared);
  // Those of `schemas` that filters take, as tables, and those that are declared.
  boost::json::array sequences(const std::set<std::string>& schemas, const Filters& filters,
                               const boost::json::array& declared);
  // Named enum types, where the database has such.
  boost::json::array enums();

 private:
  // The list `key` of the answer, in `memory`.
  boost::json::array ask(const boost::json::object& request, std::string_view key,
                         const boost::json::storage_ptr& memory = new_memory());
  boost::json::array ask(std::string_view request, std::string_view key,
                         const boost::json::storage_ptr& memory = new_memory());
  // For many small values that come and go together.
  static boost::json::storage_ptr new_memory();
  boost::json::value schema_asked(const std::string& schema) const;
  boost::json::value at_home(const boost::json::value& schema) const;
  void bring_home(boost::json::object& item, std::string_view key) const;
  void bring_table_home(boost::json::object& table) const;

  plugin::SqlClient& database_;
  std::optional<std::string> looked_in_;
  std::string home_;
};

}  // namespace pycharter::alembic

#endif

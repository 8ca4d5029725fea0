// PostgreSQL's catalog as the JSON of docs/operations.md, "Reflection". The number of queries is fixed,
// whatever the number of tables.
#ifndef PYCHARTER_POSTGRESQL_REFLECT_H
#define PYCHARTER_POSTGRESQL_REFLECT_H

#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pycharter::postgresql {

using CatalogRow = std::vector<std::optional<std::string>>;

// Runs one query, parameters written $1, $2, …, cells as text.
using CatalogQuery = std::function<std::vector<CatalogRow>(
    const std::string& sql, std::span<const std::optional<std::string>> parameters)>;

// Throws unsupported for a request it does not know, and what `query` throws.
boost::json::object reflect(const boost::json::object& request, const CatalogQuery& query);

}  // namespace pycharter::postgresql

#endif

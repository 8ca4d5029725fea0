#include "alembic/apply/repair_sink.h"

#include <algorithm>
#include <boost/json.hpp>

#include "alembic/apply/expected_schema.h"
#include "alembic/apply/statements.h"

namespace pycharter::alembic {

namespace json = boost::json;

json::array reflect_tables(const DatabaseSession& session, const std::vector<std::string>& names) {
  json::object request{{"what", "tables"}, {"schema", nullptr}, {"names", json::value_from(names)}};
  if (session.catalog_schema()) request["schema"] = *session.catalog_schema();
  return json::parse(session.database().reflect(json::serialize(request))).at("tables").as_array();
}

bool RepairSink::has_index(const std::string& table, const std::string& name) const {
  for (const json::value& one : reflect_tables(session_, {table}))
    for (const json::value& index : one.at("indexes").as_array())
      if (plain_name(index.at("name")) == name) return true;
  return false;
}

// A row counts as there when one with the same first column is.
void RepairSink::insert_missing_rows(const std::string& table, const json::object& op) {
  json::object missing = op;
  json::array& rows = missing.at("rows").as_array();
  rows.clear();
  for (const json::value& row : op.at("rows").as_array()) {
    const json::object& cells = row.as_object();
    if (cells.empty()) continue;
    plugin::SqlClient& database = session_.database();
    const std::string schema =
        session_.catalog_schema() ? database.quote(*session_.catalog_schema()) + "." : "";
    const plugin::Value key = to_value(cells.begin()->value());
    const std::vector<plugin::Row> found =
        database.query("SELECT 1 FROM " + schema + database.quote(table) + " WHERE " +
                           database.quote(cells.begin()->key()) + " = $1",
                       std::span<const plugin::Value>(&key, 1));
    if (found.empty()) rows.push_back(row);
  }
  if (!rows.empty()) target_.operation(missing);
}

void RepairSink::operation(const json::object& op) {
  const std::string kind = plain_name(op.at("op"));
  const std::string table = table_of(op);
  if (kind == "execute" || kind == "script") {
    host_.warning("alembic.runtime.migration",
                  "--force does not repeat a revision's own SQL; run it by hand if what it does is missing");
    return;
  }
  if (!present_.contains(table)) return target_.operation(op);
  if (kind == "bulk_insert") return insert_missing_rows(table, op);
  if (kind == "create_index" && !has_index(table, plain_name(op.at("index").as_object().at("name"))))
    target_.operation(op);
  // Anything else has been done to this table already, or would drop something.
}

}  // namespace pycharter::alembic

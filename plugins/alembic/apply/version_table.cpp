#include "alembic/apply/version_table.h"

#include <boost/json.hpp>

namespace pycharter::alembic {

namespace {

namespace json = boost::json;
using plugin::Value;

constexpr std::size_t alembics_width = 32;
// Widths that a column is made with, so that the next long id needs no change of the table.
constexpr std::size_t widths[] = {alembics_width, 128, 255};

std::size_t width_for(std::size_t longest_id) {
  for (const std::size_t width : widths)
    if (longest_id <= width) return width;
  return longest_id;
}

// Alembic writes ids between quotes as they are; a quote inside is doubled here.
std::string quoted_literal(const std::string& text) {
  std::string result = "'";
  for (const char c : text)
    result += c == '\'' ? "''" : std::string(1, c);
  return result + "'";
}

json::object string_type(std::size_t length) {
  return {{"type", "String"}, {"args", json::object{{"length", length}}}};
}

json::object with_schema(json::object object, const std::optional<std::string>& schema) {
  if (schema) object["schema"] = *schema;
  return object;
}

void require_one_row(std::int64_t affected, const std::string& tried, const std::string& table) {
  if (affected == 1 || affected < 0) return;
  throw Error(ErrorCode::conflict,
              "Online migration expected to match one row when " + tried + " in '" + table + "'; " +
                  std::to_string(affected) +
                  " found. Someone else is migrating this database, or its rows were edited; nothing of this "
                  "transaction was kept. Look with `db current` and run again");
}

}  // namespace

VersionTable::VersionTable(std::string name, std::optional<std::string> schema, std::size_t longest_id)
    : name_(std::move(name)), schema_(std::move(schema)), width_(width_for(longest_id)) {}

bool VersionTable::is_wider_than_alembics() const {
  return width_ > alembics_width;
}

json::object VersionTable::create_operation() const {
  const json::object column{{"name", "version_num"}, {"type", string_type(width_)}, {"nullable", false}};
  const json::object primary_key{
      {"constraint", "primary_key"}, {"name", name_ + "_pkc"}, {"columns", json::array{"version_num"}}};
  return with_schema({{"op", "create_table"},
                      {"table", name_},
                      {"columns", json::array{column}},
                      {"constraints", json::array{primary_key}}},
                     schema_);
}

json::object VersionTable::widen_operation() const {
  return with_schema({{"op", "alter_column"},
                      {"table", name_},
                      {"column", "version_num"},
                      {"type", string_type(width_)},
                      {"existing_type", string_type(alembics_width)},
                      {"existing_nullable", false}},
                     schema_);
}

std::string VersionTable::qualified(plugin::SqlClient& database) const {
  return (schema_ ? database.quote(*schema_) + "." : "") + database.quote(name_);
}

std::string VersionTable::offline_text(plugin::SqlClient& database, const Dialect& dialect,
                                       const RowChange& change) const {
  const std::string table = qualified(database);
  const std::string where = " WHERE " + table + ".version_num = " + quoted_literal(change.from);
  switch (change.kind) {
    case RowChange::Kind::insert_row: {
      std::string text = "INSERT INTO " + table + " (version_num) VALUES (" + quoted_literal(change.to) + ")";
      if (dialect.insert_returning == InsertReturning::column) text += " RETURNING version_num";
      if (dialect.insert_returning == InsertReturning::qualified_column)
        text += " RETURNING " + table + ".version_num";
      return text;
    }
    case RowChange::Kind::update_row:
      return "UPDATE " + table + " SET version_num=" + quoted_literal(change.to) + where;
    case RowChange::Kind::delete_row:
      return "DELETE FROM " + table + where;
  }
  throw Error(ErrorCode::internal, "unknown kind of change to the version table");
}

bool VersionTable::exists(plugin::SqlClient& database, const std::optional<std::string>& schema,
                          Look look) const {
  json::object request{
      {"what", "has_table"}, {"name", name_}, {"schema", nullptr}, {"resolve", look == Look::remembered}};
  if (schema) request["schema"] = *schema;
  return json::parse(database.reflect(json::serialize(request))).at("exists").as_bool();
}

std::size_t VersionTable::reflected_width(plugin::SqlClient& database,
                                          const std::optional<std::string>& schema) const {
  json::object request{{"what", "tables"}, {"names", json::array{name_}}, {"schema", nullptr}};
  if (schema) request["schema"] = *schema;
  const json::value answer = json::parse(database.reflect(json::serialize(request)));
  for (const json::value& table : answer.at("tables").as_array())
    for (const json::value& column : table.at("columns").as_array()) {
      if (column.at("name").as_string() != "version_num") continue;
      const json::value* args = column.at("type").as_object().if_contains("args");
      const json::value* length =
          args && args->is_object() ? args->as_object().if_contains("length") : nullptr;
      return length && length->is_int64() ? static_cast<std::size_t>(length->as_int64()) : 0;
    }
  return 0;
}

std::vector<std::string> VersionTable::read(plugin::SqlClient& database, const Dialect& dialect,
                                            bool for_update) const {
  const std::string sql = "SELECT version_num FROM " + qualified(database) +
                          (for_update && dialect.locks_rows ? " FOR UPDATE" : "");
  std::vector<std::string> rows;
  for (const plugin::Row& row : database.query(sql))
    rows.push_back(row.at(0).text);
  return rows;
}

VersionTable::Write VersionTable::write(plugin::SqlClient& database, const RowChange& change) const {
  const std::string table = qualified(database);
  std::string sql, tried;
  std::vector<Value> values;
  switch (change.kind) {
    case RowChange::Kind::insert_row:
      sql = "INSERT INTO " + table + " (version_num) VALUES ($1)";
      tried = "inserting '" + change.to + "'";
      values = {Value::of_text(change.to)};
      break;
    case RowChange::Kind::update_row:
      sql = "UPDATE " + table + " SET version_num=$1 WHERE version_num = $2";
      tried = "updating '" + change.from + "' to '" + change.to + "'";
      values = {Value::of_text(change.to), Value::of_text(change.from)};
      break;
    case RowChange::Kind::delete_row:
      sql = "DELETE FROM " + table + " WHERE version_num = $1";
      tried = "deleting '" + change.from + "'";
      values = {Value::of_text(change.from)};
      break;
  }
  return {std::move(sql), std::move(values), [tried, name = name_](const plugin::ExecuteResult& effect) {
            require_one_row(effect.affected, tried, name);
          }};
}

void VersionTable::clear(plugin::SqlClient& database) const {
  database.execute("DELETE FROM " + qualified(database));
}

}  // namespace pycharter::alembic

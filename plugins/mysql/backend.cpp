#include "mysql/backend.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <limits>

#include "mysql/errors.h"
#include "mysql/reflect.h"
#include "mysql/retry.h"
#include "mysql/script.h"
#include "mysql/stored_text.h"

namespace pycharter::mysql {
namespace {

sql::store::Dialect store_dialect() {
  sql::store::Dialect dialect;
  dialect.backend = backend_name;
  dialect.quote = "`";  // SCHEMAS is a word of the server's own
  // utf8mb4_bin orders control characters behind the blank that it imagines after a shorter text.
  dialect.code_point_before = "CAST(";
  dialect.code_point_after = " AS BINARY)";
  dialect.rows_per_insert = 512;
  dialect.sorts_places = true;  // BLOB and TEXT are never part of what is sorted
  dialect.lock_row = " FOR UPDATE";
  dialect.lock_row_to_delete = " FOR UPDATE";
  dialect.find_tables =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name";
  dialect.greatest_id = std::numeric_limits<std::int32_t>::max();
  dialect.returns_ids = false;  // MySQL has no RETURNING
  return dialect;
}

plugin::Query stored_query(plugin::Query query) {
  query.match = to_stored(std::move(query.match));
  if (query.after) query.after = to_stored(*std::move(query.after));
  return query;
}

// What migrations are written for: the scheme of their URL.
std::string dialect_of(const plugin::Settings& settings) {
  const auto given = settings.find("dialect");
  return given != settings.end() && given->second == "mariadb" ? "mariadb" : "mysql";
}

// Options go by the name of the URL's dialect: mysql_engine, mariadb_engine.
void rename_options(boost::json::object& described, const std::string& dialect) {
  const auto* options = described.if_contains("dialect");
  if (options == nullptr || !options->is_object()) return;
  boost::json::object renamed;
  for (const auto& option : options->get_object()) {
    const std::string_view key = option.key();
    renamed[key.starts_with("mysql_") ? dialect + std::string(key.substr(5)) : std::string(key)] =
        option.value();
  }
  described["dialect"] = std::move(renamed);
}

plugin::RecordSink from_stored_to(const plugin::RecordSink& sink) {
  return [&sink](const plugin::RecordView& record) {
    return holds_marks(record) ? sink(from_stored(record.copy())) : sink(record);
  };
}

}  // namespace

Backend::Backend(plugin::Host, plugin::Settings settings) : Backend(dialect_of(settings)) {}

Backend::Backend(std::string dialect)
    : sql::Backend(store_dialect(), dialect), dialect_(std::move(dialect)) {}

Connection& Backend::connection() {
  if (!connection_) throw usage("no database is open; connect first");
  cancellation_.begin_call();
  return *connection_;
}

void Backend::connect(const plugin::ConnectOptions& options) {
  auto parameters = make_parameters(options.url);
  auto opened = std::make_unique<Connection>(
      parameters, options.migration ? Purpose::migration : Purpose::store, options.read_only);
  if (dialect_ == "mariadb" && opened->variant().empty())
    throw usage("the server at " + parameters.place + " is no MariaDB; write mysql:// in its URL");
  use_dialect(dialect_ + std::string(opened->variant()));
  const std::lock_guard guard(connection_mutex_);
  parameters_ = std::move(parameters);
  connection_ = std::move(opened);
}

void Backend::disconnect() noexcept {
  const std::lock_guard guard(connection_mutex_);
  connection_.reset();
}

void Backend::ping() {
  query(connection().handle(), "SELECT 1");
}

std::uint64_t Backend::capabilities() const {
  return description.capabilities;
}

// Only another connection can stop a statement.
void Backend::cancel() noexcept {
  cancel_requested_ = true;
  const std::lock_guard guard(connection_mutex_);
  if (!connection_) return;
  const auto ask = [parameters = *parameters_, id = connection_->id()] {
    const Connection other(parameters, Purpose::migration, false);
    query(other.handle(), "KILL QUERY " + std::to_string(id));
  };
  cancellation_.cancel(ask, mysql_get_socket(connection_->handle()));
}

std::vector<std::string> Backend::put(std::span<const plugin::Record> records) {
  std::vector<plugin::Record> stored;
  if (std::any_of(records.begin(), records.end(), needs_marks)) {
    for (const auto& record : records)
      stored.push_back(to_stored(record));
    records = stored;
  }
  auto ids = after_deadlocks([&] { return sql::Backend::put(records); });
  for (auto& id : ids)
    id = from_stored(std::move(id));
  return ids;
}

void Backend::find(const plugin::Query& query, const plugin::RecordSink& sink) {
  sql::Backend::find(stored_query(query), from_stored_to(sink));
}

std::uint64_t Backend::remove(const plugin::Query& query) {
  return after_deadlocks([&] { return sql::Backend::remove(stored_query(query)); });
}

void Backend::snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                       const plugin::RecordSink& sink) {
  const auto stored_version = version ? std::optional(to_stored(*version)) : std::nullopt;
  sql::Backend::snapshot(schema_id, stored_version, from_stored_to(sink));
}

void Backend::add_server_facts(boost::json::object& facts) {
  if (!connection_) return;
  const auto rows = query(connection_->handle(), "SELECT VERSION(), DATABASE()");
  facts["server_version"] = rows.at(0).at(0).text;
  facts["default_schema"] = rows.at(0).at(1).text;
}

plugin::ExecuteResult Backend::execute(std::string_view sql, std::span<const plugin::Value> parameters,
                                       const plugin::RowSink& sink) {
  try {
    return run_script(connection().handle(), sql, parameters, sink);
  } catch (const Error& error) {
    connection().refresh_state();
    // max_statement_time and the server's administrator end statements with the same SQLSTATE.
    if (error.code() != ErrorCode::cancelled || cancel_requested_) throw;
    throw Error(ErrorCode::migration, error.message(), error.facts());
  }
}

void Backend::begin(plugin::BeginMode mode) {
  cancel_requested_ = false;
  connection().begin(mode);
}

void Backend::commit() {
  connection().commit();
}

void Backend::rollback() {
  connection().rollback();
}

plugin::TransactionState Backend::transaction_state() noexcept {
  return connection_ ? connection_->transaction_state() : plugin::TransactionState::none;
}

plugin::LockAttempt Backend::try_lock(std::string_view key, plugin::LockScope scope) {
  return connection().try_lock(key, scope);
}

void Backend::unlock(std::string_view key) {
  connection().unlock(key);
}

boost::json::object Backend::reflect_catalog(const boost::json::object& request) {
  auto answer = mysql::reflect(connection().handle(), request);
  auto* tables = answer.if_contains("tables");
  if (tables == nullptr || dialect_ == "mysql") return answer;
  for (auto& table : tables->get_array()) {
    rename_options(table.get_object(), dialect_);
    for (auto& index : table.at("indexes").get_array())
      rename_options(index.get_object(), dialect_);
  }
  return answer;
}

}  // namespace pycharter::mysql

#include "alembic/apply/session.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "alembic/apply/statements.h"

namespace pycharter::alembic {

namespace {

namespace json = boost::json;
using Look = VersionTable::Look;

bool all_known(const RevisionGraph& graph, const std::vector<std::string>& ids) {
  return std::all_of(ids.begin(), ids.end(), [&](const std::string& id) {
    const auto found = graph.find(id);
    return found && graph.revision(*found).id == id;
  });
}

}  // namespace

std::size_t longest_id(const RevisionGraph& graph) {
  std::size_t longest = 0;
  for (RevisionIndex index = 0; index < graph.size(); ++index) {
    const std::string& id = graph.revision(index).id;
    const auto characters = std::count_if(id.begin(), id.end(), [](char c) { return (c & 0xC0) != 0x80; });
    longest = std::max(longest, static_cast<std::size_t>(characters));
  }
  return longest;
}

DatabaseSession::DatabaseSession(plugin::SqlClient& database, const Environment& environment)
    : database_(database),
      dialect_(read_dialect(database)),
      contract_schema_(find_contract_schema(environment)),
      version_table_(environment.settings.version_table,
                     environment.settings.version_table_schema ? environment.settings.version_table_schema
                                                               : contract_schema_,
                     dialect_.enforces_length ? longest_id(environment.graph) : 0),
      sent_(database) {}

// Two stores in one database are told apart by their schemas. A store that was made in the default schema, by
// an older tool or by Python, is left where it is.
std::optional<std::string> DatabaseSession::find_contract_schema(const Environment& environment) const {
  const EnvironmentSettings& settings = environment.settings;
  if (!settings.contract_store || !dialect_.has_schemas || settings.schema_name.empty()) return std::nullopt;
  const VersionTable own(settings.version_table, settings.schema_name, 0);
  if (own.exists(database_, settings.schema_name, Look::remembered)) {
    rows_ = own.read(database_, dialect_, false);
    if (!rows_->empty()) return settings.schema_name;
  }
  const std::optional<std::string> fallback =
      default_schema().empty() ? std::nullopt : std::optional<std::string>(default_schema());
  const VersionTable shared(settings.version_table, fallback, 0);
  if (shared.exists(database_, fallback, Look::remembered)) {
    std::vector<std::string> rows = shared.read(database_, dialect_, false);
    if (!rows.empty() && all_known(environment.graph, rows)) {
      rows_ = std::move(rows);
      return std::nullopt;
    }
  }
  return settings.schema_name;
}

const std::string& DatabaseSession::default_schema() const {
  if (!default_schema_) default_schema_ = read_default_schema(database_, dialect_);
  return *default_schema_;
}

bool DatabaseSession::has_version_table(Look look) const {
  return version_table_.exists(database_, version_table_.schema(), look);
}

const std::vector<std::string>& DatabaseSession::rows() const {
  if (!rows_)
    rows_ = has_version_table(Look::remembered) ? version_table_.read(database_, dialect_, false)
                                                : std::vector<std::string>();
  return *rows_;
}

std::vector<std::string> DatabaseSession::lock_rows() const {
  // Under the lock, what its last holder has made must be seen.
  if (!has_version_table(Look::now)) return {};
  return version_table_.read(database_, dialect_, true);
}

void DatabaseSession::begin() {
  begun_ = true;
  database_.begin(plugin::BeginMode::write);
  if (contract_schema_)
    database_.execute("SET LOCAL search_path TO " + database_.quote(*contract_schema_, true));
}

void DatabaseSession::commit() {
  database_.commit();
  begun_ = false;
}

// Where DDL commits, no transaction need be open for one to have been begun.
void DatabaseSession::rollback() noexcept {
  sent_.forget();
  const bool begun = std::exchange(begun_, false) && !dialect_.transactional_ddl;
  try {
    if (begun || database_.transaction_state() != plugin::TransactionState::none) database_.rollback();
  } catch (const std::exception&) {
    // The connection is gone, and with it the transaction; what failed before is what the caller reports.
  }
}

void DatabaseSession::enter_autocommit() {
  if (contract_schema_) database_.execute("SET search_path TO " + database_.quote(*contract_schema_, true));
}

void DatabaseSession::leave_autocommit() {
  if (contract_schema_) database_.execute("RESET search_path");
}

bool DatabaseSession::schema_exists(const std::string& schema) const {
  const json::value answer = json::parse(database_.reflect(R"({"what": "schema_names"})"));
  const json::array& names = answer.at("names").as_array();
  return std::any_of(names.begin(), names.end(),
                     [&](const json::value& name) { return name.as_string() == schema; });
}

std::string DatabaseSession::prepare_version_table() {
  if (contract_schema_ && !schema_exists(*contract_schema_))
    database_.execute("CREATE SCHEMA IF NOT EXISTS " + database_.quote(*contract_schema_, true));
  const auto run = [this](const json::object& operation) {
    for (const Statement& statement : compile(database_, operation, false))
      database_.execute(statement.sql, statement.binds);
  };
  const std::string column = "version_num of '" + version_table_.name() + "'";
  if (!has_version_table(Look::now)) {
    run(version_table_.create_operation());
    if (!version_table_.is_wider_than_alembics()) return {};
    return column + " is made " + std::to_string(version_table_.width()) +
           " characters wide: a revision id is longer than Alembic's 32";
  }
  if (!version_table_.is_wider_than_alembics()) return {};
  const std::size_t width = version_table_.reflected_width(database_, version_table_.schema());
  if (width == 0 || width >= version_table_.width()) return {};
  run(version_table_.widen_operation());
  return "Widened " + column + " from " + std::to_string(width) + " to " +
         std::to_string(version_table_.width()) + " characters, since a revision id is longer";
}

}  // namespace pycharter::alembic

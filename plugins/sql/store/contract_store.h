// The operations of pycharter.store/1 over the tables of a SQL database: what every SQL backend answers with.
#ifndef PYCHARTER_SQL_STORE_CONTRACT_STORE_H
#define PYCHARTER_SQL_STORE_CONTRACT_STORE_H

#include <pycharter/plugin/types.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sql/connection/connection.h"
#include "sql/store/dialect.h"
#include "sql/store/statements.h"

namespace pycharter::sql::store {

// A view of an open connection. What each method owes is written at pycharter_store_v1 in abi.h.
class ContractStore {
 public:
  ContractStore(Connection& connection, const Dialect& dialect, Texts& texts)
      : connection_(connection), dialect_(dialect), texts_(texts) {}

  plugin::StoreInfo info();
  std::vector<std::string> put(std::span<const Record> records);
  void find(const plugin::Query& query, const plugin::RecordSink& sink);
  std::uint64_t remove(const plugin::Query& query);
  void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                const plugin::RecordSink& sink);

 private:
  std::string put_one(const Record& record);
  std::string replace_under_lock(const Record& record);
  void lock_key(const Record& record);
  std::uint64_t remove_schemas(const plugin::Query& query);
  // Throws conflict when there is such a rule.
  void require_none(plugin::Query rules);
  std::optional<std::string> first_cell(const Statement& statement);
  // Runs an INSERT of the record. Nothing where it made no row.
  std::optional<std::string> id_of(const Statement& statement, const Record& record);
  void run(const Statement& statement);

  Connection& connection_;
  const Dialect& dialect_;
  Texts& texts_;
};

}  // namespace pycharter::sql::store

#endif

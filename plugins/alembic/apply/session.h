// An open database during one command: where the version table is, and transactions in which a revision's
// unqualified names mean the right schema.
#ifndef PYCHARTER_ALEMBIC_APPLY_SESSION_H
#define PYCHARTER_ALEMBIC_APPLY_SESSION_H

#include <optional>
#include <string>
#include <vector>

#include "alembic/apply/sent_statements.h"
#include "alembic/apply/version_table.h"
#include "alembic/environment/environment.h"

namespace pycharter::alembic {

class DatabaseSession {
 public:
  // Asks the catalog where the version table is. Ends any transaction that it opens.
  DatabaseSession(plugin::SqlClient& database, const Environment& environment);

  plugin::SqlClient& database() const { return database_; }
  const Dialect& dialect() const { return dialect_; }
  // The schema of unqualified names; may be empty. Asked for once.
  const std::string& default_schema() const;
  const VersionTable& version_table() const { return version_table_; }
  // The contract store's schema on PostgreSQL; absent elsewhere, and where the store lives in the default
  // schema.
  const std::optional<std::string>& contract_schema() const { return contract_schema_; }
  // Where unqualified names are looked up in the catalog; absent: the connection's default.
  const std::optional<std::string>& catalog_schema() const { return contract_schema_; }

  // Rows of the version table, none where there is no table: as they were when they were first asked for, for
  // answers, which nobody's lock guards.
  const std::vector<std::string>& rows() const;
  // The rows as they are now, kept from others until the transaction ends, where the database can.
  std::vector<std::string> lock_rows() const;

  // Sends a statement of the open transaction that gives no rows. Its failure may come from a later call,
  // with the facts `about` it: another send, settle or commit.
  void send(const std::string& sql, std::span<const plugin::Value> binds, ErrorFacts about,
            SentStatements::Check check = {}) {
    sent_.send(sql, binds, std::move(about), std::move(check));
  }
  // Before anything else is asked of the database: waits for what was sent.
  void settle() { sent_.settle(); }

  // Begins to write, with search_path set for the transaction.
  void begin();
  void commit();
  // For paths on which something has failed already.
  void rollback() noexcept;
  // search_path of the connection, for statements outside of a transaction; undone by leave_autocommit().
  void enter_autocommit();
  void leave_autocommit();

  // Makes the contract schema and the version table where they are missing, and widens the column for ids
  // that need it. Returns a notice for the log, empty where there is nothing to say. Within a transaction.
  std::string prepare_version_table();

 private:
  std::optional<std::string> find_contract_schema(const Environment& environment) const;
  using Look = VersionTable::Look;
  bool has_version_table(Look look) const;
  bool schema_exists(const std::string& schema) const;

  plugin::SqlClient& database_;
  Dialect dialect_;
  mutable std::optional<std::string> default_schema_;
  mutable std::optional<std::vector<std::string>> rows_;  // finding contract_schema_ may read them
  std::optional<std::string> contract_schema_;
  VersionTable version_table_;
  SentStatements sent_;
  bool begun_ = false;
};

// The length of the longest id, in characters.
std::size_t longest_id(const RevisionGraph& graph);

}  // namespace pycharter::alembic

#endif

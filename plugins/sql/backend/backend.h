// What every SQL backend is: pycharter.store/1 over the tables of a SQL database, and the part of
// pycharter.sql/1 that compiles and describes. A backend adds its connection, its transactions, its lock and
// its catalog.
#ifndef PYCHARTER_SQL_BACKEND_BACKEND_H
#define PYCHARTER_SQL_BACKEND_BACKEND_H

#include <pycharter/plugin/backend.h>

#include <boost/json/object.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sql/comparison/equal.h"
#include "sql/connection/connection.h"
#include "sql/ddl/compiler.h"
#include "sql/store/contract_store.h"
#include "sql/store/dialect.h"

namespace pycharter::sql {

class Backend : public plugin::SqlBackend {
 public:
  plugin::StoreInfo info() override;
  // Throws unsupported: the tables come from revisions.
  void initialise() override;
  std::vector<std::string> put(std::span<const plugin::Record> records) override;
  void find(const plugin::Query& query, const plugin::RecordSink& sink) override;
  std::uint64_t remove(const plugin::Query& query) override;
  void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                const plugin::RecordSink& sink) override;

  std::string facts() override;
  std::string compile(std::string_view operation, bool offline) override;
  std::string quote(std::string_view identifier, bool always) override;
  std::string reflect(std::string_view request) override;

 protected:
  // `variant` names the DDL dialect, see sql::ddl::make_compiler.
  Backend(store::Dialect dialect, std::string_view variant);
  void use_dialect(std::string_view variant);

  // Throws usage where nothing is connected.
  virtual Connection& connection() = 0;
  // Answers a question of docs/migrations-interface.md about the catalog of the open connection.
  virtual boost::json::object reflect_catalog(const boost::json::object& request) = 0;
  // Compares defaults that only the server can tell apart. Nobody is asked where a backend has no such need.
  virtual std::vector<std::optional<bool>> ask_server(
      std::span<const comparison::DefaultVerdict::Question> questions);
  // Adds what only the server can tell; nothing where none is connected.
  virtual void add_server_facts(boost::json::object& facts) = 0;

 private:
  boost::json::object answer(const boost::json::object& request);

  store::Dialect dialect_;
  const ddl::Dialect* ddl_dialect_ = nullptr;
  store::Texts texts_;
  std::unique_ptr<ddl::Compiler> compiler_;
};

}  // namespace pycharter::sql

#endif

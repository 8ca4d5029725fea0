// The tables that a series of operations leaves behind, by name: what `init` looks for in a database.
#ifndef PYCHARTER_ALEMBIC_APPLY_EXPECTED_SCHEMA_H
#define PYCHARTER_ALEMBIC_APPLY_EXPECTED_SCHEMA_H

#include <boost/json/object.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "alembic/operations/sink.h"

namespace pycharter::alembic {

struct ExpectedTable {
  std::vector<std::string> columns;
};

class ExpectedSchema {
 public:
  // Follows one operation; those that change no table or column are passed over.
  void follow(const boost::json::object& op);
  const std::map<std::string, ExpectedTable>& tables() const { return tables_; }

 private:
  std::map<std::string, ExpectedTable> tables_;
};

// Follows the operations of scripts without a database, as --sql sees them.
class ExpectingSink final : public OperationSink {
 public:
  explicit ExpectingSink(std::string dialect) : dialect_(std::move(dialect)) {}
  const ExpectedSchema& schema() const { return schema_; }

  void operation(const boost::json::object& op) override { schema_.follow(op); }
  QueryResult query(const boost::json::object&) override { return {}; }
  boost::json::object reflect(const boost::json::object&) override { return {}; }
  void begin_autocommit() override {}
  void end_autocommit() override {}
  bool as_sql() const override { return true; }
  std::string dialect() const override { return dialect_; }
  std::string quote(const std::string& identifier) const override { return '"' + identifier + '"'; }

 private:
  std::string dialect_;
  ExpectedSchema schema_;
};

// "users" of a name in either of its forms (docs/operations.md, "Names").
std::string plain_name(const boost::json::value& name);
// The table an operation is about; empty where there is none.
std::string table_of(const boost::json::object& op);

}  // namespace pycharter::alembic

#endif

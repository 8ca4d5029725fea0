#include <libpq-fe.h>

#include "contender.h"

namespace pycharter::bench {
namespace {

// A set without a date is older than any.
const std::string newest = "ORDER BY created_at IS NULL, created_at DESC, id DESC LIMIT 1";

class PostgresqlClient : public Contender {
 public:
  explicit PostgresqlClient(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
    prepare("put",
            "INSERT INTO pycharter.schemas (name, version, schema_data) VALUES ($1, $2, $3) "
            "ON CONFLICT (name, version) DO UPDATE SET schema_data = excluded.schema_data RETURNING id");
    prepare("list", "SELECT id, name, version FROM pycharter.schemas ORDER BY name COLLATE \"C\", id");
    prepare("bulk", many_rows());
    prepare("get", "SELECT version, schema_data FROM pycharter.schemas WHERE id = $1");
    prepare("snapshot",
            "SELECT s.version, s.schema_data, (SELECT rules FROM pycharter.coercion_rules WHERE "
            "schema_id = s.id " +
                newest +
                "), (SELECT rules FROM pycharter.validation_rules WHERE "
                "schema_id = s.id " +
                newest + ") FROM pycharter.schemas s WHERE s.id = $1");
    id_ = cell(execute("put", {"bench", "1.0.0", next_document().c_str()}), 0);
  }
  ~PostgresqlClient() override { PQfinish(connection_); }
  void put() override {
    benchmark::DoNotOptimize(cell(execute("put", {"bench", "1.0.0", next_document().c_str()}), 0));
  }
  void get() override {
    const auto result = execute("get", {id_.c_str()});
    std::vector<std::string> row{cell(result, 0), cell(result, 1)};
    benchmark::DoNotOptimize(row);
  }
  void complete() override {
    const auto found = read();
    benchmark::DoNotOptimize(merged(found));
  }
  void list() override {
    const auto result = execute("list", {});
    std::vector<Entry> entries;
    for (int i = 0; i < PQntuples(result.get()); ++i)
      entries.push_back({cell(result, 0, i), cell(result, 1, i), cell(result, 2, i)});
    benchmark::DoNotOptimize(entries);
  }
  void bulk() override {
    std::vector<std::string> ids;
    const auto& document = next_document();
    command("BEGIN");
    for (std::size_t i = 0; i < many_names().size(); i += rows_at_once) {
      std::vector<const char*> values;
      for (std::size_t row = i; row < i + rows_at_once; ++row)
        for (const auto* value : {many_names()[row].c_str(), "1.0.0", document.c_str()})
          values.push_back(value);
      const auto result = execute("bulk", values);
      for (int row = 0; row < PQntuples(result.get()); ++row)
        ids.push_back(cell(result, 0, row));
    }
    command("COMMIT");
    benchmark::DoNotOptimize(ids);
  }
  void rows() override { benchmark::DoNotOptimize(read()); }

 private:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

  void prepare(const char* name, const std::string& sql) {
    const Result result(PQprepare(connection_, name, sql.c_str(), 0, nullptr), &PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
      throw std::runtime_error(PQerrorMessage(connection_));
  }
  Result execute(const char* name, const std::vector<const char*>& values) {
    Result result(PQexecPrepared(connection_, name, static_cast<int>(values.size()), values.data(), nullptr,
                                 nullptr, 0),
                  &PQclear);
    if (PQntuples(result.get()) == 0) throw std::runtime_error(PQerrorMessage(connection_));
    return result;
  }
  static std::string cell(const Result& result, int column, int row = 0) {
    return PQgetvalue(result.get(), row, column);
  }
  void command(const char* sql) {
    const Result result(PQexec(connection_, sql), &PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
      throw std::runtime_error(PQerrorMessage(connection_));
  }
  // An INSERT of so many rows at once as a careful programmer sends.
  static std::string many_rows() {
    std::string sql = "INSERT INTO pycharter.schemas (name, version, schema_data) VALUES ";
    for (int row = 0; row < rows_at_once; ++row) {
      sql += row == 0 ? "(" : ", (";
      for (int column = 1; column <= 3; ++column)
        sql += (column == 1 ? "$" : ", $") + std::to_string(3 * row + column);
      sql += ")";
    }
    return sql + " ON CONFLICT (name, version) DO UPDATE SET schema_data = excluded.schema_data RETURNING id";
  }
  Rows read() {
    const auto result = execute("snapshot", {id_.c_str()});
    return {cell(result, 1), cell(result, 2), cell(result, 3)};
  }

  static constexpr int rows_at_once = 500;
  PGconn* connection_;
  std::string id_;
};

}  // namespace

std::unique_ptr<Contender> postgresql_client(const std::string& url) {
  return std::make_unique<PostgresqlClient>(url);
}

}  // namespace pycharter::bench

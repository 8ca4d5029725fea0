// Store operations beside the bare client library doing the same statements, prepared.
//
//   store_bench --benchmark_out=store.json --benchmark_out_format=json && python3 ratios.py store.json
//
// Names are DATABASE/OPERATION/store and DATABASE/OPERATION/client; ratios.py puts them side by side. The
// client does what a careful programmer would: the statements that are needed and no more, prepared once,
// with bound values, and it gives what the store gives; a complete schema it merges with Boost.JSON. `rows`
// is the same without merging: what the database alone takes. The store besides checks every document that
// goes in or out. Every repetition opens connections of its own: two connections to one server can differ by
// a factor through placement alone, so a ratio means something only over several repetitions
// (--benchmark_repetitions with random interleaving).
#include <benchmark/benchmark.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>
#include <boost/json.hpp>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "pycharter/metadata_store.h"

namespace {

const std::string schema_document =
    R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","version":"1.0.0","properties":)"
    R"({"name":{"type":"string","minLength":1},"age":{"type":"integer"},"email":{"type":"string"}}})";
const std::string rules_document = R"({"age":"coerce_to_integer"})";
const std::string checks_document = R"({"email":{"non_empty_string":{}}})";

// A SQLite file and an empty PostgreSQL database, each initialised by the store itself.
std::string sqlite_path() {
  static const std::string path = [] {
    char folder[] = "/tmp/store_bench_XXXXXX";
    if (mkdtemp(folder) == nullptr) throw std::runtime_error("mkdtemp");
    return std::string(folder) + "/contracts.db";
  }();
  return path;
}

std::string postgresql_url() {
  const char* url = getenv("PYCHARTER_TEST_POSTGRESQL_URL");
  if (url == nullptr) throw std::runtime_error("PYCHARTER_TEST_POSTGRESQL_URL is not set");
  return url;
}

// The work of one operation on an open connection, by each way.
class Contender {
 public:
  virtual ~Contender() = default;
  virtual void put() = 0;
  virtual void get() = 0;
  virtual void complete() = 0;
  // What complete() reads, unmerged. Of clients only.
  virtual void rows() { throw std::logic_error("the store has no such operation"); }
};

// Rules into the properties that they name, as a program does that knows its schemas: no paths, no wrapped
// rules.
std::string merged(const std::string& schema, const std::string& coercion, const std::string& validation) {
  auto document = boost::json::parse(schema);
  auto& properties = document.at("properties").as_object();
  const auto coercions = boost::json::parse(coercion), checks = boost::json::parse(validation);
  for (const auto& [name, rule] : coercions.as_object())
    if (auto* property = properties.if_contains(name)) property->as_object()["coercion"] = rule;
  for (const auto& [name, rules] : checks.as_object()) {
    auto* property = properties.if_contains(name);
    if (property == nullptr) continue;
    auto& validations = property->as_object()["validations"];
    if (!validations.is_object()) validations.emplace_object();
    for (const auto& [key, value] : rules.as_object())
      validations.as_object()[key] = value;
  }
  return boost::json::serialize(document);
}

struct Rows {
  std::string schema, coercion, validation;
};

class Store : public Contender {
 public:
  explicit Store(const std::string& url) : store_(url) {
    store_.connect();
    id_ = store_.store_schema("bench", schema_document, "1.0.0");
    store_.store_coercion_rules(id_, rules_document, "1.0.0");
    store_.store_validation_rules(id_, checks_document, "1.0.0");
  }
  void put() override { store_.store_schema("bench", schema_document, "1.0.0"); }
  void get() override { benchmark::DoNotOptimize(store_.get_schema(id_)); }
  void complete() override { benchmark::DoNotOptimize(store_.get_complete_schema(id_)); }

 private:
  pycharter::MetadataStore store_;
  std::string id_;
};

// A set without a date is older than any.
const std::string newest = "ORDER BY created_at IS NULL, created_at DESC, id DESC LIMIT 1";

class SqliteClient : public Contender {
 public:
  SqliteClient() {
    check(sqlite3_open(sqlite_path().c_str(), &db_));
    check(sqlite3_exec(db_, "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr));
    read_ = prepare("BEGIN");
    commit_ = prepare("COMMIT");
    put_ = prepare(
        "INSERT INTO schemas (name, version, schema_data) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (name, version) DO UPDATE SET schema_data = excluded.schema_data RETURNING id");
    get_ = prepare("SELECT id, name, version, schema_data FROM schemas WHERE id = ?1");
    coercion_ = prepare(("SELECT rules FROM coercion_rules WHERE schema_id = ?1 " + newest).c_str());
    validation_ = prepare(("SELECT rules FROM validation_rules WHERE schema_id = ?1 " + newest).c_str());
  }
  ~SqliteClient() override {
    for (auto* statement : {read_, commit_, put_, get_, coercion_, validation_})
      sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  void put() override {
    sqlite3_bind_text(put_, 1, "bench", -1, SQLITE_STATIC);
    sqlite3_bind_text(put_, 2, "1.0.0", -1, SQLITE_STATIC);
    sqlite3_bind_text(put_, 3, schema_document.data(), static_cast<int>(schema_document.size()),
                      SQLITE_STATIC);
    run(put_);  // a transaction by itself
  }
  void get() override { benchmark::DoNotOptimize(select(get_)); }
  void complete() override {
    const auto found = read();
    benchmark::DoNotOptimize(merged(found.schema, found.coercion, found.validation));
  }
  void rows() override { benchmark::DoNotOptimize(read()); }

 private:
  void check(int code) {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return statement;
  }
  void run(sqlite3_stmt* statement) {
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    }
    if (code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    sqlite3_reset(statement);
  }
  Rows read() {
    run(read_);
    Rows found{select(get_), select(coercion_), select(validation_)};
    run(commit_);
    return found;
  }
  std::string select(sqlite3_stmt* statement) {
    sqlite3_bind_int64(statement, 1, 1);
    if (sqlite3_step(statement) != SQLITE_ROW) throw std::runtime_error("no such row");
    const int last = sqlite3_column_count(statement) - 1;
    std::string document(reinterpret_cast<const char*>(sqlite3_column_text(statement, last)));
    sqlite3_reset(statement);
    return document;
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt *read_, *commit_, *put_, *get_, *coercion_, *validation_;
};

class PostgresqlClient : public Contender {
 public:
  PostgresqlClient() : connection_(PQconnectdb(postgresql_url().c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
    prepare("put",
            "INSERT INTO pycharter.schemas (name, version, schema_data) VALUES ($1, $2, $3) "
            "ON CONFLICT (name, version) DO UPDATE SET schema_data = excluded.schema_data RETURNING id");
    prepare("get", "SELECT id, name, version, schema_data FROM pycharter.schemas WHERE id = $1");
    prepare(
        "snapshot",
        "SELECT s.id, s.name, s.version, s.schema_data, (SELECT rules FROM pycharter.coercion_rules WHERE "
        "schema_id = s.id " +
            newest +
            "), (SELECT rules FROM pycharter.validation_rules WHERE "
            "schema_id = s.id " +
            newest + ") FROM pycharter.schemas s WHERE s.id = $1");
    id_ = cell(execute("put", {"bench", "1.0.0", schema_document.c_str()}), 0);
  }
  ~PostgresqlClient() override { PQfinish(connection_); }
  void put() override {
    benchmark::DoNotOptimize(cell(execute("put", {"bench", "1.0.0", schema_document.c_str()}), 0));
  }
  void get() override { benchmark::DoNotOptimize(cell(execute("get", {id_.c_str()}), 3)); }
  void complete() override {
    const auto found = read();
    benchmark::DoNotOptimize(merged(found.schema, found.coercion, found.validation));
  }
  void rows() override { benchmark::DoNotOptimize(read()); }

 private:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

  void prepare(const char* name, const std::string& sql) {
    const Result result(PQprepare(connection_, name, sql.c_str(), 0, nullptr), &PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
      throw std::runtime_error(PQerrorMessage(connection_));
  }
  Result execute(const char* name, std::initializer_list<const char*> values) {
    Result result(PQexecPrepared(connection_, name, static_cast<int>(values.size()), values.begin(), nullptr,
                                 nullptr, 0),
                  &PQclear);
    if (PQntuples(result.get()) != 1) throw std::runtime_error(PQerrorMessage(connection_));
    return result;
  }
  static std::string cell(const Result& result, int column) { return PQgetvalue(result.get(), 0, column); }
  Rows read() {
    const auto result = execute("snapshot", {id_.c_str()});
    return {cell(result, 3), cell(result, 4), cell(result, 5)};
  }

  PGconn* connection_;
  std::string id_;
};

template <typename Make>
void add(const std::string& database, const std::string& way, Make make) {
  const auto define = [&](const std::string& name, void (Contender::*work)()) {
    benchmark::RegisterBenchmark((database + "/" + name).c_str(), [make, work](benchmark::State& state) {
      const std::unique_ptr<Contender> contender = make();
      for (auto _ : state)
        (contender.get()->*work)();
      state.SetItemsProcessed(state.iterations());
    })->UseRealTime();
  };
  define("put/" + way, &Contender::put);
  define("get/" + way, &Contender::get);
  define("complete_schema/" + way, &Contender::complete);
  if (way == "client") define("complete_schema/rows", &Contender::rows);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  // The store comes first in each pair: it makes the tables.
  add("sqlite", "store", [] { return std::make_unique<Store>("sqlite:///" + sqlite_path()); });
  add("sqlite", "client", [] { return std::make_unique<SqliteClient>(); });
  add("postgresql", "store", [] { return std::make_unique<Store>(postgresql_url()); });
  add("postgresql", "client", [] { return std::make_unique<PostgresqlClient>(); });
  Store("sqlite:///" + sqlite_path());
  Store{postgresql_url()};
  benchmark::RunSpecifiedBenchmarks();
  std::filesystem::remove_all(std::filesystem::path(sqlite_path()).parent_path());
}

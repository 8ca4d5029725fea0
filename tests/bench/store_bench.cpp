// Store operations beside the bare client library doing the same statements, prepared.
//
//   store_bench --benchmark_out=store.json --benchmark_out_format=json && python3 ratios.py store.json
//
// Names are DATABASE/OPERATION/store and DATABASE/OPERATION/client; ratios.py puts them side by side. Every repetition
// opens connections of its own: two connections to one server can differ by a factor through placement alone, so a
// ratio means something only over several repetitions (--benchmark_repetitions with random interleaving).
#include <benchmark/benchmark.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

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

class SqliteClient : public Contender {
 public:
  SqliteClient() {
    check(sqlite3_open(sqlite_path().c_str(), &db_));
    check(sqlite3_exec(db_, "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr));
    begin_ = prepare("BEGIN IMMEDIATE");
    read_ = prepare("BEGIN");
    commit_ = prepare("COMMIT");
    put_ = prepare("INSERT INTO schemas (name, version, schema_data) VALUES ('bench', '1.0.0', ?1) "
                   "ON CONFLICT (name, version) DO UPDATE SET schema_data = excluded.schema_data RETURNING id");
    get_ = prepare("SELECT id, name, version, schema_data FROM schemas WHERE id = ?1");
    coercion_ = prepare("SELECT rules FROM coercion_rules WHERE schema_id = ?1 ORDER BY created_at DESC, id DESC LIMIT 1");
    validation_ = prepare("SELECT rules FROM validation_rules WHERE schema_id = ?1 ORDER BY created_at DESC, id DESC LIMIT 1");
  }
  ~SqliteClient() override {
    for (auto* statement : {begin_, read_, commit_, put_, get_, coercion_, validation_}) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  void put() override {
    run(begin_);
    sqlite3_bind_text(put_, 1, schema_document.data(), static_cast<int>(schema_document.size()), SQLITE_STATIC);
    run(put_);
    run(commit_);
  }
  void get() override { select(get_); }
  void complete() override {
    run(read_);
    select(get_);
    select(coercion_);
    select(validation_);
    run(commit_);
  }

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
  void select(sqlite3_stmt* statement) {
    sqlite3_bind_int64(statement, 1, 1);
    if (sqlite3_step(statement) != SQLITE_ROW) throw std::runtime_error("no such row");
    const int last = sqlite3_column_count(statement) - 1;
    std::string document(reinterpret_cast<const char*>(sqlite3_column_text(statement, last)));
    benchmark::DoNotOptimize(document);
    sqlite3_reset(statement);
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt *begin_, *read_, *commit_, *put_, *get_, *coercion_, *validation_;
};

class PostgresqlClient : public Contender {
 public:
  PostgresqlClient() : connection_(PQconnectdb(postgresql_url().c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
    prepare("put", "INSERT INTO pycharter.schemas (name, version, schema_data) VALUES ('bench', '1.0.0', $1) "
                   "ON CONFLICT (name, version) DO UPDATE SET schema_data = excluded.schema_data RETURNING id");
    prepare("get", "SELECT id, name, version, schema_data FROM pycharter.schemas WHERE id = $1");
    prepare("snapshot", "SELECT s.id, s.name, s.version, s.schema_data, (SELECT rules FROM pycharter.coercion_rules WHERE "
                        "schema_id = s.id ORDER BY created_at DESC, id DESC LIMIT 1), (SELECT rules FROM "
                        "pycharter.validation_rules WHERE schema_id = s.id ORDER BY created_at DESC, id DESC LIMIT 1) "
                        "FROM pycharter.schemas s WHERE s.id = $1");
    id_ = execute("put", schema_document);
  }
  ~PostgresqlClient() override { PQfinish(connection_); }
  void put() override { execute("put", schema_document); }
  void get() override { benchmark::DoNotOptimize(execute("get", id_)); }
  void complete() override { benchmark::DoNotOptimize(execute("snapshot", id_)); }

 private:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

  void prepare(const char* name, const char* sql) {
    const Result result(PQprepare(connection_, name, sql, 1, nullptr), &PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection_));
  }
  std::string execute(const char* name, const std::string& parameter) {
    const char* values[] = {parameter.c_str()};
    const Result result(PQexecPrepared(connection_, name, 1, values, nullptr, nullptr, 0), &PQclear);
    if (PQntuples(result.get()) != 1) throw std::runtime_error(PQerrorMessage(connection_));
    return PQgetvalue(result.get(), 0, 0);
  }

  PGconn* connection_;
  std::string id_;
};

template <typename Make>
void add(const std::string& database, const std::string& way, Make make) {
  const auto define = [&](const char* operation, void (Contender::*work)()) {
    benchmark::RegisterBenchmark((database + "/" + operation + "/" + way).c_str(), [make, work](benchmark::State& state) {
      const std::unique_ptr<Contender> contender = make();
      for (auto _ : state) (contender.get()->*work)();
      state.SetItemsProcessed(state.iterations());
    })->UseRealTime();
  };
  define("put", &Contender::put);
  define("get", &Contender::get);
  define("complete_schema", &Contender::complete);
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

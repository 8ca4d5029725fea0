#include <sqlite3.h>

#include "contender.h"

namespace pycharter::bench {
namespace {

// A set without a date is older than any.
const std::string newest = "ORDER BY created_at IS NULL, created_at DESC, id DESC LIMIT 1";

class SqliteClient : public Contender {
 public:
  explicit SqliteClient(const std::string& path) {
    check(sqlite3_open(path.c_str(), &db_));
    check(sqlite3_exec(db_, "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr));
    read_ = prepare("BEGIN");
    commit_ = prepare("COMMIT");
    put_ = prepare(
        "INSERT INTO schemas (name, version, schema_data) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (name, version) DO UPDATE SET schema_data = excluded.schema_data RETURNING id");
    get_ = prepare("SELECT id, name, version, schema_data FROM schemas WHERE id = ?1");
    list_ = prepare("SELECT id, name, version FROM schemas ORDER BY name, id");
    coercion_ = prepare(("SELECT rules FROM coercion_rules WHERE schema_id = ?1 " + newest).c_str());
    validation_ = prepare(("SELECT rules FROM validation_rules WHERE schema_id = ?1 " + newest).c_str());
  }
  ~SqliteClient() override {
    for (auto* statement : {read_, commit_, put_, get_, list_, coercion_, validation_})
      sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  void put() override { put_one("bench"); }
  void bulk() override {
    check(sqlite3_exec(db_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr));
    for (const auto& name : many_names())
      put_one(name.c_str());
    check(sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr));
  }
  void list() override {
    std::vector<Entry> entries;
    while (sqlite3_step(list_) == SQLITE_ROW)
      entries.push_back({text(list_, 0), text(list_, 1), text(list_, 2)});
    sqlite3_reset(list_);
    benchmark::DoNotOptimize(entries);
  }
  void put_one(const char* name) {
    sqlite3_bind_text(put_, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(put_, 2, "1.0.0", -1, SQLITE_STATIC);
    sqlite3_bind_text(put_, 3, schema_document.data(), static_cast<int>(schema_document.size()),
                      SQLITE_STATIC);
    run(put_);  // a transaction by itself
  }
  void get() override { benchmark::DoNotOptimize(select(get_)); }
  void complete() override {
    const auto found = read();
    benchmark::DoNotOptimize(merged(found));
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
  static std::string text(sqlite3_stmt* statement, int column) {
    return reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
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
  sqlite3_stmt *read_, *commit_, *put_, *get_, *list_, *coercion_, *validation_;
};

}  // namespace

std::unique_ptr<Contender> sqlite_client(const std::string& path) {
  return std::make_unique<SqliteClient>(path);
}

}  // namespace pycharter::bench

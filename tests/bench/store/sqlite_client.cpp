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
    get_ = prepare("SELECT version, schema_data FROM schemas WHERE id = ?1");
    list_ = prepare("SELECT id, name, version FROM schemas ORDER BY name, id");
    coercion_ = prepare(("SELECT rules FROM coercion_rules WHERE schema_id = ?1 " + newest).c_str());
    validation_ = prepare(("SELECT rules FROM validation_rules WHERE schema_id = ?1 " + newest).c_str());
    id_ = put_one("bench", next_document());
  }
  ~SqliteClient() override {
    for (auto* statement : {read_, commit_, put_, get_, list_, coercion_, validation_})
      sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  void put() override { benchmark::DoNotOptimize(put_one("bench", next_document())); }
  void bulk() override {
    std::vector<std::string> ids;
    const auto& document = next_document();
    check(sqlite3_exec(db_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr));
    for (const auto& name : many_names())
      ids.push_back(put_one(name, document));
    check(sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr));
    benchmark::DoNotOptimize(ids);
  }
  void list() override {
    std::vector<Entry> entries;
    while (sqlite3_step(list_) == SQLITE_ROW)
      entries.push_back({text(list_, 0), text(list_, 1), text(list_, 2)});
    sqlite3_reset(list_);
    benchmark::DoNotOptimize(entries);
  }
  void get() override {
    auto row = select(get_);
    benchmark::DoNotOptimize(row);
  }
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
  void bind(sqlite3_stmt* statement, int index, const std::string& text) {
    check(sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC));
  }
  static std::string text(sqlite3_stmt* statement, int column) {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
  }
  void run(sqlite3_stmt* statement) {
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    }
    if (code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    sqlite3_reset(statement);
  }
  // A transaction by itself; gives the id.
  std::string put_one(const std::string& name, const std::string& document) {
    bind(put_, 1, name);
    bind(put_, 2, version_);
    bind(put_, 3, document);
    if (sqlite3_step(put_) != SQLITE_ROW) throw std::runtime_error(sqlite3_errmsg(db_));
    auto id = text(put_, 0);
    run(put_);
    return id;
  }
  Rows read() {
    run(read_);
    Rows found{select(get_).back(), select(coercion_).back(), select(validation_).back()};
    run(commit_);
    return found;
  }
  // The row of the schema.
  std::vector<std::string> select(sqlite3_stmt* statement) {
    bind(statement, 1, id_);
    if (sqlite3_step(statement) != SQLITE_ROW) throw std::runtime_error("no such row");
    std::vector<std::string> row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i)
      row.push_back(text(statement, i));
    sqlite3_reset(statement);
    return row;
  }

  const std::string version_ = "1.0.0";
  std::string id_;
  sqlite3* db_ = nullptr;
  sqlite3_stmt *read_, *commit_, *put_, *get_, *list_, *coercion_, *validation_;
};

}  // namespace

std::unique_ptr<Contender> sqlite_client(const std::string& path) {
  return std::make_unique<SqliteClient>(path);
}

}  // namespace pycharter::bench

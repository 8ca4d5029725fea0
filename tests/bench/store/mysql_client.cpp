#include <mysql.h>
#include <pycharter/plugin/url.h>

#include <cstring>

#include "contender.h"

namespace pycharter::bench {
namespace {

const std::string newest = "ORDER BY created_at IS NULL, created_at DESC, id DESC LIMIT 1";

// A statement prepared at the server, with text parameters and text results.
class Statement {
 public:
  Statement(MYSQL* connection, const std::string& sql) : statement_(mysql_stmt_init(connection)) {
    check(mysql_stmt_prepare(statement_, sql.data(), sql.size()));
    columns_.resize(mysql_stmt_field_count(statement_));
  }
  ~Statement() { mysql_stmt_close(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  std::vector<std::vector<std::string>> run(const std::vector<const std::string*>& values) {
    std::vector<MYSQL_BIND> given(values.size());
    std::vector<unsigned long> lengths(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      lengths[i] = values[i]->size();
      given[i].buffer_type = MYSQL_TYPE_STRING;
      given[i].buffer = const_cast<char*>(values[i]->data());
      given[i].buffer_length = lengths[i];
      given[i].length = &lengths[i];
    }
    if (!given.empty()) check(mysql_stmt_bind_param(statement_, given.data()));
    check(mysql_stmt_execute(statement_));
    return columns_.empty() ? std::vector<std::vector<std::string>>() : fetch();
  }

 private:
  struct Column {
    char buffer[1024];
    unsigned long length = 0;
  };

  void check(int failed) const {
    if (failed != 0) throw std::runtime_error(mysql_stmt_error(statement_));
  }
  std::vector<std::vector<std::string>> fetch() {
    std::vector<MYSQL_BIND> taken(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      taken[i].buffer_type = MYSQL_TYPE_STRING;
      taken[i].buffer = columns_[i].buffer;
      taken[i].buffer_length = sizeof columns_[i].buffer;
      taken[i].length = &columns_[i].length;
    }
    check(mysql_stmt_bind_result(statement_, taken.data()));
    check(mysql_stmt_store_result(statement_));
    std::vector<std::vector<std::string>> rows;
    while (mysql_stmt_fetch(statement_) == 0) {
      auto& row = rows.emplace_back();
      for (const auto& column : columns_)
        row.emplace_back(column.buffer, column.length);
    }
    mysql_stmt_free_result(statement_);
    return rows;
  }

  MYSQL_STMT* statement_;
  std::vector<Column> columns_;
};

class MysqlClient : public Contender {
 public:
  explicit MysqlClient(const std::string& url) : connection_(connect(url), &mysql_close) {
    id_ = get_id_.run({&name_, &version_}).at(0).at(0);
  }
  void put() override {
    put_.run({&name_, &version_, &next_document()});
    benchmark::DoNotOptimize(std::to_string(mysql_insert_id(connection_.get())));
  }
  void get() override { benchmark::DoNotOptimize(get_.run({&id_}).at(0)); }
  void complete() override { benchmark::DoNotOptimize(merged(read())); }
  void rows() override { benchmark::DoNotOptimize(read()); }
  void list() override {
    std::vector<Entry> entries;
    for (auto& row : list_.run({}))
      entries.push_back({std::move(row[0]), std::move(row[1]), std::move(row[2])});
    benchmark::DoNotOptimize(entries);
  }
  void bulk() override {
    std::vector<std::string> ids;
    const auto& document = next_document();
    command("BEGIN");
    for (std::size_t i = 0; i < many_names().size(); i += rows_at_once) {
      std::vector<const std::string*> values, keys;
      for (std::size_t row = i; row < i + rows_at_once; ++row) {
        keys.push_back(&many_names()[row]);
        for (const auto* value : {&many_names()[row], &version_, &document})
          values.push_back(value);
      }
      keys.push_back(&version_);
      bulk_.run(values);
      for (auto& row : bulk_ids_.run(keys))  // in the order of the names
        ids.push_back(std::move(row[0]));
    }
    command("COMMIT");
    benchmark::DoNotOptimize(ids);
  }

 private:
  static constexpr int rows_at_once = 500;

  static MYSQL* connect(const std::string& text) {
    const auto url = plugin::parse_url(text);
    auto* connection = mysql_init(nullptr);
    mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (mysql_real_connect(connection, url.hosts[0].name.c_str(), url.user->c_str(),
                           url.password.value_or("").c_str(), url.database->c_str(),
                           static_cast<unsigned>(url.hosts[0].port), nullptr, 0) == nullptr)
      throw std::runtime_error(mysql_error(connection));
    return connection;
  }
  static std::string many_rows() {
    std::string sql = "INSERT INTO `schemas` (name, version, schema_data) VALUES (?, ?, ?)";
    for (int row = 1; row < rows_at_once; ++row)
      sql += ", (?, ?, ?)";
    return sql + " ON DUPLICATE KEY UPDATE schema_data = VALUES(schema_data)";
  }
  static std::string many_keys() {
    std::string sql = "SELECT id FROM `schemas` WHERE name IN (?";
    for (int row = 1; row < rows_at_once; ++row)
      sql += ", ?";
    return sql + ") AND version = ? ORDER BY name";
  }
  void command(const char* sql) {
    if (mysql_query(connection_.get(), sql) != 0) throw std::runtime_error(mysql_error(connection_.get()));
  }
  Rows read() {
    auto row = std::move(snapshot_.run({&id_}).at(0));
    return {std::move(row[1]), std::move(row[2]), std::move(row[3])};
  }

  const std::string name_ = "bench", version_ = "1.0.0";
  std::unique_ptr<MYSQL, decltype(&mysql_close)> connection_;
  Statement get_id_{connection_.get(), "SELECT id FROM `schemas` WHERE name = ? AND version = ?"};
  Statement put_{
      connection_.get(),
      "INSERT INTO `schemas` (name, version, schema_data) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE "
      "schema_data = VALUES(schema_data), id = LAST_INSERT_ID(id)"};
  Statement get_{connection_.get(), "SELECT version, schema_data FROM `schemas` WHERE id = ?"};
  Statement list_{connection_.get(),
                  "SELECT id, name, version FROM `schemas` ORDER BY CAST(name AS BINARY), id"};
  Statement bulk_{connection_.get(), many_rows()};
  Statement bulk_ids_{connection_.get(), many_keys()};
  Statement snapshot_{connection_.get(),
                      "SELECT s.version, s.schema_data, (SELECT rules FROM coercion_rules WHERE schema_id "
                      "= s.id " +
                          newest + "), (SELECT rules FROM validation_rules WHERE schema_id = s.id " + newest +
                          ") FROM `schemas` s WHERE s.id = ?"};
  std::string id_;
};

}  // namespace

std::unique_ptr<Contender> mysql_client(const std::string& url) {
  return std::make_unique<MysqlClient>(url);
}

}  // namespace pycharter::bench

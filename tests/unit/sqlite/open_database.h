// A database file in a folder of its own, and the contract store's tables in it.
#ifndef PYCHARTER_TESTS_UNIT_SQLITE_OPEN_DATABASE_H
#define PYCHARTER_TESTS_UNIT_SQLITE_OPEN_DATABASE_H

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "../../support/sql_backend_test.h"
#include "sqlite/backend.h"

namespace pycharter::sqlite {

class Folder {
 public:
  Folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "pycharter sqlite XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string url(const std::string& name = "contracts.db") const {
    std::string encoded;
    for (const char c : file(name))
      encoded += c == ' ' ? std::string("%20") : std::string(1, c);
    return "sqlite:///" + encoded;
  }

 private:
  std::string path_;
};

class SqliteTest : public tests::SqlBackendTest {
 protected:
  static std::unique_ptr<Backend> make() {
    return std::make_unique<Backend>(plugin::Host(), plugin::Settings());
  }

  std::unique_ptr<Backend> connect(bool migration = false, const std::string& parameters = "") const {
    auto backend = make();
    plugin::ConnectOptions options;
    options.url = folder_.url() + parameters;
    options.may_create = true;
    options.migration = migration;
    backend->connect(options);
    return backend;
  }

  Folder folder_;
};

// As the first revision makes them.
inline constexpr const char* contract_tables = R"sql(
CREATE TABLE schemas (id INTEGER NOT NULL, name VARCHAR(255) NOT NULL, version VARCHAR(50), schema_data JSON NOT NULL,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (id),
  CONSTRAINT uq_schemas_name_version UNIQUE (name, version));
CREATE TABLE coercion_rules (id INTEGER NOT NULL, schema_id INTEGER NOT NULL, version VARCHAR(50), rules JSON NOT NULL,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (id),
  CONSTRAINT uq_coercion_rules_schema_version UNIQUE (schema_id, version),
  FOREIGN KEY(schema_id) REFERENCES schemas (id) ON DELETE CASCADE);
CREATE TABLE validation_rules (id INTEGER NOT NULL, schema_id INTEGER NOT NULL, version VARCHAR(50),
  rules JSON NOT NULL, created_at DATETIME DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (id),
  CONSTRAINT uq_validation_rules_schema_version UNIQUE (schema_id, version),
  FOREIGN KEY(schema_id) REFERENCES schemas (id) ON DELETE CASCADE);
CREATE TABLE governance_rules (id INTEGER NOT NULL, name VARCHAR(255) NOT NULL, rule_definition JSON NOT NULL,
  schema_id INTEGER, created_at DATETIME DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (id),
  FOREIGN KEY(schema_id) REFERENCES schemas (id));
CREATE TABLE ownership (resource_id VARCHAR(255) NOT NULL, owner VARCHAR(255) NOT NULL, team VARCHAR(255),
  additional_info JSON, created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (resource_id));
CREATE TABLE metadata (id INTEGER NOT NULL, resource_id VARCHAR(255) NOT NULL, resource_type VARCHAR(50) NOT NULL,
  metadata_data JSON NOT NULL, created_at DATETIME DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (id),
  CONSTRAINT uq_metadata_resource UNIQUE (resource_id, resource_type));
CREATE TABLE pycharter_schema_version (version VARCHAR(50) NOT NULL, applied_at DATETIME, description TEXT,
  PRIMARY KEY (version));
)sql";

}  // namespace pycharter::sqlite

#endif

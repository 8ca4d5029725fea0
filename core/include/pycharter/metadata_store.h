// Contracts in any backend.
//
//   pycharter::PostgresMetadataStore store("postgresql://user@host/db");
//   store.connect();
//   auto id = store.store_schema("user", R"({"type": "object"})", "1.0.0");
//
// Documents are JSON text (UTF-8). Absence is std::optional, failure throws pycharter::Error; its code is
// named at each method. A store is movable and not thread-safe: use one per thread, or guard it. Distinct
// stores are independent. The destructor disconnects.
#ifndef PYCHARTER_METADATA_STORE_H
#define PYCHARTER_METADATA_STORE_H

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/error.h>
#include <pycharter/export.h>

namespace pycharter {

namespace store {
class Session;
}

struct ConnectOptions {
  // Bring an empty database to head (SQL), make collections and indexes (MongoDB).
  bool auto_initialize = true;
  // With auto_initialize false: throw not_initialized when the tables are missing.
  bool validate_schema_on_connect = true;
  // An operation that takes longer is given up and throws cancelled. 0: no limit. How long connecting may
  // take is a matter of the URL or the configuration: see each backend's page.
  std::chrono::milliseconds call_timeout{0};
};

// Settings of a store beyond its URL, e.g. {"schema_name", "contracts"}: see each backend's page.
using StoreOptions = std::map<std::string, std::string>;

struct SchemaEntry {
  std::string id;
  std::string name;
  std::string version;
};

// What store_many takes: the arguments of store_schema.
struct SchemaDocument {
  std::string name;
  std::string schema;  // JSON text
  std::string version;
};

// One of the sets of coercion or validation rules of a schema.
struct RuleSet {
  std::optional<std::string> version;
  std::string rules;  // JSON text
};

struct GovernanceRule {
  std::string id;
  std::string name;
  std::string definition;  // JSON text
  std::optional<std::string> schema_id;
};

struct Ownership {
  std::string owner;
  std::optional<std::string> team;
  std::string additional_info;  // JSON text, {} when none was given
};

struct OwnershipEntry {
  std::string resource_id;
  Ownership ownership;
};

struct MetadataEntry {
  std::string id;
  std::string resource_id;
  std::string resource_type;
  std::string metadata;  // JSON text
};

struct DeleteOptions {
  // Of a schema: its coercion and validation sets and its governance rules too, in the same step.
  bool cascade = false;
};

struct SchemaInfo {
  std::optional<std::string> revision;
  bool initialized = false;
  std::string message;  // "Schema initialized: True (revision: ac3d8fcc3e60)"
};

// A part of a list: `limit` entries, starting after the one that `after` names. Of schemas and governance
// rules `limit` counts names and `after` is one, since all that have the same name come together.
struct Page {
  std::size_t limit = 0;  // 0: all
  std::optional<std::string> after;
};

class PYCHARTER_API MetadataStore {
 public:
  // The database that the configuration names: see docs/configuration.md. Throws config when there is none.
  MetadataStore();
  // Throws config for a bad URL, plugin when no backend serves its scheme. Does not connect.
  explicit MetadataStore(std::string_view url, const StoreOptions& options = {});
  // Inside the project: over a session that was made another way.
  explicit MetadataStore(std::unique_ptr<store::Session> session);
  MetadataStore(MetadataStore&&) noexcept;
  MetadataStore& operator=(MetadataStore&&) noexcept;
  virtual ~MetadataStore();

  // Throws connect, auth, not_initialized, or what initialising throws; the store is then not connected.
  // Every operation below throws usage before connect(), connect when the database cannot be reached, and
  // invalid_document for a name or version that is empty, too long (255 and 50 characters), not UTF-8 or
  // holds a NUL. A connection lost between two operations is opened again once; a write that was under way
  // when it broke is never repeated.
  void connect(const ConnectOptions& options = {});
  void disconnect() noexcept;
  // Between connect() and disconnect(), also where the connection was lost meanwhile.
  bool connected() const noexcept;
  // Asks the database whether it is there; opens a lost connection again.
  void ping();
  // The one call that may come from another thread: the operation under way throws cancelled soon, if the
  // backend can ("cancel" among its capabilities). Without one under way nothing happens.
  void cancel() noexcept;

  // Stores or replaces the schema (name, version); gives its id. Throws invalid_document, version_mismatch.
  std::string store_schema(std::string_view name, std::string_view schema, std::string_view version);
  std::optional<std::string> get_schema(std::string_view schema_id,
                                        std::optional<std::string_view> version = {});
  // All of them or none, in as few steps as the backend can. Gives the ids, in order.
  std::vector<std::string> store_many(std::span<const SchemaDocument> schemas);
  // The documents of these schemas in the order asked for, nothing where there is none.
  std::vector<std::optional<std::string>> get_many(std::span<const std::string> schema_ids);
  // False when there was none. Throws conflict when it has rules and `cascade` is not set.
  bool delete_schema(std::string_view schema_id, const DeleteOptions& options = {});
  // The schema of that name, and of that version or nothing; without a version the latest by version order.
  std::optional<SchemaEntry> find_schema(std::string_view name, std::optional<std::string_view> version = {});
  // In version order, the latest last. A page starts after the version `after`.
  std::vector<std::string> list_versions(std::string_view name, const Page& page = {});
  // By name (code points), then version order.
  std::vector<SchemaEntry> list_schemas(const Page& page = {});

  // Throw not_found when there is no such schema, invalid_document. Give "coercion:{id}[:{version}]".
  std::string store_coercion_rules(std::string_view schema_id, std::string_view rules,
                                   std::optional<std::string_view> version = {});
  std::string store_validation_rules(std::string_view schema_id, std::string_view rules,
                                     std::optional<std::string_view> version = {});
  // Without a version: the set created last. With one: that set or nothing.
  std::optional<std::string> get_coercion_rules(std::string_view schema_id,
                                                std::optional<std::string_view> version = {});
  std::optional<std::string> get_validation_rules(std::string_view schema_id,
                                                  std::optional<std::string_view> version = {});

  // The sets of a schema, in the order of their creation. `after` is a version, "" for the set without one;
  // after a set that is not there comes nothing.
  std::vector<RuleSet> list_coercion_rules(std::string_view schema_id, const Page& page = {});
  std::vector<RuleSet> list_validation_rules(std::string_view schema_id, const Page& page = {});
  // The set of that version; without one, the set that has none. False when there is no such set.
  bool delete_coercion_rules(std::string_view schema_id, std::optional<std::string_view> version = {});
  bool delete_validation_rules(std::string_view schema_id, std::optional<std::string_view> version = {});

  // One rule for each name and schema (or for none: a global rule). Gives its id. Throws not_found when there
  // is no such schema, invalid_document.
  std::string store_governance_rule(std::string_view name, std::string_view definition,
                                    std::optional<std::string_view> schema_id = {});
  // Of that schema; without one, all. By name (code points).
  std::vector<GovernanceRule> get_governance_rules(std::optional<std::string_view> schema_id = {},
                                                   const Page& page = {});
  // The rule of that schema; without one, the global rule. False when there is none.
  bool delete_governance_rule(std::string_view name, std::optional<std::string_view> schema_id = {});

  // Gives the resource id.
  std::string store_ownership(std::string_view resource_id, std::string_view owner,
                              std::optional<std::string_view> team = {},
                              std::optional<std::string_view> additional_info = {});
  std::optional<Ownership> get_ownership(std::string_view resource_id);
  // By resource id (code points); a page starts after the resource id `after`.
  std::vector<OwnershipEntry> list_ownership(const Page& page = {});
  bool delete_ownership(std::string_view resource_id);

  // Gives "{type}:{resource_id}". Types have up to 50 characters.
  std::string store_metadata(std::string_view resource_id, std::string_view metadata,
                             std::string_view resource_type = "schema");
  std::optional<std::string> get_metadata(std::string_view resource_id,
                                          std::string_view resource_type = "schema");
  // By id, in the backend's order; a page starts after the id `after`.
  std::vector<MetadataEntry> list_metadata(const Page& page = {});
  bool delete_metadata(std::string_view resource_id, std::string_view resource_type = "schema");

  // The schema with its rules merged in. `unmatched`, when given, receives the rule keys that named no
  // property.
  std::optional<std::string> get_complete_schema(std::string_view schema_id,
                                                 std::optional<std::string_view> version = {},
                                                 std::vector<std::string>* unmatched = nullptr);
  SchemaInfo get_schema_info();

  // What the open database can do, in words: "persistent", "transactions", "sql", … (docs/plugin-guide.md).
  std::vector<std::string> capabilities();

  // The URL with its password masked, for messages.
  std::string masked_url() const;

  // Inside the project: what the methods above work on. Throws usage when this was moved from.
  store::Session& session() const;

 protected:
  // The backend that a class of this header stands for: a URL of another one throws config.
  struct Only {
    std::string_view backend;
  };
  explicit MetadataStore(Only only);
  MetadataStore(Only only, std::string_view url, const StoreOptions& options);

 private:
  std::unique_ptr<store::Session> session_;
};

// The names of the reference document. Each checks that the URL is its backend's and passes its settings on.
// Without an argument the database is the one that the configuration names.
class PostgresMetadataStore : public MetadataStore {
 public:
  PostgresMetadataStore() : MetadataStore(Only{"postgresql"}) {}
  // The schema that holds the tables: the one given, else the configuration's, else "pycharter".
  explicit PostgresMetadataStore(std::string_view url, std::optional<std::string> schema_name = {})
      : MetadataStore(Only{"postgresql"}, url,
                      schema_name ? StoreOptions{{"schema_name", *std::move(schema_name)}} : StoreOptions{}) {
  }
};

class SQLiteMetadataStore : public MetadataStore {
 public:
  SQLiteMetadataStore() : MetadataStore(Only{"sqlite"}) {}
  explicit SQLiteMetadataStore(std::string_view url) : MetadataStore(Only{"sqlite"}, url, {}) {}
};

class MySQLMetadataStore : public MetadataStore {
 public:
  MySQLMetadataStore() : MetadataStore(Only{"mysql"}) {}
  explicit MySQLMetadataStore(std::string_view url) : MetadataStore(Only{"mysql"}, url, {}) {}
};

class InMemoryMetadataStore : public MetadataStore {
 public:
  InMemoryMetadataStore() : MetadataStore(Only{"memory"}, "memory://", {}) {}
};

// Arguments of the MongoDB and Redis stores, so that they can be written by name:
// MongoDBMetadataStore store({.connection_string = "mongodb://…", .database_name = "pycharter"});
struct MongoDBOptions {
  std::string connection_string;
  std::string database_name = {};
};

struct RedisOptions {
  std::string connection_string;
  std::string key_prefix = "pycharter";
};

class MongoDBMetadataStore : public MetadataStore {
 public:
  explicit MongoDBMetadataStore(const MongoDBOptions& options)
      : MetadataStore(Only{"mongodb"}, options.connection_string,
                      options.database_name.empty()
                          ? StoreOptions{}
                          : StoreOptions{{"database_name", options.database_name}}) {}
};

class RedisMetadataStore : public MetadataStore {
 public:
  explicit RedisMetadataStore(const RedisOptions& options)
      : MetadataStore(Only{"redis"}, options.connection_string, {{"key_prefix", options.key_prefix}}) {}
};

}  // namespace pycharter

#endif

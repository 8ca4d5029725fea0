#include <pycharter/metadata_store.h>

#include <utility>

#include "store/plugin_access.h"
#include "store/resources.h"
#include "store/rules.h"
#include "store/schemas.h"
#include "store/session.h"

namespace pycharter {
namespace {

using plugin::RecordKind;
using store::Client;

store::Session& open(const std::unique_ptr<store::Session>& session) {
  if (session) return *session;
  throw Error(ErrorCode::usage, "This store was moved from: use the object that it was moved to.");
}

// Puts records, all or none; gives their ids.
std::vector<std::string> put(const std::unique_ptr<store::Session>& session,
                             std::span<const plugin::Record> records) {
  return open(session).write([&](Client& client) { return client.put(records); });
}

// Puts one record; gives its id.
std::string put(const std::unique_ptr<store::Session>& session, const plugin::Record& record) {
  return std::move(put(session, std::span(&record, 1)).front());
}

std::unique_ptr<store::Session> session_of(std::optional<std::string_view> url, const StoreOptions& options,
                                           std::string_view backend) {
  return std::make_unique<store::Session>(store::access_backend(url, options, backend));
}

}  // namespace

MetadataStore::MetadataStore() : session_(session_of({}, {}, {})) {}
MetadataStore::MetadataStore(std::string_view url, const StoreOptions& options)
    : session_(session_of(url, options, {})) {}
MetadataStore::MetadataStore(Only only) : session_(session_of({}, {}, only.backend)) {}
MetadataStore::MetadataStore(Only only, std::string_view url, const StoreOptions& options)
    : session_(session_of(url, options, only.backend)) {}
MetadataStore::MetadataStore(std::unique_ptr<store::Session> session) : session_(std::move(session)) {}
MetadataStore::MetadataStore(MetadataStore&&) noexcept = default;
MetadataStore& MetadataStore::operator=(MetadataStore&&) noexcept = default;
MetadataStore::~MetadataStore() = default;

void MetadataStore::connect(const ConnectOptions& options) {
  open(session_).connect(options);
}

void MetadataStore::disconnect() noexcept {
  if (session_) session_->disconnect();
}

bool MetadataStore::connected() const noexcept {
  return session_ && session_->connected();
}

void MetadataStore::ping() {
  open(session_).read([](Client& client) { client.ping(); });
}

void MetadataStore::cancel() noexcept {
  if (session_) session_->cancel();
}

store::Session& MetadataStore::session() const {
  return open(session_);
}

std::string MetadataStore::masked_url() const {
  return open(session_).masked_url();
}

std::vector<std::string> MetadataStore::capabilities() {
  return open(session_).capabilities();
}

SchemaInfo MetadataStore::get_schema_info() {
  return open(session_).info();
}

std::string MetadataStore::store_schema(std::string_view name, std::string_view schema,
                                        std::string_view version) {
  return put(session_, store::schema_record(name, schema, version));
}

std::optional<std::string> MetadataStore::get_schema(std::string_view schema_id,
                                                     std::optional<std::string_view> version) {
  auto& session = open(session_);
  return session.read(
      [&](Client& client) { return store::get_schema(client, session.schema_reader(), schema_id, version); });
}

std::vector<std::string> MetadataStore::store_many(std::span<const SchemaDocument> schemas) {
  std::vector<plugin::Record> records;
  records.reserve(schemas.size());
  for (const auto& schema : schemas)
    records.push_back(store::schema_record(schema.name, schema.schema, schema.version));
  return put(session_, records);
}

std::vector<std::optional<std::string>> MetadataStore::get_many(std::span<const std::string> schema_ids) {
  return open(session_).read([&](Client& client) { return store::get_many(client, schema_ids); });
}

bool MetadataStore::delete_schema(std::string_view schema_id, const DeleteOptions& options) {
  return open(session_).write(
      [&](Client& client) { return store::delete_schema(client, schema_id, options); });
}

std::optional<SchemaEntry> MetadataStore::find_schema(std::string_view name,
                                                      std::optional<std::string_view> version) {
  return open(session_).read([&](Client& client) { return store::find_schema(client, name, version); });
}

std::vector<std::string> MetadataStore::list_versions(std::string_view name, const Page& page) {
  return open(session_).read([&](Client& client) { return store::list_versions(client, name, page); });
}

std::vector<SchemaEntry> MetadataStore::list_schemas(const Page& page) {
  return open(session_).read([&](Client& client) { return store::list_schemas(client, page); });
}

std::string MetadataStore::store_coercion_rules(std::string_view schema_id, std::string_view rules,
                                                std::optional<std::string_view> version) {
  const auto record = store::rules_record(RecordKind::coercion, schema_id, rules, version);
  put(session_, record);
  return store::rules_key(record);
}

std::string MetadataStore::store_validation_rules(std::string_view schema_id, std::string_view rules,
                                                  std::optional<std::string_view> version) {
  const auto record = store::rules_record(RecordKind::validation, schema_id, rules, version);
  put(session_, record);
  return store::rules_key(record);
}

std::optional<std::string> MetadataStore::get_coercion_rules(std::string_view schema_id,
                                                             std::optional<std::string_view> version) {
  return open(session_).read(
      [&](Client& client) { return store::get_rules(client, RecordKind::coercion, schema_id, version); });
}

std::optional<std::string> MetadataStore::get_validation_rules(std::string_view schema_id,
                                                               std::optional<std::string_view> version) {
  return open(session_).read(
      [&](Client& client) { return store::get_rules(client, RecordKind::validation, schema_id, version); });
}

std::vector<RuleSet> MetadataStore::list_coercion_rules(std::string_view schema_id, const Page& page) {
  return open(session_).read(
      [&](Client& client) { return store::list_rules(client, RecordKind::coercion, schema_id, page); });
}

std::vector<RuleSet> MetadataStore::list_validation_rules(std::string_view schema_id, const Page& page) {
  return open(session_).read(
      [&](Client& client) { return store::list_rules(client, RecordKind::validation, schema_id, page); });
}

bool MetadataStore::delete_coercion_rules(std::string_view schema_id,
                                          std::optional<std::string_view> version) {
  return open(session_).write(
      [&](Client& client) { return store::delete_rules(client, RecordKind::coercion, schema_id, version); });
}

bool MetadataStore::delete_validation_rules(std::string_view schema_id,
                                            std::optional<std::string_view> version) {
  return open(session_).write([&](Client& client) {
    return store::delete_rules(client, RecordKind::validation, schema_id, version);
  });
}

std::string MetadataStore::store_governance_rule(std::string_view name, std::string_view definition,
                                                 std::optional<std::string_view> schema_id) {
  return put(session_, store::governance_record(name, definition, schema_id));
}

std::vector<GovernanceRule> MetadataStore::get_governance_rules(std::optional<std::string_view> schema_id,
                                                                const Page& page) {
  return open(session_).read(
      [&](Client& client) { return store::get_governance_rules(client, schema_id, page); });
}

bool MetadataStore::delete_governance_rule(std::string_view name, std::optional<std::string_view> schema_id) {
  return open(session_).write(
      [&](Client& client) { return store::delete_governance_rule(client, name, schema_id); });
}

std::string MetadataStore::store_ownership(std::string_view resource_id, std::string_view owner,
                                           std::optional<std::string_view> team,
                                           std::optional<std::string_view> additional_info) {
  put(session_, store::ownership_record(resource_id, owner, team, additional_info));
  return std::string(resource_id);
}

std::optional<Ownership> MetadataStore::get_ownership(std::string_view resource_id) {
  return open(session_).read([&](Client& client) { return store::get_ownership(client, resource_id); });
}

std::vector<OwnershipEntry> MetadataStore::list_ownership(const Page& page) {
  return open(session_).read([&](Client& client) { return store::list_ownership(client, page); });
}

bool MetadataStore::delete_ownership(std::string_view resource_id) {
  return open(session_).write([&](Client& client) { return store::delete_ownership(client, resource_id); });
}

std::string MetadataStore::store_metadata(std::string_view resource_id, std::string_view metadata,
                                          std::string_view resource_type) {
  put(session_, store::metadata_record(resource_id, metadata, resource_type));
  return std::string(resource_type) + ':' + std::string(resource_id);
}

std::optional<std::string> MetadataStore::get_metadata(std::string_view resource_id,
                                                       std::string_view resource_type) {
  return open(session_).read(
      [&](Client& client) { return store::get_metadata(client, resource_id, resource_type); });
}

std::vector<MetadataEntry> MetadataStore::list_metadata(const Page& page) {
  return open(session_).read([&](Client& client) { return store::list_metadata(client, page); });
}

bool MetadataStore::delete_metadata(std::string_view resource_id, std::string_view resource_type) {
  return open(session_).write(
      [&](Client& client) { return store::delete_metadata(client, resource_id, resource_type); });
}

std::optional<std::string> MetadataStore::get_complete_schema(std::string_view schema_id,
                                                              std::optional<std::string_view> version,
                                                              std::vector<std::string>* unmatched) {
  return open(session_).read(
      [&](Client& client) { return store::get_complete_schema(client, schema_id, version, unmatched); });
}

}  // namespace pycharter

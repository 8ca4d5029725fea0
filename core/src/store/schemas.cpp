#include "store/schemas.h"

#include <algorithm>
#include <unordered_map>

#include "store/complete_schema.h"
#include "store/document.h"
#include "store/names.h"
#include "store/pages.h"
#include "store/version_order.h"
#include "store/versioned.h"

namespace pycharter::store {
namespace {

using plugin::Query;
using plugin::Record;
using plugin::RecordKind;

constexpr std::string_view schema_name = "The schema name";

SchemaEntry entry_of(const Record& record) {
  return {record.id.value_or(""), record.name.value_or(""), record.version.value_or("")};
}

// By name, then version order. Versions are parsed once each: comparing parses nothing.
std::vector<SchemaEntry> in_order(const std::vector<Record>& records) {
  struct Keyed {
    SchemaEntry entry;
    VersionKey version;
  };
  std::vector<Keyed> keyed;
  keyed.reserve(records.size());
  for (const auto& record : records) {
    auto entry = entry_of(record);
    VersionKey version(entry.version);
    keyed.push_back({std::move(entry), std::move(version)});
  }
  std::sort(keyed.begin(), keyed.end(), [](const Keyed& a, const Keyed& b) {
    if (const int order = a.entry.name.compare(b.entry.name); order != 0) return order < 0;
    return a.version < b.version;
  });
  std::vector<SchemaEntry> entries;
  entries.reserve(keyed.size());
  for (auto& one : keyed)
    entries.push_back(std::move(one.entry));
  return entries;
}

std::vector<SchemaEntry> schemas_named(Client& client, std::string_view name,
                                       std::optional<std::string_view> version = {}) {
  Query query;
  query.match.name = require_name(name, schema_name);
  query.match.version = require_version(version);
  query.without_document = true;
  return in_order(client.find(query));
}

std::string document_of(const Record& record) {
  return record.document ? *record.document : "{}";
}

}  // namespace

Record schema_record(std::string_view name, std::string_view schema, std::string_view version) {
  Record record;
  record.kind = RecordKind::schema;
  record.name = require_name(name, schema_name);
  record.version = require_version(version);
  record.document = with_version_to_store(schema, version);
  return record;
}

std::optional<std::string> get_schema(Client& client, std::string_view schema_id,
                                      std::optional<std::string_view> version) {
  Query query;
  query.match.id = require_id(schema_id);
  query.match.version = require_version(version);
  auto found = client.find(query);
  if (found.empty()) return std::nullopt;
  auto& record = found.front();
  return with_version_as_stored(std::move(record.document).value_or("{}"), record.version);
}

std::optional<SchemaEntry> find_schema(Client& client, std::string_view name,
                                       std::optional<std::string_view> version) {
  auto entries = schemas_named(client, name, version);
  if (entries.empty()) return std::nullopt;
  return std::move(entries.back());
}

std::vector<std::string> list_versions(Client& client, std::string_view name, const Page& page) {
  std::optional<VersionKey> after;
  if (page.after) after.emplace(*page.after);
  std::vector<std::string> versions;
  for (auto& entry : schemas_named(client, name)) {
    if (after && !(*after < VersionKey(entry.version))) continue;
    if (page.limit != 0 && versions.size() == page.limit) break;
    versions.push_back(std::move(entry.version));
  }
  return versions;
}

std::vector<std::optional<std::string>> get_many(Client& client, std::span<const std::string> schema_ids) {
  std::unordered_map<std::string, std::string> documents;
  Query query;
  for (std::size_t i = 0; i < schema_ids.size(); i += PYCHARTER_ABOUT_LIMIT) {
    query.about.clear();
    for (const auto& id :
         schema_ids.subspan(i, std::min<std::size_t>(PYCHARTER_ABOUT_LIMIT, schema_ids.size() - i)))
      query.about.push_back(require_id(id));
    for (auto& record : client.find(query))
      documents.insert_or_assign(
          record.id.value_or(""),
          with_version_as_stored(std::move(record.document).value_or("{}"), record.version));
  }
  std::vector<std::optional<std::string>> found;
  found.reserve(schema_ids.size());
  for (const auto& id : schema_ids) {
    const auto document = documents.find(id);
    found.push_back(document == documents.end() ? std::nullopt : std::optional(document->second));
  }
  return found;
}

bool delete_schema(Client& client, std::string_view schema_id, const DeleteOptions& options) {
  Query query;
  query.match.id = require_id(schema_id);
  query.cascade = options.cascade;
  return client.remove(query) != 0;
}

std::vector<SchemaEntry> list_schemas(Client& client, const Page& page) {
  Query query;
  set_page(query, page);
  query.without_document = true;
  return in_order(client.find(query));
}

std::optional<std::string> get_complete_schema(Client& client, std::string_view schema_id,
                                               std::optional<std::string_view> version,
                                               std::vector<std::string>* unmatched) {
  if (unmatched != nullptr) unmatched->clear();
  const auto wanted = require_version(version);
  std::optional<std::string> schema, coercion, validation;
  bool other_version = false;
  client.snapshot(require_id(schema_id), wanted, [&](const Record& record) {
    if (record.kind == RecordKind::coercion) coercion = document_of(record);
    if (record.kind == RecordKind::validation) validation = document_of(record);
    if (record.kind != RecordKind::schema) return true;
    other_version = wanted && record.version != wanted;
    schema = document_of(record);
    if (!other_version) schema = with_version_as_stored(std::move(*schema), record.version);
    return !other_version;
  });
  if (!schema || other_version) return std::nullopt;
  auto complete = complete_schema(*schema, coercion, validation);
  if (unmatched != nullptr) *unmatched = std::move(complete.unmatched);
  return std::move(complete.text);
}

}  // namespace pycharter::store

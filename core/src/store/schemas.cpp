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
using plugin::RecordView;

constexpr std::string_view schema_name = "The schema name";

std::string text_of(std::optional<std::string_view> field) {
  return std::string(field.value_or(""));
}

bool name_less(const SchemaEntry& a, const SchemaEntry& b) {
  return a.name < b.name;
}

// Versions are parsed once each: comparing parses nothing.
void sort_versions(std::span<SchemaEntry> entries) {
  std::vector<std::pair<VersionKey, SchemaEntry>> keyed;
  keyed.reserve(entries.size());
  for (auto& entry : entries) {
    VersionKey version(entry.version);
    keyed.emplace_back(std::move(version), std::move(entry));
  }
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < entries.size(); ++i)
    entries[i] = std::move(keyed[i].second);
}

// By name, then version order. Backends give them by name.
void put_in_order(std::vector<SchemaEntry>& entries) {
  if (!std::is_sorted(entries.begin(), entries.end(), name_less))
    std::stable_sort(entries.begin(), entries.end(), name_less);
  for (auto first = entries.begin(); first != entries.end();) {
    const auto last = std::find_if(first, entries.end(),
                                   [&](const SchemaEntry& entry) { return entry.name != first->name; });
    if (last - first > 1) sort_versions({first, last});
    first = last;
  }
}

std::vector<SchemaEntry> entries(Client& client, const Query& query) {
  std::vector<SchemaEntry> found;
  client.find(query, [&](const RecordView& record) {
    found.push_back({text_of(record.id()), text_of(record.name()), text_of(record.version())});
    return true;
  });
  put_in_order(found);
  return found;
}

std::string document_of(const RecordView& record) {
  return std::string(record.document().value_or("{}"));
}

// Where it lies; `id` where the record may come without.
SchemaPlace schema_place(const RecordView& record, std::string_view id = {}) {
  return {record.id().value_or(id), record.name().value_or("")};
}

// The schema of a record as it is read.
std::string schema_of(const RecordView& record) {
  return with_version_as_stored(document_of(record), record.version(), schema_place(record));
}

std::vector<SchemaEntry> schemas_named(Client& client, std::string_view name,
                                       std::optional<std::string_view> version = {}) {
  Query query;
  query.match.name = require_name(name, schema_name);
  query.match.version = require_version(version);
  query.without_document = true;
  return entries(client, query);
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

std::optional<std::string> get_schema(Client& client, SchemaReader& reader, std::string_view schema_id,
                                      std::optional<std::string_view> version) {
  Query query;
  query.match.id = require_id(schema_id);
  query.match.version = require_version(version);
  query.content_only = true;
  std::optional<std::string> schema;
  client.find(query, [&](const RecordView& record) {
    schema =
        reader.with_version_as_stored(document_of(record), record.version(), schema_place(record, schema_id));
    return false;
  });
  return schema;
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
    client.find(query, [&](const RecordView& record) {
      documents.insert_or_assign(text_of(record.id()), schema_of(record));
      return true;
    });
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
  return entries(client, query);
}

std::optional<std::string> get_complete_schema(Client& client, std::string_view schema_id,
                                               std::optional<std::string_view> version,
                                               std::vector<std::string>* unmatched) {
  if (unmatched != nullptr) unmatched->clear();
  const auto wanted = require_version(version);
  std::optional<std::string> schema, coercion, validation;
  client.snapshot(require_id(schema_id), wanted, [&](const RecordView& record) {
    if (record.kind() == RecordKind::coercion) coercion = record.document().value_or("{}");
    if (record.kind() == RecordKind::validation) validation = record.document().value_or("{}");
    if (record.kind() != RecordKind::schema) return true;
    if (wanted && record.version() != wanted) return false;
    schema = schema_of(record);
    return true;
  });
  if (!schema) return std::nullopt;
  auto complete = complete_schema(*schema, coercion, validation);
  if (unmatched != nullptr) *unmatched = std::move(complete.unmatched);
  return std::move(complete.text);
}

}  // namespace pycharter::store

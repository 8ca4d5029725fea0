#include "transfer/store_reader.h"

#include <algorithm>
#include <unordered_map>

#include "store/schemas.h"
#include "store/versioned.h"

namespace pycharter::transfer {
namespace {

using plugin::Query;
using plugin::StoreClient;

Query query_about(RecordKind kind, std::vector<std::string> about) {
  Query query;
  query.match.kind = kind;
  query.about = std::move(about);
  return query;
}

std::vector<Record> find_in_slices(store::Session& session, Query query,
                                   std::span<const std::string> subjects) {
  return session.read([&](StoreClient& client) {
    std::vector<Record> found;
    for (std::size_t i = 0; i < subjects.size(); i += PYCHARTER_ABOUT_LIMIT) {
      const auto slice =
          subjects.subspan(i, std::min<std::size_t>(PYCHARTER_ABOUT_LIMIT, subjects.size() - i));
      query.about.assign(slice.begin(), slice.end());
      for (auto& record : client.find(query))
        found.push_back(std::move(record));
    }
    return found;
  });
}

// The schema's record as it is moved: with the version that MetadataStore says it has.
Record contract_record(Record&& found, const SchemaEntry& entry) {
  Record record;
  record.name = entry.name;
  record.version = entry.version;
  record.document = store::with_version_as_stored(std::move(found.document).value_or("{}"), found.version,
                                                  {entry.id, entry.name});
  return record;
}

// Without what is of this database alone.
Record part_record(Record&& found) {
  Record record = std::move(found);
  record.id.reset();
  record.*owner_field(record.kind) = std::nullopt;
  return record;
}

std::string page_end(const Record& last) {
  const auto& field = last.kind == RecordKind::governance  ? last.name
                      : last.kind == RecordKind::ownership ? last.resource_id
                                                           : last.id;
  return field.value_or("");
}

}  // namespace

Comparison StoreReader::comparison() {
  const auto words = session_.capabilities();
  const bool keeps_text = std::find(words.begin(), words.end(), "text_documents") != words.end();
  return keeps_text ? Comparison::text : Comparison::value;
}

std::vector<SchemaEntry> StoreReader::schemas(const std::optional<std::string>& after, std::size_t limit) {
  return session_.read([&](StoreClient& client) {
    return store::list_schemas(client, pycharter::Page{.limit = limit, .after = after});
  });
}

std::vector<Stored> StoreReader::contracts(std::span<const SchemaEntry> entries) {
  std::vector<std::string> ids;
  for (const auto& entry : entries)
    ids.push_back(entry.id);
  std::unordered_map<std::string, Record> records;
  for (auto& record : find_in_slices(session_, query_about(RecordKind::schema, {}), ids)) {
    auto id = record.id.value_or("");
    records.insert_or_assign(std::move(id), std::move(record));
  }
  std::vector<Stored> contracts;
  for (const auto& entry : entries)
    if (const auto found = records.find(entry.id); found != records.end())
      contracts.push_back({entry.id, {contract_record(std::move(found->second), entry)}});
  add_parts(contracts);
  return contracts;
}

void StoreReader::add_parts(std::vector<Stored>& contracts) {
  std::vector<std::string> ids;
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < contracts.size(); ++i) {
    ids.push_back(contracts[i].id);
    places.emplace(contracts[i].id, i);
  }
  for (const auto& form : parts()) {
    auto query = query_about(form.kind, {});
    if (form.kind == RecordKind::metadata) query.match.resource_type = schema_type;
    for (auto& record : find_in_slices(session_, query, ids)) {
      const auto place = places.find((record.*owner_field(form.kind)).value_or(""));
      if (place != places.end())
        contracts[place->second].item.parts.push_back(part_record(std::move(record)));
    }
  }
}

StoreReader::Page StoreReader::page(RecordKind kind, const std::optional<std::string>& after,
                                    std::size_t limit, bool with_documents) {
  Query query;
  query.match.kind = kind;
  query.limit = limit;
  query.after = after;
  query.without_document = !with_documents;
  Page page{session_.read([&](StoreClient& client) { return client.find(query); }), std::nullopt};
  if (!page.records.empty()) page.next = page_end(page.records.back());
  return page;
}

std::vector<Record> StoreReader::about(RecordKind kind, std::span<const std::string> resources) {
  return find_in_slices(session_, query_about(kind, {}), resources);
}

std::map<std::string, SchemaEntry> StoreReader::schemas_with_id(const std::set<std::string>& ids) {
  const std::vector<std::string> list(ids.begin(), ids.end());
  auto query = query_about(RecordKind::schema, {});
  query.without_document = true;
  std::map<std::string, SchemaEntry> schemas;
  for (auto& record : find_in_slices(session_, query, list))
    schemas.insert_or_assign(
        record.id.value_or(""),
        SchemaEntry{record.id.value_or(""), record.name.value_or(""), record.version.value_or("")});
  return schemas;
}

std::optional<std::string> schema_named(const Record& record) {
  if (record.kind == RecordKind::governance) return record.schema_id;
  if (record.kind == RecordKind::metadata && record.resource_type != schema_type) return std::nullopt;
  return record.resource_id;
}

bool is_loose(const Record& record, const std::map<std::string, SchemaEntry>& schemas) {
  if (record.kind == RecordKind::governance) return !record.schema_id;
  const auto named = schema_named(record);
  return !named || !schemas.contains(*named);
}

}  // namespace pycharter::transfer

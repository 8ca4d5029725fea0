#include "store/resources.h"

#include "store/document.h"
#include "store/names.h"
#include "store/pages.h"

namespace pycharter::store {
namespace {

using plugin::Query;
using plugin::Record;
using plugin::RecordKind;

constexpr std::string_view resource = "The resource id";
constexpr std::string_view type = "The resource type";

Query ownership_of(std::string_view resource_id) {
  Query query;
  query.match.kind = RecordKind::ownership;
  query.match.resource_id = require_name(resource_id, resource);
  return query;
}

Query metadata_of(std::string_view resource_id, std::string_view resource_type) {
  Query query;
  query.match.kind = RecordKind::metadata;
  query.match.resource_id = require_name(resource_id, resource);
  query.match.resource_type = require_short_name(resource_type, type);
  return query;
}

Ownership to_ownership(Record& record) {
  return {record.owner.value_or(""), std::move(record.team), std::move(record.document).value_or("{}")};
}

}  // namespace

Record ownership_record(std::string_view resource_id, std::string_view owner,
                        std::optional<std::string_view> team,
                        std::optional<std::string_view> additional_info) {
  Record record;
  record.kind = RecordKind::ownership;
  record.resource_id = require_name(resource_id, resource);
  record.owner = require_name(owner, "The owner");
  if (team) record.team = require_at_most_name(*team, "The team");
  record.document = std::string(Document(additional_info.value_or("{}"), "additional information").text());
  return record;
}

Record metadata_record(std::string_view resource_id, std::string_view metadata,
                       std::string_view resource_type) {
  Record record;
  record.kind = RecordKind::metadata;
  record.resource_id = require_name(resource_id, resource);
  record.resource_type = require_short_name(resource_type, type);
  record.document = std::string(Document(metadata, "metadata").text());
  return record;
}

std::optional<Ownership> get_ownership(Client& client, std::string_view resource_id) {
  auto found = client.find(ownership_of(resource_id));
  if (found.empty()) return std::nullopt;
  return to_ownership(found.front());
}

std::optional<std::string> get_metadata(Client& client, std::string_view resource_id,
                                        std::string_view resource_type) {
  auto found = client.find(metadata_of(resource_id, resource_type));
  if (found.empty()) return std::nullopt;
  return std::move(found.front().document);
}

std::vector<OwnershipEntry> list_ownership(Client& client, const Page& page) {
  Query query;
  query.match.kind = RecordKind::ownership;
  set_page(query, page);
  std::vector<OwnershipEntry> entries;
  for (auto& record : client.find(query))
    entries.push_back({record.resource_id.value_or(""), to_ownership(record)});
  return entries;
}

std::vector<MetadataEntry> list_metadata(Client& client, const Page& page) {
  Query query;
  query.match.kind = RecordKind::metadata;
  set_page(query, page);
  std::vector<MetadataEntry> entries;
  for (auto& record : client.find(query))
    entries.push_back({record.id.value_or(""), record.resource_id.value_or(""),
                       record.resource_type.value_or(""), std::move(record.document).value_or("{}")});
  return entries;
}

bool delete_ownership(Client& client, std::string_view resource_id) {
  return client.remove(ownership_of(resource_id)) != 0;
}

bool delete_metadata(Client& client, std::string_view resource_id, std::string_view resource_type) {
  return client.remove(metadata_of(resource_id, resource_type)) != 0;
}

}  // namespace pycharter::store

#include "store/resources.h"

#include "store/document.h"
#include "store/names.h"

namespace pycharter::store {
namespace {

using plugin::Query;
using plugin::Record;
using plugin::RecordKind;

constexpr std::string_view resource = "The resource id";
constexpr std::string_view type = "The resource type";

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
  Query query;
  query.match.kind = RecordKind::ownership;
  query.match.resource_id = require_name(resource_id, resource);
  auto found = client.find(query);
  if (found.empty()) return std::nullopt;
  auto& record = found.front();
  return Ownership{record.owner.value_or(""), std::move(record.team),
                   std::move(record.document).value_or("{}")};
}

std::optional<std::string> get_metadata(Client& client, std::string_view resource_id,
                                        std::string_view resource_type) {
  Query query;
  query.match.kind = RecordKind::metadata;
  query.match.resource_id = require_name(resource_id, resource);
  query.match.resource_type = require_short_name(resource_type, type);
  auto found = client.find(query);
  if (found.empty()) return std::nullopt;
  return std::move(found.front().document);
}

}  // namespace pycharter::store

// Ownership and metadata of resources: what MetadataStore's methods do, over an open backend.
#ifndef PYCHARTER_STORE_RESOURCES_H
#define PYCHARTER_STORE_RESOURCES_H

#include <pycharter/metadata_store.h>
#include <pycharter/plugin/client.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::store {

using Client = plugin::StoreClient;

// The records to be put. Throw invalid_document.
plugin::Record ownership_record(std::string_view resource_id, std::string_view owner,
                                std::optional<std::string_view> team,
                                std::optional<std::string_view> additional_info);
plugin::Record metadata_record(std::string_view resource_id, std::string_view metadata,
                               std::string_view resource_type);

std::optional<Ownership> get_ownership(Client& client, std::string_view resource_id);
std::optional<std::string> get_metadata(Client& client, std::string_view resource_id,
                                        std::string_view resource_type);
std::vector<OwnershipEntry> list_ownership(Client& client, const Page& page);
std::vector<MetadataEntry> list_metadata(Client& client, const Page& page);
bool delete_ownership(Client& client, std::string_view resource_id);
bool delete_metadata(Client& client, std::string_view resource_id, std::string_view resource_type);

}  // namespace pycharter::store

#endif

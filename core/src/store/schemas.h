// Schemas: what MetadataStore's methods of the same names do, over an open backend.
#ifndef PYCHARTER_STORE_SCHEMAS_H
#define PYCHARTER_STORE_SCHEMAS_H

#include <pycharter/metadata_store.h>
#include <pycharter/plugin/client.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/versioned.h"

namespace pycharter::store {

using Client = plugin::StoreClient;

// The record to be put. Throws invalid_document, version_mismatch.
plugin::Record schema_record(std::string_view name, std::string_view schema, std::string_view version);

std::optional<std::string> get_schema(Client& client, SchemaReader& reader, std::string_view schema_id,
                                      std::optional<std::string_view> version);
std::optional<SchemaEntry> find_schema(Client& client, std::string_view name,
                                       std::optional<std::string_view> version);
// Ascending by version order.
std::vector<std::string> list_versions(Client& client, std::string_view name, const Page& page);
std::vector<std::optional<std::string>> get_many(Client& client, std::span<const std::string> schema_ids);
bool delete_schema(Client& client, std::string_view schema_id, const DeleteOptions& options);
std::vector<SchemaEntry> list_schemas(Client& client, const Page& page);
std::optional<std::string> get_complete_schema(Client& client, std::string_view schema_id,
                                               std::optional<std::string_view> version,
                                               std::vector<std::string>* unmatched);

}  // namespace pycharter::store

#endif

// Coercion, validation and governance rules: what MetadataStore's methods do, over an open backend.
#ifndef PYCHARTER_STORE_RULES_H
#define PYCHARTER_STORE_RULES_H

#include <pycharter/metadata_store.h>
#include <pycharter/plugin/client.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::store {

using Client = plugin::StoreClient;

// `kind` is coercion or validation. The record to be put; throws invalid_document.
plugin::Record rules_record(plugin::RecordKind kind, std::string_view schema_id, std::string_view rules,
                            std::optional<std::string_view> version);
// "coercion:{id}[:{version}]", what storing gives.
std::string rules_key(const plugin::Record& record);
std::optional<std::string> get_rules(Client& client, plugin::RecordKind kind, std::string_view schema_id,
                                     std::optional<std::string_view> version);
std::vector<RuleSet> list_rules(Client& client, plugin::RecordKind kind, std::string_view schema_id,
                                const Page& page);
bool delete_rules(Client& client, plugin::RecordKind kind, std::string_view schema_id,
                  std::optional<std::string_view> version);

plugin::Record governance_record(std::string_view name, std::string_view definition,
                                 std::optional<std::string_view> schema_id);
std::vector<GovernanceRule> get_governance_rules(Client& client, std::optional<std::string_view> schema_id,
                                                 const Page& page);
bool delete_governance_rule(Client& client, std::string_view name, std::optional<std::string_view> schema_id);

}  // namespace pycharter::store

#endif

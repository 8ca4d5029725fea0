// NAME[@VERSION] of the store commands.
#ifndef PYCHARTER_ADMIN_COMMANDS_STORE_NAMES_H
#define PYCHARTER_ADMIN_COMMANDS_STORE_NAMES_H

#include <optional>
#include <string>

#include <pycharter/metadata_store.h>

namespace pycharter::admin {

struct VersionedName {
  std::string name;
  std::optional<std::string> version;
};

// Splits at the last @; "x@" has the version "". Only schemas and their rules have versions.
VersionedName split_version(const std::string& text);

// The schema. Throws not_found, with the nearest name that is stored.
SchemaEntry require_schema(MetadataStore& store, const VersionedName& wanted);

}  // namespace pycharter::admin

#endif

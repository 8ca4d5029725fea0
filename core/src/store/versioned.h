// The version that every schema carries, in its document and in its record.
#ifndef PYCHARTER_STORE_VERSIONED_H
#define PYCHARTER_STORE_VERSIONED_H

#include <optional>
#include <string>
#include <string_view>

namespace pycharter::store {

// The schema to be stored under `version`: as given, with `version` appended as its last key when it has
// none. Throws invalid_document; version_mismatch when it names another.
std::string with_version_to_store(std::string_view schema, std::string_view version);

// Where a stored schema lies, for errors; empty where it is not known.
struct SchemaPlace {
  std::string_view id;
  std::string_view name;
};

// The schema as read: given the version of its record when its document has none. Throws invalid_document,
// naming the place, when what is stored is no schema.
std::string with_version_as_stored(std::string schema, std::optional<std::string_view> version,
                                   const SchemaPlace& place);

// The same for one schema after the other. Programs read a contract again and again: the one before is known,
// and needs no second look. Used by one thread.
class SchemaReader {
 public:
  std::string with_version_as_stored(std::string schema, std::optional<std::string_view> version,
                                     const SchemaPlace& place);

 private:
  std::optional<std::string> known_;  // has its version
};

}  // namespace pycharter::store

#endif

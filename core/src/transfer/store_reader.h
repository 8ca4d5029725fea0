// Items of a store, a page at a time.
#ifndef PYCHARTER_TRANSFER_STORE_READER_H
#define PYCHARTER_TRANSFER_STORE_READER_H

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "store/session.h"
#include "transfer/ends.h"
#include "transfer/fingerprint.h"

namespace pycharter::transfer {

// What schema ids stand for in the records of a store.
struct Stored {
  std::string id;  // of the schema of a contract
  Item item;
};

class StoreReader {
 public:
  explicit StoreReader(store::Session& session) : session_(session) {}

  Comparison comparison();

  // Schemas by name and version order, without documents, `limit` names after the one given.
  std::vector<SchemaEntry> schemas(const std::optional<std::string>& after, std::size_t limit);
  // The contracts of these schemas, in their order; without one that is gone meanwhile. At most 500.
  std::vector<Stored> contracts(std::span<const SchemaEntry> entries);
  // Adds the parts that belong to these schemas.
  void add_parts(std::vector<Stored>& contracts);

  // Records of governance, ownership or metadata, and where the next page begins.
  struct Page {
    std::vector<Record> records;
    std::optional<std::string> next;  // nothing: this was the last
  };
  Page page(RecordKind kind, const std::optional<std::string>& after, std::size_t limit, bool with_documents);
  // Of ownership or metadata: those of these resources.
  std::vector<Record> about(RecordKind kind, std::span<const std::string> resources);
  // Which of these are ids of schemas, and of which.
  std::map<std::string, SchemaEntry> schemas_with_id(const std::set<std::string>& ids);

 private:
  store::Session& session_;
};

// Whether the record belongs to no contract, when `schemas` are the schemas with the ids that it names.
bool is_loose(const Record& record, const std::map<std::string, SchemaEntry>& schemas);
// The schema id that a record names, if it may name one.
std::optional<std::string> schema_named(const Record& record);

}  // namespace pycharter::transfer

#endif

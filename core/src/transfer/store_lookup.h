// What a store has for given keys. Keys that come in the order of their names cost one pass over its pages,
// however many there are.
#ifndef PYCHARTER_TRANSFER_STORE_LOOKUP_H
#define PYCHARTER_TRANSFER_STORE_LOOKUP_H

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "transfer/store_reader.h"

namespace pycharter::transfer {

class StoreLookup {
 public:
  explicit StoreLookup(StoreReader& reader) : reader_(reader) {}

  // Keys of one kind. For each what there is, or nothing. Schemas that were stored since the page with their
  // name was read are not seen.
  std::vector<std::optional<Stored>> find(std::span<const Key> keys);
  // From the first name again.
  void rewind() { pages_.clear(); }

 private:
  // The page of names that the last look-up ended in.
  struct Names {
    std::map<Key, SchemaEntry> schemas;
    std::map<Key, Record> rules;
    // Every name after the first of them and up to the second is, or was, here.
    std::optional<std::string> after;
    std::string last;
    bool begun = false;
    bool ended = false;
  };

  std::vector<std::optional<Stored>> find_contracts(std::span<const Key> keys);
  std::vector<std::optional<Stored>> find_rules(std::span<const Key> keys);
  std::vector<std::optional<Stored>> find_resources(std::span<const Key> keys);
  // The page that has this name, if any has.
  Names& turn_to(RecordKind kind, const std::string& name);
  void read_page(RecordKind kind, Names& names);

  StoreReader& reader_;
  std::map<RecordKind, Names> pages_;
};

}  // namespace pycharter::transfer

#endif

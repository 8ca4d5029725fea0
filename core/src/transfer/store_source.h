#ifndef PYCHARTER_TRANSFER_STORE_SOURCE_H
#define PYCHARTER_TRANSFER_STORE_SOURCE_H

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "transfer/store_reader.h"

namespace pycharter::transfer {

// What a store has of each kind. Reads no documents. `run`, when given, is told of records that belong to a
// schema that is gone.
Inventory inventory_of(StoreReader& reader, const Run* run = nullptr);

class StoreSource : public Source {
 public:
  StoreSource(store::Session& session, const Run& run) : reader_(session), run_(run) {}

  Inventory inventory() override { return inventory_of(reader_, &run_); }
  std::vector<Item> next() override;

 private:
  std::vector<Item> next_contracts();
  std::vector<Item> next_loose();

  StoreReader reader_;
  const Run& run_;
  BatchSize batch_;
  std::deque<SchemaEntry> entries_;   // of the page that is being read
  std::optional<std::string> after_;  // where the next page begins
  std::size_t kind_ = 0;              // the place in items()
};

}  // namespace pycharter::transfer

#endif

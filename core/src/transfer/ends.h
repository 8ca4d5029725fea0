// The two ends of a transfer: where items come from and where they go. A folder or a store is either.
#ifndef PYCHARTER_TRANSFER_ENDS_H
#define PYCHARTER_TRANSFER_ENDS_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "transfer/item.h"
#include "transfer/run.h"

namespace pycharter::transfer {

// What a source has, known before the first item is written.
struct Inventory {
  std::map<RecordKind, std::uint64_t> counts;  // of items
  // Resource ids of the items of both kinds (metadata: of the type "schema"): they are of no schema in the
  // source, and may be the id of one in the target.
  std::map<RecordKind, std::set<std::string>> resources;

  std::uint64_t all() const {
    std::uint64_t sum = 0;
    for (const auto& [kind, count] : counts)
      sum += count;
    return sum;
  }
};

// How many items are read at once: some megabytes of them, whatever their size.
class BatchSize {
 public:
  std::size_t get() const { return items_; }
  void took(std::size_t items, std::size_t bytes) {
    if (items == 0) return;
    items_ = std::clamp<std::size_t>(batch_bytes * items / std::max<std::size_t>(bytes, 1), 1, most_items);
  }

 private:
  static constexpr std::size_t batch_bytes = std::size_t{8} * 1024 * 1024;
  static constexpr std::size_t most_items = 500;  // PYCHARTER_ABOUT_LIMIT
  std::size_t items_ = 16;
};

class Source {
 public:
  virtual ~Source() = default;
  // Once, before next(). Checks everything that can be checked.
  virtual Inventory inventory() = 0;
  // The next few items, checked: contracts by name and version order, then the kinds of items() one after the
  // other. Empty at the end.
  virtual std::vector<Item> next() = 0;
};

class Target {
 public:
  virtual ~Target() = default;
  virtual void begin(const Inventory& coming) = 0;
  // Items of one kind, in the order of the source. Counts what became of each.
  virtual void write(const std::vector<Item>& items) = 0;
  // Reads again what was written; throws conflict when it is not what was to be written.
  virtual void verify() = 0;
  // After everything else: what the target has besides.
  virtual void finish() = 0;
};

}  // namespace pycharter::transfer

#endif

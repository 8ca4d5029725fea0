#include "transfer/store_source.h"

#include "store/names.h"

namespace pycharter::transfer {
namespace {

constexpr std::size_t page_of_names = 500;

std::map<std::string, SchemaEntry> schemas_named_by(StoreReader& reader, const std::vector<Record>& records) {
  std::set<std::string> ids;
  for (const auto& record : records)
    if (const auto id = schema_named(record)) ids.insert(*id);
  return ids.empty() ? std::map<std::string, SchemaEntry>() : reader.schemas_with_id(ids);
}

void count_loose(StoreReader& reader, RecordKind kind, Inventory& inventory, const Run* run) {
  std::optional<std::string> after;
  do {
    auto page = reader.page(kind, after, page_of_names, false);
    after = page.next;
    const auto schemas = schemas_named_by(reader, page.records);
    for (const auto& record : page.records) {
      const auto named = schema_named(record);
      if (run != nullptr && kind == RecordKind::governance && named && !schemas.contains(*named))
        run->log(Run::Level::warning, "Governance rule " + store::shown(record.name.value_or("")) +
                                          " belongs to schema id " + store::shown(*named) +
                                          ", which is not there: it is left out.");
      if (!is_loose(record, schemas)) continue;
      ++inventory.counts[kind];
      if (named) inventory.resources[kind].insert(*named);
    }
  } while (after);
}

// Says of which item an error is.
void check_of_store(Item& item) {
  const auto key = key_of(item.record);
  try {
    check(item);
  } catch (const Error& error) {
    throw Error(error.code(), shown(key) + " is stored as no store takes it: " + error.message() +
                                  " Store it again, or remove it, and run this again.");
  }
}

}  // namespace

Inventory inventory_of(StoreReader& reader, const Run* run) {
  Inventory inventory;
  for (const auto& form : items())
    inventory.counts[form.kind] = 0;
  std::optional<std::string> after;
  for (;;) {
    const auto page = reader.schemas(after, page_of_names);
    if (page.empty()) break;
    inventory.counts[RecordKind::schema] += page.size();
    after = page.back().name;
  }
  for (const auto& form : items())
    if (form.kind != RecordKind::schema) count_loose(reader, form.kind, inventory, run);
  return inventory;
}

std::vector<Item> StoreSource::next() {
  while (kind_ < items().size()) {
    auto found = items()[kind_].kind == RecordKind::schema ? next_contracts() : next_loose();
    if (!found.empty()) return found;
    if (!after_) ++kind_;
  }
  return {};
}

std::vector<Item> StoreSource::next_contracts() {
  if (entries_.empty()) {
    const auto page = reader_.schemas(after_, page_of_names);
    if (page.empty()) {
      after_.reset();
      return {};
    }
    after_ = page.back().name;
    entries_.assign(page.begin(), page.end());
  }
  const auto count = static_cast<std::ptrdiff_t>(std::min(batch_.get(), entries_.size()));
  const std::vector<SchemaEntry> taken(entries_.begin(), entries_.begin() + count);
  entries_.erase(entries_.begin(), entries_.begin() + count);
  std::vector<Item> found;
  std::size_t bytes = 0;
  for (auto& stored : reader_.contracts(taken)) {
    check_of_store(stored.item);
    bytes += size_of(stored.item);
    found.push_back(std::move(stored.item));
  }
  batch_.took(found.size(), bytes);
  return found;
}

std::vector<Item> StoreSource::next_loose() {
  auto page = reader_.page(items()[kind_].kind, after_, batch_.get(), true);
  after_ = page.next;
  const auto schemas = schemas_named_by(reader_, page.records);
  std::vector<Item> found;
  std::size_t bytes = 0;
  for (auto& record : page.records) {
    bytes += record.document.value_or("").size();
    if (!is_loose(record, schemas)) continue;
    record.id.reset();
    found.push_back({std::move(record)});
    check_of_store(found.back());
  }
  batch_.took(page.records.size(), bytes);
  return found;
}

}  // namespace pycharter::transfer

#include "transfer/store_target.h"

#include <algorithm>

#include "store/names.h"
#include "transfer/contract_changes.h"
#include "transfer/store_source.h"

namespace pycharter::transfer {
namespace {

using plugin::StoreClient;

std::vector<Key> keys_of(const std::vector<Item>& items) {
  std::vector<Key> keys;
  for (const auto& item : items)
    keys.push_back(key_of(item.record));
  return keys;
}

// What other programs stored may be no JSON; it is then nothing like what is to be written.
bool is_sound(Item item) {
  try {
    check(item);
    return true;
  } catch (const Error&) {
    return false;
  }
}

void put(store::Session& session, const std::vector<Record>& records) {
  if (records.empty()) return;
  session.write([&](StoreClient& client) { return client.put(records); });
}

}  // namespace

StoreTarget::StoreTarget(store::Session& session, const Run& run, TransferReport& report)
    : session_(session),
      run_(run),
      report_(report),
      reader_(session),
      lookup_(reader_),
      comparison_(reader_.comparison()) {}

void StoreTarget::write(const std::vector<Item>& items) {
  if (items.empty()) return;
  const auto keys = keys_of(items);
  const auto present = lookup_.find(keys);
  auto& counts = counts_of(report_, keys.front().kind);
  std::vector<Stored> contracts;
  std::vector<Item> loose;
  for (std::size_t i = 0; i < items.size(); ++i) {
    written_.push_back({keys[i], fingerprint(items[i], comparison_)});
    const auto& old = present[i];
    if (old && is_sound(old->item) && fingerprint_without_anothers(*old) == written_.back().fingerprint) {
      ++counts.unchanged;
      continue;
    }
    ++(old ? counts.replaced : counts.created);
    run_.log(Run::Level::debug, (old ? "Replacing " : "Creating ") + shown(keys[i]));
    if (keys[i].kind == RecordKind::schema)
      contracts.push_back({{}, items[i]});
    else
      loose.push_back(items[i]);
  }
  if (!contracts.empty()) write_contracts(std::move(contracts));
  if (!loose.empty()) write_loose(loose);
}

bool StoreTarget::is_anothers(const Record& part, const std::string& schema_id) const {
  const auto claimed = coming_.resources.find(part.kind);
  return claimed != coming_.resources.end() && claimed->second.contains(schema_id);
}

std::string StoreTarget::fingerprint_without_anothers(Stored stored) const {
  std::erase_if(stored.item.parts, [&](const Record& part) { return is_anothers(part, stored.id); });
  return fingerprint(stored.item, comparison_);
}

// Stores the schemas alone, which gives their ids.
void StoreTarget::give_ids(std::vector<Stored>& contracts) {
  std::vector<Record> schemas;
  for (const auto& contract : contracts)
    schemas.push_back(contract.item.record);
  const auto ids = session_.write([&](StoreClient& client) { return client.put(schemas); });
  for (std::size_t i = 0; i < contracts.size(); ++i)
    contracts[i].id = ids[i];
}

void StoreTarget::write_contracts(std::vector<Stored> contracts) {
  give_ids(contracts);
  // What is there already: parts of contracts that are replaced, and what an old schema with this id left.
  std::vector<Stored> present;
  for (const auto& contract : contracts)
    present.push_back({contract.id, {contract.item.record}});
  reader_.add_parts(present);
  std::vector<Record> to_store;
  for (std::size_t i = 0; i < contracts.size(); ++i) {
    const auto& [id, item] = contracts[i];
    for (const auto& part : item.parts)
      if (is_anothers(part, id))
        throw Error(ErrorCode::conflict,
                    shown(key_of(item.record)) + " has the id " + store::shown(id) + " here, and its " +
                        std::string(part_form(part.kind).name) +
                        " is another one than that of the resource " + store::shown(id) +
                        ". Give the resource another id in the source, and run this again.");
    std::erase_if(present[i].item.parts,
                  [&](const Record& part) { return is_anothers(part, contracts[i].id); });
    const bool sound = is_sound(present[i].item);
    auto changes =
        changes_of_parts(present[i].item.parts, item.parts, sound ? comparison_ : Comparison::text);
    for (auto& part : changes.to_remove) {
      run_.log(Run::Level::info,
               "Removing from " + shown(key_of(item.record)) +
                   ", since the source has none: " + std::string(part_form(part.kind).name) + ' ' +
                   store::shown(part.version.value_or(part.name.value_or(""))));
      part.*owner_field(part.kind) = id;
      remove(part);
    }
    for (auto& part : changes.to_store) {
      part.*owner_field(part.kind) = id;
      to_store.push_back(std::move(part));
    }
  }
  put(session_, to_store);
}

void StoreTarget::remove(const Record& record) {
  plugin::Query query;
  query.match.kind = record.kind;
  query.match.schema_id = record.schema_id;
  query.match.name = record.name;
  query.match.version = record.version;
  query.match.resource_id = record.resource_id;
  query.match.resource_type = record.resource_type;
  query.exact_key = true;
  session_.write([&](StoreClient& client) { return client.remove(query); });
}

void StoreTarget::write_loose(const std::vector<Item>& items) {
  warn_of_ids(items);
  std::vector<Record> records;
  for (const auto& item : items)
    records.push_back(item.record);
  put(session_, records);
}

// An id that is nobody's in the source may be a schema's here.
void StoreTarget::warn_of_ids(const std::vector<Item>& items) {
  if (items.front().record.kind == RecordKind::governance) return;
  std::set<std::string> ids;
  for (const auto& item : items)
    if (const auto id = schema_named(item.record)) ids.insert(*id);
  if (ids.empty()) return;
  for (const auto& [id, schema] : reader_.schemas_with_id(ids))
    run_.log(Run::Level::warning, "The resource id " + store::shown(id) +
                                      ", of no schema in the source, is that of " +
                                      shown({RecordKind::schema, schema.name, schema.version}) + " here.");
}

void StoreTarget::verify() {
  lookup_.rewind();
  std::size_t done = 0;
  BatchSize batch;
  std::vector<Key> keys;
  while (done < written_.size()) {
    run_.step(done, written_.size(), "verifying");
    keys.clear();
    for (auto i = done; i < written_.size() && keys.size() < batch.get(); ++i) {
      if (written_[i].key.kind != written_[done].key.kind) break;
      keys.push_back(written_[i].key);
    }
    const auto found = lookup_.find(keys);
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      bytes += found[i] ? size_of(found[i]->item) : 0;
      const char* fault = !found[i] ? " is not there after it was written"
                          : !is_sound(found[i]->item) ||
                                  fingerprint_without_anothers(*found[i]) != written_[done + i].fingerprint
                              ? " reads differently after it was written"
                              : nullptr;
      if (fault != nullptr)
        throw Error(ErrorCode::conflict,
                    shown(keys[i]) + fault + " to " + session_.masked_url() +
                        ". If nobody else writes there, the database does not keep what it"
                        " is given: run this again, and report it if it stays.");
    }
    batch.took(keys.size(), bytes);
    done += keys.size();
  }
  run_.step(done, written_.size(), "verifying");
}

void StoreTarget::finish() {
  const auto now = inventory_of(reader_);
  for (const auto& [kind, count] : now.counts) {
    auto& counts = counts_of(report_, kind);
    counts.others = count - std::min(count, counts.all());
  }
}

}  // namespace pycharter::transfer

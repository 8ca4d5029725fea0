#include "transfer/store_lookup.h"

namespace pycharter::transfer {
namespace {

// Of schemas the pages have no documents; of rules they have.
constexpr std::size_t names_of_schemas = 500;
constexpr std::size_t names_of_rules = 100;

}  // namespace

std::vector<std::optional<Stored>> StoreLookup::find(std::span<const Key> keys) {
  if (keys.empty()) return {};
  switch (keys.front().kind) {
    case RecordKind::schema:
      return find_contracts(keys);
    case RecordKind::governance:
      return find_rules(keys);
    default:
      return find_resources(keys);
  }
}

StoreLookup::Names& StoreLookup::turn_to(RecordKind kind, const std::string& name) {
  auto& names = pages_[kind];
  // Backwards only where a source is not in order: from the beginning then.
  if (names.after && name <= *names.after) names = {};
  while (!names.ended && (!names.begun || names.last < name))
    read_page(kind, names);
  return names;
}

void StoreLookup::read_page(RecordKind kind, Names& names) {
  if (names.begun) names.after = names.last;
  const auto after = names.after;
  names.begun = true;
  names.schemas.clear();
  names.rules.clear();
  if (kind == RecordKind::schema) {
    for (auto& entry : reader_.schemas(after, names_of_schemas)) {
      names.last = entry.name;
      Key key{kind, entry.name, entry.version};
      names.schemas.insert_or_assign(std::move(key), std::move(entry));
    }
    names.ended = names.schemas.empty();
    return;
  }
  auto page = reader_.page(kind, after, names_of_rules, true);
  for (auto& record : page.records) {
    names.last = record.name.value_or("");
    if (record.schema_id) continue;
    record.id.reset();
    names.rules.insert_or_assign(key_of(record), std::move(record));
  }
  names.ended = !page.next;
}

std::vector<std::optional<Stored>> StoreLookup::find_contracts(std::span<const Key> keys) {
  std::vector<SchemaEntry> entries;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto& names = turn_to(RecordKind::schema, keys[i].first);
    const auto found = names.schemas.find(keys[i]);
    if (found == names.schemas.end()) continue;
    entries.push_back(found->second);
    places.push_back(i);
  }
  std::vector<std::optional<Stored>> all(keys.size());
  auto contracts = reader_.contracts(entries);
  std::size_t at = 0;
  for (auto& contract : contracts) {
    while (entries[at].id != contract.id)  // gone meanwhile
      ++at;
    all[places[at]] = std::move(contract);
  }
  return all;
}

std::vector<std::optional<Stored>> StoreLookup::find_rules(std::span<const Key> keys) {
  std::vector<std::optional<Stored>> all(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto& names = turn_to(RecordKind::governance, keys[i].first);
    if (const auto found = names.rules.find(keys[i]); found != names.rules.end())
      all[i] = Stored{{}, {found->second}};
  }
  return all;
}

std::vector<std::optional<Stored>> StoreLookup::find_resources(std::span<const Key> keys) {
  std::set<std::string> resources;
  for (const auto& key : keys)
    resources.insert(key.first);
  std::map<Key, Record> records;
  const std::vector<std::string> list(resources.begin(), resources.end());
  for (auto& record : reader_.about(keys.front().kind, list)) {
    record.id.reset();
    records.insert_or_assign(key_of(record), std::move(record));
  }
  std::vector<std::optional<Stored>> all(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (const auto found = records.find(keys[i]); found != records.end())
      all[i] = Stored{{}, {found->second}};
  return all;
}

}  // namespace pycharter::transfer

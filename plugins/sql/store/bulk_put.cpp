#include "sql/store/bulk_put.h"

#include <pycharter/plugin/error.h>

#include <algorithm>
#include <bit>
#include <set>

namespace pycharter::sql::store {
namespace {

// Of documents in one statement, far below what any server takes (MariaDB: 16 MiB).
constexpr std::size_t max_bytes = 1U << 20;

std::size_t size_of(const Record& record) {
  return record.document ? record.document->size() : 0;
}

// The order of keys; those of a slice have all their parts.
int compare_keys(const Table& table, const Record& a, const Record& b) {
  for (const auto& column : table.columns)
    if (column.key)
      if (const int order = (a.*column.field)->compare(*(b.*column.field)); order != 0) return order;
  return 0;
}

// The same of a row: its id, then the parts of its key.
int compare_keys(const Table& table, const Record& record, const Cells& row) {
  std::size_t part = 0;
  for (const auto& column : table.columns)
    if (column.key)
      if (const int order = (record.*column.field)->compare(row.at(++part).value_or("")); order != 0)
        return order;
  return 0;
}

// The records by their keys, so that two writers lock rows in one order; of those with one key the last.
std::vector<const Record*> by_key(const Table& table, std::span<const Record> slice) {
  std::vector<const Record*> records;
  for (const auto& record : slice)
    records.push_back(&record);
  const auto less = [&](const Record* a, const Record* b) { return compare_keys(table, *a, *b) < 0; };
  if (!std::is_sorted(records.begin(), records.end(), less))
    std::stable_sort(records.begin(), records.end(), less);
  const auto same = [&](const Record* a, const Record* b) { return compare_keys(table, *a, *b) == 0; };
  // unique() keeps the first of equals.
  std::reverse(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end(), same), records.end());
  std::reverse(records.begin(), records.end());
  return records;
}

// Where the key of a record, or of a row, is among records by key; their number where it is not. It is looked
// for at `guess` first: both mostly come in this order.
template <class Keyed>
std::size_t place_of(const Table& table, std::span<const Record* const> records, const Keyed& keyed,
                     std::size_t guess) {
  if (guess < records.size() && compare_keys(table, *records[guess], keyed) == 0) return guess;
  const auto found = std::lower_bound(
      records.begin(), records.end(), keyed,
      [&](const Record* record, const Keyed& key) { return compare_keys(table, *record, key) < 0; });
  const bool there = found != records.end() && compare_keys(table, **found, keyed) == 0;
  return there ? static_cast<std::size_t>(found - records.begin()) : records.size();
}

}  // namespace

bool covered_by_constraint(const Record& record) {
  const auto& table = table_of(record.kind);
  if (!table.unique) return false;
  for (const auto& column : table.columns)
    if (column.key && !(record.*column.field)) return false;
  return true;
}

void no_such_schema(const Dialect& dialect, const std::string& id) {
  ErrorFacts facts;
  facts.backend = dialect.backend;
  throw Error(ErrorCode::not_found,
              "no schema has the id '" + id + "'; `pycharter-admin store list` shows those there are",
              std::move(facts));
}

std::span<const Record> BulkPut::slice(std::span<const Record> records) const {
  std::size_t count = 0;
  std::size_t bytes = 0;
  for (const auto& record : records) {
    bytes += size_of(record);
    if (count == dialect_.rows_per_insert || record.kind != records.front().kind ||
        (count > 0 && bytes > max_bytes) || !covered_by_constraint(record))
      break;
    ++count;
  }
  return records.first(std::bit_floor(std::max<std::size_t>(count, 1)));
}

void BulkPut::put(std::span<const Record> slice, std::vector<std::string>& ids) {
  const auto& table = table_of(slice.front().kind);
  if (table.of_schema) lock_schemas(slice);
  const auto records = by_key(table, slice);
  const auto found = ids_of(records);
  for (std::size_t i = 0; i < slice.size(); ++i)
    ids.push_back(found[place_of(table, records, slice[i], i)].value());
}

void BulkPut::lock_schemas(std::span<const Record> slice) {
  std::set<std::string> wanted;
  for (const auto& record : slice)
    wanted.insert(record.schema_id.value_or(""));
  std::set<std::string> found;
  const std::vector<std::string> all(wanted.begin(), wanted.end());
  for (std::size_t i = 0; i < all.size(); i += PYCHARTER_ABOUT_LIMIT) {
    const auto end = std::min(all.size(), i + PYCHARTER_ABOUT_LIMIT);
    plugin::Query query;
    query.about.assign(all.data() + i, all.data() + end);
    const auto lock = lock_schemas_of(dialect_, query);
    for (auto& row : connection_.rows(lock.sql(), lock.parameters))
      found.insert(row.front().value());
  }
  for (const auto& id : wanted)
    if (!found.contains(id)) no_such_schema(dialect_, id);
}

// Stores the records; gives the id of each.
std::vector<Cell> BulkPut::ids_of(std::span<const Record* const> records) {
  const auto& table = table_of(records.front()->kind);
  std::vector<Cell> ids(records.size());
  std::size_t rows = 0;
  const auto take = [&](Cells& row) {
    const auto place = place_of(table, records, row, rows++);
    if (place < ids.size()) ids[place] = std::move(row.front());
    return true;
  };
  const auto upsert =
      texts_.statement(shape_of_upsert_rows(table.kind, records.size()),
                       [&](const std::string* known) { return upsert_rows(dialect_, records, known); });
  connection_.run(upsert.sql(), upsert.parameters, take);
  if (!dialect_.returns_ids) {
    const auto keys =
        texts_.statement(shape_of_keys(table.kind, records.size()),
                         [&](const std::string* known) { return select_keys(dialect_, records, known); });
    connection_.run(keys.sql(), keys.parameters, take);
  }
  if (std::find(ids.begin(), ids.end(), std::nullopt) != ids.end())
    throw Error(ErrorCode::internal, dialect_.backend + ": an INSERT of several rows lost one");
  return ids;
}

}  // namespace pycharter::sql::store

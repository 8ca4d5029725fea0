#include "sql/store/bulk_put.h"

#include <pycharter/plugin/error.h>

#include <algorithm>
#include <bit>
#include <set>

#include "sql/store/statements.h"

namespace pycharter::sql::store {
namespace {

// Of documents in one statement, far below what any server takes (MariaDB: 16 MiB).
constexpr std::size_t max_bytes = 1U << 20;

std::size_t size_of(const Record& record) {
  return record.document ? record.document->size() : 0;
}

std::vector<Cell> key_of(const Table& table, const Record& record) {
  std::vector<Cell> key;
  for (const auto& column : table.columns)
    if (column.key) key.push_back(record.*column.field);
  return key;
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
  std::map<Key, const Record*> last;
  for (const auto& record : slice)
    last.insert_or_assign(key_of(table, record), &record);
  std::vector<const Record*> records;
  for (const auto& [key, record] : last)
    records.push_back(record);
  const auto id_of_key = ids_of(records);
  for (const auto& record : slice) {
    const auto found = id_of_key.find(key_of(table, record));
    if (found == id_of_key.end())
      throw Error(ErrorCode::internal, dialect_.backend + ": an INSERT of several rows lost one");
    ids.push_back(found->second);
  }
}

void BulkPut::lock_schemas(std::span<const Record> slice) {
  std::set<std::string> wanted;
  for (const auto& record : slice)
    wanted.insert(record.schema_id.value_or(""));
  std::set<std::string> found;
  const std::vector<std::string> all(wanted.begin(), wanted.end());
  for (std::size_t i = 0; i < all.size(); i += PYCHARTER_ABOUT_LIMIT) {
    const auto end = std::min(all.size(), i + PYCHARTER_ABOUT_LIMIT);
    const auto lock = lock_schemas_of(dialect_, {all.data() + i, all.data() + end});
    for (auto& row : connection_.rows(lock.sql, lock.parameters, lock.columns))
      found.insert(row.front().value());
  }
  for (const auto& id : wanted)
    if (!found.contains(id)) no_such_schema(dialect_, id);
}

std::map<BulkPut::Key, std::string> BulkPut::ids_of(std::span<const Record* const> records) {
  const auto upsert = upsert_rows(dialect_, records);
  auto rows = connection_.rows(upsert.sql, upsert.parameters, upsert.columns);
  if (!dialect_.returns_ids) {
    const auto keys = select_keys(dialect_, records);
    rows = connection_.rows(keys.sql, keys.parameters, keys.columns);
  }
  std::map<Key, std::string> ids;
  for (auto& row : rows) {
    auto id = row.front().value();
    row.erase(row.begin());
    ids.insert_or_assign(std::move(row), std::move(id));
  }
  return ids;
}

}  // namespace pycharter::sql::store

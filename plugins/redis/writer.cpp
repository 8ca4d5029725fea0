#include "redis/writer.h"

#include "redis/transaction.h"

namespace pycharter::redis {

std::vector<std::string> Writer::put(std::span<const Record> records) {
  if (records.empty()) return {};
  Transaction transaction(keys_);
  std::vector<std::string> ids;
  ids.reserve(records.size());
  for (const auto& record : records) {
    transaction.put(record);
    ids.push_back(id_of(record));
  }
  transaction.run(connection_, "store records");
  return ids;
}

std::uint64_t Writer::remove(const Query& query) {
  auto which = query;
  which.without_document = true;
  std::vector<Record> records;
  reader_.find(which, [&](const Record& record) {
    records.push_back(record);
    return true;
  });
  if (records.empty()) return 0;
  Transaction transaction(keys_);
  for (const auto& record : records)
    transaction.remove(record, query.cascade);
  return transaction.run(connection_, "remove records");
}

}  // namespace pycharter::redis

// Storing and removing records.
#ifndef PYCHARTER_REDIS_WRITER_H
#define PYCHARTER_REDIS_WRITER_H

#include <span>
#include <string>
#include <vector>

#include "redis/reader.h"

namespace pycharter::redis {

// What pycharter_store_v1 asks of put and remove; each is one Transaction.
class Writer {
 public:
  Writer(Connection& connection, const Keys& keys, Reader& reader)
      : connection_(connection), keys_(keys), reader_(reader) {}

  std::vector<std::string> put(std::span<const Record> records);
  std::uint64_t remove(const Query& query);

 private:
  bool put_schemas(std::span<const Record> records, const std::vector<std::string>& ids);

  Connection& connection_;
  const Keys& keys_;
  Reader& reader_;
};

}  // namespace pycharter::redis

#endif

#include "redis/writer.h"

#include <algorithm>

#include "redis/errors.h"
#include "redis/records.h"
#include "redis/scripts.h"
#include "redis/transaction.h"

namespace pycharter::redis {
namespace {

constexpr std::string_view doing_put = "store records";
// Redis before 7 takes 2^20 words in a command; each of these has three.
constexpr std::size_t greatest_plain = 300'000;

}  // namespace

std::vector<std::string> Writer::put(std::span<const Record> records) {
  if (records.empty()) return {};
  std::vector<std::string> ids;
  ids.reserve(records.size());
  for (const auto& record : records)
    ids.push_back(id_of(record));
  if (put_schemas(records, ids)) return ids;
  Transaction transaction(keys_);
  for (const auto& record : records)
    transaction.put(record);
  transaction.run(connection_, doing_put);
  return ids;
}

// Schemas whose keys can be no other record's, which is nearly all that is stored. False with nothing done:
// they are not that, or something is in the way, which the transaction then says.
bool Writer::put_schemas(std::span<const Record> records, const std::vector<std::string>& ids) {
  const auto is_plain = [](const Record& record) {
    return record.kind == RecordKind::schema && !is_ambiguous(record);
  };
  if (records.size() > greatest_plain || !std::all_of(records.begin(), records.end(), is_plain)) return false;
  ScriptCall call;
  call.keys.reserve(1 + records.size());
  call.keys.push_back(keys_.schemas());
  for (const auto& id : ids)
    call.keys.push_back(keys_.schema(id));
  call.arguments.reserve(2 * records.size());
  call.arguments = ids;
  for (const auto& record : records)
    call.arguments.push_back(to_text(record));
  const auto reply = connection_.call(schemas_script, std::move(call), doing_put);
  if (!reply.is(Reply::Type::integer)) throw unexpected(reply, doing_put, connection_.location());
  return reply.integer == 1;
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

// The records of a store in memory, in the order of their creation.
#ifndef ONEFILE_RECORDS_H
#define ONEFILE_RECORDS_H

#include <pycharter/plugin/types.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace onefile {

using pycharter::plugin::Query;
using pycharter::plugin::Record;
using pycharter::plugin::RecordKind;

// A field of a record that a key, a query or the file names.
struct Field {
  const char* name;
  std::optional<std::string> Record::*member;
};
std::span<const Field> fields();

class Records {
 public:
  Records() = default;
  explicit Records(std::vector<Record> records) : records_(std::move(records)) {}

  const std::vector<Record>& all() const { return records_; }

  // What pycharter_store_v1 asks of the functions of these names.
  std::vector<std::string> put(std::span<const Record> given);
  std::vector<Record> find(const Query& query) const;
  std::uint64_t remove(const Query& query);
  std::vector<Record> snapshot(const std::string& schema_id, const std::optional<std::string>& version) const;

 private:
  std::string put_one(const Record& record);
  bool has_schema(const std::string& id) const;

  std::vector<Record> records_;
};

}  // namespace onefile

#endif

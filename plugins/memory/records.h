// The records of one in-memory database.
#ifndef PYCHARTER_MEMORY_RECORDS_H
#define PYCHARTER_MEMORY_RECORDS_H

#include <pycharter/plugin/types.h>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pycharter::memory {

// What pycharter_store_v1 asks of put, find, remove and snapshot. Not thread-safe.
class Records {
 public:
  std::vector<std::string> put(std::span<const plugin::Record> records);
  // Copies, in the order that the query promises.
  std::vector<plugin::Record> find(const plugin::Query& query) const;
  std::uint64_t remove(const plugin::Query& query);
  std::vector<plugin::Record> snapshot(const std::string& schema_id,
                                       const std::optional<std::string>& version) const;

 private:
  // The two fields that make the key of every kind; ownership has only the first.
  using Key = std::pair<std::optional<std::string>, std::optional<std::string>>;
  struct Stored {
    plugin::Record record;
    std::uint64_t created = 0;  // position in the order of creation, over all kinds
  };
  using Table = std::map<Key, Stored>;

  static Key key_of(const plugin::Record& record);
  const Table& table(plugin::RecordKind kind) const;
  Table& table(plugin::RecordKind kind);
  static bool comes_after(const Stored& one, const std::string& after);
  std::vector<const Stored*> matching(const plugin::Query& query) const;
  bool has_schema(const std::string& id) const { return schema_keys_.count(id) != 0; }
  std::string put_one(const plugin::Record& record);
  // Throws conflict when the schema has rules.
  void require_bare(const std::string& schema_id) const;
  void remove_rules_of(const std::string& schema_id);

  std::map<plugin::RecordKind, Table> tables_;
  std::unordered_map<std::string, Key> schema_keys_;  // by id: every other operation looks a schema up
  std::uint64_t created_ = 0;
};

}  // namespace pycharter::memory

#endif

// A hash table that keeps the order of insertion: dict, set, module members, attributes.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_TABLE_H
#define PYCHARTER_ALEMBIC_SCRIPT_TABLE_H

#include <cstdint>
#include <string_view>
#include <vector>

#include "alembic/script/value.h"

namespace pycharter::alembic::script {

class Interpreter;

class Table {
 public:
  struct Entry {
    Value key;  // undefined once erased
    Value value;
    std::size_t hash = 0;
  };

  // With any hashable key. Raises TypeError "unhashable type: 'list'". Pointers hold until the next change.
  Value* find(Interpreter& interpreter, const Value& key);
  void put(Interpreter& interpreter, const Value& key, Value value);
  bool erase(Interpreter& interpreter, const Value& key);

  // With a string key.
  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
  void put(Heap& heap, std::string_view key, Value value);
  bool erase(std::string_view key);

  std::size_t size() const noexcept { return live_; }
  bool empty() const noexcept { return live_ == 0; }
  void clear();
  // In order; entries with an undefined key are holes. Iteration by index survives changes: see `version`.
  const std::vector<Entry>& entries() const noexcept { return entries_; }
  std::vector<Entry>& entries() noexcept { return entries_; }
  // Bytes that one more entry takes, for accounting.
  static constexpr std::size_t entry_bytes = sizeof(Entry) + 2 * sizeof(std::uint32_t);
  std::size_t accounted = 0;  // entries that were charged to the owner

 private:
  template <class Equal>
  std::size_t locate(std::size_t hash, Equal&& equal) const;  // index into entries_, or npos
  std::size_t locate(Interpreter& interpreter, const Value& key, std::size_t hash) const;
  std::size_t locate(std::string_view key, std::size_t hash) const;
  void insert(Value key, Value value, std::size_t hash);
  void remove(std::size_t index);
  void rebuild(std::size_t slots);

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  // 0 empty, else index + 1; empty while there are few entries
  std::size_t live_ = 0;
};

std::size_t hash_text(std::string_view text) noexcept;

}  // namespace pycharter::alembic::script

#endif

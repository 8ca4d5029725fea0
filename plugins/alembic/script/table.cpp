#include "alembic/script/table.h"

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

namespace {
constexpr std::size_t not_found = static_cast<std::size_t>(-1);
constexpr std::size_t few = 8;  // entries that are searched without an index
}  // namespace

std::size_t hash_text(std::string_view text) noexcept {
  return std::hash<std::string_view>()(text);
}

template <class Equal>
std::size_t Table::locate(std::size_t hash, Equal&& equal) const {
  if (slots_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].hash == hash && entries_[i].key.defined() && equal(i)) return i;
    }
    return not_found;
  }
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const std::size_t i = slots_[slot] - 1;
    if (entries_[i].hash == hash && entries_[i].key.defined() && equal(i)) return i;
  }
  return not_found;
}

std::size_t Table::locate(std::string_view key, std::size_t hash) const {
  return locate(hash, [&](std::size_t i) {
    const auto* text = entries_[i].key.get_if<Str>();
    return text != nullptr && text->text == key;
  });
}

std::size_t Table::locate(Interpreter& interpreter, const Value& key, std::size_t hash) const {
  if (const auto* text = key.get_if<Str>()) return locate(text->text, hash);
  // The comparison may run a script's __eq__, which may change this table: the index is checked again, the
  // key kept.
  return locate(hash, [&](std::size_t i) {
    const Value mine = entries_[i].key;
    return interpreter.key_equals(mine, key) && i < entries_.size();
  });
}

Value* Table::find(Interpreter& interpreter, const Value& key) {
  const std::size_t index = locate(interpreter, key, interpreter.hash(key));
  return index == not_found ? nullptr : &entries_[index].value;
}

const Value* Table::find(std::string_view key) const {
  const std::size_t index = locate(key, hash_text(key));
  return index == not_found ? nullptr : &entries_[index].value;
}

Value* Table::find(std::string_view key) {
  const std::size_t index = locate(key, hash_text(key));
  return index == not_found ? nullptr : &entries_[index].value;
}

void Table::put(Interpreter& interpreter, const Value& key, Value value) {
  const std::size_t hash = interpreter.hash(key);
  const std::size_t index = locate(interpreter, key, hash);
  if (index != not_found) {
    entries_[index].value = std::move(value);
  } else {
    insert(key, std::move(value), hash);
  }
}

void Table::put(Heap& heap, std::string_view key, Value value) {
  const std::size_t hash = hash_text(key);
  const std::size_t index = locate(key, hash);
  if (index != not_found) {
    entries_[index].value = std::move(value);
  } else {
    insert(make_str(heap, std::string(key)), std::move(value), hash);
  }
}

bool Table::erase(Interpreter& interpreter, const Value& key) {
  const std::size_t index = locate(interpreter, key, interpreter.hash(key));
  if (index != not_found) remove(index);
  return index != not_found;
}

bool Table::erase(std::string_view key) {
  const std::size_t index = locate(key, hash_text(key));
  if (index != not_found) remove(index);
  return index != not_found;
}

void Table::insert(Value key, Value value, std::size_t hash) {
  entries_.push_back({std::move(key), std::move(value), hash});
  ++live_;
  if (slots_.empty() && entries_.size() <= few) return;
  if (slots_.empty() || entries_.size() * 3 > slots_.size() * 2)
    return rebuild(slots_.empty() ? 32 : slots_.size() * 2);
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  while (slots_[slot] != 0)
    slot = (slot + 1) & mask;
  slots_[slot] = static_cast<std::uint32_t>(entries_.size());
}

// Erased entries stay as holes, so that an iteration goes on behind them; many holes are swept when the table
// grows.
void Table::remove(std::size_t index) {
  Value key = std::move(entries_[index].key);
  Value value = std::move(entries_[index].value);
  entries_[index].key = Value();
  --live_;
  if (live_ == 0) clear();
}

void Table::clear() {
  std::vector<Entry> old;
  old.swap(entries_);
  slots_.clear();
  live_ = 0;
}

void Table::rebuild(std::size_t slots) {
  if (live_ * 2 < entries_.size()) {
    std::erase_if(entries_, [](const Entry& entry) { return !entry.key.defined(); });
    while (slots > 32 && entries_.size() * 3 < slots / 2)
      slots /= 2;
  }
  slots_.assign(slots, 0);
  const std::size_t mask = slots - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    std::size_t slot = entries_[i].hash & mask;
    while (slots_[slot] != 0)
      slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

}  // namespace pycharter::alembic::script

#include "alembic/script/objects.h"

#include "alembic/script/interpreter.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

// Puts and charges for the growth, if it was one.
template <class Put>
void put_charged(Object& owner, Table& table, const Put& put) {
  owner.block().heap->require(Table::entry_bytes);
  put();
  if (table.entries().size() <= table.accounted) return;
  owner.block().heap->charge(owner.block(), Table::entry_bytes);
  ++table.accounted;
}

}  // namespace

std::size_t Str::length() const {
  if (length_ == static_cast<std::size_t>(-1)) length_ = code_count(text);
  return length_;
}

void Dict::put(Interpreter& interpreter, const Value& key, Value value) {
  put_charged(*this, table, [&] { table.put(interpreter, key, std::move(value)); });
}

void Dict::put(std::string_view key, Value value) {
  put_charged(*this, table, [&] { table.put(*block().heap, key, std::move(value)); });
}

void Set::add(Interpreter& interpreter, const Value& value) {
  put_charged(*this, table, [&] {
    if (table.find(interpreter, value) == nullptr) table.put(interpreter, value, Value::none());
  });
}

std::int64_t Range::size() const {
  // Unsigned differences do not overflow.
  const auto low = static_cast<std::uint64_t>(step > 0 ? start : stop),
             high = static_cast<std::uint64_t>(step > 0 ? stop : start);
  if (step > 0 ? start >= stop : start <= stop) return 0;
  const std::uint64_t stride =
      step > 0 ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
  const std::uint64_t count = (high - low - 1) / stride + 1;
  return count > INT64_MAX ? INT64_MAX : static_cast<std::int64_t>(count);
}

void Module::set(std::string_view key, Value value) {
  put_charged(*this, members, [&] { members.put(*block().heap, key, std::move(value)); });
}

void Class::set(std::string_view key, Value value) {
  put_charged(*this, members, [&] { members.put(*block().heap, key, std::move(value)); });
}

void Instance::set(std::string_view key, Value value) {
  put_charged(*this, attributes, [&] { attributes.put(*block().heap, key, std::move(value)); });
}

bool Class::derives_from(const Class& other) const {
  if (this == &other) return true;
  for (const Value& ancestor : order) {
    if (&ancestor.get<Class>() == &other) return true;
  }
  return false;
}

const Value* Class::own(std::string_view key) {
  if (const Fill fill = std::exchange(fill_, nullptr)) fill(*interpreter_, *this);
  return members.find(key);
}

const Value* Class::find(std::string_view key) {
  if (const Value* value = own(key)) return value;
  for (const Value& ancestor : order) {
    if (const Value* value = ancestor.get<Class>().own(key)) return value;
  }
  return nullptr;
}

namespace {

// Its contents count beside the object.
template <class Kind, class Contents>
Value make_charged(Heap& heap, Contents&& contents) {
  const std::size_t bytes = contents.size() * sizeof(typename Contents::value_type);
  heap.require(bytes);
  Value value = make<Kind>(heap, std::forward<Contents>(contents));
  heap.charge(value.object().block(), bytes);
  return value;
}

}  // namespace

Value make_str(Heap& heap, std::string text) {
  return make_charged<Str>(heap, std::move(text));
}

Value make_bytes(Heap& heap, std::string data) {
  return make_charged<Bytes>(heap, std::move(data));
}

Value make_tuple(Heap& heap, std::vector<Value> items) {
  return make_charged<Tuple>(heap, std::move(items));
}

Value make_list(Heap& heap, std::vector<Value> items) {
  return make_charged<List>(heap, std::move(items));
}

}  // namespace pycharter::alembic::script

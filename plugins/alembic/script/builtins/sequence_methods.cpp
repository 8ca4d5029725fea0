#include <algorithm>

#include "alembic/script/builtins/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

List& self(const Bindings& given) {
  return unwrap(given[0]).get<List>();
}

Value append(Interpreter&, Bindings& given) {
  return self(given).append(given[1]), Value::none();
}

Value extend(Interpreter& in, Bindings& given) {
  const std::vector<Value> more = in.collect(given[1]);
  self(given).account(more.size());
  self(given).items.insert(self(given).items.end(), more.begin(), more.end());
  return Value::none();
}

Value insert(Interpreter& in, Bindings& given) {
  auto& list = self(given);
  const auto size = static_cast<std::int64_t>(list.items.size());
  std::int64_t at = in.integer(given[1], "index");
  at = std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
  list.account(1);
  list.items.insert(list.items.begin() + at, given[2]);
  return Value::none();
}

Value pop(Interpreter& in, Bindings& given) {
  auto& list = self(given);
  if (list.items.empty()) in.raise("IndexError", "pop from empty list");
  const std::size_t at =
      given.given(1) ? sequence_index(in, given[1], list.items.size(), "pop") : list.items.size() - 1;
  Value value = list.items[at];
  list.items.erase(list.items.begin() + static_cast<std::ptrdiff_t>(at));
  return value;
}

const std::vector<Value>& items_of(const Value& value) {
  return value.is(Kind::list) ? value.get<List>().items : value.get<Tuple>().items;
}

std::size_t place(Interpreter& in, const Value& sequence, const Value& wanted, std::int64_t start) {
  for (auto i = static_cast<std::size_t>(std::max<std::int64_t>(start, 0)); i < items_of(sequence).size();
       ++i) {
    const Value item = items_of(sequence)[i];
    in.step();
    if (in.key_equals(item, wanted)) return i;
  }
  return static_cast<std::size_t>(-1);
}

Value index(Interpreter& in, Bindings& given) {
  const Value& sequence = unwrap(given[0]);
  std::int64_t start = given.given(2) ? in.integer(given[2], "start") : 0;
  if (start < 0) start += static_cast<std::int64_t>(items_of(sequence).size());
  const std::size_t at = place(in, sequence, given[1], start);
  if (at == static_cast<std::size_t>(-1))
    in.raise("ValueError", sequence.is(Kind::list) ? in.to_repr(given[1]) + " is not in list"
                                                   : "tuple.index(x): x not in tuple");
  return Value::integer(static_cast<std::int64_t>(at));
}

Value count(Interpreter& in, Bindings& given) {
  const Value sequence = unwrap(given[0]);
  std::int64_t found = 0;
  for (std::size_t i = 0; i < items_of(sequence).size(); ++i) {
    const Value item = items_of(sequence)[i];
    found += in.key_equals(item, given[1]) ? 1 : 0;
  }
  return Value::integer(found);
}

Value remove(Interpreter& in, Bindings& given) {
  const std::size_t at = place(in, unwrap(given[0]), given[1], 0);
  if (at == static_cast<std::size_t>(-1)) in.raise("ValueError", "list.remove(x): x not in list");
  if (at < self(given).items.size())
    self(given).items.erase(self(given).items.begin() + static_cast<std::ptrdiff_t>(at));
  return Value::none();
}

Value clear(Interpreter&, Bindings& given) {
  std::vector<Value> old;
  old.swap(self(given).items);
  return Value::none();
}

Value copy(Interpreter& in, Bindings& given) {
  return in.list(self(given).items);
}

Value reverse(Interpreter&, Bindings& given) {
  return std::reverse(self(given).items.begin(), self(given).items.end()), Value::none();
}

Value sort(Interpreter& in, Bindings& given) {
  std::vector<Value> sorted =
      sorted_values(in, self(given).items, given.get(1), given.given(2) && in.truth(given[2]));
  self(given).items = std::move(sorted);
  return Value::none();
}

}  // namespace

void fill_list(Interpreter& in, Class& list) {
  define(in, list, "append", "self, object, /", append);
  define(in, list, "extend", "self, iterable, /", extend);
  define(in, list, "insert", "self, index, object, /", insert);
  define(in, list, "pop", "self, index=-1, /", pop);
  define(in, list, "index", "self, value, start=0, /", index);
  define(in, list, "count", "self, value, /", count);
  define(in, list, "remove", "self, value, /", remove);
  define(in, list, "clear", "self", clear);
  define(in, list, "copy", "self", copy);
  define(in, list, "reverse", "self", reverse);
  define(in, list, "sort", "self, *, key=None, reverse=False", sort);
}

void fill_tuple(Interpreter& in, Class& tuple) {
  define(in, tuple, "index", "self, value, start=0, /", index);
  define(in, tuple, "count", "self, value, /", count);
}

}  // namespace pycharter::alembic::script

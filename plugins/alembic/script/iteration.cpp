// Iteration, membership and length.
#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

// By index, so that a list may grow while it is walked over.
Value over_items(Interpreter& in, const Value& sequence) {
  return make_iterator(
      in.heap(), [sequence, at = std::size_t{0}](Interpreter&) mutable -> std::optional<Value> {
        const auto& items =
            sequence.is(Kind::list) ? sequence.get<List>().items : sequence.get<Tuple>().items;
        return at < items.size() ? std::optional(items[at++]) : std::nullopt;
      });
}

Value over_keys(Interpreter& in, const Value& container) {
  Table& table = container.is(Kind::dict) ? container.get<Dict>().table : container.get<Set>().table;
  const char* type = container.is(Kind::dict) ? "dictionary" : "Set";
  return make_iterator(in.heap(),
                       [container, &table, type, at = std::size_t{0},
                        size = table.size()](Interpreter& i) mutable -> std::optional<Value> {
                         if (table.size() != size)
                           i.raise("RuntimeError", std::string(type) + " changed size during iteration");
                         while (at < table.entries().size() && !table.entries()[at].key.defined())
                           ++at;
                         return at < table.entries().size() ? std::optional(table.entries()[at++].key)
                                                            : std::nullopt;
                       });
}

Value over_text(Interpreter& in, const Value& text) {
  return make_iterator(in.heap(),
                       [text, at = std::size_t{0}](Interpreter& i) mutable -> std::optional<Value> {
                         const std::string& all = text.get<Str>().text;
                         if (at >= all.size()) return std::nullopt;
                         const std::size_t begin = at;
                         next_code(all, at);
                         return i.str(all.substr(begin, at - begin));
                       });
}

Value over_bytes(Interpreter& in, const Value& bytes) {
  return make_iterator(in.heap(), [bytes, at = std::size_t{0}](Interpreter&) mutable -> std::optional<Value> {
    const std::string& data = bytes.get<Bytes>().data;
    return at < data.size() ? std::optional(Value::integer(static_cast<unsigned char>(data[at++])))
                            : std::nullopt;
  });
}

Value over_range(Interpreter& in, const Value& range) {
  return make_iterator(
      in.heap(), [range, at = std::int64_t{0}](Interpreter&) mutable -> std::optional<Value> {
        const auto& r = range.get<Range>();
        return at < r.size() ? std::optional(Value::integer(r.start + at++ * r.step)) : std::nullopt;
      });
}

// An object with __next__, whose end is StopIteration.
Value over_script_iterator(Interpreter& in, const Value& object) {
  return make_iterator(in.heap(), [object, done = false](Interpreter& i) mutable -> std::optional<Value> {
    if (done) return std::nullopt;
    try {
      return i.call(i.attribute(object, "__next__"));
    } catch (const Raised& raised) {
      if (!i.matches(raised.exception, i.builtin("StopIteration"))) throw;
      i.state().unwound.clear();
      done = true;
      return std::nullopt;
    }
  });
}

std::optional<Value> over_instance(Interpreter& in, const Value& object) {
  if (auto iterator = call_special(in, object, "__iter__")) {
    return iterator->is(Kind::iterator)   ? *iterator
           : iterator->is(Kind::instance) ? over_script_iterator(in, *iterator)
                                          : in.iterate(*iterator);
  }
  if (!unwrap(object).same(object)) return in.iterate(unwrap(object));
  return std::nullopt;
}

bool contains_text(Interpreter& in, const Value& container, const Value& item) {
  const Value& plain = unwrap(item);
  if (!plain.is(Kind::string))
    in.raise("TypeError", "'in <string>' requires string as left operand, not " + in.type_name(item));
  return container.get<Str>().text.find(plain.get<Str>().text) != std::string::npos;
}

bool contains_byte(Interpreter& in, const Value& container, const Value& item) {
  const std::string& data = container.get<Bytes>().data;
  if (auto* part = item.get_if<Bytes>()) return data.find(part->data) != std::string::npos;
  if (!item.is_int())
    in.raise("TypeError", "a bytes-like object is required, not '" + in.type_name(item) + "'");
  return data.find(static_cast<char>(item.as_int())) != std::string::npos;
}

}  // namespace

Value Interpreter::iterate(const Value& iterable) {
  switch (iterable.kind()) {
    case Kind::iterator:
      return iterable;
    case Kind::list:
    case Kind::tuple:
      return over_items(*this, iterable);
    case Kind::dict:
    case Kind::set:
      return over_keys(*this, iterable);
    case Kind::string:
      return over_text(*this, iterable);
    case Kind::bytes:
      return over_bytes(*this, iterable);
    case Kind::range:
      return over_range(*this, iterable);
    case Kind::cls:
      if (iterable.get<Class>().enumeration)
        return over_items(*this, list(iterable.get<Class>().enum_members));
      break;
    case Kind::host:
      if (auto iterator = iterable.get<HostObject>().iterate(*this)) return iterate(*iterator);
      break;
    case Kind::instance:
      if (auto iterator = over_instance(*this, iterable)) return *iterator;
      break;
    default:
      break;
  }
  raise("TypeError", "'" + type_name(iterable) + "' object is not iterable");
}

std::optional<Value> Interpreter::next(const Value& iterator) {
  if (auto* native = iterator.get_if<Iterator>()) {
    state().check_stack();
    const Value keep = iterator;
    return native->next(*this);
  }
  if (iterator.is(Kind::instance) && iterator.get<Instance>().type().find("__next__") != nullptr) {
    return next(over_script_iterator(*this, iterator));
  }
  raise("TypeError", "'" + type_name(iterator) + "' object is not an iterator");
}

std::vector<Value> Interpreter::collect(const Value& iterable) {
  std::vector<Value> values;
  for_each(iterable, [&](const Value& value) {
    if (values.size() == values.capacity()) heap_.require(values.size() * sizeof(Value) * 2);
    values.push_back(value);
    return true;
  });
  return values;
}

void Interpreter::for_each(const Value& iterable, const std::function<bool(const Value&)>& visit) {
  const Value iterator = iterate(iterable);
  while (std::optional<Value> value = next(iterator)) {
    step();
    if (!visit(*value)) return;
  }
}

bool Interpreter::contains(const Value& container, const Value& item) {
  switch (container.kind()) {
    case Kind::dict:
      return container.get<Dict>().table.find(*this, item) != nullptr;
    case Kind::set:
      return container.get<Set>().table.find(*this, item) != nullptr;
    case Kind::string:
      return contains_text(*this, container, item);
    case Kind::bytes:
      return contains_byte(*this, container, item);
    case Kind::range: {
      const auto& range = container.get<Range>();
      if (!item.is_int()) return false;
      const std::int64_t wanted = item.as_int();
      if (range.step > 0 ? wanted < range.start || wanted >= range.stop
                         : wanted > range.start || wanted <= range.stop)
        return false;
      const auto distance =
          range.step > 0 ? static_cast<std::uint64_t>(wanted) - static_cast<std::uint64_t>(range.start)
                         : static_cast<std::uint64_t>(range.start) - static_cast<std::uint64_t>(wanted);
      const auto stride = range.step > 0 ? static_cast<std::uint64_t>(range.step)
                                         : 0 - static_cast<std::uint64_t>(range.step);
      return distance % stride == 0;
    }
    case Kind::host:
      if (auto result = container.get<HostObject>().contains(*this, item)) return *result;
      break;
    case Kind::instance:
      if (auto result = call_special(*this, container, "__contains__", {{item}, {}})) return truth(*result);
      break;
    default:
      break;
  }
  if (container.is(Kind::none) || is_number(container)) {
    raise("TypeError", "argument of type '" + type_name(container) + "' is not iterable");
  }
  bool found = false;
  for_each(container, [&](const Value& value) { return !(found = key_equals(value, item)); });
  return found;
}

std::int64_t Interpreter::length(const Value& value) {
  switch (value.kind()) {
    case Kind::string:
      return static_cast<std::int64_t>(value.get<Str>().length());
    case Kind::bytes:
      return static_cast<std::int64_t>(value.get<Bytes>().data.size());
    case Kind::tuple:
      return static_cast<std::int64_t>(value.get<Tuple>().items.size());
    case Kind::list:
      return static_cast<std::int64_t>(value.get<List>().items.size());
    case Kind::dict:
      return static_cast<std::int64_t>(value.get<Dict>().table.size());
    case Kind::set:
      return static_cast<std::int64_t>(value.get<Set>().table.size());
    case Kind::range:
      return value.get<Range>().size();
    case Kind::cls:
      if (value.get<Class>().enumeration)
        return static_cast<std::int64_t>(value.get<Class>().enum_members.size());
      break;
    case Kind::host:
      if (auto result = value.get<HostObject>().length(*this)) return *result;
      break;
    case Kind::instance:
      if (auto result = call_special(*this, value, "__len__")) return integer(*result, "__len__()");
      if (!unwrap(value).same(value)) return length(unwrap(value));
      break;
    default:
      break;
  }
  raise("TypeError", "object of type '" + type_name(value) + "' has no len()");
}

}  // namespace pycharter::alembic::script

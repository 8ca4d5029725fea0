// Subscripts and slices.
#include <algorithm>

#include "alembic/script/big_integer.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/hint.h"
#include "alembic/script/operators.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

Value slice_of(Interpreter& in, const Value& object, const Slice& slice) {
  const auto pick = [&](const auto& items, auto&& take) {
    const SliceBounds bounds = slice_bounds(in, slice, static_cast<std::int64_t>(items.size()));
    for (std::int64_t i = 0, at = bounds.start; i < bounds.count; ++i, at += bounds.step)
      take(items[static_cast<std::size_t>(at)]);
  };
  const auto values = [&](const std::vector<Value>& items) {
    std::vector<Value> result;
    pick(items, [&](const Value& value) { result.push_back(value); });
    return result;
  };
  const auto bytes = [&](const std::string& text) {
    std::string result;
    pick(text, [&](char c) { result.push_back(c); });
    return result;
  };
  if (auto* list = object.get_if<List>()) return in.list(values(list->items));
  if (auto* tuple = object.get_if<Tuple>()) return in.tuple(values(tuple->items));
  if (auto* data = object.get_if<Bytes>()) return make_bytes(in.heap(), bytes(data->data));
  if (auto* range = object.get_if<Range>()) {
    const SliceBounds b = slice_bounds(in, slice, range->size());
    const std::int64_t start = range->start + b.start * range->step, step = b.step * range->step;
    return make<Range>(in.heap(), start, start + b.count * step, step);
  }
  const auto& str = object.get<Str>();
  if (str.ascii()) return in.str(bytes(str.text));
  std::u32string result;
  pick(decode(str.text), [&](char32_t c) { result.push_back(c); });
  return in.str(encode(result));
}

Value character(Interpreter& in, const Str& str, const Value& index) {
  const std::size_t place = sequence_index(in, index, str.length(), "string");
  if (str.ascii()) return in.str(std::string(1, str.text[place]));
  std::size_t at = offset_of(str.text, place);
  std::string one;
  append_utf8(one, next_code(str.text, at));
  return in.str(one);
}

Value dict_item(Interpreter& in, const Value& object, const Value& key) {
  auto& dict = object.get<Dict>();
  if (const Value* found = dict.table.find(in, key)) return *found;
  if (dict.default_factory.defined() && !dict.default_factory.is_none()) {
    Value made = in.call(dict.default_factory);
    dict.put(in, key, made);
    return made;
  }
  Arguments arguments;
  arguments.positional.push_back(key);
  in.raise_value(in.call(in.builtin("KeyError"), arguments));
}

void assign_slice(Interpreter& in, List& list, const Slice& slice, const Value& value) {
  const SliceBounds bounds = slice_bounds(in, slice, static_cast<std::int64_t>(list.items.size()));
  const std::vector<Value> values = in.collect(value);
  if (bounds.step == 1) {
    list.account(values.size());
    const auto first = list.items.begin() + bounds.start;
    list.items.insert(list.items.erase(first, first + bounds.count), values.begin(), values.end());
    return;
  }
  if (static_cast<std::int64_t>(values.size()) != bounds.count) {
    in.raise("ValueError", "attempt to assign sequence of size " + std::to_string(values.size()) +
                               " to extended slice of size " + std::to_string(bounds.count));
  }
  for (std::int64_t i = 0, at = bounds.start; i < bounds.count; ++i, at += bounds.step) {
    list.items[static_cast<std::size_t>(at)] = values[static_cast<std::size_t>(i)];
  }
}

void delete_slice(Interpreter& in, List& list, const Slice& slice) {
  const SliceBounds bounds = slice_bounds(in, slice, static_cast<std::int64_t>(list.items.size()));
  std::vector<std::int64_t> places;
  for (std::int64_t i = 0, at = bounds.start; i < bounds.count; ++i, at += bounds.step)
    places.push_back(at);
  std::sort(places.rbegin(), places.rend());
  for (const std::int64_t place : places)
    list.items.erase(list.items.begin() + place);
}

}  // namespace

Value Interpreter::subscript(const Value& object, const Value& key) {
  const bool sliced = key.is(Kind::slice);
  switch (object.kind()) {
    case Kind::list:
      if (sliced) return slice_of(*this, object, key.get<Slice>());
      return object.get<List>().items[sequence_index(*this, key, object.get<List>().items.size(), "list")];
    case Kind::tuple:
      if (sliced) return slice_of(*this, object, key.get<Slice>());
      return object.get<Tuple>().items[sequence_index(*this, key, object.get<Tuple>().items.size(), "tuple")];
    case Kind::string:
      return sliced ? slice_of(*this, object, key.get<Slice>()) : character(*this, object.get<Str>(), key);
    case Kind::bytes: {
      if (sliced) return slice_of(*this, object, key.get<Slice>());
      const std::string& data = object.get<Bytes>().data;
      return Value::integer(
          static_cast<unsigned char>(data[sequence_index(*this, key, data.size(), "index")]));
    }
    case Kind::range: {
      if (sliced) return slice_of(*this, object, key.get<Slice>());
      const auto& range = object.get<Range>();
      const auto at = sequence_index(*this, key, static_cast<std::size_t>(range.size()), "range object");
      return Value::integer(range.start + static_cast<std::int64_t>(at) * range.step);
    }
    case Kind::dict:
      return dict_item(*this, object, key);
    case Kind::host:
      if (auto result = object.get<HostObject>().subscript(*this, key)) return *result;
      break;
    case Kind::cls: {
      auto& cls = object.get<Class>();
      if (!cls.enumeration) {  // list[int]
        const auto* several = key.get_if<Tuple>();
        return make_hint(*this, cls.name, object,
                         several != nullptr ? several->items : std::vector<Value>{key});
      }
      for (const Value& member : cls.enum_members) {
        if (equals(attribute(member, "name"), key)) return member;
      }
      raise_value(call(builtin("KeyError"), {{key}, {}}));
    }
    case Kind::instance:
      if (auto result = call_special(*this, object, "__getitem__", {{key}, {}})) return *result;
      if (!unwrap(object).same(object)) return subscript(unwrap(object), key);
      break;
    default:
      break;
  }
  raise("TypeError", "'" + type_name(object) + "' object is not subscriptable");
}

void Interpreter::set_subscript(const Value& object, const Value& key, const Value& value) {
  switch (object.kind()) {
    case Kind::list: {
      auto& list = object.get<List>();
      if (key.is(Kind::slice)) return assign_slice(*this, list, key.get<Slice>(), value);
      list.items[sequence_index(*this, key, list.items.size(), "list assignment")] = value;
      return;
    }
    case Kind::dict:
      return object.get<Dict>().put(*this, key, value);
    case Kind::host:
      if (object.get<HostObject>().set_subscript(*this, key, value)) return;
      break;
    case Kind::instance:
      if (call_special(*this, object, "__setitem__", {{key, value}, {}})) return;
      if (!unwrap(object).same(object)) return set_subscript(unwrap(object), key, value);
      break;
    default:
      break;
  }
  raise("TypeError", "'" + type_name(object) + "' object does not support item assignment");
}

void Interpreter::delete_subscript(const Value& object, const Value& key) {
  switch (object.kind()) {
    case Kind::list: {
      auto& list = object.get<List>();
      if (key.is(Kind::slice)) return delete_slice(*this, list, key.get<Slice>());
      const std::size_t index = sequence_index(*this, key, list.items.size(), "list assignment");
      list.items.erase(list.items.begin() + static_cast<std::ptrdiff_t>(index));
      return;
    }
    case Kind::dict:
      if (object.get<Dict>().table.erase(*this, key)) return;
      raise_value(call(builtin("KeyError"), {{key}, {}}));
    case Kind::host:
      if (object.get<HostObject>().delete_subscript(*this, key)) return;
      break;
    case Kind::instance:
      if (call_special(*this, object, "__delitem__", {{key}, {}})) return;
      if (!unwrap(object).same(object)) return delete_subscript(unwrap(object), key);
      break;
    default:
      break;
  }
  raise("TypeError", "'" + type_name(object) + "' object doesn't support item deletion");
}

std::size_t sequence_index(Interpreter& in, const Value& index, std::size_t length, const char* type) {
  if (!index.is_int()) {
    if (index.is(Kind::big_integer)) in.raise("IndexError", "cannot fit 'int' into an index-sized integer");
    in.raise("TypeError",
             std::string(type) +
                 (std::string_view(type) == "string" ? " indices must be integers, not '"
                                                     : " indices must be integers or slices, not ") +
                 in.type_name(index) + (std::string_view(type) == "string" ? "'" : ""));
  }
  const std::int64_t at =
      index.as_int() < 0 ? index.as_int() + static_cast<std::int64_t>(length) : index.as_int();
  if (at < 0 || at >= static_cast<std::int64_t>(length))
    in.raise("IndexError", std::string(type) + " index out of range");
  return static_cast<std::size_t>(at);
}

SliceBounds slice_bounds(Interpreter& in, const Slice& slice, std::int64_t length) {
  const auto part = [&](const Value& value, std::int64_t missing) {
    if (value.is_none()) return missing;
    if (value.is(Kind::big_integer)) return value.get<Integer>().value < 0 ? INT64_MIN / 2 : INT64_MAX / 2;
    if (!value.is_int())
      in.raise("TypeError", "slice indices must be integers or None or have an __index__ method");
    return std::clamp<std::int64_t>(value.as_int(), INT64_MIN / 2, INT64_MAX / 2);
  };
  const std::int64_t step = part(slice.step, 1);
  if (step == 0) in.raise("ValueError", "slice step cannot be zero");
  const std::int64_t low = step < 0 ? -1 : 0, high = step < 0 ? length - 1 : length;
  const auto clamp = [&](std::int64_t at) { return std::clamp(at < 0 ? at + length : at, low, high); };
  const std::int64_t start = slice.start.is_none() ? (step < 0 ? high : low) : clamp(part(slice.start, 0));
  const std::int64_t stop_ = slice.stop.is_none() ? (step < 0 ? low : high) : clamp(part(slice.stop, 0));
  std::int64_t count = 0;
  if (step > 0 && start < stop_) count = (stop_ - start - 1) / step + 1;
  if (step < 0 && start > stop_) count = (start - stop_ - 1) / -step + 1;
  return {start, stop_, step, count};
}

}  // namespace pycharter::alembic::script

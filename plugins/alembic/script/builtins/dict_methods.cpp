#include "alembic/script/builtins/dicts.h"
#include "alembic/script/builtins/install.h"
#include "alembic/script/operators.h"
#include "alembic/script/sets.h"

namespace pycharter::alembic::script {

namespace {

Dict& self(const Bindings& given) {
  return unwrap(given[0]).get<Dict>();
}

enum class Part { keys, values, items };

// A live view: keys(), values(), items().
class DictView final : public HostObject {
 public:
  DictView(Value dict, Part part) : dict_(std::move(dict)), part_(part) {}

  std::string type_name() const override {
    return part_ == Part::keys ? "dict_keys" : part_ == Part::values ? "dict_values" : "dict_items";
  }
  std::optional<std::int64_t> length(Interpreter&) override {
    return static_cast<std::int64_t>(table().size());
  }
  std::optional<Value> iterate(Interpreter& in) override {
    return make_iterator(
        in.heap(),
        [keep = Value::of(*this), this, keys = in.iterate(dict_)](Interpreter& i) -> std::optional<Value> {
          const auto key = i.next(keys);
          if (!key) return std::nullopt;
          return item(i, *key);
        });
  }
  std::optional<bool> contains(Interpreter& in, const Value& wanted) override {
    if (part_ == Part::keys) return table().find(in, wanted) != nullptr;
    return std::nullopt;
  }
  std::optional<Value> binary(Interpreter& in, BinaryOperator operation, const Value& other,
                              bool reflected) override {
    if (part_ == Part::values) return std::nullopt;
    const Value mine = as_set(in, Value::of(*this)), theirs = other.is(Kind::set) ? other : as_set(in, other);
    return reflected ? set_binary(in, operation, theirs, mine) : set_binary(in, operation, mine, theirs);
  }
  std::optional<Value> compare(Interpreter& in, Comparison operation, const Value& other) override {
    // Values need not be hashable for items() to be equal.
    const auto* view_of_items = host_cast<DictView>(other);
    const bool equality = operation == Comparison::equal || operation == Comparison::not_equal;
    if (equality && part_ == Part::items && view_of_items != nullptr && view_of_items->part_ == Part::items) {
      return in.compare(operation, dict_, view_of_items->dict_);
    }
    if (part_ == Part::values || (!other.is(Kind::set) && host_cast<DictView>(other) == nullptr))
      return std::nullopt;
    const Value mine = as_set(in, Value::of(*this)), theirs = other.is(Kind::set) ? other : as_set(in, other);
    return Value::boolean(compare_sets(in, operation, mine.get<Set>(), theirs.get<Set>()));
  }
  std::string repr(Interpreter& in) override {
    return type_name() + "(" + in.to_repr(in.list(in.collect(Value::of(*this)))) + ")";
  }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    if (name != "isdisjoint") return std::nullopt;
    return in.find_attribute(as_set(in, Value::of(*this)), name);
  }

 private:
  Table& table() const { return dict_.get<Dict>().table; }
  Value item(Interpreter& in, const Value& key) const {
    if (part_ == Part::keys) return key;
    const Value value = *table().find(in, key);
    return part_ == Part::values ? value : in.tuple({key, value});
  }
  static Value as_set(Interpreter& in, const Value& iterable) {
    Value made = make<Set>(in.heap());
    in.for_each(iterable, [&](const Value& value) { return made.get<Set>().add(in, value), true; });
    return made;
  }

  Value dict_;
  Part part_;
};

template <Part part>
Value view(Interpreter& in, Bindings& given) {
  return Value::adopt(in.heap().create<DictView>(unwrap(given[0]), part));
}

Value get(Interpreter& in, Bindings& given) {
  const Value* found = self(given).table.find(in, given[1]);
  return found != nullptr ? *found : given.get(2);
}

Value set_default(Interpreter& in, Bindings& given) {
  if (const Value* found = self(given).table.find(in, given[1])) return *found;
  self(given).put(in, given[1], given.get(2));
  return given.get(2);
}

Value pop(Interpreter& in, Bindings& given) {
  if (const Value* found = self(given).table.find(in, given[1])) {
    Value value = *found;
    self(given).table.erase(in, given[1]);
    return value;
  }
  if (given.given(2)) return given[2];
  in.raise_value(in.call(in.builtin("KeyError"), {{given[1]}, {}}));
}

Value pop_item(Interpreter& in, Bindings& given) {
  auto& entries = self(given).table.entries();
  const bool last = !given.given(1) || in.truth(given[1]);
  if (self(given).table.empty()) in.raise("KeyError", "popitem(): dictionary is empty");
  auto index = last ? entries.size() - 1 : 0;
  while (!entries[index].key.defined())
    last ? --index : ++index;
  const Value key = entries[index].key, value = entries[index].value;
  self(given).table.erase(in, key);
  return in.tuple({key, value});
}

Value update(Interpreter& in, Bindings& given) {
  if (given.given(1)) fill_dict(in, self(given), given[1]);
  for (const auto& [name, value] : given.keywords)
    self(given).put(name, value);
  return Value::none();
}

Value copy(Interpreter& in, Bindings& given) {
  Value made = in.dict();
  made.get<Dict>().default_factory = self(given).default_factory;
  made.get<Dict>().type = self(given).type;
  update_dict(in, made.get<Dict>(), self(given));
  return made;
}

Value from_keys(Interpreter& in, Bindings& given) {
  Value made = in.dict();
  in.for_each(given[0], [&](const Value& key) { return made.get<Dict>().put(in, key, given.get(1)), true; });
  return made;
}

}  // namespace

void fill_dict(Interpreter& in, Dict& dict, const Value& source_value) {
  const Value source = unwrap(source_value);
  if (auto* other = source.get_if<Dict>()) return update_dict(in, dict, *other);
  if (auto keys = in.find_attribute(source, "keys")) {
    return in.for_each(in.call(*keys),
                       [&](const Value& key) { return dict.put(in, key, in.subscript(source, key)), true; });
  }
  std::size_t count = 0;
  in.for_each(source, [&](const Value& pair) {
    const std::vector<Value> parts = in.collect(pair);
    if (parts.size() != 2) {
      in.raise("ValueError", "dictionary update sequence element #" + std::to_string(count) + " has length " +
                                 std::to_string(parts.size()) + "; 2 is required");
    }
    ++count;
    dict.put(in, parts[0], parts[1]);
    return true;
  });
}

Value construct_dict(Interpreter& in, const Arguments& arguments, std::size_t first) {
  Value made = in.dict();
  if (arguments.positional.size() > first + 1)
    in.raise("TypeError",
             "dict expected at most 1 argument, got " + std::to_string(arguments.positional.size() - first));
  if (arguments.positional.size() > first) fill_dict(in, made.get<Dict>(), arguments.positional[first]);
  for (const auto& [name, value] : arguments.keywords)
    made.get<Dict>().put(name, value);
  return made;
}

void fill_dict_type(Interpreter& in, Class& dict) {
  define(in, dict, "keys", "self", view<Part::keys>);
  define(in, dict, "values", "self", view<Part::values>);
  define(in, dict, "items", "self", view<Part::items>);
  define(in, dict, "get", "self, key, default=None, /", get);
  define(in, dict, "setdefault", "self, key, default=None, /", set_default);
  define(in, dict, "pop", "self, key, default=None, /", pop);
  define(in, dict, "popitem", "self, last=True", pop_item);
  define(in, dict, "update", "self, other=(), /, **kw", update);
  define(in, dict, "copy", "self", copy);
  define(in, dict, "clear", "self",
         [](Interpreter&, Bindings& given) { return self(given).table.clear(), Value::none(); });
  define_static(in, dict, "fromkeys", "iterable, value=None, /", from_keys);
}

}  // namespace pycharter::alembic::script

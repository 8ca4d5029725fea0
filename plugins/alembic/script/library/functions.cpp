// functools, operator and copy.
#include <algorithm>

#include "alembic/script/evaluator.h"
#include "alembic/script/library/install.h"
#include "alembic/script/library/written.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

class Partial final : public HostObject {
 public:
  Partial(Value function, Arguments arguments)
      : function_(std::move(function)), arguments_(std::move(arguments)) {}
  std::string type_name() const override { return "partial"; }
  std::optional<Value> call(Interpreter& in, const Arguments& more) override {
    Arguments all = arguments_;
    all.positional.insert(all.positional.end(), more.positional.begin(), more.positional.end());
    for (const auto& keyword : more.keywords) {
      std::erase_if(all.keywords, [&](const auto& other) { return other.first == keyword.first; });
      all.keywords.push_back(keyword);
    }
    return in.call(function_, all);
  }

 private:
  Value function_;
  Arguments arguments_;
};

// Keeps what a function gave for the same arguments: without a limit, since memory has one.
Value remembering(Interpreter& in, const Value& function) {
  return make_native(
      in, "lru_cache", [function, known = in.dict()](Interpreter& i, const Arguments& arguments) {
        std::vector<Value> parts = arguments.positional;
        for (const auto& [name, value] : arguments.keywords) {
          parts.push_back(i.str(name));
          parts.push_back(value);
        }
        const Value key = i.tuple({i.tuple(std::move(parts)),
                                   Value::integer(static_cast<std::int64_t>(arguments.positional.size()))});
        if (const Value* found = known.get<Dict>().table.find(i, key)) return *found;
        Value made = i.call(function, arguments);
        known.get<Dict>().put(i, key, made);
        return made;
      });
}

// @lru_cache and @lru_cache(maxsize=…).
Value cached(Interpreter& in, Bindings& given) {
  const bool function = given.given(0) && !given[0].is_none() && !given[0].is_int();
  if (function) return remembering(in, given[0]);
  return make_native(in, "lru_cache", "user_function",
                     [](Interpreter& i, Bindings& inner) { return remembering(i, inner[0]); });
}

class ComparedKey final : public HostObject {
 public:
  ComparedKey(Value compare, Value value) : compare_(std::move(compare)), value_(std::move(value)) {}
  std::string type_name() const override { return "K"; }
  std::optional<Value> compare(Interpreter& in, Comparison operation, const Value& other) override {
    auto* right = host_cast<ComparedKey>(other);
    if (right == nullptr) return std::nullopt;
    return in.compare(operation, in.call(compare_, {{value_, right->value_}, {}}), Value::integer(0));
  }

 private:
  Value compare_, value_;
};

void fill_functools(Interpreter& in, Module& module) {
  run_in_module(in, module, total_ordering_source);
  define(in, module, "partial", "func, /, *args, **keywords", [](Interpreter& i, Bindings& given) {
    return Value::adopt(i.heap().create<Partial>(given[0], Arguments{given.rest, given.keywords}));
  });
  define(in, module, "reduce", "function, iterable, initial=None, /", [](Interpreter& i, Bindings& given) {
    Value total = given[2];
    i.for_each(given[1], [&](const Value& item) {
      total = total.defined() ? i.call(given[0], {{total, item}, {}}) : item;
      return true;
    });
    if (!total.defined()) i.raise("TypeError", "reduce() of empty iterable with no initial value");
    return total;
  });
  define(in, module, "wraps", "wrapped, assigned=(), updated=()", [](Interpreter& i, Bindings& given) {
    return make_native(i, "wraps", "wrapper, /", [wrapped = given[0]](Interpreter&, Bindings& wrapper) {
      const Value inner = wrapper[0];
      if (inner.is(Kind::function) && wrapped.is(Kind::function))
        inner.get<Function>().name = wrapped.get<Function>().name;
      return inner;
    });
  });
  for (const char* name : {"lru_cache", "cache"})
    define(in, module, name, "user_function=None, maxsize=128, typed=False", cached);
  define(in, module, "cmp_to_key", "mycmp", [](Interpreter& i, Bindings& given) {
    return make_native(i, "K", "obj", [compare = given[0]](Interpreter& j, Bindings& object) {
      return Value::adopt(j.heap().create<ComparedKey>(compare, object[0]));
    });
  });
}

// What itemgetter, attrgetter and methodcaller have in common: one thing gives a value, more give a tuple.
template <class Get>
Value getter(Interpreter& in, const char* name, std::vector<Value> wanted, Get get) {
  if (wanted.empty()) in.raise("TypeError", std::string(name) + " expected 1 argument, got 0");
  return make_native(in, name, "obj, /", [wanted = std::move(wanted), get](Interpreter& i, Bindings& given) {
    if (wanted.size() == 1) return get(i, given[0], wanted[0]);
    std::vector<Value> values;
    for (const Value& one : wanted)
      values.push_back(get(i, given[0], one));
    return i.tuple(std::move(values));
  });
}

Value dotted_attribute(Interpreter& in, Value object, const Value& path) {
  const std::string names = in.text(path, "attribute name");
  for (std::size_t begin = 0; begin <= names.size();) {
    const std::size_t end = std::min(names.find('.', begin), names.size());
    object = in.attribute(object, names.substr(begin, end - begin));
    begin = end + 1;
  }
  return object;
}

struct NamedBinary {
  const char* name;
  BinaryOperator operation;
};
constexpr NamedBinary binaries[] = {
    {"add", BinaryOperator::add},      {"sub", BinaryOperator::subtract},
    {"mul", BinaryOperator::multiply}, {"truediv", BinaryOperator::divide},
    {"mod", BinaryOperator::modulo},   {"floordiv", BinaryOperator::floor_divide},
    {"and_", BinaryOperator::bit_and}, {"or_", BinaryOperator::bit_or},
    {"xor", BinaryOperator::bit_xor},  {"pow", BinaryOperator::power},
    {"concat", BinaryOperator::add},   {"iconcat", BinaryOperator::add},
};
struct NamedComparison {
  const char* name;
  Comparison operation;
};
constexpr NamedComparison comparisons[] = {
    {"eq", Comparison::equal},   {"ne", Comparison::not_equal},  {"lt", Comparison::less},
    {"gt", Comparison::greater}, {"le", Comparison::less_equal}, {"ge", Comparison::greater_equal},
};

void fill_operator(Interpreter& in, Module& module) {
  define(in, module, "itemgetter", "*items", [](Interpreter& i, Bindings& given) {
    return getter(i, "itemgetter", given.rest, [](Interpreter& j, const Value& object, const Value& key) {
      return j.subscript(object, key);
    });
  });
  define(in, module, "attrgetter", "*attrs", [](Interpreter& i, Bindings& given) {
    return getter(i, "attrgetter", given.rest, dotted_attribute);
  });
  define(in, module, "methodcaller", "name, /, *args, **kwargs", [](Interpreter& i, Bindings& given) {
    return make_native(
        i, "methodcaller", "obj, /",
        [name = i.text(given[0], "method name"), arguments = Arguments{given.rest, given.keywords}](
            Interpreter& j, Bindings& inner) { return j.call(j.attribute(inner[0], name), arguments); });
  });
  for (const auto& row : binaries)
    define(in, module, row.name, "a, b, /", [operation = row.operation](Interpreter& i, Bindings& given) {
      return i.binary(operation, given[0], given[1]);
    });
  for (const auto& row : comparisons)
    define(in, module, row.name, "a, b, /", [operation = row.operation](Interpreter& i, Bindings& given) {
      return i.compare(operation, given[0], given[1]);
    });
  define(in, module, "contains", "a, b, /",
         [](Interpreter& i, Bindings& given) { return Value::boolean(i.contains(given[0], given[1])); });
  define(in, module, "getitem", "a, b, /",
         [](Interpreter& i, Bindings& given) { return i.subscript(given[0], given[1]); });
  define(in, module, "not_", "a, /",
         [](Interpreter& i, Bindings& given) { return Value::boolean(!i.truth(given[0])); });
  define(in, module, "truth", "a, /",
         [](Interpreter& i, Bindings& given) { return Value::boolean(i.truth(given[0])); });
  define(in, module, "neg", "a, /",
         [](Interpreter& i, Bindings& given) { return i.unary(UnaryOperator::negate, given[0]); });
}

// One level of copying, `inner` for what is inside.
template <class Inner>
Value copied(Interpreter& in, const Value& value, const Inner& inner) {
  const auto all = [&](const std::vector<Value>& items) {
    std::vector<Value> made;
    for (const Value& item : items)
      made.push_back(inner(item));
    return made;
  };
  switch (value.kind()) {
    case Kind::list:
      return in.list(all(value.get<List>().items));
    case Kind::tuple: {
      Value made = in.tuple(all(value.get<Tuple>().items));
      made.get<Tuple>().named = value.get<Tuple>().named;
      return made;
    }
    case Kind::set: {
      Value made = make<Set>(in.heap(), value.get<Set>().frozen);
      for (const auto& entry : value.get<Set>().table.entries())
        if (entry.key.defined()) made.get<Set>().add(in, entry.key);
      return made;
    }
    case Kind::dict: {
      const auto& dict = value.get<Dict>();
      Value made = in.dict();
      made.get<Dict>().type = dict.type;
      made.get<Dict>().default_factory = dict.default_factory;
      for (std::size_t i = 0; i < dict.table.entries().size(); ++i) {
        const auto entry = dict.table.entries()[i];
        if (entry.key.defined()) made.get<Dict>().put(in, entry.key, inner(entry.value));
      }
      return made;
    }
    case Kind::instance: {
      const auto& instance = value.get<Instance>();
      if (instance.type().enumeration) return value;
      Value made = make<Instance>(in.heap(), instance.cls);
      made.get<Instance>().payload = instance.payload;
      for (std::size_t i = 0; i < instance.attributes.entries().size(); ++i) {
        const auto entry = instance.attributes.entries()[i];
        if (entry.key.defined()) made.get<Instance>().set(entry.key.get<Str>().text, inner(entry.value));
      }
      return made;
    }
    default:
      return value;  // nothing of it can change
  }
}

// `known` holds what was copied already, by identity.
Value deep_copied(Interpreter& in, const Value& value, std::vector<std::pair<Value, Value>>& known) {
  if (!value.is_object()) return value;
  in.step();
  in.state().check_stack();
  for (const auto& [original, made] : known)
    if (original.same(value)) return made;
  if (value.is(Kind::list) || value.is(Kind::dict)) {  // may hold themselves
    Value made = copied(in, value, [](const Value& item) { return item; });
    known.emplace_back(value, made);
    if (auto* list = made.get_if<List>()) {
      for (std::size_t i = 0; i < list->items.size(); ++i)
        list->items[i] = deep_copied(in, Value(list->items[i]), known);
    } else {
      auto& dict = made.get<Dict>();
      for (std::size_t i = 0; i < dict.table.entries().size(); ++i) {
        const auto entry = dict.table.entries()[i];
        if (entry.key.defined()) dict.put(in, entry.key, deep_copied(in, entry.value, known));
      }
    }
    return made;
  }
  const bool compound = value.is(Kind::tuple) || value.is(Kind::instance);
  return compound ? copied(in, value, [&](const Value& item) { return deep_copied(in, item, known); })
                  : copied(in, value, [](const Value& item) { return item; });
}

void fill_copy(Interpreter& in, Module& module) {
  define(in, module, "copy", "x", [](Interpreter& i, Bindings& given) {
    return copied(i, given[0], [](const Value& item) { return item; });
  });
  define(in, module, "deepcopy", "x, memo=None", [](Interpreter& i, Bindings& given) {
    std::vector<std::pair<Value, Value>> known;
    return deep_copied(i, given[0], known);
  });
}

}  // namespace

void add_functions(ModuleRegistry& registry) {
  registry.add("functools", fill_functools);
  registry.add("operator", fill_operator);
  registry.add("copy", fill_copy);
}

}  // namespace pycharter::alembic::script

#include "alembic/script/builtins/dicts.h"
#include "alembic/script/builtins/install.h"
#include "alembic/script/library/install.h"

namespace pycharter::alembic::script {

namespace {

Value make_default_dict(Interpreter& in, const Value& type, const Arguments& arguments) {
  Value made = construct_dict(in, arguments, 1);
  made.get<Dict>().default_factory = arguments.positional.empty() ? Value::none() : arguments.positional[0];
  made.get<Dict>().type = type;
  return made;
}

Value make_counter(Interpreter& in, const Value& type, const Arguments& arguments) {
  Value made = in.dict();
  auto& dict = made.get<Dict>();
  dict.type = type;
  dict.default_factory = in.builtin("int");
  if (arguments.positional.empty()) return made;
  if (arguments.positional[0].is(Kind::dict)) {
    fill_dict(in, dict, arguments.positional[0]);
    return made;
  }
  in.for_each(arguments.positional[0], [&](const Value& item) {
    const Value* found = dict.table.find(in, item);
    dict.put(in, item, Value::integer(found == nullptr ? 1 : found->as_int() + 1));
    return true;
  });
  return made;
}

// A type derived from dict whose instances are Dicts that know it.
Value dict_type(Interpreter& in, Module& module, const char* name,
                Value (*make_one)(Interpreter&, const Value&, const Arguments&)) {
  Value cls = make_class(in, name, "collections", {in.builtin("dict")});
  // The class outlives its own construct function, which must not keep it.
  auto* raw = &cls.get<Class>();
  raw->construct = [raw, make_one](Interpreter& i, const Arguments& arguments) {
    return make_one(i, Value::of(*raw), arguments);
  };
  module.set(name, cls);
  return cls;
}

Value named_tuple(Interpreter& in, const std::string& name, const std::vector<Value>& fields) {
  Value cls = make_class(in, name, "", {in.builtin("tuple")});
  auto* raw = &cls.get<Class>();
  raw->set("_fields", in.tuple(fields));
  std::string parameters;
  for (const Value& field : fields)
    parameters += (parameters.empty() ? "" : ", ") + in.text(field, "field name");
  raw->construct = [raw, signature = Signature(name, parameters)](Interpreter& i,
                                                                  const Arguments& arguments) {
    Value made = i.tuple(signature.bind(i, arguments).values);
    made.get<Tuple>().named = Value::of(*raw);
    return made;
  };
  for (std::size_t at = 0; at < fields.size(); ++at) {
    define_property(in, *raw, in.text(fields[at], "field name"),
                    [at](Interpreter&, const Value& self) { return self.get<Tuple>().items[at]; });
  }
  define(in, *raw, "_asdict", "self", [](Interpreter& i, Bindings& given) {
    Value made = i.dict();
    const auto& names = given[0].get<Tuple>().named.get<Class>().find("_fields")->get<Tuple>().items;
    for (std::size_t at = 0; at < names.size(); ++at)
      made.get<Dict>().put(i, names[at], given[0].get<Tuple>().items[at]);
    return made;
  });
  return cls;
}

void fill_collections(Interpreter& in, Module& module) {
  dict_type(in, module, "OrderedDict", [](Interpreter& i, const Value& type, const Arguments& arguments) {
    Value made = construct_dict(i, arguments, 0);
    made.get<Dict>().type = type;
    return made;
  });
  dict_type(in, module, "defaultdict", make_default_dict);
  Value counter = dict_type(in, module, "Counter", make_counter);
  define(in, counter.get<Class>(), "most_common", "self, n=None", [](Interpreter& i, Bindings& given) {
    std::vector<Value> rows;
    i.for_each(i.call(i.attribute(given[0], "items")),
               [&](const Value& item) { return rows.push_back(item), true; });
    const Value key = make_native(i, "key", [](Interpreter& j, const Arguments& a) {
      return j.subscript(a.positional.at(0), Value::integer(1));
    });
    rows = sorted_values(i, std::move(rows), key, true);
    if (given.given(1) && !given[1].is_none())
      rows.resize(std::min(rows.size(),
                           static_cast<std::size_t>(std::max<std::int64_t>(i.integer(given[1], "n"), 0))));
    return i.list(std::move(rows));
  });
  define(in, module, "namedtuple", "typename, field_names, *, rename=False, defaults=None",
         [](Interpreter& i, Bindings& given) {
           const bool text = given[1].is(Kind::string);
           const Value spaced =
               text ? i.call(i.attribute(given[1], "replace"), {{i.str(","), i.str(" ")}, {}}) : given[1];
           return named_tuple(i, i.text(given[0], "typename"),
                              i.collect(text ? i.call(i.attribute(spaced, "split")) : spaced));
         });
}

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

void fill_functools(Interpreter& in, Module& module) {
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
    return make_native(i, "wraps", [wrapped = given[0]](Interpreter&, const Arguments& arguments) {
      const Value inner = arguments.positional.at(0);
      if (inner.is(Kind::function) && wrapped.is(Kind::function))
        inner.get<Function>().name = wrapped.get<Function>().name;
      return inner;
    });
  });
}

Value chained(Interpreter& in, const Value& iterables) {
  return make_iterator(
      in.heap(),
      [outer = in.iterate(iterables), inner = Value()](Interpreter& i) mutable -> std::optional<Value> {
        for (;;) {
          i.step();
          if (inner.defined()) {
            if (auto item = i.next(inner)) return item;
          }
          const auto next = i.next(outer);
          if (!next) return std::nullopt;
          inner = i.iterate(*next);
        }
      });
}

Value sliced(Interpreter& in, Bindings& given) {
  const auto bound = [&](const Value& value, std::int64_t missing) {
    return value.is_none() ? missing : in.integer(value, "islice() argument");
  };
  const std::int64_t start = given.given(2) ? bound(given[1], 0) : 0,
                     end = bound(given[given.given(2) ? 2 : 1], INT64_MAX);
  const std::int64_t step = given.given(3) ? bound(given[3], 1) : 1;
  if (start < 0 || end < 0 || step < 1)
    in.raise("ValueError", "islice() takes non-negative bounds and a positive step");
  return make_iterator(in.heap(),
                       [source = in.iterate(given[0]), at = std::int64_t{0}, wanted = start, end,
                        step](Interpreter& i) mutable -> std::optional<Value> {
                         while (wanted < end) {
                           const auto item = i.next(source);
                           if (!item) return std::nullopt;
                           i.step();
                           if (at++ == wanted) {
                             wanted += step;
                             return item;
                           }
                         }
                         return std::nullopt;
                       });
}

void fill_itertools(Interpreter& in, Module& module) {
  Value chain = make_class(in, "chain", "itertools", {}, [](Interpreter& i, const Arguments& arguments) {
    return chained(i, i.tuple(arguments.positional));
  });
  define_static(in, chain.get<Class>(), "from_iterable", "iterable, /",
                [](Interpreter& i, Bindings& given) { return chained(i, given[0]); });
  module.set("chain", chain);
  define(in, module, "islice", "iterable, stop, end=None, step=None, /", sliced);
  define(in, module, "count", "start=0, step=1", [](Interpreter& i, Bindings& given) {
    Value step = given.given(1) ? given[1] : Value::integer(1);
    return make_iterator(i.heap(),
                         [at = given.given(0) ? given[0] : Value::integer(0),
                          step](Interpreter& j) mutable -> std::optional<Value> {
                           Value current = at;
                           at = j.binary(BinaryOperator::add, at, step);
                           return current;
                         });
  });
  define(in, module, "groupby", "iterable, key=None", [](Interpreter& i, Bindings& given) {
    std::vector<Value> groups;
    Value last;
    i.for_each(given[0], [&](const Value& item) {
      const Value key = given.given(1) && !given[1].is_none() ? i.call(given[1], {{item}, {}}) : item;
      if (groups.empty() || !i.equals(last, key)) groups.push_back(i.tuple({key, i.list({})}));
      last = key;
      groups.back().get<Tuple>().items[1].get<List>().append(item);
      return true;
    });
    return i.iterate(i.list(std::move(groups)));
  });
  define(in, module, "product", "*iterables", [](Interpreter& i, Bindings& given) {
    std::vector<std::vector<Value>> rows(1);
    for (const Value& iterable : given.rest) {
      const std::vector<Value> values = i.collect(iterable);
      std::vector<std::vector<Value>> longer;
      for (const auto& row : rows) {
        for (const Value& value : values) {
          i.step();
          i.heap().require((longer.size() + 1) * (row.size() + 1) * sizeof(Value));
          longer.push_back(row);
          longer.back().push_back(value);
        }
      }
      rows = std::move(longer);
    }
    std::vector<Value> tuples;
    for (auto& row : rows)
      tuples.push_back(i.tuple(std::move(row)));
    return i.iterate(i.list(std::move(tuples)));
  });
}

}  // namespace

void add_collections(ModuleRegistry& registry) {
  registry.add("collections", fill_collections);
  registry.add("functools", fill_functools);
  registry.add("itertools", fill_itertools);
}

}  // namespace pycharter::alembic::script

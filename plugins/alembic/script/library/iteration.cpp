// itertools.
#include <algorithm>
#include <utility>

#include "alembic/script/library/install.h"

namespace pycharter::alembic::script {

namespace {

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

// Rows of `length` places of `values`, in the order that itertools gives them; `usable` says whether a place
// may follow those before it.
template <class Usable>
Value selections(Interpreter& in, const std::vector<Value>& values, std::size_t length,
                 const Usable& usable) {
  return make_iterator(in.heap(),
                       [values, length, usable, places = std::vector<std::size_t>(),
                        begun = false](Interpreter& i) mutable -> std::optional<Value> {
                         std::size_t next = 0;
                         if (begun) {
                           if (places.empty()) return std::nullopt;
                           next = places.back() + 1;
                           places.pop_back();
                         }
                         begun = true;
                         for (;;) {
                           i.step();
                           if (places.size() == length) break;
                           while (next < values.size() && !usable(places, next))
                             ++next;
                           if (next < values.size()) {
                             places.push_back(next);
                             next = 0;
                           } else if (places.empty()) {
                             return std::nullopt;
                           } else {
                             next = places.back() + 1;
                             places.pop_back();
                           }
                         }
                         std::vector<Value> row;
                         for (const std::size_t place : places)
                           row.push_back(values[place]);
                         return i.tuple(std::move(row));
                       });
}

bool not_taken(const std::vector<std::size_t>& places, std::size_t next) {
  return std::find(places.begin(), places.end(), next) == places.end();
}
bool behind(const std::vector<std::size_t>& places, std::size_t next) {
  return places.empty() || next > places.back();
}
bool not_before(const std::vector<std::size_t>& places, std::size_t next) {
  return places.empty() || next >= places.back();
}

template <bool (*usable)(const std::vector<std::size_t>&, std::size_t)>
Value select(Interpreter& in, Bindings& given) {
  const std::vector<Value> values = in.collect(given[0]);
  const std::int64_t length = given.given(1) && !given[1].is_none()
                                  ? in.integer(given[1], "r")
                                  : static_cast<std::int64_t>(values.size());
  if (length < 0) in.raise("ValueError", "r must be non-negative");
  return selections(in, values, static_cast<std::size_t>(length), usable);
}

Value zip_longest(Interpreter& in, Bindings& given) {
  std::vector<Value> sources;
  for (const Value& iterable : given.rest)
    sources.push_back(in.iterate(iterable));
  return make_iterator(in.heap(),
                       [sources, fill = given.get(0)](Interpreter& i) mutable -> std::optional<Value> {
                         std::vector<Value> row;
                         bool any = false;
                         for (Value& source : sources) {
                           std::optional<Value> item = source.defined() ? i.next(source) : std::nullopt;
                           if (!item) source = Value();
                           any = any || item;
                           row.push_back(item.value_or(fill));
                         }
                         return any ? std::optional(i.tuple(std::move(row))) : std::nullopt;
                       });
}

Value accumulate(Interpreter& in, Bindings& given) {
  return make_iterator(in.heap(),
                       [source = in.iterate(given[0]), function = given.get(1),
                        total = given.given(2) && !given[2].is_none() ? given[2] : Value(),
                        begun = false](Interpreter& i) mutable -> std::optional<Value> {
                         if (!std::exchange(begun, true) && total.defined()) return total;
                         const auto item = i.next(source);
                         if (!item) return std::nullopt;
                         total = !total.defined()     ? *item
                                 : function.is_none() ? i.binary(BinaryOperator::add, total, *item)
                                                      : i.call(function, {{total, *item}, {}});
                         return total;
                       });
}

template <bool while_true>
Value leading(Interpreter& in, Bindings& given) {
  return make_iterator(in.heap(),
                       [source = in.iterate(given[1]), test = given[0],
                        passed = false](Interpreter& i) mutable -> std::optional<Value> {
                         while (auto item = i.next(source)) {
                           i.step();
                           if (passed) return while_true ? std::nullopt : item;
                           passed = !i.truth(i.call(test, {{*item}, {}}));
                           if (while_true != passed) return item;
                           if (while_true) return std::nullopt;
                         }
                         return std::nullopt;
                       });
}

Value tee(Interpreter& in, Bindings& given) {
  const std::int64_t count = given.given(1) ? in.integer(given[1], "n") : 2;
  const Value all = in.list(in.collect(given[0]));
  std::vector<Value> iterators;
  for (std::int64_t n = 0; n < count; ++n) {
    in.step();
    iterators.push_back(in.iterate(all));
  }
  return in.tuple(std::move(iterators));
}

struct Rearranging {
  const char* name;
  const char* parameters;
  Value (*code)(Interpreter&, Bindings&);
};
constexpr Rearranging rearranging[] = {
    {"zip_longest", "*iterables, fillvalue=None", zip_longest},
    {"permutations", "iterable, r=None", select<not_taken>},
    {"combinations", "iterable, r", select<behind>},
    {"combinations_with_replacement", "iterable, r", select<not_before>},
    {"accumulate", "iterable, func=None, *, initial=None", accumulate},
    {"takewhile", "predicate, iterable, /", leading<true>},
    {"dropwhile", "predicate, iterable, /", leading<false>},
    {"tee", "iterable, n=2, /", tee},
    {"starmap", "function, iterable, /",
     [](Interpreter& in, Bindings& given) {
       return make_iterator(
           in.heap(),
           [function = given[0],
            source = in.iterate(given[1])](Interpreter& i) mutable -> std::optional<Value> {
             const auto item = i.next(source);
             return item ? std::optional(i.call(function, {i.collect(*item), {}})) : std::nullopt;
           });
     }},
    {"filterfalse", "function, iterable, /",
     [](Interpreter& in, Bindings& given) {
       return make_iterator(in.heap(),
                            [function = given[0],
                             source = in.iterate(given[1])](Interpreter& i) mutable -> std::optional<Value> {
                              while (auto item = i.next(source)) {
                                i.step();
                                if (!i.truth(function.is_none() ? *item : i.call(function, {{*item}, {}})))
                                  return item;
                              }
                              return std::nullopt;
                            });
     }},
    {"repeat", "object, times=None",
     [](Interpreter& in, Bindings& given) {
       const std::int64_t times = given.given(1) ? in.integer(given[1], "times") : INT64_MAX;
       return make_iterator(in.heap(), [object = given[0], left = times](Interpreter&) mutable {
         return left-- > 0 ? std::optional(object) : std::nullopt;
       });
     }},
    {"cycle", "iterable, /",
     [](Interpreter& in, Bindings& given) {
       return make_iterator(
           in.heap(),
           [all = in.collect(given[0]), at = std::size_t{0}](Interpreter& i) mutable -> std::optional<Value> {
             i.step();
             if (all.empty()) return std::nullopt;
             return all[at++ % all.size()];
           });
     }},
    {"pairwise", "iterable, /",
     [](Interpreter& in, Bindings& given) {
       return make_iterator(
           in.heap(),
           [source = in.iterate(given[0]), last = Value()](Interpreter& i) mutable -> std::optional<Value> {
             if (!last.defined()) last = i.next(source).value_or(Value());
             const auto item = last.defined() ? i.next(source) : std::nullopt;
             if (!item) return std::nullopt;
             return i.tuple({std::exchange(last, *item), *item});
           });
     }},
};

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
  define(in, module, "product", "*iterables, repeat=1", [](Interpreter& i, Bindings& given) {
    std::vector<std::vector<Value>> rows(1);
    std::vector<Value> factors;
    for (std::int64_t n = given.given(0) ? i.integer(given[0], "repeat") : 1; n > 0; --n) {
      i.step();
      factors.insert(factors.end(), given.rest.begin(), given.rest.end());
    }
    for (const Value& iterable : factors) {
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
  for (const Rearranging& row : rearranging)
    define(in, module, row.name, row.parameters, row.code);
}

}  // namespace

void add_iteration(ModuleRegistry& registry) {
  registry.add("itertools", fill_itertools);
}

}  // namespace pycharter::alembic::script

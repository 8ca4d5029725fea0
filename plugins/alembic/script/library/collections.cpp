#include <algorithm>

#include "alembic/script/builtins/dicts.h"
#include "alembic/script/builtins/install.h"
#include "alembic/script/library/install.h"
#include "alembic/script/library/written.h"

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
  for (const auto& [name, value] : arguments.keywords)
    dict.put(name, value);
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

void count(Interpreter& in, Dict& counter, const Value& item, const Value& more, BinaryOperator operation) {
  const Value* found = counter.table.find(in, item);
  const Value before = found == nullptr ? Value::integer(0) : *found;
  counter.put(in, item, in.binary(operation, before, more));
}

// Adds or takes away what a mapping counts, or each item once.
void count_all(Interpreter& in, const Value& counter, const Value& given, BinaryOperator operation) {
  auto& dict = counter.get<Dict>();
  if (!given.is(Kind::dict)) {
    in.for_each(given,
                [&](const Value& item) { return count(in, dict, item, Value::integer(1), operation), true; });
    return;
  }
  const auto& other = given.get<Dict>().table;
  for (std::size_t i = 0; i < other.entries().size(); ++i) {
    const auto entry = other.entries()[i];
    if (entry.key.defined()) count(in, dict, entry.key, entry.value, operation);
  }
}

// counter + counter and counter - counter: a new one of what is above zero.
template <BinaryOperator operation>
Value combined(Interpreter& in, Bindings& given) {
  if (!given[1].is(Kind::dict)) return in.builtin("NotImplemented");
  const Value type = in.type_of(given[0]);
  const Value all = in.call(type, {{given[0]}, {}});
  count_all(in, all, given[1], operation);
  Value made = in.call(type);
  for (const auto& entry :
       std::vector(all.get<Dict>().table.entries().begin(), all.get<Dict>().table.entries().end())) {
    if (entry.key.defined() && in.less(Value::integer(0), entry.value))
      made.get<Dict>().put(in, entry.key, entry.value);
  }
  return made;
}

void define_counter(Interpreter& in, Class& counter) {
  define(in, counter, "update", "self, iterable=None, /", [](Interpreter& i, Bindings& given) {
    if (given.given(1)) count_all(i, given[0], given[1], BinaryOperator::add);
    return Value::none();
  });
  define(in, counter, "subtract", "self, iterable=None, /", [](Interpreter& i, Bindings& given) {
    if (given.given(1)) count_all(i, given[0], given[1], BinaryOperator::subtract);
    return Value::none();
  });
  define(in, counter, "elements", "self", [](Interpreter& i, Bindings& given) {
    std::vector<Value> all;
    for (const auto& entry : given[0].get<Dict>().table.entries()) {
      for (std::int64_t n = entry.key.defined() ? i.integer(entry.value, "count") : 0; n > 0; --n) {
        i.step();
        i.heap().require(all.size() * sizeof(Value));
        all.push_back(entry.key);
      }
    }
    return i.iterate(i.list(std::move(all)));
  });
  define(in, counter, "total", "self", [](Interpreter& i, Bindings& given) {
    return i.call(i.builtin("sum"), {{i.call(i.attribute(given[0], "values"))}, {}});
  });
  define(in, counter, "__add__", "self, other, /", combined<BinaryOperator::add>);
  define(in, counter, "__sub__", "self, other, /", combined<BinaryOperator::subtract>);
}

}  // namespace

Value named_tuple(Interpreter& in, const std::string& name, const std::vector<Value>& fields,
                  const std::vector<Value>& defaults) {
  Value cls = make_class(in, name, "", {in.builtin("tuple")});
  auto* raw = &cls.get<Class>();
  raw->set("_fields", in.tuple(fields));
  const Value by_name = in.dict();
  for (std::size_t at = 0; at < std::min(defaults.size(), fields.size()); ++at)
    by_name.get<Dict>().put(in, fields[fields.size() - defaults.size() + at], defaults[at]);
  raw->set("_field_defaults", by_name);
  raw->set("__match_args__", in.tuple(fields));
  if (defaults.size() > fields.size()) in.raise("TypeError", "Got more default values than field names");
  const std::size_t required = fields.size() - defaults.size();
  std::string parameters;
  for (std::size_t at = 0; at < fields.size(); ++at)
    parameters +=
        (parameters.empty() ? "" : ", ") + in.text(fields[at], "field name") + (at < required ? "" : "=None");
  raw->construct = [raw, required, defaults, signature = Signature(name, parameters)](
                       Interpreter& i, const Arguments& arguments) {
    std::vector<Value> values = signature.bind(i, arguments).values;
    for (std::size_t at = required; at < values.size(); ++at)
      if (!values[at].defined()) values[at] = defaults[at - required];
    Value made = i.tuple(std::move(values));
    made.get<Tuple>().named = Value::of(*raw);
    return made;
  };
  define_static(in, *raw, "_make", "iterable, /", [cls](Interpreter& i, Bindings& given) {
    return i.call(cls, {i.collect(given[0]), {}});
  });
  define(in, *raw, "_replace", "self, /, **changes", [cls](Interpreter& i, Bindings& given) {
    Arguments arguments;
    const Value fields_of_it = *cls.get<Class>().find("_fields");
    const auto& names = fields_of_it.get<Tuple>().items;
    for (std::size_t at = 0; at < names.size(); ++at) {
      const std::string& field = names[at].get<Str>().text;
      const bool changed = std::any_of(given.keywords.begin(), given.keywords.end(),
                                       [&](const auto& keyword) { return keyword.first == field; });
      if (!changed) arguments.keywords.emplace_back(field, given[0].get<Tuple>().items[at]);
    }
    for (const auto& [key, value] : given.keywords) {
      const Value field = i.str(key);
      if (!i.contains(fields_of_it, field))
        i.raise("ValueError", "Got unexpected field names: " + i.to_repr(i.list({field})));
      arguments.keywords.emplace_back(key, value);
    }
    return i.call(cls, arguments);
  });
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

namespace {

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
    const Value key = make_native(i, "key", "item, /", [](Interpreter& j, Bindings& item) {
      return j.subscript(item[0], Value::integer(1));
    });
    rows = sorted_values(i, std::move(rows), key, true);
    if (given.given(1) && !given[1].is_none())
      rows.resize(std::min(rows.size(),
                           static_cast<std::size_t>(std::max<std::int64_t>(i.integer(given[1], "n"), 0))));
    return i.list(std::move(rows));
  });
  define_counter(in, counter.get<Class>());
  module.set("deque", make_deque_class(in));
  run_in_module(in, module, chain_map_source);
  define(in, module, "namedtuple", "typename, field_names, *, rename=False, defaults=None",
         [](Interpreter& i, Bindings& given) {
           const bool text = given[1].is(Kind::string);
           const Value spaced =
               text ? i.call(i.attribute(given[1], "replace"), {{i.str(","), i.str(" ")}, {}}) : given[1];
           return named_tuple(
               i, i.text(given[0], "typename"),
               i.collect(text ? i.call(i.attribute(spaced, "split")) : spaced),
               given.given(3) && !given[3].is_none() ? i.collect(given[3]) : std::vector<Value>());
         });
}

}  // namespace

void add_collections(ModuleRegistry& registry) {
  registry.add("collections", fill_collections);
}

}  // namespace pycharter::alembic::script

// dataclasses: __init__, __repr__ and comparisons made of a class's annotations.
#include <algorithm>

#include "alembic/script/evaluator.h"
#include "alembic/script/library/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

class Field final : public HostObject {
 public:
  Field(Value n, Value value, Value factory)
      : name(std::move(n)), default_value(std::move(value)), default_factory(std::move(factory)) {}
  const Value name, default_value, default_factory;  // undefined where not given
  bool optional() const { return default_value.defined() || default_factory.defined(); }

  std::string type_name() const override { return "Field"; }
  std::optional<Value> attribute(Interpreter&, std::string_view wanted) override {
    return wanted == "name" ? std::optional(name) : std::nullopt;
  }
  std::string repr(Interpreter& in) override { return "Field(name=" + in.to_repr(name) + ")"; }
};

constexpr std::string_view fields_name = "__dataclass_fields__";

// Fields of a class or an instance; raises TypeError when it is no dataclass.
std::vector<Value> fields_of(Interpreter& in, const Value& thing) {
  const Value cls = thing.is(Kind::instance) ? thing.get<Instance>().cls : thing;
  const Value* found = cls.is(Kind::cls) ? cls.get<Class>().find(fields_name) : nullptr;
  if (found == nullptr) in.raise("TypeError", "must be called with a dataclass type or instance");
  return found->get<Tuple>().items;
}

std::string name_of(const Value& field) {
  return host_cast<Field>(field)->name.get<Str>().text;
}

std::vector<Value> values_of(Interpreter& in, const Value& instance) {
  std::vector<Value> values;
  for (const Value& field : fields_of(in, instance))
    values.push_back(in.attribute(instance, name_of(field)));
  return values;
}

// Those of the bases, then the class's own; one of the same name takes the place of the base's.
std::vector<Value> collected_fields(Interpreter& in, Class& cls) {
  std::vector<Value> fields;
  for (auto base = cls.order.rbegin(); base != cls.order.rend(); ++base) {
    if (std::as_const(base->get<Class>().members).find(fields_name) == nullptr) continue;
    for (const Value& field : fields_of(in, *base)) {
      std::erase_if(fields, [&](const Value& other) { return name_of(other) == name_of(field); });
      fields.push_back(field);
    }
  }
  const Value* annotated = std::as_const(cls.members).find("__annotated__");
  if (annotated == nullptr) return fields;
  for (const Value& name : std::vector<Value>(annotated->get<Tuple>().items)) {
    const Value* given = std::as_const(cls.members).find(name.get<Str>().text);
    const Value value = given == nullptr ? Value() : *given;
    if (value.is(Kind::list) || value.is(Kind::dict) || value.is(Kind::set))
      in.raise("ValueError", "mutable default " + in.to_repr(in.type_of(value)) + " for field " +
                                 name.get<Str>().text + " is not allowed: use default_factory");
    auto* described = host_cast<Field>(value);
    Value field = Value::adopt(described != nullptr ? in.heap().create<Field>(name, described->default_value,
                                                                              described->default_factory)
                                                    : in.heap().create<Field>(name, value, Value()));
    if (described != nullptr && described->default_value.defined())
      cls.set(name.get<Str>().text, described->default_value);
    else if (described != nullptr)
      cls.members.erase(name.get<Str>().text);
    const auto same = std::find_if(fields.begin(), fields.end(),
                                   [&](const Value& other) { return name_of(other) == name_of(field); });
    if (same == fields.end())
      fields.push_back(std::move(field));
    else
      *same = std::move(field);
  }
  return fields;
}

std::string parameters_of(Interpreter& in, const std::vector<Value>& fields, bool keyword_only) {
  std::string parameters = keyword_only ? "self, *" : "self";
  bool optional = false;
  for (const Value& field : fields) {
    const bool has_default = host_cast<Field>(field)->optional();
    if (optional && !has_default && !keyword_only)
      in.raise("TypeError", "non-default argument '" + name_of(field) + "' follows default argument");
    optional = optional || has_default;
    parameters += ", " + name_of(field) + (has_default ? "=None" : "");
  }
  return parameters;
}

Value initialize(Interpreter& in, const std::vector<Value>& fields, Bindings& given) {
  auto& instance = given[0].get<Instance>();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto& field = *host_cast<Field>(fields[i]);
    const Value value = given.given(i + 1)                ? given[i + 1]
                        : field.default_factory.defined() ? in.call(field.default_factory)
                                                          : field.default_value;
    instance.set(name_of(fields[i]), value);
  }
  if (const Value* after = instance.type().find("__post_init__")) in.call(Value(*after), {{given[0]}, {}});
  return Value::none();
}

Value represent(Interpreter& in, Bindings& given) {
  std::string text;
  for (const Value& field : fields_of(in, given[0]))
    text += (text.empty() ? "" : ", ") + name_of(field) + "=" +
            in.to_repr(in.attribute(given[0], name_of(field)));
  return in.str(in.type_name(given[0]) + "(" + text + ")");
}

template <Comparison operation>
Value compare(Interpreter& in, Bindings& given) {
  if (!in.type_of(given[0]).same(in.type_of(given[1]))) return in.builtin("NotImplemented");
  return in.compare(operation, in.tuple(values_of(in, given[0])), in.tuple(values_of(in, given[1])));
}

struct Options {
  bool order = false, frozen = false, keyword_only = false;
};

Value make_dataclass(Interpreter& in, const Value& value, const Options& options) {
  if (!value.is(Kind::cls)) in.raise("TypeError", "@dataclass stands before a class");
  auto& cls = value.get<Class>();
  const std::vector<Value> fields = collected_fields(in, cls);
  cls.set(fields_name, in.tuple(fields));
  const auto own = [&](const char* name) { return std::as_const(cls.members).find(name) != nullptr; };
  if (!own("__init__"))
    cls.set("__init__", make<Native>(in.heap(), "__init__",
                                     with_signature(cls.name + ".__init__",
                                                    parameters_of(in, fields, options.keyword_only),
                                                    [fields](Interpreter& i, Bindings& given) {
                                                      return initialize(i, fields, given);
                                                    }),
                                     true));
  std::vector<Value> names;
  for (const Value& field : fields)
    names.push_back(in.str(name_of(field)));
  if (!own("__match_args__")) cls.set("__match_args__", in.tuple(std::move(names)));
  if (!own("__repr__")) define(in, cls, "__repr__", "self", represent);
  if (!own("__eq__")) define(in, cls, "__eq__", "self, other, /", compare<Comparison::equal>);
  if (options.order) {
    define(in, cls, "__lt__", "self, other, /", compare<Comparison::less>);
    define(in, cls, "__le__", "self, other, /", compare<Comparison::less_equal>);
    define(in, cls, "__gt__", "self, other, /", compare<Comparison::greater>);
    define(in, cls, "__ge__", "self, other, /", compare<Comparison::greater_equal>);
  }
  if (options.frozen)
    cls.set("__frozen__", in.attribute(in.import_module("dataclasses"), "FrozenInstanceError"));
  if (options.frozen && !own("__hash__"))
    define(in, cls, "__hash__", "self", [](Interpreter& i, Bindings& given) {
      return Value::integer(static_cast<std::int64_t>(i.hash(i.tuple(values_of(i, given[0]))) >> 2));
    });
  return value;
}

Value dataclass(Interpreter& in, Bindings& given) {
  const auto flag = [&](std::size_t index) { return given.given(index) && in.truth(given[index]); };
  const Options options{flag(1), flag(2), flag(3)};
  if (given.given(0) && !given[0].is_none()) return make_dataclass(in, given[0], options);
  return make_native(in, "dataclass", "cls, /", [options](Interpreter& i, Bindings& inner) {
    return make_dataclass(i, inner[0], options);
  });
}

// Dataclasses inside become dicts or tuples as well, also those in lists, tuples and dicts.
template <bool as_dict>
Value plain(Interpreter& in, const Value& value) {
  in.step();
  in.state().check_stack();
  const auto each = [&](const std::vector<Value>& items) {
    std::vector<Value> made;
    for (const Value& item : items)
      made.push_back(plain<as_dict>(in, item));
    return made;
  };
  if (auto* list = value.get_if<List>()) return in.list(each(list->items));
  if (auto* tuple = value.get_if<Tuple>()) return in.tuple(each(tuple->items));
  if (auto* dict = value.get_if<Dict>()) {
    Value made = in.dict();
    for (std::size_t i = 0; i < dict->table.entries().size(); ++i) {
      const auto entry = dict->table.entries()[i];
      if (entry.key.defined()) made.get<Dict>().put(in, entry.key, plain<as_dict>(in, entry.value));
    }
    return made;
  }
  if (!value.is(Kind::instance) || value.get<Instance>().type().find(fields_name) == nullptr) return value;
  const std::vector<Value> fields = fields_of(in, value), values = each(values_of(in, value));
  if (!as_dict) return in.tuple(values);
  Value made = in.dict();
  for (std::size_t i = 0; i < fields.size(); ++i)
    made.get<Dict>().put(name_of(fields[i]), values[i]);
  return made;
}

template <bool as_dict>
Value plain_of(Interpreter& in, Bindings& given) {
  fields_of(in, given[0]);
  return plain<as_dict>(in, given[0]);
}

Value replace(Interpreter& in, Bindings& given) {
  Arguments arguments;
  for (const Value& field : fields_of(in, given[0])) {
    const std::string name = name_of(field);
    const auto changed = std::find_if(given.keywords.begin(), given.keywords.end(),
                                      [&](const auto& keyword) { return keyword.first == name; });
    if (changed == given.keywords.end()) arguments.keywords.emplace_back(name, in.attribute(given[0], name));
  }
  arguments.keywords.insert(arguments.keywords.end(), given.keywords.begin(), given.keywords.end());
  return in.call(given[0].get<Instance>().cls, arguments);
}

void fill(Interpreter& in, Module& module) {
  define(in, module, "dataclass",
         "cls=None, /, *, order=False, frozen=False, kw_only=False, init=True, repr=True, eq=True, "
         "slots=False, unsafe_hash=False",
         dataclass);
  define(
      in, module, "field",
      "*, default=None, default_factory=None, init=True, repr=True, hash=None, compare=True, metadata=None, "
      "kw_only=False",
      [](Interpreter& i, Bindings& given) {
        return Value::adopt(i.heap().create<Field>(i.str(""), given[0], given[1]));
      });
  define(in, module, "fields", "class_or_instance",
         [](Interpreter& i, Bindings& given) { return i.tuple(fields_of(i, given[0])); });
  define(in, module, "is_dataclass", "obj", [](Interpreter&, Bindings& given) {
    const Value cls = given[0].is(Kind::instance) ? given[0].get<Instance>().cls : given[0];
    return Value::boolean(cls.is(Kind::cls) && cls.get<Class>().find(fields_name) != nullptr);
  });
  make_exception(in, module, "FrozenInstanceError", in.builtin("AttributeError"));
  define(in, module, "asdict", "obj", plain_of<true>);
  define(in, module, "astuple", "obj", plain_of<false>);
  define(in, module, "replace", "obj, /, **changes", replace);
}

}  // namespace

void add_dataclasses(ModuleRegistry& registry) {
  registry.add("dataclasses", fill);
}

}  // namespace pycharter::alembic::script

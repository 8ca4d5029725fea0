#include <algorithm>
#include <utility>

#include "alembic/script/hint.h"
#include "alembic/script/library/install.h"

namespace pycharter::alembic::script {

namespace {

// Names of annotations; nothing but who maps a class to a table asks what they mean.
constexpr const char* annotations[] = {
    "Any",           "Optional",      "Union",          "Sequence",        "Iterable",
    "Iterator",      "Mapping",       "MutableMapping", "Callable",        "List",
    "Dict",          "Set",           "FrozenSet",      "Tuple",           "Type",
    "Literal",       "Final",         "ClassVar",       "TypeVar",         "Generator",
    "Collection",    "Hashable",      "Sized",          "Annotated",       "TypeAlias",
    "NoReturn",      "Self",          "Generic",        "Protocol",        "Text",
    "TypedDict",     "DefaultDict",   "OrderedDict",    "Never",           "Awaitable",
    "Container",     "Reversible",    "AnyStr",         "MutableSequence", "AbstractSet",
    "Concatenate",   "Counter",       "Deque",          "ChainMap",        "ForwardRef",
    "AsyncIterator", "AsyncIterable", "AsyncGenerator", "Coroutine",       "ContextManager",
    "KeysView",      "ValuesView",    "ItemsView",      "MappingView",     "MutableSet",
    "LiteralString", "NotRequired",   "Required",       "ReadOnly",        "ParamSpec",
    "TypeGuard",     "TypeIs",        "TypeVarTuple",   "Unpack",          "IO",
    "TextIO",        "BinaryIO",      "Pattern",        "Match",           "SupportsInt",
    "SupportsFloat", "SupportsIndex", "SupportsAbs",    "SupportsRound",   "SupportsBytes"};

Value same(Interpreter&, Bindings& given) {
  return given[given.values.size() - 1];
}

Value identity_decorator(Interpreter& in, Bindings&) {
  return make_native(in, "decorator", "obj", same);
}

// What the type checker was promised could not happen.
Value never(Interpreter& in, Bindings& given) {
  in.raise("AssertionError", "Expected code to be unreachable, but got: " + in.to_repr(given[0]));
}

// class Point(NamedTuple): the annotated names are fields, the rest of the body stays with the class.
Value named_tuple_class(Interpreter& in, Bindings& given) {
  if (!given[0].is(Kind::cls) || !given[1].is(Kind::tuple))
    in.raise("TypeError", "NamedTuple stands before a body");
  const auto& body = given[0].get<Class>();
  const std::vector<Value> fields = given[1].get<Tuple>().items;
  std::vector<Value> defaults;
  for (const Value& field : fields) {
    const std::string name = in.text(field, "field name");
    const Value* found = std::as_const(body.members).find(name);
    if (found != nullptr)
      defaults.push_back(*found);
    else if (!defaults.empty())
      in.raise("TypeError", "non-default namedtuple field " + name + " cannot follow default field");
  }
  const Value made = named_tuple(in, body.name, fields, defaults);
  const auto is_field = [&](const Value& key) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const Value& field) { return in.equals(field, key); });
  };
  for (const auto& entry : body.members.entries())
    if (entry.key.defined() && !is_field(entry.key))
      made.get<Class>().set(entry.key.get<Str>().text, entry.value);
  return made;
}

// NamedTuple("Point", [("x", int), …])
Value named_tuple_of_pairs(Interpreter& in, const Arguments& arguments) {
  static const Signature signature("NamedTuple", "typename, fields, /");
  const Bindings given = signature.bind(in, arguments);
  std::vector<Value> fields;
  in.for_each(given[1], [&](const Value& pair) {
    fields.push_back(in.subscript(pair, Value::integer(0)));
    return true;
  });
  return named_tuple(in, in.text(given[0], "typename"), fields, {});
}

void fill_typing(Interpreter& in, Module& module) {
  const Value named = make_class(in, "NamedTuple", "typing", {}, named_tuple_of_pairs);
  named.get<Class>().set("__make_class__",
                         make_native(in, "__make_class__", "cls, annotated, /", named_tuple_class));
  module.set("NamedTuple", named);
  for (const char* name : annotations)
    module.set(name, make_hint(in, name));
  module.set("TYPE_CHECKING", Value::boolean(false));
  define(in, module, "cast", "typ, val", same);
  for (const char* name : {"overload", "no_type_check", "final", "runtime_checkable", "override"})
    define(in, module, name, "func", same);
  define(in, module, "assert_never", "arg, /", never);
  define(in, module, "assert_type", "val, typ, /", [](Interpreter&, Bindings& given) { return given[0]; });
  define(in, module, "reveal_type", "obj, /", same);
  define(in, module, "deprecated", "message, /, *, category=None, stacklevel=1", identity_decorator);
  define(in, module, "NewType", "name, tp",
         [](Interpreter& i, Bindings& given) { return make_native(i, i.to_text(given[0]), "arg, /", same); });
}

// collections.abc.Sequence and the like can be asked about with isinstance().
void fill_collections_abc(Interpreter& in, Module& module) {
  struct Family {
    const char* name;
    std::vector<const char*> types;
    const char* method;
  };
  const std::vector<Family> families = {
      {"Sequence", {"list", "tuple", "str", "bytes", "range"}, nullptr},
      {"MutableSequence", {"list"}, nullptr},
      {"Mapping", {"dict"}, nullptr},
      {"MutableMapping", {"dict"}, nullptr},
      {"Set", {"set", "frozenset"}, nullptr},
      {"MutableSet", {"set"}, nullptr},
      {"Iterable",
       {"list", "tuple", "str", "bytes", "range", "dict", "set", "frozenset", "iterator"},
       "__iter__"},
      {"Collection", {"list", "tuple", "str", "bytes", "range", "dict", "set", "frozenset"}, nullptr},
      {"Iterator", {"iterator"}, "__next__"},
      {"Generator", {"iterator"}, nullptr},
      {"Callable", {"function", "builtin_function_or_method", "method", "type"}, "__call__"},
      {"Hashable", {"str", "int", "tuple", "bytes", "float", "bool"}, nullptr},
      {"Awaitable", {}, nullptr}};
  for (const Family& family : families) {
    Value cls = make_class(in, family.name, "collections.abc");
    std::vector<Value> types;
    for (const char* type : family.types)
      types.push_back(in.builtin(type));
    const Value all = in.tuple(std::move(types));
    cls.get<Class>().set("__instancecheck__",
                         make_native(in, "__instancecheck__", "instance, /",
                                     [all, method = family.method](Interpreter& i, Bindings& given) {
                                       const Value& value = given[0];
                                       const bool has = method != nullptr && value.is(Kind::instance) &&
                                                        value.get<Instance>().type().find(method) != nullptr;
                                       return Value::boolean(has || i.is_instance(value, all));
                                     }));
    module.set(family.name, cls);
  }
}

}  // namespace

void add_typing(ModuleRegistry& registry) {
  registry.add("typing", fill_typing);
  registry.add("typing_extensions", fill_typing);
  registry.add("collections.abc", fill_collections_abc);
  registry.add("abc", [](Interpreter& in, Module& module) {
    module.set("ABC", make_class(in, "ABC", "abc"));
    define(in, module, "abstractmethod", "funcobj", same);
  });
  registry.add("__future__", [](Interpreter&, Module& module) {
    for (const char* feature : {"annotations", "division", "print_function", "absolute_import",
                                "unicode_literals", "generator_stop"}) {
      module.set(feature, Value::boolean(true));
    }
  });
}

void add_standard_library(ModuleRegistry& registry) {
  add_typing(registry);
  add_collections(registry);
  add_json(registry);
  add_system(registry);
  add_contexts(registry);
  add_functions(registry);
  add_iteration(registry);
  add_dataclasses(registry);
  add_decimal(registry);
  add_urls(registry);
  add_text(registry);
  add_digests(registry);
  add_re(registry);
  add_uuid(registry);
  add_datetime(registry);
  add_enum(registry);
  add_written(registry);
  add_interpreter(registry);
  add_math(registry);
}

}  // namespace pycharter::alembic::script

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "alembic/script/big_integer.h"
#include "alembic/script/builtins/dicts.h"
#include "alembic/script/builtins/install.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"
#include "alembic/script/sets.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

std::string stripped(std::string_view text) {
  while (!text.empty() && is_space(static_cast<unsigned char>(text.front())))
    text.remove_prefix(1);
  while (!text.empty() && is_space(static_cast<unsigned char>(text.back())))
    text.remove_suffix(1);
  return std::string(text);
}

Value construct_int(Interpreter& in, Bindings& given) {
  if (!given.given(0)) return Value::integer(0);
  const Value value = unwrap(given[0]);
  const int base = given.given(1) ? static_cast<int>(in.integer(given[1], "base")) : 10;
  if (value.is(Kind::string)) return parse_integer(in, value.get<Str>().text, base);
  if (value.is(Kind::bytes)) return parse_integer(in, value.get<Bytes>().data, base);
  if (value.is_int()) return Value::integer(value.as_int());
  if (value.is(Kind::big_integer)) return value;
  if (value.is(Kind::real)) {
    const double real = value.as_real();
    if (std::isnan(real)) in.raise("ValueError", "cannot convert float NaN to integer");
    if (std::isinf(real)) in.raise("OverflowError", "cannot convert float infinity to integer");
    return make_integer(in.heap(), BigInteger(std::trunc(real)));
  }
  if (auto result = call_special(in, value, "__int__")) return *result;
  if (auto method = in.find_attribute(value, "__int__")) return in.call(*method);
  in.raise("TypeError", "int() argument must be a string, a bytes-like object or a real number, not '" +
                            in.type_name(value) + "'");
}

Value construct_float(Interpreter& in, Bindings& given) {
  if (!given.given(0)) return Value::real(0);
  const Value value = unwrap(given[0]);
  if (is_number(value)) return Value::real(to_real(in, value));
  if (auto* text = value.get_if<Str>()) {
    std::string plain;
    for (const char c : stripped(text->text)) {
      if (c != '_') plain.push_back(c);
    }
    char* end = nullptr;
    const double real = std::strtod(plain.c_str(), &end);
    const bool hexadecimal = plain.find_first_of("xXpP(") != std::string::npos;
    if (plain.empty() || hexadecimal || *end != '\0')
      in.raise("ValueError", "could not convert string to float: " + repr_text(text->text));
    return Value::real(real);
  }
  if (auto method = in.find_attribute(value, "__float__")) return in.call(*method);
  in.raise("TypeError",
           "float() argument must be a string or a real number, not '" + in.type_name(value) + "'");
}

Value construct_str(Interpreter& in, Bindings& given) {
  if (!given.given(0)) return in.str("");
  if (given.given(1)) return in.call(in.attribute(given[0], "decode"), {{given[1]}, {}});
  if (given[0].is(Kind::string)) return given[0];
  return in.str(in.to_text(given[0]));
}

Value construct_bytes(Interpreter& in, Bindings& given) {
  if (!given.given(0)) return make_bytes(in.heap(), "");
  if (given[0].is(Kind::bytes)) return given[0];
  if (given[0].is(Kind::string)) {
    if (!given.given(1)) in.raise("TypeError", "string argument without an encoding");
    return in.call(in.attribute(given[0], "encode"), {{given[1]}, {}});
  }
  if (given[0].is_int()) {
    const auto count = static_cast<std::size_t>(std::max<std::int64_t>(given[0].as_int(), 0));
    in.heap().require(count);
    return make_bytes(in.heap(), std::string(count, '\0'));
  }
  std::string data;
  for (const Value& item : in.collect(given[0])) {
    const std::int64_t byte = in.integer(item, "a byte");
    if (byte < 0 || byte > 255) in.raise("ValueError", "bytes must be in range(0, 256)");
    data.push_back(static_cast<char>(byte));
  }
  return make_bytes(in.heap(), std::move(data));
}

Value construct_list(Interpreter& in, Bindings& given) {
  return in.list(given.given(0) ? in.collect(given[0]) : std::vector<Value>());
}
Value construct_tuple(Interpreter& in, Bindings& given) {
  if (given.given(0) && given[0].is(Kind::tuple) && !given[0].get<Tuple>().named.defined()) return given[0];
  return in.tuple(given.given(0) ? in.collect(given[0]) : std::vector<Value>());
}

template <bool frozen>
Value construct_set(Interpreter& in, Bindings& given) {
  Value made = make<Set>(in.heap(), frozen);
  if (given.given(0)) {
    in.for_each(given[0], [&](const Value& value) { return made.get<Set>().add(in, value), true; });
  }
  return made;
}

Value construct_bool(Interpreter& in, Bindings& given) {
  return Value::boolean(given.given(0) && in.truth(given[0]));
}

Value construct_range(Interpreter& in, Bindings& given) {
  std::int64_t numbers[3] = {0, 0, 1};
  for (std::size_t i = 0; i < 3; ++i) {
    if (given.given(i)) numbers[i] = in.integer(given[i], "range() argument");
  }
  if (!given.given(1)) std::swap(numbers[0], numbers[1]);
  if (numbers[2] == 0) in.raise("ValueError", "range() arg 3 must not be zero");
  return make<Range>(in.heap(), numbers[0], numbers[1], numbers[2]);
}

Value construct_slice(Interpreter& in, Bindings& given) {
  if (!given.given(1)) return make<Slice>(in.heap(), Value::none(), given[0], Value::none());
  return make<Slice>(in.heap(), given[0], given[1], given.get(2));
}

// type(x) only: making classes of text and dicts is no part of a script.
Value construct_type(Interpreter& in, Bindings& given) {
  return in.type_of(given[0]);
}

template <Descriptor::Role role>
Value construct_descriptor(Interpreter& in, Bindings& given) {
  return make<Descriptor>(in.heap(), role, given.get(0));
}

struct TypeEntry {
  std::string_view name;
  Kind kind;  // undefined: no kind of its own
  const char* parameters;
  Value (*construct)(Interpreter&, Bindings&);
  Class::Fill fill = nullptr;
};

Value construct_plain_dict(Interpreter& in, const Arguments& arguments) {
  return construct_dict(in, arguments, 0);
}

constexpr TypeEntry types[] = {
    {"object", Kind::undefined, nullptr, nullptr},
    {"type", Kind::cls, "object, /", construct_type},
    {"NoneType", Kind::none, nullptr, nullptr},
    {"int", Kind::integer, "x=0, /, base=10", construct_int, fill_int},
    {"bool", Kind::boolean, "x=False, /", construct_bool},
    {"float", Kind::real, "x=0, /", construct_float, fill_float},
    {"str", Kind::string, "object='', encoding='utf-8', errors='strict'", construct_str, fill_str},
    {"bytes", Kind::bytes, "source=b'', encoding='', errors=''", construct_bytes, fill_bytes},
    {"tuple", Kind::tuple, "iterable=(), /", construct_tuple, fill_tuple},
    {"list", Kind::list, "iterable=(), /", construct_list, fill_list},
    {"dict", Kind::dict, nullptr, nullptr, fill_dict_type},
    {"set", Kind::set, "iterable=(), /", construct_set<false>, fill_set},
    {"frozenset", Kind::undefined, "iterable=(), /", construct_set<true>, fill_frozenset},
    {"range", Kind::range, "start, stop=0, step=1, /", construct_range},
    {"slice", Kind::slice, "start, stop=None, step=None, /", construct_slice},
    {"function", Kind::function, nullptr, nullptr},
    {"builtin_function_or_method", Kind::native, nullptr, nullptr},
    {"method", Kind::bound, nullptr, nullptr},
    {"module", Kind::module, nullptr, nullptr},
    {"iterator", Kind::iterator, nullptr, nullptr},
    {"ellipsis", Kind::ellipsis, nullptr, nullptr},
    {"property", Kind::descriptor, "fget=None, fset=None, fdel=None, doc=None",
     construct_descriptor<Descriptor::Role::property>},
    {"staticmethod", Kind::undefined, "function, /", construct_descriptor<Descriptor::Role::static_method>},
    {"classmethod", Kind::undefined, "function, /", construct_descriptor<Descriptor::Role::class_method>},
};

Value make_type(Interpreter& in, const TypeEntry& entry) {
  std::vector<Value> bases;
  if (entry.kind == Kind::boolean) bases.push_back(in.builtin("int"));
  NativeCode construct;
  if (entry.construct != nullptr)
    construct = with_signature(std::string(entry.name), entry.parameters, entry.construct);
  if (entry.kind == Kind::dict) construct = construct_plain_dict;
  Value cls = make_class(in, std::string(entry.name), "builtins", std::move(bases), std::move(construct));
  if (entry.fill != nullptr) cls.get<Class>().fill_later(in, entry.fill);
  return cls;
}

void fill_base_exception(Interpreter& in, Class& root) {
  define(in, root, "__init__", "self, *args, **kw", [](Interpreter& i, Bindings& given) {
    if (auto* instance = given[0].get_if<Instance>()) instance->set("args", i.tuple(given.rest));
    return Value::none();
  });
  define(in, root, "with_traceback", "self, tb", [](Interpreter&, Bindings& given) { return given[0]; });
  root.set("__cause__", Value::none());
  root.set("__context__", Value::none());
}

void fill_stop_iteration(Interpreter& in, Class& cls) {
  define_property(in, cls, "value", [](Interpreter& i, const Value& self) {
    const Value args = i.attribute(self, "args");
    const auto* tuple = args.get_if<Tuple>();
    return tuple == nullptr || tuple->items.empty() ? Value::none() : tuple->items[0];
  });
}

struct ExceptionEntry {
  std::string_view name;
  std::string_view base;
  Class::Fill fill = nullptr;
};
constexpr ExceptionEntry exceptions[] = {{"BaseException", {}, fill_base_exception},
                                         {"Exception", "BaseException"},
                                         {"KeyboardInterrupt", "BaseException"},
                                         {"SystemExit", "BaseException"},
                                         {"GeneratorExit", "BaseException"},
                                         {"StopIteration", "Exception", fill_stop_iteration},
                                         {"ArithmeticError", "Exception"},
                                         {"OverflowError", "ArithmeticError"},
                                         {"ZeroDivisionError", "ArithmeticError"},
                                         {"AssertionError", "Exception"},
                                         {"AttributeError", "Exception"},
                                         {"EOFError", "Exception"},
                                         {"ImportError", "Exception"},
                                         {"ModuleNotFoundError", "ImportError"},
                                         {"LookupError", "Exception"},
                                         {"IndexError", "LookupError"},
                                         {"KeyError", "LookupError"},
                                         {"MemoryError", "Exception"},
                                         {"NameError", "Exception"},
                                         {"UnboundLocalError", "NameError"},
                                         {"OSError", "Exception"},
                                         {"FileNotFoundError", "OSError"},
                                         {"PermissionError", "OSError"},
                                         {"TimeoutError", "OSError"},
                                         {"ConnectionError", "OSError"},
                                         {"RuntimeError", "Exception"},
                                         {"NotImplementedError", "RuntimeError"},
                                         {"RecursionError", "RuntimeError"},
                                         {"SyntaxError", "Exception"},
                                         {"TypeError", "Exception"},
                                         {"ValueError", "Exception"},
                                         {"UnicodeError", "ValueError"},
                                         {"UnicodeDecodeError", "UnicodeError"},
                                         {"UnicodeEncodeError", "UnicodeError"},
                                         {"Warning", "Exception"},
                                         {"UserWarning", "Warning"},
                                         {"DeprecationWarning", "Warning"},
                                         {"RuntimeWarning", "Warning"},
                                         {"FutureWarning", "Warning"}};

// Other names of exceptions.
constexpr std::pair<std::string_view, std::string_view> aliases[] = {{"EnvironmentError", "OSError"},
                                                                     {"IOError", "OSError"}};

Value make_exception_class(Interpreter& in, const ExceptionEntry& entry) {
  std::vector<Value> bases;
  if (!entry.base.empty()) bases.push_back(in.builtin(entry.base));
  Value cls = make_class(in, std::string(entry.name), "builtins", std::move(bases));
  if (entry.fill != nullptr) cls.get<Class>().fill_later(in, entry.fill);
  return cls;
}

}  // namespace

std::string_view type_of_kind(Kind kind) {
  const auto* entry = std::find_if(std::begin(types), std::end(types),
                                   [&](const TypeEntry& row) { return row.kind == kind; });
  return kind == Kind::undefined || entry == std::end(types) ? std::string_view() : entry->name;
}

Value make_builtin(Interpreter& in, std::string_view name) {
  for (const TypeEntry& entry : types)
    if (entry.name == name) return make_type(in, entry);
  if (Value function = make_builtin_function(in, name); function.defined()) return function;
  for (const ExceptionEntry& entry : exceptions)
    if (entry.name == name) return make_exception_class(in, entry);
  for (const auto& [alias, meant] : aliases)
    if (alias == name) return in.builtin(meant);
  if (name == "Ellipsis") return make<Ellipsis>(in.heap());
  if (name == "NotImplemented")
    return make<Instance>(in.heap(), make_class(in, "NotImplementedType", "builtins"));
  if (name == "__debug__") return Value::boolean(true);
  return Value();
}

std::vector<std::string_view> builtin_names() {
  std::vector<std::string_view> names{"Ellipsis", "NotImplemented", "__debug__"};
  for (const TypeEntry& entry : types)
    names.push_back(entry.name);
  for (const ExceptionEntry& entry : exceptions)
    names.push_back(entry.name);
  for (const auto& [alias, meant] : aliases)
    names.push_back(alias);
  add_function_names(names);
  return names;
}

}  // namespace pycharter::alembic::script

#include <cmath>

#include "alembic/script/library/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

class Automatic final : public HostObject {
 public:
  std::string type_name() const override { return "auto"; }
};

template <double (*function)(double)>
Value apply(Interpreter& in, Bindings& given) {
  const Value& number = unwrap(given[0]);
  if (!is_number(number)) in.raise("TypeError", "must be real number, not " + in.type_name(number));
  const double result = function(to_real(in, number));
  if (std::isnan(result) && !std::isnan(to_real(in, number))) in.raise("ValueError", "math domain error");
  return Value::real(result);
}

template <bool (*test)(double)>
Value tests(Interpreter& in, Bindings& given) {
  return Value::boolean(test(to_real(in, unwrap(given[0]))));
}
bool is_nan(double value) {
  return std::isnan(value);
}
bool is_infinite(double value) {
  return std::isinf(value);
}
bool is_finite(double value) {
  return std::isfinite(value);
}

template <double (*function)(double)>
Value whole(Interpreter& in, Bindings& given) {
  const Value number = unwrap(given[0]);
  if (!number.is(Kind::real)) return in.call(in.builtin("int"), {{number}, {}});
  return in.call(in.builtin("int"), {{Value::real(function(number.as_real()))}, {}});
}

}  // namespace

void add_enum(ModuleRegistry& registry) {
  registry.add("enum", [](Interpreter& in, Module& module) {
    const Value base = make_class(in, "Enum", "enum");
    base.get<Class>().enumeration = true;
    module.set("Enum", base);
    for (const auto& [name, mixin] : {std::pair{"IntEnum", "int"}, std::pair{"StrEnum", "str"}}) {
      Value cls = make_class(in, name, "enum", {in.builtin(mixin), base});
      cls.get<Class>().enumeration = true;
      define(in, cls.get<Class>(), "__str__", "self", [](Interpreter& i, Bindings& given) {
        return i.str(i.to_text(i.attribute(given[0], "value")));
      });
      module.set(name, cls);
    }
    define(in, module, "auto", "",
           [](Interpreter& i, Bindings&) { return Value::adopt(i.heap().create<Automatic>()); });
    define(in, module, "unique", "enumeration", [](Interpreter&, Bindings& given) { return given[0]; });
  });
}

void add_math(ModuleRegistry& registry) {
  registry.add("math", [](Interpreter& in, Module& module) {
    define(in, module, "ceil", "x, /", whole<std::ceil>);
    define(in, module, "floor", "x, /", whole<std::floor>);
    define(in, module, "trunc", "x, /", whole<std::trunc>);
    define(in, module, "sqrt", "x, /", apply<std::sqrt>);
    define(in, module, "log10", "x, /", apply<std::log10>);
    define(in, module, "log2", "x, /", apply<std::log2>);
    define(in, module, "exp", "x, /", apply<std::exp>);
    define(in, module, "fabs", "x, /", apply<std::fabs>);
    define(in, module, "isnan", "x, /", tests<is_nan>);
    define(in, module, "isinf", "x, /", tests<is_infinite>);
    define(in, module, "isfinite", "x, /", tests<is_finite>);
    module.set("pi", Value::real(3.141592653589793));
    module.set("e", Value::real(2.718281828459045));
    module.set("inf", Value::real(HUGE_VAL));
    module.set("nan", Value::real(std::nan("")));
  });
}

}  // namespace pycharter::alembic::script

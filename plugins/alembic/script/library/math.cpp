// math.
#include <algorithm>
#include <cmath>

#include "alembic/script/big_integer.h"
#include "alembic/script/library/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::string_view floor_method = "__floor__", ceil_method = "__ceil__", trunc_method = "__trunc__";

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

template <double (*function)(double), const auto& special>
Value whole(Interpreter& in, Bindings& given) {
  const Value number = unwrap(given[0]);
  if (auto method = in.find_attribute(number, special)) return in.call(*method);
  if (!number.is(Kind::real)) return in.call(in.builtin("int"), {{number}, {}});
  return in.call(in.builtin("int"), {{Value::real(function(number.as_real()))}, {}});
}

double real_of(Interpreter& in, const Value& given) {
  const Value& number = unwrap(given);
  if (is_number(number)) return to_real(in, number);
  if (auto method = in.find_attribute(number, "__float__")) return in.call(*method).as_real();
  in.raise("TypeError", "must be real number, not " + in.type_name(number));
}

BigInteger whole_of(Interpreter& in, const Value& given) {
  const Value& number = unwrap(given);
  if (!number.is_int() && !number.is(Kind::big_integer))
    in.raise("TypeError", "'" + in.type_name(number) + "' object cannot be interpreted as an integer");
  return to_big(number);
}

Value logarithm(Interpreter& in, Bindings& given) {
  const auto log_of = [&](const Value& value) {
    const double number = real_of(in, value);
    if (number <= 0) in.raise("ValueError", "math domain error");
    return std::log(number);
  };
  const double result = log_of(given[0]);
  if (!given.given(1)) return Value::real(result);
  const double base = log_of(given[1]);
  if (base == 0) in.raise("ZeroDivisionError", "float division by zero");
  return Value::real(result / base);
}

// How many ways there are to pick k of n.
Value combinations(Interpreter& in, Bindings& given) {
  const std::int64_t n = in.integer(given[0], "n"), k = in.integer(given[1], "k");
  if (n < 0 || k < 0) in.raise("ValueError", "n and k must be non-negative integers");
  if (k > n) return Value::integer(0);
  BigInteger result = 1;
  for (std::int64_t i = 1; i <= std::min(k, n - k); ++i) {
    in.step();
    in.heap().require(result.backend().size() * sizeof(boost::multiprecision::limb_type) * 8);
    result = result * (n - std::min(k, n - k) + i) / i;
  }
  return make_integer(in.heap(), result);
}

Value factorial(Interpreter& in, Bindings& given) {
  const std::int64_t n = in.integer(given[0], "n");
  if (n < 0) in.raise("ValueError", "factorial() not defined for negative values");
  if (n > 10'000) in.raise("OverflowError", "factorial() of more than 10000 is not made here");
  BigInteger result = 1;
  for (std::int64_t i = 2; i <= n; ++i) {
    in.step();
    result *= i;
  }
  return make_integer(in.heap(), result);
}

Value greatest_divisor(Interpreter& in, Bindings& given) {
  BigInteger result = 0;
  for (const Value& value : given.rest)
    result = boost::multiprecision::gcd(result, BigInteger(abs(whole_of(in, value))));
  return make_integer(in.heap(), result);
}

Value is_close(Interpreter& in, Bindings& given) {
  const double a = real_of(in, given[0]), b = real_of(in, given[1]);
  const double relative = given.given(2) ? real_of(in, given[2]) : 1e-9;
  const double absolute = given.given(3) ? real_of(in, given[3]) : 0;
  if (a == b) return Value::boolean(true);
  if (std::isinf(a) || std::isinf(b)) return Value::boolean(false);
  return Value::boolean(std::fabs(a - b) <=
                        std::max(relative * std::max(std::fabs(a), std::fabs(b)), absolute));
}

Value whole_root(Interpreter& in, Bindings& given) {
  const BigInteger number = whole_of(in, given[0]);
  if (number < 0) in.raise("ValueError", "isqrt() argument must be nonnegative");
  return make_integer(in.heap(), boost::multiprecision::sqrt(number));
}

Value power(Interpreter& in, Bindings& given) {
  return Value::real(std::pow(real_of(in, given[0]), real_of(in, given[1])));
}

Value product(Interpreter& in, Bindings& given) {
  Value total = given.given(1) ? given[1] : Value::integer(1);
  in.for_each(given[0], [&](const Value& value) {
    total = in.binary(BinaryOperator::multiply, total, value);
    return true;
  });
  return total;
}

}  // namespace

void add_math(ModuleRegistry& registry) {
  registry.add("math", [](Interpreter& in, Module& module) {
    define(in, module, "ceil", "x, /", whole<std::ceil, ceil_method>);
    define(in, module, "floor", "x, /", whole<std::floor, floor_method>);
    define(in, module, "trunc", "x, /", whole<std::trunc, trunc_method>);
    define(in, module, "sqrt", "x, /", apply<std::sqrt>);
    define(in, module, "log10", "x, /", apply<std::log10>);
    define(in, module, "log2", "x, /", apply<std::log2>);
    define(in, module, "exp", "x, /", apply<std::exp>);
    define(in, module, "fabs", "x, /", apply<std::fabs>);
    define(in, module, "isnan", "x, /", tests<is_nan>);
    define(in, module, "isinf", "x, /", tests<is_infinite>);
    define(in, module, "isfinite", "x, /", tests<is_finite>);
    define(in, module, "log", "x, base=0, /", logarithm);
    define(in, module, "comb", "n, k, /", combinations);
    define(in, module, "factorial", "n, /", factorial);
    define(in, module, "gcd", "*integers", greatest_divisor);
    define(in, module, "isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0", is_close);
    define(in, module, "isqrt", "n, /", whole_root);
    define(in, module, "pow", "x, y, /", power);
    define(in, module, "prod", "iterable, /, *, start=1", product);
    module.set("pi", Value::real(3.141592653589793));
    module.set("e", Value::real(2.718281828459045));
    module.set("inf", Value::real(HUGE_VAL));
    module.set("nan", Value::real(std::nan("")));
  });
}

}  // namespace pycharter::alembic::script

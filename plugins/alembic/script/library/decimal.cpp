// decimal.Decimal and its contexts.
#include <algorithm>

#include "alembic/script/library/decimal_object.h"
#include "alembic/script/library/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::int64_t widest = 10'000;  // digits that may be written out without an exponent

[[noreturn]] void fail(Interpreter& in, std::string_view exception, std::string_view reason) {
  in.raise(in.attribute(in.import_module("decimal"), exception),
           "[<class 'decimal." + std::string(reason) + "'>]");
}

// What arithmetic takes beside a Decimal: another one and whole numbers.
std::optional<DecimalNumber> operand(const Value& given) {
  const Value& value = unwrap(given);
  if (auto* decimal = host_cast<Decimal>(value)) return decimal->number;
  if (value.is_int() || value.is(Kind::big_integer)) return decimal_of(to_big(value));
  return std::nullopt;
}

}  // namespace

Value make_decimal(Interpreter& in, DecimalNumber number) {
  return Value::adopt(in.heap().create<Decimal>(std::move(number)));
}

Value result_of(Interpreter& in, DecimalResult result) {
  if (result.problem != nullptr) {
    const std::string_view reason = result.problem;
    const bool own = reason == "DivisionByZero" || reason == "Overflow";
    fail(in, own ? reason : "InvalidOperation", reason);
  }
  return make_decimal(in, std::move(result.number));
}

DecimalNumber to_number(Interpreter& in, const Value& given) {
  if (auto number = operand(given)) return *number;
  const Value& value = unwrap(given);
  if (value.is(Kind::real)) return decimal_of(value.as_real());
  if (auto* text = value.get_if<Str>()) {
    if (auto number = parse_decimal(text->text)) return *number;
    fail(in, "InvalidOperation", "ConversionSyntax");
  }
  if (auto* tuple = value.get_if<Tuple>(); tuple != nullptr && tuple->items.size() == 3) {
    DecimalNumber number;
    number.negative = in.truth(tuple->items[0]);
    for (const Value& digit : in.collect(tuple->items[1]))
      number.coefficient = number.coefficient * 10 + in.integer(digit, "digit");
    number.exponent = in.integer(tuple->items[2], "exponent");
    return number;
  }
  in.raise("TypeError", "conversion from " + in.type_name(value) + " to Decimal is not supported");
}

namespace {

Value quantized(Interpreter& in, const DecimalNumber& number, std::int64_t exponent, Rounding rounding,
                const DecimalContext& context) {
  if (!number.finite()) return make_decimal(in, number);
  const bool too_long = !number.zero() && number.adjusted() - exponent + 1 > context.precision;
  if (too_long) fail(in, "InvalidOperation", "InvalidOperation");
  DecimalNumber result = rescaled(number, exponent, rounding);
  if (result.digits() > context.precision) fail(in, "InvalidOperation", "InvalidOperation");
  return make_decimal(in, std::move(result));
}

Value whole(Interpreter& in, const DecimalNumber& number, Rounding rounding) {
  if (number.form == DecimalNumber::Form::nan) in.raise("ValueError", "cannot convert NaN to integer");
  if (!number.finite()) in.raise("OverflowError", "cannot convert Infinity to integer");
  if (number.adjusted() > widest) in.raise("OverflowError", "the Decimal is too large to become an int here");
  return make_integer(in.heap(), to_integer(number.exponent >= 0 ? number : rescaled(number, 0, rounding)));
}

Value as_tuple(Interpreter& in, const DecimalNumber& number) {
  std::vector<Value> digits;
  for (const char digit : number.coefficient.str())
    digits.push_back(Value::integer(digit - '0'));
  const Value made = in.attribute(in.import_module("decimal"), "DecimalTuple");
  const Value exponent = number.finite() ? Value::integer(number.exponent)
                                         : in.str(number.form == DecimalNumber::Form::nan ? "n" : "F");
  return in.call(made,
                 {{Value::integer(number.negative ? 1 : 0), in.tuple(std::move(digits)), exponent}, {}});
}

struct Method {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Interpreter&, const DecimalNumber&, Bindings&);
};

template <class Change>
Value changed(Interpreter& in, DecimalNumber number, Change change) {
  change(number);
  return make_decimal(in, std::move(number));
}

constexpr Method methods[] = {
    {"quantize", "exp, rounding=None, context=None",
     [](Interpreter& in, const DecimalNumber& n, Bindings& given) {
       return quantized(in, n, to_number(in, given[0]).exponent, rounding_of(in, given[1], given[2]),
                        context_of(in, given[2]));
     }},
    {"__round__", "n=None",
     [](Interpreter& in, const DecimalNumber& n, Bindings& given) {
       if (!given.given(0) || given[0].is_none()) return whole(in, n, Rounding::half_even);
       return quantized(in, n, -in.integer(given[0], "n"), Rounding::half_even, current_context(in));
     }},
    {"__int__", "",
     [](Interpreter& in, const DecimalNumber& n, Bindings&) { return whole(in, n, Rounding::down); }},
    {"__trunc__", "",
     [](Interpreter& in, const DecimalNumber& n, Bindings&) { return whole(in, n, Rounding::down); }},
    {"__floor__", "",
     [](Interpreter& in, const DecimalNumber& n, Bindings&) { return whole(in, n, Rounding::floor); }},
    {"__ceil__", "",
     [](Interpreter& in, const DecimalNumber& n, Bindings&) { return whole(in, n, Rounding::ceiling); }},
    {"__float__", "",
     [](Interpreter&, const DecimalNumber& n, Bindings&) { return Value::real(to_double(n)); }},
    {"to_integral_value", "rounding=None, context=None",
     [](Interpreter& in, const DecimalNumber& n, Bindings& given) {
       const bool is_whole = !n.finite() || n.exponent >= 0;
       return make_decimal(in, is_whole ? n : rescaled(n, 0, rounding_of(in, given[0], given[1])));
     }},
    {"normalize", "context=None",
     [](Interpreter& in, const DecimalNumber& n, Bindings& given) {
       return make_decimal(in, normalized(n, context_of(in, given[0])));
     }},
    {"sqrt", "context=None",
     [](Interpreter& in, const DecimalNumber& n, Bindings& given) {
       return result_of(in, square_root(n, context_of(in, given[0])));
     }},
    {"copy_abs", "",
     [](Interpreter& in, const DecimalNumber& n, Bindings&) {
       return changed(in, n, [](DecimalNumber& d) { d.negative = false; });
     }},
    {"copy_negate", "",
     [](Interpreter& in, const DecimalNumber& n, Bindings&) {
       return changed(in, n, [](DecimalNumber& d) { d.negative = !d.negative; });
     }},
    {"compare", "other, context=None",
     [](Interpreter& in, const DecimalNumber& n, Bindings& given) {
       const int order = compare(n, to_number(in, given[0]));
       return make_decimal(in, order == 2 ? *parse_decimal("NaN") : decimal_of(BigInteger(order)));
     }},
    {"adjusted", "",
     [](Interpreter&, const DecimalNumber& n, Bindings&) {
       return Value::integer(n.finite() ? n.adjusted() : 0);
     }},
    {"as_tuple", "", [](Interpreter& in, const DecimalNumber& n, Bindings&) { return as_tuple(in, n); }},
    {"is_nan", "",
     [](Interpreter&, const DecimalNumber& n, Bindings&) {
       return Value::boolean(n.form == DecimalNumber::Form::nan);
     }},
    {"is_infinite", "",
     [](Interpreter&, const DecimalNumber& n, Bindings&) {
       return Value::boolean(n.form == DecimalNumber::Form::infinite);
     }},
    {"is_finite", "",
     [](Interpreter&, const DecimalNumber& n, Bindings&) { return Value::boolean(n.finite()); }},
    {"is_zero", "", [](Interpreter&, const DecimalNumber& n, Bindings&) { return Value::boolean(n.zero()); }},
    {"is_signed", "",
     [](Interpreter&, const DecimalNumber& n, Bindings&) { return Value::boolean(n.negative); }},
};

}  // namespace

std::optional<Value> Decimal::attribute(Interpreter& in, std::string_view name) {
  if (name == "real") return Value::of(*this);
  const auto* found =
      std::find_if(std::begin(methods), std::end(methods), [&](const Method& m) { return m.name == name; });
  if (found == std::end(methods)) return std::nullopt;
  return make_native(in, std::string(name), found->parameters,
                     [self = Value::of(*this), code = found->code](Interpreter& i, Bindings& given) {
                       return code(i, host_cast<Decimal>(self)->number, given);
                     });
}

std::optional<Value> Decimal::binary(Interpreter& in, BinaryOperator operation, const Value& other,
                                     bool reflected) {
  const auto second = operand(other);
  if (!second) return std::nullopt;
  const DecimalNumber& left = reflected ? *second : number;
  const DecimalNumber& right = reflected ? number : *second;
  const DecimalContext context = current_context(in);
  switch (operation) {
    case BinaryOperator::add:
      return result_of(in, add(left, right, context));
    case BinaryOperator::subtract:
      return result_of(in, subtract(left, right, context));
    case BinaryOperator::multiply:
      return result_of(in, multiply(left, right, context));
    case BinaryOperator::divide:
      return result_of(in, divide(left, right, context));
    case BinaryOperator::floor_divide:
      return result_of(in, divide_whole(left, right, context));
    case BinaryOperator::modulo:
      return result_of(in, remainder(left, right, context));
    case BinaryOperator::power:
      if (right.finite() && right.exponent < 0 && script::compare(right, *parse_decimal("0.5")) == 0)
        return result_of(in, square_root(left, context));
      return result_of(in, power(left, right, context));
    default:
      return std::nullopt;
  }
}

std::optional<Value> Decimal::unary(Interpreter& in, UnaryOperator operation) {
  if (operation == UnaryOperator::invert) return std::nullopt;
  DecimalNumber result = number;
  if (operation == UnaryOperator::negate && !number.zero()) result.negative = !number.negative;
  if (number.zero()) result.negative = false;
  return make_decimal(in, rounded(std::move(result), current_context(in)));
}

std::optional<Value> Decimal::compare(Interpreter&, Comparison operation, const Value& other) {
  auto second = operand(other);
  if (!second && unwrap(other).is(Kind::real)) second = decimal_of(unwrap(other).as_real());
  if (!second) return std::nullopt;
  const int order = script::compare(number, *second);
  if (order == 2) return Value::boolean(operation == Comparison::not_equal);
  const bool answers[] = {order == 0, order != 0, order<0, order <= 0, order> 0, order >= 0};
  return Value::boolean(answers[static_cast<std::size_t>(operation)]);
}

// That of the int or float it is equal to, if there is one.
std::optional<std::size_t> Decimal::hash(Interpreter& in) {
  const bool small = number.finite() && number.adjusted() < 18;
  if (small && script::compare(number, rescaled(number, 0, Rounding::down)) == 0)
    return in.hash(make_integer(in.heap(), to_integer(number)));
  const double real = to_double(number);
  if (script::compare(number, decimal_of(real)) == 0) return in.hash(Value::real(real));
  DecimalNumber plain = number;
  while (plain.coefficient != 0 && plain.coefficient % 10 == 0) {
    plain.coefficient /= 10;
    ++plain.exponent;
  }
  return std::hash<std::string>()(to_string(plain));
}

std::optional<std::string> Decimal::format(Interpreter& in, std::string_view specification) {
  return format_decimal(in, number, specification);
}

namespace {

Value construct(Interpreter& in, const Arguments& arguments) {
  static const Signature signature("Decimal", "value='0', context=None");
  const Bindings given = signature.bind(in, arguments);
  return make_decimal(in, given.given(0) ? to_number(in, given[0]) : DecimalNumber());
}

void fill_decimal(Interpreter& in, Module& module) {
  const Value exception = make_exception(in, module, "DecimalException", in.builtin("ArithmeticError"));
  for (const char* name : {"InvalidOperation", "Inexact", "Rounded", "Overflow", "Underflow"})
    make_exception(in, module, name, exception);
  const Value by_zero =
      make_class(in, "DivisionByZero", "decimal", {exception, in.builtin("ZeroDivisionError")});
  module.set("DivisionByZero", by_zero);
  const Value named = in.attribute(in.import_module("collections"), "namedtuple");
  module.set("DecimalTuple", in.call(named, {{in.str("DecimalTuple"), in.str("sign digits exponent")}, {}}));
  const Value decimal = make_class(in, "Decimal", "decimal", {}, construct);
  define_static(in, decimal.get<Class>(), "from_float", "f, /",
                [](Interpreter& i, Bindings& given) { return make_decimal(i, to_number(i, given[0])); });
  module.set("Decimal", decimal);
  fill_contexts(in, module);
}

}  // namespace

void add_decimal(ModuleRegistry& registry) {
  registry.add("decimal", fill_decimal);
}

}  // namespace pycharter::alembic::script

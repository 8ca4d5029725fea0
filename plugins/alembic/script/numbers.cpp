// Arithmetic.
#include <charconv>
#include <cmath>

#include "alembic/script/big_integer.h"
#include "alembic/script/numbers.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::size_t most_bits = 1u << 20;  // of an integer's result

[[noreturn]] void refuse_size() {
  stop("memory", "an integer of more than a million bits");
}

std::size_t bits_of(const BigInteger& value) {
  return value == 0 ? 1 : msb(abs(value)) + 1;
}

BigInteger floor_divide(const BigInteger& left, const BigInteger& right) {
  BigInteger quotient = left / right;
  if (quotient * right != left && (left < 0) != (right < 0)) --quotient;
  return quotient;
}

double floor_modulo(double left, double right) {
  double result = std::fmod(left, right);
  if (result != 0 && (result < 0) != (right < 0)) result += right;
  return result == 0 ? std::copysign(0.0, right) : result;
}

Value power(Interpreter& in, const BigInteger& base, const BigInteger& exponent) {
  if (exponent < 0) {
    if (base == 0) in.raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
    return Value::real(std::pow(static_cast<double>(base), static_cast<double>(exponent)));
  }
  if (abs(base) > 1 &&
      (exponent > most_bits || bits_of(base) * static_cast<std::size_t>(exponent) > most_bits))
    refuse_size();
  if (abs(base) <= 1)
    return make_integer(in.heap(), base == -1 && exponent % 2 == 0 ? BigInteger(1)
                                   : exponent == 0                 ? BigInteger(1)
                                                                   : base);
  return make_integer(in.heap(), pow(base, static_cast<unsigned>(exponent)));
}

Value shift(Interpreter& in, BinaryOperator operation, const BigInteger& left, const BigInteger& count) {
  if (count < 0) in.raise("ValueError", "negative shift count");
  if (operation == BinaryOperator::left_shift) {
    if (left != 0 && (count > most_bits || bits_of(left) + static_cast<std::size_t>(count) > most_bits))
      refuse_size();
    return left == 0 ? Value::integer(0) : make_integer(in.heap(), left << static_cast<unsigned>(count));
  }
  if (count > most_bits * 2) return Value::integer(left < 0 ? -1 : 0);
  return make_integer(in.heap(), floor_divide(left, BigInteger(1) << static_cast<unsigned>(count)));
}

// Two's complement of any width, as Python's & | ^ see negative numbers.
BigInteger bitwise(BinaryOperator operation, const BigInteger& left, const BigInteger& right) {
  if (left >= 0 && right >= 0) {
    if (operation == BinaryOperator::bit_and) return left & right;
    if (operation == BinaryOperator::bit_or) return left | right;
    return left ^ right;
  }
  const BigInteger modulus = BigInteger(1)
                             << static_cast<unsigned>(std::max(bits_of(left), bits_of(right)) + 1);
  const BigInteger a = left < 0 ? left + modulus : left, b = right < 0 ? right + modulus : right;
  const BigInteger result = bitwise(operation, a, b);
  return result >= modulus / 2 ? result - modulus : result;
}

std::optional<Value> small_arithmetic(BinaryOperator operation, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  switch (operation) {
    case BinaryOperator::add:
      if (__builtin_add_overflow(left, right, &result)) return std::nullopt;
      return Value::integer(result);
    case BinaryOperator::subtract:
      if (__builtin_sub_overflow(left, right, &result)) return std::nullopt;
      return Value::integer(result);
    case BinaryOperator::multiply:
      if (__builtin_mul_overflow(left, right, &result)) return std::nullopt;
      return Value::integer(result);
    default:
      return std::nullopt;
  }
}

Value integer_arithmetic(Interpreter& in, BinaryOperator operation, const Value& left_value,
                         const Value& right_value) {
  if (left_value.is_int() && right_value.is_int()) {
    if (auto small = small_arithmetic(operation, left_value.as_int(), right_value.as_int())) return *small;
  }
  const BigInteger left = to_big(left_value), right = to_big(right_value);
  const auto made = [&](BigInteger value) { return make_integer(in.heap(), std::move(value)); };
  switch (operation) {
    case BinaryOperator::add:
      return made(left + right);
    case BinaryOperator::subtract:
      return made(left - right);
    case BinaryOperator::multiply:
      if (bits_of(left) + bits_of(right) > most_bits) refuse_size();
      return made(left * right);
    case BinaryOperator::divide:
      if (right == 0) in.raise("ZeroDivisionError", "division by zero");
      return Value::real(to_real(in, left_value) / to_real(in, right_value));
    case BinaryOperator::floor_divide:
      if (right == 0) in.raise("ZeroDivisionError", "integer division or modulo by zero");
      return made(floor_divide(left, right));
    case BinaryOperator::modulo:
      if (right == 0) in.raise("ZeroDivisionError", "integer modulo by zero");
      return made(left - floor_divide(left, right) * right);
    case BinaryOperator::power:
      return power(in, left, right);
    case BinaryOperator::left_shift:
    case BinaryOperator::right_shift:
      return shift(in, operation, left, right);
    default:
      break;
  }
  Value result = made(bitwise(operation, left, right));
  const bool booleans = left_value.is(Kind::boolean) && right_value.is(Kind::boolean);
  return booleans ? Value::boolean(result.as_int() != 0) : result;
}

std::optional<Value> real_arithmetic(Interpreter& in, BinaryOperator operation, double left, double right) {
  switch (operation) {
    case BinaryOperator::add:
      return Value::real(left + right);
    case BinaryOperator::subtract:
      return Value::real(left - right);
    case BinaryOperator::multiply:
      return Value::real(left * right);
    case BinaryOperator::divide:
      if (right == 0) in.raise("ZeroDivisionError", "float division by zero");
      return Value::real(left / right);
    case BinaryOperator::floor_divide:
      if (right == 0) in.raise("ZeroDivisionError", "float floor division by zero");
      return Value::real(std::floor((left - floor_modulo(left, right)) / right + 0.5));
    case BinaryOperator::modulo:
      if (right == 0) in.raise("ZeroDivisionError", "float modulo");
      return Value::real(floor_modulo(left, right));
    case BinaryOperator::power: {
      if (left == 0 && right < 0) in.raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
      const double result = std::pow(left, right);
      if (std::isinf(result) && std::isfinite(left) && std::isfinite(right))
        in.raise("OverflowError", "(34, 'Numerical result out of range')");
      return Value::real(result);
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

bool is_number(const Value& value) {
  return value.is_int() || value.is(Kind::real) || value.is(Kind::big_integer);
}

BigInteger to_big(const Value& integer) {
  return integer.is_int() ? BigInteger(integer.as_int()) : integer.get<Integer>().value;
}

double to_real(Interpreter& in, const Value& number) {
  if (number.is(Kind::real)) return number.as_real();
  if (number.is_int()) return static_cast<double>(number.as_int());
  if (!number.is(Kind::big_integer))
    in.raise("TypeError", "must be real number, not " + in.type_name(number));
  const auto result = static_cast<double>(number.get<Integer>().value);
  if (std::isinf(result)) in.raise("OverflowError", "int too large to convert to float");
  return result;
}

std::optional<Value> number_binary(Interpreter& in, BinaryOperator operation, const Value& left,
                                   const Value& right) {
  if (!is_number(left) || !is_number(right) || operation == BinaryOperator::matrix) return std::nullopt;
  if (left.is(Kind::real) || right.is(Kind::real))
    return real_arithmetic(in, operation, to_real(in, left), to_real(in, right));
  return integer_arithmetic(in, operation, left, right);
}

std::optional<Value> number_unary(Interpreter& in, UnaryOperator operation, const Value& operand) {
  if (operand.is(Kind::real)) {
    if (operation == UnaryOperator::invert) return std::nullopt;
    return Value::real(operation == UnaryOperator::negate ? -operand.as_real() : operand.as_real());
  }
  const BigInteger value = to_big(operand);
  return make_integer(in.heap(), operation == UnaryOperator::negate ? BigInteger(-value)
                                 : operation == UnaryOperator::plus ? value
                                                                    : BigInteger(-value - 1));
}

Value parse_integer(Interpreter& in, std::string_view text, int base) {
  const auto refuse = [&]() {
    in.raise("ValueError", "invalid literal for int() with base " + std::to_string(base == 0 ? 10 : base) +
                               ": " + repr_text(text));
  };
  std::string digits;
  std::size_t at = 0;
  const auto blank = [](char c) { return c == ' ' || (c >= 9 && c <= 13); };
  std::string_view rest = text;
  while (!rest.empty() && blank(rest.front()))
    rest.remove_prefix(1);
  while (!rest.empty() && blank(rest.back()))
    rest.remove_suffix(1);
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  const char letter = rest.size() > 2 && rest[0] == '0' ? static_cast<char>(rest[1] | 0x20) : '\0';
  const int prefix = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
  if (prefix != 0 && (base == 0 || base == prefix)) {
    rest.remove_prefix(2);
    base = prefix;
  }
  if (base == 0) base = 10;
  for (; at < rest.size(); ++at) {
    const bool between = at > 0 && at + 1 < rest.size() && rest[at - 1] != '_';
    if (rest[at] == '_' && between) continue;
    digits.push_back(rest[at]);
  }
  if (digits.empty()) refuse();
  if (digits.size() > 4300)
    in.raise("ValueError", "Exceeds the limit (4300 digits) for integer string conversion");
  BigInteger value = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9'                     ? c - '0'
                      : (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? (c | 0x20) - 'a' + 10
                                                               : 99;
    if (digit >= base) refuse();
    value = value * base + digit;
  }
  return make_integer(in.heap(), negative ? BigInteger(-value) : value);
}

Value make_integer(Heap& heap, BigInteger value) {
  if (value >= INT64_MIN && value <= INT64_MAX) return Value::integer(static_cast<std::int64_t>(value));
  const std::size_t bytes = value.backend().size() * sizeof(boost::multiprecision::limb_type);
  Value made = make<Integer>(heap, std::move(value));
  heap.charge(made.object().block(), bytes);
  return made;
}

// The shortest digits that read back as the same number, in Python's choice of notation.
std::string repr_real(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[64];
  const double magnitude = std::fabs(value);
  const bool plain = value == 0 || (magnitude >= 1e-4 && magnitude < 1e16);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, format).ptr;
  std::string text(buffer, end);
  if (plain && text.find('.') == std::string::npos) text += ".0";
  return text;
}

}  // namespace pycharter::alembic::script

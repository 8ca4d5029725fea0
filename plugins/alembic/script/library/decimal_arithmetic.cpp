// Arithmetic of decimal numbers: exact, then rounded as the context says.
#include <algorithm>

#include "alembic/script/library/decimal_number.h"

namespace pycharter::alembic::script {

namespace {

using Form = DecimalNumber::Form;
constexpr const char* invalid = "InvalidOperation";
constexpr const char* by_zero = "DivisionByZero";
constexpr const char* undefined = "DivisionUndefined";
constexpr const char* impossible = "DivisionImpossible";

// The coefficient with a smaller exponent.
BigInteger lengthened(const DecimalNumber& number, std::int64_t exponent) {
  return number.coefficient * ten_to(number.exponent - exponent);
}

// Rounded, and within the exponents that there are.
DecimalResult finished(DecimalNumber number, const DecimalContext& context) {
  number = rounded(std::move(number), context);
  if (!number.finite()) return {std::move(number), nullptr};
  const std::int64_t smallest = -decimal_largest_exponent - context.precision + 1;
  if (number.zero()) {
    number.exponent = std::clamp(number.exponent, smallest, decimal_largest_exponent);
    return {std::move(number), nullptr};
  }
  if (number.adjusted() > decimal_largest_exponent) return {{}, "Overflow"};
  if (number.exponent < smallest) return {rescaled(number, smallest, context.rounding), nullptr};
  return {std::move(number), nullptr};
}

// Of a result with digits to spare: an exact one comes near the exponent that it would have by itself, and
// what follows another must not look like a half.
DecimalResult finished_near(DecimalNumber number, bool exact, std::int64_t ideal,
                            const DecimalContext& context) {
  if (!exact && number.coefficient % 5 == 0) ++number.coefficient;
  while (exact && number.exponent < ideal && number.coefficient % 10 == 0) {
    number.coefficient /= 10;
    ++number.exponent;
  }
  return finished(std::move(number), context);
}

DecimalResult not_finite(const DecimalNumber& left, const DecimalNumber& right, bool same_sign_needed) {
  if (left.form == Form::nan || right.form == Form::nan) return {special(Form::nan), nullptr};
  const bool both = !left.finite() && !right.finite();
  if (both && same_sign_needed && left.negative != right.negative) return {{}, invalid};
  return {left.finite() ? right : left, nullptr};
}

// Beside a number this much longer, all that counts of the shorter is its sign.
void bring_near(DecimalNumber& larger, DecimalNumber& smaller, const DecimalContext& context) {
  const std::int64_t lowest =
      larger.exponent + std::min<std::int64_t>(-1, larger.digits() - context.precision - 2);
  if (smaller.digits() + smaller.exponent - 1 < lowest) {
    smaller.coefficient = 1;
    smaller.exponent = lowest;
  }
}

DecimalResult sum_with_zero(const DecimalNumber& number, std::int64_t exponent,
                            const DecimalContext& context) {
  exponent = std::max(exponent, number.exponent - context.precision - 1);
  return finished(exponent < number.exponent ? rescaled(number, exponent, Rounding::half_even) : number,
                  context);
}

}  // namespace

DecimalResult add(const DecimalNumber& left, const DecimalNumber& right, const DecimalContext& context) {
  if (!left.finite() || !right.finite()) return not_finite(left, right, true);
  const std::int64_t exponent = std::min(left.exponent, right.exponent);
  if (left.zero() && right.zero()) {
    DecimalNumber zero;
    zero.negative = left.negative && right.negative;
    zero.exponent = exponent;
    return {zero, nullptr};
  }
  if (left.zero()) return sum_with_zero(right, exponent, context);
  if (right.zero()) return sum_with_zero(left, exponent, context);
  DecimalNumber a = left, b = right;
  if (a.exponent < b.exponent)
    bring_near(b, a, context);
  else
    bring_near(a, b, context);
  DecimalNumber result;
  result.exponent = std::min(a.exponent, b.exponent);
  BigInteger x = lengthened(a, result.exponent), y = lengthened(b, result.exponent);
  if (a.negative) x = -x;
  if (b.negative) y = -y;
  const BigInteger total = x + y;
  result.negative = total < 0;
  result.coefficient = abs(total);
  return finished(std::move(result), context);
}

DecimalResult subtract(const DecimalNumber& left, DecimalNumber right, const DecimalContext& context) {
  if (right.form != Form::nan) right.negative = !right.negative;
  return add(left, right, context);
}

DecimalResult multiply(const DecimalNumber& left, const DecimalNumber& right, const DecimalContext& context) {
  const bool negative = left.negative != right.negative;
  if (!left.finite() || !right.finite()) {
    if (left.form == Form::nan || right.form == Form::nan) return {special(Form::nan), nullptr};
    if (left.zero() || right.zero()) return {{}, invalid};
    return {special(Form::infinite, negative), nullptr};
  }
  DecimalNumber result;
  result.negative = negative;
  result.coefficient = left.coefficient * right.coefficient;
  result.exponent = left.exponent + right.exponent;
  return finished(std::move(result), context);
}

DecimalResult divide(const DecimalNumber& left, const DecimalNumber& right, const DecimalContext& context) {
  if (left.form == Form::nan || right.form == Form::nan) return {special(Form::nan), nullptr};
  const bool negative = left.negative != right.negative;
  if (!left.finite())
    return right.finite() ? DecimalResult{special(Form::infinite, negative), nullptr}
                          : DecimalResult{{}, invalid};
  DecimalNumber result;
  result.negative = negative;
  if (!right.finite()) return {result, nullptr};
  if (right.zero()) return {{}, left.zero() ? undefined : by_zero};
  const std::int64_t ideal = left.exponent - right.exponent;
  result.exponent = ideal;
  if (left.zero()) return {result, nullptr};
  const std::int64_t shift = right.digits() - left.digits() + context.precision + 1;
  const BigInteger numerator = shift >= 0 ? BigInteger(left.coefficient * ten_to(shift)) : left.coefficient;
  const BigInteger denominator =
      shift >= 0 ? right.coefficient : BigInteger(right.coefficient * ten_to(-shift));
  result.coefficient = numerator / denominator;
  result.exponent = ideal - shift;
  const bool exact = result.coefficient * denominator == numerator;
  return finished_near(std::move(result), exact, ideal, context);
}

namespace {

// Quotient towards zero and the rest; nothing when the quotient has more digits than there may be.
std::optional<std::pair<DecimalNumber, DecimalNumber>> divided(const DecimalNumber& left,
                                                               const DecimalNumber& right,
                                                               const DecimalContext& context) {
  DecimalNumber quotient, rest;
  quotient.negative = left.negative != right.negative;
  rest.negative = left.negative;
  const std::int64_t difference = left.adjusted() - right.adjusted();
  if (left.zero() || difference <= -2) {
    rest = rescaled(left, std::min(left.exponent, right.exponent), Rounding::half_even);
    return std::pair{quotient, rest};
  }
  if (difference > context.precision) return std::nullopt;
  rest.exponent = std::min(left.exponent, right.exponent);
  const BigInteger a = lengthened(left, rest.exponent), b = lengthened(right, rest.exponent);
  quotient.coefficient = a / b;
  rest.coefficient = a % b;
  if (quotient.digits() > context.precision) return std::nullopt;
  return std::pair{quotient, rest};
}

}  // namespace

DecimalResult divide_whole(const DecimalNumber& left, const DecimalNumber& right,
                           const DecimalContext& context) {
  if (!left.finite() || !right.finite()) return divide(left, right, context);
  if (right.zero()) return {{}, left.zero() ? undefined : by_zero};
  const auto result = divided(left, right, context);
  return result ? DecimalResult{result->first, nullptr} : DecimalResult{{}, impossible};
}

DecimalResult remainder(const DecimalNumber& left, const DecimalNumber& right,
                        const DecimalContext& context) {
  if (left.form == Form::nan || right.form == Form::nan) return {special(Form::nan), nullptr};
  if (!left.finite() || right.zero()) return {{}, left.zero() ? undefined : invalid};
  if (!right.finite()) return finished(left, context);
  const auto result = divided(left, right, context);
  return result ? finished(result->second, context) : DecimalResult{{}, impossible};
}

DecimalResult power(const DecimalNumber& base, const DecimalNumber& exponent, const DecimalContext& context) {
  if (!base.finite() || !exponent.finite() || compare(exponent, rescaled(exponent, 0, Rounding::down)) != 0)
    return {{}, invalid};
  const BigInteger times = abs(to_integer(exponent));
  if (times * base.digits() > decimal_most_digits || (base.zero() && times == 0)) return {{}, invalid};
  DecimalNumber result;
  const auto count = static_cast<unsigned>(times);
  result.coefficient = boost::multiprecision::pow(base.coefficient, count);
  result.exponent = base.exponent * static_cast<std::int64_t>(count);
  result.negative = base.negative && count % 2 == 1;
  if (!exponent.negative || exponent.zero()) return finished(std::move(result), context);
  if (result.zero()) return {special(Form::infinite, result.negative), nullptr};
  return divide(decimal_of(BigInteger(1)), result, context);
}

DecimalResult square_root(const DecimalNumber& number, const DecimalContext& context) {
  if (number.form == Form::nan || (!number.finite() && !number.negative)) return {number, nullptr};
  if (number.zero()) {
    DecimalNumber zero = number;
    zero.exponent = (number.exponent >= 0 ? number.exponent : number.exponent - 1) / 2;
    return {zero, nullptr};
  }
  if (number.negative) return {{}, invalid};
  // One digit more than wanted, made odd where digits are lost, so that rounding sees which side it is on.
  const std::int64_t ideal =
      (number.exponent - (number.exponent % 2 != 0 && number.exponent < 0 ? 1 : 0)) / 2;
  const std::int64_t wanted = context.precision + 1;
  std::int64_t exponent = number.exponent;
  BigInteger coefficient = number.coefficient;
  if (exponent % 2 != 0) {
    coefficient *= 10;
    --exponent;
  }
  const auto length = static_cast<std::int64_t>(coefficient.str().size());
  bool exact = true;
  const std::int64_t shift = wanted - (length + 1) / 2;
  if (shift >= 0) {
    coefficient *= ten_to(2 * shift);
  } else {
    const BigInteger unit = ten_to(-2 * shift);
    exact = coefficient % unit == 0;
    coefficient /= unit;
  }
  DecimalNumber result;
  result.coefficient = boost::multiprecision::sqrt(coefficient);
  exact = exact && result.coefficient * result.coefficient == coefficient;
  result.exponent = exponent / 2 - shift;
  return finished_near(std::move(result), exact, ideal, context);
}

}  // namespace pycharter::alembic::script

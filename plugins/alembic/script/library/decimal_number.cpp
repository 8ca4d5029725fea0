#include "alembic/script/library/decimal_number.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace pycharter::alembic::script {

namespace {

using Form = DecimalNumber::Form;
constexpr std::int64_t most_digits = 100'000;
constexpr const char* invalid = "InvalidOperation";
constexpr const char* by_zero = "DivisionByZero";
constexpr const char* undefined = "DivisionUndefined";
constexpr const char* impossible = "DivisionImpossible";

BigInteger ten_to(std::int64_t exponent) {
  return boost::multiprecision::pow(BigInteger(10), static_cast<unsigned>(exponent));
}

DecimalNumber special(Form form, bool negative = false) {
  DecimalNumber number;
  number.form = form;
  number.negative = negative;
  return number;
}

bool rounds_away(Rounding rounding, bool negative, const BigInteger& whole, int against_half, bool exact) {
  switch (rounding) {
    case Rounding::half_even:
      return against_half > 0 || (against_half == 0 && whole % 2 == 1);
    case Rounding::half_up:
      return against_half >= 0;
    case Rounding::half_down:
      return against_half > 0;
    case Rounding::up:
      return !exact;
    case Rounding::down:
      return false;
    case Rounding::ceiling:
      return !exact && !negative;
    case Rounding::floor:
      return !exact && negative;
    case Rounding::zero_five_up:
      return !exact && (whole % 5 == 0);
  }
  return false;
}

// Takes the last `count` digits off.
DecimalNumber shortened(DecimalNumber number, std::int64_t count, Rounding rounding) {
  if (count > number.digits() + 1) {  // far below: as good as a tenth of a digit
    const bool exact = number.coefficient == 0;
    number.exponent += count;
    number.coefficient = rounds_away(rounding, number.negative, 0, -1, exact) ? 1 : 0;
    return number;
  }
  const BigInteger unit = ten_to(count);
  BigInteger whole = number.coefficient / unit;
  const BigInteger rest = number.coefficient - whole * unit, twice = rest * 2;
  const int against_half = twice < unit ? -1 : twice > unit;
  if (rounds_away(rounding, number.negative, whole, against_half, rest == 0)) ++whole;
  number.coefficient = std::move(whole);
  number.exponent += count;
  return number;
}

// The same value with a smaller exponent.
BigInteger lengthened(const DecimalNumber& number, std::int64_t exponent) {
  return number.coefficient * ten_to(number.exponent - exponent);
}

std::optional<DecimalNumber> parse_special(std::string word, bool negative) {
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (word == "inf" || word == "infinity") return special(Form::infinite, negative);
  if (word == "nan") return special(Form::nan, negative);
  return std::nullopt;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

DecimalResult not_finite(const DecimalNumber& left, const DecimalNumber& right, bool same_sign_needed) {
  if (left.form == Form::nan || right.form == Form::nan) return {special(Form::nan), nullptr};
  const bool both = !left.finite() && !right.finite();
  if (both && same_sign_needed && left.negative != right.negative) return {{}, invalid};
  return {left.finite() ? right : left, nullptr};
}

// Beside a number this much longer, all that counts of the shorter is its sign.
void bring_near(DecimalNumber& larger, DecimalNumber& smaller) {
  const std::int64_t lowest =
      larger.exponent + std::min<std::int64_t>(-1, larger.digits() - decimal_precision - 2);
  if (smaller.digits() + smaller.exponent - 1 < lowest) {
    smaller.coefficient = 1;
    smaller.exponent = lowest;
  }
}

DecimalNumber sum_with_zero(const DecimalNumber& number, std::int64_t exponent) {
  exponent = std::max(exponent, number.exponent - decimal_precision - 1);
  return rounded(exponent < number.exponent ? rescaled(number, exponent, Rounding::half_even) : number);
}

}  // namespace

std::int64_t DecimalNumber::digits() const {
  return coefficient == 0 ? 1 : static_cast<std::int64_t>(coefficient.str().size());
}

std::optional<DecimalNumber> parse_decimal(std::string_view text) {
  static constexpr std::string_view blanks = " \t\n\r\f\v";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  text = text.substr(0, text.find_last_not_of(blanks) + 1);
  std::string plain;
  std::copy_if(text.begin(), text.end(), std::back_inserter(plain), [](char c) { return c != '_'; });
  std::size_t at = 0;
  DecimalNumber number;
  if (at < plain.size() && (plain[at] == '-' || plain[at] == '+')) number.negative = plain[at++] == '-';
  std::string digits;
  const auto take_digits = [&] {
    while (at < plain.size() && is_digit(plain[at]))
      digits.push_back(plain[at++]);
  };
  take_digits();
  if (at < plain.size() && plain[at] == '.') {
    ++at;
    const std::size_t before = digits.size();
    take_digits();
    number.exponent = -static_cast<std::int64_t>(digits.size() - before);
  }
  if (digits.empty()) return parse_special(plain.substr(at), number.negative);
  if (digits.size() > most_digits) return std::nullopt;
  if (at < plain.size() && (plain[at] | 0x20) == 'e') {
    char* end = nullptr;
    const char* begin = plain.c_str() + at + 1;
    if (!is_digit(*begin) && ((*begin != '-' && *begin != '+') || !is_digit(begin[1]))) return std::nullopt;
    const long long exponent = std::strtoll(begin, &end, 10);
    if (exponent > decimal_largest_exponent || exponent < -decimal_largest_exponent) return std::nullopt;
    number.exponent += exponent;
    at = static_cast<std::size_t>(end - plain.c_str());
  }
  if (at != plain.size()) return std::nullopt;
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  number.coefficient = BigInteger(digits.substr(first));
  return number;
}

DecimalNumber decimal_of(const BigInteger& integer) {
  DecimalNumber number;
  number.negative = integer < 0;
  number.coefficient = abs(integer);
  return number;
}

DecimalNumber decimal_of(double real) {
  if (std::isnan(real)) return special(Form::nan);
  if (std::isinf(real)) return special(Form::infinite, real < 0);
  DecimalNumber number;
  number.negative = std::signbit(real);
  int exponent = 0;
  const double mantissa = std::frexp(std::fabs(real), &exponent);
  number.coefficient = BigInteger(std::ldexp(mantissa, 53));
  exponent -= 53;
  while (number.coefficient != 0 && number.coefficient % 2 == 0 && exponent < 0) {
    number.coefficient /= 2;
    ++exponent;
  }
  if (number.coefficient == 0) exponent = 0;
  if (exponent >= 0) {
    number.coefficient <<= exponent;
  } else {  // m / 2^n is m * 5^n / 10^n
    number.coefficient *= boost::multiprecision::pow(BigInteger(5), static_cast<unsigned>(-exponent));
    number.exponent = exponent;
  }
  return number;
}

namespace {

std::string with_point(const std::string& digits, std::int64_t point) {
  const auto size = static_cast<std::int64_t>(digits.size());
  if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (point >= size) return digits + std::string(static_cast<std::size_t>(point - size), '0');
  return digits.substr(0, static_cast<std::size_t>(point)) + "." +
         digits.substr(static_cast<std::size_t>(point));
}

std::string special_text(const DecimalNumber& number) {
  return std::string(number.negative ? "-" : "") + (number.form == Form::nan ? "NaN" : "Infinity");
}

}  // namespace

std::string to_string(const DecimalNumber& number) {
  if (!number.finite()) return special_text(number);
  const std::string digits = number.coefficient.str();
  const std::int64_t left = number.exponent + static_cast<std::int64_t>(digits.size());
  const std::int64_t point = number.exponent <= 0 && left > -6 ? left : 1;
  std::string text = (number.negative ? "-" : "") + with_point(digits, point);
  if (left != point) text += (left > point ? "E+" : "E") + std::to_string(left - point);
  return text;
}

std::string to_plain_string(const DecimalNumber& number) {
  if (!number.finite()) return special_text(number);
  const std::string digits = number.coefficient.str();
  return (number.negative ? "-" : "") +
         with_point(digits, number.exponent + static_cast<std::int64_t>(digits.size()));
}

double to_double(const DecimalNumber& number) {
  if (number.form == Form::nan) return std::nan("");
  return std::strtod(to_string(number).c_str(), nullptr);
}

BigInteger to_integer(const DecimalNumber& number) {
  const BigInteger whole = number.exponent >= 0 ? BigInteger(lengthened(number, 0))
                                                : rescaled(number, 0, Rounding::down).coefficient;
  return number.negative ? BigInteger(-whole) : whole;
}

DecimalNumber rounded(DecimalNumber number) {
  if (!number.finite()) return number;
  const std::int64_t digits = number.digits();
  if (digits > decimal_precision)
    number = shortened(std::move(number), digits - decimal_precision, Rounding::half_even);
  if (number.digits() > decimal_precision) {
    number.coefficient /= 10;
    ++number.exponent;
  }
  return number;
}

DecimalNumber rescaled(const DecimalNumber& number, std::int64_t exponent, Rounding rounding) {
  DecimalNumber result = number;
  if (number.coefficient == 0) {
    result.exponent = exponent;
  } else if (exponent <= number.exponent) {
    result.coefficient = lengthened(number, exponent);
    result.exponent = exponent;
  } else {
    result = shortened(std::move(result), exponent - number.exponent, rounding);
  }
  return result;
}

DecimalNumber normalized(DecimalNumber number) {
  number = rounded(std::move(number));
  if (!number.finite()) return number;
  if (number.coefficient == 0) number.exponent = 0;
  while (number.coefficient != 0 && number.coefficient % 10 == 0) {
    number.coefficient /= 10;
    ++number.exponent;
  }
  return number;
}

int compare(const DecimalNumber& left, const DecimalNumber& right) {
  if (left.form == Form::nan || right.form == Form::nan) return 2;
  const auto sign = [](const DecimalNumber& n) { return n.zero() ? 0 : n.negative ? -1 : 1; };
  if (sign(left) != sign(right)) return sign(left) < sign(right) ? -1 : 1;
  if (sign(left) == 0) return 0;
  const int larger = sign(left);
  if (!left.finite() || !right.finite()) {
    if (left.form == right.form) return 0;
    return left.finite() ? -larger : larger;
  }
  if (left.adjusted() != right.adjusted()) return left.adjusted() < right.adjusted() ? -larger : larger;
  const std::int64_t exponent = std::min(left.exponent, right.exponent);
  const BigInteger a = lengthened(left, exponent), b = lengthened(right, exponent);
  return a == b ? 0 : a < b ? -larger : larger;
}

DecimalResult add(const DecimalNumber& left, const DecimalNumber& right) {
  if (!left.finite() || !right.finite()) return not_finite(left, right, true);
  const std::int64_t exponent = std::min(left.exponent, right.exponent);
  if (left.zero() && right.zero()) {
    DecimalNumber zero;
    zero.negative = left.negative && right.negative;
    zero.exponent = exponent;
    return {zero, nullptr};
  }
  if (left.zero()) return {sum_with_zero(right, exponent), nullptr};
  if (right.zero()) return {sum_with_zero(left, exponent), nullptr};
  DecimalNumber a = left, b = right;
  if (a.exponent < b.exponent)
    bring_near(b, a);
  else
    bring_near(a, b);
  DecimalNumber result;
  result.exponent = std::min(a.exponent, b.exponent);
  BigInteger x = lengthened(a, result.exponent), y = lengthened(b, result.exponent);
  if (a.negative) x = -x;
  if (b.negative) y = -y;
  const BigInteger total = x + y;
  result.negative = total < 0;
  result.coefficient = abs(total);
  return {rounded(std::move(result)), nullptr};
}

DecimalResult subtract(const DecimalNumber& left, DecimalNumber right) {
  if (right.form != Form::nan) right.negative = !right.negative;
  return add(left, right);
}

DecimalResult multiply(const DecimalNumber& left, const DecimalNumber& right) {
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
  return {rounded(std::move(result)), nullptr};
}

DecimalResult divide(const DecimalNumber& left, const DecimalNumber& right) {
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
  const std::int64_t shift = right.digits() - left.digits() + decimal_precision + 1;
  const BigInteger numerator = shift >= 0 ? BigInteger(left.coefficient * ten_to(shift)) : left.coefficient;
  const BigInteger denominator =
      shift >= 0 ? right.coefficient : BigInteger(right.coefficient * ten_to(-shift));
  result.coefficient = numerator / denominator;
  result.exponent = ideal - shift;
  if (result.coefficient * denominator != numerator) {
    if (result.coefficient % 5 == 0) ++result.coefficient;  // what follows must not look like a half
  } else {
    while (result.exponent < ideal && result.coefficient % 10 == 0) {
      result.coefficient /= 10;
      ++result.exponent;
    }
  }
  return {rounded(std::move(result)), nullptr};
}

namespace {

// Quotient towards zero and the rest; nothing when the quotient has more than 28 digits.
std::optional<std::pair<DecimalNumber, DecimalNumber>> divided(const DecimalNumber& left,
                                                               const DecimalNumber& right) {
  DecimalNumber quotient, rest;
  quotient.negative = left.negative != right.negative;
  rest.negative = left.negative;
  const std::int64_t difference = left.adjusted() - right.adjusted();
  if (left.zero() || difference <= -2) {
    rest = rescaled(left, std::min(left.exponent, right.exponent), Rounding::half_even);
    return std::pair{quotient, rest};
  }
  if (difference > decimal_precision) return std::nullopt;
  rest.exponent = std::min(left.exponent, right.exponent);
  const BigInteger a = lengthened(left, rest.exponent), b = lengthened(right, rest.exponent);
  quotient.coefficient = a / b;
  rest.coefficient = a % b;
  if (quotient.digits() > decimal_precision) return std::nullopt;
  return std::pair{quotient, rest};
}

}  // namespace

DecimalResult divide_whole(const DecimalNumber& left, const DecimalNumber& right) {
  if (!left.finite() || !right.finite()) return divide(left, right);
  if (right.zero()) return {{}, left.zero() ? undefined : by_zero};
  const auto result = divided(left, right);
  return result ? DecimalResult{result->first, nullptr} : DecimalResult{{}, impossible};
}

DecimalResult remainder(const DecimalNumber& left, const DecimalNumber& right) {
  if (left.form == Form::nan || right.form == Form::nan) return {special(Form::nan), nullptr};
  if (!left.finite() || right.zero()) return {{}, left.zero() ? undefined : invalid};
  if (!right.finite()) return {rounded(left), nullptr};
  const auto result = divided(left, right);
  return result ? DecimalResult{rounded(result->second), nullptr} : DecimalResult{{}, impossible};
}

DecimalResult power(const DecimalNumber& base, const DecimalNumber& exponent) {
  if (!base.finite() || !exponent.finite() || compare(exponent, rescaled(exponent, 0, Rounding::down)) != 0)
    return {{}, invalid};
  const BigInteger times = abs(to_integer(exponent));
  if (times * base.digits() > most_digits || (base.zero() && times == 0)) return {{}, invalid};
  DecimalNumber result;
  const auto count = static_cast<unsigned>(times);
  result.coefficient = boost::multiprecision::pow(base.coefficient, count);
  result.exponent = base.exponent * static_cast<std::int64_t>(count);
  result.negative = base.negative && count % 2 == 1;
  if (!exponent.negative || exponent.zero()) return {rounded(std::move(result)), nullptr};
  if (result.zero()) return {special(Form::infinite, result.negative), nullptr};
  return divide(decimal_of(BigInteger(1)), result);
}

DecimalResult square_root(const DecimalNumber& number) {
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
  const std::int64_t wanted = decimal_precision + 1;
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
  if (!exact) {
    if (result.coefficient % 5 == 0) ++result.coefficient;
  } else {
    while (result.exponent < ideal && result.coefficient % 10 == 0) {
      result.coefficient /= 10;
      ++result.exponent;
    }
  }
  return {rounded(std::move(result)), nullptr};
}

}  // namespace pycharter::alembic::script

#include "alembic/script/library/decimal_number.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace pycharter::alembic::script {

using Form = DecimalNumber::Form;

BigInteger ten_to(std::int64_t exponent) {
  return boost::multiprecision::pow(BigInteger(10), static_cast<unsigned>(exponent));
}

DecimalNumber special(Form form, bool negative) {
  DecimalNumber number;
  number.form = form;
  number.negative = negative;
  return number;
}

namespace {

constexpr std::int64_t most_digits = decimal_most_digits;

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

DecimalNumber rounded(DecimalNumber number, const DecimalContext& context) {
  if (!number.finite()) return number;
  const std::int64_t digits = number.digits();
  if (digits > context.precision)
    number = shortened(std::move(number), digits - context.precision, context.rounding);
  if (number.digits() > context.precision) {
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

DecimalNumber normalized(DecimalNumber number, const DecimalContext& context) {
  number = rounded(std::move(number), context);
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

}  // namespace pycharter::alembic::script

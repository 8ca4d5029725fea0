// Decimals as text of a given shape.
#include <algorithm>

#include "alembic/script/format.h"
#include "alembic/script/library/decimal_object.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::int64_t widest = 10'000;  // digits that may be written out without an exponent

std::string grouped(const std::string& digits, char separator) {
  const std::size_t end = std::min(digits.find_first_of(".eE%"), digits.size());
  std::string text;
  for (std::size_t i = 0; i < end; ++i) {
    if (i > 0 && (end - i) % 3 == 0) text.push_back(separator);
    text.push_back(digits[i]);
  }
  return text + digits.substr(end);
}

// Digits and one exponent: "1.50e+3".
std::string scientific(const DecimalNumber& number, char letter) {
  std::string digits = number.coefficient.str();
  const std::int64_t exponent = number.adjusted();
  if (digits.size() > 1) digits.insert(1, ".");
  return digits + letter + (exponent < 0 ? "" : "+") + std::to_string(exponent);
}

std::string digits_of(Interpreter& in, DecimalNumber number, const FormatSpecification& wanted) {
  number.negative = false;
  const bool fixed = wanted.type == 'f' || wanted.type == 'F' || wanted.type == '%';
  const bool exponent = wanted.type == 'e' || wanted.type == 'E';
  if (wanted.type == '%') number.exponent += 2;
  const auto to_digits = [&](std::int64_t count) {
    if (number.zero())
      number.exponent -= exponent ? count - 1 : 0;
    else if (number.digits() > count || exponent)
      number = rescaled(number, number.adjusted() - count + 1, Rounding::half_even);
  };
  if (wanted.precision >= 0) {
    if (fixed)
      number = rescaled(number, -wanted.precision, Rounding::half_even);
    else
      to_digits(exponent ? wanted.precision + 1 : std::max(wanted.precision, 1));
  } else if (fixed && number.exponent > 0) {
    number = rescaled(number, 0, Rounding::half_even);
  }
  if (fixed && number.adjusted() > widest) in.raise("ValueError", "too many digits to format");
  std::string text = fixed      ? to_plain_string(number)
                     : exponent ? scientific(number, wanted.type)
                                : to_string(number);
  if (wanted.type == 'g') std::replace(text.begin(), text.end(), 'E', 'e');
  return text + (wanted.type == '%' ? "%" : "");
}

}  // namespace

std::string format_decimal(Interpreter& in, const DecimalNumber& number, std::string_view specification) {
  FormatSpecification wanted = read_format(in, specification, "decimal.Decimal");
  if (wanted.type != 0 && std::string_view("eEfFgGn%").find(wanted.type) == std::string_view::npos)
    in.raise("ValueError", "invalid format string");
  if (wanted.precision > widest) in.raise("ValueError", "too many digits to format");
  std::string text =
      number.finite() && number.adjusted() < widest ? digits_of(in, number, wanted) : to_string(number);
  if (wanted.grouping != 0) text = grouped(text, wanted.grouping);
  const std::string sign = number.negative ? "-" : wanted.sign == '-' ? "" : std::string(1, wanted.sign);
  if (wanted.zero && wanted.align == 0) {
    const std::size_t size = text.size() + sign.size();
    in.heap().require(wanted.width);
    return sign + std::string(wanted.width > size ? wanted.width - size : 0, '0') + text;
  }
  wanted.type = 0;
  wanted.precision = -1;
  wanted.sign = '-';
  wanted.grouping = 0;
  if (wanted.align == 0 || wanted.align == '=') wanted.align = '>';
  return format_text(in, sign + text, wanted);
}

}  // namespace pycharter::alembic::script

// Decimal arithmetic as Python's decimal does it, without its traps and flags.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_DECIMAL_NUMBER_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_DECIMAL_NUMBER_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "alembic/script/big_integer.h"

namespace pycharter::alembic::script {

constexpr std::int64_t decimal_most_digits = 100'000;  // of what is read or counted with
constexpr std::int64_t decimal_largest_exponent = 999999;

enum class Rounding : std::uint8_t { half_even, half_up, half_down, up, down, ceiling, floor, zero_five_up };

struct DecimalContext {
  std::int64_t precision = 28;
  Rounding rounding = Rounding::half_even;
};

// sign × coefficient × 10^exponent. The coefficient's digits count: 1.0 and 1.00 are equal and not the same.
struct DecimalNumber {
  enum class Form : std::uint8_t { finite, infinite, nan };
  Form form = Form::finite;
  bool negative = false;
  BigInteger coefficient = 0;
  std::int64_t exponent = 0;

  bool finite() const { return form == Form::finite; }
  bool zero() const { return finite() && coefficient == 0; }
  std::int64_t digits() const;                                       // of the coefficient, at least 1
  std::int64_t adjusted() const { return exponent + digits() - 1; }  // of the first digit
};

// Of what Decimal("…") reads; nothing when it is no number, or has over 100,000 digits.
std::optional<DecimalNumber> parse_decimal(std::string_view text);
DecimalNumber decimal_of(const BigInteger& integer);
DecimalNumber decimal_of(double real);  // exactly
std::string to_string(const DecimalNumber& number);
// Without an exponent.
std::string to_plain_string(const DecimalNumber& number);
double to_double(const DecimalNumber& number);
BigInteger to_integer(const DecimalNumber& number);  // towards zero; finite, adjusted() at most 100,000

BigInteger ten_to(std::int64_t exponent);
DecimalNumber special(DecimalNumber::Form form, bool negative = false);

// To at most as many digits as the context has.
DecimalNumber rounded(DecimalNumber number, const DecimalContext& context);
// To this exponent, however many digits it takes.
DecimalNumber rescaled(const DecimalNumber& number, std::int64_t exponent, Rounding rounding);
DecimalNumber normalized(DecimalNumber number, const DecimalContext& context);  // without zeros at the end

// -1, 0, 1; 2 when one is a NaN.
int compare(const DecimalNumber& left, const DecimalNumber& right);

// What these cannot answer is an Overflow, a DivisionByZero, or an InvalidOperation of the kind that
// `problem` names.
struct DecimalResult {
  DecimalNumber number;
  const char* problem = nullptr;
};
DecimalResult add(const DecimalNumber& left, const DecimalNumber& right, const DecimalContext& context);
DecimalResult subtract(const DecimalNumber& left, DecimalNumber right, const DecimalContext& context);
DecimalResult multiply(const DecimalNumber& left, const DecimalNumber& right, const DecimalContext& context);
DecimalResult divide(const DecimalNumber& left, const DecimalNumber& right, const DecimalContext& context);
DecimalResult divide_whole(const DecimalNumber& left, const DecimalNumber& right,
                           const DecimalContext& context);
DecimalResult remainder(const DecimalNumber& left, const DecimalNumber& right, const DecimalContext& context);
DecimalResult power(const DecimalNumber& base, const DecimalNumber& exponent,
                    const DecimalContext& context);  // whole exponents
DecimalResult square_root(const DecimalNumber& number, const DecimalContext& context);

}  // namespace pycharter::alembic::script

#endif

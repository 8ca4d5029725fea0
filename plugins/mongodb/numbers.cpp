#include "mongodb/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>

namespace pycharter::mongodb {
namespace {

// 0.DIGITS times ten to the power; no zeros at either end of the digits; zero has none.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t power = 0;

  bool operator==(const Decimal&) const = default;
};

// What follows the e: of more digits than any document has room for, the number is not told apart by it.
std::int64_t exponent_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, value);
  constexpr auto limit = std::numeric_limits<std::int64_t>::max() / 4;
  if (problem == std::errc::result_out_of_range) return text.starts_with('-') ? -limit : limit;
  return std::clamp(value, -limit, limit);
}

Decimal decimal_of(std::string_view text) {
  Decimal decimal;
  decimal.negative = text.starts_with('-');
  if (decimal.negative) text.remove_prefix(1);
  const auto e = std::min(text.find_first_of("eE"), text.size());
  if (e < text.size()) decimal.power = exponent_of(text.substr(e + 1));
  text = text.substr(0, e);
  const auto dot = std::min(text.find('.'), text.size());
  decimal.digits = text.substr(0, dot);
  decimal.power += static_cast<std::int64_t>(dot);
  if (dot < text.size()) decimal.digits += text.substr(dot + 1);
  const auto first = std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size());
  decimal.digits.erase(0, first);
  decimal.power -= static_cast<std::int64_t>(first);
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  if (decimal.digits.empty()) return {};  // every zero is the same
  return decimal;
}

// Python's repr writes powers outside of this range with an e.
constexpr std::int64_t least_plain_power = -3;
constexpr std::int64_t greatest_plain_power = 16;

}  // namespace

std::string number_text(double number) {
  std::array<char, 64> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific);
  const std::string_view scientific(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  const auto decimal = decimal_of(scientific);
  if (decimal.digits.empty()) return scientific.starts_with('-') ? "-0.0" : "0.0";
  if (decimal.power < least_plain_power || decimal.power > greatest_plain_power)
    return std::string(scientific);
  std::string text = decimal.negative ? "-" : "";
  const auto size = static_cast<std::int64_t>(decimal.digits.size());
  if (decimal.power <= 0)
    return text + "0." + std::string(static_cast<std::size_t>(-decimal.power), '0') + decimal.digits;
  if (decimal.power >= size)
    return text + decimal.digits + std::string(static_cast<std::size_t>(decimal.power - size), '0') + ".0";
  const auto whole = static_cast<std::size_t>(decimal.power);
  return text + decimal.digits.substr(0, whole) + '.' + decimal.digits.substr(whole);
}

bool same_number(std::string_view one, std::string_view other) {
  return decimal_of(one) == decimal_of(other);
}

}  // namespace pycharter::mongodb

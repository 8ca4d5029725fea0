#include "alembic/script/format.h"
#include "alembic/script/big_integer.h"

#include <cmath>
#include <cstdio>

#include "alembic/script/operators.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::size_t widest = 1u << 20;

std::string pad(const std::string& text, const FormatSpecification& s, char align) {
  const std::size_t length = code_count(text);
  if (length >= s.width) return text;
  const std::size_t missing = s.width - length, left = align == '<'   ? 0
                                                       : align == '^' ? missing / 2
                                                                      : missing;
  std::string out;
  for (std::size_t i = 0; i < left; ++i)
    out += s.fill;
  out += text;
  for (std::size_t i = left; i < missing; ++i)
    out += s.fill;
  return out;
}

// Puts the separator between groups of digits of the whole part.
std::string grouped(const std::string& digits, char separator, std::size_t group) {
  if (separator == 0) return digits;
  std::size_t whole = 0;
  while (whole < digits.size() && std::isxdigit(static_cast<unsigned char>(digits[whole])))
    ++whole;
  std::string out;
  for (std::size_t i = 0; i < whole; ++i) {
    if (i > 0 && (whole - i) % group == 0) out.push_back(separator);
    out.push_back(digits[i]);
  }
  return out + digits.substr(whole);
}

std::string finish(const std::string& sign, std::string digits, const FormatSpecification& s,
                   std::size_t group = 3) {
  digits = grouped(digits, s.grouping, group);
  const char align = s.align != 0 ? s.align : s.zero ? '=' : '>';
  if (align != '=') return pad(sign + digits, s, align);
  FormatSpecification inner = s;
  inner.width = s.width > sign.size() ? s.width - sign.size() : 0;
  return sign + pad(digits, inner, '>');
}

std::string sign_text(bool negative, char sign) {
  return negative ? "-" : sign == '-' ? "" : std::string(1, sign);
}

std::string in_base(BigInteger value, unsigned base) {
  if (base == 10) return value.str();
  if (value == 0) return "0";
  std::string out;
  for (; value > 0; value /= base)
    out.insert(out.begin(), "0123456789abcdef"[static_cast<unsigned>(value % base)]);
  return out;
}

std::string format_integer(Interpreter& in, const Value& number, const FormatSpecification& s) {
  if (s.precision >= 0) in.raise("ValueError", "Precision not allowed in integer format specifier");
  const BigInteger value = to_big(number);
  if (s.type == 'c') {
    std::string text;
    append_utf8(text, static_cast<char32_t>(value));
    return pad(text, s, s.align != 0 ? s.align : '<');
  }
  const unsigned base = s.type == 'x' || s.type == 'X' ? 16 : s.type == 'o' ? 8 : s.type == 'b' ? 2 : 10;
  std::string digits = in_base(abs(value), base);
  std::string sign = sign_text(value < 0, s.sign);
  if (s.alternate && base != 10) sign += std::string("0") + s.type;
  if (s.type == 'X') {
    for (char& c : digits)
      c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return finish(sign, digits, s, base == 10 ? 3 : 4);
}

}  // namespace

std::string real_digits(double value, char type, int precision, bool alternate) {
  const char lower = static_cast<char>(type | 0x20);
  char pattern[] = {'%', '#', '.', '*', type, 0};
  char plain[] = {'%', '.', '*', type, 0};
  const char* used = alternate ? pattern : plain;
  if (lower == 'g' && precision == 0) precision = 1;
  const int length = std::snprintf(nullptr, 0, used, precision, value);
  std::string text(static_cast<std::size_t>(length) + 1, '\0');
  std::snprintf(text.data(), text.size(), used, precision, value);
  text.pop_back();
  return text;
}

std::string format_number(Interpreter& in, const Value& number, FormatSpecification s) {
  if (s.zero && s.align == 0) s.fill = "0";
  const bool whole = !number.is(Kind::real);
  if (whole && std::string_view("bcdoxXn").find(s.type) != std::string_view::npos)
    return format_integer(in, number, s);
  if (whole && s.type == 0) return format_integer(in, number, s);
  if (std::string_view("eEfFgGn%\0", 9).find(s.type) == std::string_view::npos) {
    in.raise("ValueError", std::string("Unknown format code '") + s.type + "' for object of type '" +
                               in.type_name(number) + "'");
  }
  double value = to_real(in, number);
  const bool negative = std::signbit(value) && !std::isnan(value);
  const std::string sign = sign_text(negative, s.sign);
  value = std::fabs(value);
  if (!std::isfinite(value)) return finish(sign, std::isnan(value) ? "nan" : "inf", s);
  if (s.type == 0 && s.precision < 0) return finish(sign, repr_real(value), s);
  if (s.type == '%')
    return finish(sign, real_digits(value * 100, 'f', s.precision < 0 ? 6 : s.precision, s.alternate) + "%",
                  s);
  if (s.type == 0) {
    std::string digits = real_digits(value, 'g', s.precision, s.alternate);
    if (digits.find_first_of(".e") == std::string::npos) digits += ".0";
    return finish(sign, digits, s);
  }
  return finish(
      sign, real_digits(value, s.type == 'n' ? 'g' : s.type, s.precision < 0 ? 6 : s.precision, s.alternate),
      s);
}

FormatSpecification read_format(Interpreter& in, std::string_view text, const std::string& type_name) {
  FormatSpecification s;
  const std::string whole(text);
  const auto refuse = [&]() {
    in.raise("ValueError", "Invalid format specifier '" + whole + "' for object of type '" + type_name + "'");
  };
  const auto is_align = [](char c) { return c == '<' || c == '>' || c == '=' || c == '^'; };
  std::size_t at = 0;
  const auto peek = [&]() { return at < text.size() ? text[at] : '\0'; };
  if (!text.empty()) {
    std::size_t behind = 0;
    next_code(text, behind);
    if (behind < text.size() && is_align(text[behind])) {
      s.fill = text.substr(0, behind);
      s.align = text[behind];
      at = behind + 1;
    } else if (is_align(text[0])) {
      s.align = text[at++];
    }
  }
  if (peek() == '+' || peek() == '-' || peek() == ' ') s.sign = text[at++];
  if (peek() == '#') s.alternate = true, ++at;
  if (peek() == '0') s.zero = true, ++at;
  const auto number = [&]() {
    std::size_t value = 0;
    for (; is_digit(static_cast<unsigned char>(peek())); ++at) {
      value = value * 10 + static_cast<std::size_t>(peek() - '0');
      if (value > widest) in.raise("ValueError", "Too many decimal digits in format string");
    }
    return value;
  };
  s.width = number();
  if (peek() == ',' || peek() == '_') s.grouping = text[at++];
  if (peek() == '.') {
    ++at;
    if (!is_digit(static_cast<unsigned char>(peek())))
      in.raise("ValueError", "Format specifier missing precision");
    s.precision = static_cast<int>(number());
  }
  if (at < text.size()) s.type = text[at++];
  if (at != text.size()) refuse();
  if (s.zero && s.align == 0) s.fill = "0";
  return s;
}

std::string format_text(Interpreter& in, const std::string& text, const FormatSpecification& s) {
  if (s.type != 0 && s.type != 's')
    in.raise("ValueError", std::string("Unknown format code '") + s.type + "' for object of type 'str'");
  if (s.align == '=') in.raise("ValueError", "'=' alignment not allowed in string format specifier");
  const std::string cut =
      s.precision < 0 ? text : text.substr(0, offset_of(text, static_cast<std::size_t>(s.precision)));
  return pad(cut, s, s.align != 0 ? s.align : '<');
}

std::string Interpreter::format(const Value& value, std::string_view specification) {
  if (auto* host = value.get_if<HostObject>()) {
    if (auto text = host->format(*this, specification)) return *text;
  }
  if (value.is(Kind::instance)) {
    if (auto text = call_special(*this, value, "__format__", {{str(std::string(specification))}, {}}))
      return to_text(*text);
    if (!specification.empty() && !unwrap(value).same(value)) return format(unwrap(value), specification);
  }
  if (specification.empty()) return to_text(value);
  const std::string name = type_name(value);
  if (value.is(Kind::string))
    return format_text(*this, value.get<Str>().text, read_format(*this, specification, name));
  if (is_number(value)) {
    const FormatSpecification s = read_format(*this, specification, name);
    return format_number(*this, value, s);
  }
  raise("TypeError", "unsupported format string passed to " + name + ".__format__");
}

}  // namespace pycharter::alembic::script

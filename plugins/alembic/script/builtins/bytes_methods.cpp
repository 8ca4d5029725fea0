#include "alembic/script/big_integer.h"
#include "alembic/script/builtins/install.h"
#include "alembic/script/operators.h"
#include "alembic/script/source.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

const std::string& self(const Bindings& given) {
  return unwrap(given[0]).get<Bytes>().data;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Value decode_bytes(Interpreter& in, Bindings& given) {
  std::string encoding = given.given(1) ? in.text(given[1], "encoding") : "utf-8";
  const std::string errors = given.given(2) ? in.text(given[2], "errors") : "strict";
  for (char& c : encoding)
    c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  std::string text;
  std::string_view data = self(given);
  if (encoding == "latin-1" || encoding == "latin1" || encoding == "iso-8859-1") {
    for (const char c : data)
      append_utf8(text, static_cast<unsigned char>(c));
    return in.str(text);
  }
  const bool ascii = encoding == "ascii" || encoding == "us-ascii";
  if (!ascii && encoding != "utf-8" && encoding != "utf8")
    in.raise("LookupError", "unknown encoding: " + encoding);
  for (;;) {
    std::size_t bad = ascii ? 0 : find_invalid_utf8(data);
    while (ascii && bad < data.size() && static_cast<unsigned char>(data[bad]) < 0x80)
      ++bad;
    if (bad >= data.size()) return in.str(text + std::string(data));
    if (errors == "strict") {
      in.raise("UnicodeDecodeError", "'" + encoding + "' codec can't decode byte at position " +
                                         std::to_string(self(given).size() - data.size() + bad) +
                                         ": invalid byte");
    }
    text.append(data.substr(0, bad));
    if (errors == "replace") append_utf8(text, 0xFFFD);
    data.remove_prefix(bad + 1);
  }
}

Value to_hex(Interpreter& in, Bindings& given) {
  return in.str(hex_of(self(given)));
}

Value from_hex(Interpreter& in, Bindings& given) {
  const std::string text = in.text(given[0], "fromhex() argument");
  std::string data;
  for (std::size_t i = 0; i < text.size();) {
    if (is_space(static_cast<unsigned char>(text[i]))) {
      ++i;
      continue;
    }
    const int high = digit(text[i]), low = i + 1 < text.size() ? digit(text[i + 1]) : -1;
    if (high < 0 || low < 0)
      in.raise("ValueError", "non-hexadecimal number found in fromhex() arg at position " +
                                 std::to_string(high < 0 ? i : i + 1));
    data.push_back(static_cast<char>(high << 4 | low));
    i += 2;
  }
  return make_bytes(in.heap(), data);
}

const std::string& part(Interpreter& in, const Value& value) {
  if (!value.is(Kind::bytes))
    in.raise("TypeError", "a bytes-like object is required, not '" + in.type_name(value) + "'");
  return value.get<Bytes>().data;
}

}  // namespace

void fill_bytes(Interpreter& in, Class& bytes) {
  define(in, bytes, "decode", "self, encoding='utf-8', errors='strict'", decode_bytes);
  define(in, bytes, "hex", "self", to_hex);
  define_static(in, bytes, "fromhex", "string, /", from_hex);
  define(in, bytes, "startswith", "self, prefix, /", [](Interpreter& i, Bindings& given) {
    return Value::boolean(self(given).starts_with(part(i, given[1])));
  });
  define(in, bytes, "endswith", "self, suffix, /", [](Interpreter& i, Bindings& given) {
    return Value::boolean(self(given).ends_with(part(i, given[1])));
  });
  define(in, bytes, "join", "self, iterable, /", [](Interpreter& i, Bindings& given) {
    std::string out;
    bool first = true;
    i.for_each(given[1], [&](const Value& value) {
      if (!std::exchange(first, false)) out += self(given);
      i.heap().require(out.size());
      out += part(i, value);
      return true;
    });
    return make_bytes(i.heap(), out);
  });
}

void fill_int(Interpreter& in, Class& integer) {
  define_static(in, integer, "from_bytes", "bytes, byteorder='big', *, signed=False",
                [](Interpreter& i, Bindings& given) {
                  std::string data = part(i, given[0]);
                  if (given.given(1) && i.text(given[1], "byteorder") == "little")
                    data = std::string(data.rbegin(), data.rend());
                  BigInteger value = 0;
                  for (const char c : data)
                    value = value * 256 + static_cast<unsigned char>(c);
                  if (given.given(2) && i.truth(given[2]) && !data.empty() &&
                      static_cast<unsigned char>(data[0]) >= 0x80)
                    value -= BigInteger(1) << static_cast<unsigned>(data.size() * 8);
                  return make_integer(i.heap(), value);
                });
  define(in, integer, "bit_length", "self", [](Interpreter&, Bindings& given) {
    const BigInteger value = abs(to_big(given[0]));
    return Value::integer(value == 0 ? 0 : static_cast<std::int64_t>(msb(value)) + 1);
  });
  define(in, integer, "to_bytes", "self, length=1, byteorder='big', *, signed=False",
         [](Interpreter& i, Bindings& given) {
           const std::int64_t length = given.given(1) ? i.integer(given[1], "length") : 1;
           BigInteger value = to_big(given[0]);
           if (length < 0 || length > 4096)
             i.raise("ValueError", "length argument must be between 0 and 4096 here");
           const BigInteger modulus = BigInteger(1) << static_cast<unsigned>(length * 8);
           if (value < 0 && given.given(3) && i.truth(given[3])) value += modulus;
           if (value < 0 || value >= modulus) i.raise("OverflowError", "int too big to convert");
           std::string data(static_cast<std::size_t>(length), '\0');
           for (auto byte = data.rbegin(); byte != data.rend(); ++byte, value /= 256)
             *byte = static_cast<char>(static_cast<unsigned>(value % 256));
           if (given.given(2) && i.text(given[2], "byteorder") == "little")
             data = std::string(data.rbegin(), data.rend());
           return make_bytes(i.heap(), data);
         });
}

void fill_float(Interpreter& in, Class& type) {
  define(in, type, "is_integer", "self", [](Interpreter&, Bindings& given) {
    const double value = given[0].as_real();
    return Value::boolean(value - value == 0 &&
                          static_cast<double>(static_cast<long double>(value)) == value &&
                          value == __builtin_floor(value));
  });
}

}  // namespace pycharter::alembic::script

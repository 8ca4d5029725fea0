// json.dumps and json.loads with Python's own rules: NaN, integers of any size, spacing, errors' words.
// Boost.JSON has other ones on each of these.
#include <algorithm>

#include "alembic/script/evaluator.h"
#include "alembic/script/library/install.h"
#include "alembic/script/operators.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

class JsonReader {
 public:
  JsonReader(Interpreter& interpreter, std::string_view text, Value error)
      : in_(interpreter), text_(text), error_(std::move(error)) {}

  Value read() {
    blank();
    Value value = read_value();
    blank();
    if (at_ != text_.size()) fail("Extra data", at_);
    return value;
  }

 private:
  [[noreturn]] void fail(const std::string& message, std::size_t at) {
    const std::string_view before = text_.substr(0, std::min(at, text_.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t row = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    in_.raise(error_, message + ": line " + std::to_string(line) + " column " +
                          std::to_string(code_count(before.substr(row)) + 1) + " (char " +
                          std::to_string(code_count(before)) + ")");
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void blank() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r')
      ++at_;
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  Value read_value() {
    in_.state().check_stack();
    in_.step();
    if (peek() == '{') return read_object();
    if (peek() == '[') return read_array();
    if (peek() == '"') return in_.str(read_string());
    if (take("null")) return Value::none();
    if (take("true")) return Value::boolean(true);
    if (take("false")) return Value::boolean(false);
    if (take("NaN")) return Value::real(__builtin_nan(""));
    if (take("Infinity")) return Value::real(__builtin_inf());
    if (take("-Infinity")) return Value::real(-__builtin_inf());
    return read_number();
  }

  Value read_number() {
    const std::size_t begin = at_;
    const auto digits = [&] {
      const std::size_t first = at_;
      while (is_digit(static_cast<unsigned char>(peek())))
        ++at_;
      return at_ > first;
    };
    if (peek() == '-') ++at_;
    if (peek() == '0') {
      ++at_;
    } else if (!digits()) {
      fail("Expecting value", begin);
    }
    const std::size_t whole = at_;
    if (peek() == '.') {
      ++at_;
      if (!digits()) at_ = whole;
    }
    const std::size_t fraction = at_;
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (!digits()) at_ = fraction;
    }
    const std::string number(text_.substr(begin, at_ - begin));
    if (at_ == whole) return parse_integer(in_, number, 10);
    return Value::real(std::strtod(number.c_str(), nullptr));
  }

  std::uint32_t read_hex() {
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek(), lower = static_cast<char>(c | 0x20);
      if (!is_digit(static_cast<unsigned char>(c)) && !(lower >= 'a' && lower <= 'f'))
        fail("Invalid \\uXXXX escape", at_ - static_cast<std::size_t>(i));
      code = code << 4 |
             static_cast<std::uint32_t>(is_digit(static_cast<unsigned char>(c)) ? c - '0' : lower - 'a' + 10);
    }
    return code;
  }

  std::string read_string() {
    const std::size_t begin = at_++;
    std::string out;
    for (;;) {
      if (at_ >= text_.size()) fail("Unterminated string starting at", begin);
      const char c = text_[at_++];
      if (c == '"') return out;
      if (static_cast<unsigned char>(c) < 0x20) fail("Invalid control character at", at_ - 1);
      if (c != '\\') {
        out.push_back(c);
        continue;
      }
      static constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
      const char escape = peek();
      ++at_;
      if (const std::size_t index = letters.find(escape); index != std::string_view::npos && escape != 0) {
        out.push_back(meanings[index]);
      } else if (escape == 'u') {
        std::uint32_t code = read_hex();
        if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
          const std::size_t back = at_;
          at_ += 2;
          const std::uint32_t low = read_hex();
          if (low >= 0xDC00 && low < 0xE000)
            code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
          else
            at_ = back;
        }
        append_utf8(out, code);
      } else {
        fail("Invalid \\escape", at_ - 2);
      }
    }
  }

  Value read_array() {
    ++at_;
    Value list = in_.list({});
    blank();
    if (take("]")) return list;
    for (;;) {
      list.get<List>().append(read_value());
      blank();
      if (take("]")) return list;
      if (!take(",")) fail("Expecting ',' delimiter", at_);
      blank();
    }
  }

  Value read_object() {
    ++at_;
    Value dict = in_.dict();
    blank();
    if (take("}")) return dict;
    for (;;) {
      if (peek() != '"') fail("Expecting property name enclosed in double quotes", at_);
      const std::string key = read_string();
      blank();
      if (!take(":")) fail("Expecting ':' delimiter", at_);
      blank();
      dict.get<Dict>().put(key, read_value());
      blank();
      if (take("}")) return dict;
      if (!take(",")) fail("Expecting ',' delimiter", at_);
      blank();
    }
  }

  Interpreter& in_;
  std::string_view text_;
  Value error_;
  std::size_t at_ = 0;
};

struct JsonStyle {
  bool ascii = true, sort_keys = false, skip_keys = false, allow_nan = true;
  std::optional<std::string> indent;
  std::string item_separator = ", ", key_separator = ": ";
  Value fallback = Value::none();
};

class JsonWriter {
 public:
  JsonWriter(Interpreter& interpreter, JsonStyle style) : in_(interpreter), style_(std::move(style)) {}

  std::string write(const Value& value) {
    put(value, 1);
    return std::move(out_);
  }

 private:
  void put(const Value& given, std::size_t level) {
    in_.state().check_stack();
    in_.step();
    in_.heap().require(out_.size());
    const Value& value = unwrap(given);
    switch (value.kind()) {
      case Kind::none:
        out_ += "null";
        return;
      case Kind::boolean:
        out_ += value.as_bool() ? "true" : "false";
        return;
      case Kind::string:
        return put_text(value.get<Str>().text);
      case Kind::list:
        return put_items(value.get<List>().items, level);
      case Kind::tuple:
        return put_items(value.get<Tuple>().items, level);
      case Kind::dict:
        return put_dict(value, level);
      case Kind::real:
        out_ += number(value.as_real());
        return;
      case Kind::integer:
      case Kind::big_integer:
        out_ += in_.to_repr(value);
        return;
      default:
        break;
    }
    if (style_.fallback.is_none())
      in_.raise("TypeError", "Object of type " + in_.type_name(value) + " is not JSON serializable");
    put(in_.call(style_.fallback, {{value}, {}}), level);
  }

  std::string number(double value) {
    if (value - value == 0) return repr_real(value);
    if (!style_.allow_nan) in_.raise("ValueError", "Out of range float values are not JSON compliant");
    return value != value ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  }

  void put_text(const std::string& text) {
    static constexpr char hex[] = "0123456789abcdef";
    const auto unicode = [&](char32_t code) {
      out_ += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4)
        out_.push_back(hex[code >> shift & 15]);
    };
    out_.push_back('"');
    for (std::size_t at = 0; at < text.size();) {
      const char32_t code = next_code(text, at);
      static constexpr std::u32string_view special = U"\"\\\n\r\t\f\b";
      if (const std::size_t index = special.find(code); index != std::u32string_view::npos) {
        out_ += {'\\', "\"\\nrtfb"[index]};
      } else if (code < 0x20 || (style_.ascii && code >= 0x7F && code < 0x10000 && code != 0x7F)) {
        unicode(code);
      } else if (style_.ascii && code >= 0x10000) {
        unicode(0xD800 + ((code - 0x10000) >> 10));
        unicode(0xDC00 + ((code - 0x10000) & 0x3FF));
      } else {
        append_utf8(out_, code);
      }
    }
    out_.push_back('"');
  }

  void line(std::size_t level) {
    if (!style_.indent) return;
    out_.push_back('\n');
    for (std::size_t i = 0; i < level; ++i)
      out_ += *style_.indent;
  }

  void put_items(const std::vector<Value>& items, std::size_t level) {
    out_.push_back('[');
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_ += style_.item_separator;
      line(level);
      put(Value(items[i]), level + 1);
    }
    if (!items.empty()) line(level - 1);
    out_.push_back(']');
  }

  std::optional<std::string> key_text(const Value& key) {
    if (key.is(Kind::string)) return key.get<Str>().text;
    if (key.is_none()) return "null";
    if (key.is(Kind::boolean)) return key.as_bool() ? "true" : "false";
    if (key.is(Kind::real)) return number(key.as_real());
    if (key.is(Kind::integer) || key.is(Kind::big_integer)) return in_.to_repr(key);
    if (style_.skip_keys) return std::nullopt;
    in_.raise("TypeError", "keys must be str, int, float, bool or None, not " + in_.type_name(key));
  }

  void put_dict(const Value& value, std::size_t level) {
    std::vector<std::pair<std::string, Value>> items;
    for (const auto& entry : value.get<Dict>().table.entries()) {
      if (!entry.key.defined()) continue;
      if (auto key = key_text(unwrap(entry.key))) items.emplace_back(*key, entry.value);
    }
    if (style_.sort_keys)
      std::stable_sort(items.begin(), items.end(),
                       [](const auto& a, const auto& b) { return a.first < b.first; });
    out_.push_back('{');
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_ += style_.item_separator;
      line(level);
      put_text(items[i].first);
      out_ += style_.key_separator;
      put(items[i].second, level + 1);
    }
    if (!items.empty()) line(level - 1);
    out_.push_back('}');
  }

  Interpreter& in_;
  JsonStyle style_;
  std::string out_;
};

Value dumps(Interpreter& in, Bindings& given) {
  JsonStyle style;
  const auto flag = [&](std::size_t index, bool& target) {
    if (given.given(index)) target = in.truth(given[index]);
  };
  flag(1, style.skip_keys);
  flag(2, style.ascii);
  flag(3, style.allow_nan);
  flag(7, style.sort_keys);
  if (given.given(4) && !given[4].is_none()) {
    style.indent = given[4].is(Kind::string) ? in.text(given[4], "indent")
                                             : std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(
                                                               in.integer(given[4], "indent"), 0, 100)),
                                                           ' ');
    style.item_separator = ",";
  }
  if (given.given(5) && !given[5].is_none()) {
    const std::vector<Value> separators = in.collect(given[5]);
    if (separators.size() != 2) in.raise("ValueError", "separators must be a pair");
    style.item_separator = in.text(separators[0], "separator");
    style.key_separator = in.text(separators[1], "separator");
  }
  if (given.given(6)) style.fallback = given[6];
  return in.str(JsonWriter(in, std::move(style)).write(given[0]));
}

}  // namespace

void add_json(ModuleRegistry& registry) {
  registry.add("json", [](Interpreter& in, Module& module) {
    const Value error = make_exception(in, module, "JSONDecodeError", in.builtin("ValueError"));
    define(in, module, "dumps",
           "obj, *, skipkeys=False, ensure_ascii=True, allow_nan=True, indent=None, separators=None, "
           "default=None, sort_keys=False",
           dumps);
    define(in, module, "loads", "s, *, cls=None, parse_float=None, **kw",
           [error](Interpreter& i, Bindings& given) {
             const Value source = unwrap(given[0]);
             if (source.is(Kind::bytes)) return JsonReader(i, source.get<Bytes>().data, error).read();
             if (!source.is(Kind::string))
               i.raise("TypeError",
                       "the JSON object must be str, bytes or bytearray, not " + i.type_name(source));
             return JsonReader(i, source.get<Str>().text, error).read();
           });
  });
}

}  // namespace pycharter::alembic::script

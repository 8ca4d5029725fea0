// "%s" % … and "{}".format(…).
#include "alembic/script/big_integer.h"
#include "alembic/script/format.h"
#include "alembic/script/operators.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

class PercentFormatter {
 public:
  PercentFormatter(Interpreter& interpreter, std::string_view pattern, const Value& arguments)
      : in_(interpreter), pattern_(pattern), arguments_(arguments), tuple_(arguments.get_if<Tuple>()) {}

  std::string run() {
    std::string out;
    while (at_ < pattern_.size()) {
      if (pattern_[at_] != '%') {
        out.push_back(pattern_[at_++]);
        continue;
      }
      ++at_;
      out += directive();
      in_.heap().require(out.size());
    }
    const bool mapping = arguments_.is(Kind::dict);
    if (!mapping && (tuple_ != nullptr ? used_ < tuple_->items.size() : used_ == 0)) {
      in_.raise("TypeError", "not all arguments converted during string formatting");
    }
    return out;
  }

 private:
  char peek() const { return at_ < pattern_.size() ? pattern_[at_] : '\0'; }

  Value take() {
    if (tuple_ == nullptr ? used_ > 0 : used_ >= tuple_->items.size())
      in_.raise("TypeError", "not enough arguments for format string");
    return tuple_ == nullptr ? (++used_, arguments_) : tuple_->items[used_++];
  }

  std::size_t number() {
    if (peek() == '*') {
      ++at_;
      return static_cast<std::size_t>(std::clamp<std::int64_t>(in_.integer(take(), "*"), 0, 1 << 20));
    }
    std::size_t value = 0;
    for (; is_digit(static_cast<unsigned char>(peek())); ++at_)
      value = std::min<std::size_t>(value * 10 + static_cast<std::size_t>(peek() - '0'), 1 << 20);
    return value;
  }

  std::string directive() {
    Value named;
    if (peek() == '(') {
      const std::size_t end = pattern_.find(')', at_);
      if (end == std::string_view::npos) in_.raise("ValueError", "incomplete format key");
      if (!arguments_.is(Kind::dict)) in_.raise("TypeError", "format requires a mapping");
      named = in_.subscript(arguments_, in_.str(std::string(pattern_.substr(at_ + 1, end - at_ - 1))));
      at_ = end + 1;
    }
    FormatSpecification s;
    bool left = false;
    for (; std::string_view("-+ #0").find(peek()) != std::string_view::npos && peek() != 0; ++at_) {
      left = left || peek() == '-';
      if (peek() == '+' || peek() == ' ') s.sign = peek();
      s.alternate = s.alternate || peek() == '#';
      s.zero = s.zero || peek() == '0';
    }
    s.width = number();
    if (peek() == '.') {
      ++at_;
      s.precision = static_cast<int>(number());
    }
    if (at_ >= pattern_.size()) in_.raise("ValueError", "incomplete format");
    const char type = pattern_[at_++];
    if (type == '%') return "%";
    s.align = left ? '<' : 0;
    s.zero = s.zero && !left;
    return convert(type, s, named.defined() ? named : take());
  }

  std::string convert(char type, FormatSpecification s, const Value& value) {
    if (type == 's' || type == 'r' || type == 'a') {
      std::string text = type == 's' ? in_.to_text(value) : in_.to_repr(value);
      if (type == 'a') text = to_ascii(text);
      if (s.align == 0) s.align = '>';
      return format_text(in_, text, s);
    }
    if (type == 'c' && value.is(Kind::string)) return format_text(in_, in_.to_text(value), s);
    if (std::string_view("diuxXoeEfFgGc").find(type) == std::string_view::npos) {
      in_.raise("ValueError", std::string("unsupported format character '") + type + "'");
    }
    Value number = unwrap(value);
    if (!is_number(number)) {
      in_.raise("TypeError", std::string("%") + type + " format: a " +
                                 (std::string_view("diu").find(type) != std::string_view::npos ? "real number"
                                                                                               : "number") +
                                 " is required, not " + in_.type_name(value));
    }
    const bool decimal = type == 'd' || type == 'i' || type == 'u';
    if (decimal && number.is(Kind::real)) number = make_integer(in_.heap(), BigInteger(number.as_real()));
    s.type = decimal ? 'd' : type;
    if (std::string_view("eEfFgG").find(type) != std::string_view::npos && s.precision < 0) s.precision = 6;
    if (decimal) s.precision = -1;
    return format_number(in_, number, s);
  }

  Interpreter& in_;
  std::string_view pattern_;
  const Value& arguments_;
  const Tuple* tuple_;
  std::size_t at_ = 0;
  std::size_t used_ = 0;
};

class BraceFormatter {
 public:
  BraceFormatter(Interpreter& interpreter, const Arguments& arguments)
      : in_(interpreter), arguments_(arguments) {}

  std::string run(std::string_view pattern, int depth = 0) {
    if (depth > 2) in_.raise("ValueError", "Max string recursion exceeded");
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
      const char c = pattern[at];
      const bool doubled = at + 1 < pattern.size() && pattern[at + 1] == c;
      if ((c == '{' || c == '}') && doubled) {
        out.push_back(c);
        at += 2;
      } else if (c == '}') {
        in_.raise("ValueError", "Single '}' encountered in format string");
      } else if (c == '{') {
        const std::size_t end = closing(pattern, at + 1);
        out += field(pattern.substr(at + 1, end - at - 1), depth);
        at = end + 1;
      } else {
        out.push_back(c);
        ++at;
      }
      in_.heap().require(out.size());
    }
    return out;
  }

 private:
  std::size_t closing(std::string_view pattern, std::size_t at) {
    int depth = 1;
    for (; at < pattern.size(); ++at) {
      if (pattern[at] == '{') ++depth;
      if (pattern[at] == '}' && --depth == 0) return at;
    }
    in_.raise("ValueError", "expected '}' before end of string");
  }

  std::string field(std::string_view text, int depth) {
    std::size_t end = 0;
    for (int brackets = 0; end < text.size() && (brackets > 0 || (text[end] != '!' && text[end] != ':'));
         ++end) {
      brackets += text[end] == '[' ? 1 : text[end] == ']' ? -1 : 0;
    }
    Value value = look_up(text.substr(0, end));
    std::string_view rest = text.substr(end);
    if (rest.starts_with('!')) {
      const char conversion = rest.size() > 1 ? rest[1] : '\0';
      if (conversion == 'r')
        value = in_.str(in_.to_repr(value));
      else if (conversion == 'a')
        value = in_.str(to_ascii(in_.to_repr(value)));
      else if (conversion == 's')
        value = in_.str(in_.to_text(value));
      else
        in_.raise("ValueError", "Unknown conversion specifier");
      rest.remove_prefix(2);
    }
    if (rest.starts_with(':')) rest.remove_prefix(1);
    return in_.format(value,
                      rest.find('{') == std::string_view::npos ? std::string(rest) : run(rest, depth + 1));
  }

  Value look_up(std::string_view path) {
    std::size_t at = std::min(path.find_first_of(".["), path.size());
    Value value = argument(path.substr(0, at));
    while (at < path.size()) {
      if (path[at] == '.') {
        const std::size_t end = std::min(path.find_first_of(".[", at + 1), path.size());
        const std::string_view name = path.substr(at + 1, end - at - 1);
        value = in_.attribute(value, name);
        at = end;
      } else {
        const std::size_t end = path.find(']', at);
        if (end == std::string_view::npos) in_.raise("ValueError", "Missing ']' in format string");
        const std::string key(path.substr(at + 1, end - at - 1));
        const bool number =
            !key.empty() && key.size() < 10 && key.find_first_not_of("0123456789") == std::string::npos;
        value = in_.subscript(value, number ? Value::integer(std::stoll(key)) : in_.str(key));
        at = end + 1;
      }
    }
    return value;
  }

  Value argument(std::string_view name) {
    const bool number = name.find_first_not_of("0123456789") == std::string_view::npos;
    if (number) {
      const std::size_t index = name.empty()       ? next_++
                                : name.size() < 10 ? std::stoul(std::string(name))
                                                   : arguments_.positional.size();
      if (index >= arguments_.positional.size()) {
        in_.raise("IndexError",
                  "Replacement index " + std::to_string(index) + " out of range for positional args tuple");
      }
      return arguments_.positional[index];
    }
    for (const auto& [keyword, value] : arguments_.keywords) {
      if (keyword == name) return value;
    }
    in_.raise_value(in_.call(in_.builtin("KeyError"), {{in_.str(std::string(name))}, {}}));
  }

  Interpreter& in_;
  const Arguments& arguments_;
  std::size_t next_ = 0;
};

}  // namespace

std::string percent_format(Interpreter& in, std::string_view pattern, const Value& arguments) {
  return PercentFormatter(in, pattern, arguments).run();
}

std::string str_format(Interpreter& in, std::string_view pattern, const Arguments& arguments) {
  return BraceFormatter(in, arguments).run(pattern);
}

}  // namespace pycharter::alembic::script

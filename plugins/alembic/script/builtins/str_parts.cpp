// Stripping, splitting, joining, replacing and finding.
#include <algorithm>

#include "alembic/script/builtins/str_methods.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

template <int sides>  // 1 left, 2 right, 3 both
Value strip(Interpreter& in, Bindings& given) {
  const std::u32string codes = decode(self(given));
  const bool listed = given.given(1) && !given[1].is_none();
  const std::u32string set = listed ? decode(in.text(given[1], "strip arg")) : std::u32string();
  const auto goes = [&](char32_t code) {
    return listed ? set.find(code) != std::u32string::npos : is_space(code);
  };
  std::size_t begin = 0, end = codes.size();
  while ((sides & 1) != 0 && begin < end && goes(codes[begin]))
    ++begin;
  while ((sides & 2) != 0 && end > begin && goes(codes[end - 1]))
    --end;
  return in.str(encode(std::u32string_view(codes).substr(begin, end - begin)));
}

std::vector<std::string> split_blank(const std::string& text, std::int64_t most, bool from_right) {
  std::vector<std::string> parts;
  const std::u32string codes = decode(text);
  std::u32string_view rest = codes;
  const auto trim = [&](bool left) {
    while (!rest.empty() && is_space(left ? rest.front() : rest.back()))
      left ? rest.remove_prefix(1) : rest.remove_suffix(1);
  };
  trim(!from_right);
  while (!rest.empty()) {
    if (most >= 0 && static_cast<std::int64_t>(parts.size()) >= most) {
      trim(from_right);
      parts.push_back(encode(rest));
      break;
    }
    if (from_right) {
      std::size_t at = rest.size();
      while (at > 0 && !is_space(rest[at - 1]))
        --at;
      parts.push_back(encode(rest.substr(at)));
      rest = rest.substr(0, at);
    } else {
      const auto end =
          static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), is_space) - rest.begin());
      parts.push_back(encode(rest.substr(0, end)));
      rest.remove_prefix(end);
    }
    trim(!from_right);
  }
  if (from_right) std::reverse(parts.begin(), parts.end());
  return parts;
}

std::vector<std::string> split_at(std::string_view text, const std::string& separator, std::int64_t most,
                                  bool from_right) {
  std::vector<std::string> parts;
  while (most < 0 || static_cast<std::int64_t>(parts.size()) < most) {
    const std::size_t at = from_right ? text.rfind(separator) : text.find(separator);
    if (at == std::string_view::npos) break;
    parts.emplace_back(from_right ? text.substr(at + separator.size()) : text.substr(0, at));
    text = from_right ? text.substr(0, at) : text.substr(at + separator.size());
  }
  parts.emplace_back(text);
  if (from_right) std::reverse(parts.begin(), parts.end());
  return parts;
}

Value texts(Interpreter& in, const std::vector<std::string>& parts) {
  std::vector<Value> values;
  for (const std::string& part : parts) {
    in.step();
    values.push_back(in.str(part));
  }
  return in.list(std::move(values));
}

template <bool from_right>
Value split(Interpreter& in, Bindings& given) {
  const std::int64_t most = given.given(2) ? in.integer(given[2], "maxsplit") : -1;
  if (!given.given(1) || given[1].is_none()) return texts(in, split_blank(self(given), most, from_right));
  const std::string separator = in.text(given[1], "sep");
  if (separator.empty()) in.raise("ValueError", "empty separator");
  return texts(in, split_at(self(given), separator, most, from_right));
}

Value split_lines(Interpreter& in, Bindings& given) {
  const bool keep = given.given(1) && in.truth(given[1]);
  const std::string& text = self(given);
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find_first_of("\n\r\v\f\x1c\x1d\x1e", begin);
    if (end == std::string::npos) end = text.size();
    std::size_t next = std::min(end + 1, text.size());
    if (end < text.size() && text[end] == '\r' && next < text.size() && text[next] == '\n') ++next;
    lines.push_back(text.substr(begin, (keep ? next : end) - begin));
    begin = next;
  }
  return texts(in, lines);
}

template <bool from_right>
Value partition(Interpreter& in, Bindings& given) {
  const std::string& text = self(given);
  const std::string separator = in.text(given[1], "sep");
  if (separator.empty()) in.raise("ValueError", "empty separator");
  const std::size_t at = from_right ? text.rfind(separator) : text.find(separator);
  if (at == std::string::npos) {
    return from_right ? in.tuple({in.str(""), in.str(""), in.str(text)})
                      : in.tuple({in.str(text), in.str(""), in.str("")});
  }
  return in.tuple(
      {in.str(text.substr(0, at)), in.str(separator), in.str(text.substr(at + separator.size()))});
}

Value join(Interpreter& in, Bindings& given) {
  std::string out;
  std::size_t count = 0;
  in.for_each(given[1], [&](const Value& value) {
    const Value& plain = unwrap(value);
    if (!plain.is(Kind::string))
      in.raise("TypeError", "sequence item " + std::to_string(count) + ": expected str instance, " +
                                in.type_name(value) + " found");
    if (count++ > 0) out += self(given);
    in.heap().require(out.size() + plain.get<Str>().text.size());
    out += plain.get<Str>().text;
    return true;
  });
  return in.str(std::move(out));
}

Value replace(Interpreter& in, Bindings& given) {
  const std::string& text = self(given);
  const std::string from = in.text(given[1], "replace() argument 1"),
                    to = in.text(given[2], "replace() argument 2");
  std::int64_t left = given.given(3) ? in.integer(given[3], "count") : -1;
  std::string out;
  std::size_t at = 0;
  while (left != 0) {
    std::size_t found = text.find(from, at);
    if (found == std::string::npos) break;
    if (from.empty() && found >= text.size() && at > text.size()) break;
    out.append(text, at, found - at).append(to);
    if (from.empty()) {
      if (found == text.size()) return in.str(out);
      std::size_t next = found;
      next_code(text, next);
      out.append(text, found, next - found);
      at = next;
    } else {
      at = found + from.size();
    }
    --left;
    in.step();
    in.heap().require(out.size());
  }
  return in.str(out + text.substr(std::min(at, text.size())));
}

// The part of a str that start and end choose, and where it begins, in bytes.
struct Window {
  std::string_view text;
  std::size_t begin;
  bool valid;  // start does not lie behind the end
};
Window window(Interpreter& in, const Bindings& given, std::size_t first) {
  const auto& str = unwrap(given[0]).get<Str>();
  const auto length = static_cast<std::int64_t>(str.length());
  const auto bound = [&](std::size_t index, std::int64_t missing) {
    if (!given.given(index) || given[index].is_none()) return missing;
    const std::int64_t value = in.integer(given[index], "index");
    return value < 0 ? std::max<std::int64_t>(value + length, 0) : value;
  };
  const std::int64_t start = bound(first, 0), end = std::min(bound(first + 1, length), length);
  if (start > end) return {{}, 0, false};
  const std::size_t begin = offset_of(str.text, static_cast<std::size_t>(start));
  return {
      std::string_view(str.text).substr(begin, offset_of(str.text, static_cast<std::size_t>(end)) - begin),
      begin, true};
}

template <bool from_right, bool must>
Value find(Interpreter& in, Bindings& given) {
  const std::string part = in.text(given[1], "must be str");
  const Window where = window(in, given, 2);
  const std::size_t at = !where.valid ? std::string_view::npos
                         : from_right ? where.text.rfind(part)
                                      : where.text.find(part);
  if (at == std::string_view::npos) {
    if (must) in.raise("ValueError", "substring not found");
    return Value::integer(-1);
  }
  return Value::integer(
      static_cast<std::int64_t>(code_count(std::string_view(self(given)).substr(0, where.begin + at))));
}

Value count(Interpreter& in, Bindings& given) {
  const std::string part = in.text(given[1], "count() argument");
  const Window where = window(in, given, 2);
  if (!where.valid) return Value::integer(0);
  if (part.empty()) return Value::integer(static_cast<std::int64_t>(code_count(where.text)) + 1);
  std::int64_t found = 0;
  for (std::size_t at = where.text.find(part); at != std::string_view::npos;
       at = where.text.find(part, at + part.size()))
    ++found;
  return Value::integer(found);
}

template <bool at_end>
Value begins(Interpreter& in, Bindings& given) {
  const Window where = window(in, given, 2);
  const std::vector<Value> parts =
      given[1].is(Kind::tuple) ? given[1].get<Tuple>().items : std::vector<Value>{given[1]};
  return Value::boolean(where.valid && std::any_of(parts.begin(), parts.end(), [&](const Value& part) {
                          const std::string text =
                              in.text(part, at_end ? "endswith first arg" : "startswith first arg");
                          return at_end ? where.text.ends_with(text) : where.text.starts_with(text);
                        }));
}

template <bool at_end>
Value remove_affix(Interpreter& in, Bindings& given) {
  const std::string part = in.text(given[1], "affix");
  const std::string& text = self(given);
  if (at_end)
    return in.str(!part.empty() && text.ends_with(part) ? text.substr(0, text.size() - part.size()) : text);
  return in.str(text.starts_with(part) ? text.substr(part.size()) : text);
}

constexpr StrMethod methods[] = {
    {"strip", "self, chars=None, /", strip<3>},
    {"lstrip", "self, chars=None, /", strip<1>},
    {"rstrip", "self, chars=None, /", strip<2>},
    {"split", "self, sep=None, maxsplit=-1", split<false>},
    {"rsplit", "self, sep=None, maxsplit=-1", split<true>},
    {"splitlines", "self, keepends=False", split_lines},
    {"partition", "self, sep, /", partition<false>},
    {"rpartition", "self, sep, /", partition<true>},
    {"join", "self, iterable, /", join},
    {"replace", "self, old, new, count=-1", replace},
    {"find", "self, sub, start=None, end=None, /", find<false, false>},
    {"rfind", "self, sub, start=None, end=None, /", find<true, false>},
    {"index", "self, sub, start=None, end=None, /", find<false, true>},
    {"rindex", "self, sub, start=None, end=None, /", find<true, true>},
    {"count", "self, sub, start=None, end=None, /", count},
    {"startswith", "self, prefix, start=None, end=None, /", begins<false>},
    {"endswith", "self, suffix, start=None, end=None, /", begins<true>},
    {"removeprefix", "self, prefix, /", remove_affix<false>},
    {"removesuffix", "self, suffix, /", remove_affix<true>},
};

}  // namespace

void fill_str_parts(Interpreter& in, Class& str) {
  for (const StrMethod& entry : methods)
    define(in, str, entry.name, entry.parameters, entry.code);
}

}  // namespace pycharter::alembic::script

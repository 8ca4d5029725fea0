#include <algorithm>

#include "alembic/script/builtins/install.h"
#include "alembic/script/operators.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

const std::string& self(const Bindings& given) {
  return unwrap(given[0]).get<Str>().text;
}

template <class Change>
Value changed(Interpreter& in, const Bindings& given, const Change& change) {
  std::u32string codes = decode(self(given));
  change(codes);
  return in.str(encode(codes));
}

Value upper(Interpreter& in, Bindings& given) {
  std::string out;
  for (const char32_t code : decode(self(given))) {
    if (code == 0xDF) {
      out += "SS";
    } else {
      append_utf8(out, to_upper(code));
    }
  }
  return in.str(out);
}
Value lower(Interpreter& in, Bindings& given) {
  return changed(in, given, [](std::u32string& codes) {
    std::transform(codes.begin(), codes.end(), codes.begin(), to_lower);
  });
}
Value swap_case(Interpreter& in, Bindings& given) {
  return changed(in, given, [](std::u32string& codes) {
    for (char32_t& code : codes)
      code = is_upper(code) ? to_lower(code) : to_upper(code);
  });
}
Value capitalize(Interpreter& in, Bindings& given) {
  return changed(in, given, [](std::u32string& codes) {
    std::transform(codes.begin(), codes.end(), codes.begin(), to_lower);
    if (!codes.empty()) codes[0] = to_upper(codes[0]);
  });
}
Value title(Interpreter& in, Bindings& given) {
  return changed(in, given, [](std::u32string& codes) {
    bool inside = false;
    for (char32_t& code : codes) {
      code = inside ? to_lower(code) : to_upper(code);
      inside = is_letter(code);
    }
  });
}

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

template <char align>
Value justify(Interpreter& in, Bindings& given) {
  const std::int64_t width = in.integer(given[1], "width");
  const std::string fill = given.given(2) ? in.text(given[2], "fillchar") : " ";
  if (code_count(fill) != 1) in.raise("TypeError", "The fill character must be exactly one character long");
  const auto length = static_cast<std::int64_t>(code_count(self(given)));
  const std::int64_t missing = std::max<std::int64_t>(width - length, 0);
  in.heap().require(static_cast<std::size_t>(missing) * fill.size());
  const std::int64_t left = align == '<' ? 0 : align == '>' ? missing : missing / 2 + (missing & width & 1);
  std::string out;
  for (std::int64_t i = 0; i < left; ++i)
    out += fill;
  out += self(given);
  for (std::int64_t i = left; i < missing; ++i)
    out += fill;
  return in.str(out);
}

Value fill_zeros(Interpreter& in, Bindings& given) {
  const std::string& text = self(given);
  const auto width = static_cast<std::size_t>(std::max<std::int64_t>(in.integer(given[1], "width"), 0));
  const std::size_t length = code_count(text), sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  if (width <= length) return in.str(text);
  in.heap().require(width);
  return in.str(text.substr(0, sign) + std::string(width - length, '0') + text.substr(sign));
}

template <bool (*test)(char32_t)>
Value every(Interpreter&, Bindings& given) {
  const std::u32string codes = decode(self(given));
  return Value::boolean(!codes.empty() && std::all_of(codes.begin(), codes.end(), test));
}
bool letter_or_digit(char32_t code) {
  return is_letter(code) || is_digit(code);
}

template <bool (*wanted)(char32_t), bool (*unwanted)(char32_t)>
Value cased(Interpreter&, Bindings& given) {
  const std::u32string codes = decode(self(given));
  return Value::boolean(std::any_of(codes.begin(), codes.end(), wanted) &&
                        std::none_of(codes.begin(), codes.end(), unwanted));
}

Value is_title(Interpreter& in, Bindings& given) {
  return Value::boolean(self(given) == in.to_text(title(in, given)) && !self(given).empty());
}
Value is_ascii(Interpreter&, Bindings& given) {
  return Value::boolean(unwrap(given[0]).get<Str>().ascii());
}

Value is_identifier(Interpreter&, Bindings& given) {
  const std::u32string codes = decode(self(given));
  const auto part = [](char32_t code) { return letter_or_digit(code) || code == '_'; };
  return Value::boolean(!codes.empty() && !is_digit(codes[0]) &&
                        std::all_of(codes.begin(), codes.end(), part));
}

Value encode_text(Interpreter& in, Bindings& given) {
  std::string encoding = given.given(1) ? in.text(given[1], "encoding") : "utf-8";
  const std::string errors = given.given(2) ? in.text(given[2], "errors") : "strict";
  std::transform(encoding.begin(), encoding.end(), encoding.begin(),
                 [](unsigned char c) { return c == '_' ? '-' : static_cast<char>(std::tolower(c)); });
  if (encoding == "utf-8" || encoding == "utf8") return make_bytes(in.heap(), self(given));
  const bool ascii = encoding == "ascii" || encoding == "us-ascii",
             latin = encoding == "latin-1" || encoding == "iso-8859-1" || encoding == "latin1";
  if (!ascii && !latin) in.raise("LookupError", "unknown encoding: " + encoding);
  std::string out;
  for (const char32_t code : decode(self(given))) {
    if (code < (ascii ? 0x80u : 0x100u)) {
      out.push_back(static_cast<char>(code));
    } else if (errors == "replace") {
      out.push_back('?');
    } else if (errors != "ignore") {
      in.raise("UnicodeEncodeError", "'" + encoding + "' codec can't encode a character of the text");
    }
  }
  return make_bytes(in.heap(), out);
}

Value expand_tabs(Interpreter& in, Bindings& given) {
  const std::int64_t size = given.given(1) ? in.integer(given[1], "tabsize") : 8;
  std::string out;
  std::int64_t column = 0;
  for (const char c : self(given)) {
    if (c == '\t' && size > 0) {
      const std::int64_t gap = size - column % size;
      in.heap().require(out.size() + static_cast<std::size_t>(gap));
      out.append(static_cast<std::size_t>(gap), ' ');
      column += gap;
    } else {
      out.push_back(c);
      column = c == '\n' ? 0 : column + 1;
    }
  }
  return in.str(out);
}

Value translate(Interpreter& in, Bindings& given) {
  auto* table = given[1].get_if<Dict>();
  if (table == nullptr) in.raise("TypeError", "translate() takes a dict here");
  std::string out;
  for (const char32_t code : decode(self(given))) {
    const Value* found = table->table.find(in, Value::integer(code));
    if (found == nullptr)
      append_utf8(out, code);
    else if (found->is(Kind::string))
      out += found->get<Str>().text;
    else if (found->is_int())
      append_utf8(out, static_cast<char32_t>(found->as_int()));
  }
  return in.str(out);
}

Value make_translation(Interpreter& in, Bindings& given) {
  Value made = in.dict();
  if (given[0].is(Kind::dict) && !given.given(1)) {
    for (const auto& entry : given[0].get<Dict>().table.entries()) {
      if (!entry.key.defined()) continue;
      const Value key =
          entry.key.is(Kind::string) ? Value::integer(decode(entry.key.get<Str>().text).at(0)) : entry.key;
      made.get<Dict>().put(in, key, entry.value);
    }
    return made;
  }
  const std::u32string from = decode(in.text(given[0], "maketrans() argument")),
                       to = decode(in.text(given[1], "maketrans() argument"));
  if (from.size() != to.size())
    in.raise("ValueError", "the first two maketrans arguments must have equal length");
  for (std::size_t i = 0; i < from.size(); ++i)
    made.get<Dict>().put(in, Value::integer(from[i]), Value::integer(to[i]));
  if (given.given(2)) {
    for (const char32_t code : decode(in.text(given[2], "maketrans() argument")))
      made.get<Dict>().put(in, Value::integer(code), Value::none());
  }
  return made;
}

struct MethodEntry {
  const char* name;
  const char* parameters;
  Value (*code)(Interpreter&, Bindings&);
};

constexpr MethodEntry methods[] = {
    {"upper", "self", upper},
    {"lower", "self", lower},
    {"casefold", "self", lower},
    {"swapcase", "self", swap_case},
    {"capitalize", "self", capitalize},
    {"title", "self", title},
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
    {"ljust", "self, width, fillchar=' ', /", justify<'<'>},
    {"rjust", "self, width, fillchar=' ', /", justify<'>'>},
    {"center", "self, width, fillchar=' ', /", justify<'^'>},
    {"zfill", "self, width, /", fill_zeros},
    {"isalpha", "self", every<is_letter>},
    {"isdigit", "self", every<is_digit>},
    {"isdecimal", "self", every<is_digit>},
    {"isnumeric", "self", every<is_digit>},
    {"isalnum", "self", every<letter_or_digit>},
    {"isspace", "self", every<is_space>},
    {"isupper", "self", cased<is_upper, is_lower>},
    {"islower", "self", cased<is_lower, is_upper>},
    {"istitle", "self", is_title},
    {"isascii", "self", is_ascii},
    {"isidentifier", "self", is_identifier},
    {"encode", "self, encoding='utf-8', errors='strict'", encode_text},
    {"expandtabs", "self, tabsize=8", expand_tabs},
    {"translate", "self, table, /", translate},
};

}  // namespace

void fill_str(Interpreter& in, Class& str) {
  for (const MethodEntry& entry : methods)
    define(in, str, entry.name, entry.parameters, entry.code);
  define_static(in, str, "maketrans", "x, y=None, z=None, /", make_translation);
  str.set("format", make<Native>(
                        in.heap(), "format",
                        [](Interpreter& i, const Arguments& arguments) {
                          Arguments rest = arguments;
                          const std::string pattern = i.text(rest.positional.at(0), "format() pattern");
                          rest.positional.erase(rest.positional.begin());
                          return i.str(str_format(i, pattern, rest));
                        },
                        true));
  define(in, str, "format_map", "self, mapping, /", [](Interpreter& i, Bindings& given) {
    Arguments arguments;
    auto* dict = given[1].get_if<Dict>();
    if (dict == nullptr) i.raise("TypeError", "format_map() takes a dict here");
    for (const auto& entry : dict->table.entries()) {
      if (entry.key.is(Kind::string)) arguments.keywords.emplace_back(entry.key.get<Str>().text, entry.value);
    }
    return i.str(str_format(i, self(given), arguments));
  });
}

}  // namespace pycharter::alembic::script

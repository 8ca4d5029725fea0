#include <algorithm>

#include "alembic/script/builtins/str_methods.h"
#include "alembic/script/operators.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

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

constexpr StrMethod methods[] = {
    {"upper", "self", upper},
    {"lower", "self", lower},
    {"casefold", "self", lower},
    {"swapcase", "self", swap_case},
    {"capitalize", "self", capitalize},
    {"title", "self", title},
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
  fill_str_parts(in, str);
  for (const StrMethod& entry : methods)
    define(in, str, entry.name, entry.parameters, entry.code);
  define_static(in, str, "maketrans", "x, y=None, z=None, /", make_translation);
  define(in, str, "format", "self, /, *args, **kw", [](Interpreter& i, Bindings& given) {
    return i.str(str_format(i, self(given), {given.rest, given.keywords}));
  });
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

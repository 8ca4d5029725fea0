// urllib.parse: the text of URLs. Nothing here opens one.
#include <algorithm>

#include "alembic/script/library/install.h"
#include "alembic/script/source.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::string_view plain_marks = "_.-~";

std::string quoted(std::string_view text, std::string_view safe, bool plus) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool kept =
        byte < 0x80 && (is_letter(byte) || is_digit(byte) || plain_marks.find(c) != std::string_view::npos ||
                        safe.find(c) != std::string_view::npos);
    if (kept)
      out.push_back(c);
    else if (plus && c == ' ')
      out.push_back('+');
    else
      out += {'%', hex[byte >> 4], hex[byte & 15]};
  }
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// What is not UTF-8 afterwards becomes U+FFFD, as bytes.decode(errors="replace") does it.
std::string unquoted(std::string_view text, bool plus) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_value(text[i + 2]);
    if (low >= 0) {
      out.push_back(static_cast<char>(high << 4 | low));
      i += 2;
    } else {
      out.push_back(plus && text[i] == '+' ? ' ' : text[i]);
    }
  }
  for (std::size_t bad = find_invalid_utf8(out); bad != std::string::npos; bad = find_invalid_utf8(out))
    out.replace(bad, 1, "\xEF\xBF\xBD");
  return out;
}

std::string text_of(Interpreter& in, const Value& value) {
  if (auto* bytes = value.get_if<Bytes>()) return bytes->data;
  return in.text(value, "the URL's part");
}

Value url_encode(Interpreter& in, Bindings& given) {
  const Value pairs = given[0].is(Kind::dict) ? in.call(in.attribute(given[0], "items")) : given[0];
  const bool several = given.given(1) && in.truth(given[1]);
  std::string out;
  const auto add = [&](const Value& key, const Value& value) {
    out += (out.empty() ? "" : "&") + quoted(in.to_text(key), "", true) + "=" +
           quoted(in.to_text(value), "", true);
  };
  in.for_each(pairs, [&](const Value& pair) {
    const std::vector<Value> two = in.collect(pair);
    if (two.size() != 2) in.raise("TypeError", "not a valid non-string sequence or mapping object");
    if (several && (two[1].is(Kind::list) || two[1].is(Kind::tuple)))
      in.for_each(two[1], [&](const Value& value) { return add(two[0], value), true; });
    else
      add(two[0], two[1]);
    return true;
  });
  return in.str(out);
}

// user:password@host:port
struct Authority {
  std::optional<std::string> user, password, host;
  std::string port;
};

Authority authority_of(std::string_view text) {
  Authority result;
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    const std::string_view info = text.substr(0, at);
    const std::size_t colon = info.find(':');
    result.user = std::string(info.substr(0, colon));
    if (colon != std::string_view::npos) result.password = std::string(info.substr(colon + 1));
    text.remove_prefix(at + 1);
  }
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (colon != std::string_view::npos) result.port = std::string(text.substr(colon + 1));
  if (!host.empty()) {
    result.host = std::string(host);
    std::transform(result.host->begin(), result.host->end(), result.host->begin(),
                   [](unsigned char c) { return static_cast<char>(to_lower(c)); });
  }
  return result;
}

Authority authority_of(Interpreter& in, const Value& url) {
  return authority_of(in.text(url.get<Tuple>().items[1], "netloc"));
}

struct Url {
  std::string scheme, authority, path, query, fragment;
};

Url split(std::string_view text) {
  Url url;
  const auto cut = [&](char mark, std::string& behind) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return;
    behind = std::string(text.substr(at + 1));
    text = text.substr(0, at);
  };
  const std::size_t colon = text.find(':');
  const bool scheme =
      colon != std::string_view::npos && colon > 0 && is_letter(static_cast<unsigned char>(text[0])) &&
      std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x80 && (is_letter(byte) || is_digit(byte) || c == '+' || c == '-' || c == '.');
      });
  if (scheme) {
    url.scheme = std::string(text.substr(0, colon));
    std::transform(url.scheme.begin(), url.scheme.end(), url.scheme.begin(),
                   [](unsigned char c) { return static_cast<char>(to_lower(c)); });
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    const std::size_t end = std::min(text.find_first_of("/?#", 2), text.size());
    url.authority = std::string(text.substr(2, end - 2));
    text.remove_prefix(end);
  }
  cut('#', url.fragment);
  cut('?', url.query);
  url.path = std::string(text);
  return url;
}

Value optional_text(Interpreter& in, const std::optional<std::string>& text) {
  return text ? in.str(*text) : Value::none();
}

std::string joined(Interpreter& in, const Value& url, std::size_t path) {
  const auto part = [&](std::size_t index) {
    return in.text(in.subscript(url, Value::integer(static_cast<std::int64_t>(index))), "part");
  };
  std::string text = part(0).empty() ? "" : part(0) + ":";
  if (!part(1).empty()) text += "//" + part(1) + (!part(path).empty() && part(path)[0] != '/' ? "/" : "");
  text += part(path);
  const std::size_t query = static_cast<std::size_t>(in.length(url)) - 2;
  if (!part(query).empty()) text += "?" + part(query);
  if (!part(query + 1).empty()) text += "#" + part(query + 1);
  return text;
}

// SplitResult or ParseResult: a named tuple that knows its authority's parts.
Value result_class(Interpreter& in, Module& module, const char* name, const char* fields) {
  const Value named = in.attribute(in.import_module("collections"), "namedtuple");
  const Value cls = in.call(named, {{in.str(name), in.str(fields)}, {}});
  auto& members = cls.get<Class>();
  define_property(in, members, "hostname", [](Interpreter& i, const Value& url) {
    return optional_text(i, authority_of(i, url).host);
  });
  define_property(in, members, "username", [](Interpreter& i, const Value& url) {
    return optional_text(i, authority_of(i, url).user);
  });
  define_property(in, members, "password", [](Interpreter& i, const Value& url) {
    return optional_text(i, authority_of(i, url).password);
  });
  define_property(in, members, "port", [](Interpreter& i, const Value& url) {
    const std::string port = authority_of(i, url).port;
    return port.empty() ? Value::none() : i.call(i.builtin("int"), {{i.str(port)}, {}});
  });
  define(in, members, "geturl", "self",
         [](Interpreter& i, Bindings& given) { return i.str(joined(i, given[0], 2)); });
  module.set(name, cls);
  return cls;
}

void fill(Interpreter& in, Module& module) {
  for (const bool plus : {false, true}) {
    define(in, module, plus ? "quote_plus" : "quote", "string, safe='/', encoding=None, errors=None",
           [plus](Interpreter& i, Bindings& given) {
             const std::string safe = given.given(1) ? i.text(given[1], "safe") : plus ? "" : "/";
             return i.str(quoted(text_of(i, given[0]), safe, plus));
           });
    define(in, module, plus ? "unquote_plus" : "unquote", "string, encoding='utf-8', errors='replace'",
           [plus](Interpreter& i, Bindings& given) { return i.str(unquoted(text_of(i, given[0]), plus)); });
  }
  define(in, module, "urlencode", "query, doseq=False", url_encode);
  const Value split_result = result_class(in, module, "SplitResult", "scheme netloc path query fragment");
  const Value parse_result =
      result_class(in, module, "ParseResult", "scheme netloc path params query fragment");
  define(in, module, "urlsplit", "url, scheme='', allow_fragments=True",
         [split_result](Interpreter& i, Bindings& given) {
           const Url url = split(i.text(given[0], "url"));
           return i.call(split_result, {{i.str(url.scheme), i.str(url.authority), i.str(url.path),
                                         i.str(url.query), i.str(url.fragment)},
                                        {}});
         });
  define(in, module, "urlparse", "url, scheme='', allow_fragments=True",
         [parse_result](Interpreter& i, Bindings& given) {
           const Url url = split(i.text(given[0], "url"));
           return i.call(parse_result, {{i.str(url.scheme), i.str(url.authority), i.str(url.path), i.str(""),
                                         i.str(url.query), i.str(url.fragment)},
                                        {}});
         });
  for (const char* name : {"urlunsplit", "urlunparse"})
    define(in, module, name, "components",
           [](Interpreter& i, Bindings& given) { return i.str(joined(i, given[0], 2)); });
}

}  // namespace

void add_urls(ModuleRegistry& registry) {
  registry.add("urllib.parse", fill);
}

}  // namespace pycharter::alembic::script

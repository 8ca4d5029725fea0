// Definitions of url.h.
#ifndef PYCHARTER_PLUGIN_DETAIL_URL_IMPL_H
#define PYCHARTER_PLUGIN_DETAIL_URL_IMPL_H

#include <pycharter/plugin/url.h>

namespace pycharter::plugin {
namespace detail {

[[noreturn]] inline void url_error(const std::string& message) {
  throw Error(ErrorCode::config, "bad database URL: " + message);
}

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  c = to_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

inline void check_url_characters(std::string_view text) {
  if (text.empty()) url_error("it is empty; write for example postgresql://user@host/database");
  if (text.size() > max_url_size)
    url_error("it has " + std::to_string(text.size()) + " bytes, more than " + std::to_string(max_url_size));
  for (const char c : text) {
    if (c == '\0') url_error("it holds a NUL character");
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      url_error("it holds a control character (a line break or tab?)");
  }
}

inline std::string decode_visible(std::string_view text, std::string_view part) {
  std::string decoded = percent_decode(text, part);
  for (const char c : decoded)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      url_error("its " + std::string(part) + " holds an encoded control character");
  return decoded;
}

// "postgresql+psycopg2" to scheme and driver; "mongodb+srv" is a scheme of its own.
inline void split_scheme(std::string_view text, Url& url) {
  std::string name;
  for (const char c : text) {
    if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.' && c != '_')
      url_error("its scheme holds a character that no scheme has");
    name += to_lower(c);
  }
  if (name.empty() || !is_letter(name[0])) url_error("no scheme stands before ://");
  const auto plus = name.find('+');
  if (name == "mongodb+srv" || plus == std::string::npos) {
    url.scheme = name;
  } else {
    url.scheme = name.substr(0, plus);
    url.driver = name.substr(plus + 1);
  }
}

// True when the text could be the hosts of an authority: what follows each colon outside brackets is digits.
inline bool looks_like_hosts(std::string_view text) {
  bool in_brackets = false;
  bool in_port = false;
  for (const char c : text) {
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
    if (in_brackets) continue;
    if (in_port && c != ',' && !is_digit(c)) return false;
    if (c == ':') in_port = true;
    if (c == ',') in_port = false;
  }
  return true;
}

// Length of "user:password" before its @, or npos.
inline std::size_t userinfo_end(std::string_view rest) {
  const auto authority = rest.substr(0, rest.find_first_of("/?"));
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) return at;
  // A password with a bare slash or question mark: "user:p/w@host".
  if (looks_like_hosts(authority)) return std::string_view::npos;
  return rest.find('@');
}

inline int parse_port(std::string_view text) {
  if (text.empty()) return 0;
  int port = 0;
  bool only_digits = true;
  for (const char c : text) {
    only_digits = only_digits && is_digit(c);
    if (only_digits && port <= 65535) port = port * 10 + (c - '0');
  }
  if (only_digits && port >= 1 && port <= 65535) return port;
  // Words may be a password whose @ was forgotten: not shown.
  const bool shown = only_digits && text.size() <= 10;
  url_error("a port is a number from 1 to 65535" + (shown ? ", not " + std::string(text) : std::string()));
}

inline UrlHost parse_host(std::string_view text) {
  UrlHost host;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) url_error("the [ of an IPv6 address is not closed by ]");
    host.name = decode_visible(text.substr(1, close - 1), "host");
    if (host.name.empty()) url_error("nothing stands between the [ ] of an IPv6 address");
    text.remove_prefix(close + 1);
    if (!text.empty() && text[0] != ':') url_error("a port after ] begins with a colon");
    if (!text.empty()) host.port = parse_port(text.substr(1));
    return host;
  }
  const auto colon = text.find(':');
  if (colon != std::string_view::npos && text.find(':', colon + 1) != std::string_view::npos)
    url_error("a host holds several colons; write an IPv6 address in brackets, [::1]");
  host.name = decode_visible(text.substr(0, colon), "host");
  if (colon != std::string_view::npos) host.port = parse_port(text.substr(colon + 1));
  return host;
}

inline void parse_hosts(std::string_view text, Url& url) {
  if (text.empty()) return;
  while (true) {
    const auto comma = text.find(',');
    url.hosts.push_back(parse_host(text.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    text.remove_prefix(comma + 1);
  }
}

inline void parse_userinfo(std::string_view text, Url& url) {
  const auto colon = text.find(':');
  if (colon != std::string_view::npos) {
    url.user = decode_visible(text.substr(0, colon), "user");
    url.password = percent_decode(text.substr(colon + 1), "password");
  } else if (url.scheme == "redis" || url.scheme == "rediss") {
    url.password = percent_decode(text, "password");
  } else {
    url.user = decode_visible(text, "user");
  }
}

inline void parse_query(std::string_view text, Url& url) {
  while (!text.empty()) {
    const auto end = text.find('&');
    std::string pair(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    for (char& c : pair)
      if (c == '+') c = ' ';
    const auto equals = pair.find('=');
    if (pair.empty()) continue;
    const auto key = decode_visible(std::string_view(pair).substr(0, equals), "query");
    if (key.empty()) url_error("a query parameter has no name");
    url.query.emplace_back(key, equals == std::string::npos
                                    ? ""
                                    : decode_visible(std::string_view(pair).substr(equals + 1), "query"));
  }
}

inline std::string host_text(const UrlHost& host) {
  const bool ipv6 = host.name.find(':') != std::string::npos;
  std::string text = ipv6 ? "[" + percent_encode(host.name, ":") + "]" : percent_encode(host.name);
  if (host.port != 0) text += ":" + std::to_string(host.port);
  return text;
}

}  // namespace detail

inline std::string percent_decode(std::string_view text, std::string_view part) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? detail::hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? detail::hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0)
      detail::url_error("in its " + std::string(part) + " a % is not followed by two hexadecimal digits" +
                        (part == "password" ? std::string() : " (" + std::string(text.substr(i, 3)) + ")") +
                        "; write % itself as %25");
    const char c = static_cast<char>(high * 16 + low);
    if (c == '\0') detail::url_error("its " + std::string(part) + " holds an encoded NUL (%00)");
    decoded += c;
    i += 2;
  }
  return decoded;
}

inline std::string percent_encode(std::string_view text, std::string_view keep) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (detail::is_letter(c) || detail::is_digit(c) ||
        std::string_view("-._~").find(c) != std::string_view::npos ||
        keep.find(c) != std::string_view::npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += digits[byte >> 4];
    encoded += digits[byte & 15];
  }
  return encoded;
}

inline std::optional<std::string> Url::parameter(std::string_view key) const {
  for (const auto& [name, value] : query)
    if (name == key) return value;
  return std::nullopt;
}

inline std::string Url::to_string(Password shown) const {
  std::string text = scheme + "://";
  if (user) text += percent_encode(*user);
  if (password) text += ":" + (shown == Password::masked ? std::string("***") : percent_encode(*password));
  if (user || password) text += "@";
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (i > 0) text += ',';
    text += detail::host_text(hosts[i]);
  }
  if (database) text += "/" + percent_encode(*database, "/:,@");
  for (std::size_t i = 0; i < query.size(); ++i) {
    text += i == 0 ? '?' : '&';
    text += percent_encode(query[i].first) + "=" + percent_encode(query[i].second, "/:,@");
  }
  return text;
}

inline Url parse_url(std::string_view text) {
  detail::check_url_characters(text);
  const auto colon = text.find("://");
  if (colon == std::string_view::npos)
    detail::url_error(
        "it has no ://; write for example postgresql://user@host/database or sqlite:///file.db");
  Url url;
  detail::split_scheme(text.substr(0, colon), url);
  auto rest = text.substr(colon + 3);
  if (const auto at = detail::userinfo_end(rest); at != std::string_view::npos) {
    detail::parse_userinfo(rest.substr(0, at), url);
    rest.remove_prefix(at + 1);
  }
  const auto authority = rest.substr(0, rest.find_first_of("/?"));
  detail::parse_hosts(authority, url);
  rest.remove_prefix(authority.size());
  const auto question = rest.find('?');
  if (rest.starts_with('/')) url.database = detail::decode_visible(rest.substr(1, question - 1), "database");
  if (question != std::string_view::npos) detail::parse_query(rest.substr(question + 1), url);
  return url;
}

}  // namespace pycharter::plugin

#endif

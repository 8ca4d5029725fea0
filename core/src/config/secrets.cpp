#include "config/secrets.h"

#include <algorithm>
#include <cctype>

#include <pycharter/plugin/url.h>

#include "config/text.h"

namespace pycharter::config {
namespace {

constexpr std::string_view mask = "***";
constexpr std::size_t shortest_known_secret = 4;  // a shorter one is part of ordinary words

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool is_name(char c) {
  return is_word(c) || c == '-' || c == '.';
}

// Where a URL ends in running text.
std::size_t url_end(std::string_view text, std::size_t from) {
  return std::min(text.find_first_of(" \t\r\n\"'<>`", from), text.size());
}

bool is_redis(std::string_view text, std::size_t colon) {
  auto start = colon;
  while (start > 0 && (is_name(text[start - 1]) || text[start - 1] == '+'))
    --start;
  return to_lower(text.substr(start, colon - start)).starts_with("redis");
}

// The @ that ends user and password, or npos. Later ones than a parser would take count as well: a password
// may hold / and @, and to mask too much does no harm.
std::size_t userinfo_end(std::string_view url) {
  const auto query = url.find('?');
  if (const auto at = url.substr(0, query).rfind('@'); at != std::string_view::npos) return at;
  // "user:pass?word@host": what follows the colon is no port.
  const auto colon = url.find(':');
  if (query == std::string_view::npos || colon == std::string_view::npos || colon > query)
    return std::string_view::npos;
  const auto port = url.substr(colon + 1, url.find_first_of("/?,", colon) - colon - 1);
  const bool is_port = std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
  return is_port || url.starts_with('[') ? std::string_view::npos : url.rfind('@');
}

std::string mask_urls(std::string_view text) {
  std::string masked;
  std::size_t from = 0;
  while (true) {
    const auto colon = text.find("://", from);
    if (colon == std::string_view::npos) return masked.append(text.substr(from));
    const auto authority = colon + 3;
    masked.append(text.substr(from, authority - from));
    from = authority;
    const auto url = text.substr(authority, url_end(text, authority) - authority);
    const auto at = userinfo_end(url);
    if (at == std::string_view::npos) continue;
    const auto separator = url.substr(0, at).find(':');
    if (separator != std::string_view::npos)
      masked.append(url.substr(0, separator + 1)).append(mask);
    else if (is_redis(text, colon))
      masked.append(mask);
    else
      continue;
    from = authority + at;
  }
}

// Length of a value that begins at `from`: quoted, or up to a blank or separator.
std::size_t value_end(std::string_view text, std::size_t from) {
  if (from < text.size() && (text[from] == '\'' || text[from] == '"')) {
    for (std::size_t i = from + 1; i < text.size(); ++i) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == text[from])
        return i + 1;
    }
    return text.size();
  }
  std::size_t i = from;
  while (i < text.size() && std::string_view(" \t\r\n&;,\"')").find(text[i]) == std::string_view::npos)
    i += text[i] == '\\' ? 2 : 1;
  return std::min(i, text.size());
}

// password=…, 'password' = …, "password": …
std::string mask_assignments(std::string_view text) {
  std::string masked;
  std::size_t from = 0;
  for (std::size_t at = text.find_first_of("=:"); at != std::string_view::npos;
       at = text.find_first_of("=:", at + 1)) {
    if (at < from) continue;
    auto end = at;
    while (end > from && (text[end - 1] == ' ' || text[end - 1] == '\t'))
      --end;
    const bool quoted = end > from && (text[end - 1] == '"' || text[end - 1] == '\'');
    if (text[at] == ':' && !quoted) continue;
    if (quoted) --end;
    auto start = end;
    while (start > from && is_name(text[start - 1]))
      --start;
    if (!names_a_secret(text.substr(start, end - start))) continue;
    auto value = at + 1;
    while (value < text.size() && (text[value] == ' ' || text[value] == '\t'))
      ++value;
    const auto stop = value_end(text, value);
    if (stop == value) continue;
    const bool in_quotes = stop - value >= 2 && (text[value] == '"' || text[value] == '\'');
    masked.append(text.substr(from, value - from));
    masked += in_quotes ? std::string(1, text[value]) + "***" + text[value] : std::string(mask);
    from = stop;
  }
  return masked.append(text.substr(from));
}

std::string_view last_word(std::string_view text) {
  auto start = text.size();
  while (start > 0 && is_word(text[start - 1]))
    --start;
  return text.substr(start);
}

// Whether text ends in MySQL's clause, IDENTIFIED [WITH …] BY of a user; Alembic's revisions are "identified
// by" their ids as well.
bool ends_in_identified_by(std::string_view text) {
  constexpr std::size_t longest_clause = 200;
  const auto clause = to_lower(text.substr(text.size() - std::min(text.size(), longest_clause)));
  const auto identified = clause.rfind("identified");
  if (last_word(clause) != "by" || identified == std::string::npos) return false;
  return clause.rfind("user", identified) != std::string::npos ||
         clause.rfind("grant", identified) != std::string::npos;
}

// Whether a literal after this text is a password: PASSWORD '…', PASSWORD('…'), IDENTIFIED [WITH …] BY '…'.
bool announces_password(std::string_view text) {
  if (const auto prefix = last_word(text); prefix == "E" || prefix == "e") text.remove_suffix(1);  // E'…'
  const auto before = text.find_last_not_of(" \t\r\n(");
  if (before == std::string_view::npos || before + 1 == text.size()) return false;
  text = text.substr(0, before + 1);
  return to_lower(last_word(text)) == "password" || ends_in_identified_by(text);
}

// Where a literal of SQL ends that begins at `from`: behind its quote, '' being none.
std::size_t literal_end(std::string_view text, std::size_t from) {
  auto end = text.find('\'', from + 1);
  while (end != std::string_view::npos && end + 1 < text.size() && text[end + 1] == '\'')
    end = text.find('\'', end + 2);
  return end == std::string_view::npos ? text.size() : end + 1;
}

std::string mask_sql(std::string_view text) {
  std::string masked;
  std::size_t from = 0;
  for (auto at = text.find('\''); at != std::string_view::npos;
       at = text.find('\'', std::max(at + 1, from))) {
    if (!announces_password(text.substr(from, at - from))) continue;
    masked.append(text.substr(from, at - from)).append("'").append(mask).append("'");
    from = literal_end(text, at);
  }
  return masked.append(text.substr(from));
}

std::string mask_known(std::string text, std::string_view secret) {
  if (secret.size() < shortest_known_secret) return text;
  std::size_t at = 0;
  while ((at = text.find(secret, at)) != std::string::npos) {
    const auto after = at + secret.size();
    const bool inside_a_word = (at > 0 && is_word(text[at - 1]) && is_word(secret.front())) ||
                               (after < text.size() && is_word(text[after]) && is_word(secret.back()));
    if (inside_a_word) {
      ++at;
      continue;
    }
    text.replace(at, secret.size(), mask);
    at += mask.size();
  }
  return text;
}

}  // namespace

bool names_a_secret(std::string_view key) {
  const std::string lower = to_lower(key);
  for (const std::string_view word :
       {"password", "passwd", "pwd", "passphrase", "secret", "token", "api_key"})
    if (lower.ends_with(word)) return true;
  return false;
}

std::string mask_secrets(std::string_view text) {
  return mask_sql(mask_assignments(mask_urls(text)));
}

std::string mask_secrets(std::string_view text, const std::vector<std::string>& known) {
  std::string masked(text);
  for (const auto& secret : known) {
    masked = mask_known(std::move(masked), secret);
    masked = mask_known(std::move(masked), plugin::percent_encode(secret));
  }
  return mask_secrets(masked);
}

std::string mask_misspelt_url(std::string_view word) {
  const auto colon = word.find(':');
  const auto at = word.rfind('@');
  if (colon == std::string_view::npos || at == std::string_view::npos || at < colon)
    return mask_secrets(word);
  return std::string(word.substr(0, colon + 1)) + std::string(mask) + mask_secrets(word.substr(at));
}

std::vector<std::string> secrets_of_url(std::string_view text) {
  std::vector<std::string> secrets;
  // Most settings are no URLs, and the first exception costs a short command a twentieth of its time.
  if (text.find("://") == std::string_view::npos) return secrets;
  try {
    const auto url = plugin::parse_url(text);
    const auto is_public = [&](const std::string& value) {
      return value == url.user || value == url.database || value == url.scheme ||
             std::any_of(url.hosts.begin(), url.hosts.end(),
                         [&](const auto& host) { return host.name == value; });
    };
    if (url.password && !is_public(*url.password)) secrets.push_back(*url.password);
    for (const auto& [key, value] : url.query)
      if (names_a_secret(key) && !is_public(value)) secrets.push_back(value);
  } catch (const Error&) {
    // A URL that can't be parsed is reported where it is used; the patterns mask what it holds.
  }
  return secrets;
}

}  // namespace pycharter::config

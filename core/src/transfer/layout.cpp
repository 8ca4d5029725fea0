#include "transfer/layout.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace pycharter::transfer {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view structure = "{}[],:";

// Gives the tokens of a JSON text one after the other; an empty one at the end.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) {}

  std::string_view next() {
    at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size());
    if (at_ == text_.size()) return {};
    const std::size_t begin = at_;
    if (text_[at_] == '"')
      skip_string();
    else if (structure.find(text_[at_]) != std::string_view::npos)
      ++at_;
    else
      at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    return text_.substr(begin, at_ - begin);
  }

 private:
  void skip_string() {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"')
      at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool opens(std::string_view token) {
  return token == "{" || token == "[";
}
bool closes(std::string_view token) {
  return token == "}" || token == "]";
}

void begin_line(std::string& text, std::size_t depth) {
  text += '\n';
  text.append(2 * depth, ' ');
}

// A number as digits without zeros at either end and a power of ten: 1.50 and 15e-1 are both 15e-1.
std::string plain_number(std::string_view token) {
  std::string digits;
  long long power = 0;
  bool fraction = false;
  std::size_t i = token[0] == '-' ? 1 : 0;
  for (; i < token.size() && token[i] != 'e' && token[i] != 'E'; ++i) {
    if (token[i] == '.') {
      fraction = true;
      continue;
    }
    digits += token[i];
    power -= fraction ? 1 : 0;
  }
  const auto first = digits.find_first_not_of('0');
  if (first == std::string::npos) return "0";
  if (i < token.size()) {
    auto exponent = token.substr(i + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    long long given = 0;
    const auto read = std::from_chars(exponent.data(), exponent.data() + exponent.size(), given);
    constexpr long long most = 1'000'000'000'000'000;
    if (read.ec != std::errc() || given > most || given < -most) return std::string(token);
    power += given;
  }
  const auto last = digits.find_last_not_of('0');
  power += static_cast<long long>(digits.size() - 1 - last);
  return (token[0] == '-' ? "-" : "") + digits.substr(first, last + 1 - first) + 'e' + std::to_string(power);
}

std::string plain_string(std::string_view token) {
  if (token.find('\\') == std::string_view::npos) return std::string(token);
  return boost::json::serialize(boost::json::parse(boost::json::string_view(token.data(), token.size())));
}

std::string plain_value(Tokens& tokens, std::string_view token);

std::string plain_object(Tokens& tokens) {
  std::map<std::string, std::string> members;
  for (auto token = tokens.next(); token != "}"; token = tokens.next()) {
    if (token == ",") continue;
    auto key = plain_string(token);
    tokens.next();  // the colon
    members.insert_or_assign(std::move(key), plain_value(tokens, tokens.next()));
  }
  std::string text = "{";
  for (const auto& [key, value] : members)
    text.append(key).append(":").append(value).append(",");
  return text + '}';
}

std::string plain_array(Tokens& tokens) {
  std::string text = "[";
  for (auto token = tokens.next(); token != "]"; token = tokens.next())
    if (token != ",") text.append(plain_value(tokens, token)).append(",");
  return text + ']';
}

std::string plain_value(Tokens& tokens, std::string_view token) {
  if (token == "{") return plain_object(tokens);
  if (token == "[") return plain_array(tokens);
  if (token[0] == '"') return plain_string(token);
  const bool is_number = token[0] == '-' || (token[0] >= '0' && token[0] <= '9');
  return is_number ? plain_number(token) : std::string(token);
}

}  // namespace

const Layout* find_layout(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(layouts), std::end(layouts), [&](const Layout& l) { return l.name == name; });
  return found == std::end(layouts) ? nullptr : found;
}

const Layout* layout_of(std::string_view text) {
  const auto* found = std::find_if(std::begin(layouts), std::end(layouts),
                                   [&](const Layout& layout) { return on_one_line(text, layout) == text; });
  return found == std::end(layouts) ? nullptr : found;
}

std::string on_one_line(std::string_view text, const Layout& layout) {
  std::string line;
  line.reserve(text.size());
  Tokens tokens(text);
  for (auto token = tokens.next(); !token.empty(); token = tokens.next())
    line += token == "," ? layout.comma : token == ":" ? layout.colon : token;
  return line;
}

std::string indented(std::string_view text, std::size_t depth) {
  std::string lines;
  lines.reserve(text.size() * 2);
  Tokens tokens(text);
  std::string_view before;
  for (auto token = tokens.next(); !token.empty(); token = tokens.next()) {
    if (closes(token)) {
      --depth;
      if (!opens(before)) begin_line(lines, depth);
    } else if (opens(before) || before == ",") {
      begin_line(lines, depth);
    }
    lines += token == ":" ? ": " : token;
    if (opens(token)) ++depth;
    before = token;
  }
  return lines;
}

std::string by_value(std::string_view text) {
  Tokens tokens(text);
  return plain_value(tokens, tokens.next());
}

}  // namespace pycharter::transfer

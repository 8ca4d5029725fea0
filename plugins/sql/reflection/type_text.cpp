#include "sql/reflection/type_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace pycharter::sql::reflection {
namespace {

std::string trim(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

}  // namespace

TypeText split_type(std::string_view text) {
  const auto open = text.find('(');
  const auto close = open == std::string_view::npos ? open : text.find(')', open);
  if (close == std::string_view::npos) return {trim(text), {}, {}};
  TypeText type{trim(text.substr(0, open)), {}, trim(text.substr(close + 1))};
  auto inside = text.substr(open + 1, close - open - 1);
  while (!inside.empty()) {
    const auto comma = std::min(inside.find(','), inside.size());
    type.arguments.push_back(trim(inside.substr(0, comma)));
    inside.remove_prefix(std::min(comma + 1, inside.size()));
  }
  return type;
}

boost::json::object make_type(std::string_view name, const std::vector<std::string>& arguments,
                              std::span<const std::string_view> parameters) {
  boost::json::object args;
  for (std::size_t i = 0; i < arguments.size() && i < parameters.size(); ++i) {
    const auto& text = arguments[i];
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure == std::errc() && end == text.data() + text.size()) args[parameters[i]] = number;
  }
  boost::json::object type{{"type", name}};
  if (!args.empty()) type["args"] = std::move(args);
  return type;
}

}  // namespace pycharter::sql::reflection

#include "mongodb/key_names.h"

namespace pycharter::mongodb {
namespace {

constexpr std::string_view wide_dollar = "\xef\xbc\x84";  // U+FF04
constexpr std::string_view wide_dot = "\xef\xbc\x8e";     // U+FF0E

}  // namespace

bool is_refused(std::string_view key) {
  return key.starts_with('$') || key.find('.') != std::string_view::npos;
}

bool needs_escape(std::string_view key) {
  return is_refused(key) || key.find(wide_dollar) != std::string_view::npos ||
         key.find(wide_dot) != std::string_view::npos;
}

std::string escape(std::string_view key) {
  std::string name;
  if (key.starts_with('$')) {
    name = wide_dollar;
    key.remove_prefix(1);
  }
  while (!key.empty()) {
    const bool wide = key.starts_with(wide_dollar) || key.starts_with(wide_dot);
    const std::size_t size = wide ? wide_dot.size() : 1;
    if (key.front() == '.') {
      name += wide_dot;
    } else {
      if (wide || key.front() == '\\') name += '\\';
      name += key.substr(0, size);
    }
    key.remove_prefix(size);
  }
  return name;
}

std::string unescape(std::string_view name) {
  std::string key;
  while (!name.empty()) {
    if (name.front() == '\\' && name.size() > 1) {
      name.remove_prefix(1);
      const bool wide = name.starts_with(wide_dollar) || name.starts_with(wide_dot);
      const std::size_t size = wide ? wide_dot.size() : 1;
      key += name.substr(0, size);
      name.remove_prefix(size);
    } else if (name.starts_with(wide_dollar)) {
      key += '$';
      name.remove_prefix(wide_dollar.size());
    } else if (name.starts_with(wide_dot)) {
      key += '.';
      name.remove_prefix(wide_dot.size());
    } else {
      key += name.front();
      name.remove_prefix(1);
    }
  }
  return key;
}

}  // namespace pycharter::mongodb

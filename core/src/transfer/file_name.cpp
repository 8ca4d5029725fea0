#include "transfer/file_name.h"

#include <algorithm>

#include "config/text.h"
#include "transfer/fingerprint.h"

namespace pycharter::transfer {
namespace {

// With checksum and extension well below the 255 bytes that file systems take.
constexpr std::size_t longest = 120;
constexpr std::size_t checksum_digits = 12;
constexpr std::string_view devices[] = {"con",  "prn",  "aux",  "nul",  "com0", "com1", "com2", "com3",
                                        "com4", "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1",
                                        "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"};

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

// A dot at either end is hidden or dropped by some systems.
bool is_plain(std::string_view name, std::size_t at) {
  const char c = name[at];
  if (c == '.') return at != 0 && at + 1 != name.size();
  return (c >= 'a' && c <= 'z') || is_capital(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::string encoded(std::string_view name) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < name.size() && text.size() < longest + 1; ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    if (is_plain(name, i))
      text += name[i];
    else
      text.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  return text;
}

bool is_device(std::string_view name) {
  const auto stem = config::to_lower(name.substr(0, name.find('.')));
  return std::find(std::begin(devices), std::end(devices), stem) != std::end(devices);
}

// Cut between characters: a third of an escape would say nothing.
std::string shortened(std::string text) {
  text.resize(longest);
  const auto escape = text.rfind('%');
  if (escape != std::string::npos && escape + 3 > text.size()) text.resize(escape);
  return text;
}

}  // namespace

std::string file_name(std::string_view name) {
  auto text = encoded(name);
  const bool too_long = text.size() > longest;
  if (!too_long && std::none_of(name.begin(), name.end(), is_capital) && !is_device(name)) return text;
  if (too_long) text = shortened(std::move(text));
  return text + '~' + sha256(name).substr(0, checksum_digits);
}

std::string path_of(const Key& key) {
  auto path = std::string(item_form(key.kind).folder) + '/';
  // Metadata of one type lie together.
  if (key.kind == RecordKind::metadata)
    return path + file_name(key.second) + '/' + file_name(key.first) + ".json";
  path += file_name(key.first);
  if (key.kind == RecordKind::schema) path += '/' + file_name(key.second);
  return path + ".json";
}

}  // namespace pycharter::transfer

// An INI file parses or is refused with its line; every value of what parses can be asked for.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <pycharter/plugin/error.h>

#include "config/ini.h"

namespace {

void read(std::string_view text, pycharter::config::InlineComments comments) {
  try {
    const auto ini = pycharter::config::Ini::parse(text, "/x/fuzz.ini", comments);
    for (const auto& section : ini.sections())
      for (const auto& entry : section.entries) {
        if (ini.find(section.name, entry.key) == nullptr || entry.line < 1) std::abort();
        (void)ini.get(section.name, entry.key);
      }
  } catch (const pycharter::Error& error) {
    if (error.code() != pycharter::ErrorCode::config || error.facts().line < 1) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read(text, pycharter::config::InlineComments::keep);
  read(text, pycharter::config::InlineComments::strip);
  return 0;
}

// Any bytes are a manifest or a pycharter::Error; a manifest's library never leaves its folder.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <pycharter/plugin/error.h>

#include "plugin/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto manifest = pycharter::plugin::parse_manifest(text, "/folder/x.plugin");
    const bool stays = manifest.library.starts_with("/folder/") &&
                       manifest.library.find("/../") == std::string::npos &&
                       !manifest.library.ends_with("/..");
    if (!stays || manifest.name.empty()) std::abort();
  } catch (const pycharter::Error& error) {
    if (error.code() != pycharter::ErrorCode::plugin) std::abort();
  }
  return 0;
}

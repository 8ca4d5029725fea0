// A URL parses or is refused; what parses is stable when written and read again; nothing else is thrown.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/database_url.h"
#include "config/secrets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)pycharter::config::mask_secrets(text, pycharter::config::secrets_of_url(text));
  try {
    const auto url = pycharter::plugin::parse_url(text);
    const auto again = pycharter::plugin::parse_url(url.to_string());
    if (again.to_string() != url.to_string() || again.password != url.password) std::abort();
    (void)pycharter::config::normalise_database_url(text);
  } catch (const pycharter::Error& error) {
    if (error.code() != pycharter::ErrorCode::config) std::abort();
  }
  return 0;
}

#include "config/secrets.h"

namespace pycharter::config {

std::string mask_secrets(std::string_view text) {
  std::string masked;
  std::size_t from = 0;
  while (true) {
    const auto scheme = text.find("://", from);
    if (scheme == std::string_view::npos) break;
    const auto authority = scheme + 3;
    const auto end = text.find_first_of(" \t\r\n\"'/?#", authority);
    const auto at = text.substr(authority, end - authority).rfind('@');
    const auto colon = text.substr(authority, at).find(':');
    masked.append(text.substr(from, authority - from));
    from = authority;
    if (at == std::string_view::npos || colon == std::string_view::npos) continue;
    masked.append(text.substr(authority, colon + 1)).append("***");
    from = authority + at;
  }
  return masked.append(text.substr(from));
}

}  // namespace pycharter::config

// The one place that masks secrets.
#ifndef PYCHARTER_CONFIG_SECRETS_H
#define PYCHARTER_CONFIG_SECRETS_H

#include <string>
#include <string_view>

namespace pycharter::config {

// The text with the password of every URL in it replaced by ***. Works on any text, drivers' messages
// included.
std::string mask_secrets(std::string_view text);

}  // namespace pycharter::config

#endif

// The commented pycharter.cfg: `config init` writes it, pycharter.cfg.example is it.
#ifndef PYCHARTER_CONFIG_CONFIG_TEMPLATE_H
#define PYCHARTER_CONFIG_CONFIG_TEMPLATE_H

#include <optional>
#include <string>
#include <string_view>

#include <pycharter/export.h>

namespace pycharter::config {

// Every known key, commented out, with its description and default. With a URL, sql_alchemy_conn is set to it
// (each % doubled, as the file's interpolation wants it).
PYCHARTER_API std::string config_template(std::optional<std::string_view> url = {});

}  // namespace pycharter::config

#endif

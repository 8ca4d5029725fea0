#include "config/config_template.h"

#include "config/known_keys.h"

namespace pycharter::config {
namespace {

constexpr std::string_view heading =
    "# PyCharter's configuration: ./pycharter.cfg, ~/.pycharter/pycharter.cfg, or beside alembic.ini.\n"
    "#\n"
    "# Each key can be set by the variable PYCHARTER__SECTION__KEY as well. KEY_cmd = COMMAND takes the "
    "value from what\n"
    "# a command prints. A % in a value is written %%; \" ;\" and \" #\" begin a comment. Keep a file that "
    "holds a\n"
    "# password out of version control, with mode 0600.\n";

std::string doubled(std::string_view url) {
  std::string text;
  for (const char c : url)
    text += c == '%' ? std::string("%%") : std::string(1, c);
  return text;
}

}  // namespace

std::string config_template(std::optional<std::string_view> url) {
  std::string text(heading);
  std::string_view section;
  for (const auto& known : known_keys()) {
    if (known.section != section) {
      section = known.section;
      text += "\n[" + std::string(section) + "]\n";
    }
    text += "# " + std::string(known.description) + "\n";
    const bool is_url = known.key == "sql_alchemy_conn";
    if (is_url && url)
      text += "sql_alchemy_conn = " + doubled(*url) + "\n";
    else
      text += "# " + std::string(known.key == "*" ? "oracle" : known.key) + " = " +
              std::string(known.example) + "\n";
  }
  return text;
}

}  // namespace pycharter::config

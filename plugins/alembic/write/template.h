// script.py.mako, as far as Alembic's own templates and their usual variations go.
//
// Mako embeds Python; this reads `${expression}` over the known names with `| comma,n`, `| n`, `repr(name)`,
// `name if name else "text"`, `%%`, comment lines `##`, and `% if name:` / `% else:` / `% endif`. Anything
// else is an error that names the construct: a script written wrongly would be found out when it runs.
#ifndef PYCHARTER_ALEMBIC_WRITE_TEMPLATE_H
#define PYCHARTER_ALEMBIC_WRITE_TEMPLATE_H

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pycharter::alembic {

// None, a str, or a tuple of str.
using TemplateValue = std::variant<std::monostate, std::string, std::vector<std::string>>;
using TemplateValues = std::map<std::string, TemplateValue, std::less<>>;

// `file` is for messages. Throws config with file and line.
std::string render_template(std::string_view text, const std::string& file, const TemplateValues& values);

// Python's repr() of a value.
std::string python_repr(const TemplateValue& value);

// What `alembic init` writes, and `env` here: used where an environment has no template.
std::string_view default_template();

}  // namespace pycharter::alembic

#endif

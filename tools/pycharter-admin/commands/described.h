// What db models and db erd share: their options, and where their text goes.
#ifndef PYCHARTER_ADMIN_COMMANDS_DESCRIBED_H
#define PYCHARTER_ADMIN_COMMANDS_DESCRIBED_H

#include <string>
#include <string_view>

#include "context.h"

namespace pycharter::admin {

DescribeOptions describe_options(const Context& context);

// The text on stdout, or in the file of --output, whose path is then printed. In JSON {`kind`: text}, or
// {"path"}.
int show_described(Context& context, std::string_view kind, const std::string& text);

}  // namespace pycharter::admin

#endif

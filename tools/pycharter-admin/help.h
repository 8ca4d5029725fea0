// Texts made from the command table: help at each level, the man page, shell completions.
#ifndef PYCHARTER_ADMIN_HELP_H
#define PYCHARTER_ADMIN_HELP_H

#include <string>

#include "arguments.h"

namespace pycharter::admin {

// Of the tool, of a group, or of a command.
std::string help_text(const Invocation& invocation);

// "db upgrade [URL] [--revision REV] [--sql]": the synopsis of a command.
std::string synopsis(const Command& command);
// "-r, --rev-range A:B"
std::string option_heading(const Option& option);

std::string man_page();  // troff, section 1
std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace pycharter::admin

#endif

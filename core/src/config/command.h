// Runs the command of a KEY_cmd setting.
#ifndef PYCHARTER_CONFIG_COMMAND_H
#define PYCHARTER_CONFIG_COMMAND_H

#include <string>
#include <string_view>
#include <vector>

namespace pycharter::config {

// The words of a command line as Python's shlex.split reads them: blanks, quotes, backslashes; no expansion.
// Throws config when a quote is not closed.
std::vector<std::string> split_command(std::string_view command);

// What the command printed on stdout, without trailing line ends. Runs without a shell; stdin and stderr are
// this process's. Throws config: can't be started, failed, printed over 64 KiB. `what` names the setting in
// messages.
std::string run_command(std::string_view command, const std::string& what);

}  // namespace pycharter::config

#endif

// The command line, taken apart by the command table.
#ifndef PYCHARTER_ADMIN_ARGUMENTS_H
#define PYCHARTER_ADMIN_ARGUMENTS_H

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command.h"

namespace pycharter::admin {

struct Invocation {
  enum class Kind { run, help, version, generate };
  Kind kind = Kind::run;
  std::string group;                        // for help: empty, or the group asked about
  const Command* command = nullptr;         // for run, and for the help of a command
  std::vector<std::string> arguments = {};  // the positional ones, URL left out
  std::optional<std::string> url = {};
  std::vector<std::string> urls = {};  // as given; check_arguments gives them their meaning
  std::map<std::string, std::vector<std::string>> options = {};         // the command's, by long name
  std::map<std::string, std::vector<std::string>> global_options = {};  // by long name

  bool has(std::string_view option) const;
  std::optional<std::string> value(std::string_view option) const;  // the last one given
  std::vector<std::string> values(std::string_view option) const;
};

// Throws usage, with the nearest known word.
Invocation parse_arguments(const std::vector<std::string>& words);

// True when the words ask for JSON, wherever that stands: for errors in the command line itself.
bool asks_for_json(const std::vector<std::string>& words);

}  // namespace pycharter::admin

#endif

// What a command is: the shapes of the one table from which parsing, help, man page and completions are made.
#ifndef PYCHARTER_ADMIN_COMMAND_H
#define PYCHARTER_ADMIN_COMMAND_H

#include <string_view>
#include <vector>

namespace pycharter::admin {

class Context;

struct Option {
  std::string_view name;        // "revision": --revision
  char letter = '\0';           // 'r': -r
  std::string_view value = {};  // "REV"; empty: a flag
  std::string_view description = {};
  std::string_view choices = {};  // "text json": the values it takes, separated by blanks; empty: any
  bool repeats = false;
};

struct Argument {
  std::string_view name;  // "NAME"
  std::string_view description;
  bool required = false;
  bool repeats = false;
  std::string_view choices = {};
  bool is_url = false;  // of a command that takes several; `takes_url` is then false
};

struct Command {
  std::string_view group;
  std::string_view verb;
  std::string_view summary;  // one line, for lists
  std::string_view details;  // what --help says below it
  std::vector<Argument> arguments;
  bool takes_url = false;
  std::vector<Option> options;
  int (*run)(Context&);     // gives the exit code; throws pycharter::Error
  bool reads_only = false;  // changes nothing, in a database or a file: Ctrl-C may end it anywhere
};

struct Group {
  std::string_view name;
  std::string_view summary;
};

const std::vector<Group>& groups();
const std::vector<Command>& commands();
const std::vector<Option>& global_options();

const Command* find_command(std::string_view group, std::string_view verb);
std::vector<std::string_view> group_names();
std::vector<std::string_view> verbs_of(std::string_view group);

}  // namespace pycharter::admin

#endif

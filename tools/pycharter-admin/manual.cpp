// The man page, from the command table.
#include "help.h"

namespace pycharter::admin {
namespace {

// troff takes a backslash, a leading dot or quote, and a bare hyphen for itself.
std::string troff(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\')
      escaped += "\\e";
    else if (c == '-')
      escaped += "\\-";
    else if ((c == '.' || c == '\'') && (escaped.empty() || escaped.back() == '\n'))
      escaped += std::string("\\&") + c;
    else
      escaped += c;
  }
  return escaped;
}

std::string options(const std::vector<Option>& list) {
  std::string text;
  for (const auto& option : list) {
    std::string heading = option_heading(option);
    heading.erase(0, heading.find('-'));
    text += ".TP\n.B " + troff(heading) + "\n" + troff(option.description) + "\n";
  }
  return text;
}

constexpr std::string_view files_and_variables =
    ".SH ENVIRONMENT\n"
    ".TP\n.B PYCHARTER__DATABASE__SQL_ALCHEMY_CONN, PYCHARTER_DATABASE_URL\nThe database's URL, in this "
    "order.\n"
    ".TP\n.B PYCHARTER__SECTION__KEY\nAny setting; with _CMD behind it, a command that prints the value.\n"
    ".TP\n.B PYCHARTER_CONFIG\nA pycharter.cfg, in place of the searched ones.\n"
    ".TP\n.B ALEMBIC_CONFIG\nAn alembic.ini.\n"
    ".TP\n.B PYCHARTER_PLUGIN_PATH\nFolders with plugins, separated by colons.\n"
    ".TP\n.B NO_COLOR\nNo colour on a terminal.\n"
    ".SH FILES\n"
    ".TP\n.I pycharter.cfg\nIn the working directory, in ~/.pycharter/, beside the nearest alembic.ini.\n"
    ".TP\n.I alembic.ini\nThe environment: the nearest one upward.\n"
    ".SH \"EXIT STATUS\"\n"
    "0 done; 1 the answer is no; 2 the command line is wrong; 3 it failed; 130 interrupted.\n"
    ".SH \"SEE ALSO\"\n.BR psql (1),\n.BR sqlite3 (1)\n";

}  // namespace

std::string man_page() {
  std::string text =
      ".TH PYCHARTER\\-ADMIN 1 \"\" \"pycharter " PYCHARTER_VERSION
      "\" \"User Commands\"\n.SH NAME\n"
      "pycharter\\-admin \\- configure, initialise and migrate PyCharter's databases\n.SH SYNOPSIS\n"
      ".B pycharter\\-admin\n[\\fIOPTION\\fR]... \\fIGROUP COMMAND\\fR ... [\\fIURL\\fR]\n.SH DESCRIPTION\n"
      "Reads the Alembic environment a Python team already has and does with it what Alembic does, without\n"
      "Python. A word with :// is the database's URL, wherever it stands; without one the configuration\n"
      "decides.\n.SH OPTIONS\nThese may stand anywhere.\n";
  text += options(global_options());
  for (const auto& group : groups()) {
    text += ".SH \"" + troff(group.name) + " COMMANDS\"\n";
    for (const auto& command : commands()) {
      if (command.group != group.name) continue;
      text += ".SS " + troff(synopsis(command)) + "\n" + troff(command.summary) + ".\n";
      if (!command.details.empty()) text += troff(command.details) + "\n";
      for (const auto& argument : command.arguments)
        text += ".TP\n.I " + troff(argument.name) + "\n" + troff(argument.description) + "\n";
      text += options(command.options);
    }
  }
  return text + std::string(files_and_variables);
}

}  // namespace pycharter::admin

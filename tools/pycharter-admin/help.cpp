#include "help.h"

#include <algorithm>
#include <cstddef>

namespace pycharter::admin {
namespace {

constexpr std::size_t description_column = 34;

std::string row(const std::string& heading, std::string_view description) {
  std::string text = "  " + heading;
  if (text.size() + 2 > description_column)
    text += "\n" + std::string(description_column, ' ');
  else
    text.resize(description_column, ' ');
  return text + std::string(description) + "\n";
}

std::string options_section(std::string_view title, const std::vector<Option>& options) {
  if (options.empty()) return {};
  std::string text = "\n" + std::string(title) + ":\n";
  for (const auto& option : options)
    text += row(option_heading(option), option.description);
  return text;
}

std::string help_of_tool() {
  std::string text =
      "usage: pycharter-admin [OPTION]... GROUP COMMAND ... [URL]\n\n"
      "Configures, initialises and migrates PyCharter's databases, and any Alembic environment, without "
      "Python.\n";
  for (const auto& group : groups()) {
    text += "\n" + std::string(group.name) + ": " + std::string(group.summary) + "\n";
    for (const auto& command : commands())
      if (command.group == group.name)
        text += row(std::string(command.group) + " " + std::string(command.verb), command.summary);
  }
  text += options_section("options, anywhere on the line", global_options());
  return text +
         "\nA word with :// is the database's URL, wherever it stands; without one the configuration "
         "decides\n"
         "('pycharter-admin config list --show-origin'). Exit codes: 0 done, 1 the answer is no, 2 the "
         "command line is\n"
         "wrong, 3 it failed, 130 interrupted. 'pycharter-admin GROUP COMMAND --help' tells more.\n";
}

std::string help_of_group(const std::string& name) {
  std::string text = "usage: pycharter-admin " + name + " COMMAND ... [URL]\n\n";
  for (const auto& command : commands())
    if (command.group == name) text += row(synopsis(command), command.summary);
  return text + options_section("options, anywhere on the line", global_options());
}

std::string help_of_command(const Command& command) {
  std::string summary(command.summary);
  summary[0] = static_cast<char>(summary[0] - 'a' + 'A');
  std::string text = "usage: pycharter-admin " + synopsis(command) + "\n\n" + summary + ".\n";
  if (!command.details.empty()) text += std::string(command.details) + "\n";
  if (!command.arguments.empty() || command.takes_url) text += "\narguments:\n";
  for (const auto& argument : command.arguments)
    text += row(std::string(argument.name), argument.description);
  if (command.takes_url) text += row("URL", "the database; without it the configuration decides");
  text += options_section("options", command.options);
  // A letter that the command has taken is not the global option's here.
  auto others = global_options();
  for (auto& option : others)
    if (std::any_of(command.options.begin(), command.options.end(),
                    [&](const Option& own) { return own.letter != '\0' && own.letter == option.letter; }))
      option.letter = '\0';
  std::erase_if(others, [&](const Option& option) {
    return std::any_of(command.options.begin(), command.options.end(),
                       [&](const Option& own) { return own.name == option.name; });
  });
  return text + options_section("options of every command", others);
}

}  // namespace

std::string option_heading(const Option& option) {
  std::string text = option.letter == '\0' ? "    " : std::string("-") + option.letter + ", ";
  text += "--" + std::string(option.name);
  if (!option.value.empty()) text += " " + std::string(option.value);
  return text;
}

std::string synopsis(const Command& command) {
  std::string text = std::string(command.group) + " " + std::string(command.verb);
  for (const auto& argument : command.arguments) {
    const std::string name = std::string(argument.name) + (argument.repeats ? "..." : "");
    text += argument.required ? " " + name : " [" + name + "]";
  }
  if (command.takes_url) text += " [URL]";
  for (const auto& option : command.options) {
    text += option.letter == '\0' ? " [--" + std::string(option.name) : std::string(" [-") + option.letter;
    text += (option.value.empty() ? "" : " " + std::string(option.value)) + (option.repeats ? "]..." : "]");
  }
  return text;
}

std::string help_text(const Invocation& invocation) {
  if (invocation.command != nullptr) return help_of_command(*invocation.command);
  return invocation.group.empty() ? help_of_tool() : help_of_group(invocation.group);
}

}  // namespace pycharter::admin

// Shell completions, from the command table. Each completes groups, commands, options and their choices, and
// files.
#include <algorithm>
#include <string>

#include "help.h"

namespace pycharter::admin {
namespace {

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const auto word : words)
    text += (text.empty() ? "" : " ") + std::string(word);
  return text;
}

std::string option_words(const std::vector<Option>& options) {
  std::string text;
  for (const auto& option : options)
    text += (text.empty() ? "--" : " --") + std::string(option.name);
  return text;
}

std::string choices_of(const Command& command) {
  for (const auto& argument : command.arguments)
    if (!argument.choices.empty()) return std::string(argument.choices);
  return {};
}

// In single quotes, for sh, zsh and fish alike.
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text)
    result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

// zsh's _describe takes "word:description".
std::string zsh_item(std::string_view word, std::string_view description) {
  std::string text;
  for (const char c : description)
    text += c == ':' ? std::string("\\:") : std::string(1, c);
  return quoted(std::string(word) + ":" + text);
}

std::string zsh_options(const std::vector<Option>& options) {
  std::string text;
  for (const auto& option : options)
    text += " " + zsh_item("--" + std::string(option.name), option.description);
  return text;
}

// Every option that takes a value, of all commands: "--config" and "-c".
std::vector<Option> value_options() {
  std::vector<Option> all;
  const auto add = [&](const std::vector<Option>& options) {
    for (const auto& option : options)
      if (!option.value.empty()) all.push_back(option);
  };
  add(global_options());
  for (const auto& command : commands())
    add(command.options);
  return all;
}

// "--config | -c", a pattern of `case`.
std::string pattern_of(const Option& option) {
  const std::string word = "--" + std::string(option.name);
  return option.letter == '\0' ? word : word + " | -" + option.letter;
}

// "--config | -c | --name | …": every one of them once.
std::string pattern_of_value_options() {
  std::vector<std::string> patterns;
  std::string text;
  for (const auto& option : value_options()) {
    const auto pattern = pattern_of(option);
    if (std::find(patterns.begin(), patterns.end(), pattern) != patterns.end()) continue;
    text += (patterns.empty() ? "" : " | ") + pattern;
    patterns.push_back(pattern);
  }
  return text;
}

// What `case` does behind an option with a value: `choices`, with the value's choices in place of %, or
// `files`.
std::string value_cases(const std::string& choices, const std::string& files) {
  std::string text;
  for (const auto& option : value_options()) {
    if (option.choices.empty()) continue;
    std::string action = choices;
    action.replace(action.find('%'), 1, option.choices);
    text += "    " + pattern_of(option) + ") " + action + " ;;\n";
  }
  return text + "    " + pattern_of_value_options() + ") " + files + " ;;\n";
}

// Finds group and verb among the words before the one that is completed. `word` is that at index i.
std::string find_command(const std::string& word) {
  return "    case " + word + " in\n      " + pattern_of_value_options() +
         ") ((i++)) ;;\n      -* | *://*) ;;\n      *) if [[ -z $group ]]; then group=" + word +
         "; elif [[ -z $verb ]]; then verb=" + word + "; fi ;;\n    esac\n";
}

}  // namespace

std::string bash_completion() {
  std::string text =
      "# bash completion for pycharter-admin\n"
      "_pycharter_admin() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} group= verb= i words=\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n" +
      find_command("${COMP_WORDS[i]}") + "  done\n  COMPREPLY=()\n  case $previous in\n" +
      value_cases("COMPREPLY=($(compgen -W '%' -- \"$current\")); return", "return") +
      "  esac\n  case \"$group $verb\" in\n    ' ') words='" + joined(group_names()) + "' ;;\n";
  for (const auto& group : groups())
    text += "    '" + std::string(group.name) + " ') words='" + joined(verbs_of(group.name)) + "' ;;\n";
  for (const auto& command : commands())
    text += "    '" + std::string(command.group) + " " + std::string(command.verb) + "') words='" +
            option_words(command.options) + (choices_of(command).empty() ? "" : " " + choices_of(command)) +
            "' ;;\n";
  return text + "  esac\n  [[ $current == -* ]] && words+=' " + option_words(global_options()) +
         "'\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "}\n"
         "complete -o default -F _pycharter_admin pycharter-admin\n";
}

std::string zsh_completion() {
  std::string text =
      "#compdef pycharter-admin\n"
      "_pycharter_admin() {\n"
      "  local group= verb= i\n"
      "  local -a items\n"
      "  for ((i = 2; i < CURRENT; i++)); do\n" +
      find_command("${words[i]}") + "  done\n  case ${words[CURRENT-1]} in\n" +
      value_cases("compadd %; return", "_files; return") +
      "  esac\n  case \"$group $verb\" in\n    ' ') items=(";
  for (const auto& group : groups())
    text += " " + zsh_item(group.name, group.summary);
  text += ") ;;\n";
  for (const auto& group : groups()) {
    text += "    '" + std::string(group.name) + " ') items=(";
    for (const auto& command : commands())
      if (command.group == group.name) text += " " + zsh_item(command.verb, command.summary);
    text += ") ;;\n";
  }
  for (const auto& command : commands()) {
    text += "    '" + std::string(command.group) + " " + std::string(command.verb) + "') items=(" +
            zsh_options(command.options);
    const std::string choices = choices_of(command);
    if (!choices.empty()) text += " " + choices;
    text += ") ;;\n";
  }
  return text + "  esac\n  [[ $PREFIX == -* ]] && items+=(" + zsh_options(global_options()) +
         ")\n"
         "  _describe 'pycharter-admin' items || _files\n"
         "}\n"
         "_pycharter_admin \"$@\"\n";
}

std::string fish_completion() {
  std::string text = "# fish completion for pycharter-admin\n";
  const std::string start = "complete -c pycharter-admin ";
  const auto add_option = [&](const std::string& condition, const Option& option) {
    text += start + condition + "-l " + std::string(option.name);
    if (option.letter != '\0') text += std::string(" -s ") + option.letter;
    if (!option.value.empty()) text += " -r";
    if (!option.choices.empty()) text += " -f -a " + quoted(option.choices);
    text += " -d " + quoted(option.description) + "\n";
  };
  for (const auto& option : global_options())
    add_option({}, option);
  const std::string any_group = joined(group_names());
  for (const auto& group : groups()) {
    const std::string name(group.name);
    const std::string any_verb = joined(verbs_of(group.name));
    text += start + "-f -n 'not __fish_seen_subcommand_from " + any_group + "' -a " + name + " -d " +
            quoted(group.summary) + "\n";
    for (const auto& command : commands()) {
      if (command.group != group.name) continue;
      const std::string verb(command.verb);
      text += start + "-f -n '__fish_seen_subcommand_from " + name +
              "; and not __fish_seen_subcommand_from " + any_verb + "' -a " + verb + " -d " +
              quoted(command.summary) + "\n";
      const std::string condition =
          "-n '__fish_seen_subcommand_from " + name + "; and __fish_seen_subcommand_from " + verb + "' ";
      for (const auto& option : command.options)
        add_option(condition, option);
      const std::string choices = choices_of(command);
      if (!choices.empty()) text += start + condition + "-a " + quoted(choices) + "\n";
    }
  }
  return text;
}

}  // namespace pycharter::admin

#include "arguments.h"

#include <algorithm>
#include <cctype>

#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>

#include <pycharter/error.h>

#include "config/secrets.h"
#include "config/suggest.h"

namespace pycharter::admin {
namespace {

namespace po = boost::program_options;

[[noreturn]] void wrong(const std::string& message, const std::string& help_of = {}) {
  throw Error(ErrorCode::usage,
              message + "\nSee 'pycharter-admin " + help_of + (help_of.empty() ? "" : " ") + "--help'.");
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const auto word : words)
    text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

// "; did you mean 'x'?", or the full stop in its place.
template <typename Words>
std::string hint(std::string_view word, const Words& known) {
  const std::string text = config::did_you_mean(word, known);
  return text.empty() ? "." : text;
}

bool is_url(const std::string& word) {
  return word.find("://") != std::string::npos && !word.starts_with('-');
}

// "-1", as in `--revision -1`, is a value and no option.
bool is_negative_number(std::string_view word) {
  return word.size() > 1 && word[0] == '-' && std::isdigit(static_cast<unsigned char>(word[1])) != 0;
}

const Option* find_option(const std::vector<Option>& options, std::string_view name) {
  for (const auto& option : options)
    if (option.name == name) return &option;
  return nullptr;
}

const Option* find_letter(const std::vector<Option>& options, char letter) {
  for (const auto& option : options)
    if (option.letter == letter) return &option;
  return nullptr;
}

// The option that a word names, in whichever form: --name, --name=value, -n, -nvalue.
const Option* option_of(const std::vector<Option>& options, const std::string& word) {
  if (word.starts_with("--")) return find_option(options, word.substr(2, word.find('=') - 2));
  return word.size() >= 2 && word[0] == '-' ? find_letter(options, word[1]) : nullptr;
}

bool takes_next_word(const Option& option, const std::string& word) {
  if (option.value.empty()) return false;
  return word.starts_with("--") ? word.find('=') == std::string::npos : word.size() == 2;
}

po::options_description describe(const std::vector<Option>& own, const std::vector<Option>& others) {
  po::options_description description;
  const auto add = [&](const Option& option, bool with_letter) {
    std::string name(option.name);
    if (with_letter && option.letter != '\0') name += std::string(",") + option.letter;
    auto* semantic = option.value.empty() ? static_cast<po::value_semantic*>(new po::untyped_value(true))
                                          : static_cast<po::value_semantic*>(new po::untyped_value(false));
    description.add_options()(name.c_str(), semantic, "");
  };
  for (const auto& option : own)
    add(option, true);
  for (const auto& option : others)
    if (find_option(own, option.name) == nullptr) add(option, find_letter(own, option.letter) == nullptr);
  return description;
}

std::vector<po::option> negative_numbers_are_words(std::vector<std::string>& words) {
  if (words.empty() || !is_negative_number(words[0])) return {};
  po::option option;
  option.value.push_back(words[0]);
  option.original_tokens.push_back(words[0]);
  words.erase(words.begin());
  return {option};
}

std::vector<std::string_view> option_words(const std::vector<Option>& own) {
  std::vector<std::string_view> names;
  for (const auto* list : {&own, &global_options()})
    for (const auto& option : *list)
      names.push_back(option.name);
  return names;
}

[[noreturn]] void unknown_option(const std::string& word, const std::vector<Option>& own,
                                 const std::string& help_of) {
  const auto bare = std::string_view(word).substr(std::min(word.find_first_not_of('-'), word.size()));
  const auto near = config::nearest(bare.substr(0, bare.find('=')), option_words(own));
  wrong("unknown option '" + word.substr(0, word.find('=')) + "'" +
            (near.empty() ? std::string() : "; did you mean '--" + near + "'?"),
        help_of);
}

// The places of group and verb among the words: the first two that are neither options, their values, nor a
// URL.
struct CommandWords {
  std::vector<std::size_t> places;
  std::size_t options_end;  // words before this one are global options
};

CommandWords find_command_words(const std::vector<std::string>& words) {
  CommandWords found{{}, words.size()};
  for (std::size_t i = 0; i < words.size() && found.places.size() < 2; ++i) {
    if (words[i] == "--") break;
    if (words[i].starts_with('-') && words[i].size() > 1) {
      const auto* option = option_of(global_options(), words[i]);
      if (option == nullptr) unknown_option(words[i], {}, {});
      if (takes_next_word(*option, words[i])) ++i;
      continue;
    }
    if (!is_url(words[i])) found.places.push_back(i);
  }
  if (found.places.size() == 2) found.options_end = found.places[1];
  return found;
}

void check_choice(const std::string& value, std::string_view choices, const std::string& what,
                  const std::string& help_of) {
  if (choices.empty()) return;
  std::vector<std::string_view> known;
  for (std::size_t from = 0; from <= choices.size();) {
    const auto end = std::min(choices.find(' ', from), choices.size());
    known.push_back(choices.substr(from, end - from));
    from = end + 1;
  }
  if (std::find(known.begin(), known.end(), value) != known.end()) return;
  wrong(what + " is one of " + joined(known) + ", not '" + value + "'" + hint(value, known), help_of);
}

// Parses words into options and positional arguments of the invocation.
void parse_words(const std::vector<std::string>& words, const std::vector<Option>& own,
                 const std::string& help_of, Invocation& invocation) {
  namespace style = po::command_line_style;
  const int styles = style::allow_long | style::allow_short | style::long_allow_next |
                     style::long_allow_adjacent | style::short_allow_next | style::short_allow_adjacent |
                     style::allow_sticky | style::allow_dash_for_short;
  const auto description = describe(own, global_options());
  try {
    const auto parsed = po::command_line_parser(words)
                            .options(description)
                            .style(styles)
                            .extra_style_parser(&negative_numbers_are_words)
                            .run();
    for (const auto& option : parsed.options) {
      if (option.string_key.empty()) {
        for (const auto& word : option.value)
          (is_url(word) ? invocation.urls : invocation.arguments).push_back(word);
        continue;
      }
      const auto* known = find_option(own, option.string_key);
      const bool is_own = known != nullptr;
      if (!is_own) known = find_option(global_options(), option.string_key);
      auto& values = (is_own ? invocation.options : invocation.global_options)[option.string_key];
      if (option.value.empty()) values.emplace_back();
      for (const auto& value : option.value) {
        check_choice(value, known->choices, "--" + option.string_key, help_of);
        values.push_back(value);
      }
      if (!known->value.empty() && !known->repeats && values.size() > 1)
        wrong("--" + option.string_key + " is given twice", help_of);
    }
  } catch (const po::unknown_option& error) {
    unknown_option(error.get_option_name().empty() ? std::string("-") : error.get_option_name(), own,
                   help_of);
  } catch (const po::error_with_option_name& error) {
    const std::string name = error.get_option_name();
    const auto* known = option_of(own, name);
    if (known == nullptr) known = option_of(global_options(), name);
    if (known != nullptr && !known->value.empty())
      wrong("option '" + name + "' needs a value: --" + std::string(known->name) + " " +
                std::string(known->value),
            help_of);
    wrong("option '" + name + "' takes no value", help_of);
  } catch (const po::error& error) {
    wrong(error.what(), help_of);
  }
}

bool takes_several_urls(const Command& command) {
  return !command.arguments.empty() && command.arguments.front().is_url;
}

// One URL is the database; where the arguments are URLs, each is one of them.
void place_urls(const Command& command, Invocation& invocation, const std::string& help_of) {
  auto& urls = invocation.urls;
  if (takes_several_urls(command)) {
    if (!invocation.arguments.empty())
      wrong("'" + invocation.arguments.front() + "' is no URL; a database is given as a URL, with ://",
            help_of);
    invocation.arguments = std::move(urls);
    urls.clear();
    return;
  }
  if (urls.size() > 1) wrong("two URLs are given; this command takes one", help_of);
  if (!urls.empty()) invocation.url = urls.front();
}

void check_arguments(const Command& command, const Invocation& invocation, const std::string& help_of) {
  std::size_t given = 0;
  for (const auto& argument : command.arguments) {
    if (given == invocation.arguments.size()) {
      if (argument.required) wrong("the argument " + std::string(argument.name) + " is missing", help_of);
      continue;
    }
    do {
      check_choice(invocation.arguments[given], argument.choices, std::string(argument.name), help_of);
    } while (++given < invocation.arguments.size() && argument.repeats);
  }
  if (given < invocation.arguments.size()) {
    const auto& word = invocation.arguments[given];
    const bool is_revision = find_option(command.options, "revision") != nullptr;
    if (takes_several_urls(command)) wrong("too many URLs are given", help_of);
    wrong("unexpected argument '" + config::mask_misspelt_url(word) + "'" +
              (is_revision         ? "; a revision is given as --revision " + word
               : command.takes_url ? "; a database is given as a URL, with ://"
                                   : ""),
          help_of);
  }
  if (invocation.url && !command.takes_url) wrong("this command takes no URL", help_of);
}

const Command& command_of(const std::string& group, const std::string& verb) {
  const auto names = group_names();
  if (std::find(names.begin(), names.end(), group) == names.end())
    wrong("unknown command '" + group + "'" + hint(group, names) + " The commands are " + joined(names) +
          ".");
  const auto verbs = verbs_of(group);
  const auto* command = find_command(group, verb);
  if (command == nullptr)
    wrong("unknown command '" + group + " " + verb + "'" + hint(verb, verbs) + " '" + group + "' knows " +
              joined(verbs) + ".",
          group);
  return *command;
}

bool asks_for_help(const Invocation& invocation) {
  return invocation.global_options.count("help") != 0;
}

Invocation parse_without_command(const std::vector<std::string>& words, const CommandWords& found) {
  Invocation invocation;
  if (!found.places.empty()) invocation.group = words[found.places[0]];
  parse_words(words, {}, {}, invocation);
  const auto names = group_names();
  const bool is_group =
      invocation.group.empty() || std::find(names.begin(), names.end(), invocation.group) != names.end();
  if (!is_group) command_of(invocation.group, {});
  if (invocation.global_options.count("version") != 0) {
    invocation.kind = Invocation::Kind::version;
  } else if (asks_for_help(invocation)) {
    invocation.kind = Invocation::Kind::help;
  } else if (invocation.group.empty()) {
    wrong("a command is missing; the commands are " + joined(names) + ".");
  } else {
    wrong("'" + invocation.group + "' needs one of " + joined(verbs_of(invocation.group)) + ".",
          invocation.group);
  }
  return invocation;
}

}  // namespace

bool Invocation::has(std::string_view option) const {
  return options.count(std::string(option)) != 0 || global_options.count(std::string(option)) != 0;
}

std::vector<std::string> Invocation::values(std::string_view option) const {
  for (const auto* given : {&options, &global_options})
    if (const auto found = given->find(std::string(option)); found != given->end()) return found->second;
  return {};
}

std::optional<std::string> Invocation::value(std::string_view option) const {
  const auto all = values(option);
  if (all.empty()) return std::nullopt;
  return all.back();
}

Invocation parse_arguments(const std::vector<std::string>& words) {
  // Not in the table: what the build calls to make man page and completions.
  if (words.size() == 2 && words[0] == "__generate") {
    Invocation invocation;
    invocation.kind = Invocation::Kind::generate;
    invocation.arguments = {words[1]};
    return invocation;
  }
  const auto found = find_command_words(words);
  if (found.places.size() < 2) return parse_without_command(words, found);
  const std::string group = words[found.places[0]];
  const std::string verb = words[found.places[1]];
  const Command& command = command_of(group, verb);
  const std::string help_of = group + " " + verb;

  // Before the verb every option is global; behind it the command's own come first (-v).
  std::vector<std::string> before(words.begin(),
                                  words.begin() + static_cast<std::ptrdiff_t>(found.options_end));
  before.erase(before.begin() + static_cast<std::ptrdiff_t>(found.places[0]));
  const std::vector<std::string> behind(words.begin() + static_cast<std::ptrdiff_t>(found.places[1]) + 1,
                                        words.end());
  Invocation invocation;
  invocation.group = group;
  invocation.command = &command;
  parse_words(before, {}, {}, invocation);
  parse_words(behind, command.options, help_of, invocation);
  if (asks_for_help(invocation)) {
    invocation.kind = Invocation::Kind::help;
    return invocation;
  }
  place_urls(command, invocation, help_of);
  check_arguments(command, invocation, help_of);
  return invocation;
}

bool asks_for_json(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == "--format=json" ||
        (words[i] == "--format" && i + 1 < words.size() && words[i + 1] == "json"))
      return true;
  return false;
}

}  // namespace pycharter::admin

#include "help.h"

#include <gtest/gtest.h>

namespace pycharter::admin {
namespace {

TEST(Help, EveryCommandAndOptionIsInEveryText) {
  std::string manual = man_page();
  std::erase(manual, '\\');  // troff's hyphens
  const std::string texts[] = {manual, bash_completion(), zsh_completion(), fish_completion()};
  for (const auto& command : commands()) {
    for (const auto& text : texts)
      EXPECT_NE(text.find(command.verb), std::string::npos) << command.verb;
    const auto help = help_text({.group = std::string(command.group), .command = &command});
    for (const auto& option : command.options)
      EXPECT_NE(help.find("--" + std::string(option.name)), std::string::npos) << option.name;
    for (const auto& option : global_options())
      EXPECT_NE(help.find("--" + std::string(option.name)), std::string::npos) << option.name;
  }
}

TEST(Help, EveryRowIsDescribedInOneLine) {
  for (const auto& command : commands()) {
    EXPECT_FALSE(command.summary.empty());
    for (const auto& option : command.options)
      EXPECT_FALSE(option.description.empty()) << command.verb << " " << option.name;
  }
}

TEST(Help, LettersOfACommandAreUniqueInIt) {
  for (const auto& command : commands()) {
    std::string letters;
    for (const auto& option : command.options) {
      if (option.letter == '\0') continue;
      EXPECT_EQ(letters.find(option.letter), std::string::npos) << command.verb << " -" << option.letter;
      letters += option.letter;
    }
  }
}

TEST(Help, GroupHelpListsItsCommandsOnly) {
  const auto help = help_text({.group = "plugin"});
  EXPECT_NE(help.find("plugin doctor"), std::string::npos);
  EXPECT_EQ(help.find("store get"), std::string::npos);
}

TEST(Help, ManPageEscapesHyphens) {
  EXPECT_NE(man_page().find("\\-\\-lock\\-timeout"), std::string::npos);
}

}  // namespace
}  // namespace pycharter::admin

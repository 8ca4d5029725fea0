#include "arguments.h"

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace pycharter::admin {
namespace {

using tests::error_of;

std::string refusal(const std::vector<std::string>& words) {
  const auto error = error_of([&] { parse_arguments(words); });
  EXPECT_EQ(error.code(), ErrorCode::usage);
  return error.message();
}

void expect_in(const std::string& part, const std::string& text) {
  EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(Arguments, CommandUrlAndOptionsStandInAnyOrder) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"db", "upgrade", "a://b", "--revision", "x", "--format", "json"},
           {"--format=json", "db", "a://b", "upgrade", "--revision=x"},
           {"a://b", "--format", "json", "db", "upgrade", "--revision", "x"},
           {"db", "--format", "json", "upgrade", "--revision", "x", "a://b"}}) {
    const auto invocation = parse_arguments(words);
    ASSERT_NE(invocation.command, nullptr);
    EXPECT_EQ(invocation.command->verb, "upgrade");
    EXPECT_EQ(invocation.url, "a://b");
    EXPECT_EQ(invocation.value("revision"), "x");
    EXPECT_EQ(invocation.value("format"), "json");
  }
}

TEST(Arguments, NegativeNumbersAreValuesAndArguments) {
  EXPECT_EQ(parse_arguments({"db", "downgrade", "--revision", "-1"}).value("revision"), "-1");
  EXPECT_EQ(parse_arguments({"db", "downgrade", "--revision=-12"}).value("revision"), "-12");
  EXPECT_EQ(parse_arguments({"db", "stamp", "-1"}).arguments, std::vector<std::string>{"-1"});
  EXPECT_EQ(parse_arguments({"db", "show", "-1"}).arguments, std::vector<std::string>{"-1"});
}

TEST(Arguments, VerboseBehindTheCommandIsTheCommands) {
  EXPECT_EQ(parse_arguments({"db", "history", "-v"}).options.count("verbose"), 1U);
  EXPECT_EQ(parse_arguments({"-v", "db", "history"}).global_options.count("verbose"), 1U);
  EXPECT_EQ(parse_arguments({"-v", "db", "history"}).options.count("verbose"), 0U);
  EXPECT_EQ(parse_arguments({"db", "upgrade", "-v"}).global_options.count("verbose"), 1U);
}

TEST(Arguments, LettersMayStickTogetherAndToTheirValues) {
  const auto invocation =
      parse_arguments({"db", "history", "-ivr", "a:b", "-xk=v", "-x", "l=w", "-qc", "f.ini"});
  EXPECT_TRUE(invocation.has("indicate-current"));
  EXPECT_EQ(invocation.value("rev-range"), "a:b");
  EXPECT_EQ(invocation.values("x-arg"), (std::vector<std::string>{"k=v", "l=w"}));
  EXPECT_EQ(invocation.value("config"), "f.ini");
}

TEST(Arguments, ValueThatLooksLikeACommandIsNone) {
  EXPECT_EQ(parse_arguments({"--config", "db", "db", "heads"}).value("config"), "db");
  EXPECT_EQ(parse_arguments({"db", "revision", "-m", "db upgrade: a://b"}).value("message"),
            "db upgrade: a://b");
}

TEST(Arguments, UnknownWordsAreAnsweredWithTheNearest) {
  expect_in("did you mean 'upgrade'?", refusal({"db", "upgrad"}));
  expect_in("did you mean 'db'?", refusal({"dbb"}));
  expect_in("did you mean 'store'?", refusal({"stor", "list"}));
  expect_in("did you mean '--revision'?", refusal({"db", "upgrade", "--revison", "x"}));
  expect_in("did you mean '--format'?", refusal({"--fromat", "json", "db", "heads"}));
  expect_in("unknown option '-z'", refusal({"db", "heads", "-z"}));
  expect_in("did you mean 'schema'?", refusal({"store", "get", "shema", "x"}));
  expect_in("text, json", refusal({"--format", "xml", "db", "heads"}));
}

TEST(Arguments, WhatIsMissingOrTooMuchIsNamed) {
  expect_in("a command is missing", refusal({}));
  expect_in("'db' needs one of init, upgrade", refusal({"db"}));
  expect_in("the argument WHAT is missing", refusal({"store", "get"}));
  expect_in("the argument NAME[@VERSION] is missing", refusal({"store", "get", "schema"}));
  expect_in("needs a value: --revision REV", refusal({"db", "upgrade", "--revision"}));
  expect_in("takes no value", refusal({"db", "upgrade", "--sql=yes"}));
  expect_in("is given twice", refusal({"db", "upgrade", "--revision", "a", "--revision", "b"}));
  expect_in("two URLs", refusal({"db", "upgrade", "a://", "b://"}));
  expect_in("a revision is given as --revision head", refusal({"db", "upgrade", "head"}));
  expect_in("takes no URL", refusal({"plugin", "list", "a://"}));
}

TEST(Arguments, HelpIsAskedForAtEachLevel) {
  EXPECT_EQ(parse_arguments({"--help"}).kind, Invocation::Kind::help);
  EXPECT_EQ(parse_arguments({"db", "-h"}).group, "db");
  const auto invocation = parse_arguments({"store", "get", "--help"});
  EXPECT_EQ(invocation.kind, Invocation::Kind::help);
  EXPECT_EQ(invocation.command->verb, "get");
  EXPECT_EQ(parse_arguments({"--version"}).kind, Invocation::Kind::version);
}

TEST(Arguments, ErrorsDoNotEchoTheWholeUrl) {
  const auto text = refusal({"db", "upgrade", "a://u:hunter2@h", "b://u:hunter2@h"});
  EXPECT_EQ(text.find("hunter2"), std::string::npos);
}

TEST(Arguments, AskingForJsonIsSeenInABrokenLine) {
  EXPECT_TRUE(asks_for_json({"dbb", "--format", "json"}));
  EXPECT_TRUE(asks_for_json({"--format=json", "dbb"}));
  EXPECT_FALSE(asks_for_json({"dbb", "--format"}));
}

}  // namespace
}  // namespace pycharter::admin

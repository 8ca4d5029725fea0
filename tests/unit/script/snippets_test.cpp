// Every snippet prints here what it prints under CPython (generate_expected.py).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> snippets() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(SNIPPETS)) {
    if (entry.path().extension() == ".py") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Snippet : public testing::TestWithParam<std::string> {};

TEST_P(Snippet, PrintsWhatPythonPrints) {
  const std::filesystem::path path = std::filesystem::path(SNIPPETS) / (GetParam() + ".py");
  ModuleRegistry registry;
  add_standard_library(registry);
  std::string printed;
  HostServices host;
  host.print = [&](std::string_view line) { printed.append(line).append("\n"); };
  Interpreter interpreter(registry, {}, host);
  try {
    interpreter.load(path.filename().string(), read(path));
  } catch (const Error& error) {
    ADD_FAILURE() << error.facts().file << ":" << error.facts().line << ": " << error.message();
  }
  std::istringstream got(printed), wanted(read(std::filesystem::path(SNIPPETS) / (GetParam() + ".expected")));
  std::string got_line, wanted_line;
  for (int line = 1; std::getline(wanted, wanted_line); ++line) {
    if (!std::getline(got, got_line)) got_line = "(nothing)";
    EXPECT_EQ(got_line, wanted_line) << "line " << line << " of " << GetParam();
  }
  EXPECT_FALSE(std::getline(got, got_line)) << got_line;
}

INSTANTIATE_TEST_SUITE_P(Python, Snippet, testing::ValuesIn(snippets()),
                         [](const auto& given) { return given.param; });

}  // namespace
}  // namespace pycharter::alembic::script

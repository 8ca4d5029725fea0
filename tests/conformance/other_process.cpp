#include "other_process.h"

#include <spawn.h>
#include <unistd.h>

#include <cstdio>
#include <string_view>
#include <system_error>
#include <vector>

namespace pycharter::conformance {
namespace {

constexpr std::string_view word = "--store-one";  // URL SCHEMA [OPTION=VALUE]...

}  // namespace

pid_t start_other_process(const Database& database, const std::string& schema) {
  std::vector<std::string> words{"/proc/self/exe", std::string(word), database.url, schema};
  for (const auto& [option, value] : database.options)
    words.push_back(option + '=' + value);
  std::vector<char*> arguments;
  for (auto& one : words)
    arguments.push_back(one.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failed = posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ);
  if (failed != 0) throw std::system_error(failed, std::generic_category(), "posix_spawn");
  return child;
}

std::optional<int> run_as_other_process(int argc, char** argv) {
  if (argc < 4 || argv[1] != word) return std::nullopt;
  Database database{argv[2]};
  for (int i = 4; i < argc; ++i) {
    const std::string option = argv[i];
    const auto sign = option.find('=');
    database.options[option.substr(0, sign)] = option.substr(sign + 1);
  }
  try {
    database.open().store_schema(argv[3], "{}", "1");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "another process: %s\n", error.what());
    return 1;
  }
  return 0;
}

}  // namespace pycharter::conformance

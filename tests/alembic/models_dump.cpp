// models_dump [--path FOLDER]... [--env FILE] [--type NAME=EXPRESSION]... MODEL...
//
// Prints the tables that models declare: {"tables": […], "sequences": […]}. What cannot be read is printed as
// {"error": {"message", "file", "line", "column", "source_line"}}, and the exit code is 1. `--lines` reads
// such argument lists as lines of JSON arrays and answers a line for each.
#include <pycharter/plugin/error.h>

#include <boost/json.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "alembic/autogenerate/models/declared_models.h"

namespace {

namespace json = boost::json;
using pycharter::alembic::ModelSources;

ModelSources parse(const std::vector<std::string>& arguments) {
  ModelSources sources;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    const bool more = i + 1 < arguments.size();
    if (word == "--path" && more) {
      sources.python_path.emplace_back(arguments[++i]);
    } else if (word == "--env" && more) {
      sources.env_py = arguments[++i];
    } else if (word == "--type" && more) {
      const std::string pair = arguments[++i];
      sources.foreign_names[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
    } else {
      sources.models.push_back(word);
    }
  }
  return sources;
}

json::object answer(const std::vector<std::string>& arguments) {
  try {
    auto models = pycharter::alembic::read_models(parse(arguments));
    return {{"tables", std::move(models.tables)}, {"sequences", std::move(models.sequences)}};
  } catch (const pycharter::Error& error) {
    const auto& facts = error.facts();
    return {{"error", json::object{{"message", error.message()},
                                   {"file", facts.file},
                                   {"line", facts.line},
                                   {"column", facts.column},
                                   {"source_line", facts.source_line}}}};
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments == std::vector<std::string>{"--lines"}) {
    for (std::string line; std::getline(std::cin, line);)
      std::cout << answer(json::value_to<std::vector<std::string>>(json::parse(line))) << std::endl;
    return 0;
  }
  const json::object made = answer(arguments);
  std::cout << made << '\n';
  return made.contains("error") ? 1 : 0;
}

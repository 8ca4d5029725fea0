// Lines of {"dialect", "operation"} on stdin, a line of {"sql": […]} or {"error": "…"} on stdout for each:
// what render_oracle.py compares with Alembic. Values stand in place, as in `--sql`.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "pycharter/plugin/error.h"
#include "sql/ddl/compiler.h"

namespace json = boost::json;
using pycharter::sql::ddl::Compiler;

int main() {
  std::map<std::string, std::unique_ptr<Compiler>> compilers;
  json::parse_options deep;
  deep.max_depth = 200;
  for (std::string line; std::getline(std::cin, line);) {
    json::object answer;
    try {
      const auto request = json::parse(line, {}, deep).as_object();
      auto& compiler = compilers[std::string(request.at("dialect").as_string())];
      if (!compiler)
        compiler = pycharter::sql::ddl::make_compiler(std::string(request.at("dialect").as_string()));
      json::array sql;
      const auto statements = json::parse(compiler->compile(json::serialize(request.at("operation")), true));
      for (const auto& statement : statements.as_array()) {
        sql.push_back(statement.at("sql"));
      }
      answer["sql"] = std::move(sql);
    } catch (const std::exception& error) {
      answer["error"] = error.what();
    }
    std::cout << json::serialize(answer) << '\n';
  }
}

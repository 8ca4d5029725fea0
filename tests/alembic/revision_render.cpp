// Lines of {"dialect", "upgrade": [op…], "downgrade": [op…]?, "batch": bool?} on stdin, a line of {"imports",
// "upgrades", "downgrades"} or {"error"} on stdout for each: what rendered_autogenerate.py compares with
// Alembic.
#include <boost/json.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "alembic/autogenerate/render/render.h"
#include "sql/ddl/compiler.h"

namespace json = boost::json;
using pycharter::alembic::RenderOptions;
using pycharter::sql::ddl::Compiler;

namespace {

std::vector<std::string> statements_of(Compiler& compiler, const json::object& operation) {
  std::vector<std::string> statements;
  const auto made = json::parse(compiler.compile(json::serialize(operation), true));
  for (const auto& statement : made.as_array())
    statements.emplace_back(statement.at("sql").as_string());
  return statements;
}

json::object answer(const json::object& request, Compiler& compiler) {
  RenderOptions options;
  options.dialect = request.at("dialect").as_string();
  options.render_as_batch = request.contains("batch") && request.at("batch").as_bool();
  options.compile = [&](const json::object& operation) { return statements_of(compiler, operation); };
  const json::array none;
  const auto* downgrade = request.if_contains("downgrade");
  const auto body =
      render_operations(request.at("upgrade").as_array(), downgrade ? downgrade->as_array() : none, options);
  return {{"imports", body.imports}, {"upgrades", body.upgrades}, {"downgrades", body.downgrades}};
}

}  // namespace

int main() {
  std::map<std::string, std::unique_ptr<Compiler>> compilers;
  json::parse_options deep;
  deep.max_depth = 200;
  for (std::string line; std::getline(std::cin, line);) {
    json::object made;
    try {
      const auto request = json::parse(line, {}, deep).as_object();
      auto& compiler = compilers[std::string(request.at("dialect").as_string())];
      if (!compiler)
        compiler = pycharter::sql::ddl::make_compiler(std::string(request.at("dialect").as_string()));
      made = answer(request, *compiler);
    } catch (const std::exception& error) {
      made["error"] = error.what();
    }
    std::cout << json::serialize(made) << '\n';
  }
}

// A backend's catalog and compiler behind lines of JSON, for tests that compare them with SQLAlchemy's:
//
//     catalog_run postgresql URL
//
// reads {"operation": …} (compiled and run), {"sql": "…"} (run) and {"reflect": …} (asked) from stdin, and
// writes a line for each: the answer, {} for what has none, or {"error": "…"}.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "mysql/backend.h"
#include "postgresql/backend.h"
#include "sqlite/backend.h"

namespace json = boost::json;
namespace plugin = pycharter::plugin;

namespace {

using Made = std::unique_ptr<pycharter::sql::Backend>;

template <class Backend>
Made make() {
  return std::make_unique<Backend>(plugin::Host(), plugin::Settings());
}

struct Known {
  std::string_view name;
  Made (*make)();
};
constexpr Known backends[] = {{"postgresql", &make<pycharter::postgresql::Backend>},
                              {"mysql", &make<pycharter::mysql::Backend>},
                              {"sqlite", &make<pycharter::sqlite::Backend>}};

Made open(std::string_view name, const std::string& url) {
  for (const auto& known : backends) {
    if (known.name != name) continue;
    auto backend = known.make();
    plugin::ConnectOptions options;
    options.url = url;
    options.may_create = true;
    options.migration = true;
    backend->connect(options);
    return backend;
  }
  return nullptr;
}

json::value parsed(std::string_view text) {
  json::parse_options deep;
  deep.max_depth = 200;
  return json::parse(text, {}, deep);
}

std::string answer(pycharter::sql::Backend& backend, const json::object& request) {
  if (const auto* asked = request.if_contains("reflect")) return backend.reflect(json::serialize(*asked));
  if (const auto* sql = request.if_contains("sql")) {
    backend.execute(sql->as_string(), {}, {});
    return "{}";
  }
  const auto statements = parsed(backend.compile(json::serialize(request.at("operation")), true));
  for (const auto& statement : statements.as_array())
    backend.execute(statement.at("sql").as_string(), {}, {});
  return "{}";
}

}  // namespace

int main(int count, char** arguments) {
  const auto backend = count == 3 ? open(arguments[1], arguments[2]) : nullptr;
  if (!backend) {
    std::cerr << "catalog_run postgresql|mysql|sqlite URL\n";
    return 2;
  }
  for (std::string line; std::getline(std::cin, line);) {
    try {
      std::cout << answer(*backend, parsed(line).as_object()) << std::endl;
    } catch (const std::exception& error) {
      std::cout << json::serialize(json::object{{"error", error.what()}}) << std::endl;
    }
  }
}

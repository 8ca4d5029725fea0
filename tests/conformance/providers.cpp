// One row for each backend of this project.
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "target.h"
#ifdef PYCHARTER_TEST_WITH_LIBPQ
#include "postgresql_server.h"
#endif
#ifdef PYCHARTER_TEST_WITH_LIBMARIADB
#include "mysql_server.h"
#endif
#ifdef PYCHARTER_TEST_WITH_LIBMONGOC
#include "mongodb_server.h"
#endif
#ifdef PYCHARTER_TEST_WITH_HIREDIS
#include "redis_server.h"
#endif

namespace pycharter::conformance {
namespace {

std::string unique_name() {
  static int count = 0;
  return "conformance_" + std::to_string(getpid()) + '_' + std::to_string(++count);
}

Target memory(const std::string&) {
  const auto make = [] { return Database{"memory://" + unique_name()}; };
  Target target{.name = "memory", .shared = make(), .empty = make};
  // A named database goes with its last store.
  target.cleanup = std::make_shared<MetadataStore>(target.shared.open());
  return target;
}

Target sqlite(const std::string&) {
  std::string folder = std::filesystem::temp_directory_path() / "conformance_XXXXXX";
  if (mkdtemp(folder.data()) == nullptr)
    throw std::runtime_error("can't make a folder for databases: " + folder);
  // A slow disk is no fault: writers wait for each other until it has synced.
  const auto make = [folder] {
    return Database{"sqlite:///" + folder + '/' + unique_name() + ".db?timeout=60"};
  };
  Target target{.name = "sqlite", .shared = make(), .empty = make};
  target.cleanup = std::shared_ptr<void>(nullptr, [folder](void*) {
    std::error_code ignored;  // a folder left behind fails no test
    std::filesystem::remove_all(folder, ignored);
  });
  return target;
}

#ifdef PYCHARTER_TEST_WITH_LIBPQ
Target postgresql(const std::string& url) {
  auto server = std::make_shared<PostgresqlServer>(url, unique_name());
  Target target{
      .name = "postgresql", .shared = {server->url()}, .server = server, .impatience = "connect_timeout=2"};
  target.empty = [server] { return Database{server->url(), {{"schema_name", unique_name()}}}; };
  return target;
}

// The same backend through a pooler in transaction mode, where nothing of a session holds.
Target pgbouncer(const std::string& url) {
  auto target = postgresql(url);
  target.name = "pgbouncer";
  return target;
}
#endif

#ifdef PYCHARTER_TEST_WITH_LIBMARIADB
Target mysql(const std::string& url) {
  auto server = std::make_shared<MysqlServer>(url, unique_name());
  Target target{
      .name = "mysql", .shared = {server->url()}, .server = server, .impatience = "connect_timeout=1"};
  target.empty = [server] { return Database{server->make_database(unique_name())}; };
  return target;
}
#endif

#ifdef PYCHARTER_TEST_WITH_LIBMONGOC
Target mongodb(const std::string& url) {
  auto server = std::make_shared<MongodbServer>(url, unique_name());
  Target target{.name = "mongodb",
                .shared = {server->url()},
                .server = server,
                .impatience = "serverSelectionTimeoutMS=700&connectTimeoutMS=500"};
  target.empty = [server] { return Database{server->make_database(unique_name())}; };
  return target;
}
#endif

#ifdef PYCHARTER_TEST_WITH_HIREDIS
Target redis(const std::string& url) {
  auto server = std::make_shared<RedisServer>(url, unique_name());
  Target target{.name = "redis",
                .shared = server->shared(),
                .server = server,
                .impatience = "socket_connect_timeout=0.5"};
  target.empty = [server] { return server->database(unique_name()); };
  return target;
}
#endif

}  // namespace

const std::vector<Provider>& providers() {
  static const std::vector<Provider> all{
      {"memory", nullptr, &memory},
      {"sqlite", nullptr, &sqlite},
#ifdef PYCHARTER_TEST_WITH_LIBPQ
      {"postgresql", "PYCHARTER_TEST_POSTGRESQL_URL", &postgresql},
      {"pgbouncer", "PYCHARTER_TEST_PGBOUNCER_URL", &pgbouncer},
#endif
#ifdef PYCHARTER_TEST_WITH_LIBMARIADB
      {"mysql", "PYCHARTER_TEST_MYSQL_URL", &mysql},
#endif
#ifdef PYCHARTER_TEST_WITH_LIBMONGOC
      {"mongodb", "PYCHARTER_TEST_MONGODB_URL", &mongodb},
#endif
#ifdef PYCHARTER_TEST_WITH_HIREDIS
      {"redis", "PYCHARTER_TEST_REDIS_URL", &redis},
#endif
  };
  return all;
}

}  // namespace pycharter::conformance

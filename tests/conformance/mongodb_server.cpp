#include "mongodb_server.h"

#include <pycharter/plugin/url.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>

namespace pycharter::conformance {
namespace {

constexpr auto user = "pycharter_password";
constexpr auto right_password = "right-password";

void drop_log(mongoc_log_level_t, const char*, const char*, void*) {}

}  // namespace

MongodbServer::MongodbServer(const std::string& server_url, std::string database)
    : server_url_(server_url), database_(std::move(database)) {
  mongoc_init();
  mongoc_log_set_handler(&drop_log, nullptr);
  client_.reset(mongoc_client_new(server_url.c_str()));
  if (!client_) throw std::runtime_error("libmongoc can't read the URL");
  const auto host = plugin::parse_url(server_url).hosts.at(0);
  constexpr int default_port = 27017;
  proxy_ = std::make_unique<testing::TcpProxy>(host.name, host.port == 0 ? default_port : host.port);
  is_ferretdb_ = run(R"({"buildInfo": 1})").find("ferretdbVersion") != std::string::npos;
  databases_.push_back(database_);
  if (!is_ferretdb_) {
    const std::string roles = R"(, "roles": [{"role": "readWriteAnyDatabase", "db": "admin"}]})";
    try {
      run_on("admin",
             std::string(R"({"createUser": ")") + user + R"(", "pwd": ")" + right_password + '"' + roles);
    } catch (const std::runtime_error&) {
      // It is there, from another run.
    }
  }
}

MongodbServer::~MongodbServer() {
  for (const auto& name : databases_)
    try {
      run_on(name, R"({"dropDatabase": 1})");
    } catch (const std::runtime_error&) {
      // Left behind, it fails no test.
    }
}

std::string MongodbServer::run(const std::string& command) {
  return run_on(database_, command);
}

std::string MongodbServer::run_on(const std::string& database, const std::string& command) {
  bson_error_t error{};
  const std::unique_ptr<bson_t, decltype(&bson_destroy)> parsed(
      bson_new_from_json(reinterpret_cast<const std::uint8_t*>(command.data()),
                         static_cast<ssize_t>(command.size()), &error),
      &bson_destroy);
  if (!parsed) throw std::runtime_error(error.message);
  bson_t reply;
  const bool done =
      mongoc_client_command_simple(client_.get(), database.c_str(), parsed.get(), nullptr, &reply, &error);
  const std::unique_ptr<char, decltype(&bson_free)> text(bson_as_relaxed_extended_json(&reply, nullptr),
                                                         &bson_free);
  bson_destroy(&reply);
  if (!done) throw std::runtime_error(error.message);
  return text.get();
}

std::string MongodbServer::make_database(const std::string& name) {
  databases_.push_back(name);
  return url_of(name);
}

std::string MongodbServer::url_of(const std::string& database) const {
  auto parts = plugin::parse_url(server_url_);
  parts.database = database;
  parts.hosts = {{"127.0.0.1", proxy_->port()}};
  // Members of a replica set are elsewhere than behind the proxy.
  std::erase_if(parts.query, [](const auto& parameter) { return parameter.first == "replicaSet"; });
  parts.query.emplace_back("directConnection", "true");
  if (parts.user && !parts.parameter("authSource")) parts.query.emplace_back("authSource", "admin");
  return parts.to_string();
}

std::string MongodbServer::url_of_all_members() {
  auto parts = plugin::parse_url(server_url_);
  parts.database = database_;
  if (parts.user && !parts.parameter("authSource")) parts.query.emplace_back("authSource", "admin");
  const auto hello = boost::json::parse(run_on("admin", R"({"hello": 1})"));
  const auto* set = hello.as_object().if_contains("setName");
  if (set != nullptr && !parts.parameter("replicaSet"))
    parts.query.emplace_back("replicaSet", std::string(set->as_string()));
  return parts.to_string();
}

int MongodbServer::open_transactions() {
  if (is_ferretdb_) return 0;  // it has none
  const auto status = boost::json::parse(run(R"({"serverStatus": 1})"));
  const auto* open = status.as_object().if_contains("transactions");
  return open == nullptr ? 0 : open->at("currentOpen").to_number<int>();
}

int MongodbServer::rows(const std::string& collection) {
  return boost::json::parse(run(R"({"count": ")" + collection + R"("})")).at("n").to_number<int>();
}

std::string MongodbServer::url_with_wrong_password(const std::string& password) {
  return url_with_password(password);
}

std::string MongodbServer::url_with_encoded_password() {
  auto url = url_with_password(right_password);
  url.replace(url.find(right_password), 1, "%72");
  // The one mechanism that FerretDB has here; it takes any password.
  return is_ferretdb_ ? url + "&authMechanism=PLAIN" : url;
}

std::string MongodbServer::url_with_password(const std::string& password) const {
  auto parts = plugin::parse_url(url());
  parts.user = user;
  parts.password = password;
  if (!parts.parameter("authSource")) parts.query.emplace_back("authSource", "admin");
  return parts.to_string();
}

}  // namespace pycharter::conformance

#include "redis_server.h"

#include <pycharter/plugin/url.h>

#include <stdexcept>

namespace pycharter::conformance {
namespace {

constexpr auto user = "pycharter_password";
constexpr auto right_password = "right-password";
constexpr int default_port = 6379;

std::string text_of(const redisReply& reply) {
  if (reply.type == REDIS_REPLY_ERROR) throw std::runtime_error(reply.str);
  if (reply.type == REDIS_REPLY_INTEGER) return std::to_string(reply.integer);
  if (reply.type == REDIS_REPLY_NIL) return "";
  if (reply.type != REDIS_REPLY_ARRAY) return {reply.str, static_cast<std::size_t>(reply.len)};
  std::string text;
  for (std::size_t i = 0; i < reply.elements; ++i)
    text += (i == 0 ? "" : " ") + text_of(*reply.element[i]);
  return text;
}

}  // namespace

RedisServer::RedisServer(const std::string& server_url, std::string prefix)
    : server_url_(server_url), prefix_(std::move(prefix)), prefixes_{prefix_} {
  const auto parts = plugin::parse_url(server_url);
  const auto& host = parts.hosts.at(0);
  const int port = host.port == 0 ? default_port : host.port;
  context_.reset(redisConnect(host.name.c_str(), port));
  if (!context_ || context_->err != 0) throw std::runtime_error("can't connect to the Redis server");
  if (parts.password) run({"AUTH", parts.user.value_or("default"), *parts.password});
  if (parts.database && !parts.database->empty()) run({"SELECT", *parts.database});
  proxy_ = std::make_unique<testing::TcpProxy>(host.name, port);
  run({"ACL", "SETUSER", user, "on", std::string(">") + right_password, "~*", "&*", "+@all", "-@dangerous"});
}

RedisServer::~RedisServer() {
  for (const auto& prefix : prefixes_)
    try {
      run({"EVAL", "for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end return 0",
           "0", prefix + ":*"});
    } catch (const std::runtime_error&) {
      // Left behind, they fail no test.
    }
}

std::string RedisServer::run(const std::vector<std::string>& command) {
  std::vector<const char*> words;
  std::vector<std::size_t> sizes;
  for (const auto& word : command) {
    words.push_back(word.data());
    sizes.push_back(word.size());
  }
  const std::unique_ptr<redisReply, decltype(&freeReplyObject)> reply(
      static_cast<redisReply*>(
          redisCommandArgv(context_.get(), static_cast<int>(words.size()), words.data(), sizes.data())),
      &freeReplyObject);
  if (!reply) throw std::runtime_error(context_->errstr);
  return text_of(*reply);
}

Database RedisServer::database(const std::string& prefix) {
  prefixes_.push_back(prefix);
  return {url(), {{"key_prefix", prefix}}};
}

std::string RedisServer::url() const {
  auto parts = plugin::parse_url(server_url_);
  parts.hosts = {{"127.0.0.1", proxy_->port()}};
  return parts.to_string();
}

int RedisServer::rows(const std::string& table) {
  const auto word = table.substr(0, table.find('_'));
  if (table.ends_with("_rules") && word != "governance")
    return std::stoi(run({"ZCARD", prefix_ + ":recent:" + word}));
  return std::stoi(run({"EVAL", "return #redis.call('KEYS', ARGV[1])", "0", prefix_ + ':' + word + ":*"}));
}

std::string RedisServer::url_with_wrong_password(const std::string& password) {
  auto parts = plugin::parse_url(url());
  parts.user = user;
  parts.password = password;
  return parts.to_string();
}

std::string RedisServer::url_with_encoded_password() {
  auto url = url_with_wrong_password(right_password);
  return url.replace(url.find(right_password), 1, "%72");
}

}  // namespace pycharter::conformance

#include <hiredis/hiredis.h>
#include <pycharter/plugin/url.h>

#include <algorithm>
#include <boost/json.hpp>

#include "contender.h"

namespace pycharter::bench {
namespace {

// Of one moment: a schema, and the newest set of its rules of each kind, whose names the sorted sets tell.
constexpr const char* snapshot = R"lua(
local found = {redis.call('GET', KEYS[1]), false, false}
for i = 1, 2 do
  local newest = redis.call('ZREVRANGE', KEYS[i + 1], 0, 0)[1]
  if newest then found[i + 1] = redis.call('GET', ARGV[i] .. newest) end
end
return found
)lua";

// The keys of PyCharter 0.0.3.
class RedisClient : public Contender {
 public:
  explicit RedisClient(const std::string& text) : connection_(nullptr, &redisFree) {
    const auto url = plugin::parse_url(text);
    connection_.reset(redisConnect(url.hosts[0].name.c_str(), url.hosts[0].port));
    if (!connection_ || connection_->err != 0) throw std::runtime_error("no connection to Redis");
    if (!url.database.value_or("").empty()) command({"SELECT", *url.database});
    snapshot_ = text_of(command({"SCRIPT", "LOAD", snapshot}).get());
  }
  void put() override {
    append({"MULTI"});
    queue_put("bench", next_document());
    append({"EXEC"});
    receive(2 + replies_of_a_put);
  }
  void get() override { benchmark::DoNotOptimize(member(command({"GET", key_of("bench")}).get(), "schema")); }
  void complete() override { benchmark::DoNotOptimize(merged(read())); }
  void rows() override { benchmark::DoNotOptimize(read()); }
  void list() override {
    const auto members = command({"SMEMBERS", "pycharter:schemas:index"});
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < members->elements; i += slice) {
      std::vector<std::string> words{"MGET"};
      for (std::size_t j = i; j < members->elements && j < i + slice; ++j)
        words.push_back("pycharter:schemas:" + text_of(members->element[j]));
      const auto values = command(words);
      for (std::size_t j = 0; j < values->elements; ++j) {
        const auto record = boost::json::parse(text_of(values->element[j]));
        entries.push_back({record.at("id").as_string().c_str(), record.at("name").as_string().c_str(),
                           record.at("version").as_string().c_str()});
      }
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    benchmark::DoNotOptimize(entries);
  }
  // Others see all of them or none.
  void bulk() override {
    const auto& document = next_document();
    append({"MULTI"});
    for (std::size_t i = 0; i < many_names().size(); i += slice) {
      for (std::size_t j = i; j < i + slice; ++j)
        queue_put(many_names()[j], document);
      receive((i == 0 ? 1 : 0) + replies_of_a_put * slice);
    }
    append({"EXEC"});
    receive();
  }

 private:
  static constexpr std::size_t slice = 500;
  static constexpr std::size_t replies_of_a_put = 2;
  using Reply = std::shared_ptr<redisReply>;

  static std::string key_of(const std::string& name) { return "pycharter:schemas:" + name + ":1.0.0"; }
  static std::string text_of(const redisReply* reply) { return {reply->str, reply->len}; }
  static std::string member(const redisReply* reply, const char* name) {
    if (reply->type != REDIS_REPLY_STRING) throw std::runtime_error("no such key");
    return boost::json::serialize(boost::json::parse(text_of(reply)).at(name));
  }

  void append(const std::vector<std::string>& words) {
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const auto& word : words) {
      texts.push_back(word.data());
      sizes.push_back(word.size());
    }
    redisAppendCommandArgv(connection_.get(), static_cast<int>(words.size()), texts.data(), sizes.data());
  }
  Reply receive() {
    void* reply = nullptr;
    if (redisGetReply(connection_.get(), &reply) != REDIS_OK) throw std::runtime_error(connection_->errstr);
    if (static_cast<redisReply*>(reply)->type == REDIS_REPLY_ERROR)
      throw std::runtime_error(static_cast<redisReply*>(reply)->str);
    return {static_cast<redisReply*>(reply), &freeReplyObject};
  }
  void receive(std::size_t count) {
    for (; count > 0; --count)
      receive();
  }
  Reply command(const std::vector<std::string>& words) {
    append(words);
    return receive();
  }
  void queue_put(const std::string& name, const std::string& document) {
    append({"SET", key_of(name),
            R"({"id": ")" + name + R"(:1.0.0", "name": ")" + name + R"(", "version": "1.0.0", "schema": )" +
                document + "}"});
    append({"SADD", "pycharter:schemas:index", name + ":1.0.0"});
  }
  Rows read() {
    const auto values =
        command({"EVALSHA", snapshot_, "3", key_of("bench"), "pycharter:recent:coercion:bench:1.0.0",
                 "pycharter:recent:validation:bench:1.0.0", "pycharter:coercion:bench:1.0.0",
                 "pycharter:validation:bench:1.0.0"});
    return {member(values->element[0], "schema"), member(values->element[1], "rules"),
            member(values->element[2], "rules")};
  }

  std::unique_ptr<redisContext, decltype(&redisFree)> connection_;
  std::string snapshot_;  // the digest of the script
};

}  // namespace

std::unique_ptr<Contender> redis_client(const std::string& url) {
  return std::make_unique<RedisClient>(url);
}

}  // namespace pycharter::bench

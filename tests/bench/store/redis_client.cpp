#include <hiredis/hiredis.h>
#include <pycharter/plugin/url.h>

#include <boost/json.hpp>

#include "contender.h"

namespace pycharter::bench {
namespace {

// The keys of PyCharter 0.0.3.
class RedisClient : public Contender {
 public:
  explicit RedisClient(const std::string& text) : connection_(nullptr, &redisFree) {
    const auto url = plugin::parse_url(text);
    connection_.reset(redisConnect(url.hosts[0].name.c_str(), url.hosts[0].port));
    if (!connection_ || connection_->err != 0) throw std::runtime_error("no connection to Redis");
  }
  void put() override {
    queue_put("bench");
    for (int i = 0; i < replies_of_a_put; ++i)
      receive();
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
    benchmark::DoNotOptimize(entries);
  }
  void bulk() override {
    for (std::size_t i = 0; i < many_names().size(); i += slice) {
      for (std::size_t j = i; j < i + slice; ++j)
        queue_put(many_names()[j]);
      for (std::size_t j = 0; j < replies_of_a_put * slice; ++j)
        receive();
    }
  }

 private:
  static constexpr std::size_t slice = 500;
  static constexpr int replies_of_a_put = 4;
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
    return {static_cast<redisReply*>(reply), &freeReplyObject};
  }
  Reply command(const std::vector<std::string>& words) {
    append(words);
    return receive();
  }
  void queue_put(const std::string& name) {
    append({"MULTI"});
    append({"SET", key_of(name),
            R"({"id": ")" + name + R"(:1.0.0", "name": ")" + name + R"(", "version": "1.0.0", "schema": )" +
                schema_document + "}"});
    append({"SADD", "pycharter:schemas:index", name + ":1.0.0"});
    append({"EXEC"});
  }
  Rows read() {
    const auto values = command({"MGET", key_of("bench"), "pycharter:coercion:bench:1.0.0:1.0.0",
                                 "pycharter:validation:bench:1.0.0:1.0.0"});
    return {member(values->element[0], "schema"), member(values->element[1], "rules"),
            member(values->element[2], "rules")};
  }

  std::unique_ptr<redisContext, decltype(&redisFree)> connection_;
};

}  // namespace

std::unique_ptr<Contender> redis_client(const std::string& url) {
  return std::make_unique<RedisClient>(url);
}

}  // namespace pycharter::bench

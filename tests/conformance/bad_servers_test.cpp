// Servers that are silent, die in the middle of an answer or speak another language: an error that says so,
// without the password, nothing lost, and a store that goes on when the server does.
#include <pycharter/plugin/url.h>

#include "../support/stranger.h"
#include "../support/tcp_proxy.h"
#include "store_test.h"

namespace pycharter::conformance {
namespace {

using testing::Stranger;
using testing::TcpProxy;

constexpr std::size_t part_of_an_answer = 2000;
const std::string long_schema = R"({"title": ")" + std::string(10'000, 'x') + R"(", "version": "1"})";

class BadServer : public StoreTest {
 protected:
  BadServer() : proxy_(host().name, host().port) {}

  plugin::UrlHost host() const { return plugin::parse_url(target().shared.url).hosts.at(0); }

  // The shared database, or what else is at that port.
  std::string url_at(int port, const std::string& database = "") const {
    auto parts = plugin::parse_url(target().shared.url);
    parts.hosts = {{"127.0.0.1", port}};
    if (!database.empty()) parts.database = database;
    const auto url = parts.to_string();
    return url + (url.find('?') == std::string::npos ? '?' : '&') + target().impatience;
  }

  MetadataStore through_proxy(const ConnectOptions& options = {}) const {
    MetadataStore opened(url_at(proxy_.port()), target().shared.options);
    opened.connect(options);
    return opened;
  }

  static void expect_connect_error(const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::connect) << error.message();
    EXPECT_FALSE(error.message().empty());
  }

  TcpProxy proxy_;
};
PYCHARTER_CONFORMANCE(BadServer, server);

TEST_P(BadServer, that_lacks_the_database_is_told_from_one_that_is_not_there) {
  PYCHARTER_NEEDS_CAPABILITY("sql");
  MetadataStore wrong(url_at(host().port, "no_such_database"));
  const auto error = failure_of([&] { wrong.connect(); });
  expect_connect_error(error);
  EXPECT_NE(error.message().find("no_such_database"), std::string::npos) << error.message();
  EXPECT_NE(error.message().find("create the database first"), std::string::npos) << error.message();
}

TEST_P(BadServer, that_is_silent_is_given_up) {
  proxy_.swallow_answers(true);
  MetadataStore waiting(url_at(proxy_.port()), target().shared.options);
  expect_connect_error(failure_of([&] { waiting.connect(); }));
  EXPECT_EQ(code_of([&] { waiting.list_schemas(); }), ErrorCode::usage);
  proxy_.swallow_answers(false);
  EXPECT_NO_THROW(waiting.connect());
}

TEST_P(BadServer, that_falls_silent_keeps_a_call_no_longer_than_its_limit) {
  auto limited = through_proxy({.call_timeout = std::chrono::milliseconds(300)});
  const auto id = limited.store_schema(name(), "{}", "1");
  proxy_.swallow_answers(true);
  EXPECT_EQ(code_of([&] { limited.get_schema(id); }), ErrorCode::cancelled);
  proxy_.swallow_answers(false);
  EXPECT_EQ(limited.get_schema(id), R"({"version": "1"})");
  proxy_.swallow_answers(true);
  const auto error = failure_of([&] { limited.store_schema(name("in doubt"), "{}", "1"); });
  EXPECT_EQ(error.code(), ErrorCode::cancelled) << error.message();
  EXPECT_NE(error.message().find("call_timeout"), std::string::npos) << error.message();
  EXPECT_NE(error.message().find("not known whether"), std::string::npos) << error.message();
  proxy_.swallow_answers(false);
  const auto again = limited.store_schema(name("in doubt"), "{}", "1");
  EXPECT_EQ(limited.list_versions(name("in doubt")).size(), 1u);
  EXPECT_EQ(store.get_schema(again), R"({"version": "1"})");
}

TEST_P(BadServer, that_dies_in_the_middle_of_an_answer_costs_nothing) {
  const auto id = store.store_schema(name(), long_schema, "1");
  auto reader = through_proxy();
  proxy_.cut_answers_after(part_of_an_answer);
  expect_connect_error(failure_of([&] { reader.get_schema(id); }));
  proxy_.cut_answers_after(0);
  EXPECT_EQ(reader.get_schema(id), long_schema);
}

TEST_P(BadServer, that_dies_before_it_has_acknowledged_a_write_leaves_all_or_nothing) {
  auto writer = through_proxy();
  const auto id = writer.store_schema(name(), R"({"n": 1})", "1");
  proxy_.cut_answers_after(1);
  const auto error = failure_of([&] { writer.store_schema(name(), R"({"n": 2})", "1"); });
  expect_connect_error(error);
  EXPECT_NE(error.message().find("not known whether"), std::string::npos) << error.message();
  proxy_.cut_answers_after(0);
  const auto seen = writer.get_schema(id);
  EXPECT_TRUE(seen == R"({"n": 1, "version": "1"})" || seen == R"({"n": 2, "version": "1"})");
  EXPECT_EQ(writer.store_schema(name(), R"({"n": 3})", "1"), id);
  EXPECT_EQ(store.list_versions(name()).size(), 1u);
}

// What stands for a length may promise bytes that never come: a call without a limit would wait for them.
TEST_P(BadServer, whose_answer_is_none_costs_its_connection) {
  const auto id = store.store_schema(name(), long_schema, "1");
  auto reader = through_proxy({.call_timeout = std::chrono::milliseconds(500)});
  proxy_.garble_answers(true);
  const auto error = failure_of([&] { reader.get_schema(id); });
  EXPECT_TRUE(error.code() == ErrorCode::connect || error.code() == ErrorCode::cancelled) << error.message();
  proxy_.garble_answers(false);
  EXPECT_EQ(reader.get_schema(id), long_schema);
}

TEST_P(BadServer, of_another_protocol_is_a_connect_error_without_the_password) {
  const std::string http = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
  const Stranger strangers[] = {{http, Stranger::Speaks::when_asked},
                                {"SSH-2.0-OpenSSH_9.2\r\n", Stranger::Speaks::first},
                                {std::string(64, '\0'), Stranger::Speaks::when_asked},
                                {"", Stranger::Speaks::when_asked}};
  const std::string password = "s3cr3t-word";
  for (const auto& stranger : strangers) {
    auto parts = plugin::parse_url(url_at(stranger.port()));
    parts.user = "somebody";
    parts.password = password;
    MetadataStore lost(parts.to_string());
    const auto error = failure_of([&] { lost.connect(); });
    expect_connect_error(error);
    EXPECT_EQ(error.message().find(password), std::string::npos) << error.message();
    EXPECT_NE(error.message().find("127.0.0.1"), std::string::npos) << error.message();
  }
}

}  // namespace
}  // namespace pycharter::conformance

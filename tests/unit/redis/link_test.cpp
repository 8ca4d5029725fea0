// Servers that answer badly: each is a socket of this test that says what it is told to.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <thread>

#include "redis/tcp_link.h"
#include "support/error_of.h"

namespace pycharter::redis {
namespace {

using tests::error_of;

// Accepts one connection after the other; each gets the answer to its first words, then the rest to the next
// ones, and is closed after the last.
class BadServer {
 public:
  explicit BadServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener_, generic, size), 0);
    EXPECT_EQ(listen(listener_, 8), 0);
    EXPECT_EQ(getsockname(listener_, generic, &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~BadServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  BadServer(const BadServer&) = delete;
  BadServer& operator=(const BadServer&) = delete;

  Location location() const {
    return read_location("redis://127.0.0.1:" + std::to_string(port_) + "?socket_timeout=5", {});
  }

 private:
  void serve() {
    for (int client = 0; (client = accept(listener_, nullptr, nullptr)) >= 0; close(client)) {
      char buffer[4096];
      for (const auto& answer : answers_) {
        if (recv(client, buffer, sizeof buffer, 0) <= 0) break;
        if (send(client, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
      }
    }
  }

  std::vector<std::string> answers_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

const std::string welcome = "+PONG\r\n+OK\r\n";
const Command get{"GET", "k"};

TEST(TcpLink, GivesRepliesOfEveryType) {
  const BadServer server({welcome, "$-1\r\n:5\r\n-ERR no\r\n*2\r\n$1\r\na\r\n*0\r\n+OK\r\n"});
  TcpLink link(server.location());
  const std::vector<Command> five(5, get);
  const auto replies = link.run(five);
  ASSERT_EQ(replies.size(), 5u);
  EXPECT_TRUE(replies[0].is(Reply::Type::nil));
  EXPECT_EQ(replies[1].integer, 5);
  EXPECT_TRUE(replies[2].is(Reply::Type::error));
  EXPECT_EQ(replies[2].text, "ERR no");
  EXPECT_EQ(replies[3].elements.at(0).text, "a");
  EXPECT_TRUE(replies[4].is(Reply::Type::status));
}

TEST(TcpLink, RefusesAServerThatSpeaksAnotherProtocol) {
  for (const auto* garbage : {"HTTP/1.1 400 Bad Request\r\n\r\n", "\xff\xfe\r\n", "*-5\r\n", "$x\r\n"}) {
    const BadServer server({garbage});
    const auto error = error_of([&] { const TcpLink link(server.location()); });
    EXPECT_EQ(error.code(), ErrorCode::connect) << garbage;
    EXPECT_NE(error.message().find("127.0.0.1:"), std::string::npos) << error.message();
  }
}

TEST(TcpLink, RefusesAnAnswerOfTheWrongTypeToItsGreeting) {
  const BadServer server({":1\r\n+OK\r\n"});
  EXPECT_EQ(error_of([&] { const TcpLink link(server.location()); }).code(), ErrorCode::connect);
}

TEST(TcpLink, IsBrokenByAReplyThatEndsInTheMiddleAndOpensAgain) {
  const BadServer server({welcome, "$100\r\nabc"});
  TcpLink link(server.location());
  for (int i = 0; i < 2; ++i) {
    const auto error = error_of([&] { link.run({&get, 1}); });
    EXPECT_EQ(error.code(), ErrorCode::connect);
    EXPECT_NE(error.message().find("closed"), std::string::npos) << error.message();
  }
}

TEST(TcpLink, IsBrokenByGarbageInTheMiddle) {
  const BadServer server({welcome, "+OK\r\ngarbage\r\n"});
  TcpLink link(server.location());
  const std::vector<Command> two(2, get);
  EXPECT_EQ(error_of([&] { link.run(two); }).code(), ErrorCode::connect);
}

TEST(TcpLink, TakesNoAnswerForTheNextQuestion) {
  const BadServer server({welcome, "$1\r\na\r\n$1\r\nb\r\n", "$1\r\nc\r\n"});
  TcpLink link(server.location());
  const auto error = error_of([&] { link.run({&get, 1}); });
  EXPECT_EQ(error.code(), ErrorCode::connect);
  EXPECT_NE(error.message().find("more than was asked"), std::string::npos) << error.message();
}

TEST(TcpLink, RaisesNoSignalWhenTheServerIsGone) {
  static volatile std::sig_atomic_t raised = 0;
  raised = 0;
  auto* const before = std::signal(SIGPIPE, [](int) { raised = 1; });
  {
    const BadServer server({welcome, "$1\r\nx\r\n"});
    TcpLink link(server.location());
    EXPECT_NO_THROW(link.run({&get, 1}));
    // Large enough that the first part is refused while the rest is being sent.
    const std::vector<Command> large(64, Command{"SET", "k", std::string(1 << 20, 'x')});
    EXPECT_EQ(error_of([&] { link.run(large); }).code(), ErrorCode::connect);
  }
  std::signal(SIGPIPE, before);
  EXPECT_EQ(raised, 0);
}

TEST(TcpLink, IsCancelledBeforeItBegins) {
  const BadServer server({welcome, "$1\r\nx\r\n", "$1\r\nx\r\n"});
  TcpLink link(server.location());
  link.cancel();
  EXPECT_EQ(error_of([&] { link.run({&get, 1}); }).code(), ErrorCode::cancelled);
  link.begin_call();
  EXPECT_EQ(link.run({&get, 1}).at(0).text, "x");
}

}  // namespace
}  // namespace pycharter::redis

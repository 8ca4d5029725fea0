// Something that listens where a database was expected and speaks another protocol.
#ifndef PYCHARTER_TESTS_STRANGER_H
#define PYCHARTER_TESTS_STRANGER_H

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

namespace pycharter::testing {

// Says the same words to everybody on a free port of 127.0.0.1, at once or when it has been spoken to, and
// hangs up.
class Stranger {
 public:
  enum class Speaks { first, when_asked };

  Stranger(std::string words, Speaks speaks) : words_(std::move(words)), speaks_(speaks) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener_ < 0 || bind(listener_, generic, size) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, generic, &size) != 0)
      throw std::runtime_error("can't listen on 127.0.0.1");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Stranger() {
    stop_ = true;
    thread_.join();
    close(listener_);
  }
  Stranger(const Stranger&) = delete;
  Stranger& operator=(const Stranger&) = delete;

  int port() const { return port_; }

 private:
  static constexpr int tick = 20;        // milliseconds
  static constexpr int patience = 2000;  // with one who says nothing

  void serve() const {
    while (!stop_) {
      pollfd waiting{listener_, POLLIN, 0};
      if (poll(&waiting, 1, tick) <= 0) continue;
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) continue;
      answer(client);
      close(client);
    }
  }

  void answer(int client) const {
    std::array<char, 4096> heard{};
    pollfd waiting{client, POLLIN, 0};
    if (speaks_ == Speaks::when_asked && poll(&waiting, 1, patience) > 0)
      recv(client, heard.data(), heard.size(), 0);
    send(client, words_.data(), words_.size(), MSG_NOSIGNAL);
    shutdown(client, SHUT_WR);
    // Closing with bytes unread would take the words back.
    while (poll(&waiting, 1, tick) > 0 && recv(client, heard.data(), heard.size(), 0) > 0) {
    }
  }

  const std::string words_;
  const Speaks speaks_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace pycharter::testing

#endif

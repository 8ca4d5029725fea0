#include "tcp_proxy.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace pycharter::testing {
namespace {

constexpr int tick = 20;  // milliseconds until a change of mind is noticed

bool send_all(int to, const char* data, std::size_t size) {
  while (size > 0) {
    const auto sent = send(to, data, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

}  // namespace

TcpProxy::TcpProxy(std::string host, int port) : host_(std::move(host)), server_port_(port) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || bind(listener_, generic, size) != 0 || listen(listener_, 128) != 0 ||
      getsockname(listener_, generic, &size) != 0)
    throw std::runtime_error("can't listen on 127.0.0.1");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_connections(); });
}

TcpProxy::~TcpProxy() {
  stop_ = true;
  acceptor_.join();
  for (auto& connection : connections_)
    connection.thread.join();
  close(listener_);
}

void TcpProxy::accept_connections() {
  while (!stop_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, tick) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    const int server = refuses_ ? -1 : connect_to_server();
    if (server < 0) {
      close(client);
      continue;
    }
    const std::lock_guard lock(mutex_);
    connections_.remove_if([](Connection& connection) {
      if (!connection.done) return false;
      connection.thread.join();
      return true;
    });
    auto& connection = connections_.emplace_back();
    connection.client = client;
    connection.server = server;
    connection.thread = std::thread([this, &connection] { pass_on(connection); });
  }
}

int TcpProxy::connect_to_server() const {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host_.c_str(), std::to_string(server_port_).c_str(), &hints, &found) != 0) return -1;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, &freeaddrinfo);
  for (const auto* at = addresses.get(); at != nullptr; at = at->ai_next) {
    const int server = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
    if (server >= 0 && connect(server, at->ai_addr, at->ai_addrlen) == 0) return server;
    close(server);
  }
  return -1;
}

void TcpProxy::cut() {
  const std::lock_guard lock(mutex_);
  for (auto& connection : connections_)
    if (!connection.done) {
      shutdown(connection.client, SHUT_RDWR);
      shutdown(connection.server, SHUT_RDWR);
    }
}

bool TcpProxy::pass_answer(const Connection& connection, char* data, std::size_t size, std::size_t& passed) {
  if (swallows_) return true;
  if (garbles_) std::fill_n(data, size, '~');
  const std::size_t limit = answer_limit_;
  const auto some = limit == 0 ? size : std::min(size, limit - std::min(limit, passed));
  passed += some;
  return send_all(connection.client, data, some) && some == size;
}

void TcpProxy::pass_on(Connection& connection) {
  std::array<char, 64 * 1024> buffer;
  std::size_t passed = 0;  // of the answer under way
  bool answered = true;
  for (bool goes_on = true; goes_on && !stop_;) {
    std::array<pollfd, 2> ends{{{connection.client, POLLIN, 0}, {connection.server, POLLIN, 0}}};
    if (poll(ends.data(), ends.size(), tick) <= 0) continue;
    if (ends[0].revents != 0) {
      const auto size = recv(connection.client, buffer.data(), buffer.size(), 0);
      passed = 0;
      if (answered && size > 0) ++turns_;
      answered = false;
      goes_on = size > 0 && send_all(connection.server, buffer.data(), static_cast<std::size_t>(size));
    }
    if (goes_on && ends[1].revents != 0) {
      const auto size = recv(connection.server, buffer.data(), buffer.size(), 0);
      answered = true;
      goes_on = size > 0 && pass_answer(connection, buffer.data(), static_cast<std::size_t>(size), passed);
    }
  }
  const std::lock_guard lock(mutex_);
  close(connection.client);
  close(connection.server);
  connection.done = true;
}

}  // namespace pycharter::testing

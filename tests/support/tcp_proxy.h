// A server between clients and a real one, so that a test can break their connections.
#ifndef PYCHARTER_TESTS_TCP_PROXY_H
#define PYCHARTER_TESTS_TCP_PROXY_H

#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace pycharter::testing {

// Listens on a free port of 127.0.0.1 for as long as it lives. Thread-safe.
class TcpProxy {
 public:
  // Passes everything on to that host and port.
  TcpProxy(std::string host, int port);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  int port() const { return port_; }

  // Breaks every connection there is.
  void cut();
  // New connections are closed at once, as if nobody listened.
  void refuse(bool on) { refuses_ = on; }
  // What the server answers does not arrive any more, or arrives again.
  void swallow_answers(bool on) { swallows_ = on; }
  // What the server answers arrives as other bytes.
  void garble_answers(bool on) { garbles_ = on; }
  // Every connection breaks as soon as so many bytes of one answer have been passed on; 0: none.
  void cut_answers_after(std::size_t bytes) { answer_limit_ = bytes; }
  // How often clients have waited for the server: questions that followed an answer, over all connections.
  int turns() const { return turns_; }

 private:
  struct Connection {
    int client = -1;
    int server = -1;
    std::thread thread;
    std::atomic<bool> done = false;
  };

  void accept_connections();
  void pass_on(Connection& connection);
  bool pass_answer(const Connection& connection, char* data, std::size_t size, std::size_t& passed);
  int connect_to_server() const;

  std::string host_;
  int server_port_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false;
  std::atomic<bool> refuses_ = false;
  std::atomic<bool> swallows_ = false;
  std::atomic<bool> garbles_ = false;
  std::atomic<std::size_t> answer_limit_ = 0;
  std::atomic<int> turns_ = 0;
  std::mutex mutex_;
  std::list<Connection> connections_;
  std::thread acceptor_;
};

}  // namespace pycharter::testing

#endif

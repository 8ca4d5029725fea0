// One connection to one server, with hiredis.
#ifndef PYCHARTER_REDIS_TCP_LINK_H
#define PYCHARTER_REDIS_TCP_LINK_H

#include <hiredis/hiredis.h>

#include <atomic>
#include <memory>
#include <mutex>

#include "redis/link.h"
#include "redis/location.h"

namespace pycharter::redis {

// hiredis connects, formats commands and reads replies; the bytes are moved here, since its own calls raise
// SIGPIPE, wait without end, and can't be interrupted.
class TcpLink : public Link {
 public:
  // Opens the connection. Throws connect, auth, config.
  explicit TcpLink(Location location);

  std::vector<Reply> run(std::span<const Command> commands) override;
  void begin_call() noexcept override { cancelled_ = false; }
  void cancel() noexcept override;

 private:
  using Milliseconds = std::chrono::milliseconds;
  struct Free {
    void operator()(redisContext* context) const noexcept { redisFree(context); }
  };

  void open();
  void close() noexcept;
  // The server has closed it, or has said what nobody asked for.
  bool is_stale() const;
  // Log in and choose the database.
  void introduce();
  // Closes the connection unless every reply has come, and nothing more.
  std::vector<Reply> exchange(std::span<const Command> commands, Milliseconds timeout);
  std::vector<Reply> exchange_all(std::span<const Command> commands, Milliseconds timeout);
  bool take_reply(std::vector<Reply>& replies);
  // How long recv() waits.
  void limit_receiving(Milliseconds timeout);
  // Until more can be sent; what has come by then is taken.
  void wait_for_room(Milliseconds timeout);
  std::size_t send_some(std::string_view bytes);
  // Waits for bytes unless `flags`, those of recv(), say otherwise.
  void receive_some(int flags, Milliseconds timeout);
  [[noreturn]] void no_answer(Milliseconds timeout);
  // Closes the connection; `cancelled` when that is why it broke.
  [[noreturn]] void broken(const std::string& why);

  const Location location_;
  std::mutex mutex_;  // over context_ itself, whose socket cancel() shuts down
  std::unique_ptr<redisContext, Free> context_;
  Milliseconds receive_timeout_{};  // that the socket has; zero: none
  std::atomic<bool> cancelled_ = false;
};

}  // namespace pycharter::redis

#endif

// What the store asks of a server: commands in, replies out. The one place that Sentinel or Cluster would
// change.
#ifndef PYCHARTER_REDIS_LINK_H
#define PYCHARTER_REDIS_LINK_H

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pycharter::redis {

// The words of a command; any bytes.
using Command = std::vector<std::string>;

struct Reply {
  enum class Type { nil, text, status, integer, array, error };

  Type type = Type::nil;
  std::int64_t integer = 0;
  std::string text = {};  // of text, status and error
  std::vector<Reply> elements = {};

  bool is(Type one) const { return type == one; }
};

// Used by one thread at a time, but for cancel().
class Link {
 public:
  virtual ~Link() = default;

  // Sends all commands, then gives the reply of each, in order; what the server refused is among them as an
  // error. A connection that is known to be closed is opened again before anything is sent. Throws connect
  // when it breaks afterwards (what was sent may have been done), cancelled, and what opening throws.
  virtual std::vector<Reply> run(std::span<const Command> commands) = 0;

  // At the start of each call of the store: an earlier cancel() is over.
  virtual void begin_call() noexcept = 0;
  // From any thread: the run() under way is given up, and its connection with it. Redis has no other way.
  virtual void cancel() noexcept = 0;
};

}  // namespace pycharter::redis

#endif

// The link to the server, with what it refuses as exceptions.
#ifndef PYCHARTER_REDIS_CONNECTION_H
#define PYCHARTER_REDIS_CONNECTION_H

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "redis/link.h"
#include "redis/location.h"

namespace pycharter::redis {

struct ScriptCall {
  std::vector<std::string> keys = {};
  std::vector<std::string> arguments = {};
};

// Methods throw what Link::run throws, and what errors.h makes of an error reply. `doing` is for its message.
// Used by one thread at a time, but for cancel().
class Connection {
 public:
  Connection(Location location, std::unique_ptr<Link> link)
      : location_(std::move(location)), link_(std::move(link)) {}

  const Location& location() const { return location_; }
  void begin_call() noexcept { link_->begin_call(); }
  void cancel() noexcept { link_->cancel(); }

  Reply ask(Command command, std::string_view doing);
  // All in one round trip. An error is thrown, but that a key holds another type is left to the caller.
  std::vector<Reply> ask_all(std::span<const Command> commands, std::string_view doing);
  // The script has to be one of scripts.h: the server keeps it.
  Reply call(std::string_view script, ScriptCall call, std::string_view doing);

  // The texts under the keys, empty optionals where a key is not there or holds something else. One MGET for
  // every `slice` keys, all in one round trip.
  std::vector<std::optional<std::string>> texts(std::vector<std::string> keys, std::string_view doing);
  // The texts in a set or a sorted set: SMEMBERS, ZRANGE.
  std::vector<std::string> members(Command command, std::string_view doing);
  // What SCAN, or SSCAN of one key, finds by a pattern, once each and in order.
  std::vector<std::string> scan(const std::string& pattern, std::string_view doing);
  std::vector<std::string> scan_set(const std::string& key, const std::string& pattern,
                                    std::string_view doing);

  static constexpr std::size_t slice = 500;

 private:
  const std::string& digest(std::string_view script, std::string_view doing);
  std::vector<std::string> scan(Command command, std::size_t cursor, std::string_view doing);

  const Location location_;
  const std::unique_ptr<Link> link_;
  std::map<std::string_view, std::string> digests_;
};

// The elements of an array of texts. Throws connect for another reply.
std::vector<std::string> texts_of(Reply&& reply, std::string_view doing, const Location& location);

}  // namespace pycharter::redis

#endif

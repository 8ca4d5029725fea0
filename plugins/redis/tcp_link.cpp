#include "redis/tcp_link.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

#include "redis/errors.h"

namespace pycharter::redis {
namespace {

constexpr std::string_view doing_connect = "connect";
constexpr std::size_t receive_size = 64 * 1024;

struct FreeReply {
  void operator()(redisReply* reply) const noexcept { freeReplyObject(reply); }
};

Reply to_reply(const redisReply& raw) {
  Reply reply;
  if (raw.str != nullptr) reply.text.assign(raw.str, static_cast<std::size_t>(raw.len));
  switch (raw.type) {
    case REDIS_REPLY_STRING:
      reply.type = Reply::Type::text;
      break;
    case REDIS_REPLY_STATUS:
      reply.type = Reply::Type::status;
      break;
    case REDIS_REPLY_ERROR:
      reply.type = Reply::Type::error;
      break;
    case REDIS_REPLY_INTEGER:
      reply.type = Reply::Type::integer;
      reply.integer = raw.integer;
      break;
    case REDIS_REPLY_ARRAY:
      reply.type = Reply::Type::array;
      reply.elements.reserve(raw.elements);
      for (std::size_t i = 0; i < raw.elements; ++i)
        reply.elements.push_back(to_reply(*raw.element[i]));
      break;
    default:  // nil, and what RESP3 has besides, which nobody asked for
      break;
  }
  return reply;
}

// "$5\r\n"
void append_count(std::string& bytes, char what, std::size_t count) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), count).ptr;
  bytes.append(1, what).append(digits.data(), end).append("\r\n");
}

// hiredis would make a text of each command, to be copied behind the others'.
void append(std::string& bytes, const Command& command) {
  append_count(bytes, '*', command.size());
  for (const auto& word : command) {
    append_count(bytes, '$', word.size());
    bytes.append(word).append("\r\n");
  }
}

std::string bytes_of(std::span<const Command> commands) {
  constexpr std::size_t around_a_word = 16;
  std::size_t size = 0;
  for (const auto& command : commands) {
    size += around_a_word;
    for (const auto& word : command)
      size += word.size() + around_a_word;
  }
  std::string bytes;
  bytes.reserve(size);
  for (const auto& command : commands)
    append(bytes, command);
  return bytes;
}

timeval to_timeval(std::chrono::milliseconds time) {
  return {.tv_sec = time.count() / 1000, .tv_usec = (time.count() % 1000) * 1000};
}

}  // namespace

TcpLink::TcpLink(Location location) : location_(std::move(location)) {
  open();
}

void TcpLink::open() {
  std::unique_ptr<redisContext, Free> opened(
      redisConnectWithTimeout(location_.host.c_str(), location_.port, to_timeval(location_.connect_timeout)));
  if (!opened) throw std::bad_alloc();
  if (opened->err != 0)
    throw error(ErrorCode::connect, "redis: cannot connect to " + location_.describe() + ": " +
                                        opened->errstr +
                                        ". Is the server running, and are host and port right?");
  redisEnableKeepAlive(opened.get());  // a connection without it works too
  {
    const std::lock_guard lock(mutex_);
    context_ = std::move(opened);
    receive_timeout_ = {};
  }
  introduce();
}

void TcpLink::introduce() {
  std::vector<Command> commands;
  if (location_.password) {
    commands.push_back({"AUTH"});
    if (location_.user) commands.back().push_back(*location_.user);
    commands.back().push_back(*location_.password);
  }
  if (location_.database != 0) commands.push_back({"SELECT", std::to_string(location_.database)});
  commands.push_back({"PING"});
  const auto needed = commands.size();
  commands.push_back({"CLIENT", "SETNAME", location_.client_name});  // for who looks at CLIENT LIST
  const auto replies = exchange(commands, location_.connect_timeout);
  for (std::size_t i = 0; i < needed; ++i) {
    if (replies[i].is(Reply::Type::status)) continue;
    close();
    if (replies[i].is(Reply::Type::error)) throw refused(replies[i], doing_connect, location_);
    throw unexpected(replies[i], doing_connect, location_);
  }
}

void TcpLink::close() noexcept {
  const std::lock_guard lock(mutex_);
  context_.reset();
}

void TcpLink::cancel() noexcept {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  if (context_) shutdown(context_->fd, SHUT_RDWR);
}

void TcpLink::broken(const std::string& why) {
  close();
  if (cancelled_)
    throw error(ErrorCode::cancelled, "redis: the call to " + location_.describe() + " was cancelled.");
  throw error(ErrorCode::connect,
              "redis: the connection to " + location_.describe() + " broke: " + why + '.');
}

bool TcpLink::is_stale() const {
  char byte = 0;
  return recv(context_->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || (errno != EAGAIN && errno != EINTR);
}

std::vector<Reply> TcpLink::run(std::span<const Command> commands) {
  if (context_ && is_stale()) close();
  if (!context_ && !cancelled_) open();
  return exchange(commands, location_.socket_timeout);
}

// A connection that was left in the middle would give the next question this one's answers.
std::vector<Reply> TcpLink::exchange(std::span<const Command> commands, Milliseconds timeout) {
  try {
    auto replies = exchange_all(commands, timeout);
    if (context_->reader->pos < context_->reader->len) broken("it answered more than was asked");
    return replies;
  } catch (...) {
    close();
    throw;
  }
}

std::vector<Reply> TcpLink::exchange_all(std::span<const Command> commands, Milliseconds timeout) {
  if (cancelled_) broken("it was given up");
  limit_receiving(timeout);
  const auto bytes = bytes_of(commands);
  std::string_view left = bytes;
  std::vector<Reply> replies;
  replies.reserve(commands.size());
  // Replies are taken while commands are still being sent: neither side waits for the other's buffers.
  while (replies.size() < commands.size()) {
    left.remove_prefix(send_some(left));
    if (!left.empty())
      wait_for_room(timeout);
    else if (!take_reply(replies))
      receive_some(0, timeout);
    while (replies.size() < commands.size() && take_reply(replies)) {
    }
  }
  return replies;
}

bool TcpLink::take_reply(std::vector<Reply>& replies) {
  void* raw = nullptr;
  if (redisReaderGetReply(context_->reader, &raw) != REDIS_OK)
    broken(std::string("what answers does not speak as a Redis server does (") + context_->reader->errstr +
           ")");
  const std::unique_ptr<redisReply, FreeReply> reply(static_cast<redisReply*>(raw));
  if (!reply) return false;
  replies.push_back(to_reply(*reply));
  return true;
}

void TcpLink::limit_receiving(Milliseconds timeout) {
  if (receive_timeout_ == timeout) return;
  const auto limit = to_timeval(timeout);
  if (setsockopt(context_->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0) broken(strerror(errno));
  receive_timeout_ = timeout;
}

void TcpLink::wait_for_room(Milliseconds timeout) {
  pollfd socket{context_->fd, POLLIN | POLLOUT, 0};
  const int ready = poll(&socket, 1, static_cast<int>(std::min<std::int64_t>(timeout.count(), INT32_MAX)));
  if (ready < 0 && errno != EINTR) broken(strerror(errno));
  if (ready == 0) no_answer(timeout);
  if (ready > 0 && (socket.revents & ~POLLOUT) != 0) receive_some(MSG_DONTWAIT, timeout);
}

void TcpLink::no_answer(Milliseconds timeout) {
  broken("no answer within " + std::to_string(timeout.count()) + " ms");
}

std::size_t TcpLink::send_some(std::string_view bytes) {
  if (bytes.empty()) return 0;
  const auto sent = send(context_->fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0) return static_cast<std::size_t>(sent);
  if (errno != EAGAIN && errno != EINTR) broken(strerror(errno));
  return 0;
}

void TcpLink::receive_some(int flags, Milliseconds timeout) {
  std::array<char, receive_size> buffer;
  const auto size = recv(context_->fd, buffer.data(), buffer.size(), flags);
  if (size == 0) broken("the server has closed it");
  if (size < 0 && errno == EAGAIN && (flags & MSG_DONTWAIT) == 0) no_answer(timeout);
  if (size < 0 && errno != EAGAIN && errno != EINTR) broken(strerror(errno));
  if (size > 0 &&
      redisReaderFeed(context_->reader, buffer.data(), static_cast<std::size_t>(size)) != REDIS_OK)
    broken(context_->reader->errstr);
}

}  // namespace pycharter::redis

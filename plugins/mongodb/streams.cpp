#include "mongodb/streams.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace pycharter::mongodb {
namespace {

using Milliseconds = std::chrono::milliseconds;

// How long a read may go on after it was cancelled.
constexpr Milliseconds patience(100);
// Any but libmongoc's own kinds.
constexpr int stream_type = 100;

struct DestroyStream {
  void operator()(mongoc_stream_t* stream) const noexcept { mongoc_stream_destroy(stream); }
};
using Stream = std::unique_ptr<mongoc_stream_t, DestroyStream>;

struct DestroySocket {
  void operator()(mongoc_socket_t* socket) const noexcept { mongoc_socket_destroy(socket); }
};
using Socket = std::unique_ptr<mongoc_socket_t, DestroySocket>;

// libmongoc knows the first member alone.
struct WatchedStream {
  mongoc_stream_t base{};
  Stream inner;
  CallControl* control = nullptr;
  bool encrypted = false;
  bool expects_answer = false;  // written to since it was last read from
  bool timed_out = false;
};

WatchedStream& watched(mongoc_stream_t* stream) {
  return *reinterpret_cast<WatchedStream*>(stream);
}

int milliseconds(Milliseconds time) {
  return static_cast<int>(std::min<std::int64_t>(time.count(), INT32_MAX));
}

// The socket below the encryption.
mongoc_stream_t* root_of(mongoc_stream_t* stream) {
  for (auto* below = stream; below != nullptr; below = mongoc_stream_get_base_stream(stream))
    stream = below;
  return stream;
}

bool was_cancelled(WatchedStream& stream) {
  if (!stream.control->cancelled()) return false;
  errno = ECANCELED;
  return true;
}

// Waits in slices, so that it is noticed when the call is cancelled.
class Wait {
 public:
  Wait(WatchedStream& stream, std::int32_t timeout)
      : stream_(stream), left_(timeout < 0 ? Milliseconds(INT32_MAX) : Milliseconds(timeout)) {}

  // False when the time is over or the call was cancelled, errno says which.
  bool slice(Milliseconds& slice) {
    if (was_cancelled(stream_)) return false;
    if (left_ <= Milliseconds(0)) {
      stream_.timed_out = true;
      errno = ETIMEDOUT;
      return false;
    }
    slice = std::min(patience, left_);
    left_ -= slice;
    return true;
  }
  Milliseconds left() const { return left_; }

 private:
  WatchedStream& stream_;
  Milliseconds left_;
};

// TLS can't go on after a read that timed out, so the socket below is watched until an answer begins.
ssize_t read_encrypted(WatchedStream& stream, mongoc_iovec_t* parts, std::size_t count, std::size_t least,
                       Wait& wait) {
  while (stream.expects_answer) {
    Milliseconds slice;
    if (!wait.slice(slice)) return -1;
    mongoc_stream_poll_t poll{root_of(stream.inner.get()), POLLIN, 0};
    stream.expects_answer = mongoc_stream_poll(&poll, 1, milliseconds(slice)) == 0;
  }
  return mongoc_stream_readv(stream.inner.get(), parts, count, least, milliseconds(wait.left()));
}

ssize_t read_plain(WatchedStream& stream, mongoc_iovec_t* parts, std::size_t count, std::size_t least,
                   Wait& wait) {
  std::vector<mongoc_iovec_t> rest(parts, parts + count);
  std::size_t read = 0;
  do {
    Milliseconds slice;
    if (!wait.slice(slice)) return -1;
    const auto got =
        mongoc_stream_readv(stream.inner.get(), rest.data(), rest.size(), 1, milliseconds(slice));
    if (got <= 0 && mongoc_stream_timed_out(stream.inner.get())) continue;
    if (got <= 0) return got;
    read += static_cast<std::size_t>(got);
    auto taken = static_cast<std::size_t>(got);
    while (!rest.empty() && taken >= rest.front().iov_len) {
      taken -= rest.front().iov_len;
      rest.erase(rest.begin());
    }
    if (rest.empty()) break;
    rest.front().iov_base = static_cast<char*>(rest.front().iov_base) + taken;
    rest.front().iov_len -= taken;
  } while (read < least);
  return static_cast<ssize_t>(read);
}

ssize_t readv(mongoc_stream_t* self, mongoc_iovec_t* parts, std::size_t count, std::size_t least,
              std::int32_t timeout) {
  auto& stream = watched(self);
  stream.timed_out = false;
  Wait wait(stream, timeout);
  return stream.encrypted ? read_encrypted(stream, parts, count, least, wait)
                          : read_plain(stream, parts, count, least, wait);
}

ssize_t writev(mongoc_stream_t* self, mongoc_iovec_t* parts, std::size_t count, std::int32_t timeout) {
  auto& stream = watched(self);
  stream.timed_out = false;
  if (was_cancelled(stream)) return -1;
  stream.expects_answer = true;
  const auto written = mongoc_stream_writev(stream.inner.get(), parts, count, timeout);
  if (written < 0) stream.timed_out = mongoc_stream_timed_out(stream.inner.get());
  return written;
}

mongoc_stream_t* watch(Stream inner, CallControl* control, bool encrypted) {
  auto stream = std::make_unique<WatchedStream>();
  stream->inner = std::move(inner);
  stream->control = control;
  stream->encrypted = encrypted;
  auto& base = stream->base;
  base.type = stream_type;
  base.destroy = [](mongoc_stream_t* self) { const std::unique_ptr<WatchedStream> owned(&watched(self)); };
  base.failed = base.destroy;
  base.close = [](mongoc_stream_t* self) { return mongoc_stream_close(watched(self).inner.get()); };
  base.flush = [](mongoc_stream_t* self) { return mongoc_stream_flush(watched(self).inner.get()); };
  base.writev = &writev;
  base.readv = &readv;
  base.setsockopt = [](mongoc_stream_t* self, int level, int option, void* value, mongoc_socklen_t size) {
    return mongoc_stream_setsockopt(watched(self).inner.get(), level, option, value, size);
  };
  base.get_base_stream = [](mongoc_stream_t* self) { return watched(self).inner.get(); };
  base.check_closed = [](mongoc_stream_t* self) {
    return mongoc_stream_check_closed(watched(self).inner.get());
  };
  base.timed_out = [](mongoc_stream_t* self) { return watched(self).timed_out; };
  base.should_retry = [](mongoc_stream_t*) { return false; };
  return &stream.release()->base;
}

void set_error(bson_error_t* error, mongoc_error_code_t code, const std::string& message) {
  bson_set_error(error, MONGOC_ERROR_STREAM, code, "%s", message.c_str());
}

Stream connect_to(const sockaddr* address, socklen_t size, int family, std::int64_t expires, int* problem) {
  Socket socket(mongoc_socket_new(family, SOCK_STREAM, 0));
  if (!socket || mongoc_socket_connect(socket.get(), address, size, expires) != 0) {
    *problem = socket ? mongoc_socket_errno(socket.get()) : errno;
    return nullptr;
  }
  return Stream(mongoc_stream_socket_new(socket.release()));
}

Stream connect_unix(const mongoc_host_list_t& host, std::int64_t expires, bson_error_t* error) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string_view path = host.host;
  if (path.size() >= sizeof address.sun_path) {
    set_error(error, MONGOC_ERROR_STREAM_SOCKET, "the path of the socket is too long");
    return nullptr;
  }
  path.copy(address.sun_path, path.size());
  int problem = 0;
  auto stream =
      connect_to(reinterpret_cast<const sockaddr*>(&address), sizeof address, AF_UNIX, expires, &problem);
  if (!stream)
    set_error(error, MONGOC_ERROR_STREAM_CONNECT,
              "cannot connect to " + std::string(path) + ": " + strerror(problem));
  return stream;
}

Stream connect_tcp(const mongoc_host_list_t& host, std::int64_t expires, bson_error_t* error) {
  addrinfo hints{};
  hints.ai_family = host.family;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int code = getaddrinfo(host.host, std::to_string(host.port).c_str(), &hints, &found); code != 0) {
    set_error(error, MONGOC_ERROR_STREAM_NAME_RESOLUTION,
              "cannot find the host " + std::string(host.host) + ": " + gai_strerror(code));
    return nullptr;
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, &freeaddrinfo);
  int problem = 0;
  for (const auto* at = addresses.get(); at != nullptr; at = at->ai_next)
    if (auto stream = connect_to(at->ai_addr, at->ai_addrlen, at->ai_family, expires, &problem))
      return stream;
  set_error(error, MONGOC_ERROR_STREAM_CONNECT,
            "cannot connect to " + std::string(host.host_and_port) + ": " +
                (problem == 0 ? "no answer in time" : strerror(problem)));
  return nullptr;
}

// The URL's options for TLS, as libmongoc's own connections read them.
Stream encrypt(Stream plain, const mongoc_uri_t* uri, const mongoc_host_list_t& host, std::int32_t timeout,
               bson_error_t* error) {
  const auto is_set = [uri](const char* option) { return mongoc_uri_get_option_as_bool(uri, option, false); };
  const auto text = [uri](const char* option) { return mongoc_uri_get_option_as_utf8(uri, option, nullptr); };
  mongoc_ssl_opt_t options = *mongoc_ssl_opt_get_default();
  options.pem_file = text(MONGOC_URI_TLSCERTIFICATEKEYFILE);
  options.pem_pwd = text(MONGOC_URI_TLSCERTIFICATEKEYFILEPASSWORD);
  options.ca_file = text(MONGOC_URI_TLSCAFILE);
  const bool insecure = is_set(MONGOC_URI_TLSINSECURE);
  options.weak_cert_validation = insecure || is_set(MONGOC_URI_TLSALLOWINVALIDCERTIFICATES);
  options.allow_invalid_hostname = insecure || is_set(MONGOC_URI_TLSALLOWINVALIDHOSTNAMES);
  Stream encrypted(mongoc_stream_tls_new_with_hostname(plain.get(), host.host, &options, 1));
  if (!encrypted) {
    set_error(error, MONGOC_ERROR_STREAM_SOCKET, "cannot use the certificates that the URL names");
    return nullptr;
  }
  static_cast<void>(plain.release());  // the encrypted stream's from here
  if (!mongoc_stream_tls_handshake_block(encrypted.get(), host.host, timeout, error)) return nullptr;
  return encrypted;
}

}  // namespace

mongoc_stream_t* open_stream(const mongoc_uri_t* uri, const mongoc_host_list_t* host, void* context,
                             bson_error_t* error) {
  auto* const control = static_cast<CallControl*>(context);
  if (control->cancelled()) {
    set_error(error, MONGOC_ERROR_STREAM_CONNECT, "the call was cancelled");
    return nullptr;
  }
  constexpr std::int32_t default_timeout = 10'000;
  const auto timeout = mongoc_uri_get_option_as_int32(uri, MONGOC_URI_CONNECTTIMEOUTMS, default_timeout);
  const auto expires = bson_get_monotonic_time() + std::int64_t{1000} * timeout;
  auto stream =
      host->family == AF_UNIX ? connect_unix(*host, expires, error) : connect_tcp(*host, expires, error);
  if (!stream) return nullptr;
  const bool encrypted = mongoc_uri_get_tls(uri);
  if (encrypted) stream = encrypt(std::move(stream), uri, *host, timeout, error);
  return stream ? watch(std::move(stream), control, encrypted) : nullptr;
}

}  // namespace pycharter::mongodb

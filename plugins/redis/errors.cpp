#include "redis/errors.h"

#include <algorithm>
#include <array>

namespace pycharter::redis {
namespace {

constexpr std::string_view try_again = "Try again when it is ready.";
constexpr std::string_view look_at_url = "Check user and password of the URL.";
constexpr std::string_view no_cluster =
    "Redis Cluster is not supported yet: name a server that is not part of one.";

// Beginnings of error replies, and what to do next. Of two that fit the first counts.
struct Refusal {
  std::string_view begin;
  ErrorCode code;
  std::string_view advice;
};
constexpr std::array refusals{
    // Without an example, which would be masked as a URL with a password is.
    Refusal{"NOAUTH", ErrorCode::auth,
            "The server wants a password: put a colon, the password and an @ before the URL's host."},
    Refusal{"WRONGPASS", ErrorCode::auth, look_at_url},
    Refusal{"ERR invalid password", ErrorCode::auth, look_at_url},
    Refusal{"ERR Client sent AUTH, but no password is set", ErrorCode::auth,
            "Leave the password out of the URL."},
    Refusal{"ERR AUTH <password> called without any password", ErrorCode::auth,
            "Leave the password out of the URL, or name the user."},
    Refusal{
        "NOPERM", ErrorCode::auth,
        "The user needs the keys of the prefix and the commands @read, @write, @scripting and @connection:"
        " ACL SETUSER … ~pycharter:* +@all -@dangerous."},
    Refusal{"DENIED", ErrorCode::auth, "The server is in protected mode: give it a password."},
    Refusal{"ERR DB index is out of range", ErrorCode::config, "The server has fewer databases than that."},
    Refusal{"ERR invalid DB index", ErrorCode::config, "The server has fewer databases than that."},
    Refusal{"WRONGTYPE", ErrorCode::invalid_document,
            "Another program has written a key of the contracts, which holds another type: look for it with"
            " redis-cli --scan and TYPE."},
    Refusal{"OOM", ErrorCode::internal, "The server has reached its maxmemory: nothing was changed."},
    Refusal{"MISCONF", ErrorCode::internal, "The server can't write its data to disk: look at its log."},
    Refusal{"READONLY", ErrorCode::connect, "It is a replica, which takes no writes: name the primary."},
    Refusal{"LOADING", ErrorCode::connect, try_again},
    Refusal{"MASTERDOWN", ErrorCode::connect, try_again},
    Refusal{"NOREPLICAS", ErrorCode::connect, try_again},
    Refusal{"TRYAGAIN", ErrorCode::connect, try_again},
    Refusal{"BUSY", ErrorCode::connect, "A script keeps it busy. Try again later."},
    Refusal{"ERR max number of clients reached", ErrorCode::connect,
            "Close other clients, or raise maxclients."},
    Refusal{"MOVED", ErrorCode::unsupported, no_cluster},
    Refusal{"ASK", ErrorCode::unsupported, no_cluster},
    Refusal{"CROSSSLOT", ErrorCode::unsupported, no_cluster},
    Refusal{"CLUSTERDOWN", ErrorCode::unsupported, no_cluster},
    Refusal{"ERR unknown command", ErrorCode::unsupported,
            "This server lacks a command that the store needs."},
};

// Servers before 7 wrap what failed within a script: "ERR Error running script (…): @user_script:3: OOM …".
std::string_view without_script(std::string_view text) {
  constexpr std::string_view mark = "@user_script:";
  if (!text.starts_with("ERR Error running script")) return text;
  auto at = text.rfind(mark);
  if (at == std::string_view::npos) return text;
  at = text.find(": ", at + mark.size());
  if (at == std::string_view::npos) return text;
  text.remove_prefix(at + 2);
  return text;
}

bool begins(const Reply& reply, std::string_view with) {
  return reply.is(Reply::Type::error) && without_script(reply.text).starts_with(with);
}

// Of the server's words, on one line.
std::string sentence(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
  while (!text.empty() && (text.back() == '.' || text.back() == ' '))
    text.pop_back();
  return text + '.';
}

}  // namespace

Error error(ErrorCode code, const std::string& message) {
  return Error(code, message, {.backend = std::string(backend_name)});
}

bool is_wrong_type(const Reply& reply) {
  return begins(reply, "WRONGTYPE");
}

bool is_unknown_script(const Reply& reply) {
  return begins(reply, "NOSCRIPT");
}

Error refused(const Reply& reply, std::string_view doing, const Location& location) {
  const auto text = without_script(reply.text);
  const auto* const found = std::find_if(refusals.begin(), refusals.end(),
                                         [&](const Refusal& one) { return text.starts_with(one.begin); });
  const bool known = found != refusals.end();
  const auto code = known ? found->code : ErrorCode::internal;
  auto message = "redis: cannot " + std::string(doing) + ", " + location.describe();
  if (code == ErrorCode::auth) message += ", " + location.credentials();
  message += ": " + sentence(std::string(text));
  if (known) message += ' ' + std::string(found->advice);
  return error(code, message);
}

Error unexpected(const Reply& reply, std::string_view doing, const Location& location) {
  static constexpr std::array names{"nothing", "text", "a status", "a number", "a list", "an error"};
  return error(ErrorCode::connect, "redis: cannot " + std::string(doing) + ", " + location.describe() +
                                       ": it answered with " + names[static_cast<std::size_t>(reply.type)] +
                                       ", which no Redis server does there. Is it one?");
}

}  // namespace pycharter::redis

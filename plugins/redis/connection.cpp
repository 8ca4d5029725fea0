#include "redis/connection.h"

#include <algorithm>
#include <iterator>

#include "redis/errors.h"

namespace pycharter::redis {
namespace {

// How many keys the server looks at before it serves somebody else.
constexpr const char* scan_count = "1000";

}  // namespace

std::vector<std::string> texts_of(Reply&& reply, std::string_view doing, const Location& location) {
  if (!reply.is(Reply::Type::array)) throw unexpected(reply, doing, location);
  std::vector<std::string> texts;
  texts.reserve(reply.elements.size());
  for (auto& element : reply.elements) {
    if (!element.is(Reply::Type::text)) throw unexpected(element, doing, location);
    texts.push_back(std::move(element.text));
  }
  return texts;
}

std::vector<Reply> Connection::ask_all(std::span<const Command> commands, std::string_view doing) {
  auto replies = link_->run(commands);
  for (const auto& reply : replies)
    if (reply.is(Reply::Type::error) && !is_wrong_type(reply)) throw refused(reply, doing, location_);
  return replies;
}

Reply Connection::ask(Command command, std::string_view doing) {
  auto reply = std::move(ask_all({&command, 1}, doing).front());
  if (is_wrong_type(reply)) throw refused(reply, doing, location_);
  return reply;
}

const std::string& Connection::digest(std::string_view script, std::string_view doing) {
  auto& known = digests_[script];
  if (!known.empty()) return known;
  auto reply = ask({"SCRIPT", "LOAD", std::string(script)}, doing);
  if (!reply.is(Reply::Type::text)) throw unexpected(reply, doing, location_);
  return known = std::move(reply.text);
}

Reply Connection::call(std::string_view script, ScriptCall call, std::string_view doing) {
  Command command;
  command.reserve(3 + call.keys.size() + call.arguments.size());
  command.emplace_back("EVALSHA");
  command.push_back(digest(script, doing));
  command.push_back(std::to_string(call.keys.size()));
  std::move(call.keys.begin(), call.keys.end(), std::back_inserter(command));
  std::move(call.arguments.begin(), call.arguments.end(), std::back_inserter(command));
  auto reply = std::move(link_->run({&command, 1}).front());
  if (is_unknown_script(reply)) {  // nothing has run; the server was restarted, or is another one
    digests_.clear();
    command[1] = digest(script, doing);
    reply = std::move(link_->run({&command, 1}).front());
  }
  if (reply.is(Reply::Type::error)) throw refused(reply, doing, location_);
  return reply;
}

std::vector<std::optional<std::string>> Connection::texts(std::vector<std::string> keys,
                                                          std::string_view doing) {
  std::vector<Command> commands;
  for (std::size_t i = 0; i < keys.size(); i += slice) {
    const auto some = std::span(keys).subspan(i, std::min(slice, keys.size() - i));
    auto& command = commands.emplace_back();
    command.reserve(1 + some.size());
    command.emplace_back("MGET");
    std::move(some.begin(), some.end(), std::back_inserter(command));
  }
  std::vector<std::optional<std::string>> texts;
  texts.reserve(keys.size());
  for (auto& reply : ask_all(commands, doing)) {
    if (!reply.is(Reply::Type::array)) throw unexpected(reply, doing, location_);
    for (auto& element : reply.elements)
      texts.push_back(element.is(Reply::Type::text) ? std::optional(std::move(element.text)) : std::nullopt);
  }
  if (texts.size() != keys.size())
    throw error(ErrorCode::connect, "redis: " + location_.describe() +
                                        " has answered MGET with another number of values than asked for.");
  return texts;
}

std::vector<std::string> Connection::members(Command command, std::string_view doing) {
  return texts_of(ask(std::move(command), doing), doing, location_);
}

std::vector<std::string> Connection::scan(const std::string& pattern, std::string_view doing) {
  return scan({"SCAN", "0", "MATCH", pattern, "COUNT", scan_count}, 1, doing);
}

std::vector<std::string> Connection::scan_set(const std::string& key, const std::string& pattern,
                                              std::string_view doing) {
  return scan({"SSCAN", key, "0", "MATCH", pattern, "COUNT", scan_count}, 2, doing);
}

std::vector<std::string> Connection::scan(Command command, std::size_t cursor, std::string_view doing) {
  std::vector<std::string> found;
  do {
    auto reply = ask(command, doing);
    if (reply.elements.size() != 2 || !reply.elements[0].is(Reply::Type::text))
      throw unexpected(reply, doing, location_);
    command[cursor] = std::move(reply.elements[0].text);
    auto some = texts_of(std::move(reply.elements[1]), doing, location_);
    std::move(some.begin(), some.end(), std::back_inserter(found));
  } while (command[cursor] != "0");
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace pycharter::redis

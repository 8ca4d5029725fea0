#include "plugin/inspection.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include <boost/json.hpp>

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/host.h>

#include "plugin/loader.h"

namespace pycharter::plugin {
namespace {

namespace json = boost::json;

constexpr std::size_t max_answer = std::size_t{256} * 1024;
constexpr std::string_view interface_names[] = {"pycharter.store", "pycharter.sql", "pycharter.migrations"};

[[noreturn]] void refuse(const Manifest& manifest, const std::string& why) {
  throw Error(ErrorCode::plugin, "the plugin " + manifest.library + " " + why,
              {.backend = manifest.name, .file = manifest.library});
}

class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_, O_CLOEXEC) != 0)
      throw Error(ErrorCode::internal, std::string("no pipe to a child process: ") + std::strerror(errno));
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int end(int which) const { return ends_[which]; }
  void close(int which) {
    if (ends_[which] >= 0) ::close(ends_[which]);
    ends_[which] = -1;
  }

 private:
  int ends_[2] = {-1, -1};
};

json::object describe(const LoadedPlugin& plugin) {
  const auto& descriptor = plugin.descriptor();
  json::array interfaces;
  for (const auto name : interface_names)
    if (plugin.interface(name) != nullptr) interfaces.emplace_back(std::string(name) + "/1");
  return {{"name", to_view(descriptor.name)},   {"version", to_view(descriptor.version)},
          {"kind", kind_name(descriptor.kind)}, {"abi_major", descriptor.abi_major},
          {"abi_minor", descriptor.abi_minor},  {"capabilities", descriptor.capabilities},
          {"interfaces", std::move(interfaces)}};
}

// The child's whole life. It leaves by _exit: nothing of the parent's is to be flushed or destroyed twice.
[[noreturn]] void answer(const Manifest& manifest, int to) noexcept {
  std::string text;
  try {
    text = json::serialize(describe(load_plugin(manifest)));
  } catch (const Error& error) {
    text = json::serialize(json::object{{"error", error.message()}});
  } catch (...) {
    _exit(1);
  }
  for (std::size_t sent = 0; sent < text.size();) {
    const auto count = write(to, text.data() + sent, text.size() - sent);
    if (count <= 0) _exit(1);
    sent += static_cast<std::size_t>(count);
  }
  _exit(0);
}

// All that the child writes, or nothing when time is up.
std::optional<std::string> read_answer(int from, std::chrono::milliseconds timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  std::string text;
  char buffer[4096];
  while (text.size() < max_answer) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd waiting{from, POLLIN, 0};
    const int ready = left.count() <= 0 ? 0 : poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return std::nullopt;
    const auto count = read(from, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    text.append(buffer, static_cast<std::size_t>(count));
  }
  return text;
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

Inspection parse(const Manifest& manifest, const std::string& text) {
  boost::system::error_code failure;
  const auto value = json::parse(text, failure);
  if (failure || !value.is_object()) refuse(manifest, "ended its process while it was loaded");
  const auto& object = value.get_object();
  if (const auto* error = object.if_contains("error"))
    throw Error(ErrorCode::plugin, json::value_to<std::string>(*error),
                {.backend = manifest.name, .file = manifest.library});
  return {json::value_to<std::string>(object.at("name")),
          json::value_to<std::string>(object.at("version")),
          json::value_to<std::string>(object.at("kind")),
          object.at("abi_major").to_number<int>(),
          object.at("abi_minor").to_number<int>(),
          object.at("capabilities").to_number<std::uint64_t>(),
          json::value_to<std::vector<std::string>>(object.at("interfaces"))};
}

}  // namespace

Inspection inspect_in_child(const Manifest& manifest, std::chrono::milliseconds timeout) {
  Pipe pipe;
  const pid_t child = fork();
  if (child < 0)
    refuse(manifest, std::string("can't be inspected: no child process: ") + std::strerror(errno));
  if (child == 0) answer(manifest, pipe.end(1));
  pipe.close(1);
  const auto text = read_answer(pipe.end(0), timeout);
  if (!text) kill(child, SIGKILL);
  const int status = wait_for(child);
  if (!text)
    refuse(manifest,
           "did not answer in " + std::to_string(timeout.count() / 1000) + " seconds while it was loaded");
  if (WIFSIGNALED(status))
    refuse(manifest, std::string("crashed while it was loaded: ") + strsignal(WTERMSIG(status)));
  return parse(manifest, *text);
}

}  // namespace pycharter::plugin

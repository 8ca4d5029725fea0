#include "alembic/operations/host_services.h"

#include <chrono>
#include <random>

namespace pycharter::alembic {
namespace {

std::int64_t now_microseconds() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

void random_bytes(unsigned char* bytes, std::size_t count) {
  std::random_device device;
  for (std::size_t i = 0; i < count; ++i)
    bytes[i] = static_cast<unsigned char>(device());
}

}  // namespace

script::HostServices host_services(const ScriptOptions& options) {
  script::HostServices host;
  if (options.print) {
    host.print = [&options](std::string_view line) { options.print(std::string(line)); };
    host.log = [&options](std::string_view level, std::string_view logger, std::string_view message) {
      options.print(std::string(level) + " [" + std::string(logger) + "] " + std::string(message));
    };
  }
  host.environment_variable = [&options](const std::string& name) -> std::optional<std::string> {
    const auto found = options.environment.find(name);
    return found == options.environment.end() ? std::nullopt : std::optional(found->second);
  };
  host.now_microseconds = now_microseconds;
  host.random = random_bytes;
  host.cancelled = options.cancelled;
  return host;
}

script::Limits script_limits(const ScriptOptions& options) {
  script::Limits made;
  made.steps = options.max_steps;
  made.call_depth = options.max_depth;
  made.memory = options.max_memory;
  return made;
}

}  // namespace pycharter::alembic

// plugin inspect: the descriptor of a loaded plugin, loaded in a child process so that a crash is reported.
#include "commands/commands.h"
#include "context.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <pycharter/plugin/host.h>

#include "answers.h"
#include "config/suggest.h"
#include "plugin/capabilities.h"
#include "plugin/loader.h"

namespace pycharter::admin {
namespace {

constexpr const char* interfaces[] = {"pycharter.store", "pycharter.sql", "pycharter.migrations"};

const plugin::Manifest& find_manifest(const plugin::Catalog& catalog, const std::string& name) {
  std::vector<std::string> names;
  const plugin::Candidate* refused = nullptr;
  for (const auto& candidate : catalog.candidates()) {
    if (!candidate.manifest) continue;
    if (candidate.manifest->name == name && candidate.usable()) return *candidate.manifest;
    if (candidate.manifest->name == name) refused = &candidate;
    names.push_back(candidate.manifest->name);
  }
  if (refused != nullptr)
    throw Error(ErrorCode::plugin, refused->path + ": " + refused->refused, {.file = refused->path});
  throw Error(ErrorCode::not_found, "there is no plugin '" + name + "'" + config::did_you_mean(name, names) +
                                        "\n'pycharter-admin plugin list' shows those that are.");
}

boost::json::object describe(const plugin::Manifest& manifest) {
  try {
    const auto& loaded = plugin::load_plugin(manifest);
    const auto& descriptor = loaded.descriptor();
    boost::json::array offered;
    for (const char* interface : interfaces)
      if (loaded.interface(interface) != nullptr) offered.emplace_back(std::string(interface) + "/1");
    return {{"name", plugin::to_view(descriptor.name)},
            {"kind", plugin::kind_name(descriptor.kind)},
            {"version", plugin::to_view(descriptor.version)},
            {"abi", std::to_string(descriptor.abi_major) + "." + std::to_string(descriptor.abi_minor)},
            {"capabilities", plugin::capability_names(descriptor.capabilities)},
            {"interfaces", std::move(offered)},
            {"library", manifest.library}};
  } catch (const Error& error) {
    return {{"failed", error.message()}};
  }
}

// Runs in the child: the answer goes through the pipe, and nothing else of the process is cleaned up twice.
[[noreturn]] void answer(const plugin::Manifest& manifest, int pipe_end) {
  const std::string text = boost::json::serialize(describe(manifest));
  std::size_t written = 0;
  while (written < text.size()) {
    const auto size = write(pipe_end, text.data() + written, text.size() - written);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) _exit(1);
    written += static_cast<std::size_t>(size);
  }
  _exit(0);
}

std::string read_all(int fd) {
  std::string text;
  char buffer[4096];
  while (true) {
    const auto size = read(fd, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(size));
  }
}

boost::json::object describe_in_child(const plugin::Manifest& manifest) {
  int ends[2];
  if (pipe(ends) != 0) throw Error(ErrorCode::internal, std::string("pipe: ") + std::strerror(errno));
  const pid_t child = fork();
  if (child < 0) throw Error(ErrorCode::internal, std::string("fork: ") + std::strerror(errno));
  if (child == 0) {
    close(ends[0]);
    answer(manifest, ends[1]);
  }
  close(ends[1]);
  const std::string text = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status))
    throw Error(ErrorCode::plugin,
                "loading " + manifest.library + " ended the process by signal " +
                    std::to_string(WTERMSIG(status)) + " (" + strsignal(WTERMSIG(status)) + ")",
                {.file = manifest.library});
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw Error(ErrorCode::plugin, "loading " + manifest.library + " ended the process",
                {.file = manifest.library});
  return to_json(text).as_object();
}

}  // namespace

int plugin_inspect(Context& context) {
  auto& output = context.output();
  const auto& manifest = find_manifest(context.registry()->catalog(), context.words().arguments.at(0));
  const auto told = describe_in_child(manifest);
  if (const auto* failed = told.if_contains("failed"))
    throw Error(ErrorCode::plugin, std::string(failed->as_string()), {.file = manifest.library});
  for (const auto& [key, value] : told)
    output.line(std::string(key) + ": " +
                (value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value)));
  output.document(told);
  return exit_done;
}

}  // namespace pycharter::admin

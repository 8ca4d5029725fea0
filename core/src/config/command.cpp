#include "config/command.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <pycharter/plugin/error.h>

namespace pycharter::config {
namespace {

constexpr std::size_t max_output = 64 * 1024;

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() { close(); }
  int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

class SpawnActions {
 public:
  SpawnActions() { posix_spawn_file_actions_init(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

std::string read_all(int fd) {
  std::string output;
  char buffer[4096];
  while (true) {
    const auto size = read(fd, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return output;
    if (output.size() <= max_output) output.append(buffer, static_cast<std::size_t>(size));
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}

}  // namespace

std::vector<std::string> split_command(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    const bool escapes = c == '\\' && quote != '\'' && i + 1 < command.size();
    if (escapes && (quote == 0 || command[i + 1] == '"' || command[i + 1] == '\\')) {
      word += command[++i];
      in_word = true;
    } else if (quote != 0) {
      if (c == quote)
        quote = 0;
      else
        word += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t' || c == '\n') {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != 0) throw Error(ErrorCode::config, "a quote of the command is not closed");
  if (in_word) words.push_back(std::move(word));
  return words;
}

std::string run_command(std::string_view command, const std::string& what) {
  auto words = split_command(command);
  if (words.empty()) throw Error(ErrorCode::config, what + " is an empty command");
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);

  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw Error(ErrorCode::config, what + ": " + std::strerror(errno));
  FileDescriptor reader(ends[0]);
  FileDescriptor writer(ends[1]);
  SpawnActions actions;
  posix_spawn_file_actions_adddup2(actions.get(), writer.get(), STDOUT_FILENO);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, arguments[0], actions.get(), nullptr, arguments.data(), environ);
  if (failed != 0)
    throw Error(ErrorCode::config, "the command of " + what + ", '" + words[0] +
                                       "', can't be started: " + std::strerror(failed));
  writer.close();
  std::string output = read_all(reader.get());
  const int status = wait_for(child);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw Error(ErrorCode::config,
                "the command of " + what + ", '" + words[0] + "', " +
                    (WIFEXITED(status) ? "ended with status " + std::to_string(WEXITSTATUS(status))
                                       : "was ended by signal " + std::to_string(WTERMSIG(status))));
  if (output.size() > max_output)
    throw Error(ErrorCode::config, "the command of " + what + " printed more than 64 KiB");
  while (output.ends_with('\n') || output.ends_with('\r'))
    output.pop_back();
  if (output.find('\0') != std::string::npos)
    throw Error(ErrorCode::config, "the command of " + what + " printed a NUL character");
  return output;
}

}  // namespace pycharter::config

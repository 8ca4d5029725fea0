#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace pycharter::tests {
namespace {

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe failed");
    read_end = ends[0];
    write_end = ends[1];
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(read_end);
    close_end(write_end);
  }
  static void close_end(int& fd) {
    if (fd >= 0) close(fd);
    fd = -1;
  }
};

[[noreturn]] void become(const Process& process, const Pipe& in, const Pipe& out, const Pipe& error) {
  dup2(in.read_end, STDIN_FILENO);
  dup2(out.write_end, STDOUT_FILENO);
  dup2(error.write_end, STDERR_FILENO);
  if (!process.working_directory.empty() && chdir(process.working_directory.c_str()) != 0) _exit(127);
  for (const auto& [name, value] : process.environment) {
    if (value.empty())
      unsetenv(name.c_str());
    else
      setenv(name.c_str(), value.c_str(), 1);
  }
  std::vector<std::string> words = process.words;
  std::vector<char*> arguments;
  for (auto& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

// Feeds the input and collects both outputs together, so that no full pipe stops the program.
void exchange(const std::string& input, Pipe& in, Pipe& out, Pipe& error, Finished& finished) {
  std::size_t written = 0;
  if (input.empty()) Pipe::close_end(in.write_end);
  while (out.read_end >= 0 || error.read_end >= 0) {
    pollfd ends[] = {{out.read_end, POLLIN, 0}, {error.read_end, POLLIN, 0}, {in.write_end, POLLOUT, 0}};
    if (poll(ends, 3, -1) < 0) continue;
    if ((ends[2].revents & (POLLOUT | POLLERR)) != 0) {
      const auto size = write(in.write_end, input.data() + written, input.size() - written);
      if (size > 0) written += static_cast<std::size_t>(size);
      if (size < 0 || written == input.size()) Pipe::close_end(in.write_end);
    }
    const auto collect = [](const pollfd& end, int& fd, std::string& text) {
      if ((end.revents & (POLLIN | POLLHUP)) == 0) return;
      char buffer[65536];
      const auto size = read(fd, buffer, sizeof buffer);
      if (size > 0)
        text.append(buffer, static_cast<std::size_t>(size));
      else if (size == 0 || errno != EINTR)
        Pipe::close_end(fd);
    };
    collect(ends[0], out.read_end, finished.out);
    collect(ends[1], error.read_end, finished.error);
  }
}

}  // namespace

Finished run(const Process& process) {
  signal(SIGPIPE, SIG_IGN);
  Pipe in;
  Pipe out;
  Pipe error;
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) become(process, in, out, error);
  Pipe::close_end(in.read_end);
  Pipe::close_end(out.write_end);
  Pipe::close_end(error.write_end);
  Finished finished;
  exchange(process.input, in, out, error, finished);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return finished;
}

}  // namespace pycharter::tests

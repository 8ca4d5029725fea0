#include "signals.h"

#include <semaphore.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>
#include <utility>

#include "failure.h"

namespace pycharter::admin {
namespace {

constexpr timespec between_cancels{0, 200'000'000};

// A signal handler may touch these: lock-free, and the one thing that it may wake a thread with.
static_assert(std::atomic<bool>::is_always_lock_free);
std::atomic<bool> stop = false;
sem_t wake;  // posted by a signal, and by the end of CancelOnStop
std::atomic<bool> finished = false;

std::atomic<int> ending_at_once = 0;  // EndOnStops that live
std::atomic<bool> ends_in_json = false;
static_assert(std::atomic<int>::is_always_lock_free);

// Of what a signal handler may call.
[[noreturn]] void end_at_once() {
  constexpr std::string_view document = R"({"error":{"code":"cancelled","message":"interrupted"}})"
                                        "\n";
  constexpr std::string_view line = "error: interrupted\n";
  const auto text = ends_in_json ? document : line;
  const auto written = write(ends_in_json ? STDOUT_FILENO : STDERR_FILENO, text.data(), text.size());
  static_cast<void>(written);  // nobody is left to be told
  _exit(exit_interrupted);
}

extern "C" void request_stop(int signal) {
  if (ending_at_once > 0) end_at_once();
  const int kept = errno;
  stop = true;
  sem_post(&wake);
  std::signal(signal, SIG_DFL);
  errno = kept;
}

// Signals go to the main thread, whose waits they are to end.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

void cancel_when_stopped(const std::function<void()>& cancel) {
  while (!finished && !stop)
    sem_wait(&wake);
  while (!finished) {
    cancel();
    nanosleep(&between_cancels, nullptr);
  }
}

}  // namespace

void install_signal_handlers() {
  if (sem_init(&wake, 0, 0) != 0) throw std::system_error(errno, std::generic_category(), "sem_init");
  struct sigaction action {};
  action.sa_handler = &request_stop;
  sigemptyset(&action.sa_mask);
  // No SA_RESTART: a wait for input or a server ends, and the next safe point is reached.
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // A reader that went away (`| head`) is an error of write(), not the end of a migration.
  std::signal(SIGPIPE, SIG_IGN);
  // So is a file that has reached the size that a process may write (ulimit -f).
  std::signal(SIGXFSZ, SIG_IGN);
}

bool stop_requested() noexcept {
  return stop;
}

EndOnStop::EndOnStop(bool in_json) {
  ends_in_json = in_json;
  ++ending_at_once;
  if (stop) end_at_once();
}

EndOnStop::~EndOnStop() {
  --ending_at_once;
}

CancelOnStop::CancelOnStop(std::function<void()> cancel) {
  finished = false;
  const SignalsBlocked inherited;
  thread_ = std::thread([cancel = std::move(cancel)] { cancel_when_stopped(cancel); });
}

CancelOnStop::~CancelOnStop() {
  finished = true;
  sem_post(&wake);
  thread_.join();
}

}  // namespace pycharter::admin

#include "signals.h"

#include <csignal>

namespace pycharter::admin {
namespace {

volatile std::sig_atomic_t stop = 0;

extern "C" void request_stop(int signal) {
  stop = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action {};
  action.sa_handler = &request_stop;
  sigemptyset(&action.sa_mask);
  // No SA_RESTART: a wait for input or a server ends, and the next safe point is reached.
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // A reader that went away (`| head`) is an error of write(), not the end of a migration.
  std::signal(SIGPIPE, SIG_IGN);
}

bool stop_requested() noexcept {
  return stop != 0;
}

}  // namespace pycharter::admin

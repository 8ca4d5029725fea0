// Writes of InnoDB may deadlock with each other though nobody did wrong; it rolls one of them back.
#ifndef PYCHARTER_MYSQL_RETRY_H
#define PYCHARTER_MYSQL_RETRY_H

#include <pycharter/plugin/error.h>

#include <chrono>
#include <thread>

namespace pycharter::mysql {

// Does `work`, a whole transaction, again when the server rolled it back for a deadlock: at most ten times in
// all, with growing pauses.
template <class Work>
auto after_deadlocks(Work&& work) -> decltype(work()) {
  for (auto pause = std::chrono::milliseconds(1);; pause *= 2) {
    try {
      return work();
    } catch (const Error& error) {
      if (error.facts().sqlstate != "40001" || pause > std::chrono::milliseconds(256)) throw;
    }
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace pycharter::mysql

#endif

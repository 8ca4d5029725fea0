#include "plugin/process.h"

#include <pycharter/process.h>

#include <atomic>

namespace pycharter {
namespace {

std::atomic<bool> claimed = false;

}  // namespace

void claim_process() noexcept {
  claimed = true;
}

namespace plugin {

bool process_is_claimed() noexcept {
  return claimed;
}

}  // namespace plugin
}  // namespace pycharter

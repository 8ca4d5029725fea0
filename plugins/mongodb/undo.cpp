#include "mongodb/undo.h"

#include <pycharter/plugin/error.h>

namespace pycharter::mongodb {
namespace {

constexpr std::string_view doing = "take back what was written";

}  // namespace

void Undo::take_back(Error& why) noexcept {
  try {
    connection_.begin_call();  // a call that was cancelled has this left to do
    for (; !steps_.empty(); steps_.pop_back()) {
      const auto& step = steps_.back();
      if (step.before)
        connection_.replace_or_insert_all(step.collection, {{step.condition, *step.before}}, doing);
      else
        connection_.remove(step.collection, step.condition, doing);
    }
  } catch (const std::exception& failure) {
    why = Error(why.code(),
                why.message() +
                    " What was written before could not be taken back, so that a part of it is there (" +
                    std::to_string(steps_.size()) + " documents): " + failure.what(),
                why.facts());
  }
}

}  // namespace pycharter::mongodb

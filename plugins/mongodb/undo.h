// Taking back what was written, where the server has no transactions.
#ifndef PYCHARTER_MONGODB_UNDO_H
#define PYCHARTER_MONGODB_UNDO_H

#include <string>
#include <utility>
#include <vector>

#include "mongodb/connection.h"

namespace pycharter::mongodb {

class Undo {
 public:
  explicit Undo(Connection& connection) : connection_(connection) {}

  void made(std::string_view collection, const Bson& condition) {
    steps_.push_back({collection, condition, {}});
  }
  void changed(std::string_view collection, const Bson& condition, Bson before) {
    steps_.push_back({collection, condition, std::move(before)});
  }
  // The last step first. What can't be taken back is told at the end of the message of `why`, which is what
  // stopped the work.
  void take_back(Error& why) noexcept;

 private:
  struct Step {
    std::string_view collection;
    Bson condition;
    std::optional<Bson> before;  // none: it was not there
  };
  Connection& connection_;
  std::vector<Step> steps_;
};

}  // namespace pycharter::mongodb

#endif

// The rounds of a comprehension or a generator expression, one at a time.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_COMPREHENSION_H
#define PYCHARTER_ALEMBIC_SCRIPT_COMPREHENSION_H

#include "alembic/script/evaluator.h"

namespace pycharter::alembic::script {

class ComprehensionIterator final : public Iterator {
 public:
  // `first` is an iterator over the first clause's iterable, which runs where the comprehension stands.
  ComprehensionIterator(Interpreter& interpreter, const Frame& frame, const ComprehensionNode& node,
                        Value first);
  std::optional<Value> next(Interpreter& interpreter) override;
  Value take_value() { return std::move(value_); }  // of the round's key: value

 private:
  bool advance(Interpreter& interpreter, Evaluator& evaluator);

  const ComprehensionNode& node_;
  Frame frame_;
  std::vector<Value> iterators_;  // of the clauses that are running, outermost first
  Value value_;
  bool running_ = false;
  bool done_ = false;
};

}  // namespace pycharter::alembic::script

#endif

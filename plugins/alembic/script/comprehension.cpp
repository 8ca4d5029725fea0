#include "alembic/script/comprehension.h"

namespace pycharter::alembic::script {

ComprehensionIterator::ComprehensionIterator(Interpreter& interpreter, const Frame& frame,
                                             const ComprehensionNode& node, Value first)
    : node_(node), frame_(frame) {
  frame_.environment = make<Environment>(interpreter.heap(), node.slots, frame.environment);
  frame_.cls = nullptr;
  frame_.handled = Value();
  frame_.result = Value();
  iterators_.push_back(std::move(first));
}

std::optional<Value> ComprehensionIterator::next(Interpreter& interpreter) {
  if (done_) return std::nullopt;
  if (running_) interpreter.raise("ValueError", "generator already executing");
  // Left with an exception, a generator is at its end, as in Python.
  running_ = done_ = true;
  const Value keep = Value::of(*this);
  FrameScope scope(interpreter.state(), frame_);
  Evaluator evaluator(interpreter, frame_);
  std::optional<Value> result;
  if (advance(interpreter, evaluator)) {
    result = evaluator.evaluate(*node_.element);
    if (node_.value != nullptr) value_ = evaluator.evaluate(*node_.value);
    done_ = false;
  } else {
    iterators_.clear();
  }
  running_ = false;
  return result;
}

// Goes to the next combination that passes all conditions.
bool ComprehensionIterator::advance(Interpreter& interpreter, Evaluator& evaluator) {
  while (!iterators_.empty()) {
    const auto& clause = node_.clauses[iterators_.size() - 1];
    interpreter.step();
    const std::optional<Value> item = interpreter.next(iterators_.back());
    if (!item) {
      iterators_.pop_back();
      continue;
    }
    evaluator.assign(*clause.target, *item);
    bool passes = true;
    for (const Node* condition : clause.conditions) {
      passes = interpreter.truth(evaluator.evaluate(*condition));
      if (!passes) break;
    }
    if (!passes) continue;
    if (iterators_.size() == node_.clauses.size()) return true;
    iterators_.push_back(interpreter.iterate(evaluator.evaluate(*node_.clauses[iterators_.size()].iterable)));
  }
  return false;
}

}  // namespace pycharter::alembic::script

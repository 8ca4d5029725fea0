#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::script {

FrameScope::FrameScope(Interpreter::State& state, Frame& frame)
    : state_(state), frame_(frame), exceptions_(std::uncaught_exceptions()) {
  frame_.outer = state_.frame;
  state_.frame = &frame_;
}

FrameScope::~FrameScope() {
  state_.frame = frame_.outer;
  if (std::uncaught_exceptions() <= exceptions_ || state_.unwound.size() >= 12) return;
  const Position position = frame_.script->source.position(frame_.offset);
  const auto* function = frame_.function.get_if<Function>();
  state_.unwound.push_back({frame_.script->source.path(), position,
                            function == nullptr ? std::string() : function->name,
                            source_line(frame_.script->source.text(), position.line)});
}

Flow Evaluator::run(const Body& body) {
  for (const Node* node : body) {
    const Flow flow = execute(*node);
    if (flow != Flow::normal) return flow;
  }
  return Flow::normal;
}

Flow Evaluator::execute(const Node& node) {
  at(node);
  in_.step();
  state_.check_stack();
  switch (node.kind) {
    case NodeKind::expression:
      evaluate(*as<ExpressionNode>(node).value);
      break;
    case NodeKind::assign: {
      const auto& assignment = as<AssignNode>(node);
      const Value value = evaluate(*assignment.value);
      for (const Node* target : assignment.targets)
        assign(*target, value);
      break;
    }
    case NodeKind::augmented:
      augment(as<AugmentedNode>(node));
      break;
    case NodeKind::annotated: {
      const auto& annotated = as<AnnotatedNode>(node);
      if (annotated.value != nullptr) assign(*annotated.target, evaluate(*annotated.value));
      break;
    }
    case NodeKind::return_: {
      const Node* value = as<ExpressionNode>(node).value;
      frame_.result = value == nullptr ? Value::none() : evaluate(*value);
      return Flow::return_;
    }
    case NodeKind::if_: {
      const auto& branch = as<IfNode>(node);
      const Value condition = evaluate(*branch.condition);
      if (as_unknown(condition) != nullptr) return skip_unknown(node, condition);
      return run(in_.truth(condition) ? branch.body : branch.otherwise);
    }
    case NodeKind::while_:
      return run_while(as<IfNode>(node));
    case NodeKind::for_:
      return run_for(as<ForNode>(node));
    case NodeKind::match: {
      const Body* chosen = choose_case(as<MatchNode>(node));
      return chosen == nullptr ? Flow::normal : run(*chosen);
    }
    case NodeKind::try_:
      return run_try(as<TryNode>(node));
    case NodeKind::with:
      return run_with(as<WithNode>(node), 0);
    case NodeKind::raise:
      run_raise(as<RaiseNode>(node));
    case NodeKind::assert_:
      run_assert(as<RaiseNode>(node));
      break;
    case NodeKind::delete_:
      for (const Node* target : as<DeleteNode>(node).targets)
        remove(*target);
      break;
    case NodeKind::import:
      run_import(as<ImportNode>(node));
      break;
    case NodeKind::import_from:
      run_import_from(as<ImportNode>(node));
      break;
    case NodeKind::break_:
      return Flow::break_;
    case NodeKind::continue_:
      return Flow::continue_;
    case NodeKind::function:
      define_function(as<FunctionNode>(node));
      break;
    case NodeKind::cls:
      define_class(as<ClassNode>(node));
      break;
    default:
      break;  // pass, global, nonlocal
  }
  return Flow::normal;
}

Flow Evaluator::run_while(const IfNode& node) {
  while (in_.truth(evaluate(*node.condition))) {
    in_.step();
    const Flow flow = run(node.body);
    if (flow == Flow::break_) return left(node);
    if (flow == Flow::return_) return flow;
  }
  return run(node.otherwise);
}

// Behind a loop that was left: by a `break` of its own, or since nobody knows whether it would be.
Flow Evaluator::left(const Node& loop) {
  const Value unknown = std::exchange(frame_.undecided, Value());
  return unknown.defined() ? skip_unknown(loop, unknown) : Flow::normal;
}

Flow Evaluator::run_for(const ForNode& node) {
  const Value iterable = evaluate(*node.iterable);
  if (as_unknown(iterable) != nullptr) return skip_unknown(node, iterable);
  at(*node.iterable);
  const Value iterator = in_.iterate(iterable);
  while (std::optional<Value> item = in_.next(iterator)) {
    in_.step();
    assign(*node.target, *item);
    const Flow flow = run(node.body);
    if (flow == Flow::break_) return left(node);
    if (flow == Flow::return_) return flow;
    at(*node.iterable);
  }
  return run(node.otherwise);
}

Flow Evaluator::run_try(const TryNode& node) {
  if (node.finally.empty()) return run_guarded(node);
  Flow flow;
  try {
    flow = run_guarded(node);
  } catch (const Raised& raised) {
    const std::vector<Place> unwound = std::exchange(state_.unwound, {});
    const std::uint32_t offset = frame_.offset;
    const Flow last = run(node.finally);
    if (last != Flow::normal) return last;  // `return` in finally swallows the exception
    state_.unwound = unwound;
    frame_.offset = offset;
    throw;
  }
  Value result = frame_.result;
  const Flow last = run(node.finally);
  if (last != Flow::normal) return last;
  frame_.result = std::move(result);
  return flow;
}

Flow Evaluator::run_guarded(const TryNode& node) {
  if (node.handlers.empty()) return run(node.body);
  std::optional<Raised> caught;
  try {
    const Flow flow = run(node.body);
    if (flow != Flow::normal) return flow;
  } catch (const Raised& raised) {
    caught = raised;
  }
  return caught ? run_handler(node, *caught) : run(node.otherwise);
}

Flow Evaluator::run_handler(const TryNode& node, const Raised& raised) {
  const std::vector<Place> unwound = std::exchange(state_.unwound, {});
  const std::uint32_t offset = frame_.offset;
  for (const auto& handler : node.handlers) {
    if (handler.type != nullptr) {
      const Value type = evaluate(*handler.type);
      frame_.offset = handler.offset;
      if (!in_.matches(raised.exception, type)) continue;
    }
    const Value outer = std::exchange(frame_.handled, raised.exception);
    if (handler.target != nullptr) assign_name(*handler.target, raised.exception);
    state_.declaration_failed = false;
    const Flow flow = run(handler.body);
    // As in Python, the name is gone behind the handler, whatever the handler did with it.
    if (handler.target != nullptr) unbind(*handler.target);
    frame_.handled = outer;
    return flow;
  }
  state_.unwound = unwound;
  frame_.offset = offset;
  throw raised;
}

Flow Evaluator::run_with(const WithNode& node, std::size_t item) {
  if (item == node.items.size()) return run(node.body);
  const auto& [expression, target] = node.items[item];
  const Value manager = evaluate(*expression);
  at(*expression);
  const Value entered = enter_context(in_, manager);
  if (target != nullptr) assign(*target, entered);
  Flow flow;
  std::optional<Raised> caught;
  try {
    flow = run_with(node, item + 1);
  } catch (const Raised& raised) {
    caught = raised;
  }
  if (!caught) {
    Value result = frame_.result;
    leave_context(in_, manager, Value::none());
    frame_.result = std::move(result);
    return flow;
  }
  std::vector<Place> unwound = std::exchange(state_.unwound, {});
  const std::uint32_t offset = frame_.offset;
  if (leave_context(in_, manager, caught->exception)) return Flow::normal;
  state_.unwound = std::move(unwound);
  frame_.offset = offset;
  throw Raised(*caught);
}

void Evaluator::run_raise(const RaiseNode& node) {
  if (node.first == nullptr) {
    for (const Frame* frame = &frame_; frame != nullptr; frame = frame->outer) {
      if (frame->handled.defined()) in_.raise_value(frame->handled);
    }
    in_.raise("RuntimeError", "No active exception to reraise");
  }
  Value exception = evaluate(*node.first);
  at(node);
  if (exception.is(Kind::cls)) exception = in_.call(exception);
  if (!in_.is_instance(exception, in_.builtin("BaseException")))
    in_.raise("TypeError", "exceptions must derive from BaseException");
  if (node.second != nullptr) exception.get<Instance>().set("__cause__", evaluate(*node.second));
  at(node);
  in_.raise_value(exception);
}

void Evaluator::run_assert(const RaiseNode& node) {
  const Value condition = evaluate(*node.first);
  if (as_unknown(condition) != nullptr || in_.truth(condition)) return;
  const Value message = node.second == nullptr ? Value() : evaluate(*node.second);
  at(node);
  Arguments arguments;
  if (message.defined()) arguments.positional.push_back(message);
  in_.raise_value(in_.call(in_.builtin("AssertionError"), arguments));
}

}  // namespace pycharter::alembic::script

#include "alembic/script/generator.h"

#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

const YieldNode& yield_of(const Node& statement) {
  return as<YieldNode>(statement.kind == NodeKind::assign ? *as<AssignNode>(statement).value
                                                          : *as<ExpressionNode>(statement).value);
}

}  // namespace

std::optional<Value> Generator::send(Interpreter& in, const Value& value) {
  if (waiting_ == nullptr && !delegate_.defined() && !done_ && !value.is_none())
    in.raise("TypeError", "can't send non-None value to a just-started generator");
  return resume(in, value, std::nullopt);
}

std::optional<Value> Generator::raise_inside(Interpreter& in, const Value& exception) {
  const Raised raised{exception, {}, in.position()};
  if (done_) throw raised;
  return resume(in, Value::none(), raised);
}

void Generator::close(Interpreter& in) {
  if (done_) return;
  const Value exit = in.call(in.builtin("GeneratorExit"));
  try {
    if (raise_inside(in, exit)) in.raise("RuntimeError", "generator ignored GeneratorExit");
  } catch (const Raised& raised) {
    if (!raised.exception.same(exit)) throw;
    in.state().unwound.clear();
  }
}

std::optional<Value> Generator::attribute(Interpreter& in, std::string_view name) {
  const Value self = Value::of(*this);
  const auto ended = [](Interpreter& i, const std::optional<Value>& value, const Value& generator) {
    if (value) return *value;
    i.raise_value(i.call(i.builtin("StopIteration"), {{generator.get<Generator>().result()}, {}}));
  };
  if (name == "send") {
    return make_native(in, "send", "value, /", [self, ended](Interpreter& i, Bindings& given) {
      return ended(i, self.get<Generator>().send(i, given[0]), self);
    });
  }
  if (name == "throw") {
    return make_native(in, "throw", "exception, /", [self, ended](Interpreter& i, Bindings& given) {
      const Value exception = given[0].is(Kind::cls) ? i.call(given[0]) : given[0];
      return ended(i, self.get<Generator>().raise_inside(i, exception), self);
    });
  }
  if (name == "close") {
    return make_native(in, "close", "", [self](Interpreter& i, Bindings&) {
      self.get<Generator>().close(i);
      return Value::none();
    });
  }
  return std::nullopt;
}

std::optional<Value> Generator::resume(Interpreter& in, const Value& sent,
                                       const std::optional<Raised>& thrown) {
  if (done_) return std::nullopt;
  if (running_) in.raise("ValueError", "generator already executing");
  in.step();
  in.state().check_stack();
  const Value keep = Value::of(*this);
  running_ = done_ = true;  // left with an exception, a generator is at its end
  FrameScope scope(in.state(), frame_);
  std::optional<Value> value =
      delegate_.defined() ? from_delegate(in, sent, thrown) : go_on(in, sent, thrown);
  running_ = false;
  done_ = !value;
  if (done_) blocks_.clear();
  return value;
}

std::optional<Value> Generator::go_on(Interpreter& in, const Value& sent,
                                      const std::optional<Raised>& thrown) {
  Completion first;
  if (thrown) {
    waiting_ = nullptr;
    first.raised = thrown;
    first.offset = frame_.offset;
  } else if (waiting_ != nullptr) {
    deliver(in, sent);
  }
  return run(in, std::move(first));
}

// The next value of what `yield from` goes through; nothing at its end, which its result is delivered at.
std::optional<Value> Generator::from_delegate(Interpreter& in, const Value& sent,
                                              const std::optional<Raised>& thrown) {
  const Value inner = delegate_;
  auto* generator = dynamic_cast<Generator*>(inner.get_if<Iterator>());
  std::optional<Raised> raised = thrown;
  if (!thrown || generator != nullptr) {
    try {
      const auto value = thrown                 ? generator->raise_inside(in, thrown->exception)
                         : generator != nullptr ? generator->send(in, sent)
                                                : in.next(inner);
      if (value) return value;
      raised.reset();
    } catch (const Raised& from_inside) {
      raised = from_inside;
    }
  }
  delegate_ = Value();
  if (!raised) {
    deliver(in, generator == nullptr ? Value::none() : generator->result());
    return run(in, {});
  }
  return run(in, caught(in, *raised));
}

Generator::Completion Generator::caught(Interpreter& in, const Raised& raised) {
  Completion completion;
  completion.raised = raised;
  completion.unwound = std::exchange(in.state().unwound, {});
  completion.offset = frame_.offset;
  return completion;
}

// Runs until the next yield or the end.
std::optional<Value> Generator::run(Interpreter& in, Completion completion) {
  yielded_.reset();
  while (!blocks_.empty()) {
    try {
      if (!completion.plain()) {
        completion = unwind(in, std::move(completion));
      } else if (Block& block = blocks_.back(); block.at < block.body->size()) {
        completion = execute(in, *(*block.body)[block.at++]);
      } else {
        completion = at_end(in, block);
      }
    } catch (const Raised& raised) {
      completion = caught(in, raised);
    }
    if (yielded_) return std::exchange(yielded_, std::nullopt);
  }
  if (!completion.raised) return std::nullopt;
  if (in.matches(completion.raised->exception, in.builtin("StopIteration")))
    in.raise("RuntimeError", "generator raised StopIteration");
  in.state().unwound = std::move(completion.unwound);
  frame_.offset = completion.offset;
  throw Raised(*completion.raised);
}

Generator::Completion Generator::execute(Interpreter& in, const Node& node) {
  Evaluator evaluator(in, frame_);
  Completion completion;
  if (!node.yields) {
    completion.flow = evaluator.execute(node);
    return completion;
  }
  frame_.offset = node.offset;
  in.step();
  const auto push = [&](Block::Type type, const Body& body, bool at_end = false, Value value = {}) {
    blocks_.push_back({type, &node, &body, at_end ? body.size() : 0, std::move(value), {}, {}});
  };
  switch (node.kind) {
    case NodeKind::if_: {
      const auto& branch = as<IfNode>(node);
      push(Block::Type::body,
           in.truth(evaluator.evaluate(*branch.condition)) ? branch.body : branch.otherwise);
      break;
    }
    case NodeKind::while_:  // at the end of a round that was none: the condition is looked at there
      push(Block::Type::while_, as<IfNode>(node).body, true);
      break;
    case NodeKind::for_: {
      const auto& loop = as<ForNode>(node);
      Value iterable = evaluator.evaluate(*loop.iterable);
      frame_.offset = loop.iterable->offset;
      push(Block::Type::for_, loop.body, true, in.iterate(iterable));
      break;
    }
    case NodeKind::match:
      if (const Body* chosen = evaluator.choose_case(as<MatchNode>(node))) push(Block::Type::body, *chosen);
      break;
    case NodeKind::try_:
      push(Block::Type::try_, as<TryNode>(node).body);
      break;
    case NodeKind::with:
      enter_with(in, as<WithNode>(node));
      break;
    default:
      execute_yield(in, node);
      break;
  }
  return completion;
}

void Generator::execute_yield(Interpreter& in, const Node& statement) {
  const YieldNode& yield = yield_of(statement);
  Evaluator evaluator(in, frame_);
  Value value = yield.value == nullptr ? Value::none() : evaluator.evaluate(*yield.value);
  frame_.offset = yield.offset;
  waiting_ = &statement;
  if (!yield.from) {
    yielded_ = std::move(value);
    return;
  }
  delegate_ = in.iterate(value);
  const Value inner = delegate_;
  yielded_ = in.next(inner);
  if (yielded_) return;
  delegate_ = Value();
  const auto* generator = dynamic_cast<Generator*>(inner.get_if<Iterator>());
  deliver(in, generator == nullptr ? Value::none() : generator->result());
}

void Generator::deliver(Interpreter& in, const Value& sent) {
  const Node* statement = std::exchange(waiting_, nullptr);
  if (statement->kind != NodeKind::assign) return;
  Evaluator evaluator(in, frame_);
  for (const Node* target : as<AssignNode>(*statement).targets)
    evaluator.assign(*target, sent);
}

// A block for each manager, the body in the innermost.
void Generator::enter_with(Interpreter& in, const WithNode& node) {
  Evaluator evaluator(in, frame_);
  for (const auto& [expression, target] : node.items) {
    const Value manager = evaluator.evaluate(*expression);
    frame_.offset = expression->offset;
    const Value entered = enter_context(in, manager);
    const bool last = expression == node.items.back().first;
    blocks_.push_back({Block::Type::with, &node, last ? &node.body : &empty_, 0, manager, {}, {}});
    if (target != nullptr) evaluator.assign(*target, entered);
  }
}

// Makes `block` run another body of its statement.
Generator::Completion Generator::run_instead(Block& block, const Body& body) {
  block.type = Block::Type::body;
  block.body = &body;
  block.at = 0;
  return {};
}

Generator::Completion Generator::at_end(Interpreter& in, Block& block) {
  Evaluator evaluator(in, frame_);
  switch (block.type) {
    case Block::Type::body:
      blocks_.pop_back();
      return {};
    case Block::Type::while_: {
      const auto& loop = as<IfNode>(*block.node);
      in.step();
      if (!in.truth(evaluator.evaluate(*loop.condition))) return run_instead(block, loop.otherwise);
      block.at = 0;
      return {};
    }
    case Block::Type::for_: {
      const auto& loop = as<ForNode>(*block.node);
      in.step();
      frame_.offset = loop.iterable->offset;
      const std::optional<Value> item = in.next(Value(block.value));
      if (!item) return run_instead(block, loop.otherwise);
      block.at = 0;
      evaluator.assign(*loop.target, *item);
      return {};
    }
    case Block::Type::try_: {
      const auto& attempt = as<TryNode>(*block.node);
      block.type = Block::Type::otherwise;
      block.body = &attempt.otherwise;
      block.at = 0;
      return {};
    }
    case Block::Type::handler:
      leave_handler(in, block);
      [[fallthrough]];
    case Block::Type::otherwise:
      return leave_try(as<TryNode>(*block.node), {});
    case Block::Type::finally: {
      Completion pending = std::move(block.pending);
      blocks_.pop_back();
      return pending;
    }
    case Block::Type::with: {
      const Value manager = block.value;
      blocks_.pop_back();
      leave_context(in, manager, Value::none());
      return {};
    }
  }
  return {};
}

Generator::Completion Generator::unwind(Interpreter& in, Completion completion) {
  Block& block = blocks_.back();
  switch (block.type) {
    case Block::Type::while_:
    case Block::Type::for_:
      if (!completion.raised && completion.flow == Flow::continue_) {
        block.at = block.body->size();
        return {};
      }
      blocks_.pop_back();
      return !completion.raised && completion.flow == Flow::break_ ? Completion() : completion;
    case Block::Type::try_:
      return completion.raised ? handle(in, block, std::move(completion))
                               : leave_try(as<TryNode>(*block.node), std::move(completion));
    case Block::Type::handler:
      leave_handler(in, block);
      [[fallthrough]];
    case Block::Type::otherwise:
      return leave_try(as<TryNode>(*block.node), std::move(completion));
    case Block::Type::with: {
      const Value manager = block.value;
      blocks_.pop_back();
      Value result = frame_.result;
      const Value exception = completion.raised ? completion.raised->exception : Value::none();
      if (leave_context(in, manager, exception)) return {};
      frame_.result = std::move(result);
      return completion;
    }
    default:
      blocks_.pop_back();
      return completion;
  }
}

// Leaves the block of a try for its finally, which goes on with `completion`.
Generator::Completion Generator::leave_try(const TryNode& node, Completion completion) {
  blocks_.pop_back();
  if (node.finally.empty()) return completion;
  blocks_.push_back({Block::Type::finally, &node, &node.finally, 0, {}, std::move(completion), {}});
  return {};
}

Generator::Completion Generator::handle(Interpreter& in, Block& block, Completion completion) {
  const auto& node = as<TryNode>(*block.node);
  const Value exception = completion.raised->exception;
  Evaluator evaluator(in, frame_);
  block.type = Block::Type::otherwise;  // what a handler's type raises is not for these handlers
  for (const auto& handler : node.handlers) {
    if (handler.type != nullptr) {
      const Value type = evaluator.evaluate(*handler.type);
      frame_.offset = handler.offset;
      if (!in.matches(exception, type)) continue;
    }
    block.type = Block::Type::handler;
    block.body = &handler.body;
    block.at = 0;
    block.target = handler.target;
    block.value = std::exchange(frame_.handled, exception);
    if (handler.target != nullptr) evaluator.assign(*handler.target, exception);
    return {};
  }
  return leave_try(node, std::move(completion));
}

void Generator::leave_handler(Interpreter& in, const Block& block) {
  frame_.handled = block.value;
  if (block.target != nullptr) Evaluator(in, frame_).unbind(*block.target);
}

}  // namespace pycharter::alembic::script

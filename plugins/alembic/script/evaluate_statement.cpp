#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"

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
      return run(in_.truth(evaluate(*branch.condition)) ? branch.body : branch.otherwise);
    }
    case NodeKind::while_:
      return run_while(as<IfNode>(node));
    case NodeKind::for_:
      return run_for(as<ForNode>(node));
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

void Evaluator::assign_name(const NameNode& name, const Value& value) {
  if (name.scope == NameScope::local) {
    environment_at(name.hops).slots[name.slot] = value;
  } else if (name.scope == NameScope::class_body && frame_.cls != nullptr) {
    frame_.cls->set(name.name, value);
  } else {
    frame_.module.get<Module>().set(name.name, value);
  }
}

void Evaluator::assign(const Node& target, const Value& value) {
  switch (target.kind) {
    case NodeKind::name:
      return assign_name(as<NameNode>(target), value);
    case NodeKind::attribute: {
      const auto& attribute = as<AttributeNode>(target);
      const Value object = evaluate(*attribute.object);
      at(target);
      return in_.set_attribute(object, attribute.name, value);
    }
    case NodeKind::subscript: {
      const auto& subscript = as<SubscriptNode>(target);
      const Value object = evaluate(*subscript.object);
      const Value index = evaluate(*subscript.index);
      at(target);
      return in_.set_subscript(object, index, value);
    }
    default:
      return unpack(as<SequenceNode>(target), value);
  }
}

void Evaluator::unpack(const SequenceNode& targets, const Value& value) {
  at(targets);
  const std::vector<Value> values = in_.collect(value);
  const auto star = std::find_if(targets.items.begin(), targets.items.end(),
                                 [](const Node* n) { return n->kind == NodeKind::starred; });
  const std::size_t wanted = targets.items.size();
  const bool starred = star != targets.items.end();
  if (starred ? values.size() + 1 < wanted : values.size() < wanted) {
    in_.raise("ValueError", "not enough values to unpack (expected " +
                                std::string(starred ? "at least " : "") +
                                std::to_string(starred ? wanted - 1 : wanted) + ", got " +
                                std::to_string(values.size()) + ")");
  }
  if (!starred && values.size() > wanted) {
    in_.raise("ValueError", "too many values to unpack (expected " + std::to_string(wanted) + ")");
  }
  const auto before = static_cast<std::size_t>(star - targets.items.begin());
  const std::size_t inside = starred ? values.size() - (wanted - 1) : 0;
  for (std::size_t i = 0; i < wanted; ++i) {
    if (starred && i == before) {
      const auto first = values.begin() + static_cast<std::ptrdiff_t>(before);
      assign(*as<StarredNode>(**star).value, in_.list({first, first + static_cast<std::ptrdiff_t>(inside)}));
    } else {
      assign(*targets.items[i], values[starred && i > before ? i - 1 + inside : i]);
    }
  }
}

void Evaluator::augment(const AugmentedNode& node) {
  Value object, index, current;
  if (node.target->kind == NodeKind::attribute) {
    object = evaluate(*as<AttributeNode>(*node.target).object);
    current = in_.attribute(object, as<AttributeNode>(*node.target).name);
  } else if (node.target->kind == NodeKind::subscript) {
    object = evaluate(*as<SubscriptNode>(*node.target).object);
    index = evaluate(*as<SubscriptNode>(*node.target).index);
    current = in_.subscript(object, index);
  } else {
    current = evaluate(*node.target);
  }
  const Value operand = evaluate(*node.value);
  at(node);
  const Value result = in_.binary_in_place(node.operation, current, operand);
  if (node.target->kind == NodeKind::attribute) {
    in_.set_attribute(object, as<AttributeNode>(*node.target).name, result);
  } else if (node.target->kind == NodeKind::subscript) {
    in_.set_subscript(object, index, result);
  } else {
    assign(*node.target, result);
  }
}

void Evaluator::remove(const Node& target) {
  if (target.kind == NodeKind::attribute) {
    const Value object = evaluate(*as<AttributeNode>(target).object);
    return in_.delete_attribute(object, as<AttributeNode>(target).name);
  }
  if (target.kind == NodeKind::subscript) {
    const Value object = evaluate(*as<SubscriptNode>(target).object);
    return in_.delete_subscript(object, evaluate(*as<SubscriptNode>(target).index));
  }
  if (target.kind != NodeKind::name) {
    for (const Node* item : as<SequenceNode>(target).items)
      remove(*item);
    return;
  }
  const auto& variable = as<NameNode>(target);
  name(variable);  // raises when it is not bound
  unbind(variable);
}

void Evaluator::unbind(const NameNode& variable) {
  if (variable.scope == NameScope::local) {
    environment_at(variable.hops).slots[variable.slot] = Value();
  } else if (variable.scope == NameScope::class_body && frame_.cls != nullptr) {
    frame_.cls->members.erase(variable.name);
  } else {
    frame_.module.get<Module>().members.erase(variable.name);
  }
}

Flow Evaluator::run_while(const IfNode& node) {
  while (in_.truth(evaluate(*node.condition))) {
    in_.step();
    const Flow flow = run(node.body);
    if (flow == Flow::break_) return Flow::normal;
    if (flow == Flow::return_) return flow;
  }
  return run(node.otherwise);
}

Flow Evaluator::run_for(const ForNode& node) {
  const Value iterable = evaluate(*node.iterable);
  at(*node.iterable);
  const Value iterator = in_.iterate(iterable);
  while (std::optional<Value> item = in_.next(iterator)) {
    in_.step();
    assign(*node.target, *item);
    const Flow flow = run(node.body);
    if (flow == Flow::break_) return Flow::normal;
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
  if (in_.truth(evaluate(*node.first))) return;
  const Value message = node.second == nullptr ? Value() : evaluate(*node.second);
  at(node);
  Arguments arguments;
  if (message.defined()) arguments.positional.push_back(message);
  in_.raise_value(in_.call(in_.builtin("AssertionError"), arguments));
}

// The module's level leaves names of foreign packages unbound: name() tells of them when they are used.
bool Evaluator::is_missing(const ImportNode::Alias& alias) const {
  return !frame_.function.defined() && frame_.script->foreign.contains(alias.target->name);
}

void Evaluator::run_import(const ImportNode& node) {
  for (const auto& alias : node.names) {
    if (is_missing(alias)) continue;
    frame_.offset = alias.offset;
    const Value module = in_.import_module(alias.name);
    assign_name(*alias.target,
                alias.whole ? module : in_.import_module(alias.name.substr(0, alias.name.find('.'))));
  }
}

void Evaluator::run_import_from(const ImportNode& node) {
  at(node);
  if (node.level > 0)
    in_.raise("ImportError", "relative imports cannot be used here: a revision script has no package");
  const auto wanted = [&](const auto& alias) { return !is_missing(alias); };
  if (std::none_of(node.names.begin(), node.names.end(), wanted)) return;
  const Value module = in_.import_module(node.module);
  for (const auto& alias : node.names) {
    if (is_missing(alias)) continue;
    frame_.offset = alias.offset;
    std::optional<Value> found = in_.find_attribute(module, alias.name);
    if (!found) found = in_.try_import(node.module + "." + alias.name);
    if (!found) in_.raise("ImportError", missing_name(in_, node.module, alias.name));
    assign_name(*alias.target, *found);
  }
}

Value Evaluator::decorated(Value made, const std::vector<Node*>& decorators) {
  std::vector<Value> functions;
  for (const Node* decorator : decorators)
    functions.push_back(evaluate(*decorator));
  for (; !functions.empty(); functions.pop_back()) {
    at(*decorators[functions.size() - 1]);
    Arguments arguments;
    arguments.positional.push_back(made);
    made = in_.call(functions.back(), arguments);
  }
  return made;
}

void Evaluator::define_function(const FunctionNode& node) {
  Value made = function(node);
  assign_name(*node.target, node.decorators.empty() ? made : decorated(std::move(made), node.decorators));
}

void Evaluator::define_class(const ClassNode& node) {
  Value made = make<Class>(in_.heap(), node.name);
  auto& cls = made.get<Class>();
  for (const Value& base : items(node.bases)) {
    if (!base.is(Kind::cls)) {
      at(node);
      in_.raise("TypeError", "a class can only derive from classes, not from " + in_.type_name(base));
    }
    cls.bases.push_back(base);
  }
  std::vector<std::string> annotated;
  for (const Node* statement : node.body) {
    if (statement->kind == NodeKind::annotated &&
        as<AnnotatedNode>(*statement).target->kind == NodeKind::name) {
      annotated.push_back(as<NameNode>(*as<AnnotatedNode>(*statement).target).name);
    }
  }
  Frame frame;
  frame.script = frame_.script;
  frame.module = frame_.module;
  frame.environment = frame_.environment;
  frame.cls = &cls;
  frame.offset = node.offset;
  {
    FrameScope scope(state_, frame);
    Evaluator(in_, frame).run(node.body);
  }
  at(node);
  made = make_user_class(in_, made, annotated);
  assign_name(*node.target, decorated(std::move(made), node.decorators));
}

}  // namespace pycharter::alembic::script

// Binding, unbinding and what is assigned to: names, attributes, subscripts, sequences of these.
#include <algorithm>

#include "alembic/script/evaluator.h"

namespace pycharter::alembic::script {

void Evaluator::assign_name(const NameNode& name, const Value& value) {
  if (name.scope == NameScope::local) {
    environment_at(name.hops).slots[name.slot] = value;
  } else if (name.scope == NameScope::class_body && frame_.cls != nullptr) {
    frame_.cls->set(name.name, value);
    if (auto* host = value.get_if<HostObject>()) host->set_name(name.name);
  } else {
    auto& module = frame_.module.get<Module>();
    const auto described = state_.described.find(module.name);
    if (described != state_.described.end() && described->second.contains(name.name)) return;
    module.set(name.name, value);
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

}  // namespace pycharter::alembic::script

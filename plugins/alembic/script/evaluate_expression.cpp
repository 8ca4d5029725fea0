#include "alembic/script/builtins/dicts.h"
#include "alembic/script/comprehension.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"
#include "alembic/script/unicode.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::script {

Value Evaluator::evaluate(const Node& node) {
  switch (node.kind) {
    case NodeKind::constant:
      return constant(as<ConstantNode>(node));
    case NodeKind::name:
      return name(as<NameNode>(node));
    default:
      break;
  }
  state_.check_stack();
  switch (node.kind) {
    case NodeKind::tuple:
      return in_.tuple(items(as<SequenceNode>(node).items));
    case NodeKind::list:
      return in_.list(items(as<SequenceNode>(node).items));
    case NodeKind::set: {
      Value set = make<Set>(in_.heap());
      for (const Value& item : items(as<SequenceNode>(node).items))
        set.get<Set>().add(in_, item);
      return set;
    }
    case NodeKind::dict:
      return dict(as<DictNode>(node));
    case NodeKind::unary: {
      const auto& unary = as<UnaryNode>(node);
      const Value operand = evaluate(*unary.operand);
      at(node);
      return in_.unary(unary.operation, operand);
    }
    case NodeKind::not_: {
      const Value operand = evaluate(*as<UnaryNode>(node).operand);
      return as_unknown(operand) != nullptr ? operand : Value::boolean(!in_.truth(operand));
    }
    case NodeKind::binary:
      return binary(as<BinaryNode>(node));
    case NodeKind::boolean: {
      const auto& boolean = as<BooleanNode>(node);
      Value value;
      for (const Node* operand : boolean.operands) {
        value = evaluate(*operand);
        if (as_unknown(value) != nullptr) break;
        if (operand != boolean.operands.back() && in_.truth(value) != boolean.conjunction) break;
      }
      return value;
    }
    case NodeKind::compare:
      return compare(as<CompareNode>(node));
    case NodeKind::call:
      return call(as<CallNode>(node));
    case NodeKind::attribute: {
      const auto& attribute = as<AttributeNode>(node);
      const Value object = evaluate(*attribute.object);
      at(node);
      return in_.attribute(object, attribute.name);
    }
    case NodeKind::subscript: {
      const auto& subscript = as<SubscriptNode>(node);
      const Value object = evaluate(*subscript.object);
      const Value index = evaluate(*subscript.index);
      at(node);
      return in_.subscript(object, index);
    }
    case NodeKind::slice: {
      const auto& slice = as<SliceNode>(node);
      const auto part = [&](const Node* n) { return n == nullptr ? Value::none() : evaluate(*n); };
      Value start = part(slice.start), stop_ = part(slice.stop), step = part(slice.step);
      return make<Slice>(in_.heap(), std::move(start), std::move(stop_), std::move(step));
    }
    case NodeKind::conditional: {
      const auto& conditional = as<ConditionalNode>(node);
      const Value condition = evaluate(*conditional.condition);
      if (as_unknown(condition) != nullptr) return condition;
      return evaluate(in_.truth(condition) ? *conditional.yes : *conditional.no);
    }
    case NodeKind::lambda:
      return function(as<FunctionNode>(node));
    case NodeKind::comprehension:
      return comprehension(as<ComprehensionNode>(node));
    case NodeKind::joined:
      return joined(as<SequenceNode>(node));
    case NodeKind::assign_expression: {
      const auto& assignment = as<AssignExpressionNode>(node);
      Value value = evaluate(*assignment.value);
      assign_name(*assignment.target, value);
      return value;
    }
    default:
      break;
  }
  at(node);
  in_.raise("SyntaxError", "a starred expression cannot stand here");
}

Value Evaluator::constant(const ConstantNode& node) {
  using Type = ConstantNode::Type;
  switch (node.type) {
    case Type::none:
      return Value::none();
    case Type::true_:
      return Value::boolean(true);
    case Type::false_:
      return Value::boolean(false);
    case Type::real:
      return Value::real(node.real);
    case Type::integer:
      if (node.text.empty()) return Value::integer(node.integer);
      break;
    default:
      break;
  }
  if (!node.value.defined()) {
    if (node.type == Type::string) node.value = in_.str(node.text);
    if (node.type == Type::bytes) node.value = make_bytes(in_.heap(), node.text);
    if (node.type == Type::integer) node.value = parse_integer(in_, node.text, 0);
    if (node.type == Type::ellipsis) node.value = make<Ellipsis>(in_.heap());
  }
  return node.value;
}

Environment& Evaluator::environment_at(std::uint16_t hops) {
  auto* environment = &frame_.environment.get<Environment>();
  for (; hops > 0; --hops)
    environment = &environment->parent.get<Environment>();
  return *environment;
}

Value Evaluator::name(const NameNode& node) {
  if (node.scope == NameScope::local) {
    const Value& value = environment_at(node.hops).slots[node.slot];
    if (value.defined()) return value;
    at(node);
    in_.raise("UnboundLocalError",
              node.hops == 0
                  ? "cannot access local variable '" + node.name + "' where it is not associated with a value"
                  : "cannot access free variable '" + node.name +
                        "' where it is not associated with a value in enclosing scope");
  }
  if (node.scope == NameScope::class_body && frame_.cls != nullptr) {
    if (const Value* value = std::as_const(frame_.cls->members).find(node.name)) return *value;
  }
  if (const Value* value = std::as_const(frame_.module.get<Module>().members).find(node.name)) return *value;
  if (const auto& fallback = frame_.module.get<Module>().fallback; fallback && in_.reads_sources())
    if (const Value value = fallback(in_, node.name); value.defined()) return value;
  if (const Value value = in_.find_builtin(node.name); value.defined()) return value;
  at(node);
  if (const char* refusal = refusal_of(node.name); refusal != nullptr && in_.reads_sources())
    return make_unknown(in_, node.name, "'" + node.name + "' cannot be used here: " + std::string(refusal));
  if (const char* refusal = refusal_of(node.name)) {
    throw Error(ErrorCode::script,
                "'" + node.name + "' cannot be used in a revision script here: " + refusal);
  }
  const auto foreign = frame_.script->foreign.find(node.name);
  if (foreign != frame_.script->foreign.end())
    frame_.script->source.fail(foreign->second.offset, foreign->second.message);
  in_.raise("NameError", "name '" + node.name + "' is not defined");
}

// a + b + c … is a chain to the left, which may be long: walked down in a loop.
Value Evaluator::binary(const BinaryNode& node) {
  std::vector<const BinaryNode*> chain{&node};
  while (chain.back()->left->kind == NodeKind::binary)
    chain.push_back(&as<BinaryNode>(*chain.back()->left));
  Value left = evaluate(*chain.back()->left);
  for (; !chain.empty(); chain.pop_back()) {
    const Value right = evaluate(*chain.back()->right);
    at(*chain.back());
    left = in_.binary(chain.back()->operation, left, right);
  }
  return left;
}

bool Evaluator::relates(Relation relation, const Value& left, const Value& right) {
  switch (relation) {
    case Relation::in:
      return in_.contains(right, left);
    case Relation::not_in:
      return !in_.contains(right, left);
    case Relation::is:
      return left.same(right);
    default:
      return !left.same(right);
  }
}

Value Evaluator::compare(const CompareNode& node) {
  Value left = evaluate(*node.first);
  Value result;
  for (const auto& [relation, operand] : node.rest) {
    Value right = evaluate(*operand);
    at(node);
    if (relation > Relation::greater_equal && relation <= Relation::not_in)
      if (const Value& unknown = as_unknown(left) != nullptr ? left : right; as_unknown(unknown) != nullptr)
        return unknown;
    // The first six relations are comparisons, whose answer may be an expression of the host.
    result = relation <= Relation::greater_equal ? in_.compare(static_cast<Comparison>(relation), left, right)
                                                 : Value::boolean(relates(relation, left, right));
    if (operand != node.rest.back().second && !in_.truth(result)) break;
    left = std::move(right);
  }
  return result;
}

Value Evaluator::call(const CallNode& node) {
  if (node.function->kind == NodeKind::name && as<NameNode>(*node.function).name == "super")
    return super_object(node);
  const Value callable = evaluate(*node.function);
  Arguments arguments;
  arguments.positional = items(node.positional);
  for (const auto& [keyword, value] : node.keywords) {
    Value given = evaluate(*value);
    if (!keyword.empty()) {
      arguments.keywords.emplace_back(keyword, std::move(given));
      continue;
    }
    at(node);
    auto* mapping = unwrap(given).get_if<Dict>();
    if (as_unknown(given) != nullptr) {
      // To what is unknown itself it makes no difference.
      if (as_unknown(callable) != nullptr) continue;
      throw UnknownNeeded{given};
    }
    if (mapping == nullptr)
      in_.raise("TypeError", "argument after ** must be a mapping, not " + in_.type_name(given));
    for (const auto& entry : mapping->table.entries()) {
      if (!entry.key.defined()) continue;
      if (!entry.key.is(Kind::string)) in_.raise("TypeError", "keywords must be strings");
      arguments.keywords.emplace_back(entry.key.get<Str>().text, entry.value);
    }
  }
  at(node);
  return in_.call(callable, arguments);
}

// super() of a method: an object that looks names up behind the class whose body the method stands in.
Value Evaluator::super_object(const CallNode& node) {
  const std::vector<Value> given = items(node.positional);
  at(node);
  if (given.size() == 2 && given[0].is(Kind::cls)) return make_super(in_, given[0], given[1]);
  if (!given.empty()) in_.raise("TypeError", "super() takes a class and an object, or nothing");
  const auto* function = frame_.function.get_if<Function>();
  if (function == nullptr || !function->owner.defined() || function->node.parameters.empty()) {
    in_.raise("RuntimeError", "super(): no arguments");
  }
  const Value& self = frame_.environment.get<Environment>().slots[0];
  return make_super(in_, function->owner, self);
}

std::vector<Value> Evaluator::items(const std::vector<Node*>& nodes) {
  std::vector<Value> values;
  values.reserve(nodes.size());
  for (const Node* node : nodes) {
    if (node->kind != NodeKind::starred) {
      values.push_back(evaluate(*node));
      continue;
    }
    const Value spread = evaluate(*as<StarredNode>(*node).value);
    at(*node);
    for (Value& value : in_.collect(spread))
      values.push_back(std::move(value));
  }
  return values;
}

Value Evaluator::dict(const DictNode& node) {
  Value made = in_.dict();
  auto& dict = made.get<Dict>();
  for (const auto& [key, value] : node.items) {
    if (key != nullptr) {
      const Value made_key = evaluate(*key);
      Value made_value = evaluate(*value);
      at(*key);
      dict.put(in_, made_key, std::move(made_value));
      continue;
    }
    const Value spread = evaluate(*value);
    at(*value);
    if (!unwrap(spread).is(Kind::dict) && !in_.find_attribute(spread, "keys"))
      in_.raise("TypeError", "'" + in_.type_name(spread) + "' object is not a mapping");
    fill_dict(in_, dict, spread);
  }
  return made;
}

Value Evaluator::joined(const SequenceNode& node) {
  try {
    return in_.str(joined_text(node));
  } catch (const UnknownNeeded& needed) {
    return needed.value;
  }
}

std::string Evaluator::joined_text(const SequenceNode& node) {
  std::string text;
  for (const Node* item : node.items) {
    if (item->kind == NodeKind::constant) {
      text += as<ConstantNode>(*item).text;
    } else {
      text += formatted(as<FormattedNode>(*item));
    }
    in_.heap().require(text.size());
  }
  return text;
}

std::string Evaluator::formatted(const FormattedNode& node) {
  Value value = evaluate(*node.value);
  at(node);
  if (node.conversion == 'r') value = in_.str(in_.to_repr(value));
  if (node.conversion == 'a') value = in_.str(to_ascii(in_.to_repr(value)));
  if (node.conversion == 's') value = in_.str(in_.to_text(value));
  return in_.format(value, node.specification == nullptr ? std::string() : joined_text(*node.specification));
}

Value Evaluator::function(const FunctionNode& node) {
  Value made = make<Function>(in_.heap(), node, frame_.module, frame_.environment);
  auto& function = made.get<Function>();
  function.name = node.name;
  function.script = frame_.script;
  for (const Parameter& parameter : node.parameters) {
    if (parameter.default_value != nullptr) function.defaults.push_back(evaluate(*parameter.default_value));
  }
  for (const Parameter& parameter : node.keyword_only) {
    function.keyword_defaults.push_back(
        parameter.default_value == nullptr ? Value() : evaluate(*parameter.default_value));
  }
  if (frame_.cls != nullptr) function.owner = Value::of(*frame_.cls);
  return made;
}

Value Evaluator::comprehension(const ComprehensionNode& node) {
  const Value first = in_.iterate(evaluate(*node.clauses.front().iterable));
  const Value iterator = make<ComprehensionIterator>(in_.heap(), in_, frame_, node, first);
  auto& rounds = iterator.get<ComprehensionIterator>();
  switch (node.type) {
    case ComprehensionKind::generator:
      return iterator;
    case ComprehensionKind::list: {
      Value made = in_.list({});
      while (std::optional<Value> value = rounds.next(in_))
        made.get<List>().append(std::move(*value));
      return made;
    }
    case ComprehensionKind::set: {
      Value made = make<Set>(in_.heap());
      while (std::optional<Value> value = rounds.next(in_))
        made.get<Set>().add(in_, *value);
      return made;
    }
    case ComprehensionKind::dict:
      break;
  }
  Value made = in_.dict();
  while (std::optional<Value> key = rounds.next(in_))
    made.get<Dict>().put(in_, *key, rounds.take_value());
  return made;
}

}  // namespace pycharter::alembic::script

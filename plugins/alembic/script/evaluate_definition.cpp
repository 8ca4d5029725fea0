// Statements that define names: import, def, class.
#include <algorithm>
#include <map>

#include "alembic/script/evaluator.h"
#include "alembic/script/hint.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

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

// Evaluates the annotation of a name, in the scope of the class body that has it: at the end of the body most
// are never asked for, and many name what exists for type checkers only.
Value Evaluator::annotate_function(const Frame& body, std::map<std::string, const Node*> annotations) {
  struct Scope {
    const Script* script;
    Value module, environment, cls;
  };
  Scope scope{body.script, body.module, body.environment, Value::of(*body.cls)};
  return make_native(in_, "__annotate__", "name, /",
                     [scope, all = std::move(annotations)](Interpreter& in, Bindings& given) {
                       const auto found = all.find(in.to_text(given[0]));
                       if (found == all.end()) return Value();
                       Frame frame;
                       frame.script = scope.script;
                       frame.module = scope.module;
                       frame.environment = scope.environment;
                       frame.cls = &scope.cls.get<Class>();
                       frame.offset = found->second->offset;
                       const FrameScope running(in.state(), frame);
                       return Evaluator(in, frame).evaluate(*found->second);
                     });
}

void Evaluator::define_class(const ClassNode& node) {
  Value made = make<Class>(in_.heap(), node.name);
  auto& cls = made.get<Class>();
  for (Value base : items(node.bases)) {
    if (const auto* hint = host_cast<TypeHint>(base)) {
      base = hinted_base(in_, *hint);
      if (!base.defined()) continue;
    }
    if (!base.is(Kind::cls)) {
      at(node);
      in_.raise("TypeError", "a class can only derive from classes, not from " + in_.type_name(base));
    }
    cls.bases.push_back(base);
  }
  std::vector<std::string> annotated;
  std::map<std::string, const Node*> annotations;
  for (const Node* statement : node.body) {
    if (statement->kind == NodeKind::annotated &&
        as<AnnotatedNode>(*statement).target->kind == NodeKind::name) {
      const auto& declaration = as<AnnotatedNode>(*statement);
      annotated.push_back(as<NameNode>(*declaration.target).name);
      annotations[annotated.back()] = declaration.annotation;
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
  if (!annotations.empty()) cls.set("__annotate__", annotate_function(frame, std::move(annotations)));
  at(node);
  made = make_user_class(in_, made, annotated);
  assign_name(*node.target, decorated(std::move(made), node.decorators));
}

}  // namespace pycharter::alembic::script

// Statements that define names: import, def, class.
#include <algorithm>
#include <map>

#include "alembic/script/evaluator.h"
#include "alembic/script/hint.h"
#include "alembic/script/operators.h"
#include "alembic/script/parser.h"
#include "alembic/script/unknown.h"

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
  if (node.level > 0 && !in_.reads_sources())
    in_.raise("ImportError", "relative imports cannot be used here: a revision script has no package");
  const std::string name = node.level > 0 ? absolute_name(node) : node.module;
  if (node.all) return import_all(in_.import_module(name));
  const auto wanted = [&](const auto& alias) { return !is_missing(alias); };
  if (std::none_of(node.names.begin(), node.names.end(), wanted)) return;
  const Value module = in_.import_module(name);
  for (const auto& alias : node.names) {
    if (is_missing(alias)) continue;
    frame_.offset = alias.offset;
    std::optional<Value> found = in_.find_attribute(module, alias.name);
    if (!found) found = in_.try_import(name + "." + alias.name);
    if (!found) found = unknown_member(module, alias.name);
    if (!found) in_.raise("ImportError", missing_name(in_, name, alias.name));
    assign_name(*alias.target, *found);
  }
}

// A name that a module has not. One with a source is all there is to it, unless it is half done: then two
// files import each other. Of other modules not all is here.
std::optional<Value> Evaluator::unknown_member(const Value& from, const std::string& name) {
  const auto* module = from.get_if<Module>();
  if (module == nullptr || !in_.reads_sources()) return std::nullopt;
  if (module->path.empty()) return make_unknown(in_, module->name + "." + name);
  if (module->initializing) {
    state_.declaration_failed = true;
    in_.raise("ImportError", "cannot import name '" + name + "' from partially initialized module '" +
                                 module->name + "' (most likely due to a circular import): " + module->path +
                                 " is being read, and imports " + frame_.script->source.path() +
                                 " before it defines '" + name + "'; import it below, or inside a function");
  }
  return make_unknown(in_, module->name + "." + name,
                      "cannot import name '" + name + "' from '" + module->name + "' (" + module->path + ")");
}

// What an unknown decorator makes of a class is taken to be the class; who looks for more finds the mark.
// What it makes of a function is not known.
Value Evaluator::decorated_by_unknown(const Value& made, const Value& decorator) {
  if (auto* cls = made.get_if<Class>()) {
    cls->set("__unknown_decorator__", decorator);
    return made;
  }
  const auto& by = *as_unknown(decorator);
  const Value result = make_unknown(in_, by.source, by.reason);
  auto* unknown = host_cast<Unknown>(result);
  unknown->decorated = true;
  unknown->harmless = by.harmless;
  unknown->holds_objects = by.holds_objects;
  return result;
}

Value Evaluator::decorated(Value made, const std::vector<Node*>& decorators) {
  std::vector<Value> functions;
  for (const Node* decorator : decorators)
    functions.push_back(evaluate(*decorator));
  for (; !functions.empty(); functions.pop_back()) {
    at(*decorators[functions.size() - 1]);
    if (as_unknown(functions.back()) != nullptr) {
      made = decorated_by_unknown(made, functions.back());
      continue;
    }
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
  return make_native(in_, "__annotate__", "name, /, text=None",
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
                       if (const Value& text = given[1]; text.defined() && !text.is_none())
                         return Evaluator(in, frame).evaluate_text(in.to_text(text));
                       return Evaluator(in, frame).evaluate(*found->second);
                     });
}

// An annotation that stands there as text, because what it names comes later.
Value Evaluator::evaluate_text(const std::string& text) {
  state_.scripts.push_back(parse_single_expression(frame_.script->source.path(), text));
  Frame frame = frame_;
  frame.script = state_.scripts.back().get();
  frame.offset = 0;
  frame.outer = state_.frame;
  state_.frame = &frame;
  const struct Restore {
    Interpreter::State& state;
    Frame* outer;
    ~Restore() { state.frame = outer; }
  } restore{state_, frame.outer};
  return Evaluator(in_, frame).evaluate(*as<ExpressionNode>(*frame.script->body.front()).value);
}

Value returned_hint(Interpreter& in, const Function& function, const std::string& text) {
  if (function.node.returns == nullptr) return Value();
  Frame frame;
  frame.script = function.script;
  frame.module = function.module;
  frame.environment = function.environment;
  frame.offset = function.node.returns->offset;
  const FrameScope running(in.state(), frame);
  return text.empty() ? Evaluator(in, frame).evaluate(*function.node.returns)
                      : Evaluator(in, frame).evaluate_text(text);
}

void Evaluator::define_class(const ClassNode& node) {
  Value made = make<Class>(in_.heap(), node.name);
  auto& cls = made.get<Class>();
  for (Value base : items(node.bases)) {
    if (const auto* hint = host_cast<TypeHint>(base)) {
      base = hinted_base(in_, *hint);
      if (!base.defined()) continue;
    }
    // Of an object of the host, such as declared_attr, a class can be made in Python alone.
    if (in_.reads_sources() && base.is(Kind::host) && as_unknown(base) == nullptr)
      base = make_unknown(in_, in_.type_name(base));
    if (as_unknown(base) != nullptr) base = unknown_base(in_, base);
    if (!base.is(Kind::cls)) {
      at(node);
      in_.raise("TypeError", "a class can only derive from classes, not from " + in_.type_name(base));
    }
    cls.bases.push_back(base);
  }
  if (in_.reads_sources())
    for (const auto& [keyword, value] : node.keywords)
      if (!keyword.empty()) cls.keywords.emplace_back(keyword, evaluate(*value));
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
  const Value plain = made;
  made = decorated(std::move(made), node.decorators);
  at(node);
  if (state_.class_made) state_.class_made(plain);
  assign_name(*node.target, made);
}

}  // namespace pycharter::alembic::script

// What can be told of a script without running it.
#include <algorithm>
#include <map>
#include <set>

#include "alembic/script/children.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

class Checker {
 public:
  Checker(Interpreter& interpreter, Script& script) : in_(interpreter), script_(script) {}

  void run() {
    for (Node* node : script_.body)
      collect_bindings(*node);
    for (Node* node : script_.body)
      check(*node);
    for (const auto& [name, problem] : script_.foreign)
      if (!is_used(name)) script_.source.fail(problem.offset, problem.message);
  }

 private:
  bool is_used(const std::string& name) const {
    return std::any_of(script_.nodes.begin(), script_.nodes.end(), [&](const auto& node) {
      return node->kind == NodeKind::name && as<NameNode>(*node).name == name &&
             !targets_.contains(node.get());
    });
  }

  // Inside a function it concerns whoever runs that function (names.cpp), else the whole script.
  void report(const Node& node, std::uint32_t offset, const std::string& message) {
    if (functions_ == 0) script_.source.fail(offset, message);
    script_.problems.try_emplace(&node, Problem{offset, message});
  }

  // Names that the script binds anywhere; a module is only followed under a name that is bound once.
  void collect_bindings(Node& node) {
    const auto bind = [&](const std::string& name) { ++bound_[name]; };
    switch (node.kind) {
      case NodeKind::function: {
        const auto& function = as<FunctionNode>(node);
        for (const Parameter& parameter : function.parameters)
          bind(parameter.name);
        for (const Parameter& parameter : function.keyword_only)
          bind(parameter.name);
        break;
      }
      case NodeKind::lambda:
        for (const Parameter& parameter : as<FunctionNode>(node).parameters)
          bind(parameter.name);
        break;
      case NodeKind::import:
      case NodeKind::import_from:
        for (const auto& alias : as<ImportNode>(node).names)
          imported_[alias.target->name] = full_name(as<ImportNode>(node), alias);
        return;
      case NodeKind::assign:
        for (const Node* target : as<AssignNode>(node).targets)
          bind_target(*target);
        break;
      case NodeKind::for_:
        bind_target(*as<ForNode>(node).target);
        break;
      case NodeKind::annotated:
        bind_target(*as<AnnotatedNode>(node).target);
        break;
      case NodeKind::pattern:
        if (const auto* target = as<PatternNode>(node).target) bind(target->name);
        break;
      case NodeKind::with:
        for (const auto& [manager, target] : as<WithNode>(node).items) {
          if (target != nullptr) bind_target(*target);
        }
        break;
      case NodeKind::comprehension:
        for (const auto& clause : as<ComprehensionNode>(node).clauses)
          bind_target(*clause.target);
        break;
      default:
        break;
    }
    if (node.kind == NodeKind::function) bind(as<FunctionNode>(node).name);
    if (node.kind == NodeKind::cls) bind(as<ClassNode>(node).name);
    visit_children(node, [&](Node& child) { collect_bindings(child); });
  }

  void bind_target(const Node& target) {
    if (target.kind == NodeKind::name) ++bound_[as<NameNode>(target).name];
    if (target.kind == NodeKind::starred) bind_target(*as<StarredNode>(target).value);
    if (target.kind == NodeKind::tuple || target.kind == NodeKind::list) {
      for (const Node* item : as<SequenceNode>(target).items)
        bind_target(*item);
    }
  }

  static std::string full_name(const ImportNode& node, const ImportNode::Alias& alias) {
    if (node.kind == NodeKind::import_from) return node.module + "." + alias.name;
    return alias.whole ? alias.name : alias.name.substr(0, alias.name.find('.'));
  }

  void check(Node& node) {
    switch (node.kind) {
      case NodeKind::import:
        return check_import(as<ImportNode>(node));
      case NodeKind::import_from:
        return check_import_from(as<ImportNode>(node));
      case NodeKind::if_:
        if (is_type_checking(*as<IfNode>(node).condition)) {
          for (Node* child : as<IfNode>(node).otherwise)
            check(*child);
          return;
        }
        break;
      case NodeKind::try_:
        return check_try(as<TryNode>(node));
      case NodeKind::function:
      case NodeKind::lambda:
        return check_function(as<FunctionNode>(node));
      case NodeKind::name:
        return check_name(as<NameNode>(node));
      case NodeKind::attribute:
        check_attribute(as<AttributeNode>(node));
        break;
      default:
        break;
    }
    visit_children(node, [&](Node& child) { check(child); });
  }

  static bool is_type_checking(const Node& condition) {
    if (condition.kind == NodeKind::name) return as<NameNode>(condition).name == "TYPE_CHECKING";
    return condition.kind == NodeKind::attribute && as<AttributeNode>(condition).name == "TYPE_CHECKING";
  }

  static bool names_one_of(const TryNode& node, const std::set<std::string>& classes) {
    bool found = false;
    const auto look = [&](const Node& type) {
      found = found || (type.kind == NodeKind::name && classes.contains(as<NameNode>(type).name));
    };
    for (const auto& handler : node.handlers) {
      if (handler.type == nullptr) continue;
      look(*handler.type);
      visit_children(*handler.type, [&](Node& child) { look(child); });
    }
    return found;
  }

  // An import that may fail, and says what then, is for the run to decide; so is a name of a module, but only
  // where AttributeError is what is caught: "except Exception" would pass over what is missing here alone.
  void check_try(const TryNode& node) {
    const bool catches_all = std::any_of(node.handlers.begin(), node.handlers.end(),
                                         [](const auto& handler) { return handler.type == nullptr; });
    const int imports = catches_all || names_one_of(node, {"ImportError", "ModuleNotFoundError", "Exception",
                                                           "BaseException"});
    const int attributes = names_one_of(node, {"AttributeError", "ImportError"});
    lenient_ += imports;
    lenient_attributes_ += attributes;
    for (Node* child : node.body)
      check(*child);
    lenient_ -= imports;
    lenient_attributes_ -= attributes;
    for (const auto& handler : node.handlers) {
      for (Node* child : handler.body)
        check(*child);
    }
    for (Node* child : node.otherwise)
      check(*child);
    for (Node* child : node.finally)
      check(*child);
  }

  void check_function(const FunctionNode& node) {
    for (Node* decorator : node.decorators)
      check(*decorator);
    for (const auto* parameters : {&node.parameters, &node.keyword_only}) {
      for (const Parameter& parameter : *parameters) {
        if (parameter.default_value != nullptr) check(*parameter.default_value);
      }
    }
    ++functions_;
    for (Node* child : node.body)
      check(*child);
    if (node.result != nullptr) check(*node.result);
    --functions_;
  }

  // What a script imports of a foreign package is missed by those who use it: it may be there for one
  // direction alone. One that nothing uses is there for what importing it does, and that does not happen
  // here.
  void report_import(const ImportNode::Alias& alias, const std::string& module, std::uint32_t offset,
                     const std::string& message) {
    if (functions_ == 0 && is_foreign(in_, module)) {
      targets_.insert(alias.target);
      script_.foreign.try_emplace(alias.target->name, Problem{offset, message});
      return;
    }
    report(*alias.target, offset, message);
  }

  void check_import(const ImportNode& node) {
    for (const auto& alias : node.names) {
      if (lenient_ == 0 && !in_.try_import(alias.name))
        report_import(alias, alias.name, alias.offset, missing_module(in_, alias.name));
    }
  }

  void check_import_from(const ImportNode& node) {
    if (lenient_ > 0) return;
    if (node.level > 0) {
      return report(*node.names.front().target, node.offset,
                    "relative imports cannot be used here: a revision script has no package");
    }
    const auto module = in_.try_import(node.module);
    for (const auto& alias : node.names) {
      if (!module) {
        report_import(alias, node.module, node.offset, missing_module(in_, node.module, alias.name));
      } else if (!in_.find_attribute(*module, alias.name) &&
                 !in_.try_import(node.module + "." + alias.name)) {
        report_import(alias, node.module, alias.offset, missing_name(in_, node.module, alias.name));
      }
    }
  }

  void check_name(const NameNode& node) {
    if (node.scope != NameScope::global || bound_.contains(node.name) || imported_.contains(node.name))
      return;
    if (const char* reason = refusal_of(node.name))
      report(node, node.offset, "'" + node.name + "' cannot be used in a revision script here: " + reason);
  }

  void check_attribute(const AttributeNode& node) {
    if (node.name.starts_with("__")) {
      if (const char* reason = refusal_of(node.name))
        report(node, node.offset, "'" + node.name + "' cannot be used in a revision script here: " + reason);
    }
    if (lenient_attributes_ > 0) return;
    const auto module = module_of(*node.object);
    if (!module || in_.find_attribute(*module, node.name)) return;
    const std::string name = module->get<Module>().name;
    const std::string message = "module '" + name + "' has no '" + node.name + "' here";
    const std::string advice = in_.registry().advice ? in_.registry().advice(name, node.name) : std::string();
    report(node, node.offset, advice.empty() ? message : message + ": " + advice);
  }

  // The module that an expression names, as far as that is plain.
  std::optional<Value> module_of(const Node& node) {
    if (node.kind == NodeKind::name) {
      const auto& name = as<NameNode>(node).name;
      const auto found = imported_.find(name);
      if (found == imported_.end() || bound_.contains(name)) return std::nullopt;
      return in_.try_import(found->second);
    }
    if (node.kind != NodeKind::attribute) return std::nullopt;
    const auto outer = module_of(*as<AttributeNode>(node).object);
    if (!outer) return std::nullopt;
    const auto inner = in_.find_attribute(*outer, as<AttributeNode>(node).name);
    return inner && inner->is(Kind::module) ? inner : std::nullopt;
  }

  Interpreter& in_;
  Script& script_;
  std::map<std::string, int> bound_;
  std::map<std::string, std::string> imported_;
  std::set<const Node*> targets_;  // of foreign imports
  int lenient_ = 0;                // imports
  int lenient_attributes_ = 0;
  int functions_ = 0;  // around what is being checked
};

}  // namespace

void check_script(Interpreter& in, Script& script) {
  Checker(in, script).run();
}

}  // namespace pycharter::alembic::script

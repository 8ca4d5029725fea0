// What can be told of a script without running it.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "alembic/script/children.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

struct Refusal {
  std::string_view name;
  const char* reason;
};
constexpr const char* no_code = "code made of text is not run";
constexpr const char* no_files = "a script reads and writes no files";
constexpr const char* no_reflection = "the interpreter's inside is not open to scripts";
constexpr const char* no_input = "there is nobody to answer";
constexpr std::array<Refusal, 34> refusals = {{
    {"eval", no_code},
    {"exec", no_code},
    {"compile", no_code},
    {"__import__", "modules come through import"},
    {"open", no_files},
    {"input", no_input},
    {"breakpoint", no_input},
    {"help", no_input},
    {"globals", no_reflection},
    {"locals", no_reflection},
    {"memoryview", no_reflection},
    {"__builtins__", no_reflection},
    {"__class__", "write type(x)"},
    {"__dict__", no_reflection},
    {"__bases__", no_reflection},
    {"__base__", no_reflection},
    {"__mro__", no_reflection},
    {"__subclasses__", no_reflection},
    {"__globals__", no_reflection},
    {"__code__", no_reflection},
    {"__closure__", no_reflection},
    {"__getattribute__", no_reflection},
    {"__reduce__", no_reflection},
    {"__reduce_ex__", no_reflection},
    {"__self__", no_reflection},
    {"__func__", no_reflection},
    {"__loader__", no_reflection},
    {"__spec__", no_reflection},
    {"__wrapped__", no_reflection},
    {"__init_subclass__", no_reflection},
    {"__set_name__", no_reflection},
    {"__del__", no_reflection},
    {"__traceback__", no_reflection},
    {"__weakref__", no_reflection},
}};

class Checker {
 public:
  Checker(Interpreter& interpreter, Script& script) : in_(interpreter), script_(script) {}

  void run() {
    for (Node* node : script_.body)
      collect_bindings(*node);
    for (Node* node : script_.body)
      check(*node);
  }

 private:
  [[noreturn]] void fail(std::uint32_t offset, const std::string& message) const {
    script_.source.fail(offset, message);
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

  // An import that may fail, and says what then, is for the run to decide.
  void check_try(const TryNode& node) {
    static const std::set<std::string> catching = {"ImportError", "ModuleNotFoundError", "Exception",
                                                   "BaseException"};
    bool caught = false;
    for (const auto& handler : node.handlers) {
      caught = caught || handler.type == nullptr;
      const auto look = [&](const Node& type) {
        caught = caught || (type.kind == NodeKind::name && catching.contains(as<NameNode>(type).name));
      };
      if (handler.type == nullptr) continue;
      look(*handler.type);
      visit_children(*handler.type, [&](Node& child) { look(child); });
    }
    lenient_ += caught ? 1 : 0;
    for (Node* child : node.body)
      check(*child);
    lenient_ -= caught ? 1 : 0;
    for (const auto& handler : node.handlers) {
      for (Node* child : handler.body)
        check(*child);
    }
    for (Node* child : node.otherwise)
      check(*child);
    for (Node* child : node.finally)
      check(*child);
  }

  void check_import(const ImportNode& node) {
    for (const auto& alias : node.names) {
      if (lenient_ == 0 && !in_.try_import(alias.name)) fail(alias.offset, missing_module(in_, alias.name));
    }
  }

  void check_import_from(const ImportNode& node) {
    if (lenient_ > 0) return;
    if (node.level > 0)
      fail(node.offset, "relative imports cannot be used here: a revision script has no package");
    const auto module = in_.try_import(node.module);
    if (!module) {
      const std::string name = node.names.size() == 1 ? node.names.front().name : std::string();
      std::string message = missing_module(in_, node.module);
      if (in_.registry().advice && !name.empty()) {
        const std::string advice = in_.registry().advice(node.module, name);
        if (!advice.empty()) message = "no module named '" + node.module + "' here: " + advice;
      }
      fail(node.offset, message);
    }
    for (const auto& alias : node.names) {
      if (in_.find_attribute(*module, alias.name) || in_.try_import(node.module + "." + alias.name)) continue;
      fail(alias.offset, missing_name(in_, node.module, alias.name));
    }
  }

  void check_name(const NameNode& node) const {
    if (node.scope != NameScope::global || bound_.contains(node.name) || imported_.contains(node.name))
      return;
    if (const char* reason = refusal_of(node.name))
      fail(node.offset, "'" + node.name + "' cannot be used in a revision script here: " + reason);
  }

  void check_attribute(const AttributeNode& node) {
    if (node.name.starts_with("__")) {
      if (const char* reason = refusal_of(node.name))
        fail(node.offset, "'" + node.name + "' cannot be used in a revision script here: " + reason);
    }
    if (lenient_ > 0) return;
    const auto module = module_of(*node.object);
    if (!module || in_.find_attribute(*module, node.name)) return;
    const std::string name = module->get<Module>().name;
    std::string message = "module '" + name + "' has no '" + node.name + "' here";
    const std::string advice = in_.registry().advice ? in_.registry().advice(name, node.name) : std::string();
    fail(node.offset, advice.empty() ? message : message + ": " + advice);
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
  int lenient_ = 0;
};

}  // namespace

const char* refusal_of(std::string_view name) {
  const auto* found = std::find_if(refusals.begin(), refusals.end(),
                                   [&](const Refusal& refusal) { return refusal.name == name; });
  return found == refusals.end() ? nullptr : found->reason;
}

void check_script(Interpreter& in, Script& script) {
  Checker(in, script).run();
}

}  // namespace pycharter::alembic::script

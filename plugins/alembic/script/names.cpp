// Names that nothing defines, in the functions that a function can reach: found without running them.
#include <set>

#include "alembic/script/children.h"
#include "alembic/script/evaluator.h"
#include "pycharter/plugin/suggest.h"

namespace pycharter::alembic::script {

namespace {

class NameCheck {
 public:
  NameCheck(Interpreter& in, const Function& first)
      : in_(in), script_(*first.script), module_(first.module.get<Module>()) {
    for (Node* node : script_.body)
      collect_globals(*node);
    for (const auto& entry : module_.members.entries())
      remember(entry.key);
    for (const auto& entry : in_.builtins().members.entries())
      remember(entry.key);
    reach(first);
  }

  void run() {
    while (!waiting_.empty()) {
      const FunctionNode* function = waiting_.back();
      waiting_.pop_back();
      for (Node* node : function->body)
        check(*node);
      if (function->result != nullptr) check(*function->result);
    }
  }

 private:
  void remember(const Value& key) {
    if (key.is(Kind::string)) known_.insert(in_.to_text(key));
  }

  // A function may define what it declares global, and be called before this one.
  void collect_globals(Node& node) {
    if (node.kind == NodeKind::scope && as<ScopeNode>(node).global)
      known_.insert(as<ScopeNode>(node).names.begin(), as<ScopeNode>(node).names.end());
    visit_children(node, [&](Node& child) { collect_globals(child); });
  }

  void reach(const Function& function) {
    if (function.script == &script_ && seen_.insert(&function.node).second)
      waiting_.push_back(&function.node);
  }

  void reach(const Value& value) {
    if (const auto* function = value.get_if<Function>()) reach(*function);
    const auto* cls = value.get_if<Class>();
    if (cls == nullptr) return;
    for (const auto& entry : cls->members.entries()) {
      if (const auto* method = entry.value.get_if<Function>()) reach(*method);
    }
  }

  void check(Node& node) {
    switch (node.kind) {
      case NodeKind::name:
        return check_name(as<NameNode>(node));
      case NodeKind::try_:
        if (catches_all(as<TryNode>(node))) return;
        break;
      case NodeKind::annotated:  // inside functions annotations are not evaluated
        if (as<AnnotatedNode>(node).value != nullptr) check(*as<AnnotatedNode>(node).value);
        return;
      default:
        break;
    }
    visit_children(node, [&](Node& child) { check(child); });
  }

  // A script may mean to catch the NameError.
  static bool catches_all(const TryNode& node) {
    static const std::set<std::string> catching = {"NameError", "Exception", "BaseException"};
    bool caught = false;
    for (const auto& handler : node.handlers) {
      if (handler.type == nullptr) return true;
      const auto look = [&](const Node& type) {
        caught = caught || (type.kind == NodeKind::name && catching.contains(as<NameNode>(type).name));
      };
      look(*handler.type);
      visit_children(*handler.type, look);
    }
    return caught;
  }

  void check_name(const NameNode& node) {
    if (node.scope != NameScope::global) return;
    if (const Value* member = std::as_const(module_.members).find(node.name)) return reach(*member);
    if (known_.contains(node.name) || module_.fallback) return;
    script_.source.fail(node.offset,
                        "name '" + node.name + "' is not defined" + plugin::did_you_mean(node.name, known_));
  }

  Interpreter& in_;
  const Script& script_;
  const Module& module_;
  std::set<std::string> known_;
  std::set<const FunctionNode*> seen_;
  std::vector<const FunctionNode*> waiting_;
};

}  // namespace

void check_names(Interpreter& in, const Function& function) {
  NameCheck(in, function).run();
}

}  // namespace pycharter::alembic::script

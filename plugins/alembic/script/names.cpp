// What stands in the way of a function, itself and all it can reach: names that nothing defines and what
// check_script found in function bodies. Told without running them.
#include <set>

#include "alembic/script/children.h"
#include "alembic/script/evaluator.h"
#include "pycharter/plugin/suggest.h"

namespace pycharter::alembic::script {

namespace {

class NameCheck {
 public:
  NameCheck(Interpreter& in, const Function& first)
      : in_(in), script_(*first.script), module_(first.module.get<Module>()), first_(&first.node) {
    for (Node* node : script_.body)
      collect(*node);
    for (const auto& entry : module_.members.entries())
      remember(entry.key);
  }

  void run() {
    check_body(*first_);
    while (!waiting_.empty()) {
      Node* node = waiting_.back();
      waiting_.pop_back();
      follow(*node);
    }
  }

 private:
  void remember(const Value& key) {
    if (key.is(Kind::string)) known_.insert(in_.to_text(key));
  }

  // What the module's level defines, and names that functions declare global: one of those may be called
  // before this one.
  void collect(Node& node, bool module_level = true) {
    const auto define = [&](Node& target) {
      if (target.kind == NodeKind::name) definitions_.emplace(as<NameNode>(target).name, &node);
    };
    if (node.kind == NodeKind::scope && as<ScopeNode>(node).global)
      known_.insert(as<ScopeNode>(node).names.begin(), as<ScopeNode>(node).names.end());
    if (module_level) {
      if (node.kind == NodeKind::function) define(*as<FunctionNode>(node).target);
      if (node.kind == NodeKind::cls) define(*as<ClassNode>(node).target);
      if (node.kind == NodeKind::annotated) define(*as<AnnotatedNode>(node).target);
      if (node.kind == NodeKind::assign) {
        for (Node* target : as<AssignNode>(node).targets)
          define(*target);
      }
    }
    const bool inside = node.kind == NodeKind::function || node.kind == NodeKind::cls;
    visit_children(node, [&](Node& child) { collect(child, module_level && !inside); });
  }

  void reach(const std::string& name) {
    const auto [begin, end] = definitions_.equal_range(name);
    for (auto found = begin; found != end; ++found) {
      if (seen_.insert(found->second).second) waiting_.push_back(found->second);
    }
  }

  // A definition of the module's level has run already: only what it names, and bodies that are still to run.
  void follow(Node& node) {
    if (node.kind == NodeKind::function || node.kind == NodeKind::lambda)
      check_body(as<FunctionNode>(node));
    else if (node.kind == NodeKind::name)
      reach(as<NameNode>(node).name);
    else
      visit_children(node, [&](Node& child) { follow(child); });
    if (node.kind == NodeKind::function) {
      for (Node* decorator : as<FunctionNode>(node).decorators)
        follow(*decorator);
    }
  }

  void check_body(const FunctionNode& function) {
    for (Node* node : function.body)
      check(*node);
    if (function.result != nullptr) check(*function.result);
  }

  void check(Node& node) {
    if (const auto problem = script_.problems.find(&node); problem != script_.problems.end())
      script_.source.fail(problem->second.offset, problem->second.message);
    switch (node.kind) {
      case NodeKind::name:
        return check_name(as<NameNode>(node));
      case NodeKind::try_:
        if (catches_all(as<TryNode>(node))) return check_caught(node);
        break;
      case NodeKind::annotated:  // inside functions annotations are not evaluated
        if (as<AnnotatedNode>(node).value != nullptr) check(*as<AnnotatedNode>(node).value);
        return;
      default:
        break;
    }
    visit_children(node, [&](Node& child) { check(child); });
  }

  void check_caught(Node& node) {
    ++caught_;
    visit_children(node, [&](Node& child) { check(child); });
    --caught_;
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
    reach(node.name);
    if (known_.contains(node.name) || in_.find_builtin(node.name).defined()) return;
    if (const auto foreign = script_.foreign.find(node.name); foreign != script_.foreign.end())
      script_.source.fail(foreign->second.offset, foreign->second.message);
    if (caught_ > 0 || module_.fallback) return;
    for (const std::string_view name : builtin_names())
      known_.emplace(name);
    script_.source.fail(node.offset,
                        "name '" + node.name + "' is not defined" + plugin::did_you_mean(node.name, known_));
  }

  Interpreter& in_;
  const Script& script_;
  const Module& module_;
  const FunctionNode* first_;
  std::set<std::string> known_;
  std::multimap<std::string, Node*> definitions_;
  std::set<const Node*> seen_;
  std::vector<Node*> waiting_;
  int caught_ = 0;  // handlers around that catch a NameError
};

}  // namespace

void check_names(Interpreter& in, const Function& function) {
  NameCheck(in, function).run();
}

}  // namespace pycharter::alembic::script

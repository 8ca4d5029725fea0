#include "alembic/script/scopes.h"

#include <algorithm>
#include <set>

#include "alembic/script/children.h"

namespace pycharter::alembic::script {

namespace {

struct Scope {
  enum class Type { module, cls, function, comprehension };
  Type type = Type::module;
  Scope* outer = nullptr;
  std::vector<std::string> variables;  // by slot
  std::set<std::string> globals, nonlocals;
  std::set<std::string> members;  // of a class body

  bool has_environment() const { return type == Type::function || type == Type::comprehension; }
  std::size_t find(const std::string& name) const {
    return static_cast<std::size_t>(std::find(variables.begin(), variables.end(), name) - variables.begin());
  }
  void add(const std::string& name) {
    if (globals.contains(name) || nonlocals.contains(name)) return;
    if (type == Type::cls) {
      members.insert(name);
    } else if (has_environment() && find(name) == variables.size()) {
      variables.push_back(name);
    }
  }
};

class Resolver {
 public:
  explicit Resolver(Script& script) : script_(script) {}

  void run() {
    Scope module;
    current_ = &module;
    for (Node* node : script_.body)
      resolve(*node);
  }

 private:
  // ---- what a scope binds ----
  void declare(Scope& scope, Node& node) {
    if (node.kind != NodeKind::scope) {
      if (is_inner_scope(node)) return;
      visit_children(node, [&](Node& child) { declare(scope, child); });
      return;
    }
    const auto& statement = as<ScopeNode>(node);
    (statement.global ? scope.globals : scope.nonlocals)
        .insert(statement.names.begin(), statement.names.end());
    if (statement.global) return;
    for (const std::string& name : statement.names) {
      if (!found_outside(scope, name))
        script_.source.fail(node.offset, "no binding for nonlocal '" + name + "' found");
    }
  }

  static bool is_inner_scope(const Node& node) {
    return node.kind == NodeKind::function || node.kind == NodeKind::lambda || node.kind == NodeKind::cls;
  }

  static bool found_outside(const Scope& scope, const std::string& name) {
    for (const Scope* outer = scope.outer; outer != nullptr; outer = outer->outer) {
      if (outer->has_environment() && outer->find(name) < outer->variables.size()) return true;
    }
    return false;
  }

  void bind_target(Scope& scope, Node& target) {
    if (target.kind == NodeKind::name) return scope.add(as<NameNode>(target).name);
    if (target.kind == NodeKind::tuple || target.kind == NodeKind::list || target.kind == NodeKind::starred) {
      visit_children(target, [&](Node& child) { bind_target(scope, child); });
    }
  }

  // Adds the names that `node` and what is below binds in `scope`, but not those of functions inside.
  void collect(Scope& scope, Node& node, bool in_comprehension = false) {
    const auto all = [&](const std::vector<Node*>& targets) {
      for (Node* target : targets)
        bind_target(scope, *target);
    };
    switch (node.kind) {
      case NodeKind::assign:
        all(as<AssignNode>(node).targets);
        break;
      case NodeKind::augmented:
        bind_target(scope, *as<AugmentedNode>(node).target);
        break;
      case NodeKind::annotated:
        bind_target(scope, *as<AnnotatedNode>(node).target);
        break;
      case NodeKind::for_:
        bind_target(scope, *as<ForNode>(node).target);
        break;
      case NodeKind::delete_:
        all(as<DeleteNode>(node).targets);
        break;
      case NodeKind::assign_expression:
        bind_target(scope, *as<AssignExpressionNode>(node).target);
        break;
      case NodeKind::pattern:
        if (const auto* target = as<PatternNode>(node).target) scope.add(target->name);
        break;
      case NodeKind::with:
        for (const auto& [manager, target] : as<WithNode>(node).items) {
          if (target != nullptr) bind_target(scope, *target);
        }
        break;
      case NodeKind::try_:
        for (const auto& handler : as<TryNode>(node).handlers) {
          if (handler.target != nullptr) scope.add(handler.target->name);
        }
        break;
      case NodeKind::import:
      case NodeKind::import_from:
        for (const auto& alias : as<ImportNode>(node).names)
          scope.add(alias.target->name);
        return;
      case NodeKind::function:
        scope.add(as<FunctionNode>(node).name);
        return collect_outside(scope, node, in_comprehension);
      case NodeKind::cls:
        scope.add(as<ClassNode>(node).name);
        return collect_outside(scope, node, in_comprehension);
      case NodeKind::lambda:
        return collect_outside(scope, node, in_comprehension);
      default:
        break;
    }
    visit_children(node, [&](Node& child) { collect(scope, child, in_comprehension); });
  }

  // Decorators, defaults and bases run in the enclosing scope, and may hold `:=`.
  void collect_outside(Scope& scope, Node& node, bool in_comprehension) {
    const auto visit = [&](Node* child) {
      if (child != nullptr) collect(scope, *child, in_comprehension);
    };
    if (node.kind == NodeKind::cls) {
      const auto& cls = as<ClassNode>(node);
      std::for_each(cls.decorators.begin(), cls.decorators.end(), visit);
      std::for_each(cls.bases.begin(), cls.bases.end(), visit);
      return;
    }
    const auto& function = as<FunctionNode>(node);
    std::for_each(function.decorators.begin(), function.decorators.end(), visit);
    for (const auto& parameter : function.parameters)
      visit(parameter.default_value);
    for (const auto& parameter : function.keyword_only)
      visit(parameter.default_value);
  }

  // ---- what a name means ----
  void resolve(Node& node) {
    switch (node.kind) {
      case NodeKind::name:
        return look_up(static_cast<NameNode&>(node));
      case NodeKind::function:
      case NodeKind::lambda:
        return resolve_function(static_cast<FunctionNode&>(node));
      case NodeKind::cls:
        return resolve_class(static_cast<ClassNode&>(node));
      case NodeKind::comprehension:
        return resolve_comprehension(static_cast<ComprehensionNode&>(node));
      default:
        return visit_children(node, [&](Node& child) { resolve(child); });
    }
  }

  void look_up(NameNode& name) const {
    std::uint16_t hops = 0;
    for (const Scope* scope = current_; scope != nullptr; scope = scope->outer) {
      if (scope->globals.contains(name.name)) return;
      if (scope->type == Scope::Type::cls && scope == current_ && scope->members.contains(name.name)) {
        name.scope = NameScope::class_body;
        return;
      }
      if (!scope->has_environment()) continue;
      const std::size_t slot = scope->find(name.name);
      if (slot < scope->variables.size()) {
        name.scope = NameScope::local;
        name.hops = hops;
        name.slot = static_cast<std::uint32_t>(slot);
        return;
      }
      ++hops;
    }
  }

  void resolve_function(FunctionNode& function) {
    for (Node* decorator : function.decorators)
      resolve(*decorator);
    Scope scope;
    scope.type = Scope::Type::function;
    scope.outer = current_;
    const auto parameters = [&](std::vector<Parameter>& list) {
      for (Parameter& parameter : list) {
        if (parameter.default_value != nullptr) resolve(*parameter.default_value);
        scope.variables.push_back(parameter.name);
      }
    };
    parameters(function.parameters);
    parameters(function.keyword_only);
    if (!function.rest.empty()) scope.variables.push_back(function.rest);
    if (!function.keywords.empty()) scope.variables.push_back(function.keywords);
    if (function.target != nullptr) look_up(*function.target);
    for (Node* node : function.body)
      declare(scope, *node);
    for (Node* node : function.body)
      collect(scope, *node);
    if (function.result != nullptr) collect(scope, *function.result);
    inside(scope, [&] {
      for (Node* node : function.body)
        resolve(*node);
      if (function.result != nullptr) resolve(*function.result);
    });
    function.variables = std::move(scope.variables);
  }

  void resolve_class(ClassNode& cls) {
    for (Node* node : cls.decorators)
      resolve(*node);
    for (Node* node : cls.bases)
      resolve(*node);
    for (const auto& [name, node] : cls.keywords)
      resolve(*node);
    look_up(*cls.target);
    Scope scope;
    scope.type = Scope::Type::cls;
    scope.outer = current_;
    for (Node* node : cls.body)
      declare(scope, *node);
    for (Node* node : cls.body)
      collect(scope, *node);
    inside(scope, [&] {
      for (Node* node : cls.body) {
        resolve(*node);
        if (node->kind == NodeKind::annotated) resolve(*as<AnnotatedNode>(*node).annotation);
      }
    });
  }

  void resolve_comprehension(ComprehensionNode& node) {
    resolve(*node.clauses.front().iterable);  // runs outside
    Scope scope;
    scope.type = Scope::Type::comprehension;
    scope.outer = current_;
    for (auto& clause : node.clauses)
      bind_target(scope, *clause.target);
    inside(scope, [&] {
      for (std::size_t i = 0; i < node.clauses.size(); ++i) {
        auto& clause = node.clauses[i];
        resolve(*clause.target);
        if (i > 0) resolve(*clause.iterable);
        for (Node* condition : clause.conditions)
          resolve(*condition);
      }
      resolve(*node.element);
      if (node.value != nullptr) resolve(*node.value);
    });
    node.slots = scope.variables.size();
  }

  template <class Work>
  void inside(Scope& scope, const Work& work) {
    Scope* outer = std::exchange(current_, &scope);
    work();
    current_ = outer;
  }

  Script& script_;
  Scope* current_ = nullptr;
};

}  // namespace

void resolve_scopes(Script& script) {
  Resolver(script).run();
}

}  // namespace pycharter::alembic::script

// Statements whose course depends on what only Python knows.
#include <algorithm>

#include "alembic/script/children.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::script {

namespace {

const Node& root_of(const Node& callee) {
  switch (callee.kind) {
    case NodeKind::attribute:
      return root_of(*as<AttributeNode>(callee).object);
    case NodeKind::subscript:
      return root_of(*as<SubscriptNode>(callee).object);
    case NodeKind::call:
      return root_of(*as<CallNode>(callee).function);
    default:
      return callee;
  }
}

// How running a statement can end the one around it.
struct Exits {
  bool function = false;  // return
  bool loop = false;      // break and continue, of a loop around it
};

void find_exits(const Node& node, bool in_loop, Exits& exits) {
  if (node.kind == NodeKind::function || node.kind == NodeKind::cls || node.kind == NodeKind::lambda) return;
  if (node.kind == NodeKind::return_) exits.function = true;
  if ((node.kind == NodeKind::break_ || node.kind == NodeKind::continue_) && !in_loop) exits.loop = true;
  const bool inside = in_loop || node.kind == NodeKind::for_ || node.kind == NodeKind::while_;
  visit_children(const_cast<Node&>(node), [&](Node& child) { find_exits(child, inside, exits); });
}

// `unknown` stands for a module's name that could not be given a value.
Value named_unknown(Interpreter& in, const Value& unknown, const std::string& name) {
  const auto& by = *as_unknown(unknown);
  const std::string full = by.source + "." + name;
  const Value made = make_unknown(in, full, by.reason);
  host_cast<Unknown>(made)->origin = by.origin.empty() ? full : by.origin;
  return made;
}

// Where what is being handled came from, if it was said of an unknown value.
std::string origin_of_failure() {
  try {
    throw;
  } catch (const UnknownNeeded& needed) {
    return as_unknown(needed.value)->origin;
  } catch (...) {
    return {};
  }
}

// Of the exception that is being handled; what is none of the script's goes on.
std::string reason_of_failure(Interpreter& in) {
  try {
    throw;
  } catch (const UnknownNeeded& needed) {
    const auto& unknown = *as_unknown(needed.value);
    return unknown.reason.empty() ? "'" + unknown.source + "' is not known here" : unknown.reason;
  } catch (const Raised& raised) {
    return in.to_repr(raised.exception);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::script) throw;
    return error.message();
  }
}

}  // namespace

bool Evaluator::imports_source(const ImportNode& node) {
  const auto has_source = [&](const std::string& name) {
    return in_.host().find_module && in_.host().find_module(name.substr(0, name.find('.'))).has_value();
  };
  if (node.kind == NodeKind::import_from) return node.level > 0 || has_source(node.module);
  return std::any_of(node.names.begin(), node.names.end(),
                     [&](const auto& alias) { return has_source(alias.name); });
}

// Whether a class declares nothing by its body, and nothing by its bases, all of which are known. Its name is
// unknown then, and so is what is made with it.
bool Evaluator::is_inert_class(const ClassNode& node) {
  const auto is_known = [&](const Node* base) {
    const Node& root = root_of(*base);
    return plain_value(*base).has_value() ||
           (root.kind == NodeKind::name && in_.find_builtin(as<NameNode>(root).name).defined());
  };
  return node.keywords.empty() && !may_declare(node) &&
         std::all_of(node.bases.begin(), node.bases.end(), is_known);
}

// Runs the project's own imports in a statement that may or may not be run: what they declare cannot depend
// on it, unless another import has declared it already.
bool Evaluator::imports_quietly(const Node& node) {
  if (node.kind == NodeKind::cls || node.kind == NodeKind::function || node.kind == NodeKind::lambda)
    return true;
  if (node.kind == NodeKind::import || node.kind == NodeKind::import_from) {
    if (!imports_source(as<ImportNode>(node))) return true;
    if (!state_.declared) return false;
    const std::size_t before = state_.declared();
    execute(node);
    if (state_.declared() == before) return true;
    state_.declaration_failed = true;
    return false;
  }
  bool quiet = true;
  visit_children(const_cast<Node&>(node), [&](Node& child) { quiet = quiet && imports_quietly(child); });
  return quiet;
}

// Whether running the node or not makes no difference here: all that it calls is unknown as well, or built
// in.
bool Evaluator::is_inert(const Node& node) {
  if (node.kind == NodeKind::yield_) return false;
  if (node.kind == NodeKind::cls) return is_inert_class(as<ClassNode>(node));
  if (node.kind == NodeKind::import || node.kind == NodeKind::import_from) return true;
  if (node.kind == NodeKind::function || node.kind == NodeKind::lambda) return true;
  if (node.kind == NodeKind::call) {
    const Node& root = root_of(*as<CallNode>(node).function);
    if (root.kind == NodeKind::name) {
      const std::string& name = as<NameNode>(root).name;
      const Value* found = std::as_const(frame_.module.get<Module>().members).find(name);
      const bool own = found != nullptr && as_unknown(*found) == nullptr;
      if (own && !found->is(Kind::string) && !found->is(Kind::list) && !found->is(Kind::dict)) return false;
    }
  }
  bool inert = true;
  visit_children(const_cast<Node&>(node), [&](Node& child) { inert = inert && is_inert(child); });
  return inert;
}

void Evaluator::bind_unknown(const Node& node, const Value& unknown) {
  const auto bind = [&](const Node* target) {
    if (target->kind == NodeKind::name)
      assign_name(as<NameNode>(*target), named_unknown(in_, unknown, as<NameNode>(*target).name));
    else if (target->kind == NodeKind::tuple || target->kind == NodeKind::list)
      for (const Node* item : as<SequenceNode>(*target).items)
        bind_unknown(*item, unknown);
  };
  switch (node.kind) {
    case NodeKind::name:
    case NodeKind::tuple:
    case NodeKind::list:
      return bind(&node);
    case NodeKind::assign:
      for (const Node* target : as<AssignNode>(node).targets)
        bind(target);
      return;
    case NodeKind::annotated:
      if (as<AnnotatedNode>(node).value != nullptr) bind(as<AnnotatedNode>(node).target);
      return;
    case NodeKind::augmented:
      return bind(as<AugmentedNode>(node).target);
    case NodeKind::function:
      return bind(as<FunctionNode>(node).target);
    case NodeKind::cls:
      return bind(as<ClassNode>(node).target);
    case NodeKind::import:
    case NodeKind::import_from:
      for (const auto& alias : as<ImportNode>(node).names)
        bind(alias.target);
      return;
    case NodeKind::for_:
      bind(as<ForNode>(node).target);
      break;
    case NodeKind::with:
      for (const auto& [manager, target] : as<WithNode>(node).items)
        if (target != nullptr) bind(target);
      break;
    case NodeKind::if_:
    case NodeKind::while_:
    case NodeKind::try_:
    case NodeKind::match:
      break;
    default:
      return;
  }
  visit_children(const_cast<Node&>(node), [&](Node& child) {
    if (child.kind >= NodeKind::expression) bind_unknown(child, unknown);  // a statement
  });
}

// Of a statement that may or may not leave the function or the loop: what comes behind it may or may not run.
// The function's result is unknown then, unless something in it counts.
Flow Evaluator::leave_unknown(const Node& node, const Value& unknown) {
  Exits exits;
  find_exits(node, false, exits);
  if (exits.function && frame_.function.defined()) {
    const auto& body = frame_.function.get<Function>().node.body;
    if (std::any_of(body.begin(), body.end(), [&](const Node* one) { return may_declare(*one); })) {
      at(node);
      state_.declaration_failed = true;
      refuse_unknown(in_, *as_unknown(unknown), "what this function does");
    }
    frame_.result = unknown;
    return Flow::return_;
  }
  if (!exits.loop) return Flow::normal;
  frame_.undecided = unknown;
  return Flow::break_;
}

Flow Evaluator::skip_unknown(const Node& node, const Value& unknown) {
  if (const Flow flow = leave_unknown(node, unknown); flow != Flow::normal) return flow;
  bool inert = imports_quietly(node);
  visit_children(const_cast<Node&>(node), [&](Node& child) { inert = inert && is_inert(child); });
  if (!inert) {
    at(node);
    refuse_unknown(in_, *as_unknown(unknown), "what this statement does");
  }
  const auto& by = *as_unknown(unknown);
  const auto& source = frame_.script->source;
  const Value stand_in =
      make_unknown(in_, frame_.module.get<Module>().name,
                   (by.reason.empty() ? "'" + by.source + "' is not known here" : by.reason) + " (" +
                       source.path() + ", line " + std::to_string(source.position(node.offset).line) + ")");
  host_cast<Unknown>(stand_in)->origin = by.origin;
  bind_unknown(node, stand_in);
  return Flow::normal;
}

// What a name or a dotted name stands for, without running anything.
std::optional<Value> Evaluator::plain_value(const Node& node) {
  if (node.kind == NodeKind::name) {
    const auto& members = std::as_const(frame_.module.get<Module>().members);
    const Value* found = members.find(as<NameNode>(node).name);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  if (node.kind != NodeKind::attribute) return std::nullopt;
  const auto object = plain_value(*as<AttributeNode>(node).object);
  if (!object || !(object->is(Kind::module) || object->is(Kind::cls))) return std::nullopt;
  return in_.find_attribute(*object, as<AttributeNode>(node).name);
}

// Whether running the statement could have made something that the embedder looks for: it says so itself, in
// a function of a script that it calls, or by the base of a class.
bool Evaluator::may_declare(const Node& node, int depth) {
  constexpr int deepest = 3;  // calls from the statement
  if (node.kind == NodeKind::name && state_.declaring.contains(as<NameNode>(node).name)) return true;
  if (node.kind == NodeKind::attribute && state_.declaring.contains(as<AttributeNode>(node).name))
    return true;
  if (node.kind == NodeKind::cls)
    for (const Node* base : as<ClassNode>(node).bases) {
      const auto value = plain_value(*base);
      const auto* cls = value ? value->get_if<Class>() : nullptr;
      if (cls != nullptr && const_cast<Class*>(cls)->find("__make_class__") != nullptr &&
          cls->module != "typing")
        return true;
    }
  if (node.kind == NodeKind::call && depth < deepest)
    if (const auto called = plain_value(*as<CallNode>(node).function))
      if (const auto* function = called->get_if<Function>())
        for (const Node* inner : function->node.body)
          if (may_declare(*inner, depth + 1)) return true;
  if (node.kind == NodeKind::function || node.kind == NodeKind::lambda) {
    const auto& decorators = as<FunctionNode>(node).decorators;
    return std::any_of(decorators.begin(), decorators.end(),
                       [&](const Node* one) { return may_declare(*one, depth); });
  }
  bool found = false;
  visit_children(const_cast<Node&>(node), [&](Node& child) { found = found || may_declare(child, depth); });
  return found;
}

void Evaluator::run_leniently(const Body& body) {
  for (const Node* statement : body) {
    try {
      execute(*statement);
    } catch (...) {
      if (state_.declaration_failed) throw;
      if (may_declare(*statement)) {
        state_.declaration_failed = true;
        throw;
      }
      const std::string reason = reason_of_failure(in_);
      std::string origin = origin_of_failure();
      state_.unwound.clear();
      const auto& source = frame_.script->source;
      const int line = source.position(frame_.offset).line;
      const Value unknown =
          make_unknown(in_, frame_.module.get<Module>().name,
                       reason + " (" + source.path() + ", line " + std::to_string(line) + ")");
      host_cast<Unknown>(unknown)->origin = std::move(origin);
      bind_unknown(*statement, unknown);
    }
  }
}

}  // namespace pycharter::alembic::script

// Modules that have a source of their own: finding, running once, and their place among packages.
#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"
#include "alembic/script/parser.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::script {

namespace {

std::string parent_of(const std::string& name) {
  const auto dot = name.rfind('.');
  return dot == std::string::npos ? std::string() : name.substr(0, dot);
}

// A file that is no Python is nothing that may be passed over.
std::unique_ptr<Script> parsed(Interpreter::State& state, SourceModule& source) {
  try {
    return parse(source.path, std::move(source.text), Grammar::module);
  } catch (...) {
    state.declaration_failed = true;
    throw;
  }
}

std::string last_of(const std::string& name) {
  return name.substr(name.rfind('.') + 1);
}

}  // namespace

// As Python does it: the packages around a module first, the module in the table before it runs, so that a
// circle of imports ends at a module that is half done, and afterwards as a member of its package.
std::optional<Value> Interpreter::import_source(const std::string& name) {
  if (!host_.find_module) return std::nullopt;
  const std::string parent = parent_of(name);
  if (!parent.empty() && !try_import(parent)) return std::nullopt;
  if (const auto known = state_->modules.find(name); known != state_->modules.end()) return known->second;
  auto source = host_.find_module(name);
  if (!source) return std::nullopt;
  const Value module = run_source(name, std::move(*source));
  if (!parent.empty())
    if (auto* package = state_->modules.at(parent).get_if<Module>()) package->set(last_of(name), module);
  return module;
}

Value Interpreter::run_source(const std::string& name, SourceModule source) {
  Value value = make<Module>(heap_, name);
  auto& module = value.get<Module>();
  module.package = source.package ? name : parent_of(name);
  module.path = source.path;
  state_->modules.emplace(name, value);
  module.set("__name__", str(name));
  module.set("__package__", str(module.package));
  if (source.path.empty()) return value;
  if (state_->described.contains(name))
    if (const auto* fill = registry_.find(name)) (*fill)(*this, module);
  module.set("__file__", str(source.path));
  state_->scripts.push_back(parsed(*state_, source));
  const Script& script = *state_->scripts.back();
  module.set("__doc__", script.docstring.empty() ? Value::none() : str(script.docstring));
  if (source.package) module.set("__path__", list({}));
  module.initializing = true;
  Frame frame;
  frame.script = &script;
  frame.module = value;
  FrameScope scope(*state_, frame);
  Evaluator evaluator(*this, frame);
  try {
    evaluator.run_leniently(script.body);
  } catch (...) {
    state_->modules.erase(name);
    throw;
  }
  module.initializing = false;
  return value;
}

// `from . import x` in a package is of the package itself; each further dot goes one package up.
std::string Evaluator::absolute_name(const ImportNode& node) {
  const auto& module = frame_.module.get<Module>();
  std::string name = module.package;
  for (int level = node.level; level > 1 && !name.empty(); --level)
    name = parent_of(name);
  if (name.empty())
    in_.raise("ImportError", module.package.empty() ? "attempted relative import with no known parent package"
                                                    : "attempted relative import beyond top-level package");
  return node.module.empty() ? name : name + "." + node.module;
}

void Evaluator::import_all(const Value& from) {
  auto& module = frame_.module.get<Module>();
  const auto* source = from.get_if<Module>();
  if (source == nullptr || source->path.empty()) {  // names that cannot be listed
    module.fallback = [from, outer = module.fallback](Interpreter& in, std::string_view name) {
      if (outer)
        if (Value found = outer(in, name); found.defined()) return found;
      return from.is(Kind::module) ? in.find_attribute(from, name).value_or(Value()) : Value();
    };
    return;
  }
  if (const Value* listed = source->members.find("__all__");
      listed != nullptr && as_unknown(*listed) == nullptr) {
    in_.for_each(*listed, [&](const Value& name) {
      const std::string text = in_.to_text(name);
      module.set(text, in_.attribute(from, text));
      return true;
    });
    return;
  }
  for (std::size_t i = 0; i < source->members.entries().size(); ++i) {
    const auto entry = source->members.entries()[i];
    if (!entry.key.defined() || entry.key.get<Str>().text.starts_with('_')) continue;
    module.set(entry.key.get<Str>().text, entry.value);
  }
}

}  // namespace pycharter::alembic::script

#include "alembic/script/interpreter.h"

#include <algorithm>

#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"
#include "alembic/script/parser.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::script {

const ModuleRegistry::Fill* ModuleRegistry::find(const std::string& name) const {
  const auto found = fills_.find(name);
  return found == fills_.end() ? nullptr : &found->second;
}

bool ModuleRegistry::is_package(const std::string& name) const {
  const auto found = fills_.upper_bound(name + ".");
  return found != fills_.end() && found->first.starts_with(name + ".");
}

std::vector<std::string> ModuleRegistry::children(const std::string& package) const {
  std::vector<std::string> names;
  for (auto found = fills_.upper_bound(package + ".");
       found != fills_.end() && found->first.starts_with(package + "."); ++found) {
    const std::string rest = found->first.substr(package.size() + 1);
    const std::string name = rest.substr(0, rest.find('.'));
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

Interpreter::Interpreter(const ModuleRegistry& registry, Limits limits, HostServices host)
    : registry_(registry),
      limits_(limits),
      host_(std::move(host)),
      heap_(limits.memory),
      state_(std::make_unique<State>(*this)) {
  state_->stack_base = static_cast<const char*>(__builtin_frame_address(0));
}

Interpreter::~Interpreter() = default;

namespace {

std::string described(Interpreter& in, const Value& exception) {
  const std::string name = in.type_name(exception);
  std::string text;
  try {
    text = in.to_text(exception);
  } catch (const Raised&) {
    text = "(its text cannot be made)";
  }
  return text.empty() ? name : name + ": " + text;
}

// The functions that were left, and with `callers` the statement of a module that called them.
std::string trace_of(const std::vector<Place>& places, bool callers) {
  std::string text;
  if (places.size() < 2) return text;
  for (const Place& place : places) {
    const std::string line = std::to_string(place.position.line);
    if (!place.function.empty()) {
      text += "\n  in " + place.function + "(), line " + line;
    } else if (callers) {
      return text.empty() ? text : text + "\n  called in " + place.path + ", line " + line;
    }
  }
  return text;
}

// Places in the library's own sources are no user's business.
std::vector<Place> visible(std::vector<Place> places) {
  const auto hidden = [](const Place& place) { return place.path.starts_with('<'); };
  if (!std::all_of(places.begin(), places.end(), hidden)) std::erase_if(places, hidden);
  return places;
}

ErrorFacts with_place(ErrorFacts facts, const std::vector<Place>& places) {
  if (places.empty()) return facts;
  const Place& place = places.front();
  if (!facts.file.empty()) {
    // What an operation failed with knows its place, and not the line there.
    if (facts.source_line.empty() && facts.file == place.path && facts.line == place.position.line)
      facts.source_line = place.source_line;
    return facts;
  }
  facts.file = places.front().path;
  facts.line = places.front().position.line;
  facts.column = places.front().position.column;
  facts.source_line = places.front().source_line;
  return facts;
}

}  // namespace

// Runs what the host asked for; whatever leaves it is a pycharter::Error with its place.
template <class Work>
auto Interpreter::guarded(const Work& work) {
  State& state = *state_;
  if (state.frame == nullptr) {
    state.stack_base = static_cast<const char*>(__builtin_frame_address(0));
    state.steps = 0;
    state.depth = 0;
  }
  state.unwound.clear();
  try {
    return work();
  } catch (const Raised& raised) {
    const std::vector<Place> places = visible(std::exchange(state.unwound, {}));
    throw Error(ErrorCode::script, described(*this, raised.exception) + trace_of(places, reads_sources()),
                with_place({}, places));
  } catch (const UnknownNeeded& needed) {
    const std::vector<Place> places = visible(std::exchange(state.unwound, {}));
    try {
      refuse_unknown(*this, *as_unknown(needed.value), "what is done here");
    } catch (const Error& error) {
      throw Error(error.code(), error.message() + trace_of(places, reads_sources()), with_place({}, places));
    }
  } catch (const Error& error) {
    const std::vector<Place> places = visible(std::exchange(state.unwound, {}));
    const bool ours = error.code() == ErrorCode::script && error.facts().file.empty();
    throw Error(error.code(), error.message() + (ours ? trace_of(places, reads_sources()) : std::string()),
                with_place(error.facts(), places));
  }
}

Value Interpreter::load(const std::string& path, std::string source) {
  return guarded([&] {
    state_->scripts.push_back(parse(path, std::move(source)));
    Script& script = *state_->scripts.back();
    check_script(*this, script);
    Value module = make<Module>(heap_, "revision");
    module.get<Module>().set("__name__", str("revision"));
    module.get<Module>().set("__file__", str(path));
    module.get<Module>().set("__doc__", script.docstring.empty() ? Value::none() : str(script.docstring));
    Frame frame;
    frame.script = &script;
    frame.module = module;
    FrameScope scope(*state_, frame);
    Evaluator(*this, frame).run(script.body);
    return module;
  });
}

Value Interpreter::load_module(const std::string& name) {
  return guarded([&] { return import_module(name); });
}

void Interpreter::check(const std::string& path, std::string source) {
  guarded([&] {
    const auto script = parse(path, std::move(source));
    check_script(*this, *script);
    return true;
  });
}

void Interpreter::check(const Value& function) {
  guarded([&] {
    if (const auto* found = function.get_if<Function>()) check_names(*this, *found);
    return true;
  });
}

Value Interpreter::run(const Value& callable, const Arguments& arguments) {
  return guarded([&] { return call(callable, arguments); });
}

Value Interpreter::evaluate(const std::string& origin, std::string expression,
                            const std::vector<std::pair<std::string, Value>>& names) {
  return guarded([&] {
    state_->scripts.push_back(parse_single_expression(origin, std::move(expression)));
    Script& script = *state_->scripts.back();
    Value module = make<Module>(heap_, "expression");
    for (const auto& [name, value] : names)
      module.get<Module>().set(name, value);
    Frame frame;
    frame.script = &script;
    frame.module = module;
    FrameScope scope(*state_, frame);
    return Evaluator(*this, frame).evaluate(*as<ExpressionNode>(*script.body.front()).value);
  });
}

void Interpreter::raise_value(const Value& exception) {
  state_->unwound.clear();
  throw Raised{exception, {}, position()};
}

void Interpreter::raise(const Value& exception_class, std::string message) {
  Arguments arguments;
  arguments.positional.push_back(str(std::move(message)));
  raise_value(instantiate(*this, exception_class, arguments));
}

void Interpreter::raise(std::string_view exception, std::string message) {
  raise(builtin(exception), std::move(message));
}

Position Interpreter::position() const {
  const Frame* frame = state_->frame;
  return frame == nullptr ? Position{} : frame->script->source.position(frame->offset);
}

const std::string& Interpreter::path() const {
  static const std::string none;
  return state_->frame == nullptr ? none : state_->frame->script->source.path();
}

void Interpreter::step() {
  const std::uint64_t steps = ++state_->steps;
  if (steps > limits_.steps)
    stop("steps", "more than " + std::to_string(limits_.steps) + "; is there a loop without an end?");
  if ((steps & 4095) == 0 && host_.cancelled && host_.cancelled())
    throw Error(ErrorCode::cancelled, "stopped: cancelled while the script was running");
}

Value Interpreter::find_builtin(std::string_view name) {
  if (const auto known = state_->builtins.find(name); known != state_->builtins.end()) return known->second;
  Value made = make_builtin(*this, name);
  if (made.defined()) state_->builtins.emplace(name, made);
  return made;
}

Value Interpreter::builtin(std::string_view name) {
  Value found = find_builtin(name);
  if (!found.defined()) throw Error(ErrorCode::internal, "no builtin '" + std::string(name) + "'");
  return found;
}

std::optional<Value> Interpreter::try_import(const std::string& name) {
  if (const auto known = state_->modules.find(name); known != state_->modules.end()) return known->second;
  const auto* fill = registry_.find(name);
  // As in Python the project's own file goes first; what is said of one of its names is put over it.
  if (host_.find_module && (fill != nullptr || registry_.is_package(name)))
    if (const auto source = host_.find_module(name); source && !source->path.empty())
      if (auto module = import_source(name)) {
        if (fill != nullptr) (*fill)(*this, module->get<Module>());
        return module;
      }
  if (fill == nullptr && !registry_.is_package(name)) return import_source(name);
  Value module = make<Module>(heap_, name);
  state_->modules.emplace(name, module);
  if (fill != nullptr) (*fill)(*this, module.get<Module>());
  return module;
}

Value Interpreter::import_module(const std::string& name) {
  if (auto module = try_import(name)) return *module;
  if (reads_sources()) return state_->modules.emplace(name, make_unknown(*this, name)).first->second;
  raise("ModuleNotFoundError", missing_module(*this, name));
}

void Interpreter::print(std::string_view text) {
  state_->printed += text.size() + 1;
  if (state_->printed > limits_.output)
    stop("output", "print() wrote more than " + std::to_string(limits_.output) + " bytes");
  if (host_.print) host_.print(text);
}

}  // namespace pycharter::alembic::script

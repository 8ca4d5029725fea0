// Calls: of a script's functions, of natives, of classes.
#include <algorithm>

#include "alembic/script/enumerations.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/generator.h"
#include "alembic/script/operators.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::script {

namespace {

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
    text += "'" + names[i] + "'";
  }
  return text;
}

// Puts the arguments of a call into the slots of a function's parameters.
class Binder {
 public:
  Binder(Interpreter& interpreter, const Function& function, std::vector<Value>& slots)
      : in_(interpreter), function_(function), node_(function.node), slots_(slots) {}

  void bind(const Arguments& arguments, const Value* self) {
    positional(arguments.positional, self);
    for (const auto& [name, value] : arguments.keywords)
      keyword(name, value);
    fill_defaults();
    std::size_t slot = node_.parameters.size() + node_.keyword_only.size();
    if (!node_.rest.empty()) slots_[slot++] = in_.tuple(std::move(rest_));
    if (!node_.keywords.empty()) slots_[slot] = keywords_.defined() ? keywords_ : in_.dict();
  }

 private:
  void positional(const std::vector<Value>& given, const Value* self) {
    std::size_t count = 0;
    const auto take = [&](const Value& value) {
      if (count < node_.parameters.size()) {
        slots_[count] = value;
      } else {
        rest_.push_back(value);
      }
      ++count;
    };
    if (self != nullptr) take(*self);
    for (const Value& value : given)
      take(value);
    if (count > node_.parameters.size() && node_.rest.empty()) refuse_count(count);
  }

  void keyword(const std::string& name, const Value& value) {
    const auto place = [&](const std::vector<Parameter>& list, std::size_t skip) {
      const auto found = std::find_if(list.begin() + static_cast<std::ptrdiff_t>(skip), list.end(),
                                      [&](const Parameter& p) { return p.name == name; });
      return found == list.end() ? list.size() : static_cast<std::size_t>(found - list.begin());
    };
    std::size_t slot = place(node_.parameters, node_.positional_only);
    if (slot == node_.parameters.size()) slot += place(node_.keyword_only, 0);
    if (slot == node_.parameters.size() + node_.keyword_only.size()) {
      if (node_.keywords.empty())
        in_.raise("TypeError", function_.name + "() got an unexpected keyword argument '" + name + "'");
      if (!keywords_.defined()) keywords_ = in_.dict();
      if (keywords_.get<Dict>().find(name) != nullptr) refuse_twice(name);
      return keywords_.get<Dict>().put(name, value);
    }
    if (slots_[slot].defined()) refuse_twice(name);
    slots_[slot] = value;
  }

  void fill_defaults() {
    std::vector<std::string> missing;
    const std::size_t without = node_.parameters.size() - function_.defaults.size();
    for (std::size_t i = 0; i < node_.parameters.size(); ++i) {
      if (slots_[i].defined()) continue;
      if (i >= without) {
        slots_[i] = function_.defaults[i - without];
      } else {
        missing.push_back(node_.parameters[i].name);
      }
    }
    if (!missing.empty()) refuse_missing(missing, "positional");
    for (std::size_t i = 0; i < node_.keyword_only.size(); ++i) {
      Value& slot = slots_[node_.parameters.size() + i];
      if (slot.defined()) continue;
      slot = function_.keyword_defaults[i];
      if (!slot.defined()) missing.push_back(node_.keyword_only[i].name);
    }
    if (!missing.empty()) refuse_missing(missing, "keyword-only");
  }

  [[noreturn]] void refuse_twice(const std::string& name) {
    in_.raise("TypeError", function_.name + "() got multiple values for argument '" + name + "'");
  }
  [[noreturn]] void refuse_missing(const std::vector<std::string>& names, const char* kind) {
    in_.raise("TypeError", function_.name + "() missing " + std::to_string(names.size()) + " required " +
                               kind + (names.size() == 1 ? " argument: " : " arguments: ") +
                               quoted_list(names));
  }
  [[noreturn]] void refuse_count(std::size_t given) {
    const std::size_t most = node_.parameters.size(), least = most - function_.defaults.size();
    const std::string takes = least == most ? std::to_string(most)
                                            : "from " + std::to_string(least) + " to " + std::to_string(most);
    in_.raise("TypeError", function_.name + "() takes " + takes + " positional argument" +
                               (most == 1 ? "" : "s") + " but " + std::to_string(given) +
                               (given == 1 ? " was given" : " were given"));
  }

  Interpreter& in_;
  const Function& function_;
  const FunctionNode& node_;
  std::vector<Value>& slots_;
  std::vector<Value> rest_;
  Value keywords_;
};

class DepthScope {
 public:
  explicit DepthScope(Interpreter& interpreter) : state_(interpreter.state()) {
    if (++state_.depth > interpreter.limits().call_depth) {
      --state_.depth;
      stop("depth",
           "more than " + std::to_string(interpreter.limits().call_depth) + " calls inside one another");
    }
    state_.check_stack();
  }
  ~DepthScope() { --state_.depth; }
  DepthScope(const DepthScope&) = delete;
  DepthScope& operator=(const DepthScope&) = delete;

 private:
  Interpreter::State& state_;
};

// Whether a built-in function was given one of the script's own, as map() is.
bool calls_back(const Arguments& arguments) {
  return std::any_of(arguments.positional.begin(), arguments.positional.end(), [](const Value& value) {
    return value.is(Kind::function) || value.is(Kind::bound) || value.is(Kind::cls);
  });
}

// The class implemented in C++ behind one of a script; null where there is none.
const Class* maker_of(const Class& cls) {
  if (cls.construct) return &cls;
  for (const Value& ancestor : cls.order)
    if (ancestor.get<Class>().construct) return &ancestor.get<Class>();
  return nullptr;
}

// What that class makes of the arguments. An __init__ of the script's may take others, and say by super()
// what is made: undefined until then.
Value payload_of(Interpreter& in, const Class& maker, const Value& initialize, const Arguments& arguments) {
  const bool may_wait = maker.module != "builtins" && initialize.is(Kind::function);
  try {
    return maker.construct(in, arguments);
  } catch (const Raised&) {
    if (!may_wait) throw;
    in.state().unwound.clear();
    return Value();
  }
}

}  // namespace

Value call_function(Interpreter& in, const Function& function, const Arguments& arguments,
                    const Value* self) {
  if (const auto& problem = function.node.problem)
    function.script->source.fail(problem->offset, problem->message);
  const DepthScope depth(in);
  const Value keep = Value::of(function);
  Value environment = make<Environment>(in.heap(), function.node.variables.size(), function.environment);
  Binder(in, function, environment.get<Environment>().slots).bind(arguments, self);
  Frame frame;
  // A function is always defined by a frame of its own script; natives in between do not change which that
  // is.
  frame.script = function.script;
  frame.module = function.module;
  frame.environment = environment;
  frame.function = keep;
  frame.offset = function.node.offset;
  if (function.node.generator) return Value::adopt(in.heap().create<Generator>(frame, function.node));
  FrameScope scope(in.state(), frame);
  Evaluator evaluator(in, frame);
  if (function.node.result != nullptr) return evaluator.evaluate(*function.node.result);
  return evaluator.run(function.node.body) == Flow::return_ ? std::move(frame.result) : Value::none();
}

namespace {

Value make_unknown_instance(Interpreter& in, const Class& cls, const Unknown& base) {
  const Value made = make_unknown(
      in, cls.name + "(…)",
      base.reason.empty() ? "its base class '" + base.source + "' is not known here" : base.reason);
  host_cast<Unknown>(made)->origin = base.origin;
  return made;
}

}  // namespace

Value instantiate(Interpreter& in, const Value& type, const Arguments& arguments) {
  auto& cls = type.get<Class>();
  if (cls.enumeration && !cls.enum_members.empty()) return enum_member(in, cls, arguments);
  if (cls.construct) return cls.construct(in, arguments);
  if (const Value unknown = unknown_ancestor(cls); unknown.defined())
    return make_unknown_instance(in, cls, *as_unknown(unknown));
  const Class* maker = maker_of(cls);
  const Value* found = cls.find("__init__");
  const Value initialize = found == nullptr ? Value() : *found;
  Value made = make<Instance>(in.heap(), type);
  auto& instance = made.get<Instance>();
  const bool exception = cls.derives_from(in.builtin("BaseException").get<Class>());
  if (exception) {
    instance.set("args", in.tuple(arguments.positional));
  } else if (maker != nullptr) {
    instance.payload = payload_of(in, *maker, initialize, arguments);
  }
  if (initialize.defined()) {
    Arguments with_self = arguments;
    with_self.positional.insert(with_self.positional.begin(), made);
    in.call(initialize, with_self);
  } else if (!exception && maker == nullptr &&
             (!arguments.positional.empty() || !arguments.keywords.empty())) {
    in.raise("TypeError", cls.name + "() takes no arguments");
  }
  return made;
}

Value Interpreter::call(const Value& callable, const Arguments& arguments) {
  step();
  switch (callable.kind()) {
    case Kind::function:
      return call_function(*this, callable.get<Function>(), arguments, nullptr);
    case Kind::native: {
      const DepthScope depth(*this);
      const Value keep = callable;
      // Of what is built in: unknown of what is unknown. Those of the host refuse it themselves.
      try {
        return callable.get<Native>().code(*this, arguments);
      } catch (const UnknownNeeded& needed) {
        if (calls_back(arguments)) throw;
        return needed.value;
      }
    }
    case Kind::bound: {
      const Value keep = callable;
      const auto& bound = callable.get<Bound>();
      if (auto* function = bound.function.get_if<Function>())
        return call_function(*this, *function, arguments, &bound.self);
      Arguments with_self = arguments;
      with_self.positional.insert(with_self.positional.begin(), bound.self);
      return call(bound.function, with_self);
    }
    case Kind::cls: {
      const DepthScope depth(*this);
      if (callable.get<Class>().module != "builtins") return instantiate(*this, callable, arguments);
      try {
        return instantiate(*this, callable, arguments);
      } catch (const UnknownNeeded& needed) {
        return needed.value;
      }
    }
    case Kind::instance:
      if (auto result = call_special(*this, callable, "__call__", arguments)) return *result;
      break;
    case Kind::host: {
      const DepthScope depth(*this);
      const Value keep = callable;
      if (auto result = callable.get<HostObject>().call(*this, arguments)) return *result;
      break;
    }
    default:
      break;
  }
  raise("TypeError", "'" + type_name(callable) + "' object is not callable");
}

Value enter_context(Interpreter& in, const Value& manager) {
  if (auto* host = manager.get_if<HostObject>()) {
    if (auto entered = host->enter(in)) return *entered;
  } else if (manager.is(Kind::instance) && manager.get<Instance>().type().find("__exit__") != nullptr) {
    if (auto entered = call_special(in, manager, "__enter__")) return *entered;
  }
  in.raise("TypeError",
           "'" + in.type_name(manager) + "' object does not support the context manager protocol");
}

bool leave_context(Interpreter& in, const Value& manager, const Value& exception) {
  if (auto* host = manager.get_if<HostObject>()) return host->leave(in, exception);
  const Value type = exception.is_none() ? Value::none() : in.type_of(exception);
  const auto result = call_special(in, manager, "__exit__", {{type, exception, Value::none()}, {}});
  return !exception.is_none() && result && in.truth(*result);
}

}  // namespace pycharter::alembic::script

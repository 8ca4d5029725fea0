// Attributes.
#include <algorithm>

#include "alembic/script/evaluator.h"
#include "alembic/script/generator.h"
#include "alembic/script/operators.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::script {

namespace {

// What a class's member is when read through an instance.
Value bind(Interpreter& in, const Value& member, const Value& self, const Value& cls) {
  if (auto* descriptor = member.get_if<Descriptor>()) {
    switch (descriptor->role) {
      case Descriptor::Role::property:
        return in.call(descriptor->function, {{self}, {}});
      case Descriptor::Role::static_method:
        return descriptor->function;
      case Descriptor::Role::class_method:
        return make<Bound>(in.heap(), cls, descriptor->function);
    }
  }
  const bool method = member.is(Kind::function) || (member.is(Kind::native) && member.get<Native>().method);
  return method ? make<Bound>(in.heap(), self, member) : member;
}

std::optional<Value> from_class(Interpreter& in, const Value& cls, const Value& self, std::string_view name) {
  if (!cls.is(Kind::cls)) return std::nullopt;
  const Value* found = cls.get<Class>().find(name);
  if (found == nullptr) return std::nullopt;
  return bind(in, Value(*found), self, cls);
}

std::optional<Value> of_instance(Interpreter& in, const Value& object, std::string_view name) {
  auto& instance = object.get<Instance>();
  const Value* member = instance.type().find(name);
  const auto* descriptor = member == nullptr ? nullptr : member->get_if<Descriptor>();
  if (descriptor != nullptr && descriptor->role == Descriptor::Role::property)
    return bind(in, Value(*member), object, instance.cls);
  if (auto* host = member == nullptr ? nullptr : member->get_if<HostObject>()) {
    const Value keep = *member;
    if (auto found = host->get(in, object)) return found;
  }
  if (const Value* own = std::as_const(instance.attributes).find(name)) return *own;
  if (member != nullptr) return bind(in, Value(*member), object, instance.cls);
  if (instance.payload.defined()) return in.find_attribute(instance.payload, name);
  if (const Value* hook = instance.type().find("__getattr__"))
    return in.call(*hook, {{object, in.str(std::string(name))}, {}});
  return std::nullopt;
}

std::optional<Value> of_class(Interpreter& in, const Value& object, std::string_view name) {
  auto& cls = object.get<Class>();
  if (name == "__name__" || name == "__qualname__") return in.str(cls.name);
  if (name == "__members__" && cls.enumeration) {
    Value members = in.dict();
    for (const Value& member : cls.enum_members)
      members.get<Dict>().put(in, in.attribute(member, "name"), member);
    return members;
  }
  const Value* found = cls.find(name);
  if (found == nullptr) {
    const Value unknown = unknown_ancestor(cls);
    return unknown.defined() && !name.starts_with("__") ? in.find_attribute(unknown, name) : std::nullopt;
  }
  const Value keep = *found;
  if (auto* host = keep.get_if<HostObject>())
    if (auto given = host->get_of_class(in, object)) return given;
  const auto* descriptor = keep.get_if<Descriptor>();
  if (descriptor == nullptr) return keep;
  if (descriptor->role == Descriptor::Role::class_method)
    return make<Bound>(in.heap(), object, descriptor->function);
  return descriptor->role == Descriptor::Role::static_method ? descriptor->function : keep;
}

// A module's own __getattr__(name), which imports what it names when it is first asked for.
std::optional<Value> given_by_module(Interpreter& in, Module& module, std::string_view name) {
  const Value* hook = module.path.empty() || name.starts_with("__")
                          ? nullptr
                          : std::as_const(module.members).find("__getattr__");
  if (hook == nullptr || !hook->is(Kind::function)) return std::nullopt;
  try {
    return in.call(Value(*hook), {{in.str(std::string(name))}, {}});
  } catch (const Raised& raised) {
    if (in.matches(raised.exception, in.builtin("AttributeError"))) return std::nullopt;
    throw;
  }
}

std::optional<Value> of_module(Interpreter& in, const Value& object, std::string_view name) {
  auto& module = object.get<Module>();
  if (const Value* found = std::as_const(module.members).find(name)) return *found;
  if (name == "__name__") return in.str(module.name);
  if (module.fallback) {
    const Value found = module.fallback(in, name);
    if (found.defined()) return found;
  }
  if (auto given = given_by_module(in, module, name)) return given;
  // A module below a package that was imported is an attribute of it.
  const std::string full = module.name + "." + std::string(name);
  if (in.registry().find(full) != nullptr || in.registry().is_package(full)) return in.import_module(full);
  return std::nullopt;
}

std::optional<Value> of_function(Interpreter& in, const Value& object, std::string_view name) {
  auto& function = object.get<Function>();
  if (const Value* own = std::as_const(function.attributes).find(name)) return *own;
  if (name == "__name__" || name == "__qualname__") return in.str(function.name);
  if (name == "__doc__")
    return function.node.docstring.empty() ? Value::none() : in.str(function.node.docstring);
  return std::nullopt;
}

[[noreturn]] void no_attribute(Interpreter& in, const Value& object, std::string_view name) {
  const std::string quoted = "'" + std::string(name) + "'";
  if (const char* refusal = refusal_of(name))
    throw Error(ErrorCode::script, quoted + " cannot be used in a revision script here: " + refusal);
  if (auto* module = object.get_if<Module>()) {
    std::string message = "module '" + module->name + "' has no attribute " + quoted + " here";
    if (in.registry().advice && module->path.empty()) {
      const std::string advice = in.registry().advice(module->name, std::string(name));
      if (!advice.empty()) message += ": " + advice;
    }
    in.raise("AttributeError", message);
  }
  if (auto* cls = object.get_if<Class>())
    in.raise("AttributeError", "type object '" + cls->name + "' has no attribute " + quoted);
  in.raise("AttributeError", "'" + in.type_name(object) + "' object has no attribute " + quoted);
}

// Names that each class has in Python, which models pass on: `__repr__ = object.__repr__`.
bool is_of_every_class(std::string_view name) {
  static constexpr std::string_view names[] = {
      "__str__",  "__repr__", "__hash__", "__eq__",     "__ne__",      "__lt__",         "__format__",
      "__init__", "__new__",  "__doc__",  "__module__", "__setattr__", "__annotations__"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

std::optional<Value> call_special(Interpreter& in, const Value& object, std::string_view method,
                                  const Arguments& arguments) {
  const auto* instance = object.get_if<Instance>();
  const Value* found = instance == nullptr ? nullptr : instance->type().find(method);
  if (found == nullptr || found->is_none()) return std::nullopt;
  Value result = in.call(bind(in, Value(*found), object, instance->cls), arguments);
  if (result.same(in.builtin("NotImplemented"))) return std::nullopt;
  return result;
}

std::optional<Value> Interpreter::find_attribute(const Value& object, std::string_view name) {
  switch (object.kind()) {
    case Kind::instance:
      return of_instance(*this, object, name);
    case Kind::cls:
      return of_class(*this, object, name);
    case Kind::module:
      return of_module(*this, object, name);
    case Kind::function:
      if (auto found = of_function(*this, object, name)) return found;
      break;
    case Kind::native:
      if (name == "__name__") return str(object.get<Native>().name);
      break;
    case Kind::bound:
      if (name == "__self__") return std::nullopt;
      return find_attribute(object.get<Bound>().function, name);
    case Kind::descriptor:
      // Nobody assigns to what is only read for its tables.
      if (reads_sources() && (name == "setter" || name == "deleter" || name == "getter"))
        return make_native(*this, std::string(name), "function, /",
                           [object](Interpreter&, Bindings&) { return object; });
      if (name == "setter" || name == "deleter")
        raise("AttributeError", "a property's setter cannot be used here");
      break;
    case Kind::iterator:
      if (name == "__next__")
        return make_native(*this, "__next__", "", [object](Interpreter& in, Bindings&) {
          return in.call(in.builtin("next"), {{object}, {}});
        });
      if (auto* generator = dynamic_cast<Generator*>(object.get_if<Iterator>()))
        return generator->attribute(*this, name);
      break;
    case Kind::slice:
      if (name == "start") return object.get<Slice>().start;
      if (name == "stop") return object.get<Slice>().stop;
      if (name == "step") return object.get<Slice>().step;
      break;
    case Kind::host:
      if (auto found = object.get<HostObject>().attribute(*this, name)) return found;
      break;
    default:
      break;
  }
  const Value type = type_of(object);
  return from_class(*this, type, object, name);
}

Value Interpreter::attribute(const Value& object, std::string_view name) {
  if (auto found = find_attribute(object, name)) return *found;
  // Of the modules that are given here not all is.
  const auto* module = object.get_if<Module>();
  if (reads_sources() && module != nullptr && module->path.empty())
    return make_unknown(*this, module->name + "." + std::string(name));
  if (reads_sources() && object.is(Kind::cls) && is_of_every_class(name))
    return make_unknown(*this, object.get<Class>().name + "." + std::string(name));
  no_attribute(*this, object, name);
}

namespace {

// The exception that a frozen dataclass keeps for those who change its instances.
void require_unfrozen(Interpreter& in, const Instance& instance, const char* change, std::string_view name) {
  const Value* exception = instance.type().find("__frozen__");
  if (exception == nullptr || !exception->is(Kind::cls)) return;
  if (exception->get<Class>().derives_from(in.builtin("AttributeError").get<Class>()))
    in.raise(Value(*exception), std::string("cannot ") + change + " field '" + std::string(name) + "'");
}

}  // namespace

void Interpreter::set_attribute(const Value& object, std::string_view name, const Value& value) {
  if (const char* refusal = refusal_of(name))
    throw Error(ErrorCode::script, "'" + std::string(name) + "' cannot be set: " + refusal);
  if (auto* instance = object.get_if<Instance>()) {
    const Value* member = instance->type().find(name);
    if (member != nullptr && member->is(Kind::descriptor) &&
        member->get<Descriptor>().role == Descriptor::Role::property) {
      raise("AttributeError",
            "property '" + std::string(name) + "' of '" + type_name(object) + "' object has no setter");
    }
    if (auto* host = member == nullptr ? nullptr : member->get_if<HostObject>()) {
      const Value keep = *member;
      if (host->set(*this, object, value)) return;
    }
    require_unfrozen(*this, *instance, "assign to", name);
    if (instance->type().enumeration)
      raise("AttributeError", "cannot set attribute '" + std::string(name) + "'");
    return instance->set(name, value);
  }
  if (auto* cls = object.get_if<Class>()) {
    if (cls->module == "builtins")
      raise("TypeError",
            "cannot set '" + std::string(name) + "' attribute of immutable type '" + cls->name + "'");
    return cls->set(name, value);
  }
  if (auto* function = object.get_if<Function>()) return function->attributes.put(heap_, name, value);
  if (auto* host = object.get_if<HostObject>()) {
    if (host->set_attribute(*this, name, value)) return;
  }
  if (auto* module = object.get_if<Module>(); module != nullptr && !module->path.empty())
    return module->set(name, value);
  if (object.is(Kind::module))
    raise("AttributeError", "a module cannot be changed by a revision script here");
  raise("AttributeError", "'" + type_name(object) + "' object has no attribute '" + std::string(name) + "'");
}

void Interpreter::delete_attribute(const Value& object, std::string_view name) {
  if (auto* instance = object.get_if<Instance>()) {
    require_unfrozen(*this, *instance, "delete", name);
    if (instance->attributes.erase(name)) return;
  }
  raise("AttributeError", "'" + type_name(object) + "' object has no attribute '" + std::string(name) + "'");
}

}  // namespace pycharter::alembic::script

// Classes of scripts, isinstance(), super() and exceptions.
#include <algorithm>

#include "alembic/script/enumerations.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/hint.h"
#include "alembic/script/operators.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::script {

namespace {

// Ancestors, nearest first, each behind its own descendants: enough for the simple hierarchies of scripts.
std::vector<Value> ancestors(const Class& cls) {
  std::vector<Value> order;
  const auto drop = [&](const Value& value) {
    order.erase(
        std::remove_if(order.begin(), order.end(), [&](const Value& other) { return other.same(value); }),
        order.end());
  };
  for (const Value& base : cls.bases) {
    drop(base);
    order.push_back(base);
    for (const Value& further : base.get<Class>().order) {
      drop(further);
      order.push_back(further);
    }
  }
  return order;
}

class SuperObject final : public HostObject {
 public:
  SuperObject(Value owner, Value self) : owner_(std::move(owner)), self_(std::move(self)) {}
  std::string type_name() const override { return "super"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    const bool of_class = self_.is(Kind::cls);
    const auto& type = of_class ? self_.get<Class>() : self_.get<Instance>().type();
    bool behind = &type == &owner_.get<Class>();
    const Value& payload = self_.get<Instance>().payload;
    if (payload.defined() && !payload.is(Kind::host)) return std::nullopt;
    for (const Value& ancestor : type.order) {
      auto& cls = ancestor.get<Class>();
      const Value* found = behind ? cls.own(name) : nullptr;
      if (found != nullptr) return bound(in, *found);
      behind = behind || &cls == &owner_.get<Class>();
    }
    if (name == "__init__" && !of_class)
      if (auto made = constructor_of_host(in)) return made;
    if (name == "__init__")
      return make_native(in, "__init__", [](Interpreter&, const Arguments&) { return Value::none(); });
    if (!of_class && self_.get<Instance>().payload.defined())
      return in.find_attribute(self_.get<Instance>().payload, name);
    return std::nullopt;
  }

 private:
  // Of a class that derives from one of the host's: what its object is made of are these arguments. The types
  // of the language are made before, by __new__.
  std::optional<Value> constructor_of_host(Interpreter& in) const {
    for (const Value& ancestor : self_.get<Instance>().type().order)
      if (const NativeCode construct = ancestor.get<Class>().construct;
          construct && ancestor.get<Class>().module != "builtins")
        return make_native(in, "__init__", [self = self_, construct](Interpreter& i, const Arguments& given) {
          self.get<Instance>().payload = construct(i, given);
          return Value::none();
        });
    return std::nullopt;
  }
  Value bound(Interpreter& in, const Value& member) const {
    if (auto* descriptor = member.get_if<Descriptor>()) {
      if (descriptor->role == Descriptor::Role::static_method) return descriptor->function;
      if (descriptor->role == Descriptor::Role::property) return in.call(descriptor->function, {{self_}, {}});
      return make<Bound>(in.heap(), self_.is(Kind::cls) ? self_ : self_.get<Instance>().cls,
                         descriptor->function);
    }
    const bool callable = member.is(Kind::function) || member.is(Kind::native);
    return callable ? make<Bound>(in.heap(), self_, member) : member;
  }
  Value owner_, self_;
};

}  // namespace

Value make_super(Interpreter& in, const Value& owner, const Value& self) {
  if (!self.is(Kind::instance) && !self.is(Kind::cls)) in.raise("TypeError", "super() needs an instance");
  return Value::adopt(in.heap().create<SuperObject>(owner, self));
}

Value make_user_class(Interpreter& in, const Value& value, const std::vector<std::string>& annotated) {
  auto& cls = value.get<Class>();
  cls.order = ancestors(cls);
  const auto metaclass = std::find_if(cls.keywords.begin(), cls.keywords.end(),
                                      [](const auto& keyword) { return keyword.first == "metaclass"; });
  if (metaclass != cls.keywords.end() && metaclass->second.is(Kind::cls))
    if (const Value* hook = metaclass->second.get<Class>().own("__make_class__")) {
      std::vector<Value> names;
      for (const std::string& name : annotated)
        names.push_back(in.str(name));
      return in.call(Value(*hook), {{value, in.tuple(std::move(names))}, {}});
    }
  // A base of the host or the library may make something of its own out of a class body.
  for (const Value& ancestor : cls.order) {
    const Value* hook = ancestor.get<Class>().own("__make_class__");
    if (hook == nullptr) continue;
    std::vector<Value> names;
    for (const std::string& name : annotated)
      names.push_back(in.str(name));
    return in.call(Value(*hook), {{value, in.tuple(std::move(names))}, {}});
  }
  std::vector<Value> names;
  for (const std::string& name : annotated)
    names.push_back(in.str(name));
  if (!names.empty()) cls.set("__annotated__", in.tuple(std::move(names)));
  const bool enumeration = std::any_of(cls.bases.begin(), cls.bases.end(),
                                       [](const Value& base) { return base.get<Class>().enumeration; });
  if (enumeration) make_enumeration(in, value);
  return value;
}

bool Interpreter::is_instance(const Value& value, const Value& types) {
  if (auto* tuple = types.get_if<Tuple>()) {
    return std::any_of(tuple->items.begin(), tuple->items.end(),
                       [&](const Value& type) { return is_instance(value, type); });
  }
  if (const auto* hint = host_cast<TypeHint>(types))
    if (const Value classes = hinted_classes(*this, *hint); classes.defined())
      return is_instance(value, classes);
  if (as_unknown(types) != nullptr) throw UnknownNeeded{types};
  if (!types.is(Kind::cls))
    raise("TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
  auto& wanted = types.get<Class>();
  if (!wanted.members.empty()) {
    if (const Value* check = wanted.find("__instancecheck__"))
      return truth(call(Value(*check), {{value}, {}}));
  }
  const Value type = type_of(value);
  if (types.same(builtin("object"))) return true;
  return type.is(Kind::cls) && type.get<Class>().derives_from(wanted);
}

bool Interpreter::matches(const Value& exception, const Value& types) {
  if (auto* tuple = types.get_if<Tuple>()) {
    return std::any_of(tuple->items.begin(), tuple->items.end(),
                       [&](const Value& type) { return matches(exception, type); });
  }
  if (as_unknown(types) != nullptr) return false;
  if (types.is(Kind::cls) && unknown_ancestor(types.get<Class>()).defined()) return false;
  if (!types.is(Kind::cls) || !types.get<Class>().derives_from(builtin("BaseException").get<Class>())) {
    raise("TypeError", "catching classes that do not inherit from BaseException is not allowed");
  }
  return exception.get<Instance>().type().derives_from(types.get<Class>());
}

}  // namespace pycharter::alembic::script

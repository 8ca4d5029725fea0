// contextlib: context managers of generators and of callables.
#include "alembic/script/generator.h"
#include "alembic/script/library/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

class Suppress final : public HostObject {
 public:
  explicit Suppress(Value types) : types_(std::move(types)) {}
  std::string type_name() const override { return "suppress"; }
  std::optional<Value> enter(Interpreter&) override { return Value::none(); }
  bool leave(Interpreter& in, const Value& exception) override {
    return !exception.is_none() && in.matches(exception, types_);
  }

 private:
  Value types_;
};

class NullContext final : public HostObject {
 public:
  explicit NullContext(Value result) : result_(std::move(result)) {}
  std::string type_name() const override { return "nullcontext"; }
  std::optional<Value> enter(Interpreter&) override { return result_; }

 private:
  Value result_;
};

// What a call of a function under @contextmanager gives.
class GeneratorContext final : public HostObject {
 public:
  explicit GeneratorContext(Value generator) : generator_(std::move(generator)) {}
  std::string type_name() const override { return "_GeneratorContextManager"; }

  std::optional<Value> enter(Interpreter& in) override {
    if (auto value = in.next(generator_)) return value;
    in.raise("RuntimeError", "generator didn't yield");
  }

  bool leave(Interpreter& in, const Value& exception) override {
    if (exception.is_none()) {
      if (in.next(generator_)) in.raise("RuntimeError", "generator didn't stop");
      return false;
    }
    auto* generator = dynamic_cast<Generator*>(generator_.get_if<Iterator>());
    if (generator == nullptr) return false;
    try {
      if (generator->raise_inside(in, exception))
        in.raise("RuntimeError", "generator didn't stop after throw()");
      return true;
    } catch (const Raised& raised) {
      if (!raised.exception.same(exception)) throw;
      return false;
    }
  }

 private:
  Value generator_;
};

Value context_manager(Interpreter& in, Bindings& given) {
  return make_native(in, "contextmanager", [function = given[0]](Interpreter& i, const Arguments& arguments) {
    const Value generator = i.call(function, arguments);
    return Value::adopt(i.heap().create<GeneratorContext>(i.iterate(generator)));
  });
}

// Calls object.close() at the end.
class Closing final : public HostObject {
 public:
  explicit Closing(Value thing) : thing_(std::move(thing)) {}
  std::string type_name() const override { return "closing"; }
  std::optional<Value> enter(Interpreter&) override { return thing_; }
  bool leave(Interpreter& in, const Value&) override {
    in.call(in.attribute(thing_, "close"));
    return false;
  }

 private:
  Value thing_;
};

class ExitStack final : public HostObject {
 public:
  std::string type_name() const override { return "ExitStack"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    const Value self = Value::of(*this);
    if (name == "enter_context")
      return make_native(in, "enter_context", "cm", [self](Interpreter& i, Bindings& given) {
        Value entered = script::enter_context(i, given[0]);
        host_cast<ExitStack>(self)->entries_.push_back({given[0], {}});
        return entered;
      });
    if (name == "callback")
      return make_native(in, "callback", "callback, /, *args, **kwds", [self](Interpreter&, Bindings& given) {
        host_cast<ExitStack>(self)->entries_.push_back(
            {Value(), {given[0], Arguments{given.rest, given.keywords}}});
        return given[0];
      });
    return std::nullopt;
  }
  std::optional<Value> enter(Interpreter&) override { return Value::of(*this); }

  // Each is left even when another fails; the last failure is what goes on.
  bool leave(Interpreter& in, const Value& exception) override {
    Value current = exception;
    while (!entries_.empty()) {
      const Entry entry = entries_.back();
      entries_.pop_back();
      try {
        if (!entry.manager.defined())
          in.call(entry.callback.first, entry.callback.second);
        else if (leave_context(in, entry.manager, current))
          current = Value::none();
      } catch (const Raised& raised) {
        current = raised.exception;
      }
    }
    if (!current.is_none() && !current.same(exception)) in.raise_value(current);
    return current.is_none();
  }

 private:
  struct Entry {
    Value manager;  // undefined: a callback
    std::pair<Value, Arguments> callback;
  };
  std::vector<Entry> entries_;
};

}  // namespace

void add_contexts(ModuleRegistry& registry) {
  registry.add("contextlib", [](Interpreter& in, Module& module) {
    define(in, module, "suppress", "*exceptions", [](Interpreter& i, Bindings& given) {
      return Value::adopt(i.heap().create<Suppress>(i.tuple(given.rest)));
    });
    define(in, module, "nullcontext", "enter_result=None", [](Interpreter& i, Bindings& given) {
      return Value::adopt(i.heap().create<NullContext>(given.get(0)));
    });
    define(in, module, "contextmanager", "func", context_manager);
    define(in, module, "closing", "thing",
           [](Interpreter& i, Bindings& given) { return Value::adopt(i.heap().create<Closing>(given[0])); });
    define(in, module, "ExitStack", "",
           [](Interpreter& i, Bindings&) { return Value::adopt(i.heap().create<ExitStack>()); });
  });
}

}  // namespace pycharter::alembic::script

// sys and types, as far as they tell nothing of an interpreter.
#include "alembic/script/library/install.h"

#include <limits>

namespace pycharter::alembic::script {

namespace {

// sys.stdout and sys.stderr: what is written goes where print() goes, line by line.
class Stream final : public HostObject {
 public:
  std::string type_name() const override { return "TextIOWrapper"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    if (name == "flush")
      return make_native(in, "flush", "", [](Interpreter&, Bindings&) { return Value::none(); });
    if (name != "write") return std::nullopt;
    return make_native(in, "write", "text, /", [self = Value::of(*this)](Interpreter& i, Bindings& given) {
      const std::string text = i.text(given[0], "text");
      host_cast<Stream>(self)->write(i, text);
      return Value::integer(given[0].get<Str>().length());
    });
  }

 private:
  void write(Interpreter& in, const std::string& text) {
    in.heap().require(pending_.size() + text.size());
    pending_ += text;
    std::size_t begin = 0;
    for (std::size_t end; (end = pending_.find('\n', begin)) != std::string::npos; begin = end + 1)
      in.print(std::string_view(pending_).substr(begin, end - begin));
    pending_.erase(0, begin);
  }

  std::string pending_;  // a line that has no end yet
};

class Namespace final : public HostObject {
 public:
  std::string type_name() const override { return "SimpleNamespace"; }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override {
    const Value* found = values.get<Dict>().find(name);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  bool set_attribute(Interpreter&, std::string_view name, const Value& value) override {
    values.get<Dict>().put(name, value);
    return true;
  }
  std::optional<Value> compare(Interpreter& in, Comparison operation, const Value& other) override {
    const auto* second = host_cast<Namespace>(other);
    const bool equality = operation == Comparison::equal || operation == Comparison::not_equal;
    if (second == nullptr || !equality) return std::nullopt;
    return in.compare(operation, values, second->values);
  }
  std::string repr(Interpreter& in) override {
    std::string text;
    for (const auto& entry : values.get<Dict>().table.entries()) {
      if (!entry.key.defined()) continue;
      text += (text.empty() ? "" : ", ") + in.to_text(entry.key) + "=" + in.to_repr(entry.value);
    }
    return "namespace(" + text + ")";
  }

  Value values;  // Dict
};

Value exit(Interpreter& in, Bindings& given) {
  Arguments arguments;
  if (given.given(0)) arguments.positional.push_back(given[0]);
  in.raise_value(in.call(in.builtin("SystemExit"), arguments));
}

void fill_sys(Interpreter& in, Module& module) {
  for (const char* name : {"stdout", "stderr"})
    module.set(name, Value::adopt(in.heap().create<Stream>()));
  module.set("maxsize", Value::integer(std::numeric_limits<std::int64_t>::max()));
  module.set("version_info", in.tuple({Value::integer(3), Value::integer(12), Value::integer(0),
                                       in.str("final"), Value::integer(0)}));
  define(in, module, "exit", "status=None, /", exit);
}

void fill_types(Interpreter& in, Module& module) {
  define(in, module, "SimpleNamespace", "**values", [](Interpreter& i, Bindings& given) {
    auto* made = i.heap().create<Namespace>();
    Value value = Value::adopt(made);
    made->values = i.dict();
    for (const auto& [name, one] : given.keywords)
      made->values.get<Dict>().put(name, one);
    return value;
  });
  module.set("NoneType", in.builtin("NoneType"));
  module.set("FunctionType", in.builtin("function"));
}

}  // namespace

void add_interpreter(ModuleRegistry& registry) {
  registry.add("sys", fill_sys);
  registry.add("types", fill_types);
}

}  // namespace pycharter::alembic::script

// os.environ, time, logging, warnings: what of the outside there is comes from HostServices.
#include <algorithm>

#include "alembic/script/library/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

std::optional<std::string> variable(Interpreter& in, const std::string& name) {
  return in.host().environment_variable ? in.host().environment_variable(name) : std::nullopt;
}

Value variable_or(Interpreter& in, const Value& name, const Value& missing) {
  const auto found = variable(in, in.text(name, "environment variable"));
  return found ? in.str(*found) : missing;
}

class EnvironmentVariables final : public HostObject {
 public:
  std::string type_name() const override { return "environ"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    if (name != "get") return std::nullopt;
    return make_native(in, "get", "key, default=None", [](Interpreter& i, Bindings& given) {
      return variable_or(i, given[0], given.get(1));
    });
  }
  std::optional<Value> subscript(Interpreter& in, const Value& key) override {
    const Value found = variable_or(in, key, Value());
    if (!found.defined()) in.raise_value(in.call(in.builtin("KeyError"), {{key}, {}}));
    return found;
  }
  std::optional<bool> contains(Interpreter& in, const Value& key) override {
    return variable(in, in.text(key, "environment variable")).has_value();
  }
};

class Logger final : public HostObject {
 public:
  explicit Logger(std::string name) : name_(std::move(name)) {}
  std::string type_name() const override { return "Logger"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view attribute_name) override {
    static constexpr std::string_view levels[] = {"debug",    "info",      "warning", "error",
                                                  "critical", "exception", "warn"};
    if (attribute_name == "name") return in.str(name_);
    if (attribute_name == "setLevel" || attribute_name == "addHandler")
      return make_native(in, "setLevel", [](Interpreter&, const Arguments&) { return Value::none(); });
    if (attribute_name == "isEnabledFor")
      return make_native(in, "isEnabledFor",
                         [](Interpreter&, const Arguments&) { return Value::boolean(true); });
    if (std::find(std::begin(levels), std::end(levels), attribute_name) == std::end(levels))
      return std::nullopt;
    std::string level(attribute_name == "exception" ? "error"
                      : attribute_name == "warn"    ? "warning"
                                                    : attribute_name);
    return make_native(in, level, "msg, *args, **kw",
                       [logger = name_, level](Interpreter& i, Bindings& given) {
                         std::string text = i.to_text(given[0]);
                         const bool mapping = given.rest.size() == 1 && given.rest[0].is(Kind::dict);
                         if (!given.rest.empty())
                           text = percent_format(i, text, mapping ? given.rest[0] : i.tuple(given.rest));
                         if (i.host().log) i.host().log(level, logger, text);
                         return Value::none();
                       });
  }

 private:
  std::string name_;
};

double now(Interpreter& in) {
  return in.host().now_microseconds ? static_cast<double>(in.host().now_microseconds()) / 1e6 : 0.0;
}

void fill_time(Interpreter& in, Module& module) {
  for (const char* name : {"time", "monotonic", "perf_counter"}) {
    define(in, module, name, "", [](Interpreter& i, Bindings&) { return Value::real(now(i)); });
  }
  define(in, module, "time_ns", "", [](Interpreter& i, Bindings&) {
    return Value::integer(static_cast<std::int64_t>(now(i) * 1e6) * 1000);
  });
  // Nothing to wait for: a revision holds a lock.
  define(in, module, "sleep", "seconds", [](Interpreter&, Bindings&) { return Value::none(); });
}

void fill_logging(Interpreter& in, Module& module) {
  define(in, module, "getLogger", "name=None", [](Interpreter& i, Bindings& given) {
    return Value::adopt(
        i.heap().create<Logger>(given.given(0) && !given[0].is_none() ? i.text(given[0], "name") : "root"));
  });
  define(in, module, "basicConfig", "**kw", [](Interpreter&, Bindings&) { return Value::none(); });
  const Value root = Value::adopt(in.heap().create<Logger>("root"));
  for (const char* level : {"debug", "info", "warning", "error", "critical", "exception"})
    module.set(level, in.attribute(root, level));
  std::int64_t number = 10;
  for (const char* level : {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}) {
    module.set(level, Value::integer(number));
    number += 10;
  }
}

}  // namespace

void add_system(ModuleRegistry& registry) {
  registry.add("os", [](Interpreter& in, Module& module) {
    module.set("environ", Value::adopt(in.heap().create<EnvironmentVariables>()));
    define(in, module, "getenv", "key, default=None",
           [](Interpreter& i, Bindings& given) { return variable_or(i, given[0], given.get(1)); });
    module.set("linesep", in.str("\n"));
    module.set("sep", in.str("/"));
  });
  registry.add("time", fill_time);
  registry.add("logging", fill_logging);
  registry.add("warnings", [](Interpreter& in, Module& module) {
    define(in, module, "warn", "message, category=None, stacklevel=1", [](Interpreter& i, Bindings& given) {
      if (i.host().log) i.host().log("warning", "py.warnings", i.to_text(given[0]));
      return Value::none();
    });
    for (const char* name : {"filterwarnings", "simplefilter"})
      define(in, module, name, "*args, **kw", [](Interpreter&, Bindings&) { return Value::none(); });
    define(in, module, "catch_warnings", "**kw", [](Interpreter& i, Bindings&) {
      return i.call(i.attribute(i.import_module("contextlib"), "nullcontext"), {{i.list({})}, {}});
    });
  });
}

}  // namespace pycharter::alembic::script

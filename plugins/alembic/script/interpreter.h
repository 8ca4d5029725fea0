// Runs a revision script: the part of Python that migrations use, closed and deterministic. No files, no
// network, no imports but those of the ModuleRegistry, and bounds on everything.
//
//   ModuleRegistry registry;
//   add_standard_library(registry);         // json, uuid, datetime, …
//   Interpreter interpreter(registry, limits, host);
//   auto module = interpreter.load(path, source);   // parses, checks, runs the module's level
//   interpreter.call(interpreter.attribute(module, "upgrade"));
//
// Everything that goes wrong leaves load() and run() as pycharter::Error(ErrorCode::script) with file, line,
// column and source line. An interpreter serves one thread at a time; a ModuleRegistry may be shared once it
// is filled.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_INTERPRETER_H
#define PYCHARTER_ALEMBIC_SCRIPT_INTERPRETER_H

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alembic/script/error.h"
#include "alembic/script/native.h"
#include "alembic/script/objects.h"

namespace pycharter::alembic::script {

struct Limits {
  std::uint64_t steps = 20'000'000;  // statements, calls and rounds of loops
  std::size_t call_depth = 200;
  std::size_t stack_bytes = 5u << 20;  // of the thread's own stack
  std::size_t memory = 256u << 20;     // bytes that values may take at one time
  std::size_t output = 4u << 20;       // bytes that print may write
};

// The state of one interpreter's embedder, which the modules that it registers find by their interpreter
// (HostServices::embedder): a registry knows no interpreter.
struct Embedder {
 protected:
  ~Embedder() = default;
};

// A module with a source of its own. A statement of it that cannot be run leaves the names it binds unknown,
// unless it may declare what matters.
struct SourceModule {
  std::string path;  // empty for a namespace package: a folder without __init__.py
  std::string text;
  bool package = false;
};

// What of the outside a script may see. Everything has a closed default.
struct HostServices {
  std::function<void(std::string_view line)> print;  // what print() writes, without the line's end
  std::function<void(std::string_view level, std::string_view logger, std::string_view message)> log;
  std::function<std::optional<std::string>(const std::string& name)> environment_variable;
  std::function<std::int64_t()> now_microseconds;                       // since the epoch, UTC
  std::function<void(unsigned char* bytes, std::size_t count)> random;  // for uuid4; required by it
  std::function<bool()> cancelled;                                      // asked every few thousand steps
  Embedder* embedder = nullptr;                                         // must outlive the interpreter
  // Modules that scripts may import beside those of the registry, by their dotted name. Empty: there are
  // none. Where it is set, what nothing gives is Unknown (unknown.h): an error where it is needed, not where
  // it is imported.
  std::function<std::optional<SourceModule>(const std::string& name)> find_module;
};

class ModuleRegistry {
 public:
  using Fill = std::function<void(Interpreter&, Module&)>;
  // "alembic.op" makes `import alembic.op`, `from alembic import op` and `import alembic` work.
  void add(const std::string& name, Fill fill) { fills_[name] = std::move(fill); }
  const Fill* find(const std::string& name) const;
  bool is_package(const std::string& name) const;                       // something below it is registered
  std::vector<std::string> children(const std::string& package) const;  // direct ones: "op"
  // What to advise for a module that is not there; may be empty.
  std::function<std::string(const std::string& module, const std::string& name)> advice;

 private:
  std::map<std::string, Fill> fills_;
};

// Adds the modules of the standard library that scripts use (library/).
void add_standard_library(ModuleRegistry& registry);

struct Script;  // parsed source: ast.h

class Interpreter {
 public:
  Interpreter(const ModuleRegistry& registry, Limits limits = {}, HostServices host = {});
  ~Interpreter();
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  // Parses, checks what can be told without running, then runs the module's level. `path` is for messages
  // only.
  Value load(const std::string& path, std::string source);
  // Imports a module that HostServices::find_module gives, once; raises as load() does.
  Value load_module(const std::string& name);
  // Parses and checks only: throws what load() would throw before running anything.
  void check(const std::string& path, std::string source);
  // What can be told of a function of a loaded script without calling it: throws for the first name that
  // nothing defines, there or in the functions that it reaches by name.
  void check(const Value& function);
  // Calls from outside: upgrade(). Errors as described above; the bound on steps counts from here.
  Value run(const Value& callable, const Arguments& arguments = {});
  // Evaluates one expression with the names given: for [pycharter:types] and literals in configuration.
  Value evaluate(const std::string& origin, std::string expression,
                 const std::vector<std::pair<std::string, Value>>& names);

  // ---- For natives, while a script runs. All of it raises the script's exceptions (Raised). ----
  Heap& heap() noexcept { return heap_; }
  const Limits& limits() const noexcept { return limits_; }
  HostServices& host() noexcept { return host_; }
  const ModuleRegistry& registry() const noexcept { return registry_; }

  [[noreturn]] void raise(std::string_view exception, std::string message);  // a builtin: "ValueError"
  [[noreturn]] void raise(const Value& exception_class, std::string message);
  [[noreturn]] void raise_value(const Value& exception);
  Position position() const;        // of the expression being evaluated
  const std::string& path() const;  // of the script being evaluated
  void step();                      // one round of a loop of the native's own

  Value str(std::string text) { return make_str(heap_, std::move(text)); }
  Value list(std::vector<Value> items) { return make_list(heap_, std::move(items)); }
  Value tuple(std::vector<Value> items) { return make_tuple(heap_, std::move(items)); }
  Value dict() { return make<Dict>(heap_); }

  Value call(const Value& callable, const Arguments& arguments = {});
  Value attribute(const Value& object, std::string_view name);
  std::optional<Value> find_attribute(const Value& object, std::string_view name);
  void set_attribute(const Value& object, std::string_view name, const Value& value);
  void delete_attribute(const Value& object, std::string_view name);
  Value subscript(const Value& object, const Value& key);
  void set_subscript(const Value& object, const Value& key, const Value& value);
  void delete_subscript(const Value& object, const Value& key);
  Value binary(BinaryOperator operation, const Value& left, const Value& right);
  Value binary_in_place(BinaryOperator operation, const Value& left, const Value& right);
  Value unary(UnaryOperator operation, const Value& operand);
  Value compare(Comparison operation, const Value& left, const Value& right);
  bool equals(const Value& left, const Value& right);  // truth of ==
  bool less(const Value& left, const Value& right);    // truth of <
  bool contains(const Value& container, const Value& item);
  bool truth(const Value& value);
  std::int64_t length(const Value& value);
  std::size_t hash(const Value& value);
  bool key_equals(const Value& left, const Value& right);  // identity or ==, as dict does
  Value iterate(const Value& iterable);                    // an Iterator
  std::optional<Value> next(const Value& iterator);
  std::vector<Value> collect(const Value& iterable);
  // Calls `visit` for each; it returns false to stop.
  void for_each(const Value& iterable, const std::function<bool(const Value&)>& visit);

  std::string to_text(const Value& value);  // str()
  std::string to_repr(const Value& value);  // repr(), bounded in depth and size
  std::string format(const Value& value, std::string_view specification);
  std::string type_name(const Value& value);  // "str", "NoneType", "Column"
  Value type_of(const Value& value);          // the Class
  bool is_instance(const Value& value, const Value& class_or_tuple);
  bool matches(const Value& exception, const Value& class_or_tuple);  // for except clauses

  // Conversions of arguments: raise TypeError "table_name must be str, not int".
  std::string text(const Value& value, std::string_view what);
  std::int64_t integer(const Value& value, std::string_view what);
  bool flag(const Value& value) { return truth(value); }

  Value builtin(std::string_view name);          // a class or function by its name in builtins
  Value find_builtin(std::string_view name);     // the same; undefined when there is none of that name
  Value import_module(const std::string& name);  // raises ModuleNotFoundError
  std::optional<Value> try_import(const std::string& name);
  // Whether there are modules with a source.
  bool reads_sources() const noexcept { return bool(host_.find_module); }
  void print(std::string_view text);

  class State;  // frames, parsed scripts, modules: evaluator.h
  State& state() noexcept { return *state_; }

 private:
  template <class Work>
  auto guarded(const Work& work);
  std::optional<Value> import_source(const std::string& name);
  Value run_source(const std::string& name, SourceModule source);

  const ModuleRegistry& registry_;
  Limits limits_;
  HostServices host_;
  Heap heap_;
  std::unique_ptr<State> state_;
};

}  // namespace pycharter::alembic::script

#endif

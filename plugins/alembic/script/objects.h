// The kinds of object a script can hold. Data only; what the operators and methods do is in operators.h and
// builtins/.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_OBJECTS_H
#define PYCHARTER_ALEMBIC_SCRIPT_OBJECTS_H

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "alembic/script/table.h"
#include "alembic/script/value.h"

namespace pycharter::alembic::script {

class Interpreter;
struct Arguments;
struct FunctionNode;  // ast.h
struct Script;        // ast.h

struct Str final : Object {
  static constexpr Kind kind_of = Kind::string;
  explicit Str(std::string t) : Object(kind_of), text(std::move(t)) {}
  const std::string text;      // UTF-8; a lone surrogate of an escape is kept in its three-byte form
  std::size_t length() const;  // in code points, found once
  bool ascii() const { return length() == text.size(); }

 private:
  mutable std::size_t length_ = static_cast<std::size_t>(-1);
};

struct Bytes final : Object {
  static constexpr Kind kind_of = Kind::bytes;
  explicit Bytes(std::string d) : Object(kind_of), data(std::move(d)) {}
  const std::string data;
};

struct Tuple final : Object {
  static constexpr Kind kind_of = Kind::tuple;
  explicit Tuple(std::vector<Value> i) : Object(kind_of), items(std::move(i)) {}
  const std::vector<Value> items;
  Value named;  // the Class, for a named tuple; undefined otherwise
};

struct List final : Object {
  static constexpr Kind kind_of = Kind::list;
  explicit List(std::vector<Value> i) : Object(kind_of), items(std::move(i)), accounted_(items.size()) {}
  std::vector<Value> items;
  void append(Value value) {
    account(1);
    items.push_back(std::move(value));
  }
  // Room for `more` items; what was once accounted stays so.
  void account(std::size_t more) {
    if (items.size() + more <= accounted_) return;
    charge((items.size() + more - accounted_) * sizeof(Value));
    accounted_ = items.size() + more;
  }

 private:
  std::size_t accounted_ = 0;
};

// dict, OrderedDict, defaultdict and Counter: order of insertion.
struct Dict final : Object {
  static constexpr Kind kind_of = Kind::dict;
  Dict() : Object(kind_of) {}
  Table table;
  Value default_factory;  // defined for a defaultdict; None is allowed
  Value type;             // the Class when it is not plain dict
  void put(Interpreter& interpreter, const Value& key, Value value);
  void put(std::string_view key, Value value);  // string keys need no interpreter
  const Value* find(std::string_view key) const { return table.find(key); }
};

// Iterates in order of insertion, so that a script does the same on every run.
struct Set final : Object {
  static constexpr Kind kind_of = Kind::set;
  explicit Set(bool f = false) : Object(kind_of), frozen(f) {}
  Table table;
  const bool frozen;
  void add(Interpreter& interpreter, const Value& value);
};

struct Range final : Object {
  static constexpr Kind kind_of = Kind::range;
  Range(std::int64_t a, std::int64_t b, std::int64_t c) : Object(kind_of), start(a), stop(b), step(c) {}
  const std::int64_t start, stop, step;
  std::int64_t size() const;
};

struct Slice final : Object {
  static constexpr Kind kind_of = Kind::slice;
  Slice(Value a, Value b, Value c)
      : Object(kind_of), start(std::move(a)), stop(std::move(b)), step(std::move(c)) {}
  const Value start, stop, step;  // None where left out
};

// The variables of one call. A closure holds the one it was made in.
struct Environment final : Object {
  static constexpr Kind kind_of = Kind::environment;
  Environment(std::size_t count, Value p) : Object(kind_of), slots(count), parent(std::move(p)) {}
  std::vector<Value> slots;
  const Value parent;  // Environment or undefined
};

struct Module final : Object {
  static constexpr Kind kind_of = Kind::module;
  explicit Module(std::string n) : Object(kind_of), name(std::move(n)) {}
  const std::string name;
  Table members;  // by name
  // What to answer for a name that `members` has not; undefined means there is none. For modules whose names
  // are open.
  std::function<Value(Interpreter&, std::string_view)> fallback;
  std::string package;        // what its relative imports count from; only of modules with a source
  std::string path;           // of its source; empty for the others
  bool initializing = false;  // its source is being run
  void set(std::string_view key, Value value);
};

struct Function final : Object {
  static constexpr Kind kind_of = Kind::function;
  Function(const FunctionNode& n, Value m, Value e)
      : Object(kind_of), node(n), module(std::move(m)), environment(std::move(e)) {}
  const FunctionNode& node;  // owned by the script, which the interpreter keeps
  const Script* script = nullptr;
  const Value module;       // whose globals it sees
  const Value environment;  // Environment it was made in, or undefined
  std::string name;
  Value owner;                          // the Class whose body it stands in, for super()
  std::vector<Value> defaults;          // of the last parameters
  std::vector<Value> keyword_defaults;  // as many as keyword-only parameters; undefined where there is none
  Table attributes;
};

using NativeCode = std::function<Value(Interpreter&, const Arguments&)>;

struct Native final : Object {
  static constexpr Kind kind_of = Kind::native;
  Native(std::string n, NativeCode c, bool m = false)
      : Object(kind_of), name(std::move(n)), code(std::move(c)), method(m) {}
  const std::string name;
  const NativeCode code;
  const bool method;  // bound when read from an instance of the class that has it
};

struct Bound final : Object {
  static constexpr Kind kind_of = Kind::bound;
  Bound(Value s, Value f) : Object(kind_of), self(std::move(s)), function(std::move(f)) {}
  const Value self, function;
};

struct Descriptor final : Object {
  static constexpr Kind kind_of = Kind::descriptor;
  enum class Role { property, static_method, class_method };
  Descriptor(Role r, Value f) : Object(kind_of), role(r), function(std::move(f)) {}
  const Role role;
  const Value function;
};

// Built-in types, exceptions, classes of the host and of scripts.
struct Class final : Object {
  static constexpr Kind kind_of = Kind::cls;
  explicit Class(std::string n) : Object(kind_of), name(std::move(n)) {}
  const std::string name;                               // as repr and messages show it
  std::string module;                                   // "datetime"; empty for builtins
  std::vector<Value> bases;                             // Classes
  std::vector<std::pair<std::string, Value>> keywords;  // of the statement: metaclass=, table=
  Value unknown;  // the Unknown (unknown.h) that this base class stands for; undefined for others
  std::vector<Value>
      order;  // ancestors after this one, in the order of look-up; never holds this class itself
  Table members;
  NativeCode construct;  // for types that are implemented in C++; inherited when empty
  bool enumeration = false;
  std::vector<Value> enum_members;  // Instances
  bool derives_from(const Class& other) const;
  const Value* own(std::string_view name);   // in the class
  const Value* find(std::string_view name);  // in the class, then in its ancestors
  void set(std::string_view key, Value value);

  // Has `fill` put the members in place when one is first looked for: of the built-in types, a script uses
  // few.
  using Fill = void (*)(Interpreter&, Class&);
  void fill_later(Interpreter& interpreter, Fill fill) {
    interpreter_ = &interpreter;
    fill_ = fill;
  }

 private:
  Interpreter* interpreter_ = nullptr;
  Fill fill_ = nullptr;
};

struct Instance final : Object {
  static constexpr Kind kind_of = Kind::instance;
  explicit Instance(Value c) : Object(kind_of), cls(std::move(c)) {}
  const Value cls;
  Table attributes;
  Value payload;  // the str, int, … that an instance of a subclass of these is; undefined otherwise
  Class& type() const { return cls.get<Class>(); }
  void set(std::string_view key, Value value);
};

struct Iterator : Object {
  static constexpr Kind kind_of = Kind::iterator;
  Iterator() : Object(kind_of) {}
  // The next value, or nothing at the end and ever after.
  virtual std::optional<Value> next(Interpreter& interpreter) = 0;
};

struct Ellipsis final : Object {
  static constexpr Kind kind_of = Kind::ellipsis;
  Ellipsis() : Object(kind_of) {}
};

// Makes an object on a heap: `make<List>(heap, items)`. Growth that the constructor's arguments bring is
// charged.
template <class T, class... A>
Value make(Heap& heap, A&&... arguments) {
  return Value::adopt(heap.create<T>(std::forward<A>(arguments)...));
}
Value make_str(Heap& heap, std::string text);
Value make_bytes(Heap& heap, std::string data);
Value make_tuple(Heap& heap, std::vector<Value> items);
Value make_list(Heap& heap, std::vector<Value> items);

}  // namespace pycharter::alembic::script

#endif

// How C++ gives a script functions, modules, types and objects.
//
//   registry.add("alembic.op", [](Interpreter& in, Module& module) {
//     define(in, module, "drop_table", "table_name, schema=None, **kw", [](Interpreter& in, Bindings& given)
//     {
//       std::string table = in.text(given[0], "table_name");
//       …
//       return Value::none();
//     });
//   });
//
// Natives raise a script's exceptions with Interpreter::raise; any pycharter::Error they throw passes through
// the script uncaught, without its `finally` blocks being run, and gets the place in the script on its way.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_NATIVE_H
#define PYCHARTER_ALEMBIC_SCRIPT_NATIVE_H

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alembic/script/objects.h"

namespace pycharter::alembic::script {

struct Arguments {
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> keywords;
};

enum class BinaryOperator : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  floor_divide,
  modulo,
  power,
  left_shift,
  right_shift,
  bit_and,
  bit_or,
  bit_xor,
  matrix
};
enum class Comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };
enum class UnaryOperator : std::uint8_t { negate, plus, invert };

const char* spelling(BinaryOperator operation);  // "+"
const char* spelling(Comparison operation);      // "=="

// An object of the embedding engine. Every question has an answer "not that": an empty optional makes the
// interpreter try the other operand and then raise what Python would. Values kept in members are counted
// references, cycles are fine.
class HostObject : public Object {
 public:
  static constexpr Kind kind_of = Kind::host;

  virtual std::string type_name() const = 0;  // as messages show it: "Column"
  // The Class that isinstance() and type() see, which then also finds methods; undefined when it has none.
  virtual Value type(Interpreter&) const { return Value(); }

  virtual std::optional<Value> attribute(Interpreter&, std::string_view) { return std::nullopt; }
  virtual bool set_attribute(Interpreter&, std::string_view, const Value&) { return false; }
  virtual std::optional<Value> call(Interpreter&, const Arguments&) { return std::nullopt; }

  // `reflected`: this object is the right operand.
  virtual std::optional<Value> binary(Interpreter&, BinaryOperator, const Value& /*other*/,
                                      bool /*reflected*/) {
    return std::nullopt;
  }
  virtual std::optional<Value> unary(Interpreter&, UnaryOperator) { return std::nullopt; }
  // May answer with an expression instead of a bool. Without an answer, == and != go by identity.
  virtual std::optional<Value> compare(Interpreter&, Comparison, const Value& /*other*/) {
    return std::nullopt;
  }
  virtual std::optional<bool> contains(Interpreter&, const Value&) { return std::nullopt; }
  virtual std::optional<bool> truth(Interpreter&) { return std::nullopt; }

  virtual std::optional<std::int64_t> length(Interpreter&) { return std::nullopt; }
  virtual std::optional<Value> iterate(Interpreter&) { return std::nullopt; }  // an Iterator
  virtual std::optional<Value> subscript(Interpreter&, const Value&) { return std::nullopt; }
  virtual bool set_subscript(Interpreter&, const Value& /*key*/, const Value&) { return false; }
  virtual bool delete_subscript(Interpreter&, const Value& /*key*/) { return false; }

  // As a member of a class, when it is read through the class itself.
  virtual std::optional<Value> get_of_class(Interpreter&, const Value& /*cls*/) { return std::nullopt; }
  // As a member of a class, read and written through an instance (a descriptor's __get__ and __set__): before
  // the instance's own attributes are looked at.
  virtual std::optional<Value> get(Interpreter&, const Value& /*instance*/) { return std::nullopt; }
  virtual bool set(Interpreter&, const Value& /*instance*/, const Value&) { return false; }

  // Of the language itself, such as a type hint: not one of the objects that the embedding engine works with.
  virtual bool is_plain() const { return false; }
  // A class body assigns it to a name.
  virtual void set_name(std::string_view) {}

  virtual std::optional<Value> enter(Interpreter&) { return std::nullopt; }
  // `exception` is None or the exception instance; the answer tells whether it is swallowed. Not asked when
  // the script is stopped or a pycharter::Error passes through.
  virtual bool leave(Interpreter&, const Value& /*exception*/) { return false; }

  virtual std::string repr(Interpreter&) { return "<" + type_name() + " object>"; }
  virtual std::optional<std::string> str(Interpreter&) { return std::nullopt; }  // repr when there is none
  virtual std::optional<std::string> format(Interpreter&, std::string_view /*specification*/) {
    return std::nullopt;
  }

  // As a key of a dict or a member of a set: identity unless both are given. Nothing makes it unhashable.
  virtual std::optional<std::size_t> hash(Interpreter&);
  virtual bool key_equals(Interpreter&, const Value& other) { return Value::of(*this).same(other); }

 protected:
  HostObject() : Object(kind_of) {}
};

// The host object as T, or null: `if (auto* column = host_cast<ColumnObject>(value))`.
template <class T>
T* host_cast(const Value& value) {
  auto* host = value.get_if<HostObject>();
  return host == nullptr ? nullptr : dynamic_cast<T*>(host);
}

// What the arguments of a call are to the parameters of a Signature.
class Bindings {
 public:
  // By position in the signature, `*args` and `**kw` not counted; undefined when it was left out and is
  // optional.
  const Value& operator[](std::size_t index) const { return values[index]; }
  bool given(std::size_t index) const { return values[index].defined(); }
  // None also when it was left out.
  Value get(std::size_t index) const { return values[index].defined() ? values[index] : Value::none(); }

  std::vector<Value> values;
  std::vector<Value> rest;                              // *args
  std::vector<std::pair<std::string, Value>> keywords;  // **kw, in the order given
};

// A parameter list in Python's notation: "table_name, *columns, if_not_exists=None, **kw", also with `*` and
// `/` alone. A default's text is documentation: a parameter that has one may be left out, and what it means
// is the callee's to say.
class Signature {
 public:
  Signature(std::string function, std::string_view parameters);
  // Raises TypeError in Python's words: "f() missing 1 required positional argument: 'x'".
  Bindings bind(Interpreter& interpreter, const Arguments& arguments) const;
  const std::string& function() const { return function_; }

 private:
  struct Parameter {
    std::string name;
    bool optional = false;
    bool keyword_only = false;
    bool positional_only = false;
  };
  std::size_t index_of(std::string_view keyword) const;
  void require_all(Interpreter& interpreter, const Bindings& bound) const;
  [[noreturn]] void refuse_count(Interpreter& interpreter, std::size_t given) const;

  std::string function_;
  std::vector<Parameter> parameters_;
  std::size_t positional_ = 0;  // parameters that can be given by position
  bool rest_ = false;
  bool keywords_ = false;
};

using BoundCode = std::function<Value(Interpreter&, Bindings&)>;

// Code that binds its arguments to a parameter list, which is taken apart at the first call.
NativeCode with_signature(std::string name, std::string_view parameters, BoundCode code);
Value make_native(Interpreter& interpreter, const std::string& name, NativeCode code);
Value make_native(Interpreter& interpreter, const std::string& name, std::string_view parameters,
                  BoundCode code);
// A function of a module, a method of a class (`self` first in `parameters`), both with a signature.
void define(Interpreter& interpreter, Module& module, const std::string& name, std::string_view parameters,
            BoundCode code);
void define(Interpreter& interpreter, Class& cls, const std::string& name, std::string_view parameters,
            BoundCode code);
void define_static(Interpreter& interpreter, Class& cls, const std::string& name, std::string_view parameters,
                   BoundCode code);
void define_property(Interpreter& interpreter, Class& cls, const std::string& name,
                     std::function<Value(Interpreter&, const Value& self)> get);

// A type implemented in C++. Calling it calls `construct` (raises TypeError "cannot create 'X' instances"
// when empty).
Value make_class(Interpreter& interpreter, std::string name, std::string module,
                 std::vector<Value> bases = {}, NativeCode construct = {});
// An exception class, put into the module: make_exception(in, module, "IntegrityError",
// in.builtin("Exception")).
Value make_exception(Interpreter& interpreter, Module& module, const std::string& name, const Value& base);

// An Iterator over a C++ callable that gives optional<Value>.
template <class Next>
class NativeIterator final : public Iterator {
 public:
  explicit NativeIterator(Next next) : next_(std::move(next)) {}
  std::optional<Value> next(Interpreter& interpreter) override { return next_(interpreter); }

 private:
  Next next_;
};
template <class Next>
Value make_iterator(Heap& heap, Next next) {
  return Value::adopt(heap.create<NativeIterator<Next>>(std::move(next)));
}

}  // namespace pycharter::alembic::script

#endif

// Helpers that the parts of the evaluator share.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_OPERATORS_H
#define PYCHARTER_ALEMBIC_SCRIPT_OPERATORS_H

#include <string>
#include <string_view>

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

// The str, int, dict … inside an instance of a subclass of these; the value itself otherwise.
inline const Value& unwrap(const Value& value) {
  if (auto* instance = value.get_if<Instance>()) {
    if (instance->payload.defined()) return instance->payload;
  }
  return value;
}

bool is_number(const Value& value);                             // bool, int, float
double to_real(Interpreter& interpreter, const Value& number);  // raises OverflowError
// int(text, base); base 0 reads the prefix. Raises ValueError.
Value parse_integer(Interpreter& interpreter, std::string_view text, int base);
std::string repr_real(double value);  // "0.1", "1e+16", "inf"
std::string repr_text(std::string_view text);
std::string repr_bytes(std::string_view data);
std::string hex_of(std::string_view bytes);     // two lower-case digits each
std::string to_ascii(const std::string& text);  // with \x, \u and \U for the rest
Value make_super(Interpreter& interpreter, const Value& owner, const Value& self);
// A slice's bounds for a sequence of `length`, as slice.indices().
struct SliceBounds {
  std::int64_t start, stop, step, count;
};
SliceBounds slice_bounds(Interpreter& interpreter, const Slice& slice, std::int64_t length);
// An index of a sequence, negative ones counted from the end. Raises IndexError "list index out of range".
std::size_t sequence_index(Interpreter& interpreter, const Value& index, std::size_t length,
                           const char* type);
// Calls a method of an instance's class when it has one: __len__, __eq__ …
std::optional<Value> call_special(Interpreter& interpreter, const Value& object, std::string_view method,
                                  const Arguments& arguments = {});
// `with`: what __enter__ gives; whether __exit__ swallows the exception (None: there is none).
Value enter_context(Interpreter& interpreter, const Value& manager);
bool leave_context(Interpreter& interpreter, const Value& manager, const Value& exception);
// "cannot import name 'system' from 'os' here: …", with the registry's advice.
std::string missing_name(Interpreter& interpreter, const std::string& module, const std::string& name);
std::string missing_module(Interpreter& interpreter, const std::string& module, const std::string& name = {});
// A package that is neither given here nor part of Python.
bool is_foreign(Interpreter& interpreter, const std::string& module);
std::string percent_format(Interpreter& interpreter, std::string_view pattern, const Value& arguments);
std::string str_format(Interpreter& interpreter, std::string_view pattern, const Arguments& arguments);

}  // namespace pycharter::alembic::script

#endif

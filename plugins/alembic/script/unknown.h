// What stands for a value that only Python knows: a name of a package that is not read here, and whatever is
// made of it. It can be passed on, called and looked into, which gives more of it; where something has to
// know what it is, that is an error, which says where it came from.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_UNKNOWN_H
#define PYCHARTER_ALEMBIC_SCRIPT_UNKNOWN_H

#include <string>
#include <string_view>

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

class Unknown final : public HostObject {
 public:
  // `source`: "pgvector.sqlalchemy.Vector". `reason`: why that is not known; empty where it is a package that
  // is not read.
  explicit Unknown(std::string s, std::string r = {}) : source(std::move(s)), reason(std::move(r)) {}
  std::string type_name() const override { return "unknown value of " + source; }
  std::optional<Value> attribute(Interpreter&, std::string_view) override;
  bool set_attribute(Interpreter&, std::string_view, const Value&) override { return true; }
  std::optional<Value> call(Interpreter&, const Arguments&) override;
  std::optional<Value> binary(Interpreter&, BinaryOperator, const Value&, bool) override;
  std::optional<Value> unary(Interpreter&, UnaryOperator) override;
  std::optional<Value> compare(Interpreter&, Comparison, const Value&) override;
  std::optional<bool> contains(Interpreter&, const Value&) override;
  std::optional<bool> truth(Interpreter&) override;
  std::optional<std::int64_t> length(Interpreter&) override;
  std::optional<Value> iterate(Interpreter&) override;
  std::optional<Value> subscript(Interpreter&, const Value&) override;
  bool set_subscript(Interpreter&, const Value&, const Value&) override { return true; }
  bool delete_subscript(Interpreter&, const Value&) override { return true; }
  std::optional<Value> enter(Interpreter&) override { return Value::of(*this); }
  std::string repr(Interpreter&) override { return "<" + type_name() + ">"; }
  std::optional<std::string> str(Interpreter&) override;
  std::optional<std::string> format(Interpreter&, std::string_view) override;

  const std::string source;
  const std::string reason;
  // The module and name of the project to which such a value was first given: "app.settings.SCHEMA".
  std::string origin;
  // It was made with objects of the host, such as a Column, so that it may hold them.
  bool holds_objects = false;
  // It is a function of a script behind a decorator that is not known.
  bool decorated = false;
  // Known to hold nothing that matters to whoever looks for such objects.
  bool harmless = false;
};

// Thrown where the script's course depends on an unknown value. Caught where the outcome can be unknown as
// well; what escapes becomes the error of refuse_unknown().
struct UnknownNeeded {
  Value value;  // Unknown
};

Value make_unknown(Interpreter& in, std::string source, std::string reason = {});
inline const Unknown* as_unknown(const Value& value) {
  return host_cast<Unknown>(value);
}
// Throws Error(script): "'pgvector.sqlalchemy.Vector' is not known here, and <what> depends on it: …".
[[noreturn]] void refuse_unknown(Interpreter& in, const Unknown& value, std::string_view what);
// Runs code of the host, which must know what it works on: an unknown value that it needs is refused.
template <class Code>
auto demand_known(Interpreter& in, std::string_view what, const Code& code) {
  try {
    return code();
  } catch (const UnknownNeeded& needed) {
    refuse_unknown(in, *as_unknown(needed.value), what);
  }
}
// A Class that stands for an unknown base of a class.
Value unknown_base(Interpreter& in, const Value& unknown);
// The unknown value behind a class or one of its ancestors; undefined where all of them are known.
Value unknown_ancestor(const Class& cls);

}  // namespace pycharter::alembic::script

#endif

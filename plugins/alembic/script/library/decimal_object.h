// decimal.Decimal and the contexts that its arithmetic goes by.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_DECIMAL_OBJECT_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_DECIMAL_OBJECT_H

#include "alembic/script/interpreter.h"
#include "alembic/script/library/decimal_number.h"

namespace pycharter::alembic::script {

class Decimal final : public HostObject {
 public:
  explicit Decimal(DecimalNumber n) : number(std::move(n)) {}
  const DecimalNumber number;

  std::string type_name() const override { return "Decimal"; }
  Value type(Interpreter& in) const override { return in.attribute(in.import_module("decimal"), "Decimal"); }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override;
  std::optional<Value> binary(Interpreter& in, BinaryOperator operation, const Value& other,
                              bool reflected) override;
  std::optional<Value> unary(Interpreter& in, UnaryOperator operation) override;
  std::optional<Value> compare(Interpreter& in, Comparison operation, const Value& other) override;
  std::optional<bool> truth(Interpreter&) override { return !number.zero(); }
  std::string repr(Interpreter&) override { return "Decimal('" + to_string(number) + "')"; }
  std::optional<std::string> str(Interpreter&) override { return to_string(number); }
  std::optional<std::string> format(Interpreter& in, std::string_view specification) override;
  std::optional<std::size_t> hash(Interpreter& in) override;
  bool key_equals(Interpreter& in, const Value& other) override {
    return in.truth(compare(in, Comparison::equal, other).value_or(Value::boolean(false)));
  }
};

Value make_decimal(Interpreter& interpreter, DecimalNumber number);
// Raises what decimal raises where there is no result.
Value result_of(Interpreter& interpreter, DecimalResult result);
DecimalNumber to_number(Interpreter& interpreter, const Value& given);

// format(), f-strings (decimal_format.cpp).
std::string format_decimal(Interpreter& interpreter, const DecimalNumber& number,
                           std::string_view specification);

// ---- contexts (decimal_context.cpp) ----
DecimalContext current_context(Interpreter& interpreter);
// Of an argument `context`: the current one where it is left out.
DecimalContext context_of(Interpreter& interpreter, const Value& given);
// Of an argument `rounding`, else what the context says.
Rounding rounding_of(Interpreter& interpreter, const Value& given, const Value& context = Value());
void fill_contexts(Interpreter& interpreter, Module& module);

}  // namespace pycharter::alembic::script

#endif

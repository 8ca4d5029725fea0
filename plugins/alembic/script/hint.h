// Types as annotations write them: Optional[int], list[str], typing.Any. They serve where classes do: called,
// they call the class they stand for; who reads annotations (a mapped class) finds the arguments.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_HINT_H
#define PYCHARTER_ALEMBIC_SCRIPT_HINT_H

#include <string>
#include <vector>

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

class TypeHint final : public HostObject {
 public:
  // `origin`: the Class that list[int] is made from, undefined for a name of typing. `subscripted` is without
  // arguments in a bare name.
  TypeHint(std::string n, Value o, std::vector<Value> a = {})
      : name(std::move(n)), origin(std::move(o)), arguments(std::move(a)) {}

  std::string type_name() const override { return name; }
  bool is_plain() const override { return true; }
  std::optional<Value> attribute(Interpreter&, std::string_view) override;
  std::optional<Value> subscript(Interpreter&, const Value& key) override;
  std::optional<Value> call(Interpreter&, const Arguments&) override;
  std::optional<Value> binary(Interpreter&, BinaryOperator, const Value& other, bool reflected) override;
  std::optional<Value> compare(Interpreter&, Comparison, const Value& other) override;
  std::optional<std::size_t> hash(Interpreter&) override;
  bool key_equals(Interpreter&, const Value& other) override;
  std::string repr(Interpreter&) override;

  const std::string name;  // "Optional", "list"
  const Value origin;
  const std::vector<Value> arguments;
};

Value make_hint(Interpreter& interpreter, std::string name, Value origin = {},
                std::vector<Value> arguments = {});
// The classes that isinstance() asks for: of a union its members, of list[int] the list; undefined when the
// hint is not about classes.
Value hinted_classes(Interpreter& interpreter, const TypeHint& hint);
// What a class that names the hint as a base derives from; undefined: from nothing (Generic[T], Protocol).
Value hinted_base(Interpreter& interpreter, const TypeHint& hint);

// What a function of a module is annotated to return; undefined where it says nothing. `text`: an annotation
// that it was written as, read in the same place.
Value returned_hint(Interpreter& in, const Function& function, const std::string& text = {});

}  // namespace pycharter::alembic::script

#endif

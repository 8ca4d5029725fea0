#include "alembic/script/hint.h"

#include <algorithm>

namespace pycharter::alembic::script {

namespace {

bool is_union(const TypeHint& hint) {
  return hint.name == "Union" || hint.name == "Optional";
}

std::vector<Value> union_members(Interpreter& in, const Value& value) {
  if (const auto* hint = host_cast<TypeHint>(value); hint != nullptr && is_union(*hint)) {
    std::vector<Value> members = hint->arguments;
    if (hint->name == "Optional") members.push_back(in.type_of(Value::none()));
    return members;
  }
  if (const auto* tuple = value.get_if<Tuple>()) return tuple->items;
  return {value.is_none() ? in.type_of(value) : value};
}

}  // namespace

std::optional<Value> TypeHint::attribute(Interpreter& in, std::string_view member) {
  if (member == "__name__" || member == "_name") return in.str(name);
  if (member == "__args__") return in.tuple(arguments);
  if (member == "__origin__" && origin.defined()) return origin;
  return origin.defined() ? in.find_attribute(origin, member) : std::nullopt;
}

std::optional<Value> TypeHint::subscript(Interpreter& in, const Value& key) {
  const auto* several = key.get_if<Tuple>();
  return make_hint(in, name, origin, several != nullptr ? several->items : std::vector<Value>{key});
}

std::optional<Value> TypeHint::call(Interpreter& in, const Arguments& given) {
  return origin.defined() ? in.call(origin, given) : Value::of(*this);
}

std::optional<Value> TypeHint::binary(Interpreter& in, BinaryOperator operation, const Value& other,
                                      bool reflected) {
  if (operation != BinaryOperator::bit_or) return std::nullopt;
  std::vector<Value> members = union_members(in, reflected ? other : Value::of(*this));
  const std::vector<Value> more = union_members(in, reflected ? Value::of(*this) : other);
  members.insert(members.end(), more.begin(), more.end());
  return make_hint(in, "Union", {}, std::move(members));
}

std::optional<Value> TypeHint::compare(Interpreter& in, Comparison operation, const Value& other) {
  if (operation != Comparison::equal && operation != Comparison::not_equal) return std::nullopt;
  return Value::boolean(key_equals(in, other) == (operation == Comparison::equal));
}

std::optional<std::size_t> TypeHint::hash(Interpreter& in) {
  std::size_t made = std::hash<std::string>()(name);
  for (const Value& argument : arguments)
    made = made * 31 + (argument.is(Kind::list) ? 7 : in.hash(argument));
  return made;
}

bool TypeHint::key_equals(Interpreter& in, const Value& value) {
  const auto* other = host_cast<TypeHint>(value);
  if (other == nullptr || other->name != name || other->arguments.size() != arguments.size()) return false;
  return std::equal(arguments.begin(), arguments.end(), other->arguments.begin(),
                    [&](const Value& a, const Value& b) { return in.equals(a, b); });
}

std::string TypeHint::repr(Interpreter& in) {
  std::string text = origin.defined() ? name : "typing." + name;
  if (arguments.empty()) return text;
  text += "[";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto* cls = arguments[i].get_if<Class>();
    text += (i == 0 ? "" : ", ") + (cls != nullptr ? cls->name : in.to_repr(arguments[i]));
  }
  return text + "]";
}

Value make_hint(Interpreter& in, std::string name, Value origin, std::vector<Value> arguments) {
  return Value::adopt(in.heap().create<TypeHint>(std::move(name), std::move(origin), std::move(arguments)));
}

Value hinted_classes(Interpreter& in, const TypeHint& hint) {
  if (hint.origin.defined()) return hint.origin;
  if (!is_union(hint) || hint.arguments.empty()) return Value();
  std::vector<Value> classes;
  for (const Value& member : union_members(in, Value::of(hint)))
    classes.push_back(member.is_none() ? in.type_of(member) : member);
  return in.tuple(std::move(classes));
}

Value hinted_base(Interpreter& in, const TypeHint& hint) {
  if (hint.origin.defined()) return hint.origin;
  return hint.name == "TypedDict" ? in.builtin("dict") : Value();
}

}  // namespace pycharter::alembic::script

// Operators between values of any kind.
#include "alembic/script/operators.h"
#include "alembic/script/big_integer.h"

#include <algorithm>

#include "alembic/script/evaluator.h"
#include "alembic/script/numbers.h"
#include "alembic/script/sets.h"

namespace pycharter::alembic::script {

namespace {

constexpr const char* binary_spellings[] = {"+",  "-",  "*", "/", "//", "%", "** or pow()",
                                            "<<", ">>", "&", "|", "^",  "@"};
constexpr const char* comparison_spellings[] = {"==", "!=", "<", "<=", ">", ">="};
constexpr const char* binary_methods[] = {"add",    "sub",    "mul", "truediv", "floordiv", "mod",   "pow",
                                          "lshift", "rshift", "and", "or",      "xor",      "matmul"};
constexpr const char* unary_methods[] = {"__neg__", "__pos__", "__invert__"};
std::optional<Value> repeat(Interpreter& in, const Value& sequence, const Value& count_value) {
  if (!count_value.is_int()) return std::nullopt;
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(count_value.as_int(), 0));
  const auto checked = [&](std::size_t size, std::size_t each) {
    if (size != 0 && count > in.heap().limit() / (size * each)) in.heap().require(in.heap().limit() + 1);
    in.heap().require(size * count * each);
  };
  const auto text = [&](const std::string& unit) {
    checked(unit.size(), 1);
    std::string result;
    result.reserve(unit.size() * count);
    for (std::size_t i = 0; i < count && !unit.empty(); ++i)
      result += unit;
    return result;
  };
  const auto values = [&](const std::vector<Value>& unit) {
    checked(unit.size(), sizeof(Value));
    std::vector<Value> result;
    result.reserve(unit.size() * count);
    for (std::size_t i = 0; i < count && !unit.empty(); ++i)
      result.insert(result.end(), unit.begin(), unit.end());
    return result;
  };
  if (auto* str = sequence.get_if<Str>()) return in.str(text(str->text));
  if (auto* bytes = sequence.get_if<Bytes>()) return make_bytes(in.heap(), text(bytes->data));
  if (auto* list = sequence.get_if<List>()) return in.list(values(list->items));
  if (auto* tuple = sequence.get_if<Tuple>()) return in.tuple(values(tuple->items));
  return std::nullopt;
}

std::optional<Value> concatenate(Interpreter& in, const Value& left, const Value& right) {
  if (left.kind() != right.kind()) return std::nullopt;
  const auto joined = [](const std::vector<Value>& a, const std::vector<Value>& b) {
    std::vector<Value> both(a);
    both.insert(both.end(), b.begin(), b.end());
    return both;
  };
  switch (left.kind()) {
    case Kind::string:
      in.heap().require(left.get<Str>().text.size() + right.get<Str>().text.size());
      return in.str(left.get<Str>().text + right.get<Str>().text);
    case Kind::bytes:
      return make_bytes(in.heap(), left.get<Bytes>().data + right.get<Bytes>().data);
    case Kind::list:
      in.heap().require((left.get<List>().items.size() + right.get<List>().items.size()) * sizeof(Value));
      return in.list(joined(left.get<List>().items, right.get<List>().items));
    case Kind::tuple:
      return in.tuple(joined(left.get<Tuple>().items, right.get<Tuple>().items));
    default:
      return std::nullopt;
  }
}

bool is_union_part(const Value& value) {
  if (value.is(Kind::cls) || value.is_none()) return true;
  const auto* tuple = value.get_if<Tuple>();
  return tuple != nullptr && !tuple->items.empty() &&
         std::all_of(tuple->items.begin(), tuple->items.end(),
                     [](const Value& item) { return item.is(Kind::cls); });
}

std::vector<Value> union_parts(Interpreter& in, const Value& value) {
  if (const auto* tuple = value.get_if<Tuple>()) return tuple->items;
  return {value.is_none() ? in.type_of(value) : value};
}

std::optional<Value> builtin_binary(Interpreter& in, BinaryOperator operation, const Value& left,
                                    const Value& right) {
  if (auto number = number_binary(in, operation, left, right)) return number;
  switch (operation) {
    case BinaryOperator::add:
      return concatenate(in, left, right);
    case BinaryOperator::multiply:
      if (auto result = repeat(in, left, right)) return result;
      return repeat(in, right, left);
    case BinaryOperator::modulo:
      if (left.is(Kind::string)) return in.str(percent_format(in, left.get<Str>().text, right));
      return std::nullopt;
    case BinaryOperator::bit_or:
      if (left.is(Kind::dict) && right.is(Kind::dict)) return merge_dicts(in, left, right);
      if (is_union_part(left) && is_union_part(right)) {  // int | str | None, for isinstance()
        std::vector<Value> types = union_parts(in, left);
        for (Value& type : union_parts(in, right))
          types.push_back(std::move(type));
        return in.tuple(std::move(types));
      }
      [[fallthrough]];
    case BinaryOperator::bit_and:
    case BinaryOperator::bit_xor:
    case BinaryOperator::subtract:
      return set_binary(in, operation, left, right);
    default:
      return std::nullopt;
  }
}

std::optional<Value> special_binary(Interpreter& in, BinaryOperator operation, const Value& left,
                                    const Value& right) {
  const std::string method = binary_methods[static_cast<std::size_t>(operation)];
  if (auto* host = left.get_if<HostObject>()) {
    if (auto result = host->binary(in, operation, right, false)) return result;
  }
  if (left.is(Kind::instance)) {
    if (auto result = call_special(in, left, "__" + method + "__", {{right}, {}})) return result;
  }
  if (left.is(Kind::dict) && left.get<Dict>().type.defined()) {  // a Counter
    const Value* found = left.get<Dict>().type.get<Class>().find("__" + method + "__");
    if (found != nullptr) return in.call(Value(*found), {{left, right}, {}});
  }
  if (auto* host = right.get_if<HostObject>()) {
    if (auto result = host->binary(in, operation, left, true)) return result;
  }
  if (right.is(Kind::instance)) return call_special(in, right, "__r" + method + "__", {{left}, {}});
  return std::nullopt;
}

}  // namespace

const char* spelling(BinaryOperator operation) {
  return binary_spellings[static_cast<std::size_t>(operation)];
}
const char* spelling(Comparison operation) {
  return comparison_spellings[static_cast<std::size_t>(operation)];
}

Value Interpreter::binary(BinaryOperator operation, const Value& left, const Value& right) {
  if (auto result = builtin_binary(*this, operation, left, right)) return *result;
  if (auto result = special_binary(*this, operation, left, right)) return *result;
  const Value &plain_left = unwrap(left), &plain_right = unwrap(right);
  if (!plain_left.same(left) || !plain_right.same(right)) return binary(operation, plain_left, plain_right);
  if (operation == BinaryOperator::add &&
      (left.is(Kind::string) || left.is(Kind::list) || left.is(Kind::tuple))) {
    raise("TypeError", "can only concatenate " + type_name(left) + " (not \"" + type_name(right) + "\") to " +
                           type_name(left));
  }
  raise("TypeError", std::string("unsupported operand type(s) for ") + spelling(operation) + ": '" +
                         type_name(left) + "' and '" + type_name(right) + "'");
}

Value Interpreter::binary_in_place(BinaryOperator operation, const Value& left, const Value& right) {
  if (auto* list = left.get_if<List>(); list != nullptr && operation == BinaryOperator::add) {
    std::vector<Value> more = collect(right);
    list->account(more.size());
    list->items.insert(list->items.end(), more.begin(), more.end());
    return left;
  }
  if (left.is(Kind::set) && !left.get<Set>().frozen && right.is(Kind::set)) {
    const Value result = binary(operation, left, right);
    if (result.is(Kind::set)) replace_members(*this, left.get<Set>(), result.get<Set>());
    return left;
  }
  if (left.is(Kind::dict) && operation == BinaryOperator::bit_or && right.is(Kind::dict)) {
    update_dict(*this, left.get<Dict>(), right.get<Dict>());
    return left;
  }
  if (left.is(Kind::instance)) {
    const std::string method =
        std::string("__i") + binary_methods[static_cast<std::size_t>(operation)] + "__";
    if (auto result = call_special(*this, left, method, {{right}, {}})) return *result;
  }
  return binary(operation, left, right);
}

Value Interpreter::unary(UnaryOperator operation, const Value& operand) {
  if (is_number(operand)) {
    if (auto result = number_unary(*this, operation, operand)) return *result;
  }
  if (auto* host = operand.get_if<HostObject>()) {
    if (auto result = host->unary(*this, operation)) return *result;
  }
  if (operand.is(Kind::instance)) {
    if (auto result = call_special(*this, operand, unary_methods[static_cast<std::size_t>(operation)]))
      return *result;
    if (!unwrap(operand).same(operand)) return unary(operation, unwrap(operand));
  }
  static constexpr const char* signs[] = {"-", "+", "~"};
  raise("TypeError", std::string("bad operand type for unary ") + signs[static_cast<std::size_t>(operation)] +
                         ": '" + type_name(operand) + "'");
}

bool Interpreter::truth(const Value& value) {
  switch (value.kind()) {
    case Kind::none:
      return false;
    case Kind::boolean:
    case Kind::integer:
      return value.as_int() != 0;
    case Kind::real:
      return value.as_real() != 0;
    case Kind::string:
      return !value.get<Str>().text.empty();
    case Kind::bytes:
      return !value.get<Bytes>().data.empty();
    case Kind::tuple:
      return !value.get<Tuple>().items.empty();
    case Kind::list:
      return !value.get<List>().items.empty();
    case Kind::dict:
      return !value.get<Dict>().table.empty();
    case Kind::set:
      return !value.get<Set>().table.empty();
    case Kind::range:
      return value.get<Range>().size() != 0;
    case Kind::host: {
      auto& host = value.get<HostObject>();
      if (auto result = host.truth(*this)) return *result;
      const auto length = host.length(*this);
      return !length || *length != 0;
    }
    case Kind::instance: {
      if (auto result = call_special(*this, value, "__bool__")) return truth(*result);
      if (auto result = call_special(*this, value, "__len__")) return truth(*result);
      return unwrap(value).same(value) || truth(unwrap(value));
    }
    default:
      return true;
  }
}

}  // namespace pycharter::alembic::script

// Order, equality and hashes of values of any kind.
#include <algorithm>
#include <cmath>

#include "alembic/script/big_integer.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"
#include "alembic/script/sets.h"

namespace pycharter::alembic::script {

namespace {

constexpr const char* comparison_methods[] = {"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"};
constexpr Comparison mirrored[] = {Comparison::equal,         Comparison::not_equal, Comparison::greater,
                                   Comparison::greater_equal, Comparison::less,      Comparison::less_equal};

Comparison mirror(Comparison c) {
  return mirrored[static_cast<std::size_t>(c)];
}

// -1, 0, 1; 2 for unordered (NaN).
int compare_numbers(const Value& left, const Value& right) {
  if (left.is_int() && right.is_int())
    return left.as_int() < right.as_int() ? -1 : left.as_int() > right.as_int();
  const auto real = [](const Value& value) {
    return value.is(Kind::real) ? value.as_real() : static_cast<double>(to_big(value));
  };
  const bool exact = !left.is(Kind::real) && !right.is(Kind::real);
  if (exact) {
    const BigInteger a = to_big(left), b = to_big(right);
    return a < b ? -1 : a > b;
  }
  const double a = real(left), b = real(right);
  if (std::isnan(a) || std::isnan(b)) return 2;
  if (a == b && std::isfinite(a) &&
      std::fabs(a) >= 9007199254740992.0) {  // past doubles' whole numbers: exactly
    const BigInteger c = left.is(Kind::real) ? BigInteger(a) : to_big(left),
                     d = right.is(Kind::real) ? BigInteger(b) : to_big(right);
    return c < d ? -1 : c > d;
  }
  return a < b ? -1 : a > b;
}

bool decide(Comparison operation, int order) {
  if (order == 2) return operation == Comparison::not_equal;
  switch (operation) {
    case Comparison::equal:
      return order == 0;
    case Comparison::not_equal:
      return order != 0;
    case Comparison::less:
      return order < 0;
    case Comparison::less_equal:
      return order <= 0;
    case Comparison::greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

bool compare_sequences(Interpreter& in, Comparison operation, const std::vector<Value>& left,
                       const std::vector<Value>& right) {
  const bool equality = operation == Comparison::equal || operation == Comparison::not_equal;
  if (equality && left.size() != right.size()) return operation == Comparison::not_equal;
  in.state().check_stack();
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    const Value a = left[i], b = right[i];
    in.step();
    if (in.key_equals(a, b)) continue;
    if (equality) return operation == Comparison::not_equal;
    return in.truth(in.compare(operation, a, b));
  }
  return decide(operation, left.size() < right.size() ? -1 : left.size() > right.size());
}

bool equal_dicts(Interpreter& in, Dict& left, Dict& right) {
  if (left.table.size() != right.table.size()) return false;
  in.state().check_stack();
  for (std::size_t i = 0; i < left.table.entries().size(); ++i) {
    const auto entry = left.table.entries()[i];
    if (!entry.key.defined()) continue;
    const Value* other = right.table.find(in, entry.key);
    if (other == nullptr || !in.key_equals(entry.value, Value(*other))) return false;
  }
  return true;
}

std::optional<bool> builtin_compare(Interpreter& in, Comparison operation, const Value& left,
                                    const Value& right) {
  if (is_number(left) && is_number(right)) return decide(operation, compare_numbers(left, right));
  if (left.kind() != right.kind()) return std::nullopt;
  const bool equality = operation == Comparison::equal || operation == Comparison::not_equal;
  switch (left.kind()) {
    case Kind::string:
      return decide(operation, left.get<Str>().text.compare(right.get<Str>().text));
    case Kind::bytes:
      return decide(operation, left.get<Bytes>().data.compare(right.get<Bytes>().data));
    case Kind::tuple:
      return compare_sequences(in, operation, left.get<Tuple>().items, right.get<Tuple>().items);
    case Kind::list:
      return compare_sequences(in, operation, left.get<List>().items, right.get<List>().items);
    case Kind::set:
      return compare_sets(in, operation, left.get<Set>(), right.get<Set>());
    case Kind::dict:
      if (!equality) return std::nullopt;
      return equal_dicts(in, left.get<Dict>(), right.get<Dict>()) == (operation == Comparison::equal);
    case Kind::range: {
      if (!equality) return std::nullopt;
      const auto &a = left.get<Range>(), &b = right.get<Range>();
      const bool same = a.size() == b.size() &&
                        (a.size() == 0 || (a.start == b.start && (a.size() == 1 || a.step == b.step)));
      return same == (operation == Comparison::equal);
    }
    case Kind::bound: {
      if (!equality) return std::nullopt;
      const auto &a = left.get<Bound>(), &b = right.get<Bound>();
      return (a.self.same(b.self) && a.function.same(b.function)) == (operation == Comparison::equal);
    }
    default:
      return std::nullopt;
  }
}

std::optional<Value> special_compare(Interpreter& in, Comparison operation, const Value& left,
                                     const Value& right) {
  if (auto* host = left.get_if<HostObject>()) {
    if (auto result = host->compare(in, operation, right)) return result;
  }
  const auto method = [](Comparison c) { return comparison_methods[static_cast<std::size_t>(c)]; };
  if (left.is(Kind::instance)) {
    if (auto result = call_special(in, left, method(operation), {{right}, {}})) return result;
  }
  if (auto* host = right.get_if<HostObject>()) {
    if (auto result = host->compare(in, mirror(operation), left)) return result;
  }
  if (right.is(Kind::instance)) {
    if (auto result = call_special(in, right, method(mirror(operation)), {{left}, {}})) return result;
  }
  if (operation != Comparison::not_equal) return std::nullopt;
  if (left.is(Kind::instance)) {
    if (auto equal = call_special(in, left, "__eq__", {{right}, {}}))
      return Value::boolean(!in.truth(*equal));
  }
  return std::nullopt;
}

}  // namespace

Value Interpreter::compare(Comparison operation, const Value& left, const Value& right) {
  if (auto result = builtin_compare(*this, operation, left, right)) return Value::boolean(*result);
  if (auto result = special_compare(*this, operation, left, right)) return *result;
  const Value &plain_left = unwrap(left), &plain_right = unwrap(right);
  if (!plain_left.same(left) || !plain_right.same(right)) return compare(operation, plain_left, plain_right);
  if (operation == Comparison::equal) return Value::boolean(left.same(right));
  if (operation == Comparison::not_equal) return Value::boolean(!left.same(right));
  raise("TypeError", std::string("'") + spelling(operation) + "' not supported between instances of '" +
                         type_name(left) + "' and '" + type_name(right) + "'");
}

bool Interpreter::equals(const Value& left, const Value& right) {
  return truth(compare(Comparison::equal, left, right));
}
bool Interpreter::less(const Value& left, const Value& right) {
  return truth(compare(Comparison::less, left, right));
}

bool Interpreter::key_equals(const Value& left, const Value& right) {
  if (left.same(right)) return true;
  if (auto* host = left.get_if<HostObject>()) return host->key_equals(*this, right);
  if (auto* host = right.get_if<HostObject>()) return host->key_equals(*this, left);
  return equals(left, right);
}

std::optional<std::size_t> HostObject::hash(Interpreter&) {
  return std::hash<const void*>()(this);
}

std::size_t Interpreter::hash(const Value& value) {
  const auto mixed = [](std::size_t seed, std::size_t more) {
    return (seed ^ more) * 0x9E3779B97F4A7C15u + (seed >> 7);
  };
  switch (value.kind()) {
    case Kind::none:
      return 0x5bd1e995;
    case Kind::boolean:
    case Kind::integer:
      return mixed(17, static_cast<std::size_t>(value.as_int()));
    case Kind::real: {
      const double real = value.as_real();
      if (real == std::floor(real) && std::fabs(real) < 9e18)
        return mixed(17, static_cast<std::size_t>(static_cast<std::int64_t>(real)));
      if (real == std::floor(real) && std::isfinite(real))
        return std::hash<std::string>()(BigInteger(real).str());
      return std::hash<double>()(real);
    }
    case Kind::big_integer:
      return std::hash<std::string>()(value.get<Integer>().value.str());
    case Kind::string:
      return hash_text(value.get<Str>().text);
    case Kind::bytes:
      return mixed(3, hash_text(value.get<Bytes>().data));
    case Kind::tuple: {
      state().check_stack();
      std::size_t result = 11;
      for (const Value& item : value.get<Tuple>().items)
        result = mixed(result, hash(item));
      return result;
    }
    case Kind::set:
      if (value.get<Set>().frozen) {
        std::size_t result = 5;
        for (const auto& entry : value.get<Set>().table.entries())
          result += entry.key.defined() ? mixed(1, entry.hash) : 0;
        return result;
      }
      break;
    case Kind::list:
    case Kind::dict:
    case Kind::slice:
      break;
    case Kind::host:
      if (auto result = value.get<HostObject>().hash(*this)) return *result;
      break;
    case Kind::instance: {
      if (!unwrap(value).same(value)) return hash(unwrap(value));
      if (auto result = call_special(*this, value, "__hash__")) return hash(*result);
      return std::hash<const void*>()(&value.object());
    }
    default:
      return std::hash<const void*>()(&value.object());
  }
  raise("TypeError", "unhashable type: '" + type_name(value) + "'");
}

}  // namespace pycharter::alembic::script

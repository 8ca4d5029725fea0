#include "alembic/script/sets.h"

namespace pycharter::alembic::script {

namespace {

template <class Keep>
void copy_members(Interpreter& in, const Set& from, Set& to, const Keep& keep) {
  for (std::size_t i = 0; i < from.table.entries().size(); ++i) {
    const Value key = from.table.entries()[i].key;
    if (!key.defined()) continue;
    in.step();
    if (keep(key)) to.add(in, key);
  }
}

bool is_subset(Interpreter& in, Set& part, Set& whole) {
  if (part.table.size() > whole.table.size()) return false;
  for (std::size_t i = 0; i < part.table.entries().size(); ++i) {
    const Value key = part.table.entries()[i].key;
    if (key.defined() && whole.table.find(in, key) == nullptr) return false;
  }
  return true;
}

}  // namespace

std::optional<Value> set_binary(Interpreter& in, BinaryOperator operation, const Value& left,
                                const Value& right) {
  if (!left.is(Kind::set) || !right.is(Kind::set)) return std::nullopt;
  auto &a = left.get<Set>(), &b = right.get<Set>();
  Value made = make<Set>(in.heap(), a.frozen);
  auto& result = made.get<Set>();
  const auto in_set = [&](Set& set) {
    return [&in, &set](const Value& key) { return set.table.find(in, key) != nullptr; };
  };
  const auto not_in_set = [&](Set& set) {
    return [&in, &set](const Value& key) { return set.table.find(in, key) == nullptr; };
  };
  const auto all = [](const Value&) { return true; };
  switch (operation) {
    case BinaryOperator::bit_or:
      copy_members(in, a, result, all), copy_members(in, b, result, all);
      break;
    case BinaryOperator::bit_and:
      copy_members(in, a, result, in_set(b));
      break;
    case BinaryOperator::subtract:
      copy_members(in, a, result, not_in_set(b));
      break;
    case BinaryOperator::bit_xor:
      copy_members(in, a, result, not_in_set(b)), copy_members(in, b, result, not_in_set(a));
      break;
    default:
      return std::nullopt;
  }
  return made;
}

bool compare_sets(Interpreter& in, Comparison operation, Set& left, Set& right) {
  const std::size_t a = left.table.size(), b = right.table.size();
  switch (operation) {
    case Comparison::equal:
      return a == b && is_subset(in, left, right);
    case Comparison::not_equal:
      return a != b || !is_subset(in, left, right);
    case Comparison::less:
      return a < b && is_subset(in, left, right);
    case Comparison::less_equal:
      return is_subset(in, left, right);
    case Comparison::greater:
      return b < a && is_subset(in, right, left);
    default:
      return is_subset(in, right, left);
  }
}

void replace_members(Interpreter& in, Set& set, const Set& by) {
  const Value keep = Value::of(by);
  set.table.clear();
  copy_members(in, by, set, [](const Value&) { return true; });
}

Value merge_dicts(Interpreter& in, const Value& left, const Value& right) {
  Value made = in.dict();
  update_dict(in, made.get<Dict>(), left.get<Dict>());
  update_dict(in, made.get<Dict>(), right.get<Dict>());
  return made;
}

void update_dict(Interpreter& in, Dict& dict, const Dict& from) {
  for (std::size_t i = 0; i < from.table.entries().size(); ++i) {
    const auto entry = from.table.entries()[i];
    in.step();
    if (entry.key.defined()) dict.put(in, entry.key, entry.value);
  }
}

}  // namespace pycharter::alembic::script

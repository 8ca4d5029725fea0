#include "alembic/script/builtins/install.h"
#include "alembic/script/operators.h"
#include "alembic/script/sets.h"

namespace pycharter::alembic::script {

namespace {

Set& self(const Bindings& given) {
  return unwrap(given[0]).get<Set>();
}

Value as_set(Interpreter& in, const Value& iterable) {
  if (iterable.is(Kind::set)) return iterable;
  Value made = make<Set>(in.heap());
  in.for_each(iterable, [&](const Value& value) { return made.get<Set>().add(in, value), true; });
  return made;
}

template <BinaryOperator operation>
Value combined(Interpreter& in, Bindings& given) {
  Value result = unwrap(given[0]);
  for (const Value& other : given.rest)
    result = *set_binary(in, operation, result, as_set(in, other));
  return given.rest.empty() ? *set_binary(in, BinaryOperator::bit_or, result, result) : result;
}

template <BinaryOperator operation>
Value combine_in_place(Interpreter& in, Bindings& given) {
  const Value result = combined<operation>(in, given);
  replace_members(in, self(given), result.get<Set>());
  return Value::none();
}

template <Comparison comparison>
Value compared(Interpreter& in, Bindings& given) {
  const Value other = as_set(in, given[1]);
  return Value::boolean(compare_sets(in, comparison, self(given), other.get<Set>()));
}

Value is_disjoint(Interpreter& in, Bindings& given) {
  const Value shared = *set_binary(in, BinaryOperator::bit_and, unwrap(given[0]), as_set(in, given[1]));
  return Value::boolean(shared.get<Set>().table.empty());
}

Value pop(Interpreter& in, Bindings& given) {
  auto& table = self(given).table;
  for (std::size_t i = 0; i < table.entries().size(); ++i) {
    const Value key = table.entries()[i].key;
    if (!key.defined()) continue;
    table.erase(in, key);
    return key;
  }
  in.raise("KeyError", "pop from an empty set");
}

template <bool must>
Value remove(Interpreter& in, Bindings& given) {
  if (!self(given).table.erase(in, given[1]) && must)
    in.raise_value(in.call(in.builtin("KeyError"), {{given[1]}, {}}));
  return Value::none();
}

}  // namespace

void fill_frozenset(Interpreter& in, Class& set) {
  define(in, set, "union", "self, *others", combined<BinaryOperator::bit_or>);
  define(in, set, "intersection", "self, *others", combined<BinaryOperator::bit_and>);
  define(in, set, "difference", "self, *others", combined<BinaryOperator::subtract>);
  define(in, set, "symmetric_difference", "self, *others", combined<BinaryOperator::bit_xor>);
  define(in, set, "issubset", "self, other, /", compared<Comparison::less_equal>);
  define(in, set, "issuperset", "self, other, /", compared<Comparison::greater_equal>);
  define(in, set, "isdisjoint", "self, other, /", is_disjoint);
  define(in, set, "copy", "self, *others", combined<BinaryOperator::bit_or>);
}

void fill_set(Interpreter& in, Class& set) {
  fill_frozenset(in, set);
  define(in, set, "add", "self, element, /",
         [](Interpreter& i, Bindings& given) { return self(given).add(i, given[1]), Value::none(); });
  define(in, set, "remove", "self, element, /", remove<true>);
  define(in, set, "discard", "self, element, /", remove<false>);
  define(in, set, "pop", "self", pop);
  define(in, set, "clear", "self",
         [](Interpreter&, Bindings& given) { return self(given).table.clear(), Value::none(); });
  define(in, set, "update", "self, *others", combine_in_place<BinaryOperator::bit_or>);
  define(in, set, "intersection_update", "self, *others", combine_in_place<BinaryOperator::bit_and>);
  define(in, set, "difference_update", "self, *others", combine_in_place<BinaryOperator::subtract>);
  define(in, set, "symmetric_difference_update", "self, *others", combine_in_place<BinaryOperator::bit_xor>);
}

}  // namespace pycharter::alembic::script

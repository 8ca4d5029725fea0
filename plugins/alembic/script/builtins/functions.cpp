#include <algorithm>
#include <cmath>

#include "alembic/script/big_integer.h"
#include "alembic/script/builtins/install.h"
#include "alembic/script/format.h"
#include "alembic/script/numbers.h"
#include "alembic/script/operators.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

template <bool greatest>
Value extreme(Interpreter& in, Bindings& given) {
  const std::vector<Value> values = given.rest.size() == 1 ? in.collect(given.rest[0]) : given.rest;
  const Value &key = given[0], &missing = given[1];
  if (given.rest.empty())
    in.raise("TypeError", std::string(greatest ? "max" : "min") + " expected at least 1 argument, got 0");
  if (values.empty()) {
    if (missing.defined()) return missing;
    in.raise("ValueError", std::string(greatest ? "max()" : "min()") + " iterable argument is empty");
  }
  const auto rank = [&](const Value& value) {
    return key.defined() && !key.is_none() ? in.call(key, {{value}, {}}) : value;
  };
  Value best = values[0], best_rank = rank(best);
  for (std::size_t i = 1; i < values.size(); ++i) {
    const Value other = rank(values[i]);
    if (greatest ? in.less(best_rank, other) : in.less(other, best_rank)) {
      best = values[i];
      best_rank = other;
    }
  }
  return best;
}

template <bool all>
Value quantify(Interpreter& in, Bindings& given) {
  bool result = all;
  in.for_each(given[0], [&](const Value& value) {
    if (in.truth(value) != all) result = !all;
    return result == all;
  });
  return Value::boolean(result);
}

Value sum(Interpreter& in, Bindings& given) {
  Value total = given.given(1) ? given[1] : Value::integer(0);
  if (total.is(Kind::string)) in.raise("TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
  in.for_each(given[0], [&](const Value& value) {
    total = in.binary(BinaryOperator::add, total, value);
    return true;
  });
  return total;
}

Value enumerate(Interpreter& in, Bindings& given) {
  const Value source = in.iterate(given[0]);
  const std::int64_t start = given.given(1) ? in.integer(given[1], "start") : 0;
  return make_iterator(in.heap(), [source, at = start](Interpreter& i) mutable -> std::optional<Value> {
    const auto item = i.next(source);
    if (!item) return std::nullopt;
    return i.tuple({Value::integer(at++), *item});
  });
}

Value zip(Interpreter& in, Bindings& given) {
  std::vector<Value> sources;
  for (const Value& iterable : given.rest)
    sources.push_back(in.iterate(iterable));
  const bool strict = given.given(0) && in.truth(given[0]);
  return make_iterator(in.heap(), [sources, strict](Interpreter& i) -> std::optional<Value> {
    std::vector<Value> row;
    for (std::size_t s = 0; s < sources.size(); ++s) {
      const auto item = i.next(sources[s]);
      if (item) {
        row.push_back(*item);
        continue;
      }
      if (strict && s > 0)
        i.raise("ValueError", "zip() argument " + std::to_string(s + 1) + " is shorter than argument" +
                                  (s == 1 ? " 1" : "s 1-" + std::to_string(s)));
      for (std::size_t other = 1; strict && other < sources.size(); ++other) {
        if (i.next(sources[other]))
          i.raise("ValueError", "zip() argument " + std::to_string(other + 1) + " is longer than argument" +
                                    (other == 1 ? " 1" : "s 1-" + std::to_string(other)));
      }
      return std::nullopt;
    }
    return sources.empty() ? std::nullopt : std::optional(i.tuple(std::move(row)));
  });
}

Value map(Interpreter& in, Bindings& given) {
  std::vector<Value> sources;
  for (const Value& iterable : given.rest)
    sources.push_back(in.iterate(iterable));
  if (sources.empty()) in.raise("TypeError", "map() must have at least two arguments.");
  return make_iterator(in.heap(), [function = given[0], sources](Interpreter& i) -> std::optional<Value> {
    Arguments arguments;
    for (const Value& source : sources) {
      const auto item = i.next(source);
      if (!item) return std::nullopt;
      arguments.positional.push_back(*item);
    }
    return i.call(function, arguments);
  });
}

Value filter(Interpreter& in, Bindings& given) {
  return make_iterator(
      in.heap(),
      [function = given[0], source = in.iterate(given[1])](Interpreter& i) -> std::optional<Value> {
        while (auto item = i.next(source)) {
          i.step();
          if (i.truth(function.is_none() ? *item : i.call(function, {{*item}, {}}))) return item;
        }
        return std::nullopt;
      });
}

Value reversed(Interpreter& in, Bindings& given) {
  std::vector<Value> values = in.collect(given[0]);
  if (given[0].is(Kind::set)) in.raise("TypeError", "'set' object is not reversible");
  std::reverse(values.begin(), values.end());
  return in.iterate(in.list(std::move(values)));
}

Value next(Interpreter& in, Bindings& given) {
  if (auto item = in.next(given[0])) return *item;
  if (given.given(1)) return given[1];
  in.raise_value(in.call(in.builtin("StopIteration")));
}

Value print(Interpreter& in, Bindings& given) {
  const auto text_of = [&](std::size_t index, const char* missing) {
    return given.given(index) && !given[index].is_none() ? in.text(given[index], "sep")
                                                         : std::string(missing);
  };
  const std::string separator = text_of(0, " "), end = text_of(1, "\n");
  std::string line;
  for (std::size_t i = 0; i < given.rest.size(); ++i)
    line += (i > 0 ? separator : "") + in.to_text(given.rest[i]);
  line += end;
  if (line.ends_with('\n')) line.pop_back();
  in.print(line);
  return Value::none();
}

Value get_attribute(Interpreter& in, Bindings& given) {
  const std::string name = in.text(given[1], "attribute name");
  if (!given.given(2)) return in.attribute(given[0], name);
  return in.find_attribute(given[0], name).value_or(given[2]);
}

Value has_attribute(Interpreter& in, Bindings& given) {
  return Value::boolean(in.find_attribute(given[0], in.text(given[1], "attribute name")).has_value());
}

Value set_attribute(Interpreter& in, Bindings& given) {
  in.set_attribute(given[0], in.text(given[1], "attribute name"), given[2]);
  return Value::none();
}

Value is_subclass(Interpreter& in, Bindings& given) {
  if (!given[0].is(Kind::cls)) in.raise("TypeError", "issubclass() arg 1 must be a class");
  const std::vector<Value> types =
      given[1].is(Kind::tuple) ? given[1].get<Tuple>().items : std::vector<Value>{given[1]};
  return Value::boolean(std::any_of(types.begin(), types.end(), [&](const Value& type) {
    if (!type.is(Kind::cls))
      in.raise("TypeError", "issubclass() arg 2 must be a class or a tuple of classes");
    return type.same(in.builtin("object")) || given[0].get<Class>().derives_from(type.get<Class>());
  }));
}

Value is_callable(Interpreter& in, Bindings& given) {
  switch (given[0].kind()) {
    case Kind::function:
    case Kind::native:
    case Kind::bound:
    case Kind::cls:
      return Value::boolean(true);
    case Kind::instance:
      return Value::boolean(given[0].get<Instance>().type().find("__call__") != nullptr);
    default:
      return Value::boolean(in.type_name(given[0]) == "function");
  }
}

Value absolute(Interpreter& in, Bindings& given) {
  if (given[0].is(Kind::host) || given[0].is(Kind::instance)) {
    if (auto method = in.find_attribute(given[0], "__abs__")) return in.call(*method);
  }
  const bool negative = in.less(given[0], Value::integer(0));
  return negative ? in.unary(UnaryOperator::negate, given[0]) : in.unary(UnaryOperator::plus, given[0]);
}

Value round_number(Interpreter& in, Bindings& given) {
  const Value number = unwrap(given[0]);
  const bool digits_given = given.given(1) && !given[1].is_none();
  if (!is_number(number)) {
    if (auto method = in.find_attribute(number, "__round__"))
      return in.call(*method, digits_given ? Arguments{{given[1]}, {}} : Arguments{});
    in.raise("TypeError", "type " + in.type_name(number) + " doesn't define __round__ method");
  }
  if (!number.is(Kind::real)) {
    const std::int64_t digits = digits_given ? in.integer(given[1], "ndigits") : 0;
    if (digits >= 0) return in.unary(UnaryOperator::plus, number);
    BigInteger unit = pow(BigInteger(10), static_cast<unsigned>(std::min<std::int64_t>(-digits, 4000)));
    const BigInteger value = to_big(number), twice = abs(value) % unit * 2;
    BigInteger whole = abs(value) / unit;
    if (twice > unit || (twice == unit && whole % 2 == 1)) ++whole;
    return make_integer(in.heap(), (value < 0 ? BigInteger(-1) : BigInteger(1)) * whole * unit);
  }
  const double value = number.as_real();
  if (!digits_given) {
    if (!std::isfinite(value))
      in.raise(std::isnan(value) ? "ValueError" : "OverflowError",
               "cannot convert float " + std::string(std::isnan(value) ? "NaN" : "infinity") + " to integer");
    return make_integer(in.heap(), BigInteger(std::nearbyint(value)));
  }
  const std::int64_t digits = std::clamp<std::int64_t>(in.integer(given[1], "ndigits"), -400, 400);
  if (!std::isfinite(value)) return number;
  if (digits >= 0)
    return Value::real(
        std::strtod(real_digits(value, 'f', static_cast<int>(digits), false).c_str(), nullptr));
  const double unit = std::pow(10.0, static_cast<double>(-digits));
  return Value::real(std::nearbyint(value / unit) * unit);
}

Value character(Interpreter& in, Bindings& given) {
  const std::int64_t code = in.integer(given[0], "chr() argument");
  if (code < 0 || code > 0x10FFFF) in.raise("ValueError", "chr() arg not in range(0x110000)");
  std::string text;
  append_utf8(text, static_cast<char32_t>(code));
  return in.str(text);
}

Value ordinal(Interpreter& in, Bindings& given) {
  if (auto* bytes = given[0].get_if<Bytes>(); bytes != nullptr && bytes->data.size() == 1)
    return Value::integer(static_cast<unsigned char>(bytes->data[0]));
  const std::string text = in.text(given[0], "ord() argument");
  if (code_count(text) != 1)
    in.raise("TypeError", "ord() expected a character, but string of length " +
                              std::to_string(code_count(text)) + " found");
  std::size_t at = 0;
  return Value::integer(next_code(text, at));
}

template <char type>
Value in_base(Interpreter& in, Bindings& given) {
  return in.str(in.format(unwrap(given[0]), std::string("#") + type));
}

Value divmod(Interpreter& in, Bindings& given) {
  Value quotient = in.binary(BinaryOperator::floor_divide, given[0], given[1]);
  return in.tuple({quotient, in.binary(BinaryOperator::modulo, given[0], given[1])});
}

Value power(Interpreter& in, Bindings& given) {
  const Value result = in.binary(BinaryOperator::power, given[0], given[1]);
  return given.given(2) ? in.binary(BinaryOperator::modulo, result, given[2]) : result;
}

Value iterate(Interpreter& in, Bindings& given) {
  return in.iterate(given[0]);
}
Value length(Interpreter& in, Bindings& given) {
  return Value::integer(in.length(given[0]));
}
Value represent(Interpreter& in, Bindings& given) {
  return in.str(in.to_repr(given[0]));
}
Value ascii(Interpreter& in, Bindings& given) {
  return in.str(to_ascii(in.to_repr(given[0])));
}
Value format(Interpreter& in, Bindings& given) {
  return in.str(in.format(given[0], given.given(1) ? in.text(given[1], "format_spec") : ""));
}
Value hash(Interpreter& in, Bindings& given) {
  return Value::integer(static_cast<std::int64_t>(in.hash(given[0]) >> 2));
}
Value is_instance(Interpreter& in, Bindings& given) {
  return Value::boolean(in.is_instance(given[0], given[1]));
}
Value identity(Interpreter&, Bindings& given) {
  return given[0].is_object() ? Value::integer(static_cast<std::int64_t>(
                                    reinterpret_cast<std::uintptr_t>(&given[0].object()) >> 4))
                              : Value::integer(given[0].as_int());
}
Value sorted(Interpreter& in, Bindings& given) {
  return in.list(sorted_values(in, in.collect(given[0]), given.get(1), given.given(2) && in.truth(given[2])));
}

struct FunctionEntry {
  std::string_view name;
  const char* parameters;
  Value (*code)(Interpreter&, Bindings&);
};

constexpr FunctionEntry functions[] = {
    {"abs", "x, /", absolute},
    {"all", "iterable, /", quantify<true>},
    {"any", "iterable, /", quantify<false>},
    {"ascii", "object, /", ascii},
    {"bin", "number, /", in_base<'b'>},
    {"callable", "object, /", is_callable},
    {"chr", "i, /", character},
    {"divmod", "x, y, /", divmod},
    {"enumerate", "iterable, start=0", enumerate},
    {"filter", "function, iterable, /", filter},
    {"format", "value, format_spec='', /", format},
    {"getattr", "object, name, default=None, /", get_attribute},
    {"hasattr", "object, name, /", has_attribute},
    {"hash", "object, /", hash},
    {"hex", "number, /", in_base<'x'>},
    {"id", "object, /", identity},
    {"isinstance", "object, class_or_tuple, /", is_instance},
    {"issubclass", "cls, class_or_tuple, /", is_subclass},
    {"iter", "iterable, /", iterate},
    {"len", "object, /", length},
    {"map", "function, /, *iterables", map},
    {"max", "*args, key=None, default=None", extreme<true>},
    {"min", "*args, key=None, default=None", extreme<false>},
    {"next", "iterator, default=None, /", next},
    {"oct", "number, /", in_base<'o'>},
    {"ord", "c, /", ordinal},
    {"pow", "base, exp, mod=None", power},
    {"print", "*args, sep=' ', end='', file=None, flush=False", print},
    {"repr", "object, /", represent},
    {"reversed", "sequence, /", reversed},
    {"round", "number, ndigits=None", round_number},
    {"setattr", "object, name, value, /", set_attribute},
    {"sorted", "iterable, /, *, key=None, reverse=False", sorted},
    {"sum", "iterable, /, start=0", sum},
    {"zip", "*iterables, strict=False", zip},
};

}  // namespace

std::vector<Value> sorted_values(Interpreter& in, std::vector<Value> values, const Value& key, bool reverse) {
  struct Row {
    Value rank, value;
  };
  std::vector<Row> rows;
  for (Value& value : values)
    rows.push_back({key.is_none() ? value : in.call(key, {{value}, {}}), value});
  // Merging: a comparison of the script's own that contradicts itself cannot lead outside of the rows, as it
  // could std::sort.
  std::vector<Row> other(rows.size());
  if (reverse) std::reverse(rows.begin(), rows.end());
  for (std::size_t width = 1; width < rows.size(); width *= 2) {
    for (std::size_t begin = 0; begin < rows.size(); begin += 2 * width) {
      const std::size_t middle = std::min(begin + width, rows.size()),
                        end = std::min(begin + 2 * width, rows.size());
      std::size_t left = begin, right = middle;
      for (std::size_t out = begin; out < end; ++out) {
        in.step();
        const bool take_right = left == middle || (right < end && in.less(rows[right].rank, rows[left].rank));
        other[out] = rows[take_right ? right++ : left++];
      }
    }
    rows.swap(other);
  }
  if (reverse) std::reverse(rows.begin(), rows.end());
  for (std::size_t i = 0; i < rows.size(); ++i)
    values[i] = rows[i].value;
  return values;
}

Value make_builtin_function(Interpreter& in, std::string_view name) {
  const auto* entry = std::find_if(std::begin(functions), std::end(functions),
                                   [&](const FunctionEntry& row) { return row.name == name; });
  if (entry == std::end(functions)) return Value();
  return make_native(in, std::string(name), entry->parameters, entry->code);
}

void add_function_names(std::vector<std::string_view>& names) {
  for (const FunctionEntry& entry : functions)
    names.push_back(entry.name);
}

}  // namespace pycharter::alembic::script

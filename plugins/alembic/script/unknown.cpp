#include "alembic/script/unknown.h"

#include <algorithm>

#include "alembic/script/evaluator.h"
#include "alembic/script/hint.h"

namespace pycharter::alembic::script {

namespace {

bool is_object_of_host(const Value& value) {
  const auto* host = value.get_if<HostObject>();
  if (host == nullptr) return false;
  const auto* unknown = as_unknown(value);
  return unknown != nullptr ? unknown->holds_objects : !host->is_plain();
}

bool any_object_of_host(const Arguments& arguments) {
  return std::any_of(arguments.positional.begin(), arguments.positional.end(), is_object_of_host) ||
         std::any_of(arguments.keywords.begin(), arguments.keywords.end(),
                     [](const auto& keyword) { return is_object_of_host(keyword.second); });
}

Value derived(Interpreter& in, const Unknown& from, std::string source) {
  constexpr std::size_t longest = 120;  // of a chain of calls; what it began with is what matters
  const Value made = make_unknown(in, source.size() > longest ? from.source : std::move(source), from.reason);
  auto& unknown = *host_cast<Unknown>(made);
  unknown.holds_objects = from.holds_objects;
  unknown.harmless = from.harmless;
  unknown.origin = from.origin;
  return made;
}

}  // namespace

std::optional<Value> Unknown::attribute(Interpreter& in, std::string_view name) {
  return derived(in, *this, source + "." + std::string(name));
}

std::optional<Value> Unknown::call(Interpreter& in, const Arguments& arguments) {
  if (in.state().unknown_called) in.state().unknown_called(*this, arguments);
  const bool bare = source.ends_with(")");
  const Value made = derived(in, *this, bare ? source : source + "(…)");
  auto& unknown = *host_cast<Unknown>(made);
  unknown.holds_objects = unknown.holds_objects || any_object_of_host(arguments);
  return made;
}

std::optional<Value> Unknown::binary(Interpreter& in, BinaryOperator operation, const Value& other,
                                     bool reflected) {
  // Of two types it is a union, whose other member counts: `Foreign | None`.
  const bool type = other.is_none() || other.is(Kind::cls) || other.is(Kind::string) ||
                    host_cast<TypeHint>(other) != nullptr;
  if (operation == BinaryOperator::bit_or && type)
    return make_hint(in, "Union", Value(),
                     reflected ? std::vector{other, Value::of(*this)} : std::vector{Value::of(*this), other});
  const Value made = derived(in, *this, source);
  auto& unknown = *host_cast<Unknown>(made);
  unknown.holds_objects = unknown.holds_objects || is_object_of_host(other);
  return made;
}
std::optional<Value> Unknown::unary(Interpreter& in, UnaryOperator) {
  return derived(in, *this, source);
}
std::optional<Value> Unknown::compare(Interpreter& in, Comparison, const Value&) {
  return derived(in, *this, source);
}
std::optional<Value> Unknown::subscript(Interpreter& in, const Value&) {
  return derived(in, *this, source);
}

std::optional<bool> Unknown::contains(Interpreter&, const Value&) {
  throw UnknownNeeded{Value::of(*this)};
}
std::optional<bool> Unknown::truth(Interpreter&) {
  throw UnknownNeeded{Value::of(*this)};
}
std::optional<std::int64_t> Unknown::length(Interpreter&) {
  throw UnknownNeeded{Value::of(*this)};
}
std::optional<Value> Unknown::iterate(Interpreter&) {
  throw UnknownNeeded{Value::of(*this)};
}
std::optional<std::string> Unknown::str(Interpreter&) {
  throw UnknownNeeded{Value::of(*this)};
}
std::optional<std::string> Unknown::format(Interpreter&, std::string_view) {
  throw UnknownNeeded{Value::of(*this)};
}

Value make_unknown(Interpreter& in, std::string source, std::string reason) {
  return make<Unknown>(in.heap(), std::move(source), std::move(reason));
}

void refuse_unknown(Interpreter& in, const Unknown& value, std::string_view what) {
  std::string message =
      "'" + value.source + "' is not known here, and " + std::string(what) + " depends on it";
  if (!value.reason.empty())
    throw Error(ErrorCode::script, message + ": " + value.reason +
                                       (value.origin.empty() ? std::string()
                                                             : ". Say in alembic.ini what it is:"
                                                               "\n[pycharter:types]\n" +
                                                                   value.origin + " = \"…\""));
  const std::string name = value.source.substr(0, value.source.find_first_of("(["));
  const auto dot = name.rfind('.');
  const std::string module = dot == std::string::npos ? name : name.substr(0, dot);
  const std::string advice =
      in.registry().advice
          ? in.registry().advice(module, dot == std::string::npos ? "" : name.substr(dot + 1))
          : std::string();
  throw Error(ErrorCode::script, advice.empty() ? message : message + ": " + advice);
}

Value unknown_base(Interpreter& in, const Value& unknown) {
  const Value made = make_class(in, as_unknown(unknown)->source, "");
  made.get<Class>().unknown = unknown;
  return made;
}

Value unknown_ancestor(const Class& cls) {
  if (cls.unknown.defined()) return cls.unknown;
  for (const Value& ancestor : cls.order)
    if (ancestor.get<Class>().unknown.defined()) return ancestor.get<Class>().unknown;
  return Value();
}

}  // namespace pycharter::alembic::script

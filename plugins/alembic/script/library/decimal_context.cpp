// decimal's contexts: how many digits there are, and how what is past them is rounded. Traps and flags are
// not kept: what the default context traps is always raised.
#include <algorithm>
#include <array>

#include "alembic/script/library/decimal_object.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::array<std::pair<const char*, Rounding>, 8> roundings = {
    {{"ROUND_HALF_EVEN", Rounding::half_even},
     {"ROUND_HALF_UP", Rounding::half_up},
     {"ROUND_HALF_DOWN", Rounding::half_down},
     {"ROUND_UP", Rounding::up},
     {"ROUND_DOWN", Rounding::down},
     {"ROUND_CEILING", Rounding::ceiling},
     {"ROUND_FLOOR", Rounding::floor},
     {"ROUND_05UP", Rounding::zero_five_up}}};

class Context final : public HostObject {
 public:
  explicit Context(DecimalContext c) : context(c) {}
  DecimalContext context;

  std::string type_name() const override { return "decimal.Context"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override;
  bool set_attribute(Interpreter& in, std::string_view name, const Value& value) override;
};

constexpr const char* context_name = "__context__";  // of the module's members
constexpr std::int64_t most_precise = 10'000;

const char* name_of(Rounding rounding) {
  return std::find_if(roundings.begin(), roundings.end(),
                      [&](const auto& row) { return row.second == rounding; })
      ->first;
}

Rounding rounding_named(Interpreter& in, const Value& given) {
  const std::string wanted = in.text(given, "rounding");
  const auto* found =
      std::find_if(roundings.begin(), roundings.end(), [&](const auto& row) { return row.first == wanted; });
  if (found == roundings.end())
    in.raise("TypeError",
             "valid values for rounding are decimal.ROUND_HALF_EVEN and the like, not " + wanted);
  return found->second;
}

std::int64_t precision_of(Interpreter& in, const Value& given) {
  const std::int64_t digits = in.integer(given, "prec");
  if (digits < 1 || digits > most_precise)
    in.raise("ValueError", "valid range for prec is [1, " + std::to_string(most_precise) + "] here");
  return digits;
}

Value current(Interpreter& in) {
  return in.attribute(in.import_module("decimal"), context_name);
}

void set_current(Interpreter& in, const Value& context) {
  in.import_module("decimal").get<Module>().set(context_name, context);
}

Value make_context(Interpreter& in, const DecimalContext& context) {
  return Value::adopt(in.heap().create<Context>(context));
}

// The arguments `prec` and `rounding`.
DecimalContext changed(Interpreter& in, DecimalContext context, const Value& precision,
                       const Value& rounding) {
  if (precision.defined() && !precision.is_none()) context.precision = precision_of(in, precision);
  if (rounding.defined() && !rounding.is_none()) context.rounding = rounding_named(in, rounding);
  return context;
}

struct Method {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Interpreter&, const DecimalContext&, Bindings&);
};

template <DecimalResult (*operation)(const DecimalNumber&, const DecimalNumber&, const DecimalContext&)>
Value binary(Interpreter& in, const DecimalContext& context, Bindings& given) {
  return result_of(in, operation(to_number(in, given[0]), to_number(in, given[1]), context));
}

DecimalResult difference(const DecimalNumber& left, const DecimalNumber& right,
                         const DecimalContext& context) {
  return subtract(left, right, context);
}

constexpr Method methods[] = {
    {"add", "a, b, /", binary<add>},
    {"subtract", "a, b, /", binary<difference>},
    {"multiply", "a, b, /", binary<multiply>},
    {"divide", "a, b, /", binary<divide>},
    {"power", "a, b", binary<power>},
    {"create_decimal", "num='0', /",
     [](Interpreter& in, const DecimalContext& context, Bindings& given) {
       const DecimalNumber number = given.given(0) ? to_number(in, given[0]) : DecimalNumber();
       return make_decimal(in, rounded(number, context));
     }},
    {"quantize", "a, b, /",
     [](Interpreter& in, const DecimalContext& context, Bindings& given) {
       const Value self = make_decimal(in, to_number(in, given[0]));
       return in.call(in.attribute(self, "quantize"), {{given[1]}, {{"context", make_context(in, context)}}});
     }},
    {"copy", "",
     [](Interpreter& in, const DecimalContext& context, Bindings&) { return make_context(in, context); }},
    {"clear_flags", "", [](Interpreter&, const DecimalContext&, Bindings&) { return Value::none(); }},
};

std::optional<Value> Context::attribute(Interpreter& in, std::string_view name) {
  if (name == "prec") return Value::integer(context.precision);
  if (name == "rounding") return in.str(name_of(context.rounding));
  const auto* found =
      std::find_if(std::begin(methods), std::end(methods), [&](const Method& m) { return m.name == name; });
  if (found == std::end(methods)) return std::nullopt;
  return make_native(in, std::string(name), found->parameters,
                     [self = Value::of(*this), code = found->code](Interpreter& i, Bindings& given) {
                       return code(i, host_cast<Context>(self)->context, given);
                     });
}

bool Context::set_attribute(Interpreter& in, std::string_view name, const Value& value) {
  if (name == "prec")
    context.precision = precision_of(in, value);
  else if (name == "rounding")
    context.rounding = rounding_named(in, value);
  else
    in.raise("AttributeError",
             "of a decimal context, prec and rounding can be set here, not " + std::string(name));
  return true;
}

// localcontext(): another context while a `with` runs.
class LocalContext final : public HostObject {
 public:
  explicit LocalContext(DecimalContext context) : context_(context) {}
  std::string type_name() const override { return "decimal.ContextManager"; }
  std::optional<Value> enter(Interpreter& in) override {
    before_ = current(in);
    const Value made = make_context(in, context_);
    set_current(in, made);
    return made;
  }
  bool leave(Interpreter& in, const Value&) override {
    set_current(in, before_);
    return false;
  }

 private:
  DecimalContext context_;
  Value before_;
};

Value local_context(Interpreter& in, Bindings& given) {
  const DecimalContext context = changed(in, context_of(in, given[0]), given[1], given[2]);
  return Value::adopt(in.heap().create<LocalContext>(context));
}

}  // namespace

DecimalContext current_context(Interpreter& in) {
  return host_cast<Context>(current(in))->context;
}

DecimalContext context_of(Interpreter& in, const Value& given) {
  if (!given.defined() || given.is_none()) return current_context(in);
  if (const auto* context = host_cast<Context>(given)) return context->context;
  in.raise("TypeError", "optional argument must be a context");
}

Rounding rounding_of(Interpreter& in, const Value& given, const Value& context) {
  return !given.defined() || given.is_none() ? context_of(in, context).rounding : rounding_named(in, given);
}

void fill_contexts(Interpreter& in, Module& module) {
  for (const auto& [name, rounding] : roundings)
    module.set(name, in.str(name));
  module.set(context_name, make_context(in, {}));
  for (const auto* name : {"DefaultContext", "BasicContext"})
    module.set(name, make_context(in, {name == std::string_view("BasicContext") ? 9 : 28,
                                       name == std::string_view("BasicContext") ? Rounding::half_up
                                                                                : Rounding::half_even}));
  define(in, module, "getcontext", "", [](Interpreter& i, Bindings&) { return current(i); });
  define(in, module, "setcontext", "context, /", [](Interpreter& i, Bindings& given) {
    context_of(i, given[0]);
    if (given[0].is_none()) i.raise("TypeError", "optional argument must be a context");
    set_current(i, given[0]);
    return Value::none();
  });
  define(in, module, "Context", "prec=None, rounding=None",
         [](Interpreter& i, Bindings& given) { return make_context(i, changed(i, {}, given[0], given[1])); });
  define(in, module, "localcontext", "ctx=None, *, prec=None, rounding=None", local_context);
}

}  // namespace pycharter::alembic::script

#include "alembic/script/enumerations.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <optional>

#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

constexpr const char* composites_name =
    "__composites__";  // of a Flag: by value, those that are no single bit

class Automatic final : public HostObject {
 public:
  explicit Automatic(std::vector<Value> p = {}) : parts(std::move(p)) {}
  std::string type_name() const override { return "auto"; }
  std::optional<Value> binary(Interpreter& in, BinaryOperator operation, const Value& other,
                              bool reflected) override {
    const bool fits = other.is(Kind::integer) || host_cast<Automatic>(other) != nullptr;
    if (operation != BinaryOperator::bit_or || reflected || !fits) return std::nullopt;
    return Value::adopt(in.heap().create<Automatic>(std::vector<Value>{Value::of(*this), other}));
  }
  // Of those that stand before it in the class, all numbers are known.
  std::int64_t bits() const {
    std::int64_t all = number.value_or(0);
    for (const Value& part : parts) {
      const auto* automatic = host_cast<Automatic>(part);
      all |= automatic != nullptr ? automatic->number.value_or(0) : part.as_int();
    }
    return all;
  }

  const std::vector<Value> parts;  // of `|`
  std::optional<std::int64_t> number;
};

bool is_flag(Class& cls) {
  return cls.find("__flag__") != nullptr;
}

bool is_single_bit(std::int64_t value) {
  return value > 0 && (value & (value - 1)) == 0;
}

std::int64_t bits_of(Interpreter& in, const Value& member) {
  const Value value = in.attribute(member, "value");
  return value.is_int() ? value.as_int() : 0;
}

// Numbers that enum.auto() gives.
class Numbering {
 public:
  Numbering(bool flag, bool text) : flag_(flag), text_(text) {}

  Value of(Interpreter& in, Automatic& automatic, std::string name) {
    if (text_) {
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      return in.str(std::move(name));
    }
    automatic.number = automatic.parts.empty() ? next_ : automatic.bits();
    return Value::integer(*automatic.number);
  }
  void take(std::int64_t value) {
    if (!flag_) {
      next_ = value < std::numeric_limits<std::int64_t>::max() ? value + 1 : value;
      return;
    }
    while (next_ <= value && next_ < std::int64_t{1} << 62)
      next_ <<= 1;
  }

 private:
  bool flag_, text_;
  std::int64_t next_ = 1;
};

Value make_member(Interpreter& in, const Value& cls, const Value& name, const Value& content) {
  Value member = make<Instance>(in.heap(), cls);
  auto& instance = member.get<Instance>();
  for (const char* attribute : {"name", "_name_"})
    instance.set(attribute, name);
  for (const char* attribute : {"value", "_value_"})
    instance.set(attribute, content);
  const auto& order = cls.get<Class>().order;
  const bool mixed =
      std::any_of(order.begin(), order.end(), [](const Value& v) { return bool(v.get<Class>().construct); });
  if (mixed) instance.payload = content;
  return member;
}

Dict& composites(Interpreter& in, Class& cls) {
  if (const Value* found = cls.own(composites_name)) return found->get<Dict>();
  const Value made = in.dict();
  cls.set(composites_name, made);
  return made.get<Dict>();
}

Value find_member(Interpreter& in, Class& cls, const Value& content) {
  for (const Value& member : cls.enum_members)
    if (in.equals(in.attribute(member, "value"), content)) return member;
  if (!is_flag(cls)) return Value();
  const Value* found = composites(in, cls).table.find(in, content);
  return found == nullptr ? Value() : *found;
}

// "READ|WRITE", and what no member stands for as a number; None for no bits at all.
Value composite_name(Interpreter& in, const Class& cls, std::int64_t bits) {
  std::string name;
  for (const Value& member : cls.enum_members) {
    const std::int64_t own = bits_of(in, member);
    if ((bits & own) != own || own == 0) continue;
    name += (name.empty() ? "" : "|") + in.to_text(in.attribute(member, "name"));
    bits &= ~own;
  }
  if (bits != 0) name += (name.empty() ? "" : "|") + std::to_string(bits);
  return name.empty() ? Value::none() : in.str(name);
}

Value composite(Interpreter& in, Class& cls, std::int64_t bits) {
  std::int64_t all = 0;
  for (const Value& member : cls.enum_members)
    all |= bits_of(in, member);
  if (bits < 0) bits &= all;
  const bool keeps_others = cls.derives_from(in.builtin("int").get<Class>());
  if ((bits & ~all) != 0 && !keeps_others)
    in.raise("ValueError", "<flag '" + cls.name + "'> invalid value " + std::to_string(bits));
  const Value content = Value::integer(bits);
  if (Value found = find_member(in, cls, content); found.defined()) return found;
  Value made = make_member(in, Value::of(cls), composite_name(in, cls, bits), content);
  composites(in, cls).put(in, content, made);
  return made;
}

}  // namespace

Value make_automatic(Interpreter& in) {
  return Value::adopt(in.heap().create<Automatic>());
}

void make_enumeration(Interpreter& in, const Value& value) {
  auto& cls = value.get<Class>();
  cls.enumeration = true;
  const bool flag = is_flag(cls);
  Numbering numbering(flag, cls.derives_from(in.builtin("str").get<Class>()));
  for (std::size_t i = 0; i < cls.members.entries().size(); ++i) {
    const auto entry = cls.members.entries()[i];
    const std::string name = entry.key.defined() ? entry.key.get<Str>().text : "_";
    const bool plain =
        !entry.value.is(Kind::function) && !entry.value.is(Kind::descriptor) && !entry.value.is(Kind::native);
    if (name.starts_with('_') || !plain) continue;
    Value content = entry.value;
    if (auto* automatic = host_cast<Automatic>(content)) content = numbering.of(in, *automatic, name);
    if (content.is_int()) numbering.take(content.as_int());
    Value member = find_member(in, cls, content);  // an alias, if there is one
    if (!member.defined()) {
      member = make_member(in, value, in.str(name), content);
      if (flag && !(content.is_int() && is_single_bit(content.as_int())))
        composites(in, cls).put(in, content, member);
      else
        cls.enum_members.push_back(member);
    }
    cls.set(name, member);
  }
}

Value enum_member(Interpreter& in, Class& cls, const Arguments& arguments) {
  if (arguments.positional.size() != 1) in.raise("TypeError", cls.name + "() takes one value");
  const Value& wanted = arguments.positional[0];
  if (wanted.is(Kind::instance) && wanted.get<Instance>().cls.same(Value::of(cls))) return wanted;
  if (Value found = find_member(in, cls, wanted); found.defined()) return found;
  if (is_flag(cls) && unwrap(wanted).is_int()) return composite(in, cls, unwrap(wanted).as_int());
  in.raise("ValueError", in.to_repr(wanted) + " is not a valid " + cls.name);
}

}  // namespace pycharter::alembic::script

// str(), repr() and type names.
#include "alembic/script/big_integer.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

constexpr int deepest_repr = 60;

std::string hex(char32_t code, int digits) {
  static constexpr char letters[] = "0123456789abcdef";
  std::string text;
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
    text.push_back(letters[code >> shift & 15]);
  return text;
}

std::string escaped(char32_t code) {
  if (code <= 0xFF) return "\\x" + hex(code, 2);
  return code <= 0xFFFF ? "\\u" + hex(code, 4) : "\\U" + hex(code, 8);
}

char quote_for(std::string_view text) {
  return text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos ? '"' : '\'';
}

bool append_simple_escape(std::string& out, char32_t code, char quote) {
  if (code == static_cast<unsigned char>(quote) || code == '\\') {
    out += {'\\', static_cast<char>(code)};
  } else if (code == '\n' || code == '\t' || code == '\r') {
    out += {'\\', code == '\n' ? 'n' : code == '\t' ? 't' : 'r'};
  } else {
    return false;
  }
  return true;
}

// Bounds the depth and the size of a repr, so that a nest of lists that hold each other stops.
class ReprScope {
 public:
  explicit ReprScope(Interpreter& interpreter) : state_(interpreter.state()) {
    state_.check_stack();
    ++state_.repr_depth;
  }
  ~ReprScope() { --state_.repr_depth; }
  ReprScope(const ReprScope&) = delete;
  ReprScope& operator=(const ReprScope&) = delete;
  bool too_deep() const { return state_.repr_depth > deepest_repr; }

 private:
  Interpreter::State& state_;
};

std::string repr_items(Interpreter& in, const std::vector<Value>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += ", ";
    const Value item = items[i];
    text += in.to_repr(item);
    in.step();
    in.heap().require(text.size());
  }
  return text;
}

std::vector<Value> keys_of(const Table& table) {
  std::vector<Value> keys;
  for (const auto& entry : table.entries()) {
    if (entry.key.defined()) keys.push_back(entry.key);
  }
  return keys;
}

std::string repr_dict(Interpreter& in, const Dict& dict) {
  std::string text;
  for (std::size_t i = 0; i < dict.table.entries().size(); ++i) {
    const auto entry = dict.table.entries()[i];
    if (!entry.key.defined()) continue;
    text += (text.empty() ? "" : ", ") + in.to_repr(entry.key) + ": " + in.to_repr(entry.value);
    in.step();
    in.heap().require(text.size());
  }
  std::string plain = "{" + text + "}";
  if (!dict.type.defined()) return plain;
  const std::string& name = dict.type.get<Class>().name;
  if (const Value* ranked = dict.type.get<Class>().find("most_common")) {  // a Counter, the largest first
    std::string counts;
    in.for_each(in.call(Value(*ranked), {{Value::of(dict)}, {}}), [&](const Value& row) {
      const auto& pair = row.get<Tuple>().items;
      counts += (counts.empty() ? "" : ", ") + in.to_repr(pair[0]) + ": " + in.to_repr(pair[1]);
      return true;
    });
    return name + (counts.empty() ? "()" : "({" + counts + "})");
  }
  if (dict.default_factory.defined())
    return name + "(" + in.to_repr(dict.default_factory) + ", " + plain + ")";
  return text.empty() ? name + "()" : name + "(" + plain + ")";
}

std::string repr_set(Interpreter& in, const Set& set) {
  const std::string items = repr_items(in, keys_of(set.table));
  if (set.frozen) return items.empty() ? "frozenset()" : "frozenset({" + items + "})";
  return items.empty() ? "set()" : "{" + items + "}";
}

std::string repr_tuple(Interpreter& in, const Tuple& tuple) {
  if (!tuple.named.defined())
    return "(" + repr_items(in, tuple.items) + (tuple.items.size() == 1 ? ",)" : ")");
  auto& cls = tuple.named.get<Class>();
  std::string text = cls.name + "(";
  const auto& fields = cls.find("_fields")->get<Tuple>().items;
  for (std::size_t i = 0; i < tuple.items.size(); ++i) {
    text += (i > 0 ? ", " : "") + fields[i].get<Str>().text + "=" + in.to_repr(tuple.items[i]);
  }
  return text + ")";
}

std::string class_name(const Class& cls) {
  return cls.module.empty() || cls.module == "builtins" ? cls.name : cls.module + "." + cls.name;
}

std::string repr_instance(Interpreter& in, const Value& value) {
  if (auto result = call_special(in, value, "__repr__")) return in.to_text(*result);
  const auto& instance = value.get<Instance>();
  if (instance.type().derives_from(in.builtin("BaseException").get<Class>())) {
    const Value args = in.attribute(value, "args");
    const auto* tuple = args.get_if<Tuple>();
    std::string text = tuple == nullptr ? in.to_repr(args) : repr_items(in, tuple->items);
    return instance.type().name + "(" + text + ")";
  }
  if (instance.type().enumeration) {
    return "<" + instance.type().name + "." + in.to_text(in.attribute(value, "name")) + ": " +
           in.to_repr(in.attribute(value, "value")) + ">";
  }
  if (instance.payload.defined()) return in.to_repr(instance.payload);
  return "<" + instance.type().name + " object>";
}

std::string text_of_exception(Interpreter& in, const Value& value) {
  const auto& instance = value.get<Instance>();
  const Value args = in.attribute(value, "args");
  const auto* tuple = args.get_if<Tuple>();
  if (tuple == nullptr || tuple->items.empty()) return {};
  const bool key_error = instance.type().derives_from(in.builtin("KeyError").get<Class>());
  if (tuple->items.size() == 1) return key_error ? in.to_repr(tuple->items[0]) : in.to_text(tuple->items[0]);
  return in.to_repr(args);
}

}  // namespace

std::string repr_text(std::string_view text) {
  const char quote = quote_for(text);
  std::string out(1, quote);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t code = next_code(text, at);
    if (append_simple_escape(out, code, quote)) continue;
    out += is_printable(code) ? std::string(text.substr(begin, at - begin)) : escaped(code);
  }
  return out + quote;
}

std::string hex_of(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes)
    text += hex(byte, 2);
  return text;
}

std::string repr_bytes(std::string_view data) {
  const char quote = quote_for(data);
  std::string out = std::string("b") + quote;
  for (const char byte : data) {
    const auto code = static_cast<unsigned char>(byte);
    if (append_simple_escape(out, code, quote)) continue;
    if (code >= 0x20 && code < 0x7F) {
      out.push_back(byte);
    } else {
      out += escaped(code);
    }
  }
  return out + quote;
}

std::string to_ascii(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = next_code(text, at);
    out += code < 0x80 ? std::string(1, static_cast<char>(code)) : escaped(code);
  }
  return out;
}

std::string Interpreter::to_repr(const Value& value) {
  const ReprScope scope(*this);
  if (scope.too_deep()) return "...";
  switch (value.kind()) {
    case Kind::undefined:
      return "<undefined>";
    case Kind::none:
      return "None";
    case Kind::boolean:
      return value.as_bool() ? "True" : "False";
    case Kind::integer:
      return std::to_string(value.as_int());
    case Kind::real:
      return repr_real(value.as_real());
    case Kind::big_integer:
      if (msb(abs(value.get<Integer>().value)) > 14300)
        raise("ValueError", "Exceeds the limit (4300 digits) for integer string conversion");
      return value.get<Integer>().value.str();
    case Kind::string:
      return repr_text(value.get<Str>().text);
    case Kind::bytes:
      return repr_bytes(value.get<Bytes>().data);
    case Kind::tuple:
      return repr_tuple(*this, value.get<Tuple>());
    case Kind::list:
      return "[" + repr_items(*this, value.get<List>().items) + "]";
    case Kind::dict:
      return repr_dict(*this, value.get<Dict>());
    case Kind::set:
      return repr_set(*this, value.get<Set>());
    case Kind::range: {
      const auto& r = value.get<Range>();
      return "range(" + std::to_string(r.start) + ", " + std::to_string(r.stop) +
             (r.step == 1 ? "" : ", " + std::to_string(r.step)) + ")";
    }
    case Kind::slice: {
      const auto& s = value.get<Slice>();
      return "slice(" + to_repr(s.start) + ", " + to_repr(s.stop) + ", " + to_repr(s.step) + ")";
    }
    case Kind::function:
      return "<function " + value.get<Function>().name + ">";
    case Kind::native:
      return "<built-in function " + value.get<Native>().name + ">";
    case Kind::bound:
      return "<bound method>";
    case Kind::descriptor:
      return "<" + type_name(value) + " object>";
    case Kind::cls:
      return (value.get<Class>().enumeration ? "<enum '" : "<class '") + class_name(value.get<Class>()) +
             "'>";
    case Kind::instance:
      return repr_instance(*this, value);
    case Kind::module:
      return "<module '" + value.get<Module>().name + "'>";
    case Kind::iterator:
      return "<iterator object>";
    case Kind::environment:
      return "<environment>";
    case Kind::host:
      return value.get<HostObject>().repr(*this);
    case Kind::ellipsis:
      return "Ellipsis";
  }
  return {};
}

std::string Interpreter::to_text(const Value& value) {
  if (auto* text = value.get_if<Str>()) return text->text;
  if (auto* host = value.get_if<HostObject>()) {
    if (auto text = host->str(*this)) return *text;
  }
  if (value.is(Kind::instance)) {
    if (auto result = call_special(*this, value, "__str__")) {
      if (!result->is(Kind::string))
        raise("TypeError", "__str__ returned non-string (type " + type_name(*result) + ")");
      return result->get<Str>().text;
    }
    auto& cls = value.get<Instance>().type();
    if (cls.derives_from(builtin("BaseException").get<Class>())) return text_of_exception(*this, value);
    if (cls.enumeration) return cls.name + "." + to_text(attribute(value, "name"));
    if (!unwrap(value).same(value) && cls.find("__repr__") == nullptr) return to_text(unwrap(value));
  }
  return to_repr(value);
}

std::string Interpreter::type_name(const Value& value) {
  if (auto* instance = value.get_if<Instance>()) return instance->type().name;
  if (auto* host = value.get_if<HostObject>()) return host->type_name();
  const Value type = type_of(value);
  return type.is(Kind::cls) ? type.get<Class>().name : "object";
}

Value Interpreter::type_of(const Value& value) {
  if (auto* instance = value.get_if<Instance>()) return instance->cls;
  if (auto* dict = value.get_if<Dict>(); dict != nullptr && dict->type.defined()) return dict->type;
  if (auto* tuple = value.get_if<Tuple>(); tuple != nullptr && tuple->named.defined()) return tuple->named;
  if (auto* set = value.get_if<Set>(); set != nullptr && set->frozen) return builtin("frozenset");
  if (auto* host = value.get_if<HostObject>()) {
    Value type = host->type(*this);
    if (type.defined()) return type;
  }
  const Kind kind = value.is(Kind::big_integer) ? Kind::integer : value.kind();
  Value& type = state_->types[static_cast<std::size_t>(kind)];
  if (!type.defined()) type = find_builtin(type_of_kind(kind));
  return type;
}

std::string Interpreter::text(const Value& value, std::string_view what) {
  const Value& plain = unwrap(value);
  if (auto* str = plain.get_if<Str>()) return str->text;
  raise("TypeError", std::string(what) + " must be str, not " + type_name(value));
}

std::int64_t Interpreter::integer(const Value& value, std::string_view what) {
  const Value& plain = unwrap(value);
  if (plain.is_int()) return plain.as_int();
  if (plain.is(Kind::big_integer)) raise("OverflowError", std::string(what) + " is too large");
  raise("TypeError", std::string(what) + " must be int, not " + type_name(value));
}

}  // namespace pycharter::alembic::script

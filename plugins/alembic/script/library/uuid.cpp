#include "alembic/script/library/uuid.h"

#include <pycharter/plugin/detail/digest.h>

#include "alembic/script/big_integer.h"
#include "alembic/script/library/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Value adopt(Interpreter& in, std::string bytes) {
  return Value::adopt(in.heap().create<Uuid>(std::move(bytes)));
}

// RFC 4122: the version and the variant stand in fixed bits.
std::string stamped(std::string bytes, int version) {
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | version << 4);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  return bytes;
}

Value named(Interpreter& in, Bindings& given, const char* algorithm, int version) {
  auto* space = host_cast<Uuid>(given[0]);
  if (space == nullptr) in.raise("TypeError", "the namespace must be a UUID");
  const std::string data = space->bytes() + in.text(given[1], "name");
  const auto result = plugin::digest_of(data, algorithm);
  if (!result) in.raise("ValueError", "the hash is not available");
  return adopt(in, stamped(result->substr(0, 16), version));
}

Value random(Interpreter& in, Bindings&) {
  if (!in.host().random)
    in.raise("RuntimeError", "uuid4() is not available here: no source of random numbers was given");
  unsigned char bytes[16];
  in.host().random(bytes, sizeof bytes);
  return adopt(in, stamped(std::string(reinterpret_cast<const char*>(bytes), 16), 4));
}

Value construct(Interpreter& in, Bindings& given) {
  if (given.given(0) && !given[0].is_none()) {
    if (host_cast<Uuid>(given[0]) != nullptr)
      in.raise("AttributeError", "'UUID' object has no attribute 'replace'");
    return make_uuid(in, in.text(given[0], "hex"));
  }
  if (given.given(1)) {
    if (!given[1].is(Kind::bytes) || given[1].get<Bytes>().data.size() != 16)
      in.raise("ValueError", "bytes is not a 16-char string");
    return adopt(in, given[1].get<Bytes>().data);
  }
  if (!given.given(2))
    in.raise("TypeError", "one of the hex, bytes, bytes_le, fields, or int arguments must be given");
  BigInteger number = to_big(given[2]);
  std::string bytes(16, '\0');
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, number /= 256)
    *byte = static_cast<char>(static_cast<unsigned>(number % 256));
  return adopt(in, bytes);
}

}  // namespace

std::string Uuid::hex() const {
  return hex_of(bytes_);
}

std::string Uuid::text() const {
  const std::string h = hex();
  return h.substr(0, 8) + "-" + h.substr(8, 4) + "-" + h.substr(12, 4) + "-" + h.substr(16, 4) + "-" +
         h.substr(20);
}

Value Uuid::type(Interpreter& in) const {
  return in.attribute(in.import_module("uuid"), "UUID");
}

std::optional<Value> Uuid::attribute(Interpreter& in, std::string_view name) {
  if (name == "hex") return in.str(hex());
  if (name == "bytes") return make_bytes(in.heap(), bytes_);
  if (name == "int") return parse_integer(in, hex(), 16);
  if (name == "version") return Value::integer(static_cast<unsigned char>(bytes_[6]) >> 4);
  if (name == "urn") return in.str("urn:uuid:" + text());
  return std::nullopt;
}

std::optional<Value> Uuid::compare(Interpreter&, Comparison operation, const Value& other) {
  auto* right = host_cast<Uuid>(other);
  if (right == nullptr) return std::nullopt;
  const int order = bytes_.compare(right->bytes_);
  const bool results[] = {order == 0, order != 0, order<0, order <= 0, order> 0, order >= 0};
  return Value::boolean(results[static_cast<std::size_t>(operation)]);
}

std::optional<std::string> Uuid::format(Interpreter&, std::string_view specification) {
  return specification.empty() ? std::optional(text()) : std::nullopt;
}

bool Uuid::key_equals(Interpreter&, const Value& other) {
  auto* right = host_cast<Uuid>(other);
  return right != nullptr && right->bytes_ == bytes_;
}

Value make_uuid(Interpreter& in, const std::string& text) {
  std::string_view rest = text;
  if (rest.starts_with("urn:uuid:")) rest.remove_prefix(9);
  std::string digits;
  for (const char c : rest) {
    if (c == '-' || c == '{' || c == '}') continue;
    if (digit(c) < 0) in.raise("ValueError", "badly formed hexadecimal UUID string");
    digits.push_back(c);
  }
  if (digits.size() != 32) in.raise("ValueError", "badly formed hexadecimal UUID string");
  std::string bytes;
  for (std::size_t i = 0; i < 32; i += 2)
    bytes.push_back(static_cast<char>(digit(digits[i]) << 4 | digit(digits[i + 1])));
  return adopt(in, bytes);
}

void add_uuid(ModuleRegistry& registry) {
  registry.add("uuid", [](Interpreter& in, Module& module) {
    module.set("UUID", make_class(in, "UUID", "uuid", {},
                                  [signature = Signature("UUID", "hex=None, bytes=None, int=None")](
                                      Interpreter& i, const Arguments& arguments) {
                                    Bindings given = signature.bind(i, arguments);
                                    return construct(i, given);
                                  }));
    define(in, module, "uuid4", "", random);
    define(in, module, "uuid3", "namespace, name",
           [](Interpreter& i, Bindings& given) { return named(i, given, "md5", 3); });
    define(in, module, "uuid5", "namespace, name",
           [](Interpreter& i, Bindings& given) { return named(i, given, "sha1", 5); });
    module.set("NAMESPACE_DNS", make_uuid(in, "6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
    module.set("NAMESPACE_URL", make_uuid(in, "6ba7b811-9dad-11d1-80b4-00c04fd430c8"));
    module.set("NAMESPACE_OID", make_uuid(in, "6ba7b812-9dad-11d1-80b4-00c04fd430c8"));
    module.set("NAMESPACE_X500", make_uuid(in, "6ba7b814-9dad-11d1-80b4-00c04fd430c8"));
  });
}

}  // namespace pycharter::alembic::script

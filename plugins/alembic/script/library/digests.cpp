#include <pycharter/plugin/detail/digest.h>

#include <memory>

#include "alembic/script/library/install.h"

namespace pycharter::alembic::script {

namespace {

const std::string& data_of(Interpreter& in, const Value& value) {
  if (value.is(Kind::string)) in.raise("TypeError", "Strings must be encoded before hashing");
  if (!value.is(Kind::bytes)) in.raise("TypeError", "object supporting the buffer API required");
  return value.get<Bytes>().data;
}

class Digest final : public HostObject {
 public:
  Digest(std::string name, std::string data) : name_(std::move(name)), data_(std::move(data)) {}
  std::string type_name() const override { return "HASH"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view attribute_name) override {
    const Value self = Value::of(*this);
    if (attribute_name == "name") return in.str(name_);
    if (attribute_name == "digest")
      return make_native(in, "digest", "", [self](Interpreter& i, Bindings&) {
        return make_bytes(i.heap(), of(self).compute(i));
      });
    if (attribute_name == "hexdigest") {
      return make_native(in, "hexdigest", "", [self](Interpreter& i, Bindings&) {
        return i.call(i.attribute(make_bytes(i.heap(), of(self).compute(i)), "hex"));
      });
    }
    if (attribute_name == "update") {
      return make_native(in, "update", "data, /", [self](Interpreter& i, Bindings& given) {
        const std::string& more = data_of(i, given[0]);
        i.heap().charge(self.object().block(), more.size());
        of(self).data_ += more;
        return Value::none();
      });
    }
    return std::nullopt;
  }

 private:
  static Digest& of(const Value& self) { return *host_cast<Digest>(self); }

  std::string compute(Interpreter& in) const {
    auto result = plugin::digest_of(data_, name_.c_str());
    if (!result) in.raise("ValueError", "the hash " + name_ + " is not available");
    return *std::move(result);
  }

  std::string name_;
  std::string data_;
};

Value make_digest(Interpreter& in, const std::string& name, const Value& data) {
  return Value::adopt(in.heap().create<Digest>(name, data.defined() ? data_of(in, data) : std::string()));
}

std::string to_base64(const std::string& data) {
  std::string text(4 * ((data.size() + 2) / 3) + 1, '\0');
  const int size = plugin::detail::Libcrypto::get().encode_base64(
      reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(data.data()),
      static_cast<int>(data.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

Value decode_base64(Interpreter& in, Bindings& given) {
  std::string text = given[0].is(Kind::bytes) ? given[0].get<Bytes>().data : in.text(given[0], "argument");
  std::erase_if(text, [](char c) {
    return !(std::isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '/' || c == '=');
  });
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  std::string data(text.size() / 4 * 3 + 3, '\0');
  const int size = text.size() % 4 != 0 ? -1
                                        : plugin::detail::Libcrypto::get().decode_base64(
                                              reinterpret_cast<unsigned char*>(data.data()),
                                              reinterpret_cast<const unsigned char*>(text.data()),
                                              static_cast<int>(text.size()));
  if (size < 0) in.raise("ValueError", "Incorrect padding");
  data.resize(static_cast<std::size_t>(size) - padding);
  return make_bytes(in.heap(), data);
}

}  // namespace

void add_digests(ModuleRegistry& registry) {
  registry.add("hashlib", [](Interpreter& in, Module& module) {
    for (const char* name : {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}) {
      define(in, module, name, "data=b'', /, *, usedforsecurity=True",
             [name](Interpreter& i, Bindings& given) { return make_digest(i, name, given[0]); });
    }
    define(in, module, "new", "name, data=b'', **kw", [](Interpreter& i, Bindings& given) {
      return make_digest(i, i.text(given[0], "name"), given[1]);
    });
  });
  registry.add("base64", [](Interpreter& in, Module& module) {
    define(in, module, "b64encode", "s", [](Interpreter& i, Bindings& given) {
      return make_bytes(i.heap(), to_base64(data_of(i, given[0])));
    });
    define(in, module, "b64decode", "s, altchars=None, validate=False", decode_base64);
  });
  registry.add("binascii", [](Interpreter& in, Module& module) {
    module.set("Error", make_exception(in, module, "Error", in.builtin("ValueError")));
    define(in, module, "hexlify", "data", [](Interpreter& i, Bindings& given) {
      return i.call(i.attribute(i.call(i.attribute(given[0], "hex")), "encode"));
    });
  });
}

}  // namespace pycharter::alembic::script

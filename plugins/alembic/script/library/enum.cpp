#include "alembic/script/library/install.h"

namespace pycharter::alembic::script {

namespace {

class Automatic final : public HostObject {
 public:
  std::string type_name() const override { return "auto"; }
};

}  // namespace

void add_enum(ModuleRegistry& registry) {
  registry.add("enum", [](Interpreter& in, Module& module) {
    const Value base = make_class(in, "Enum", "enum");
    base.get<Class>().enumeration = true;
    module.set("Enum", base);
    for (const auto& [name, mixin] : {std::pair{"IntEnum", "int"}, std::pair{"StrEnum", "str"}}) {
      Value cls = make_class(in, name, "enum", {in.builtin(mixin), base});
      cls.get<Class>().enumeration = true;
      define(in, cls.get<Class>(), "__str__", "self", [](Interpreter& i, Bindings& given) {
        return i.str(i.to_text(i.attribute(given[0], "value")));
      });
      module.set(name, cls);
    }
    define(in, module, "auto", "",
           [](Interpreter& i, Bindings&) { return Value::adopt(i.heap().create<Automatic>()); });
    define(in, module, "unique", "enumeration", [](Interpreter&, Bindings& given) { return given[0]; });
  });
}

}  // namespace pycharter::alembic::script

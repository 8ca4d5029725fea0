#include "alembic/script/enumerations.h"
#include "alembic/script/library/install.h"
#include "alembic/script/library/written.h"

namespace pycharter::alembic::script {

namespace {

constexpr const char* flags = R"py(
class Flag(Enum):
    __flag__ = True

    def _bits(self, other):
        return other.value if isinstance(other, type(self)) else None

    def __or__(self, other):
        bits = self._bits(other)
        return NotImplemented if bits is None else type(self)(self.value | bits)

    def __and__(self, other):
        bits = self._bits(other)
        return NotImplemented if bits is None else type(self)(self.value & bits)

    def __xor__(self, other):
        bits = self._bits(other)
        return NotImplemented if bits is None else type(self)(self.value ^ bits)

    def __invert__(self):
        return type(self)(~self.value)

    def __contains__(self, other):
        bits = self._bits(other)
        if bits is None:
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__name__!r} and {type(self).__name__!r}")
        return bits & self.value == bits

    def __iter__(self):
        return iter([member for member in type(self) if member.value & self.value])

    def __len__(self):
        return len([member for member in type(self) if member.value & self.value])

    def __bool__(self):
        return self.value != 0

    def __repr__(self):
        name = type(self).__name__
        return f'<{name}: {self.value}>' if self.name is None else f'<{name}.{self.name}: {self.value}>'

    def __str__(self):
        name = type(self).__name__
        return f'{name}({self.value})' if self.name is None else f'{name}.{self.name}'

class IntFlag(int, Flag):
    def _bits(self, other):
        if isinstance(other, type(self)):
            return other.value
        return int(other) if isinstance(other, int) else None

    __ror__ = Flag.__or__
    __rand__ = Flag.__and__
    __rxor__ = Flag.__xor__

    def __or__(self, other):
        return Flag.__or__(self, other)

    def __and__(self, other):
        return Flag.__and__(self, other)

    def __xor__(self, other):
        return Flag.__xor__(self, other)

    def __invert__(self):
        return Flag.__invert__(self)

    def __str__(self):
        return str(self.value)
)py";

}  // namespace

void add_enum(ModuleRegistry& registry) {
  registry.add("enum", [](Interpreter& in, Module& module) {
    const Value base = make_class(in, "Enum", "enum");
    base.get<Class>().enumeration = true;
    define(in, base.get<Class>(), "__str__", "self", [](Interpreter& i, Bindings& given) {
      const Value self = given[0];
      return i.str(i.type_name(self) + "." + i.to_text(i.attribute(self, "name")));
    });
    module.set("Enum", base);
    for (const auto& [name, mixin] : {std::pair{"IntEnum", "int"}, std::pair{"StrEnum", "str"}}) {
      Value cls = make_class(in, name, "enum", {in.builtin(mixin), base});
      cls.get<Class>().enumeration = true;
      define(in, cls.get<Class>(), "__str__", "self", [](Interpreter& i, Bindings& given) {
        return i.str(i.to_text(i.attribute(given[0], "value")));
      });
      module.set(name, cls);
    }
    define(in, module, "auto", "", [](Interpreter& i, Bindings&) { return make_automatic(i); });
    define(in, module, "unique", "enumeration", [](Interpreter&, Bindings& given) { return given[0]; });
    run_in_module(in, module, flags);
  });
}

}  // namespace pycharter::alembic::script

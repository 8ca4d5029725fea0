// sqlalchemy.orm.registry, and the decorators that map classes without a base.
#include <algorithm>

#include "alembic/operations/orm/flask_sqlalchemy.h"
#include "alembic/operations/orm/model.h"

namespace pycharter::alembic::orm {
namespace {

using script::Class;

// Maps a class that a decorator or a call names, to tables of this registry's MetaData.
Value map_class(Session& session, const Value& metadata, const Value& type_map, const Value& cls) {
  auto& in = session.in();
  if (!cls.is(Kind::cls)) session.fail("ArgumentError", "a class is expected, not " + in.type_name(cls));
  auto& mapped = cls.get<Class>();
  if (mapped.find("metadata") == nullptr) mapped.set("metadata", metadata);
  const Value base = script::make_class(in, "registry", "sqlalchemy.orm");
  if (type_map.defined()) base.get<Class>().set("type_annotation_map", type_map);
  const Value* annotated = mapped.own("__annotated__");
  return make_mapped_class(
      session, base, cls,
      annotated == nullptr ? std::vector<Value>() : annotated->get<script::Tuple>().items);
}

class RegistryObject final : public script::HostObject {
 public:
  RegistryObject(Session& s, Value m, Value t)
      : session_(s), metadata_(std::move(m)), type_map_(std::move(t)) {}
  std::string type_name() const override { return "registry"; }

  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    if (name == "metadata") return metadata_;
    if (name == "type_annotation_map") return type_map_.defined() ? type_map_ : in.dict();
    if (name == "generate_base")
      return method(name, "mapper=None, cls=None, name='Base', metaclass=None",
                    [this](Session& s, const Given& given) { return generate_base(s, given); });
    if (name == "mapped" || name == "map_declaratively")
      return method(name, "cls", [this](Session& s, const Given& given) {
        return map_class(s, metadata_, type_map_, given["cls"]);
      });
    if (name == "mapped_as_dataclass")
      return method(name, "cls=None, **kw", [this](Session& s, const Given& given) {
        return given.has("cls") ? map_class(s, metadata_, type_map_, given["cls"]) : decorator();
      });
    if (name == "as_declarative_base")
      return method(name, "**kw", [this](Session& s, const Given&) { return base_decorator(s); });
    if (name == "map_imperatively")  // its table stands in the MetaData already
      return method(name, "cls, local_table=None, **kw",
                    [](Session&, const Given& given) { return given["cls"]; });
    if (name == "configure" || name == "dispose" || name == "update_type_annotation_map")
      return method(name, "type_annotation_map=None, cascade=False", [this](Session& s, const Given& given) {
        if (given.has("type_annotation_map")) extend(s, given["type_annotation_map"]);
        return Value::none();
      });
    return std::nullopt;
  }

 private:
  Value method(std::string_view name, std::string_view parameters, MethodCode code) {
    return make_method(session_, Value::of(*this), name, parameters, std::move(code));
  }

  void extend(Session& session, const Value& more) {
    if (!type_map_.defined()) type_map_ = session.in().dict();
    for (const auto& entry : more.get<script::Dict>().table.entries())
      if (entry.key.defined()) type_map_.get<script::Dict>().put(session.in(), entry.key, entry.value);
  }

  Value decorator() {
    const Value self = Value::of(*this);
    return make_function(session_, "mapped_as_dataclass", "cls",
                         [this, self](Session& s, const Given& given) {
                           return map_class(s, metadata_, type_map_, given["cls"]);
                         });
  }

  Value base_decorator(Session& session) {
    const Value self = Value::of(*this);
    return make_function(session, "as_declarative_base", "cls", [this, self](Session& s, const Given& given) {
      make_base(s, given["cls"], metadata_);
      return given["cls"];
    });
  }

  Value generate_base(Session& session, const Given& given) {
    Value base = make_plain_base(session, given);
    if (type_map_.defined()) base.get<Class>().set("type_annotation_map", type_map_);
    base.get<Class>().set("registry", Value::of(*this));
    make_base(session, base, metadata_);
    take_metaclass(session, base, given.value("metaclass"));
    return base;
  }

  Session& session_;
  const Value metadata_;
  Value type_map_;
};

Value new_registry(Session& session, const Given& given) {
  const Value metadata =
      given.has("metadata") ? given["metadata"] : session.in().call(schema_member(session, "MetaData"));
  return make_registry(session, metadata, given.value("type_annotation_map"));
}

// @as_declarative(metadata=…) class Base: …
Value as_declarative(Session& session, const Given& given) {
  const Value metadata = given.has("metadata") ? given["metadata"] : Value();
  const Value metaclass = given.value("metaclass");
  return make_function(session, "as_declarative", "cls",
                       [metadata, metaclass](Session& s, const Given& inner) {
                         make_base(s, inner["cls"], metadata);
                         take_metaclass(s, inner["cls"], metaclass);
                         return inner["cls"];
                       });
}

}  // namespace

Value make_registry(Session& session, const Value& metadata, const Value& type_map) {
  return script::make<RegistryObject>(session.in().heap(), session, metadata,
                                      type_map.is(Kind::dict) ? type_map : Value());
}

Value registry_member(Session& session, std::string_view name) {
  if (name == "registry")
    return make_function(session, name,
                         "*, metadata=None, class_registry=None, type_annotation_map=None, constructor=None",
                         new_registry);
  if (name == "as_declarative")
    return make_function(session, name, "metadata=None, metaclass=None, **kw", as_declarative);
  if (name == "AbstractConcreteBase" || name == "ConcreteBase" || name == "AsyncAttrs")
    return mixin_class(session, std::string(name));
  return Value();
}

Value mixin_class(Session& session, const std::string& name) {
  return class_once(session.classes, "orm:" + name,
                    [&] { return script::make_class(session.in(), name, "sqlalchemy.orm"); });
}

Value nothing_of_tables(Session& session, const std::string& source) {
  Value made = script::make_unknown(session.in(), source);
  script::host_cast<script::Unknown>(made)->harmless = true;
  return made;
}

namespace {

// What models take from other packages and what adds no column to a table: decorators, properties and bases.
// A name that ends in a dot stands for all that begins with it.
constexpr std::string_view without_columns[] = {
    "sqlalchemy.ext.hybrid.",
    "sqlalchemy.ext.associationproxy.",
    "sqlalchemy.ext.orderinglist.",
    "sqlalchemy.ext.asyncio.",
    "sqlalchemy.ext.baked.",
    "sqlalchemy.ext.serializer.",
    "sqlalchemy.event.",
    "sqlalchemy.events.",
    "sqlalchemy.orm.events.",
    "sqlalchemy.orm.collections.",
    "sqlalchemy.util.",
    "pydantic.",
    "pydantic_settings.",
    "abc.",
    "functools.",
    "logging.",
    "threading.",
    "asyncio.",
    "contextlib.",
    "warnings.",
    "typing.",
    "typing_extensions.",
    "structlog.",
    "loguru.",
    "passlib.",
    "werkzeug.",
    "bcrypt.",
    "itsdangerous.",
    "cryptography.",
    "flask_login.UserMixin",
    "sqlalchemy_serializer.SerializerMixin",
    "sqlalchemy_utils.generic_repr",
    "sqlalchemy_utils.observes",
};

}  // namespace

bool has_no_columns(const script::Unknown& value) {
  if (value.harmless) return true;
  return std::any_of(std::begin(without_columns), std::end(without_columns), [&](std::string_view name) {
    return name.ends_with('.') ? value.source.starts_with(name) && !value.holds_objects
                               : value.source.substr(0, value.source.find('(')) == name;
  });
}

}  // namespace pycharter::alembic::orm

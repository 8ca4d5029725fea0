#include "alembic/operations/orm/declarative.h"

#include <algorithm>

#include "alembic/operations/orm/composite.h"
#include "alembic/operations/orm/flask_sqlalchemy.h"
#include "alembic/operations/orm/model.h"
#include "alembic/operations/orm/unit_of_work.h"
#include "alembic/operations/to_json.h"
#include "alembic/script/hint.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::orm {
namespace {

using script::Class;

// Keywords of mapped_column() that only matter to dataclasses, or to when a column is loaded.
constexpr std::string_view object_only[] = {"init",
                                            "repr",
                                            "default_factory",
                                            "compare",
                                            "kw_only",
                                            "hash",
                                            "deferred",
                                            "deferred_group",
                                            "deferred_raiseload",
                                            "sort_order",
                                            "use_existing_column",
                                            "active_history",
                                            "dataclass_metadata"};

// Keyword arguments become attributes.
Value construct_instance(Interpreter& in, Bindings& given) {
  const Value self = given[0];
  const Value cls = in.type_of(self);
  for (const auto& [name, value] : given.keywords) {
    if (!in.find_attribute(cls, name))
      in.raise("TypeError", "'" + name + "' is an invalid keyword argument for " + cls.get<Class>().name);
    in.set_attribute(self, name, value);
  }
  return Value::none();
}

}  // namespace

// A script can call it as well.
Value make_hook(Interpreter& in, MakeClass make) {
  return script::make_native(in, "__make_class__", "cls, annotated, /",
                             [make = std::move(make)](Interpreter& i, Bindings& given) {
                               if (!given[0].is(Kind::cls) || !given[1].is(Kind::tuple))
                                 i.raise("TypeError", "__make_class__() takes a class and a tuple");
                               return make(given[0], given[1].get<script::Tuple>().items);
                             });
}

void make_base(Session& session, const Value& base, const Value& metadata) {
  auto& in = session.in();
  auto& cls = base.get<Class>();
  const Value* own = cls.own("registry");
  const Value registry = own != nullptr ? *own : Value();
  if (registry.defined() && cls.own("type_annotation_map") == nullptr)
    cls.set("type_annotation_map", in.attribute(registry, "type_annotation_map"));
  if (cls.own("metadata") == nullptr)
    cls.set("metadata", metadata.defined()   ? metadata
                        : registry.defined() ? in.attribute(registry, "metadata")
                                             : in.call(schema_member(session, "MetaData")));
  if (!registry.defined())
    cls.set(
        "registry",
        make_registry(session, *cls.own("metadata"),
                      cls.own("type_annotation_map") == nullptr ? Value() : *cls.own("type_annotation_map")));
  cls.set("__make_class__",
          make_hook(in, [&session, base](const Value& made, const std::vector<Value>& annotated) {
            return make_mapped_class(session, base, made, annotated);
          }));
  if (cls.own("__init__") == nullptr) define(in, cls, "__init__", "self, **kw", construct_instance);
}

Value make_plain_base(Session& session, const Given& given) {
  auto& in = session.in();
  std::vector<Value> bases;
  if (const auto* unknown = script::as_unknown(given.value("cls")))
    refuse_unknown(in, *unknown, "the base class");
  if (given.has("cls"))
    bases =
        given["cls"].is(Kind::tuple) ? given["cls"].get<script::Tuple>().items : std::vector{given["cls"]};
  return script::make_class(in, given.has("name") ? in.text(given["name"], "name") : "Base", "sqlalchemy.orm",
                            bases);
}

namespace {

Value declarative_base(Session& session, const Given& given) {
  Value base = make_plain_base(session, given);
  if (given.has("type_annotation_map"))
    base.get<Class>().set("type_annotation_map", given["type_annotation_map"]);
  make_base(session, base, given.has("metadata") ? given["metadata"] : Value());
  take_metaclass(session, base, given.value("metaclass"));
  return base;
}

// A class made from it is a base; classes made from that are mapped.
Value declarative_base_class(Session& session, const std::string& name) {
  return class_once(session.classes, "orm:" + name, [&] {
    auto& in = session.in();
    Value made = script::make_class(in, name, "sqlalchemy.orm");
    made.get<Class>().set("__make_class__",
                          make_hook(in, [&session](const Value& mapped, const std::vector<Value>& annotated) {
                            keep_annotated(session, mapped, annotated);
                            make_base(session, mapped, Value());
                            return mapped;
                          }));
    return made;
  });
}

Value mapped_column(Session& session, const Given& given) {
  auto& in = session.in();
  Arguments arguments{given.rest(), {}};
  std::int64_t sort_order = 0;
  bool use_existing = false;
  for (const auto& [name, value] : given.keywords()) {
    if (name == "sort_order") sort_order = in.integer(value, name);
    if (name == "use_existing_column") use_existing = in.truth(value);
    if (std::find(std::begin(object_only), std::end(object_only), name) == std::end(object_only))
      arguments.keywords.emplace_back(name, value);
  }
  Value made = in.call(schema_member(session, "Column"), arguments);
  auto& column = *script::host_cast<ColumnObject>(made);
  column.sort_order = sort_order;
  column.use_existing = use_existing;
  return made;
}

// deferred(Column(…)), column_property(Column(…)): the column; of an expression it is nothing of the table's.
Value column_of_property(Session& session, const Given& given) {
  const Value& first = given["column"];
  const auto* column = script::host_cast<ColumnObject>(first);
  if (column != nullptr && !column->owner.defined()) return first;
  const auto* unknown = script::as_unknown(first);
  if (unknown != nullptr) return first;
  return nothing_of_tables(session, "sqlalchemy.orm.column_property");
}

// A function or decorator of the mapper that leaves tables alone.
Value inert(Session& session, std::string_view name) {
  return nothing_of_tables(session, "sqlalchemy.orm." + std::string(name));
}
constexpr std::string_view inert_names[] = {"validates",
                                            "reconstructor",
                                            "synonym",
                                            "query_expression",
                                            "mapper",
                                            "class_mapper",
                                            "object_mapper",
                                            "column_keyed_dict",
                                            "attribute_keyed_dict",
                                            "mapped_collection",
                                            "attribute_mapped_collection",
                                            "column_mapped_collection",
                                            "keyfunc_mapping",
                                            "with_polymorphic",
                                            "contains_eager",
                                            "dynamic_loader",
                                            "make_transient",
                                            "Mapper",
                                            "Query",
                                            "InstrumentedAttribute",
                                            "QueryableAttribute",
                                            "events"};

// @declared_attr and @declared_attr.directive: a function of the class, called when a class is mapped.
class DeclaredAttribute final : public DeclaredFunction {
 public:
  explicit DeclaredAttribute(Value f) : function_(std::move(f)) {}
  std::string type_name() const override { return "declared_attr"; }
  Value function() const override { return function_; }
  Value declared(Interpreter& in, const Value& cls) const override {
    const auto* method = function_.get_if<script::Descriptor>();  // with @classmethod under it
    return in.call(method == nullptr ? function_ : method->function, Arguments{{cls}, {}});
  }

 private:
  const Value function_;
};

class DeclaredDecorator final : public script::HostObject {
 public:
  std::string type_name() const override { return "declared_attr"; }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override {
    return name == "directive" || name == "cascading" ? std::optional(Value::of(*this)) : std::nullopt;
  }
  std::optional<Value> call(Interpreter& in, const Arguments& given) override {
    if (given.positional.size() != 1) in.raise("TypeError", "declared_attr takes a function");
    return script::make<DeclaredAttribute>(in.heap(), given.positional.front());
  }
};

struct Function {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Session&, const Given&);
};

// A loader option or an event's handler changes when rows are loaded, not what is in them.
Value option(Session& session, const Given&) {
  return session.in().str("loader option");
}
// foreign(column), remote(column): of a relationship's condition.
Value itself(Session&, const Given& given) {
  return given["expr"];
}
Value alias(Session& session, const Given& given) {
  const auto* model = find_model(session, given["element"]);
  if (model == nullptr) session.fail("ArgumentError", "aliased() takes a mapped class");
  return script::make<AliasedModel>(session.in().heap(), *model,
                                    make_alias(session, model->table_object(), given.value("name")));
}

constexpr Function functions[] = {
    {"declarative_base",
     "bind=None, metadata=None, mapper=None, cls=None, name='Base', constructor=None, class_registry=None, "
     "metaclass=None, type_annotation_map=None",
     declarative_base},
    {"mapped_column", "*args, **kw", mapped_column},
    {"deferred", "column, *additional, **kw", column_of_property},
    {"column_property", "column, *additional, **kw", column_of_property},
    {"composite", composite_parameters, composite},
    {"aliased", "element, alias=None, name=None, flat=False, adapt_on_names=False", alias},
    {"joinedload", "*keys, **kw", option},
    {"selectinload", "*keys, **kw", option},
    {"subqueryload", "*keys, **kw", option},
    {"lazyload", "*keys, **kw", option},
    {"noload", "*keys, **kw", option},
    {"load_only", "*attrs, **kw", option},
    {"defer", "*keys, **kw", option},
    {"undefer", "*keys, **kw", option},
    {"configure_mappers", "", option},
    {"foreign", "expr", itself},
    {"remote", "expr", itself},
};

}  // namespace

Value reflected_member(Session& session, std::string_view name) {
  if (name != "automap_base") return Value();
  return make_function(session, name, "declarative_base=None, **kw", [](Session& s, const Given&) -> Value {
    refuse_reflection(s, "automap_base() makes its classes");
  });
}

Value declarative_member(Session& session, std::string_view name) {
  if (name == deferred_reflection && session.in().reads_sources())
    return mixin_class(session, std::string(name));
  if (name == "DeclarativeBase" || name == "DeclarativeBaseNoMeta")
    return declarative_base_class(session, std::string(name));
  if (name == "Mapped" || name == "WriteOnlyMapped" || name == "DynamicMapped")
    return script::make_hint(session.in(), std::string(name));
  if (name == "declared_attr" || name == "declarative_mixin")
    return name == "declared_attr" ? script::make<DeclaredDecorator>(session.in().heap())
                                   : session.in().attribute(session.in().import_module("typing"), "final");
  if (name == "DeclarativeMeta" || name == "DeclarativeAttributeIntercept")
    return declarative_base_class(session, std::string(name));
  if (name == "MappedAsDataclass") return mixin_class(session, "MappedAsDataclass");
  if (Value found = registry_member(session, name); found.defined()) return found;
  if (session.in().reads_sources() &&
      std::find(std::begin(inert_names), std::end(inert_names), name) != std::end(inert_names))
    return inert(session, name);
  for (const auto& row : functions)
    if (row.name == name) return make_function(session, row.name, row.parameters, row.code);
  return Value();
}

}  // namespace pycharter::alembic::orm

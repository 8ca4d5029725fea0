#include "alembic/operations/orm/composite.h"

#include <algorithm>

#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"
#include "alembic/script/hint.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::orm {
namespace {

using script::Class;
using script::TypeHint;

bool is_attribute(const Value& value) {
  return string_of(value) || host_cast_expression(value) != nullptr;
}

// Mapped[Point], Mapped["Point"], Mapped[Point | None], Mapped[Annotated[Point, …]] -> Point.
Value annotated_class(Session& session, const Annotate& annotate) {
  Value value = annotate({});
  for (int layers = 0; layers < 8; ++layers) {
    if (value.is(Kind::string)) {
      value = annotate(value.get<script::Str>().text);
      continue;
    }
    const auto* hint = script::host_cast<TypeHint>(value);
    const bool outer = hint != nullptr && (hint->name == "Mapped" || hint->name == "Annotated");
    if (outer && !hint->arguments.empty()) {
      value = hint->arguments.front();
      continue;
    }
    bool optional = false;
    const std::vector<Value> members = without_none(session, value, optional);
    if (members.size() != 1 || members.front().same(value)) break;
    value = members.front();
  }
  return value;
}

class Reading {
 public:
  Reading(Session& session, const Composite& composite, Value cls, const Value& type_map, std::string what)
      : session_(session),
        in_(session.in()),
        composite_(composite),
        cls_(std::move(cls)),
        type_map_(type_map),
        what_(std::move(what)) {}

  std::vector<CompositeColumn> run() {
    const std::vector<std::string> fields = fields_of_dataclass();
    if (!fields.empty() && composite_.attributes.size() > fields.size())
      session_.fail("ArgumentError", "number of composite attributes " +
                                         std::to_string(composite_.attributes.size()) +
                                         " exceeds that of the number of attributes in class " +
                                         cls_.get<Class>().name + " " + std::to_string(fields.size()));
    if (composite_.attributes.empty() && fields.empty()) refuse_unknown_class();
    std::vector<CompositeColumn> made;
    for (std::size_t i = 0; i < std::max(fields.size(), composite_.attributes.size()); ++i) {
      const Value attribute = i < composite_.attributes.size() ? composite_.attributes[i] : Value();
      if (auto column = column_of(attribute, i < fields.size() ? fields[i] : std::string()))
        made.push_back(std::move(*column));
    }
    return made;
  }

 private:
  std::vector<std::string> fields_of_dataclass() {
    auto* cls = cls_.get_if<Class>();
    std::vector<std::string> names;
    if (cls != nullptr && cls->find("__dataclass_fields__") != nullptr)
      for (const Value& field : in_.collect(*cls->find("__dataclass_fields__")))
        names.push_back(in_.to_text(in_.attribute(field, "name")));
    return names;
  }

  void refuse_unknown_class() {
    const auto* unknown = script::as_unknown(cls_);
    const Value ancestor = cls_.is(Kind::cls) ? script::unknown_ancestor(cls_.get<Class>()) : Value();
    if (unknown == nullptr) unknown = script::as_unknown(ancestor);
    if (unknown != nullptr) refuse_unknown(in_, *unknown, "the columns of " + what_);
  }

  std::optional<CompositeColumn> column_of(const Value& attribute, const std::string& field) {
    if (const auto* unknown = script::as_unknown(attribute)) refuse_unknown(in_, *unknown, what_);
    CompositeColumn made{field, attribute, {}};
    if (!attribute.defined()) {
      made.column = in_.call(schema_member(session_, "Column"));
      if (!composite_.column_template.empty()) made.name = named_by_template(field);
    }
    const auto* column = script::host_cast<ColumnObject>(made.column);
    if (column == nullptr) return std::nullopt;        // the name or the attribute of a column
    if (column->owner.defined()) return std::nullopt;  // of a table that is made already
    if (const auto* name = column->definition.if_contains("name")) made.name = name_text(*name);
    if (made.name.empty()) {
      refuse_unknown_class();
      session_.fail("ArgumentError",
                    "Composite class column arguments must be named unless a dataclass is used");
    }
    if (!field.empty()) made.type = type_of(field);
    return made;
  }

  std::string named_by_template(const std::string& field) {
    std::string name = composite_.column_template;
    const auto place = name.find("%s");
    return place == std::string::npos ? name : name.replace(place, 2, field);
  }

  // As if the class that has the composite said Mapped[…] of it.
  MappedType type_of(const std::string& field) {
    std::vector<Value> classes{cls_};
    const auto& order = cls_.get<Class>().order;
    classes.insert(classes.end(), order.begin(), order.end());
    for (const Value& one : classes) {
      const Annotate annotate = annotation_of(session_, one, field);
      const Value annotation = one.get<Class>().own("__annotate__") == nullptr ? Value() : annotate({});
      if (!annotation.defined()) continue;
      const Value mapped = script::make_hint(in_, "Mapped", Value(), {annotation});
      return read_annotation(
          session_, [&](const std::string& text) { return text.empty() ? mapped : annotate(text); },
          type_map_);
    }
    return {};
  }

  Session& session_;
  Interpreter& in_;
  const Composite& composite_;
  const Value cls_;
  const Value& type_map_;
  const std::string what_;
};

}  // namespace

Value composite(Session& session, const Given& given) {
  Value cls = given.value("_class_or_attr");
  std::vector<Value> attributes = given.rest();
  if (cls.defined() && is_attribute(cls)) attributes.insert(attributes.begin(), std::exchange(cls, Value()));
  if (cls.is_none()) cls = Value();
  const std::string column_template = given.has("column_template")
                                          ? session.in().text(given["column_template"], "column_template")
                                          : std::string();
  return script::make<Composite>(session.in().heap(), cls, std::move(attributes), column_template);
}

std::vector<CompositeColumn> columns_of(Session& session, const Composite& composite,
                                        const Annotate& annotate, const Value& type_map,
                                        const std::string& what) {
  const Value cls = composite.cls.defined() ? composite.cls : annotated_class(session, annotate);
  return Reading(session, composite, cls, type_map, what).run();
}

}  // namespace pycharter::alembic::orm

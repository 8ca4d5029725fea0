#include "alembic/operations/orm/model.h"

#include "alembic/operations/orm/unit_of_work.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic::orm {

MappedAttribute::MappedAttribute(Session& s, const ColumnObject& column, Value cls, std::string k)
    : Expression(s, column.json, column.froms), owner(std::move(cls)), key(std::move(k)) {}

std::optional<Value> MappedAttribute::attribute(Interpreter& in, std::string_view name) {
  if (name == "key") return in.str(key);
  if (name == "class_" || name == "parent") return owner;
  if (name == "property" || name == "expression") return Value::of(*this);
  if (name == "columns") return in.list({Value::of(*this)});
  return Expression::attribute(in, name);
}

std::optional<Value> MappedAttribute::get(Interpreter& in, const Value& instance) {
  const auto& attributes = instance.get<script::Instance>().attributes;
  if (const Value* own = attributes.find(key)) return *own;
  if (auto* unit = unit_of(session, instance); unit != nullptr && unit->load_missing(instance))
    if (const Value* own = attributes.find(key)) return *own;
  (void)in;
  return Value::none();
}

bool MappedAttribute::set(Interpreter&, const Value& instance, const Value& value) {
  // What the row had must be known before it is written over.
  if (auto* unit = unit_of(session, instance)) {
    unit->load_missing(instance);
    unit->find(instance)->touched = true;
  }
  instance.get<script::Instance>().set(key, value);
  return true;
}

MappedAttribute& UnreadAttribute::read() {
  if (!made_.defined())
    made_ = script::make<MappedAttribute>(session_.in().heap(), session_,
                                          *script::host_cast<ColumnObject>(column_), owner_, key_);
  return *script::host_cast<MappedAttribute>(made_);
}

std::optional<Value> UnreadAttribute::get_of_class(Interpreter&, const Value&) {
  return Value::of(read());
}

std::optional<Value> UnreadAttribute::get(Interpreter& in, const Value& instance) {
  return read().get(in, instance);
}

bool UnreadAttribute::set(Interpreter& in, const Value& instance, const Value& value) {
  return read().set(in, instance, value);
}

const MappedColumn* Model::by_key(std::string_view wanted) const {
  for (const auto& column : columns)
    if (column.key == wanted) return &column;
  return nullptr;
}

const MappedColumn* Model::by_name(std::string_view wanted) const {
  for (const auto& column : columns)
    if (column.name == wanted) return &column;
  return nullptr;
}

std::optional<Value> AliasedModel::attribute(Interpreter& in, std::string_view name) {
  const auto* mapped = model.by_key(name);
  if (mapped == nullptr) return in.find_attribute(model.cls, name);
  return *script::host_cast<FromObject>(from)->columns().find(mapped->name);
}

Registry& registry(Session& session) {
  if (!session.orm) session.orm = std::make_shared<Registry>();
  return *session.orm;
}

const Model* find_model(Session& session, const Value& value) {
  if (!session.orm) return nullptr;
  if (const auto* aliased = script::host_cast<AliasedModel>(value)) return &aliased->model;
  const script::Class* cls = value.get_if<script::Class>();
  if (const auto* instance = value.get_if<script::Instance>()) cls = &instance->type();
  if (cls == nullptr) return nullptr;
  const auto& models = session.orm->models;
  const auto found = models.find(cls);
  return found == models.end() ? nullptr : found->second.get();
}

const Model* find_model(Session& session, std::string_view name) {
  const auto dot = name.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? name : name.substr(dot + 1);
  for (const auto& [cls, model] : registry(session).models)
    if (model->name() == last) return model.get();
  for (const auto& [cls, model] : registry(session).models)
    if (name_text(model->table_object().from.at("name")) == name) return model.get();
  return nullptr;
}

UnitOfWork* unit_of(Session& session, const Value& instance) {
  if (!session.orm) return nullptr;
  const auto found = session.orm->owners.find(&instance.object());
  return found == session.orm->owners.end() ? nullptr : found->second;
}

}  // namespace pycharter::alembic::orm

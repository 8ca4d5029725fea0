#include "alembic/operations/orm/unit_of_work.h"

#include <algorithm>

#include "alembic/operations/connection.h"
#include "alembic/operations/orm/relationship.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic::orm {
namespace {

script::Table& attributes_of(const Entry& entry) {
  return entry.instance.get<script::Instance>().attributes;
}

}  // namespace

// ---- what is held

Entry* UnitOfWork::find(const Value& instance) {
  if (!instance.is_object()) return nullptr;
  const auto found = by_instance_.find(&instance.object());
  return found == by_instance_.end() ? nullptr : found->second;
}

void UnitOfWork::add(const Value& instance) {
  const Model* model = instance.is(Kind::instance) ? find_model(session_, instance) : nullptr;
  if (model == nullptr)
    session_.fail("UnmappedInstanceError", "Class '" + session_.in().type_name(instance) + "' is not mapped");
  if (Entry* held = find(instance)) {
    if (held->status == Entry::Status::deleted) held->status = Entry::Status::persistent;
    return;
  }
  if (auto* other = unit_of(session_, instance); other != nullptr && other != this)
    session_.fail("InvalidRequestError", "Object is already attached to another session");
  auto entry = std::make_unique<Entry>();
  entry->instance = instance;
  entry->model = model;
  by_instance_[&instance.object()] = entry.get();
  registry(session_).owners[&instance.object()] = this;
  const Entry& added = *entry;
  entries_.push_back(std::move(entry));
  // What it refers to is held with it.
  for (const Value& related : related_instances(session_, added))
    if (!holds(related)) add(related);
}

void UnitOfWork::remove(const Value& instance) {
  Entry* entry = find(instance);
  if (entry == nullptr || entry->status == Entry::Status::pending)
    session_.fail("InvalidRequestError", "Instance " + session_.in().to_repr(instance) + " is not persisted");
  load_missing(instance);  // its key must be known when the row goes
  entry->status = Entry::Status::deleted;
}

void UnitOfWork::forget(const Value& instance) {
  Entry* entry = find(instance);
  if (entry == nullptr)
    session_.fail("InvalidRequestError",
                  "Instance " + session_.in().to_repr(instance) + " is not present in this Session");
  if (!entry->identity.empty()) by_identity_.erase(identity_key(*entry->model, entry->identity));
  by_instance_.erase(&instance.object());
  registry(session_).owners.erase(&instance.object());
  std::erase_if(entries_, [&](const auto& held) { return held.get() == entry; });
}

void UnitOfWork::clear() {
  for (const auto& entry : entries_)
    registry(session_).owners.erase(&entry->instance.object());
  by_instance_.clear();
  by_identity_.clear();
  entries_.clear();
}

std::vector<Value> UnitOfWork::instances(Entry::Status status) const {
  std::vector<Value> made;
  for (const auto& entry : entries_)
    if (entry->status == status) made.push_back(entry->instance);
  return made;
}

std::vector<Value> UnitOfWork::touched() const {
  std::vector<Value> made;
  for (const auto& entry : entries_)
    if (entry->status == Entry::Status::persistent && entry->touched) made.push_back(entry->instance);
  return made;
}

bool UnitOfWork::is_changed(const Entry& entry) const {
  for (const auto& [key, before] : entry.loaded) {
    const Value* now = std::as_const(attributes_of(entry)).find(key);
    if (now != nullptr && !now->same(before) && !session_.in().equals(*now, before)) return true;
  }
  return false;
}

std::string UnitOfWork::identity_key(const Model& model, const std::vector<Value>& key) const {
  return model.name() + " " + session_.in().to_repr(session_.in().tuple(key));
}

void UnitOfWork::keep(Entry& entry, std::vector<Value> identity) {
  if (!entry.identity.empty()) by_identity_.erase(identity_key(*entry.model, entry.identity));
  entry.identity = std::move(identity);
  entry.status = Entry::Status::persistent;
  by_identity_[identity_key(*entry.model, entry.identity)] = &entry;
}

std::vector<Value> UnitOfWork::key_values(const Entry& entry) const {
  std::vector<Value> made;
  for (const auto index : entry.model->primary_key) {
    const Value* value = std::as_const(attributes_of(entry)).find(entry.model->columns[index].key);
    made.push_back(value == nullptr ? Value::none() : *value);
  }
  return made;
}

// ---- reading

Value UnitOfWork::key_condition(const Model& model, const std::vector<Value>& key) {
  std::vector<Value> conditions;
  for (std::size_t i = 0; i < model.primary_key.size(); ++i) {
    const Value column = session_.in().attribute(model.cls, model.columns[model.primary_key[i]].key);
    conditions.push_back(session_.in().compare(script::Comparison::equal, column, key.at(i)));
  }
  return make_junction(session_, "and", conditions);
}

void UnitOfWork::set_loaded(Entry& entry, const std::vector<Value>& cells, bool only_missing) {
  for (std::size_t i = 0; i < entry.model->columns.size(); ++i) {
    const std::string& key = entry.model->columns[i].key;
    if (only_missing && std::as_const(attributes_of(entry)).find(key) != nullptr) continue;
    entry.instance.get<script::Instance>().set(key, cells.at(i));
    entry.loaded[key] = cells[i];
  }
}

Value UnitOfWork::instance_of(const Model& model, const std::vector<Value>& cells) {
  std::vector<Value> key;
  for (const auto index : model.primary_key)
    key.push_back(cells.at(index));
  if (std::all_of(key.begin(), key.end(), [](const Value& value) { return value.is_none(); }))
    return Value::none();
  if (const auto found = by_identity_.find(identity_key(model, key)); found != by_identity_.end()) {
    set_loaded(*found->second, cells, true);
    return found->second->instance;
  }
  const Value instance = script::make<script::Instance>(session_.in().heap(), model.cls);
  add(instance);
  Entry& entry = *find(instance);
  set_loaded(entry, cells, false);
  keep(entry, std::move(key));
  return instance;
}

Value UnitOfWork::get(const Model& model, const std::vector<Value>& key) {
  if (key.size() != model.primary_key.size())
    session_.fail("InvalidRequestError",
                  "Incorrect number of values in identifier to formulate primary key for session.get()");
  if (const auto found = by_identity_.find(identity_key(model, key)); found != by_identity_.end())
    return found->second->instance;
  autoflush();
  const Value select =
      call_method(session_, select_of(session_, model), "where", {key_condition(model, key)});
  const Value row = call_method(session_, run_statement(session_, select), "first");
  return row.is_none() ? row : instance_of(model, session_.in().collect(row));
}

bool UnitOfWork::load_missing(const Value& instance) {
  Entry* entry = find(instance);
  if (entry == nullptr || entry->status != Entry::Status::persistent) return false;
  const auto& columns = entry->model->columns;
  if (std::all_of(columns.begin(), columns.end(), [&](const auto& column) {
        return std::as_const(attributes_of(*entry)).find(column.key) != nullptr;
      }))
    return false;
  const Model& model = *entry->model;
  const Value select =
      call_method(session_, select_of(session_, model), "where", {key_condition(model, entry->identity)});
  const Value row = call_method(session_, run_statement(session_, select), "first");
  if (row.is_none())
    session_.fail("ObjectDeletedError",
                  "Instance '<" + model.name() + ">' has been deleted, or its row is otherwise not present.");
  set_loaded(*entry, session_.in().collect(row), true);
  return true;
}

void UnitOfWork::expire(Entry& entry) {
  for (const auto& column : entry.model->columns)
    attributes_of(entry).erase(column.key);
  for (const auto& key : entry.model->relationships)
    attributes_of(entry).erase(key);
  entry.loaded.clear();
  entry.touched = false;
  entry.collections.clear();
}

void UnitOfWork::expire_all(const Model* of) {
  for (const auto& entry : entries_)
    if (entry->status == Entry::Status::persistent && (of == nullptr || entry->model == of)) expire(*entry);
}

Value call_method(Session& session, const Value& object, std::string_view name,
                  std::vector<Value> arguments) {
  return session.in().call(session.in().attribute(object, name), Arguments{std::move(arguments), {}});
}

Value select_of(Session& session, const Model& model) {
  return make_select(session, {model.table});
}

bool refers_to(const Model& model, const Model& target) {
  return foreign_key_between(model, target).has_value();
}

}  // namespace pycharter::alembic::orm

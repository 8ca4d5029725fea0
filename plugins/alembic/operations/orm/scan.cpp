#include "alembic/operations/orm/scan.h"

#include <algorithm>

#include "alembic/operations/orm/annotations.h"
#include "alembic/operations/orm/composite.h"
#include "alembic/operations/orm/relationship.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"

namespace pycharter::alembic::orm {
namespace {

using script::Class;

bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Attributes that were assigned and those that were only annotated, in one order: what both lists have stands
// where it is in both.
std::vector<std::string> merged(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  const std::vector<std::string>* lists[] = {&one, &other};
  std::size_t at[] = {0, 0};
  std::vector<std::string> made;
  const auto skip_until_shared = [&](std::size_t which) {
    const auto& list = *lists[which];
    for (; at[which] < list.size(); ++at[which]) {
      if (among(*lists[1 - which], list[at[which]])) return;
      made.push_back(list[at[which]]);
    }
  };
  for (std::size_t first = 0; at[0] < one.size() || at[1] < other.size(); first = 1 - first) {
    skip_until_shared(first);
    skip_until_shared(1 - first);
    if (at[first] >= lists[first]->size()) continue;
    const std::string shared = (*lists[first])[at[first]++];
    if (among(made, shared)) continue;
    made.push_back(shared);
    auto& place = at[1 - first];
    if (place < lists[1 - first]->size() && (*lists[1 - first])[place] == shared) ++place;
  }
  return made;
}

class Scan {
 public:
  Scan(Session& session, Model& model, const Value& type_map)
      : session_(session), in_(session.in()), model_(model), cls_(model.cls), type_map_(type_map) {}

  // As SQLAlchemy does: of each class in the order of look-up first the columns, then what declared_attr
  // gives.
  void run(const std::vector<Value>& annotated) {
    std::vector<Value> classes{cls_};
    const auto& order = cls_.get<Class>().order;
    classes.insert(classes.end(), order.begin(), order.end());
    for (std::size_t i = 0; i < classes.size(); ++i) {
      const Value& from = classes[i];
      if (i > 0 && registry(session_).models.contains(&from.object())) continue;
      refuse_unknown_base(from);
      const auto names = i == 0 ? annotated : annotated_names(from);
      const auto keys = keys_of(from, names);
      if (i == 0) {
        for (const auto& [key, is_annotated] : keys)
          declare_own(key, is_annotated);
        continue;
      }
      for (const auto& [key, is_annotated] : keys)
        copy_column(from, key, is_annotated);
      for (const auto& [key, is_annotated] : keys)
        call_declared(from, key);
    }
    std::stable_sort(model_.columns.begin(), model_.columns.end(),
                     [](const MappedColumn& a, const MappedColumn& b) { return order_of(a) < order_of(b); });
  }

 private:
  static std::int64_t order_of(const MappedColumn& mapped) {
    return script::host_cast<ColumnObject>(mapped.column)->sort_order;
  }

  static std::vector<Value> annotated_names(const Value& from) {
    const Value* names = from.get<Class>().own("__annotated__");
    return names == nullptr ? std::vector<Value>() : names->get<script::Tuple>().items;
  }

  std::vector<std::pair<std::string, bool>> keys_of(const Value& from, const std::vector<Value>& annotated) {
    std::vector<std::string> assigned, names;
    for (const auto& entry : from.get<Class>().members.entries())
      if (entry.key.defined()) assigned.push_back(in_.to_text(entry.key));
    for (const Value& name : annotated)
      names.push_back(in_.to_text(name));
    std::vector<std::pair<std::string, bool>> keys;
    for (const auto& key : merged(assigned, names))
      if (!key.starts_with("__")) keys.emplace_back(key, among(names, key));
    return keys;
  }

  // A base that is not known may hold columns.
  void refuse_unknown_base(const Value& from) {
    const auto* unknown = script::as_unknown(from.get<Class>().unknown);
    if (unknown != nullptr && !has_no_columns(*unknown))
      refuse_unknown(in_, *unknown, "the columns of class " + cls_.get<Class>().name);
  }

  // Something nearer to the class has the name, be it a value that is no column.
  bool is_overridden(const Value& from, const std::string& key) {
    if (cls_.get<Class>().own(key) != nullptr) return true;
    for (const Value& ancestor : cls_.get<Class>().order) {
      if (ancestor.same(from)) return false;
      if (ancestor.get<Class>().own(key) != nullptr) return true;
    }
    return false;
  }

  // What stands under a name as a column: Column(), deferred(Column()), or an annotation alone. Undefined for
  // everything else.
  Value column_value(const Value& from, const std::string& key, bool annotated, MappedType& type) {
    const Value* member = from.get<Class>().own(key);
    const Value value = member == nullptr ? Value() : *member;
    const bool is_column = value.defined() && script::host_cast<ColumnObject>(value) != nullptr;
    if (annotated && (member == nullptr || is_column))
      type = read_annotation(session_, annotation_of(session_, from, key), type_map_);
    if (is_column) return value;
    if (member != nullptr || !type.mapped) return Value();
    return type.column.defined() ? type.column : in_.call(schema_member(session_, "Column"));
  }

  void refuse_unknown_member(const Value& value, const std::string& key) {
    const auto* unknown = script::as_unknown(value);
    if (unknown == nullptr || has_no_columns(*unknown) || (unknown->decorated && !unknown->holds_objects))
      return;
    refuse_unknown(in_, *unknown, cls_.get<Class>().name + "." + key);
  }

  void declare_own(const std::string& key, bool annotated) {
    MappedType type;
    const Value column = column_value(cls_, key, annotated, type);
    if (column.defined()) {
      const bool shared = type.column.defined() && column.same(type.column);
      return add_column(key, shared ? script::host_cast<ColumnObject>(column)->copy() : column, type);
    }
    const Value* member = cls_.get<Class>().own(key);
    if (member == nullptr) return;
    refuse_unknown_member(*member, key);
    if (const auto* declared = script::host_cast<DeclaredFunction>(*member))
      return add_declared(key, *declared);
    if (const auto* composite = script::host_cast<Composite>(*member))
      return add_composite(*composite, annotation_of(session_, cls_, key), key);
    if (auto* relationship = script::host_cast<Relationship>(*member)) add_relationship(key, *relationship);
  }

  void copy_column(const Value& from, const std::string& key, bool annotated) {
    if (is_overridden(from, key)) return;
    MappedType type;
    const Value column = column_value(from, key, annotated, type);
    if (!column.defined()) return;
    const Value copy = script::host_cast<ColumnObject>(column)->copy();
    add_column(key, copy, type);
    cls_.get<Class>().set(key, copy);
  }

  void call_declared(const Value& from, const std::string& key) {
    const Value* member = from.get<Class>().own(key);
    if (member == nullptr || is_overridden(from, key)) return;
    refuse_unknown_member(*member, key);
    const Value keep = *member;
    if (auto* relationship = script::host_cast<Relationship>(keep))
      return add_relationship(key, *relationship);
    if (const auto* declared = script::host_cast<DeclaredFunction>(keep)) add_declared(key, *declared);
  }

  void add_declared(const std::string& key, const DeclaredFunction& declared) {
    const Value value = declared.declared(in_, cls_);
    refuse_unknown_member(value, key);
    if (auto* relationship = script::host_cast<Relationship>(value))
      return add_relationship(key, *relationship);
    if (const auto* composite = script::host_cast<Composite>(value))
      return add_composite(*composite, annotation_of_result(session_, declared.function()), key);
    if (script::host_cast<ColumnObject>(value) == nullptr) return;
    add_column(key, value,
               read_annotation(session_, annotation_of_result(session_, declared.function()), type_map_));
    cls_.get<Class>().set(key, value);
  }

  void add_composite(const Composite& composite, const Annotate& annotate, const std::string& key) {
    const std::string what = cls_.get<Class>().name + "." + key;
    for (const CompositeColumn& one : columns_of(session_, composite, annotate, type_map_, what))
      add_column(one.name, one.column, one.type);
  }

  void add_relationship(const std::string& key, Relationship& relationship) {
    model_.relationships.push_back(key);
    relationship.attach(model_, key);
    cls_.get<Class>().set(key, Value::of(relationship));
  }

  void add_column(const std::string& key, const Value& made, const MappedType& type) {
    auto& column = *script::host_cast<ColumnObject>(made);
    column.set_name(key);
    if (type.column.defined() && !type.column.same(made))
      column.merge(*script::host_cast<ColumnObject>(type.column));
    // A column that refers to another one has the type of that.
    const bool untyped = column.definition.at("type").as_object().at("type") == "NullType" &&
                         !(in_.reads_sources() && column.definition.contains("foreign_keys"));
    if (untyped && type.type.defined()) {
      column.definition["type"] = to_type(session_, type.type);
      column.json["type"] = column.definition.at("type");
    } else if (untyped && type.unknown.defined() && !column.definition.contains("foreign_keys")) {
      refuse_unknown(in_, *script::as_unknown(type.unknown),
                     "the type of " + cls_.get<Class>().name + "." + key);
    } else if (untyped && type.mapped && !column.definition.contains("foreign_keys")) {
      session_.fail("ArgumentError", "Could not locate SQLAlchemy Core type for the annotation of " +
                                         cls_.get<Class>().name + "." + key +
                                         "; give it as mapped_column(type)");
    }
    const bool is_key = column.definition.contains("primary_key");
    if (type.mapped && !is_key && !column.definition.contains("nullable"))
      column.definition["nullable"] = type.optional;
    for (const auto& known : model_.columns)
      if (known.column.same(made)) return;
    model_.columns.push_back({key, name_text(column.definition.at("name")), made});
  }

  Session& session_;
  Interpreter& in_;
  Model& model_;
  const Value cls_;
  const Value type_map_;
};

}  // namespace

void scan_class(Session& session, Model& model, const Value& type_map, const std::vector<Value>& annotated) {
  Scan(session, model, type_map).run(annotated);
}

const Model* mapped_parent(Session& session, const Value& cls) {
  const auto& models = registry(session).models;
  for (const Value& ancestor : cls.get<Class>().order)
    if (const auto found = models.find(&ancestor.object()); found != models.end()) return found->second.get();
  return nullptr;
}

Value directive_of(Session& session, const Value& cls, std::string_view name) {
  auto& in = session.in();
  std::vector<Value> classes{cls};
  const auto& order = cls.get<Class>().order;
  classes.insert(classes.end(), order.begin(), order.end());
  Value nearest;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const Value* member = classes[i].get<Class>().own(name);
    if (member == nullptr) continue;
    if (!nearest.defined()) nearest = *member;
    const bool mapped = i > 0 && registry(session).models.contains(&classes[i].object());
    if (mapped && script::host_cast<DeclaredFunction>(*member) == nullptr) continue;
    const auto* declared = script::host_cast<DeclaredFunction>(nearest);
    const Value value = declared == nullptr ? nearest : declared->declared(in, cls);
    if (const auto* unknown = script::as_unknown(value))
      refuse_unknown(in, *unknown, std::string(name) + " of class " + cls.get<Class>().name);
    return value;
  }
  return Value();
}

}  // namespace pycharter::alembic::orm

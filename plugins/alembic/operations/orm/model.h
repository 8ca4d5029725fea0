// Classes of a script that are mapped to tables: `class User(Base): __tablename__ = "users"; id = Column(…)`.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_MODEL_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_MODEL_H

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "alembic/operations/schema.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::orm {

class UnitOfWork;

// User.id: a column of the table in expressions; read and written through an instance, the instance's value.
class MappedAttribute final : public Expression {
 public:
  MappedAttribute(Session& s, const ColumnObject& column, Value cls, std::string key);
  std::string type_name() const override { return "InstrumentedAttribute"; }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;
  std::optional<Value> get(Interpreter&, const Value& instance) override;
  bool set(Interpreter&, const Value& instance, const Value& value) override;

  const Value owner;  // the class
  const std::string key;
};

// Stands for a MappedAttribute in its class until something asks for it: of the thousands that a project's
// models have, few are ever asked for.
class UnreadAttribute final : public script::HostObject {
 public:
  UnreadAttribute(Session& s, Value column, Value cls, std::string key)
      : session_(s), column_(std::move(column)), owner_(std::move(cls)), key_(std::move(key)) {}
  std::string type_name() const override { return "InstrumentedAttribute"; }
  std::optional<Value> get_of_class(Interpreter&, const Value& cls) override;
  std::optional<Value> get(Interpreter&, const Value& instance) override;
  bool set(Interpreter&, const Value& instance, const Value& value) override;

 private:
  MappedAttribute& read();

  Session& session_;
  const Value column_, owner_;
  const std::string key_;
  Value made_;
};

struct MappedColumn {
  std::string key;   // of the attribute
  std::string name;  // of the column
  Value column;      // ColumnObject
};

struct Model {
  Value cls;
  Value table;  // TableObject
  std::vector<MappedColumn> columns;
  std::vector<std::size_t> primary_key;    // indices of columns
  std::vector<std::string> relationships;  // keys of attributes

  TableObject& table_object() const { return *script::host_cast<TableObject>(table); }
  const std::string& name() const { return cls.get<script::Class>().name; }
  const MappedColumn* by_key(std::string_view key) const;
  const MappedColumn* by_name(std::string_view name) const;
};

// aliased(User): the class's columns under another name.
class AliasedModel final : public Selectable {
 public:
  AliasedModel(const Model& m, Value f) : model(m), from(std::move(f)) {}
  std::string type_name() const override { return "AliasedClass"; }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;
  Value selectable() const override { return from; }
  const Model& model;
  const Value from;
};

// @declared_attr over a function of a base or mixin.
class DeclaredFunction : public script::HostObject {
 public:
  virtual Value declared(Interpreter&, const Value& cls) const = 0;
  virtual Value function() const = 0;
  std::optional<Value> get_of_class(Interpreter& in, const Value& cls) override { return declared(in, cls); }
};

// Stands for what a class of models may have and what has no part in tables: a hybrid property, a validator.
Value nothing_of_tables(Session& session, const std::string& source);
// Whether that is known of an unknown value: what the packages that models often use are known for.
bool has_no_columns(const script::Unknown& value);
// A class without members, such as MappedAsDataclass and AsyncAttrs, once for a session.
Value mixin_class(Session& session, const std::string& name);

// What the mapped classes and sessions of one evaluation share.
struct Registry {
  std::map<const script::Object*, std::unique_ptr<Model>> models;  // by class
  std::vector<std::shared_ptr<UnitOfWork>> units;                  // of every Session that was made
  std::map<const script::Object*, UnitOfWork*> owners;             // of instances
};

Registry& registry(Session& session);
// The model of a class, of an instance, of aliased(); null for everything else.
const Model* find_model(Session& session, const Value& value);
// By the name of its class or table.
const Model* find_model(Session& session, std::string_view class_name);
UnitOfWork* unit_of(Session& session, const Value& instance);

// Keeps what a body annotates, for the classes that derive from it.
void keep_annotated(Session& session, const Value& cls, const std::vector<Value>& annotated);
// A mixin whose classes get columns from the database, beside those that they say.
constexpr std::string_view deferred_reflection = "DeferredReflection";
// What the maker of a class calls with the class and the names that its body annotates: "__make_class__".
using MakeClass = std::function<Value(const Value& cls, const std::vector<Value>& annotated)>;
Value make_hook(Interpreter& in, MakeClass make);
// A member of a base whose classes share the table of their mapped ancestor where they have no primary key.
constexpr const char* shares_table_without_key = "__shares_table_without_key__";
// A class of the arguments `cls` and `name` of declarative_base(), for make_base.
Value make_plain_base(Session& session, const Given& given);
// Makes the class a declarative base. Undefined `metadata`: that of its registry, or one of its own.
void make_base(Session& session, const Value& base, const Value& metadata);
// sqlalchemy.orm.registry with a MetaData and type_annotation_map (undefined: none).
Value make_registry(Session& session, const Value& metadata, const Value& type_map);
// registry, as_declarative and what else makes a base; undefined for other names.
Value registry_member(Session& session, std::string_view name);
// Maps the class that a body made; its hook is what a declarative base has as "__make_class__".
Value make_mapped_class(Session& session, const Value& base, const Value& cls,
                        const std::vector<Value>& annotated);

}  // namespace pycharter::alembic::orm

#endif

// From the body of a class to its table.
#include <algorithm>

#include "alembic/operations/orm/model.h"
#include "alembic/operations/orm/relationship.h"
#include "alembic/operations/orm/scan.h"
#include "alembic/operations/orm/unit_of_work.h"
#include "alembic/operations/to_json.h"
#include "alembic/script/evaluator.h"

namespace pycharter::alembic::orm {
namespace {

using script::Class;

class Mapper {
 public:
  Mapper(Session& session, const Value& base, const Value& cls)
      : session_(session), in_(session.in()), cls_(cls), parent_(mapped_parent(session, cls)) {
    if (const Value* map = base.get<Class>().find("type_annotation_map")) type_map_ = *map;
    model_ = std::make_unique<Model>();
    model_->cls = cls;
  }

  void run(const std::vector<Value>& annotated) {
    // Rows of two tables, or of one table for two classes, are nothing that a script's Session writes.
    if (parent_ != nullptr && !in_.reads_sources())
      in_.raise("NotImplementedError", "a mapped class that derives from another one (" + parent_->name() +
                                           ") cannot be used here; map each table with a class of its own");
    if (in_.reads_sources()) {
      refuse_reflected();
      // Annotations and properties say of the columns of such a table what it is in Python.
      if (const Value table = directive_of(session_, cls_, "__table__"); table.defined()) {
        use_table(table);
        return finish();
      }
    }
    scan_class(session_, *model_, type_map_, annotated);
    make_table_of();
    finish();
  }

 private:
  void refuse_reflected() {
    const Value reflecting = mixin_class(session_, std::string(deferred_reflection));
    if (cls_.get<Class>().derives_from(reflecting.get<Class>()))
      refuse_reflection(session_, "DeferredReflection makes columns");
  }

  void make_table_of() {
    if (const Value given = directive_of(session_, cls_, "__table__"); given.defined())
      return use_table(given);
    const Value name = directive_of(session_, cls_, "__tablename__");
    const bool named = name.defined() && !name.is_none();
    if (!named || shares_for_want_of_a_key()) return share_table();
    if (const Value* own = cls_.get<Class>().own("__tablename__");
        own == nullptr || script::host_cast<DeclaredFunction>(*own) == nullptr)
      cls_.get<Class>().set("__tablename__", name);
    const Value* metadata = cls_.get<Class>().find("metadata");
    Arguments arguments{{name, metadata == nullptr ? Value::none() : *metadata}, {}};
    for (const auto& column : model_->columns)
      arguments.positional.push_back(column.column);
    if (const Value extra = directive_of(session_, cls_, "__table_args__");
        extra.defined() && !extra.is_none())
      add_table_arguments(extra, arguments);
    model_->table = in_.call(schema_member(session_, "Table"), arguments);
  }

  bool shares_for_want_of_a_key() {
    if (parent_ == nullptr || cls_.get<Class>().find(shares_table_without_key) == nullptr) return false;
    return std::none_of(model_->columns.begin(), model_->columns.end(), [](const MappedColumn& mapped) {
      return script::host_cast<ColumnObject>(mapped.column)->definition.contains("primary_key");
    });
  }

  // Single table inheritance: what the class declares goes into its parent's table.
  void share_table() {
    if (parent_ == nullptr)
      session_.fail("InvalidRequestError",
                    "Class " + cls_.get<Class>().name +
                        " does not have a __table__ or __tablename__ specified and does not inherit from "
                        "an existing table-mapped class.");
    if (const Value* own = cls_.get<Class>().own("__table_args__"); own != nullptr && !own->is_none())
      session_.fail("ArgumentError", "Can't place __table_args__ on an inherited class with no table.");
    model_->table = parent_->table;
    auto& table = model_->table_object();
    for (auto& mapped : model_->columns) {
      const Value* known = table.columns().find(mapped.name);
      auto& column = *script::host_cast<ColumnObject>(mapped.column);
      if (known != nullptr && !known->same(mapped.column) && !column.use_existing)
        session_.fail("ArgumentError", "Column '" + mapped.name + "' on class " + cls_.get<Class>().name +
                                           " conflicts with existing column '" +
                                           name_text(table.from.at("name")) + "." + mapped.name +
                                           "'. If using Declarative, consider using the use_existing_column "
                                           "parameter of mapped_column() to resolve conflicts.");
      if (column.definition.contains("primary_key"))
        session_.fail("ArgumentError",
                      "Can't place primary key columns on an inherited class with no table.");
      if (known != nullptr)
        mapped.column = *known;
      else
        table.add_column(mapped.column);
    }
  }

  void add_table_arguments(const Value& extra, Arguments& arguments) {
    const auto options = [&](const Value& dict) {
      for (const auto& entry : dict.get<script::Dict>().table.entries())
        if (entry.key.defined()) arguments.keywords.emplace_back(in_.to_text(entry.key), entry.value);
    };
    if (extra.is(Kind::dict)) return options(extra);
    for (const Value& item : in_.collect(extra))
      item.is(Kind::dict) ? options(item) : arguments.positional.push_back(item);
  }

  void use_table(const Value& table) {
    auto* given = script::host_cast<TableObject>(table);
    if (given == nullptr) session_.fail("ArgumentError", "__table__ is to be a Table");
    model_->table = table;
    for (const auto& [name, column] : given->columns().columns)
      if (script::host_cast<ColumnObject>(column) != nullptr) model_->columns.push_back({name, name, column});
  }

  void finish() {
    auto& cls = cls_.get<Class>();
    mark_primary_key();
    cls.set("__table__", model_->table);
    for (const auto& column : model_->columns)
      cls.set(column.key,
              script::make<UnreadAttribute>(in_.heap(), session_, column.column, cls_, column.key));
    registry(session_).models[&cls_.object()] = std::move(model_);
    if (!in_.reads_sources()) give_back_references(session_);
  }

  void mark_primary_key() {
    for (const auto& constraint : model_->table_object().constraints) {
      const auto& object = constraint.as_object();
      if (object.at("constraint") != "primary_key") continue;
      for (const auto& name : object.at("columns").as_array())
        if (auto* column = model_->table_object().column(name_text(name)))
          column->definition["primary_key"] = true;
    }
    for (std::size_t i = 0; i < model_->columns.size(); ++i)
      if (script::host_cast<ColumnObject>(model_->columns[i].column)->definition.contains("primary_key"))
        model_->primary_key.push_back(i);
    const bool mapped_by_other_means = parent_ != nullptr || names_primary_key();
    if (model_->primary_key.empty() && !mapped_by_other_means)
      session_.fail("ArgumentError", "Mapper " + cls_.get<Class>().name +
                                         " could not assemble any primary key columns for mapped table '" +
                                         name_text(model_->table_object().from.at("name")) + "'");
  }

  // __mapper_args__ = {"primary_key": […]}: a table may have none in the database.
  bool names_primary_key() {
    const Value arguments = directive_of(session_, cls_, "__mapper_args__");
    return arguments.is(Kind::dict) && arguments.get<script::Dict>().find("primary_key") != nullptr;
  }

  Session& session_;
  Interpreter& in_;
  const Value cls_;
  const Model* parent_;
  Value type_map_;
  std::unique_ptr<Model> model_;
};

}  // namespace

void keep_annotated(Session& session, const Value& cls, const std::vector<Value>& annotated) {
  if (!annotated.empty()) cls.get<Class>().set("__annotated__", session.in().tuple(annotated));
}

Value make_mapped_class(Session& session, const Value& base, const Value& cls,
                        const std::vector<Value>& annotated) {
  const Value* abstract = cls.get<Class>().own("__abstract__");
  keep_annotated(session, cls, annotated);
  if (abstract != nullptr && session.in().truth(*abstract)) return cls;
  try {
    Mapper(session, base, cls).run(annotated);
  } catch (...) {
    session.in().state().declaration_failed = true;
    throw;
  }
  return cls;
}

}  // namespace pycharter::alembic::orm

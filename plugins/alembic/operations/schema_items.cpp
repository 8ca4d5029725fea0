#include <algorithm>
#include <memory>

#include "alembic/operations/compiled.h"
#include "alembic/operations/expression_methods.h"
#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic {
namespace {

using Role = SchemaItem::Role;

// ---- keys and constraints

// "schema.table.column" or a Column that stands in a table.
struct Target {
  json::value schema, table, column;
};

Target split_target(Session& session, const Value& value) {
  if (const auto* column = host_cast_expression(value)) {
    Target made;
    if (const auto* schema = column->json.if_contains("schema")) made.schema = *schema;
    if (const auto* table = column->json.if_contains("table")) made.table = *table;
    made.column = column->json.at("name");
    return made;
  }
  const std::string text = session.in().text(value, "column");
  const auto last = text.rfind('.');
  if (last == std::string::npos) return {nullptr, nullptr, json::value(text)};
  const auto before = text.rfind('.', last - 1);
  Target made;
  made.column = text.substr(last + 1);
  if (before == std::string::npos || last == 0) {
    made.table = text.substr(0, last);
  } else {
    made.schema = text.substr(0, before);
    made.table = text.substr(before + 1, last - before - 1);
  }
  return made;
}

constexpr std::string_view key_options[] = {"onupdate",   "ondelete",  "initially",    "match",
                                            "deferrable", "use_alter", "link_to_name", "comment"};

void put_key_options(Session& session, const Given& given, json::object& made) {
  if (given.has("name")) made["name"] = to_name(session, given["name"], "name");
  for (const auto key : key_options) {
    const Value value = given.value(key);
    if (!value.defined() || value.is_none()) continue;
    if ((key == "use_alter" || key == "link_to_name") && !session.in().truth(value)) continue;
    made[key] = to_value(session, value);
  }
  if (auto dialect = to_dialect_keywords(session, given.keywords(), "constraint"); !dialect.empty())
    made["dialect"] = std::move(dialect);
}

using MadeItem = std::pair<Role, json::object>;

MadeItem foreign_key(Session& session, const Given& given) {
  json::object made;
  const Value& column = given["column"];
  if (const auto text = string_of(column)) {
    made["target"] = *text;
  } else {
    Target target = split_target(session, column);
    json::object to{{"table", target.table}, {"column", target.column}};
    if (!target.schema.is_null()) to["schema"] = target.schema;
    made["target"] = std::move(to);
  }
  put_key_options(session, given, made);
  return {Role::foreign_key, std::move(made)};
}

MadeItem foreign_key_constraint(Session& session, const Given& given) {
  json::object made{{"constraint", "foreign_key"},
                    {"columns", to_names(session, given["columns"], "columns")}};
  json::array columns;
  for (const auto& value : session.in().collect(given["refcolumns"])) {
    Target target = split_target(session, value);
    made["target_table"] = target.table;
    if (!target.schema.is_null()) made["target_schema"] = target.schema;
    columns.push_back(target.column);
  }
  if (columns.size() != made.at("columns").as_array().size())
    session.fail("ArgumentError",
                 "ForeignKeyConstraint number of constrained columns must match the number of "
                 "referenced columns.");
  made["target_columns"] = std::move(columns);
  put_key_options(session, given, made);
  return {Role::constraint, std::move(made)};
}

MadeItem column_list_constraint(Session& session, const Given& given, std::string_view kind) {
  json::array columns;
  for (const auto& value : given.rest())
    columns.push_back(to_name(session, value, "columns"));
  json::object made{{"constraint", kind}, {"columns", std::move(columns)}};
  put_key_options(session, given, made);
  return {Role::constraint, std::move(made)};
}
MadeItem primary_key_constraint(Session& session, const Given& given) {
  return column_list_constraint(session, given, "primary_key");
}
MadeItem unique_constraint(Session& session, const Given& given) {
  return column_list_constraint(session, given, "unique");
}

MadeItem check_constraint(Session& session, const Given& given) {
  json::object made{{"constraint", "check"}, {"sqltext", to_text_or_expression(session, given["sqltext"])}};
  put_key_options(session, given, made);
  return {Role::constraint, std::move(made)};
}

MadeItem exclude_item(Session& session, const Given& given) {
  json::array elements;
  for (const auto& pair : given.rest()) {
    const auto items = session.in().collect(pair);
    if (items.size() != 2)
      session.fail("ArgumentError", "ExcludeConstraint takes pairs of (column, operator)");
    const bool name = string_of(items[0]).has_value();
    elements.push_back(json::array{
        name ? to_name(session, items[0], "column") : json::value(to_expression(session, items[0])),
        session.in().text(items[1], "operator")});
  }
  json::object made{{"constraint", "exclude"}, {"elements", std::move(elements)}};
  if (given.has("using")) made["using"] = session.in().text(given["using"], "using");
  if (given.has("where")) made["where"] = to_text_or_expression(session, given["where"]);
  if (given.has("ops")) made["ops"] = to_keyword(session, given["ops"]);
  put_key_options(session, given, made);
  return {Role::constraint, std::move(made)};
}

MadeItem index(Session& session, const Given& given) {
  json::object made{{"columns", json::array()}};
  if (given.has("name")) made["name"] = to_name(session, given["name"], "name");
  for (const auto& value : given.rest()) {
    if (const auto* unknown = script::as_unknown(value)) refuse_unknown(session.in(), *unknown, "the Index");
    made["columns"].as_array().push_back(string_of(value) ? to_name(session, value, "columns")
                                                          : json::value(to_expression(session, value)));
    if (const auto* column = host_cast_expression(value))
      if (const auto* table = column->json.if_contains("table")) made["table"] = *table;
  }
  if (given.has("unique")) made["unique"] = session.in().truth(given["unique"]);
  if (auto dialect = to_dialect_keywords(session, given.keywords(), "Index"); !dialect.empty())
    made["dialect"] = std::move(dialect);
  return {Role::index, std::move(made)};
}

MadeItem computed(Session& session, const Given& given) {
  json::object made{{"sqltext", to_text_or_expression(session, given["sqltext"])}};
  if (given.has("persisted")) made["persisted"] = session.in().truth(given["persisted"]);
  return {Role::computed, std::move(made)};
}

void put_sequence_options(Session& session, const Given& given, json::object& made) {
  for (const auto* key : {"always", "on_null", "start", "increment", "minvalue", "maxvalue", "nominvalue",
                          "nomaxvalue", "cycle", "cache", "order", "optional"})
    if (given.has(key)) made[key] = to_value(session, given[key]);
  if (auto dialect = to_dialect_keywords(session, given.keywords(), "Identity"); !dialect.empty())
    made["dialect"] = std::move(dialect);
}

MadeItem identity(Session& session, const Given& given) {
  json::object made{{"always", given.has("always") && session.in().truth(given["always"])}};
  put_sequence_options(session, given, made);
  return {Role::identity, std::move(made)};
}

MadeItem sequence(Session& session, const Given& given) {
  json::object made{{"name", to_name(session, given["name"], "name")}};
  put_sequence_options(session, given, made);
  if (given.has("schema")) made["schema"] = to_name(session, given["schema"], "schema");
  if (given.has("data_type")) made["data_type"] = to_type(session, given["data_type"]);
  return {Role::sequence, std::move(made)};
}

MadeItem default_clause(Session& session, const Given& given) {
  return {Role::default_clause, {{"default", to_default(session, given["arg"])}}};
}
MadeItem fetched_value(Session&, const Given&) {
  return {Role::default_clause, {{"default", json::object{{"default", "fetched"}}}}};
}

struct ItemRow {
  std::string_view name;
  std::string_view parameters;
  MadeItem (*make)(Session&, const Given&);
};
constexpr std::string_view sequence_parameters =
    "name, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, nomaxvalue=None, "
    "cycle=None, "
    "schema=None, cache=None, order=None, data_type=None, optional=False, quote=None, metadata=None, "
    "quote_schema=None, for_update=False, **dialect_kw";
constexpr ItemRow item_rows[] = {
    {"ForeignKey",
     "column, _constraint=None, use_alter=False, name=None, onupdate=None, ondelete=None, deferrable=None, "
     "initially=None, "
     "link_to_name=False, match=None, info=None, comment=None, **dialect_kw",
     foreign_key},
    {"ForeignKeyConstraint",
     "columns, refcolumns, name=None, onupdate=None, ondelete=None, deferrable=None, initially=None, "
     "use_alter=False, "
     "link_to_name=False, match=None, table=None, info=None, comment=None, **dialect_kw",
     foreign_key_constraint},
    {"PrimaryKeyConstraint", "*columns, name=None, deferrable=None, initially=None, info=None, **dialect_kw",
     primary_key_constraint},
    {"UniqueConstraint", "*columns, name=None, deferrable=None, initially=None, info=None, **dialect_kw",
     unique_constraint},
    {"CheckConstraint",
     "sqltext, name=None, deferrable=None, initially=None, table=None, info=None, **dialect_kw",
     check_constraint},
    {"ExcludeConstraint",
     "*elements, name=None, deferrable=None, initially=None, using=None, where=None, ops=None, info=None, "
     "**kw",
     exclude_item},
    {"Index", "name, *expressions, unique=False, quote=None, info=None, **dialect_kw", index},
    {"Computed", "sqltext, persisted=None", computed},
    {"Identity",
     "always=False, on_null=None, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, "
     "nomaxvalue=None, cycle=None, cache=None, order=None, **dialect_kw",
     identity},
    {"Sequence", sequence_parameters, sequence},
    {"DefaultClause", "arg, for_update=False", default_clause},
    {"FetchedValue", "for_update=False", fetched_value},
};

Value construct_item(Session& session, const ItemRow& row, const Given& given) {
  auto [role, json] = row.make(session, given);
  Value made =
      script::make<SchemaItem>(session.in().heap(), session, role, std::string(row.name), std::move(json));
  auto& item = *host_cast_item(made);
  item.at = session.site();
  if (role == Role::sequence && given.has("metadata")) session.sequences.push_back(item.json);
  for (const Value& value : given.rest())
    if (host_cast_expression(value) != nullptr) item.columns.push_back(value);
  if (role == Role::foreign_key && host_cast_expression(given["column"]) != nullptr)
    item.columns.push_back(given["column"]);
  if (role == Role::index || role == Role::constraint) session.loose_items.push_back(made);
  return made;
}

// The table of a column, of a mapped class's attribute, or of an expression that is made of them; null where
// there is none yet.
TableObject* table_of(Session& session, const Value& value) {
  if (const auto* column = script::host_cast<ColumnObject>(value))
    return column->owner.defined() ? script::host_cast<TableObject>(column->owner) : nullptr;
  const auto* expression = host_cast_expression(value);
  if (expression == nullptr || expression->froms.empty()) return nullptr;
  for (const Value& metadata : session.metadatas)
    for (const auto& entry :
         script::host_cast<MetaDataObject>(metadata)->tables.get<script::Dict>().table.entries())
      if (auto* table = entry.key.defined() ? script::host_cast<TableObject>(entry.value) : nullptr)
        if (table->from == *expression->froms.front()) return table;
  return nullptr;
}

}  // namespace

Value make_schema_class(Session& session, std::string_view name, std::string_view parameters,
                        MethodCode code) {
  return class_once(session.classes, "schema:" + std::string(name), [&] {
    auto list = session.parameter_lists.get(std::string(name) + ".__init__", parameters);
    Value made = script::make_class(
        session.in(), std::string(name), "sqlalchemy.schema", {expression_class(session, "ClauseElement")},
        [&session, list, code = std::move(code)](Interpreter& in, const Arguments& arguments) {
          return script::demand_known(in, "the call",
                                      [&] { return code(session, list->bind(in, arguments)); });
        });
    session.classes.emplace(name, made);  // for expression_class
    return made;
  });
}

Value schema_item_class(Session& session, std::string_view name) {
  for (const auto& row : item_rows)
    if (row.name == name)
      return make_schema_class(session, row.name, row.parameters, [&row](Session& s, const Given& given) {
        return construct_item(s, row, given);
      });
  return Value();
}

void attach_item(Session& session, const Value& value) {
  auto& item = *host_cast_item(value);
  if (item.attached) return;
  TableObject* table = item.columns.empty() ? nullptr : table_of(session, item.columns.front());
  if (table == nullptr) return session.loose_items.push_back(value);
  item.attached = true;
  json::object made = item.json;
  if (item.role == Role::index) made["table"] = table->from.at("name");
  (item.role == Role::index ? table->indexes : table->constraints).push_back(std::move(made));
}

SchemaItem* host_cast_item(const Value& value) {
  return script::host_cast<SchemaItem>(value);
}

json::value to_default(Session& session, const Value& value) {
  if (value.is_none()) return nullptr;
  if (const auto* item = host_cast_item(value)) {
    if (item->role == Role::default_clause) return item->json.at("default");
    json::object made = item->json;
    made["default"] = item->role == Role::computed   ? "computed"
                      : item->role == Role::identity ? "identity"
                                                     : "sequence";
    return made;
  }
  if (const auto text = string_of(value)) return json::object{{"default", "literal"}, {"text", *text}};
  if (host_cast_expression(value) != nullptr)
    return json::object{{"default", "expression"}, {"expr", to_expression(session, value)}};
  if (auto construct = compiled_expression(session, value))
    return json::object{{"default", "expression"}, {"expr", std::move(*construct)}};
  session.fail("ArgumentError",
               "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class "
               "'sqlalchemy.sql.elements.ClauseElement'>' or '<class 'sqlalchemy.sql.elements.TextClause'>', "
               "got '<class '" +
                   session.in().type_name(value) + "'>'");
}

Value SchemaItem::type(Interpreter&) const {
  return schema_member(session_, cls_);
}

std::optional<Value> SchemaItem::attribute(Interpreter& in, std::string_view name) {
  // Alembic compares and writes it on every dialect as well.
  if (name == "ddl_if" && in.reads_sources())
    return make_method(session_, Value::of(*this), name, "dialect=None, callable_=None, state=None",
                       [this](Session&, const Given&) { return Value::of(*this); });
  if (name == "name") {
    const auto* own = json.if_contains("name");
    return own == nullptr ? Value::none() : session_.in().str(name_text(*own));
  }
  if (name == "next_value" && role == Role::sequence)
    return make_method(session_, Value::of(*this), name, "", [this](Session& s, const Given&) {
      return make_expression(s, {{"expr", "next_value"}, {"sequence", json}});
    });
  if (role == Role::sequence && (name == "create" || name == "drop"))
    return make_method(session_, Value::of(*this), name, "bind=None, checkfirst=True",
                       [this, op = std::string(name) + "_sequence"](Session& s, const Given& given) {
                         const bool check =
                             !s.as_sql() && (!given.has("checkfirst") || s.in().truth(given["checkfirst"]));
                         s.apply({{"op", op}, {"sequence", json}, {"checkfirst", check}});
                         return Value::none();
                       });
  return std::nullopt;
}

}  // namespace pycharter::alembic

#include "alembic/operations/schema.h"

#include <utility>

#include "alembic/operations/ddl_statements.h"
#include "alembic/operations/expression_methods.h"
#include "alembic/operations/to_json.h"
#include "alembic/script/evaluator.h"

namespace pycharter::alembic {
namespace {

// Keys may also be classes: {Index: "ix_…"}. What a script computes by a function of its own cannot be passed
// on.
json::object to_convention(Session& session, const Value& value) {
  static constexpr std::pair<std::string_view, std::string_view> classes[] = {{"Index", "ix"},
                                                                              {"UniqueConstraint", "uq"},
                                                                              {"CheckConstraint", "ck"},
                                                                              {"ForeignKeyConstraint", "fk"},
                                                                              {"PrimaryKeyConstraint", "pk"}};
  json::object made;
  const auto* dict = value.get_if<script::Dict>();
  if (dict == nullptr) return to_keyword(session, value).as_object();
  for (const auto& entry : dict->table.entries()) {
    if (!entry.key.defined()) continue;
    std::string key =
        entry.key.is(Kind::cls) ? entry.key.get<script::Class>().name : session.in().to_text(entry.key);
    for (const auto& [name, prefix] : classes)
      if (name == key) key = prefix;
    if (!string_of(entry.value) && key.size() == 2)
      session.fail("ArgumentError", "the naming convention of '" + key + "' is to be a str");
    if (string_of(entry.value)) made[key] = *string_of(entry.value);
  }
  return made;
}

Value construct_metadata(Session& session, const Given& given) {
  Value made = script::make<MetaDataObject>(session.in().heap(), session);
  auto& metadata = *script::host_cast<MetaDataObject>(made);
  if (given.has("schema")) metadata.schema = to_name(session, given["schema"], "schema");
  if (given.has("naming_convention"))
    metadata.naming_convention = to_convention(session, given["naming_convention"]);
  session.metadatas.push_back(made);
  return made;
}

// sa.table("t", sa.column("a"), schema="s")
Value construct_light_table(Session& session, const Given& given) {
  json::object from{{"expr", "table"}, {"name", to_name(session, given["name"], "name")}};
  if (given.has("schema")) from["schema"] = to_name(session, given["schema"], "schema");
  Value made = script::make<FromObject>(session.in().heap(), session, from);
  for (const auto& value : given.rest()) {
    const auto* column = host_cast_expression(value);
    if (column == nullptr || !column->json.contains("name"))
      session.fail("ArgumentError", "table() takes column() objects after its name");
    const auto* type = column->json.if_contains("type");
    const auto& name = column->json.at("name");
    script::host_cast<FromObject>(made)->columns().add(
        name_text(name),
        make_from_column(session, from, name, type == nullptr ? nullptr : &type->as_object()));
  }
  return made;
}

}  // namespace

void refuse_reflection(Session& session, const std::string& what) {
  session.in().state().declaration_failed = true;
  throw Error(ErrorCode::script,
              what +
                  " of what the database holds while the program runs, which models that are read without "
                  "it cannot tell: declare the tables, or leave this file out of [pycharter] models");
}

void attach_loose_items(Session& session) {
  const std::vector<Value> items = std::exchange(session.loose_items, {});
  for (const auto& item : items)
    attach_item(session, item);
}

MetaDataObject::MetaDataObject(Session& s) : tables(s.in().dict()), session_(s) {}

Value MetaDataObject::type(Interpreter&) const {
  return schema_member(session_, "MetaData");
}

std::optional<Value> MetaDataObject::attribute(Interpreter& in, std::string_view name) {
  if (name == "tables") return tables;
  if (name == "sorted_tables") return in.call(in.attribute(tables, "values"));
  if (name == "schema") return from_json(session_, schema);
  if (name == "clear")
    return make_method(session_, Value::of(*this), name, "", [this](Session& s, const Given&) {
      tables = s.in().dict();
      return Value::none();
    });
  if (session_.in().reads_sources() && (name == "create_all" || name == "drop_all"))  // there is no database
    return make_method(session_, Value::of(*this), name, "bind=None, tables=None, checkfirst=True",
                       [](Session&, const Given&) { return Value::none(); });
  if (name == "reflect")
    return make_method(
        session_, Value::of(*this), name, "bind=None, schema=None, views=False, only=None, **kw",
        [this](Session& s, const Given& given) {
          if (s.in().reads_sources()) refuse_reflection(s, "MetaData.reflect() makes tables");
          const json::object request{
              {"what", "table_names"},
              {"schema", to_value(s, given.has("schema") ? given["schema"] : Value::none())}};
          std::vector<Value> names;
          if (given.has("only"))
            names = s.in().collect(given["only"]);
          else
            for (const auto& found : s.reflect(request).at("names").as_array())
              names.push_back(s.in().str(std::string(found.as_string())));
          for (const auto& each : names)
            s.in().set_subscript(tables, each,
                                 reflect_table(s, s.in().text(each, "only"), given.value("schema")));
          return Value::none();
        });
  return std::nullopt;
}

json::object to_column(Session& session, const Value& value) {
  if (const auto* column = script::host_cast<ColumnObject>(value)) {
    if (!column->definition.contains("name")) session.fail("ArgumentError", "the Column has no name");
    return column->definition;
  }
  if (const auto* light = host_cast_expression(value); light != nullptr && light->form() == "column") {
    json::object made{{"name", light->json.at("name")}};
    const auto* type = light->json.if_contains("type");
    made["type"] = type == nullptr ? json::value(json::object{{"type", "NullType"}}) : *type;
    return made;
  }
  session.fail("ArgumentError", "a Column is expected, not " + session.in().type_name(value));
}

json::array to_index_columns(Session& session, const Value& columns) {
  if (string_of(columns)) session.in().raise("TypeError", "columns must be a list, not str");
  json::array made;
  session.in().for_each(columns, [&](const Value& item) {
    made.push_back(string_of(item) ? to_name(session, item, "columns")
                                   : json::value(to_expression(session, item)));
    return true;
  });
  return made;
}

Value schema_member(Session& session, std::string_view name) {
  if (name == "table" || name == "TableClause")
    return name == "table"
               ? make_function(session, "table", "name, *columns, schema=None", construct_light_table)
               : expression_class(session, "TableClause");
  if (name == "Column") return column_class(session);
  if (name == "Table") return table_class(session);
  if (name == "MetaData")
    return make_schema_class(session, name,
                             "schema=None, quote_schema=None, naming_convention=None, info=None",
                             construct_metadata);
  if (Value statement = ddl_statement_class(session, name); statement.defined()) return statement;
  return name == "ExcludeConstraint" ? Value() : schema_item_class(session, name);
}

Value exclude_constraint(Session& session) {
  return schema_item_class(session, "ExcludeConstraint");
}

}  // namespace pycharter::alembic

#include <algorithm>

#include "alembic/autogenerate/render/schema_items.h"
#include "alembic/autogenerate/render/values.h"

namespace pycharter::alembic::revision_text {

namespace {

void add_name(Context& context, const json::object& constraint, Call& call) {
  if (const json::value* name = given(constraint, "name")) call.add("name", generated_name(context, name));
}

void add_deferral(Context& context, const json::object& constraint, Call& call) {
  if (flag(constraint, "deferrable")) call.add("deferrable", "True");
  if (const json::value* initially = given(constraint, "initially"))
    call.add("initially", python_value(context, *initially));
}

std::string key(Context& context, const json::object& constraint, std::string_view cls) {
  Call call(context.sa() + std::string(cls));
  for (const auto& column : array_or_empty(constraint, "columns"))
    call.add(python_name(&column));
  add_deferral(context, constraint, call);
  add_name(context, constraint, call);
  add_keywords(context, constraint, call);
  return call.text();
}

std::string primary_key(Context& context, const json::object& constraint) {
  return key(context, constraint, "PrimaryKeyConstraint");
}

std::string unique(Context& context, const json::object& constraint) {
  return key(context, constraint, "UniqueConstraint");
}

std::string foreign_key(Context& context, const json::object& constraint) {
  std::vector<std::string> columns, targets;
  std::string table = text_or(constraint, "target_table") + ".";
  if (given(constraint, "target_schema") != nullptr)
    table = text_or(constraint, "target_schema") + "." + table;
  for (const auto& column : array_or_empty(constraint, "columns"))
    columns.push_back(python_name(&column));
  for (const auto& column : array_or_empty(constraint, "target_columns")) {
    const json::value path(table + (column.is_object() ? text_or(column.get_object(), "name")
                                                       : std::string(column.as_string())));
    targets.push_back(python_name(&path));
  }
  Call options("");
  add_name(context, constraint, options);
  for (const char* key : {"onupdate", "ondelete"})
    if (const json::value* value = given(constraint, key)) options.add(key, python_value(context, *value));
  if (const json::value* value = given(constraint, "initially"))
    options.add("initially", python_value(context, *value));
  for (const char* key : {"deferrable", "use_alter"})
    if (flag(constraint, key)) options.add(key, "True");
  if (const json::value* value = given(constraint, "match"))
    options.add("match", python_value(context, *value));
  add_keywords(context, constraint, options);
  return context.sa() + "ForeignKeyConstraint([" + join(columns, ", ") + "], [" + join(targets, ", ") +
         "], " + options.text().substr(1);
}

std::string check(Context& context, const json::object& constraint) {
  Call call(context.sa() + "CheckConstraint");
  call.add(text_string(context, constraint.at("sqltext")));
  add_name(context, constraint, call);
  add_deferral(context, constraint, call);
  add_keywords(context, constraint, call);
  return call.text();
}

std::string exclude(Context& context, const json::object& constraint) {
  Call call(context.dialect_module("postgresql") + "ExcludeConstraint");
  add_exclude_elements(context, constraint, call);
  add_name(context, constraint, call);
  return call.text();
}

struct Kind {
  std::string_view constraint;
  std::string (*text)(Context&, const json::object&);
};
constexpr Kind kinds[] = {{"primary_key", primary_key},
                          {"unique", unique},
                          {"foreign_key", foreign_key},
                          {"check", check},
                          {"exclude", exclude}};

std::string exclude_column(Context& context, const json::value& element) {
  if (element.is_string()) return context.sa() + "column(" + python_name(&element) + ")";
  const json::object& form = element.as_object();
  const std::string kind = text_or(form, "expr");
  if (kind.empty() || kind == "column")
    return context.sa() + "column(" + python_text(text_or(form, "name")) + ")";
  if (kind == "literal_column")
    return context.sa() + "literal_column(" + python_text(text_or(form, "sql")) + ")";
  return text_element(context, element);
}

// {"target": "s.t.c"} as a constraint of its table.
json::object as_constraint(const json::value& column, const json::object& key) {
  json::object made{{"constraint", "foreign_key"}, {"columns", json::array{column}}};
  const json::value& target = key.at("target");
  if (target.is_object()) {
    if (const json::value* schema = given(target.get_object(), "schema")) made["target_schema"] = *schema;
    made["target_table"] = target.get_object().at("table");
    made["target_columns"] = json::array{target.get_object().at("column")};
  } else {
    const std::string path(target.as_string());
    const std::size_t last = path.rfind('.'), first = path.rfind('.', last - 1);
    if (last == std::string::npos)
      throw Error(ErrorCode::unsupported,
                  "A foreign key needs a table and a column, '" + path + "' has no dot");
    const bool has_schema = last > 0 && first != std::string::npos;
    if (has_schema) made["target_schema"] = path.substr(0, first);
    const std::size_t begin = has_schema ? first + 1 : 0;
    made["target_table"] = path.substr(begin, last - begin);
    made["target_columns"] = json::array{json::value(path.substr(last + 1))};
  }
  for (const auto& [option, value] : key)
    if (option != "target") made[option] = value;
  return made;
}

}  // namespace

std::optional<std::string> constraint_text(Context& context, const json::object& constraint) {
  const std::string name = text_or(constraint, "constraint");
  if (name == "primary_key" && array_or_empty(constraint, "columns").empty()) return std::nullopt;
  const auto* kind =
      std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& k) { return k.constraint == name; });
  if (kind == std::end(kinds))
    throw Error(ErrorCode::unsupported, "A constraint of kind '" + name + "' is not written into a script");
  return kind->text(context, constraint);
}

std::vector<json::object> table_constraints(const json::object& create_table) {
  std::vector<json::object> made;
  json::array key_columns;
  bool has_key = false;
  for (const auto& constraint : array_or_empty(create_table, "constraints")) {
    made.push_back(constraint.as_object());
    has_key = has_key || text_or(constraint.as_object(), "constraint") == "primary_key";
  }
  for (const auto& value : array_or_empty(create_table, "columns")) {
    const json::object& column = value.as_object();
    const json::value& name = column.at("name");
    if (flag(column, "primary_key")) key_columns.push_back(name);
    if (flag(column, "unique") && !flag(column, "index"))
      made.push_back({{"constraint", "unique"}, {"columns", json::array{name}}});
    for (const auto& key : array_or_empty(column, "foreign_keys"))
      made.push_back(as_constraint(name, key.as_object()));
    for (const auto& constraint : array_or_empty(column, "constraints"))
      made.push_back(constraint.as_object());
  }
  if (!has_key) made.push_back({{"constraint", "primary_key"}, {"columns", std::move(key_columns)}});
  return made;
}

void add_exclude_elements(Context& context, const json::object& constraint, Call& call) {
  for (const auto& element : array_or_empty(constraint, "elements")) {
    const json::array& pair = element.as_array();
    call.add("(" + exclude_column(context, pair.at(0)) + ", " + python_name(&pair.at(1)) + ")");
  }
  if (const json::value* where = given(constraint, "where")) call.add("where", text_element(context, *where));
  add_deferral(context, constraint, call);
  for (const char* key : {"using", "ops"})
    if (const json::value* value = given(constraint, key);
        value != nullptr && !(value->is_object() && value->get_object().empty()))
      call.add(key, python_value(context, *value));
}

}  // namespace pycharter::alembic::revision_text

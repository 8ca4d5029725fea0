#include "postgresql/reflect.h"

#include <boost/json.hpp>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "postgresql/catalog_queries.h"
#include "postgresql/errors.h"
#include "postgresql/script.h"
#include "sql/reflection/questions.h"

namespace pycharter::postgresql {
namespace {

namespace json = boost::json;
using plugin::Row;
using plugin::Value;

json::value text_or_null(const Value& value) {
  return value.is_null() ? json::value(nullptr) : json::value(value.text);
}

json::value json_or(const Value& value, json::value otherwise) {
  return value.is_null() ? std::move(otherwise) : json::parse(value.text);
}

// pg_get_expr puts a check into parentheses of its own.
std::string without_parentheses(std::string text) {
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return text;
  int depth = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '\'' || text[i] == '"') {
      i = text.find(text[i], i + 1);
      if (i == std::string::npos) return text;
      continue;
    }
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return text;  // the first one closes before the end
  }
  return text.substr(1, text.size() - 2);
}

struct Letter {
  std::string_view letter;
  const char* words;
};
// NO ACTION and MATCH SIMPLE are the defaults: absent.
constexpr Letter actions[] = {{"r", "RESTRICT"}, {"c", "CASCADE"}, {"n", "SET NULL"}, {"d", "SET DEFAULT"}};
constexpr Letter matches[] = {{"f", "FULL"}, {"p", "PARTIAL"}};

template <std::size_t Size>
json::value words_for(const Letter (&letters)[Size], const Value& value) {
  for (const auto& entry : letters)
    if (entry.letter == value.text) return entry.words;
  return nullptr;
}

// ["fillfactor=70"] as {"postgresql_with": {"fillfactor": "70"}}.
json::object storage_options(const Value& parameters) {
  json::object with;
  const auto all = json_or(parameters, json::array());
  for (const auto& parameter : all.get_array()) {
    const std::string_view text = parameter.get_string();
    const auto sign = text.find('=');
    auto& value = with[text.substr(0, sign)];
    if (sign != std::string_view::npos) value = text.substr(sign + 1);
  }
  if (with.empty()) return {};
  return {{"postgresql_with", std::move(with)}};
}

CatalogType catalog_type(const Row& row) {
  CatalogType type{row[2].text, row[9].text, row[10].text, {}};
  if (!row[11].is_null()) type.enum_values = json::parse(row[11].text).get_array();
  if (!row[14].is_null()) type.domain = json::parse(row[14].text).get_object();
  return type;
}

// A column has its domain's default and NOT NULL where it has none of its own.
void inherit_from_domain(json::object& column) {
  const auto* args = column["type"].get_object().if_contains("args");
  if (args == nullptr) return;
  if (const auto* value = args->get_object().if_contains("default"); value && column["default"].is_null())
    column["default"] = *value;
  if (args->get_object().contains("not_null")) column["nullable"] = false;
}

json::object to_column(const Row& row) {
  const bool generated = !row[5].text.empty();
  const bool identity = !row[6].text.empty();
  json::object column{{"name", row[1].text},
                      {"type", reflect_type(catalog_type(row))},
                      {"type_sql", row[2].text},
                      {"nullable", row[3].integer == 0},
                      {"default", generated ? json::value(nullptr) : text_or_null(row[4])},
                      {"autoincrement", identity || row[4].text.starts_with("nextval(")},
                      {"comment", text_or_null(row[8])},
                      {"computed", nullptr},
                      {"identity", json_or(row[12], nullptr)},
                      {"primary_key", 0}};
  if (generated)
    column["computed"] =
        json::object{{"sqltext", without_parentheses(row[4].text)}, {"persisted", row[5].text == "s"}};
  if (!row[7].is_null()) column["collation"] = row[7].text;
  if (row[13].integer != 0) column["owns_sequence"] = true;
  if (column["type"].get_object()["type"] == "DOMAIN") inherit_from_domain(column);
  return column;
}

void set_primary_key(json::object& table, const Row& row) {
  auto columns = json_or(row[3], json::array());
  std::int64_t position = 0;
  for (const auto& name : columns.get_array()) {
    ++position;
    for (auto& column : table["columns"].get_array())
      if (column.at("name") == name) column.get_object()["primary_key"] = position;
  }
  table["primary_key"] = json::object{
      {"name", row[1].text}, {"columns", std::move(columns)}, {"comment", text_or_null(row[13])}};
}

json::object to_foreign_key(const Row& row) {
  const bool deferrable = row[10].integer != 0;
  return {{"name", row[1].text},
          {"columns", json_or(row[3], json::array())},
          {"target_schema", text_or_null(row[5])},
          {"target_table", row[6].text},
          {"target_columns", json_or(row[7], json::array())},
          {"ondelete", words_for(actions, row[8])},
          {"onupdate", words_for(actions, row[9])},
          {"deferrable", deferrable ? json::value(true) : json::value(nullptr)},
          {"initially", row[11].integer != 0 ? json::value("DEFERRED") : json::value(nullptr)},
          {"match", words_for(matches, row[12])},
          {"comment", text_or_null(row[13])}};
}

// With the definition that creates it, since its parts are no columns that could be compared.
json::object to_exclude(const Row& row) {
  const json::value parts = json_or(row[14], json::object());
  json::array elements;
  json::array classes;
  json::object named_classes;
  for (const auto& element : parts.at("elements").as_array()) {
    elements.push_back(
        json::array{json::object{{"expr", "literal_column"}, {"sql", element.at(0)}}, element.at(1)});
    classes.push_back(element.at(2));
    if (!element.at(3).as_bool()) named_classes[element.at(0).as_string()] = element.at(2);
  }
  json::object definition{{"constraint", "exclude"},
                          {"name", json::object{{"name", row[1].text}, {"convention", true}}},
                          {"using", parts.at("using")},
                          {"elements", std::move(elements)}};
  if (const auto& where = parts.at("where"); !where.is_null())
    definition["where"] = json::object{{"expr", "literal_column"}, {"sql", where}};
  if (!named_classes.empty()) definition["ops"] = std::move(named_classes);
  if (row[10].integer != 0) definition["deferrable"] = true;
  if (row[11].integer != 0) definition["initially"] = "DEFERRED";
  return {
      {"name", row[1].text}, {"operator_classes", std::move(classes)}, {"definition", std::move(definition)}};
}

void add_constraint(json::object& table, const Row& row) {
  const auto& kind = row[2].text;
  if (kind == "p") {
    set_primary_key(table, row);
  } else if (kind == "f") {
    table["foreign_keys"].get_array().push_back(to_foreign_key(row));
  } else if (kind == "u") {
    json::object unique{{"name", row[1].text},
                        {"columns", json_or(row[3], json::array())},
                        {"comment", text_or_null(row[13])}};
    if (row[10].integer != 0) unique["deferrable"] = true;
    if (row[11].integer != 0) unique["initially"] = "DEFERRED";
    table["unique"].get_array().push_back(std::move(unique));
  } else if (kind == "x") {
    auto& excludes = table["excludes"];
    if (!excludes.is_array()) excludes = json::array();
    excludes.get_array().push_back(to_exclude(row));
  } else {
    table["checks"].get_array().push_back(json::object{{"name", row[1].text},
                                                       {"sqltext", without_parentheses(row[4].text)},
                                                       {"comment", text_or_null(row[13])}});
  }
}

// pg_index.indoption: 1 is DESC, 2 is NULLS FIRST.
json::array sorting(std::int64_t options) {
  json::array words;
  const bool descending = (options & 1) != 0;
  const bool nulls_first = (options & 2) != 0;
  if (descending) words.emplace_back("desc");
  if (nulls_first != descending) words.emplace_back(nulls_first ? "nulls_first" : "nulls_last");
  return words;
}

void add_index(json::object& table, const Row& row) {
  json::array columns;
  json::array expressions;
  json::object operator_classes;
  json::object orders;
  bool plain = true;
  const auto keys = json_or(row[5], json::array());
  for (const auto& entry : keys.get_array()) {
    const auto& key = entry.get_array();
    columns.push_back(key[0]);
    expressions.push_back(key[1]);
    plain = plain && !key[0].is_null();
    const auto name = json::value_to<std::string>(key[0].is_null() ? key[1] : key[0]);
    if (!key[2].is_null()) operator_classes[name] = key[2];
    if (auto words = sorting(key[3].is_int64() ? key[3].get_int64() : 0); !words.empty())
      orders[name] = words;
  }
  if (plain) expressions.clear();  // the columns say it all
  json::object index{
      {"name", row[1].text},
      {"columns", std::move(columns)},
      {"expressions", std::move(expressions)},
      {"unique", row[2].integer != 0},
      {"where", row[4].is_null() ? json::value(nullptr) : json::value(without_parentheses(row[4].text))},
      {"using", row[3].text}};
  if (!operator_classes.empty()) index["ops"] = std::move(operator_classes);
  if (!orders.empty()) index["sorting"] = std::move(orders);
  if (!row[6].is_null()) index["include"] = json::parse(row[6].text);
  if (row[7].integer != 0) index["nulls_not_distinct"] = true;
  if (auto options = storage_options(row[8]); !options.empty()) index["dialect"] = std::move(options);
  table["indexes"].get_array().push_back(std::move(index));
}

class Reflection {
 public:
  Reflection(PGconn* connection, const json::object& request) : connection_(connection) {
    if (const auto* schema = request.if_contains("schema"); schema != nullptr && schema->is_string())
      schema_ = Value::of_text(std::string(schema->get_string()));
    if (const auto* names = request.if_contains("names"); names != nullptr && names->is_array())
      names_ = Value::of_text(json::serialize(*names));
    if (const auto* name = request.if_contains("name"); name != nullptr && name->is_string())
      name_ = Value::of_text(std::string(name->get_string()));
    if (const auto* resolve = request.if_contains("resolve"); resolve != nullptr && resolve->is_bool())
      resolve_ = resolve->get_bool();
    if (const auto* owned = request.if_contains("owned"); owned != nullptr && owned->is_bool())
      owned_ = owned->get_bool();
  }

  json::object tables() {
    std::vector<json::object> found;
    std::map<std::int64_t, std::size_t> by_oid;
    ask(catalog::tables, [&](const Row& row) {
      by_oid[row[0].integer] = found.size();
      found.push_back({{"name", row[1].text},
                       {"schema", schema_.is_null() ? json::value(nullptr) : json::value(schema_.text)},
                       {"comment", text_or_null(row[2])},
                       {"dialect", storage_options(row[3])},
                       {"columns", json::array()},
                       {"primary_key", json::object{{"name", nullptr}, {"columns", json::array()}}},
                       {"foreign_keys", json::array()},
                       {"unique", json::array()},
                       {"checks", json::array()},
                       {"indexes", json::array()}});
      if (row[4].integer != 0) found.back()["extension_owned"] = true;
      if (!row[5].is_null()) found.back()["partition_of"] = row[5].text;
    });
    const auto each = [&](const char* question, auto add) {
      ask(question, [&](const Row& row) {
        if (const auto table = by_oid.find(row[0].integer); table != by_oid.end())
          add(found[table->second], row);
      });
    };
    if (!found.empty()) {
      each(catalog::columns, [](json::object& table, const Row& row) {
        table["columns"].get_array().push_back(to_column(row));
      });
      each(catalog::constraints, add_constraint);
      each(catalog::indexes, add_index);
    }
    json::array tables;
    for (auto& table : found)
      tables.push_back(std::move(table));
    return {{"tables", std::move(tables)}};
  }

  json::object table_names() { return relations("c.relkind IN ('r', 'p')"); }
  json::object view_names() { return relations("c.relkind = 'v'"); }
  json::object materialized_view_names() { return relations("c.relkind = 'm'"); }
  json::object sequence_names() { return relations("c.relkind = 'S'"); }

  // Every label in order, as Inspector.get_enums() of SQLAlchemy has them.
  json::object enums() {
    json::array enums;
    for (const auto& row : query(connection_, catalog::enums, std::vector<Value>{schema_}))
      enums.push_back(json::object{{"name", row[0].text},
                                   {"schema", row[1].text},
                                   {"visible", row[2].integer != 0},
                                   {"labels", json_or(row[3], json::array())}});
    return {{"enums", std::move(enums)}};
  }

  json::object sequences() {
    json::array sequences;
    const auto with_owned = Value::of_text(owned_ ? "true" : "false");
    for (const auto& row : query(connection_, catalog::sequences, std::vector<Value>{schema_, with_owned})) {
      auto sequence = json::parse(row[1].text).as_object();
      sequence["name"] = row[0].text;
      sequence["schema"] = text_or_null(schema_);
      if (row[2].integer != 0) sequence["owned"] = true;
      sequence["used_by"] = json_or(row[3], json::array());
      if (row[4].integer != 0) sequence["needed"] = true;
      if (!row[5].is_null()) sequence["last_value"] = row[5].integer;
      sequences.push_back(std::move(sequence));
    }
    return {{"sequences", std::move(sequences)}};
  }

  // Any relation, a view too, as for SQLAlchemy; without a schema, one that would be found without.
  json::object has_table() {
    if (name_.is_null()) throw sql::usage_error(backend_name, "has_table needs a name");
    if (resolve_) return {{"exists", resolves()}};
    const auto rows =
        query(connection_,
              "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
              "c.relnamespace WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relname = $2 AND CASE "
              "WHEN $1::text IS NULL THEN pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> "
              "'pg_catalog' ELSE n.nspname = $1 END",
              std::vector<Value>{schema_, name_});
    return {{"exists", !rows.empty()}};
  }

  // A lookup in the server's caches, which take no news of other sessions in the middle of a transaction;
  // opening pg_class takes longer than all else that a short command asks.
  bool resolves() {
    const auto rows = query(connection_,
                            "SELECT pg_catalog.to_regclass(pg_catalog.concat(pg_catalog.quote_ident($1) || "
                            "'.', pg_catalog.quote_ident($2))) IS NOT NULL",
                            std::vector<Value>{schema_, name_});
    return rows.at(0).at(0).integer != 0;
  }

  json::object default_schema() {
    return {{"name", query(connection_, "SELECT coalesce(current_schema(), 'public')").at(0).at(0).text}};
  }

  json::object schema_names() {
    return names_of(query(
        connection_, "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' ORDER BY nspname"));
  }

 private:
  void ask(const char* question, const std::function<void(const Row& row)>& use) {
    query(connection_, std::string(catalog::with_tables) + question, std::vector<Value>{schema_, names_},
          use);
  }

  json::object relations(const std::string& kind) {
    return names_of(
        query(connection_,
              "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
              "c.relnamespace WHERE " +
                  kind + " AND n.nspname = coalesce($1::text, current_schema()) ORDER BY c.relname",
              std::vector<Value>{schema_}));
  }

  static json::object names_of(const std::vector<Row>& rows) {
    json::array names;
    for (const auto& row : rows)
      names.emplace_back(row[0].text);
    return {{"names", std::move(names)}};
  }

  PGconn* connection_;
  Value schema_;  // null: the current one
  Value names_;   // null: all tables
  Value name_;
  bool resolve_ = false;
  bool owned_ = false;  // sequences that belong to something too
};

constexpr sql::reflection::Question<Reflection> questions[] = {
    {"tables", &Reflection::tables},
    {"table_names", &Reflection::table_names},
    {"view_names", &Reflection::view_names},
    {"materialized_view_names", &Reflection::materialized_view_names},
    {"sequence_names", &Reflection::sequence_names},
    {"sequences", &Reflection::sequences},
    {"enums", &Reflection::enums},
    {"has_table", &Reflection::has_table},
    {"schema_names", &Reflection::schema_names},
    {"default_schema", &Reflection::default_schema},
};

}  // namespace

json::object reflect(PGconn* connection, const json::object& request) {
  return sql::reflection::answer(questions, connection, request, backend_name);
}

}  // namespace pycharter::postgresql

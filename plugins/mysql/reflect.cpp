#include "mysql/reflect.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <sstream>
#include <vector>

#include "mysql/catalog_queries.h"
#include "mysql/errors.h"
#include "mysql/script.h"
#include "sql/reflection/questions.h"

namespace pycharter::mysql {
namespace {

namespace json = boost::json;
using plugin::Row;
using plugin::Value;

json::value text_or_null(const Value& value) {
  return value.is_null() || value.text.empty() ? json::value(nullptr) : json::value(value.text);
}

std::int64_t number_of(const Value& value) {
  return value.type == PYCHARTER_INT64 ? value.integer : 0;
}

std::string replaced(std::string_view text, std::string_view mark, std::string_view with) {
  std::string result(text);
  if (const auto at = result.find(mark); at != std::string::npos) result.replace(at, mark.size(), with);
  return result;
}

// The last entry of a list, made when its name is another one: rows of one constraint or index stand
// together.
json::object& entry(json::object& table, std::string_view list, const std::string& name, json::object made) {
  auto& entries = table[list].get_array();
  if (entries.empty() || entries.back().at("name") != json::value(name)) entries.push_back(std::move(made));
  return entries.back().get_object();
}

void add_primary_key(json::object& table, const std::string& column) {
  auto& columns = table["primary_key"].at("columns").get_array();
  columns.emplace_back(column);
  for (auto& candidate : table["columns"].get_array())
    if (candidate.at("name") == json::value(column)) candidate.get_object()["primary_key"] = columns.size();
}

// Methods that an index would have anyway, and those that are no methods but another kind of index.
constexpr std::string_view usual_methods[] = {"BTREE", "RTREE", "FULLTEXT", "SPATIAL"};
constexpr std::string_view prefixes[] = {"FULLTEXT", "SPATIAL"};

json::object new_index(const Row& row) {
  json::object index{
      {"name", row[1].text},           {"columns", json::array()}, {"expressions", json::array()},
      {"unique", row[2].integer == 0}, {"where", nullptr},         {"using", row[3].text}};
  for (const auto method : usual_methods)
    if (method == row[3].text) index["using"] = nullptr;
  for (const auto prefix : prefixes)
    if (prefix == row[3].text) index["dialect"] = json::object{{"mysql_prefix", prefix}};
  return index;
}

void add_index_column(json::object& table, const Row& row) {
  const auto& name = row[1].text;
  if (name == "PRIMARY") return add_primary_key(table, row[4].text);
  auto& index = entry(table, "indexes", name, new_index(row));
  const auto& column = row[4];
  index["columns"].get_array().push_back(column.is_null() ? json::value(nullptr) : json::value(column.text));
  if (column.is_null()) index["expressions"].get_array().emplace_back("(" + row[7].text + ")");
  const bool own_kind = row[3].text == "SPATIAL";  // has lengths that nobody gave
  if (!row[5].is_null() && !own_kind) {
    auto& options = index["dialect"];
    if (!options.is_object()) options = json::object();
    auto& lengths = options.get_object()["mysql_length"];
    if (!lengths.is_object()) lengths = json::object();
    lengths.get_object()[column.text] = number_of(row[5]);
  }
  if (row[6].text == "D" && !column.is_null()) {
    auto& sorting = index["sorting"];
    if (!sorting.is_object()) sorting = json::object();
    sorting.get_object()[column.text] = json::array{"desc"};
  }
  if (row[2].integer != 0) return;
  auto& unique =
      entry(table, "unique", name, {{"name", name}, {"columns", json::array()}, {"duplicates_index", name}});
  unique["columns"].get_array().push_back(index["columns"].get_array().back());
}

// InnoDB makes an index for a foreign key that has none, and calls it as the key or as its first column.
void mark_implied_indexes(json::object& table) {
  const auto is_of = [](const json::object& index, const json::value& key) {
    const auto& columns = key.at("columns").get_array();
    return index.at("columns") == key.at("columns") &&
           (index.at("name") == key.at("name") || index.at("name") == columns.front());
  };
  for (auto& entry : table["indexes"].get_array()) {
    auto& index = entry.get_object();
    const auto& keys = table["foreign_keys"].get_array();
    const bool implied =
        !index.at("unique").get_bool() &&
        std::any_of(keys.begin(), keys.end(), [&](const auto& key) { return is_of(index, key); });
    if (implied) index["implied_by_foreign_key"] = true;
  }
}

// The options of SHOW CREATE TABLE, under SQLAlchemy's names. Partitions are no options.
json::object table_options(const Row& row) {
  json::object options;
  if (!row[3].is_null()) options["mysql_engine"] = row[3].text;
  if (!row[4].is_null()) options["mysql_default_charset"] = row[4].text;
  if (!row[2].is_null()) options["mysql_collate"] = row[2].text;
  if (!row[1].text.empty()) options["mysql_comment"] = row[1].text;
  std::istringstream words(row[5].text);
  for (std::string word; words >> word;) {
    const auto sign = word.find('=');
    if (sign != std::string::npos) options["mysql_" + word.substr(0, sign)] = word.substr(sign + 1);
  }
  return options;
}

class Reflection {
 public:
  Reflection(MYSQL* handle, const json::object& request)
      : handle_(handle),
        is_mariadb_(std::string_view(mysql_get_server_info(handle)).find("MariaDB") !=
                    std::string_view::npos) {
    parameters_.push_back(text_at(request, "schema"));
    if (const auto* names = request.if_contains("names"); names != nullptr && names->is_array()) {
      names_given_ = true;
      for (const auto& name : names->get_array())
        parameters_.push_back(Value::of_text(json::value_to<std::string>(name)));
    }
    name_ = text_at(request, "name");
  }

  json::object tables() {
    if (names_given_ && parameters_.size() == 1) return {{"tables", json::array()}};
    std::vector<json::object> found;
    std::map<std::string, std::size_t> by_name;
    // A view has columns too; it is given only when it is asked for.
    const std::string types =
        names_given_ ? "'BASE TABLE', 'SYSTEM VERSIONED', 'VIEW'" : "'BASE TABLE', 'SYSTEM VERSIONED'";
    for (const auto& row : ask(replaced(catalog::tables, "TYPES", types))) {
      by_name[row[0].text] = found.size();
      collations_.push_back(row[2].text);
      found.push_back(
          {{"name", row[0].text},
           {"schema", parameters_[0].is_null() ? json::value(nullptr) : json::value(parameters_[0].text)},
           {"comment", text_or_null(row[1])},
           {"dialect", table_options(row)},
           {"columns", json::array()},
           {"primary_key", json::object{{"name", nullptr}, {"columns", json::array()}}},
           {"foreign_keys", json::array()},
           {"unique", json::array()},
           {"checks", json::array()},
           {"indexes", json::array()}});
    }
    const auto each = [&](std::string_view question, auto add) {
      for (const auto& row : ask(question))
        if (const auto at = by_name.find(row[0].text); at != by_name.end())
          add(found[at->second], row, at->second);
    };
    if (!found.empty()) {
      each(catalog::columns, [this](json::object& table, const Row& row, std::size_t number) {
        table["columns"].get_array().push_back(column(row, collations_[number]));
      });
      each(replaced(catalog::indexes, "EXPRESSION", is_mariadb_ ? "NULL" : "t.expression"),
           [](json::object& table, const Row& row, std::size_t) { add_index_column(table, row); });
      each(catalog::foreign_keys,
           [this](json::object& table, const Row& row, std::size_t) { add_foreign_key_column(table, row); });
      each(is_mariadb_ ? catalog::checks_of_mariadb : catalog::checks_of_mysql, [](json::object& table,
                                                                                   const Row& row,
                                                                                   std::size_t) {
        table["checks"].get_array().push_back(json::object{{"name", row[1].text}, {"sqltext", row[2].text}});
      });
    }
    json::array tables;
    for (auto& table : found) {
      mark_implied_indexes(table);
      tables.push_back(std::move(table));
    }
    return {{"tables", std::move(tables)}};
  }

  json::object table_names() { return names("t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')"); }
  json::object sequence_names() { return names("t.table_type = 'SEQUENCE'"); }  // MariaDB's
  json::object no_names() { return {{"names", json::array()}}; }                // of what there are none
  json::object view_names() { return names("t.table_type IN ('VIEW', 'SYSTEM VIEW')"); }

  // Any relation, a view too, as for SQLAlchemy.
  json::object has_table() {
    if (name_.is_null()) throw sql::usage_error(backend_name, "has_table needs a name");
    parameters_.resize(1);
    parameters_.push_back(name_);
    const auto rows = query(handle_,
                            "SELECT 1 FROM information_schema.tables t WHERE t.table_schema = COALESCE($1, "
                            "DATABASE())" +
                                condition(),
                            parameters_);
    return {{"exists", !rows.empty()}};
  }

  json::object schema_names() {
    return names_of(
        query(handle_, "SELECT t.schema_name FROM information_schema.schemata t ORDER BY t.schema_name"));
  }

 private:
  static Value text_at(const json::object& request, std::string_view key) {
    const auto* found = request.if_contains(key);
    return found != nullptr && found->is_string() ? Value::of_text(std::string(found->get_string()))
                                                  : Value();
  }

  static json::object names_of(const std::vector<Row>& rows) {
    json::array names;
    for (const auto& row : rows)
      names.emplace_back(row[0].text);
    return {{"names", std::move(names)}};
  }

  json::object names(const std::string& kind) {
    parameters_.resize(1);
    return names_of(query(handle_,
                          "SELECT t.table_name FROM information_schema.tables t WHERE t.table_schema = "
                          "COALESCE($1, DATABASE()) AND " +
                              kind + " ORDER BY t.table_name",
                          parameters_));
  }

  // information_schema compares names without regard to case, which the server's tables may depend on.
  std::string condition() const {
    if (parameters_.size() == 1) return {};
    std::string list;
    for (std::size_t i = 2; i <= parameters_.size(); ++i)
      list += (list.empty() ? "$" : ", $") + std::to_string(i);
    return " AND t.table_name IN (" + list +
           ") AND (@@lower_case_table_names > 0 OR CAST(t.table_name AS BINARY) IN (" + list + "))";
  }

  std::vector<Row> ask(std::string_view question) {
    return query(handle_, replaced(question, "TABLES", condition()), parameters_);
  }

  json::object column(const Row& row, const std::string& tables_collation) const {
    const auto own_collation =
        !row[8].is_null() && row[8].text != tables_collation ? std::optional(row[8].text) : std::nullopt;
    const auto& extra = row[5].text;
    const bool generated = !row[6].is_null() && !row[6].text.empty();
    const auto sql =
        default_sql({row[4].is_null() ? std::nullopt : std::optional(row[4].text), extra, is_mariadb_});
    json::object made{{"name", row[1].text},
                      {"type", reflect_type(row[2].text, own_collation)},
                      {"type_sql", row[2].text},
                      {"nullable", row[3].text == "YES"},
                      {"default", sql && !generated ? json::value(*sql) : json::value(nullptr)},
                      {"autoincrement", extra.find("auto_increment") != std::string::npos},
                      {"comment", text_or_null(row[7])},
                      {"computed", nullptr},
                      {"identity", nullptr},
                      {"primary_key", 0}};
    if (generated)
      made["computed"] =
          json::object{{"sqltext", row[6].text}, {"persisted", extra.find("STORED") != std::string::npos}};
    if (own_collation) made["collation"] = *own_collation;
    return made;
  }

  // What the server does anyway is left out, as SHOW CREATE TABLE leaves it out.
  json::value action(const Value& rule) const {
    const bool usual = rule.text == "NO ACTION" || (is_mariadb_ && rule.text == "RESTRICT");
    return usual ? json::value(nullptr) : json::value(rule.text);
  }

  void add_foreign_key_column(json::object& table, const Row& row) {
    if (current_schema_.empty()) current_schema_ = query(handle_, "SELECT DATABASE()").at(0).at(0).text;
    const bool elsewhere = !parameters_[0].is_null() || row[3].text != current_schema_;
    auto& key = entry(table, "foreign_keys", row[1].text,
                      {{"name", row[1].text},
                       {"columns", json::array()},
                       {"target_schema", elsewhere ? json::value(row[3].text) : json::value(nullptr)},
                       {"target_table", row[4].text},
                       {"target_columns", json::array()},
                       {"ondelete", action(row[6])},
                       {"onupdate", action(row[7])},
                       {"deferrable", nullptr},
                       {"initially", nullptr}});
    key["columns"].get_array().emplace_back(row[2].text);
    key["target_columns"].get_array().emplace_back(row[5].text);
  }

  MYSQL* handle_;
  bool is_mariadb_;
  bool names_given_ = false;
  std::vector<Value> parameters_;  // a schema or null for the current one, then names of tables
  Value name_;
  std::vector<std::string> collations_;  // of the tables
  std::string current_schema_;
};

constexpr sql::reflection::Question<Reflection> questions[] = {
    {"tables", &Reflection::tables},
    {"table_names", &Reflection::table_names},
    {"view_names", &Reflection::view_names},
    {"materialized_view_names", &Reflection::no_names},
    {"sequence_names", &Reflection::sequence_names},
    {"has_table", &Reflection::has_table},
    {"schema_names", &Reflection::schema_names},
};

}  // namespace

json::object reflect(MYSQL* handle, const json::object& request) {
  return sql::reflection::answer(questions, handle, request, backend_name);
}

}  // namespace pycharter::mysql

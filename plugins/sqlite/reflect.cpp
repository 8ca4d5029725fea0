#include "sqlite/reflect.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <vector>

#include "sql/reflection/questions.h"
#include "sqlite/create_table.h"

namespace pycharter::sqlite {
namespace {

namespace json = boost::json;
using plugin::Row;
using plugin::Value;

json::value text_or_null(const Value& value) {
  return value.is_null() ? json::value(nullptr) : json::value(value.text);
}

template <class Text>
json::value or_null(const std::optional<Text>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

// NO ACTION is the default and reflected as absent, as SQLAlchemy does.
json::value action(const Value& value) {
  return value.text == "NO ACTION" ? json::value(nullptr) : json::value(value.text);
}

json::array to_array(const std::vector<std::string>& names) {
  json::array array;
  for (const auto& name : names)
    array.emplace_back(name);
  return array;
}

// WITHOUT ROWID and STRICT, under SQLAlchemy's names.
json::object table_options(const CreateTable& text) {
  json::object options;
  if (text.without_rowid) options["sqlite_with_rowid"] = false;
  if (text.strict) options["sqlite_strict"] = true;
  return options;
}

// The rows of one pragma for all tables, by table.
using RowsByTable = std::map<std::string, std::vector<Row>, std::less<>>;

class Reflection {
 public:
  Reflection(Handle* handle, const json::object& request) : handle_(handle) {
    if (const auto* schema = request.if_contains("schema"); schema != nullptr && schema->is_string())
      schema_ = std::string(schema->get_string());
    if (const auto* name = request.if_contains("name"); name != nullptr && name->is_string())
      names_.emplace_back(name->get_string());
    if (const auto* names = request.if_contains("names"); names != nullptr && names->is_array()) {
      restricted_ = true;
      for (const auto& entry : names->get_array())
        if (entry.is_string()) names_.emplace_back(entry.get_string());
    }
  }

  json::object tables();
  json::object table_names();
  json::object view_names();
  json::object no_names();  // of what SQLite has none
  json::object has_table();
  json::object schema_names();

 private:
  std::string master() const { return schema_ ? quoted(*schema_) + ".sqlite_master" : "sqlite_master"; }
  static std::string quoted(const std::string& name);
  std::string table_filter();
  std::vector<Value> parameters() const;
  json::object names(const std::string& sql, const std::vector<Value>& values);
  RowsByTable pragma(std::string_view columns, std::string_view from, std::string_view order);
  json::object table(const std::string& name, const std::string& sql);
  json::array columns(const std::vector<Row>& rows, const CreateTable& text) const;
  void indexes(json::object& table, const std::string& name, const CreateTable& text);
  json::array foreign_keys(const std::vector<Row>& rows, const CreateTable& text) const;

  Handle* handle_;
  std::optional<std::string> schema_;
  bool restricted_ = false;
  std::vector<std::string> names_;
  RowsByTable columns_;
  RowsByTable foreign_keys_;
  RowsByTable indexes_;
  std::map<std::string, std::string, std::less<>> index_sql_;
};

std::string Reflection::quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name)
    text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

// $1 is the schema; the names follow.
std::string Reflection::table_filter() {
  // A view has columns too; it is given only when it is asked for.
  const std::string types = restricted_ ? "('table', 'view')" : "('table')";
  std::string filter = "m.type IN " + types + " AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND $1 = $1";
  if (!restricted_) return filter;
  filter += " AND m.name COLLATE NOCASE IN (";
  for (std::size_t i = 0; i < names_.size(); ++i)
    filter += (i == 0 ? "$" : ", $") + std::to_string(i + 2);
  return filter + ")";
}

std::vector<Value> Reflection::parameters() const {
  std::vector<Value> values{Value::of_text(schema_.value_or("main"))};
  if (restricted_)
    for (const auto& name : names_)
      values.push_back(Value::of_text(name));
  return values;
}

RowsByTable Reflection::pragma(std::string_view columns, std::string_view from, std::string_view order) {
  RowsByTable by_table;
  const auto sql = "SELECT m.name, " + std::string(columns) + " FROM " + master() + " m " +
                   std::string(from) + " WHERE " + table_filter() + " ORDER BY m.name, " + std::string(order);
  run_script(handle_, sql, parameters(), [&](const std::vector<std::string>&, const Row& row) {
    by_table[row.front().text].push_back(row);
    return true;
  });
  return by_table;
}

json::object Reflection::tables() {
  columns_ = pragma("c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden",
                    "JOIN pragma_table_xinfo(m.name, $1) c", "c.cid");
  foreign_keys_ = pragma(
      "f.id, f.\"table\", f.\"from\", coalesce(f.\"to\", (SELECT k.name FROM pragma_table_info(f.\"table\", "
      "$1) k WHERE k.pk = f.seq + 1)), f.on_update, f.on_delete",
      "JOIN pragma_foreign_key_list(m.name, $1) f", "f.id DESC, f.seq");
  indexes_ = pragma("i.name, i.\"unique\", i.origin, i.partial, x.name, x.\"desc\", i.seq",
                    "JOIN pragma_index_list(m.name, $1) i JOIN pragma_index_xinfo(i.name, $1) x ON x.key = 1",
                    "i.seq DESC, x.seqno");
  run_script(handle_, "SELECT name, sql FROM " + master() + " WHERE type = 'index' AND sql IS NOT NULL", {},
             [&](const std::vector<std::string>&, const Row& row) {
               index_sql_[row[0].text] = row[1].text;
               return true;
             });
  json::array found;
  const auto sql =
      "SELECT m.name, m.sql FROM " + master() + " m WHERE " + table_filter() + " ORDER BY m.name";
  run_script(handle_, sql, parameters(), [&](const std::vector<std::string>&, const Row& row) {
    found.push_back(table(row[0].text, row[1].text));
    return true;
  });
  return {{"tables", std::move(found)}};
}

json::object Reflection::table(const std::string& name, const std::string& sql) {
  const auto text = parse_create_table(sql);
  json::object table{{"name", name},
                     {"schema", schema_ ? json::value(*schema_) : json::value(nullptr)},
                     {"comment", nullptr}};
  if (auto options = table_options(text); !options.empty()) table["dialect"] = std::move(options);
  const auto& rows = columns_[name];
  table["columns"] = columns(rows, text);

  std::map<std::int64_t, std::string> key;
  for (const auto& row : rows)
    if (row[5].integer > 0) key[row[5].integer] = row[1].text;
  json::array key_columns;
  for (const auto& [position, column] : key)
    key_columns.emplace_back(column);
  json::value key_name = nullptr;
  json::array checks;
  for (const auto& constraint : text.constraints) {
    if (constraint.kind == TableConstraint::Kind::primary_key) key_name = or_null(constraint.name);
    if (constraint.kind == TableConstraint::Kind::check)
      checks.push_back(json::object{{"name", or_null(constraint.name)}, {"sqltext", constraint.sqltext}});
  }
  table["primary_key"] = json::object{{"name", std::move(key_name)}, {"columns", std::move(key_columns)}};
  table["foreign_keys"] = foreign_keys(foreign_keys_[name], text);
  table["checks"] = std::move(checks);
  indexes(table, name, text);
  // Of many tables the rows are larger than what is made of them.
  for (RowsByTable* used : {&columns_, &foreign_keys_, &indexes_})
    used->erase(name);
  return table;
}

json::array Reflection::columns(const std::vector<Row>& rows, const CreateTable& text) const {
  json::array columns;
  std::size_t key_size = 0;
  for (const auto& row : rows)
    if (row[5].integer > 0) ++key_size;
  for (const auto& row : rows) {
    const auto hidden = row[6].integer;
    if (hidden == 1) continue;  // of a virtual table
    const auto* written = text.column(row[1].text);
    // The pragma counts GENERATED ALWAYS to the type.
    const auto type = hidden != 0 && written != nullptr ? written->type : row[2].text;
    auto reflected = reflect_type(type);
    // An INTEGER PRIMARY KEY is the row's own number, AUTOINCREMENT or not.
    const bool row_number = row[5].integer > 0 && key_size == 1 && reflected["type"] == "INTEGER";
    json::object column{{"name", row[1].text},
                        {"type", std::move(reflected)},
                        {"type_sql", type},
                        {"nullable", row[3].integer == 0},
                        {"default", text_or_null(row[4])},
                        {"autoincrement", row_number},
                        {"comment", nullptr},
                        {"computed", nullptr},
                        {"identity", nullptr},
                        {"primary_key", row[5].integer}};
    if (hidden >= 2)
      column["computed"] = json::object{{"sqltext", written != nullptr ? written->computed.value_or("") : ""},
                                        {"persisted", hidden == 3}};
    if (written != nullptr && written->autoincrement)
      column["dialect"] = json::object{{"sqlite_autoincrement", true}};
    if (written != nullptr && written->collation) column["collation"] = *written->collation;
    columns.push_back(std::move(column));
  }
  return columns;
}

// Of several foreign keys that say the same but for their names, SQLAlchemy knows the first.
void drop_repeated(json::array& keys) {
  const auto same = [](const json::value& one, const json::value& other) {
    return one.at("columns") == other.at("columns") && one.at("target_table") == other.at("target_table") &&
           one.at("target_columns") == other.at("target_columns");
  };
  json::array kept;
  for (auto& key : keys)
    if (std::none_of(kept.begin(), kept.end(), [&](const json::value& other) { return same(key, other); }))
      kept.push_back(std::move(key));
  keys = std::move(kept);
}

json::array Reflection::foreign_keys(const std::vector<Row>& rows, const CreateTable& text) const {
  std::vector<const TableConstraint*> written;
  for (const auto& constraint : text.constraints)
    if (constraint.kind == TableConstraint::Kind::foreign_key) written.push_back(&constraint);

  json::array keys;
  std::int64_t current = -1;
  for (const auto& row : rows) {  // in the order written: SQLite numbers them backwards
    if (row[1].integer != current) {
      current = row[1].integer;
      const auto* own = keys.size() < written.size() ? written[keys.size()] : nullptr;
      keys.push_back(
          json::object{{"name", own != nullptr ? or_null(own->name) : json::value(nullptr)},
                       {"columns", json::array()},
                       {"target_schema", schema_ ? json::value(*schema_) : json::value(nullptr)},
                       {"target_table", row[2].text},
                       {"target_columns", json::array()},
                       {"ondelete", action(row[6])},
                       {"onupdate", action(row[5])},
                       {"deferrable", own != nullptr && own->deferrable ? json::value(*own->deferrable)
                                                                        : json::value(nullptr)},
                       {"initially", own != nullptr ? or_null(own->initially) : json::value(nullptr)}});
    }
    auto& key = keys.back().get_object();
    key["columns"].get_array().emplace_back(row[3].text);
    // Without columns, the key of the other table was looked up; that table may be missing.
    if (!row[4].is_null()) key["target_columns"].get_array().emplace_back(row[4].text);
  }
  drop_repeated(keys);
  return keys;
}

void descends(json::object& index, const std::string& key) {
  auto& sorting = index["sorting"];
  if (!sorting.is_object()) sorting = json::object();
  sorting.get_object()[key] = json::array{"desc"};
}

void Reflection::indexes(json::object& table, const std::string& name, const CreateTable& text) {
  json::array unique;
  json::array indexes;
  std::string current;
  for (const auto& row : indexes_[name]) {
    const auto& index_name = row[1].text;
    if (row[3].text != "c") continue;  // made by UNIQUE or PRIMARY KEY, which the table's text tells
    if (index_name != current) {
      current = index_name;
      const auto created = parse_create_index(index_sql_[index_name]);
      json::object index{{"name", index_name},
                         {"columns", json::array()},
                         {"expressions", to_array(created.terms)},
                         {"unique", row[2].integer != 0},
                         {"where", row[4].integer != 0 ? json::value(created.where) : json::value(nullptr)},
                         {"using", nullptr}};
      indexes.push_back(std::move(index));
    }
    auto& index = indexes.back().get_object();
    auto& columns = index["columns"].get_array();
    const auto place = columns.size();
    columns.push_back(text_or_null(row[5]));
    const auto& terms = index["expressions"].get_array();
    if (row[6].integer != 0)
      descends(index, row[5].is_null() && place < terms.size() ? std::string(terms[place].get_string())
                                                               : row[5].text);
  }
  for (const auto& constraint : text.constraints)
    if (constraint.kind == TableConstraint::Kind::unique)
      unique.push_back(
          json::object{{"name", or_null(constraint.name)}, {"columns", to_array(constraint.columns)}});
  // Where no name is an expression, the columns say it all.
  for (auto& entry : indexes) {
    auto& index = entry.get_object();
    bool plain = true;
    for (const auto& column : index["columns"].get_array())
      plain = plain && column.is_string();
    if (plain) index["expressions"] = json::array();
  }
  table["unique"] = std::move(unique);
  table["indexes"] = std::move(indexes);
}

json::object Reflection::table_names() {
  return names("SELECT m.name FROM " + master() + " m WHERE " + table_filter() + " ORDER BY m.name",
               parameters());
}

json::object Reflection::view_names() {
  return names("SELECT name FROM " + master() + " WHERE type = 'view' ORDER BY name", {});
}

json::object Reflection::no_names() {
  return {{"names", json::array()}};
}

json::object Reflection::names(const std::string& sql, const std::vector<Value>& values) {
  json::array names;
  run_script(handle_, sql, values, [&](const std::vector<std::string>&, const Row& row) {
    names.emplace_back(row[0].text);
    return true;
  });
  return {{"names", std::move(names)}};
}

json::object Reflection::has_table() {
  if (names_.empty()) throw sql::usage_error(backend_name, "has_table needs a name");
  bool exists = false;
  // A view counts too, as for SQLAlchemy.
  const std::vector<Value> name{Value::of_text(names_.front())};
  run_script(handle_,
             "SELECT 1 FROM " + master() + " WHERE type IN ('table', 'view') AND name = $1 COLLATE NOCASE",
             name, [&](const std::vector<std::string>&, const Row&) {
               exists = true;
               return false;
             });
  return {{"exists", exists}};
}

json::object Reflection::schema_names() {
  return names("SELECT name FROM pragma_database_list WHERE name <> 'temp' ORDER BY seq", {});
}

constexpr sql::reflection::Question<Reflection> questions[] = {
    {"tables", &Reflection::tables},
    {"table_names", &Reflection::table_names},
    {"view_names", &Reflection::view_names},
    {"materialized_view_names", &Reflection::no_names},
    {"sequence_names", &Reflection::no_names},
    {"has_table", &Reflection::has_table},
    {"schema_names", &Reflection::schema_names},
};

}  // namespace

json::object reflect(Handle* handle, const json::object& request) {
  return sql::reflection::answer(questions, handle, request, backend_name);
}

}  // namespace pycharter::sqlite

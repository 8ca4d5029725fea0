#include "postgresql/reflect.h"

#include <pycharter/plugin/error.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <string_view>

#include "postgresql/catalog_queries.h"
#include "postgresql/reflected_type.h"

namespace json = boost::json;

namespace pycharter::postgresql {
namespace {

using Cell = std::optional<std::string>;

json::value text_or_null(const Cell& cell) {
  return cell ? json::value(*cell) : json::value(nullptr);
}
bool is_true(const Cell& cell) {
  return cell == "t";
}
json::array names(const Cell& cell) {
  return cell ? json::parse(*cell).as_array() : json::array();
}

// Letters of pg_constraint to SQL; NO ACTION is what there is when nothing was said.
json::value action(const Cell& letter) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> actions{
      {{"r", "RESTRICT"}, {"c", "CASCADE"}, {"n", "SET NULL"}, {"d", "SET DEFAULT"}}};
  for (const auto& [code, words] : actions) {
    if (letter == code) return json::value(words);
  }
  return nullptr;
}

// $1 and $2 of the queries: see catalog_queries.h.
using Scope = std::array<Cell, 2>;

Scope scope_of(const json::object& request) {
  Scope scope;
  if (const auto* schema = request.if_contains("schema"); schema != nullptr && schema->is_string())
    scope[0] = std::string(schema->as_string());
  if (const auto* wanted = request.if_contains("names"); wanted != nullptr && wanted->is_array())
    scope[1] = json::serialize(*wanted);
  return scope;
}

// The tables of a request, by schema and name, filled query by query.
class Tables {
 public:
  Tables(const json::object& request, const CatalogQuery& query) : query_(query), scope_(scope_of(request)) {}

  json::array read() {
    for (auto& row : query_(tables_query, scope_))
      add_table(row);
    for (auto& row : query_(columns_query, scope_))
      add_column(table(row), row);
    for (auto& row : query_(constraints_query, scope_))
      add_constraint(table(row), row);
    for (auto& row : query_(indexes_query, scope_))
      add_index(table(row), row);
    return std::move(tables_);
  }

 private:
  void add_table(const CatalogRow& row) {
    positions_.emplace(std::pair(*row[0], *row[1]), tables_.size());
    tables_.push_back({{"name", *row[1]},
                       {"schema", scope_[0] ? json::value(*row[0]) : json::value(nullptr)},
                       {"comment", text_or_null(row[2])},
                       {"columns", json::array()},
                       {"primary_key", nullptr},
                       {"foreign_keys", json::array()},
                       {"unique", json::array()},
                       {"checks", json::array()},
                       {"indexes", json::array()}});
  }

  json::object& table(const CatalogRow& row) {
    return tables_[positions_.at(std::pair(*row[0], *row[1]))].as_object();
  }

  static json::object column_type(const CatalogRow& row) {
    if (!row[13]) return reflected_type(*row[3]);
    json::object arguments{{"values", names(row[13])}, {"name", *row[12]}};
    return {{"type", "ENUM"}, {"dialect", "postgresql"}, {"args", std::move(arguments)}};
  }

  static void add_column(json::object& table, const CatalogRow& row) {
    const bool identity = row[6] && !row[6]->empty();
    const bool generated = row[7] && !row[7]->empty();
    json::object column{{"name", *row[2]},
                        {"type", column_type(row)},
                        {"type_sql", *row[3]},
                        {"nullable", !is_true(row[4])},
                        {"default", generated ? json::value(nullptr) : text_or_null(row[5])},
                        {"autoincrement", identity || (row[10] && row[5] && row[5]->starts_with("nextval("))},
                        {"comment", text_or_null(row[9])},
                        {"primary_key", 0}};
    if (row[8]) column["collation"] = *row[8];
    if (identity) column["identity"] = {{"always", row[6] == "a"}};
    if (generated) column["computed"] = {{"sqltext", text_or_null(row[5])}, {"persisted", row[7] == "s"}};
    table["columns"].as_array().push_back(std::move(column));
  }

  static void mark_primary_key(json::object& table, const json::array& columns) {
    for (auto& column : table["columns"].as_array()) {
      for (std::size_t i = 0; i < columns.size(); ++i) {
        if (column.at("name") == columns[i]) column.as_object()["primary_key"] = i + 1;
      }
    }
  }

  static void add_constraint(json::object& table, const CatalogRow& row) {
    const json::array columns = names(row[4]);
    json::object constraint{{"name", *row[3]}};
    if (row[13]) constraint["comment"] = *row[13];
    if (row[2] == "c") {
      constraint["sqltext"] = check_text(*row[5]);
      table["checks"].as_array().push_back(std::move(constraint));
      return;
    }
    constraint["columns"] = columns;
    if (row[2] == "p") {
      mark_primary_key(table, columns);
      table["primary_key"] = std::move(constraint);
    } else if (row[2] == "u") {
      table["unique"].as_array().push_back(std::move(constraint));
    } else {
      add_foreign_key(table, std::move(constraint), row);
    }
  }

  static void add_foreign_key(json::object& table, json::object key, const CatalogRow& row) {
    key["target_schema"] = text_or_null(row[6]);
    key["target_table"] = *row[7];
    key["target_columns"] = names(row[8]);
    key["onupdate"] = action(row[9]);
    key["ondelete"] = action(row[10]);
    key["deferrable"] = is_true(row[11]);
    key["initially"] = is_true(row[12]) ? json::value("DEFERRED") : json::value(nullptr);
    table["foreign_keys"].as_array().push_back(std::move(key));
  }

  // `CHECK (a > 0) NOT VALID` to `a > 0`.
  static std::string check_text(std::string_view definition) {
    const auto open = definition.find('(');
    const auto close = definition.rfind(')');
    if (open == std::string_view::npos || close <= open) return std::string(definition);
    return std::string(definition.substr(open + 1, close - open - 1));
  }

  // An index that serves a primary key or a unique constraint is that constraint's business.
  static void add_index(json::object& table, const CatalogRow& row) {
    if (row[9]) return;
    const json::array columns = names(row[6]);
    json::array expressions;
    bool has_expression = false;
    const json::array texts = names(row[7]);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      has_expression = has_expression || columns[i].is_null();
      expressions.push_back(texts[i]);
    }
    json::object index{{"name", *row[2]},
                       {"columns", columns},
                       {"unique", is_true(row[3])},
                       {"where", text_or_null(row[5])},
                       {"using", *row[4]}};
    if (has_expression) index["expressions"] = std::move(expressions);
    if (row[8]) index["include"] = names(row[8]);
    table["indexes"].as_array().push_back(std::move(index));
  }

  const CatalogQuery& query_;
  Scope scope_;
  json::array tables_;
  std::map<std::pair<std::string, std::string>, std::size_t> positions_;
};

json::object tables(const json::object& request, const CatalogQuery& query) {
  return {{"tables", Tables(request, query).read()}};
}

json::array first_column(const std::vector<CatalogRow>& rows, std::size_t column) {
  json::array found;
  for (const auto& row : rows)
    found.push_back(json::value(*row[column]));
  return found;
}

json::object table_names(const json::object& request, const CatalogQuery& query) {
  return {{"names", first_column(query(tables_query, scope_of(request)), 1)}};
}

json::object has_table(const json::object& request, const CatalogQuery& query) {
  Scope scope = scope_of(request);
  scope[1] = json::serialize(json::array{request.at("name")});
  return {{"exists", !query(tables_query, scope).empty()}};
}

json::object schema_names(const json::object&, const CatalogQuery& query) {
  return {{"names", first_column(query(schema_names_query, {}), 0)}};
}

struct Question {
  std::string_view what;
  json::object (*answer)(const json::object&, const CatalogQuery&);
};

constexpr std::array questions{Question{"tables", &tables}, Question{"table_names", &table_names},
                               Question{"has_table", &has_table}, Question{"schema_names", &schema_names}};

}  // namespace

json::object reflect(const json::object& request, const CatalogQuery& query) {
  const std::string_view what = request.at("what").as_string();
  for (const auto& question : questions) {
    if (question.what == what) return question.answer(request, query);
  }
  throw Error(ErrorCode::unsupported, "the postgresql backend can't reflect '" + std::string(what) + "'",
              {.backend = "postgresql"});
}

}  // namespace pycharter::postgresql

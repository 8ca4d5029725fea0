#include "sql/store/statements.h"

#include <charconv>
#include <limits>

namespace pycharter::sql::store {
namespace {

constexpr std::string_view newest_first = "created_at IS NULL, created_at DESC, id DESC";
constexpr std::string_view oldest_first = "created_at IS NOT NULL, created_at, id";

std::string qualified(const Dialect& dialect, const Table& table) {
  return dialect.qualifier + dialect.quote + std::string(table.name) + dialect.quote;
}

std::string by_code_point(const Dialect& dialect, std::string_view column) {
  return dialect.code_point_before + std::string(column) + dialect.code_point_after;
}

// "a, b", with `each` called for every column.
template <class Each>
std::string join(std::span<const Column> columns, std::string_view separator, Each each) {
  std::string text;
  for (const auto& column : columns) {
    const std::string part = each(column);
    if (part.empty()) continue;
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

std::string names(std::span<const Column> columns) {
  return join(columns, ", ", [](const Column& column) { return std::string(column.name); });
}

std::string key_names(const Table& table) {
  return join(table.columns, ", ",
              [](const Column& column) { return column.key ? std::string(column.name) : std::string(); });
}

std::string bind_document(Statement& statement, const Dialect& dialect, const Record& record) {
  return dialect.document_before + statement.bind(record.document.value_or("{}")) + dialect.document_after;
}

// `name` for what is ordered by name, else the id.
std::string_view order_column(const Table& table) {
  return table.columns.front().field == &Record::name ? table.columns.front().name : table.id;
}

bool is_rule_set(const Table& table) {
  return table.kind == RecordKind::coercion || table.kind == RecordKind::validation;
}

bool has_field(const Table& table, Field field) {
  for (const auto& column : table.columns)
    if (column.field == field) return true;
  return field == &Record::id;
}

// Fields of a query that ask for what no record of this kind has.
bool asks_for_strange_field(const Table& table, const Record& match) {
  static constexpr Field fields[] = {&Record::name, &Record::version, &Record::schema_id,
                                     &Record::resource_id, &Record::resource_type};
  for (const auto field : fields)
    if (match.*field && !has_field(table, field)) return true;
  return false;
}

class Conditions {
 public:
  Conditions(const Dialect& dialect, Statement& statement) : dialect_(dialect), statement_(statement) {}

  void add(const std::string& condition) { text_ += (text_.empty() ? " WHERE " : " AND ") + condition; }
  void equal(std::string_view column, bool integer, const std::string& value) {
    if (integer && !is_id(dialect_, value))
      add("1 = 0");  // "abc" is no id, and no row has it
    else
      add(std::string(column) + " = " + statement_.bind(value));
  }
  const std::string& text() const { return text_; }

 private:
  const Dialect& dialect_;
  Statement& statement_;
  std::string text_;
};

std::string where(Statement& statement, const Dialect& dialect, const Table& table,
                  const plugin::Query& query) {
  Conditions conditions(dialect, statement);
  if (asks_for_strange_field(table, query.match)) conditions.add("1 = 0");
  if (query.match.id) conditions.equal(table.id, table.integer_id, *query.match.id);
  for (const auto& column : table.columns) {
    if (!column.key) continue;
    if (const auto& value = query.match.*column.field)
      conditions.equal(column.name, column.integer, *value);
    else if (query.exact_key)
      conditions.add(std::string(column.name) + " IS NULL");
  }
  if (query.after) {
    const auto column = std::string(order_column(table));
    if (column == "id")  // what is no number comes after none
      conditions.add(is_id(dialect, *query.after) ? "id > " + statement.bind(*query.after) : "1 = 0");
    else
      conditions.add(by_code_point(dialect, column) + " > " + statement.bind(*query.after));
  }
  return conditions.text();
}

bool has_whole_key(const Table& table, const Record& record) {
  for (const auto& column : table.columns)
    if (column.key && !(record.*column.field)) return false;
  return true;
}

// Python leaves several rows of one key where no constraint forbids it: the newest counts.
bool may_find_duplicates(const Table& table, const plugin::Query& query) {
  if (table.unique && has_whole_key(table, query.match)) return false;
  return !query.match.id && !query.last_created &&
         (is_rule_set(table) || table.kind == RecordKind::governance);
}

std::string source(Statement& statement, const Dialect& dialect, const Table& table,
                   const plugin::Query& query) {
  const auto from = " FROM " + qualified(dialect, table);
  if (may_find_duplicates(table, query))
    return " FROM (SELECT t.*, row_number() OVER (PARTITION BY " + key_names(table) + " ORDER BY " +
           std::string(newest_first) + ") AS newness" + from + " t" +
           where(statement, dialect, table, query) + ") d WHERE newness = 1";
  const auto conditions = where(statement, dialect, table, query);
  if (table.kind != RecordKind::schema || query.limit == 0 || query.last_created) return from + conditions;
  // A limit counts names, and all versions of a name come together. MySQL knows no LIMIT right inside of IN.
  return from + conditions + (conditions.empty() ? " WHERE " : " AND ") +
         "name IN (SELECT name FROM (SELECT name" + from + where(statement, dialect, table, query) +
         " GROUP BY name ORDER BY " + by_code_point(dialect, "name") + " LIMIT " +
         std::to_string(query.limit) + ") page)";
}

std::string order(const Dialect& dialect, const Table& table, const plugin::Query& query) {
  if (query.last_created && table.kind != RecordKind::ownership)
    return " ORDER BY " + std::string(newest_first) + " LIMIT 1";
  std::string text = " ORDER BY ";
  if (is_rule_set(table))
    text += oldest_first;
  else if (order_column(table) == "id")
    text += "id";
  else
    text += by_code_point(dialect, order_column(table)) + (table.integer_id ? ", id" : "");
  const bool limited = query.limit > 0 && table.kind != RecordKind::schema;
  return limited ? text + " LIMIT " + std::to_string(query.limit) : text;
}

// A limit beyond what the servers count with is none.
plugin::Query bounded(plugin::Query query) {
  if (query.limit > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) query.limit = 0;
  return query;
}

std::string assignments(Statement& statement, const Dialect& dialect, const Table& table,
                        const Record& record) {
  std::string text = join(table.columns, ", ", [&](const Column& column) {
    return column.key ? std::string()
                      : std::string(column.name) + " = " + statement.bind(record.*column.field);
  });
  if (!text.empty()) text += ", ";
  text += std::string(table.document) + " = " + bind_document(statement, dialect, record);
  if (table.has_updated_at) text += ", updated_at = CURRENT_TIMESTAMP";
  return text;
}

// Of an upsert: each column gets what the INSERT had for it.
std::string new_assignments(const Dialect& dialect, const Table& table) {
  const auto assignment = [&](std::string_view column) {
    const std::string name(column);
    return name + " = " + (dialect.returns_ids ? "excluded." + name : "VALUES(" + name + ")");
  };
  std::string text = join(table.columns, ", ", [&](const Column& column) {
    return column.key ? std::string() : assignment(column.name);
  });
  if (!text.empty()) text += ", ";
  text += assignment(table.document);
  if (table.has_updated_at) text += ", updated_at = CURRENT_TIMESTAMP";
  return text;
}

// What follows an INSERT that shall replace the row with the same key; gives the id.
std::string on_conflict(Statement& statement, const Dialect& dialect, const Table& table) {
  if (dialect.returns_ids) {
    statement.columns = 1;
    return " ON CONFLICT (" + key_names(table) + ") DO UPDATE SET " + new_assignments(dialect, table) +
           " RETURNING " + std::string(table.id);
  }
  auto text = " ON DUPLICATE KEY UPDATE " + new_assignments(dialect, table);
  if (table.integer_id) text += ", id = LAST_INSERT_ID(" + qualified(dialect, table) + ".id)";
  return text;
}

std::string insert_into(const Dialect& dialect, const Table& table) {
  return "INSERT INTO " + qualified(dialect, table) + " (" + names(table.columns) + ", " +
         std::string(table.document) + ")";
}

// The newest set of a schema, or that of a version, as a row of the snapshot.
std::string snapshot_set(Statement& statement, const Dialect& dialect, const Table& table,
                         const std::string& schema_id, const Cell& version) {
  auto text = " UNION ALL SELECT * FROM (SELECT " + std::to_string(static_cast<int>(table.kind)) +
              " AS kind, id, NULL AS name, version, schema_id, " + std::string(table.document) + " FROM " +
              qualified(dialect, table) + " WHERE schema_id = " + statement.bind(schema_id);
  if (version) text += " AND version = " + statement.bind(version);
  return text + " ORDER BY " + std::string(newest_first) + " LIMIT 1) " + std::string(table.name);
}

}  // namespace

bool is_id(const Dialect& dialect, std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc() && end == text.data() + text.size() && value > 0 &&
         value <= dialect.greatest_id && text.front() != '0';
}

Statement select_records(const Dialect& dialect, const plugin::Query& asked) {
  const auto query = bounded(asked);
  const auto& table = table_of(query.match.kind);
  Statement statement;
  statement.columns = table.columns.size() + 2;
  statement.sql = "SELECT " + std::string(table.id) + ", " + names(table.columns) + ", " +
                  (query.without_document ? "NULL" : std::string(table.document));
  statement.sql += source(statement, dialect, table, query);
  statement.sql += order(dialect, table, query);
  return statement;
}

Statement delete_records(const Dialect& dialect, const plugin::Query& asked) {
  const auto query = bounded(asked);
  const auto& table = table_of(query.match.kind);
  Statement statement;
  statement.sql = "DELETE FROM " + qualified(dialect, table);
  if (query.limit == 0 && !query.last_created) {
    statement.sql += where(statement, dialect, table, query);
    return statement;
  }
  const auto id = std::string(table.id);
  // Once more in parentheses: MySQL reads the table that it deletes from only so.
  statement.sql += " WHERE " + id + " IN (SELECT " + id + " FROM (SELECT " + id;
  statement.sql += source(statement, dialect, table, query);
  statement.sql += order(dialect, table, query) + ") chosen)";
  return statement;
}

Statement select_snapshot(const Dialect& dialect, const std::string& schema_id, const Cell& version) {
  const auto& schemas = table_of(RecordKind::schema);
  Statement statement;
  statement.columns = 6;
  statement.sql = "SELECT 1 AS kind, id, name, version, NULL AS schema_id, schema_data FROM " +
                  qualified(dialect, schemas) + " WHERE id = " + statement.bind(schema_id);
  for (const auto kind : {RecordKind::coercion, RecordKind::validation})
    statement.sql += snapshot_set(statement, dialect, table_of(kind), schema_id, version);
  return statement;
}

Statement upsert(const Dialect& dialect, const Record& record) {
  const auto& table = table_of(record.kind);
  Statement statement;
  statement.sql = insert_into(dialect, table);
  if (is_rule_set(table)) {
    // Looking for the schema in the same statement leaves no moment in which it could go.
    statement.sql += " SELECT s.id, " + statement.bind(record.version) + ", ";
    statement.sql += bind_document(statement, dialect, record) + " FROM " +
                     qualified(dialect, table_of(RecordKind::schema)) + " s WHERE s.id = ";
    statement.sql += statement.bind(record.schema_id);
  } else {
    statement.sql += " VALUES (" + join(table.columns, ", ", [&](const Column& column) {
                       return statement.bind(record.*column.field);
                     });
    statement.sql += ", " + bind_document(statement, dialect, record) + ")";
  }
  statement.sql += on_conflict(statement, dialect, table);
  return statement;
}

Statement lock_schema(const Dialect& dialect, const std::string& schema_id) {
  Statement statement;
  statement.columns = 1;
  statement.sql = "SELECT id FROM " + qualified(dialect, table_of(RecordKind::schema)) +
                  " WHERE id = " + statement.bind(schema_id) + dialect.lock_row;
  return statement;
}

Statement select_ids(const Dialect& dialect, const Record& record) {
  const auto& table = table_of(record.kind);
  plugin::Query query;
  query.match = record;
  query.match.id.reset();
  query.exact_key = true;
  Statement statement;
  statement.columns = 1;
  statement.sql = "SELECT id FROM " + qualified(dialect, table);
  statement.sql += where(statement, dialect, table, query) + " ORDER BY " + std::string(newest_first);
  return statement;
}

Statement insert(const Dialect& dialect, const Record& record) {
  const auto& table = table_of(record.kind);
  Statement statement;
  statement.sql =
      insert_into(dialect, table) + " VALUES (" +
      join(table.columns, ", ", [&](const Column& column) { return statement.bind(record.*column.field); });
  statement.sql += ", " + bind_document(statement, dialect, record) + ")";
  if (!dialect.returns_ids) return statement;
  statement.columns = 1;
  statement.sql += " RETURNING " + std::string(table.id);
  return statement;
}

Statement update(const Dialect& dialect, const Record& record, const std::string& id) {
  const auto& table = table_of(record.kind);
  Statement statement;
  statement.sql = "UPDATE " + qualified(dialect, table) + " SET ";
  statement.sql += assignments(statement, dialect, table, record);
  statement.sql += " WHERE " + std::string(table.id) + " = " + statement.bind(id);
  return statement;
}

Statement delete_id(const Dialect& dialect, RecordKind kind, const std::string& id) {
  const auto& table = table_of(kind);
  Statement statement;
  statement.sql = "DELETE FROM " + qualified(dialect, table) + " WHERE " + std::string(table.id) + " = " +
                  statement.bind(id);
  return statement;
}

Statement select_tables(const Dialect& dialect) {
  Statement statement;
  statement.columns = 1;
  statement.sql = dialect.find_tables + " IN (";
  for (const auto& table : tables())
    statement.sql += "'" + std::string(table.name) + "', ";
  statement.sql += "'pycharter_schema_version')";
  return statement;
}

}  // namespace pycharter::sql::store

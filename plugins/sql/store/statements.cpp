#include "sql/store/statements.h"

#include <bit>
#include <charconv>
#include <limits>
#include <utility>

#include "sql/store/statement_parts.h"

namespace pycharter::sql::store {
namespace {

constexpr std::string_view newest_first = "created_at IS NULL, created_at DESC, id DESC";
constexpr std::string_view oldest_first = "created_at IS NOT NULL, created_at, id";

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

  // Begins a condition.
  Statement& next() { return statement_.add(std::exchange(first_, false) ? " WHERE " : " AND "); }
  void never() { next().add("1 = 0"); }
  void equal(std::string_view column, bool integer, const Cell& value) {
    if (integer && !is_id(dialect_, *value)) return never();  // "abc" is no id, and no row has it
    next().add(column, " = ", statement_.bind(value));
  }

 private:
  const Dialect& dialect_;
  Statement& statement_;
  bool first_ = true;
};

// `column IN (…)`. Lengths are rounded up to a power of two, so that few statements are kept prepared.
void add_about(Statement& statement, Conditions& conditions, const Dialect& dialect, const Table& table,
               const std::vector<std::string>& about) {
  std::vector<Cell> subjects;
  for (const auto& one : about)
    if (!table.integer_subject || is_id(dialect, one)) subjects.emplace_back(one);
  if (subjects.empty()) return conditions.never();
  subjects.resize(std::bit_ceil(subjects.size()), subjects.back());
  conditions.next().add(table.subject, " IN (");
  std::string_view separator;
  for (const auto& one : subjects)
    statement.add(std::exchange(separator, ", "), statement.bind(one));
  statement.add(")");
}

Conditions add_where(Statement& statement, const Dialect& dialect, const Table& table,
                     const plugin::Query& query) {
  Conditions conditions(dialect, statement);
  if (asks_for_strange_field(table, query.match)) conditions.never();
  if (query.match.id) conditions.equal(table.id, table.integer_id, query.match.id);
  for (const auto& column : table.columns) {
    if (!column.key) continue;
    if (const auto& value = query.match.*column.field)
      conditions.equal(column.name, column.integer, value);
    else if (query.exact_key)
      conditions.next().add(column.name, " IS NULL");
  }
  if (!query.about.empty()) add_about(statement, conditions, dialect, table, query.about);
  if (!query.after) return conditions;
  const auto column = order_column(table);
  if (column == "id" && !is_id(dialect, *query.after))  // what is no number comes after none
    conditions.never();
  else if (column == "id")
    conditions.next().add("id > ", statement.bind(query.after));
  else
    add_by_code_point(conditions.next(), dialect, column).add(" > ", statement.bind(query.after));
  return conditions;
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

// Whose limit counts names: all records of a name come together.
bool is_paged_by_name(const Table& table, const plugin::Query& query) {
  return query.limit != 0 && !query.last_created && order_column(table) == "name";
}

// MySQL knows no LIMIT right inside of IN.
void add_page_of_names(Statement& statement, const Dialect& dialect, const Table& table,
                       const plugin::Query& query) {
  statement.add("name IN (SELECT name FROM (SELECT name FROM ");
  add_table(statement, dialect, table);
  add_where(statement, dialect, table, query);
  add_by_code_point(statement.add(" GROUP BY name ORDER BY "), dialect, "name");
  statement.add(" LIMIT ", std::to_string(query.limit), ") page)");
}

void add_source(Statement& statement, const Dialect& dialect, const Table& table,
                const plugin::Query& query) {
  statement.add(" FROM ");
  if (may_find_duplicates(table, query)) {
    statement.add("(SELECT t.*, row_number() OVER (PARTITION BY ");
    add_key_names(statement, table);
    statement.add(" ORDER BY ", newest_first, ") AS newness FROM ");
    add_table(statement, dialect, table).add(" t");
    add_where(statement, dialect, table, query);
    statement.add(") d WHERE newness = 1");
    if (is_paged_by_name(table, query)) add_page_of_names(statement.add(" AND "), dialect, table, query);
    return;
  }
  add_table(statement, dialect, table);
  auto conditions = add_where(statement, dialect, table, query);
  if (is_paged_by_name(table, query)) add_page_of_names(conditions.next(), dialect, table, query);
}

void add_order(Statement& statement, const Dialect& dialect, const Table& table, const plugin::Query& query) {
  if (query.match.id) return;  // one row at most: a server would still plan a sort
  if (query.last_created && table.kind != RecordKind::ownership) {
    statement.add(" ORDER BY ", newest_first, " LIMIT 1");
    return;
  }
  statement.add(" ORDER BY ");
  if (is_rule_set(table))
    statement.add(oldest_first);
  else if (order_column(table) == "id")
    statement.add("id");
  else
    add_by_code_point(statement, dialect, order_column(table)).add(table.integer_id ? ", id" : "");
  if (query.limit > 0 && !is_paged_by_name(table, query))
    statement.add(" LIMIT ", std::to_string(query.limit));
}

// A limit beyond what the servers count with is none.
bool is_bounded(const plugin::Query& query) {
  return query.limit <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
}
plugin::Query unbounded(plugin::Query query) {
  query.limit = 0;
  return query;
}

// The newest set of a schema, or that of a version, as a row of the snapshot. It is chosen by its id, so that
// no document goes through a sort.
void add_snapshot_set(Statement& statement, const Dialect& dialect, const Table& table,
                      const std::string& schema_id, const Cell& version) {
  statement.add(" UNION ALL SELECT ", std::to_string(static_cast<int>(table.kind)),
                ", id, NULL, version, schema_id, ", table.document, " FROM ");
  const bool sorts = dialect.newest_id.empty();
  add_table(statement, dialect, table)
      .add(" WHERE id = (SELECT ", sorts ? "id" : dialect.newest_id, " FROM ");
  add_table(statement, dialect, table).add(" WHERE schema_id = ", statement.bind(schema_id));
  if (version) statement.add(" AND version = ", statement.bind(version));
  if (sorts) statement.add(" ORDER BY ", newest_first, " LIMIT 1");
  statement.add(")");
}

Statement lock_found(const Dialect& dialect, const plugin::Query& query, std::string_view lock) {
  const auto& table = table_of(RecordKind::schema);
  Statement statement;
  statement.columns = 1;
  statement.add("SELECT id");
  add_source(statement, dialect, table, query);
  add_order(statement, dialect, table, query);
  statement.add(lock);
  return statement;
}

}  // namespace

bool is_id(const Dialect& dialect, std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc() && end == text.data() + text.size() && value > 0 &&
         value <= dialect.greatest_id && text.front() != '0';
}

Statement select_records(const Dialect& dialect, const plugin::Query& query) {
  if (!is_bounded(query)) return select_records(dialect, unbounded(query));
  const auto& table = table_of(query.match.kind);
  Statement statement;
  statement.columns = table.columns.size() + 2;
  statement.add("SELECT ", table.id, ", ");
  add_names(statement, table);
  statement.add(", ", query.without_document ? "NULL" : table.document);
  add_source(statement, dialect, table, query);
  add_order(statement, dialect, table, query);
  return statement;
}

Statement delete_records(const Dialect& dialect, const plugin::Query& query) {
  if (!is_bounded(query)) return delete_records(dialect, unbounded(query));
  const auto& table = table_of(query.match.kind);
  Statement statement;
  add_table(statement.add("DELETE FROM "), dialect, table);
  if (query.limit == 0 && !query.last_created) {
    add_where(statement, dialect, table, query);
    return statement;
  }
  // Once more in parentheses: MySQL reads the table that it deletes from only so.
  statement.add(" WHERE ", table.id, " IN (SELECT ", table.id, " FROM (SELECT ", table.id);
  add_source(statement, dialect, table, query);
  add_order(statement, dialect, table, query);
  statement.add(") chosen)");
  return statement;
}

Statement select_snapshot(const Dialect& dialect, const std::string& schema_id, const Cell& version) {
  Statement statement;
  statement.columns = 6;
  statement.add("SELECT 1 AS kind, id, name, version, NULL AS schema_id, schema_data FROM ");
  add_table(statement, dialect, table_of(RecordKind::schema)).add(" WHERE id = ", statement.bind(schema_id));
  for (const auto kind : {RecordKind::coercion, RecordKind::validation})
    add_snapshot_set(statement, dialect, table_of(kind), schema_id, version);
  return statement;
}

Statement upsert(const Dialect& dialect, const Record& record) {
  const auto& table = table_of(record.kind);
  Statement statement;
  add_insert_into(statement, dialect, table);
  if (is_rule_set(table)) {
    // Looking for the schema in the same statement leaves no moment in which it could go.
    statement.add(" SELECT s.id, ", statement.bind(record.version), ", ");
    bind_document(statement, dialect, record);
    add_table(statement.add(" FROM "), dialect, table_of(RecordKind::schema));
    statement.add(" s WHERE s.id = ", statement.bind(record.schema_id));
  } else {
    add_row(statement.add(" VALUES "), dialect, table, record);
  }
  add_on_conflict(statement, dialect, table);
  return statement;
}

Statement upsert_rows(const Dialect& dialect, std::span<const Record* const> records) {
  const auto& table = table_of(records.front()->kind);
  Statement statement;
  add_insert_into(statement, dialect, table);
  std::string_view separator = " VALUES ";
  for (const auto* record : records)
    add_row(statement.add(std::exchange(separator, ", ")), dialect, table, *record);
  add_on_conflict(statement, dialect, table, true);
  return statement;
}

Statement select_keys(const Dialect& dialect, std::span<const Record* const> records) {
  const auto& table = table_of(records.front()->kind);
  Statement statement;
  statement.columns = 1 + key_columns(table);
  add_key_names(statement.add("SELECT ", table.id, ", "), table);
  add_table(statement.add(" FROM "), dialect, table);
  add_key_names(statement.add(" WHERE ("), table);
  std::string_view separator = ") IN (";
  for (const auto* record : records) {
    statement.add(std::exchange(separator, ", "));
    std::string_view within = "(";
    for (const auto& column : table.columns)
      if (column.key) statement.add(std::exchange(within, ", "), statement.bind(record->*column.field));
    statement.add(")");
  }
  statement.add(")");
  return statement;
}

Statement lock_schemas_of(const Dialect& dialect, const std::vector<std::string>& ids) {
  plugin::Query query;
  query.about = ids;
  return lock_found(dialect, query, dialect.lock_row);
}

Statement lock_schema(const Dialect& dialect, const std::string& schema_id) {
  Statement statement;
  statement.columns = 1;
  add_table(statement.add("SELECT id FROM "), dialect, table_of(RecordKind::schema));
  statement.add(" WHERE id = ", statement.bind(schema_id), dialect.lock_row);
  return statement;
}

Statement lock_schemas(const Dialect& dialect, const plugin::Query& query) {
  return lock_found(dialect, query, dialect.lock_row_to_delete);
}

Statement select_ids(const Dialect& dialect, const Record& record) {
  const auto& table = table_of(record.kind);
  plugin::Query query;
  query.match = record;
  query.match.id.reset();
  query.exact_key = true;
  Statement statement;
  statement.columns = 1;
  add_table(statement.add("SELECT id FROM "), dialect, table);
  add_where(statement, dialect, table, query);
  statement.add(" ORDER BY ", newest_first);
  return statement;
}

Statement insert(const Dialect& dialect, const Record& record) {
  const auto& table = table_of(record.kind);
  Statement statement;
  add_insert_into(statement, dialect, table);
  add_row(statement.add(" VALUES "), dialect, table, record);
  if (!dialect.returns_ids) return statement;
  statement.columns = 1;
  statement.add(" RETURNING ", table.id);
  return statement;
}

Statement update(const Dialect& dialect, const Record& record, const std::string& id) {
  const auto& table = table_of(record.kind);
  Statement statement;
  add_table(statement.add("UPDATE "), dialect, table).add(" SET ");
  for (const auto& column : table.columns)
    if (!column.key) statement.add(column.name, " = ", statement.bind(record.*column.field), ", ");
  bind_document(statement.add(table.document, " = "), dialect, record);
  if (table.has_updated_at) statement.add(", updated_at = CURRENT_TIMESTAMP");
  statement.add(" WHERE ", table.id, " = ", statement.bind(id));
  return statement;
}

Statement delete_id(const Dialect& dialect, RecordKind kind, const std::string& id) {
  const auto& table = table_of(kind);
  Statement statement;
  add_table(statement.add("DELETE FROM "), dialect, table);
  statement.add(" WHERE ", table.id, " = ", statement.bind(id));
  return statement;
}

Statement select_tables(const Dialect& dialect) {
  Statement statement;
  statement.columns = 1;
  statement.add(dialect.find_tables, " IN (");
  for (const auto& table : tables())
    statement.add("'", table.name, "', ");
  statement.add("'pycharter_schema_version')");
  return statement;
}

}  // namespace pycharter::sql::store

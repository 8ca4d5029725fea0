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

enum class Operation : Shape { select, snapshot, upsert, upsert_rows, keys };

// `rest` takes 16 bits.
Shape make_shape(Operation operation, RecordKind kind, Shape rest = 0) {
  return static_cast<Shape>(operation) << 24U | static_cast<Shape>(kind) << 16U | rest;
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

  // Begins a condition.
  Statement& next() { return statement_.add(std::exchange(first_, false) ? " WHERE " : " AND "); }
  void never() { next().add("1 = 0"); }
  void equal(std::string_view column, bool integer, const Parameter& value) {
    // "abc" is no id, and no row has it. A known text is one of ids.
    if (integer && !statement_.is_known() && !is_id(dialect_, *value)) return never();
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
  Parameters subjects;
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

void add_key(Conditions& conditions, const Table& table, const Record& match, bool exact) {
  for (const auto& column : table.columns) {
    if (!column.key) continue;
    if (const auto& value = match.*column.field)
      conditions.equal(column.name, column.integer, value);
    else if (exact)
      conditions.next().add(column.name, " IS NULL");
  }
}

Conditions add_where(Statement& statement, const Dialect& dialect, const Table& table,
                     const plugin::Query& query) {
  Conditions conditions(dialect, statement);
  if (!statement.is_known() && asks_for_strange_field(table, query.match)) conditions.never();
  if (query.match.id) conditions.equal(table.id, table.integer_id, query.match.id);
  add_key(conditions, table, query.match, query.exact_key);
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

// A limit beyond what the servers count with is none.
std::uint64_t limit_of(const plugin::Query& query) {
  constexpr auto greatest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return query.limit <= greatest ? query.limit : 0;
}

// Whose limit counts names: all records of a name come together.
bool is_paged_by_name(const Table& table, const plugin::Query& query) {
  return limit_of(query) != 0 && !query.last_created && order_column(table) == "name";
}

// MySQL knows no LIMIT right inside of IN.
void add_page_of_names(Statement& statement, const Dialect& dialect, const Table& table,
                       const plugin::Query& query) {
  statement.add("name IN (SELECT name FROM (SELECT name FROM ");
  add_table(statement, dialect, table);
  add_where(statement, dialect, table, query);
  add_by_code_point(statement.add(" GROUP BY name ORDER BY "), dialect, "name");
  statement.add(" LIMIT ", limit_of(query), ") page)");
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
  if (limit_of(query) > 0 && !is_paged_by_name(table, query)) statement.add(" LIMIT ", limit_of(query));
}

// The newest set of a schema, or that of a version, as a row of the snapshot. Where a sort would take the
// documents along, it is chosen by its id.
void add_snapshot_set(Statement& statement, const Dialect& dialect, const Table& table,
                      const std::string& schema_id, const Cell& version) {
  const bool sorts = dialect.newest_id.empty();
  statement.add(" UNION ALL ", dialect.sorts_places ? "(" : "", "SELECT ",
                static_cast<std::size_t>(table.kind), ", id, NULL, version, schema_id, ", table.document,
                " FROM ");
  add_table(statement, dialect, table);
  if (!dialect.sorts_places) {
    statement.add(" WHERE id = (SELECT ", sorts ? "id" : dialect.newest_id, " FROM ");
    add_table(statement, dialect, table);
  }
  statement.add(" WHERE schema_id = ", statement.bind(schema_id));
  if (version) statement.add(" AND version = ", statement.bind(version));
  if (sorts) statement.add(" ORDER BY ", newest_first, " LIMIT 1");
  statement.add(")");
}

Statement lock_found(const Dialect& dialect, const plugin::Query& query, std::string_view lock) {
  const auto& table = table_of(RecordKind::schema);
  Statement statement;
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

std::optional<Shape> shape_of_select(const Dialect& dialect, const plugin::Query& query) {
  if (query.limit != 0 || query.after || !query.about.empty()) return std::nullopt;
  const auto& table = table_of(query.match.kind);
  const auto is_no_id = [&](const Cell& value) { return value && !is_id(dialect, *value); };
  if (table.integer_id && is_no_id(query.match.id)) return std::nullopt;
  if (is_no_id(query.match.schema_id)) return std::nullopt;
  Shape bits = 0;
  for (const auto field : {&Record::id, &Record::name, &Record::version, &Record::schema_id,
                           &Record::resource_id, &Record::resource_type})
    bits = bits << 1U | (query.match.*field ? 1U : 0U);
  for (const bool flag : {query.last_created, query.without_document, query.content_only, query.exact_key})
    bits = bits << 1U | (flag ? 1U : 0U);
  return make_shape(Operation::select, table.kind, bits);
}

Shape shape_of_snapshot(bool of_version) {
  return make_shape(Operation::snapshot, RecordKind::schema, of_version ? 1 : 0);
}

Shape shape_of_upsert(RecordKind kind) {
  return make_shape(Operation::upsert, kind);
}

Shape shape_of_upsert_rows(RecordKind kind, std::size_t rows) {
  return make_shape(Operation::upsert_rows, kind, static_cast<Shape>(rows));
}

Shape shape_of_keys(RecordKind kind, std::size_t rows) {
  return make_shape(Operation::keys, kind, static_cast<Shape>(rows));
}

SelectedColumns selected_columns(const Table& table, const plugin::Query& query) {
  SelectedColumns selected;
  if (!query.content_only) selected.push_back({table.id, table.integer_id ? &pycharter_record::id : nullptr});
  for (const auto& column : table.columns)
    if (!query.content_only || column.field == &Record::version)
      selected.push_back({column.name, column.abi});
  if (!query.without_document) selected.push_back({table.document, &pycharter_record::document});
  if (selected.empty()) selected.push_back({table.id, nullptr});
  return selected;
}

Statement select_records(const Dialect& dialect, const plugin::Query& query, const std::string* known) {
  const auto& table = table_of(query.match.kind);
  Statement statement(known);
  if (known != nullptr) {
    add_where(statement, dialect, table, query);  // all that binds
    return statement;
  }
  const auto selected = selected_columns(table, query);
  statement.add("SELECT ");
  add_list(statement, selected, [&](const Selected& one) { statement.add(one.column); });
  add_source(statement, dialect, table, query);
  add_order(statement, dialect, table, query);
  return statement;
}

Statement delete_records(const Dialect& dialect, const plugin::Query& query) {
  const auto& table = table_of(query.match.kind);
  Statement statement;
  add_table(statement.add("DELETE FROM "), dialect, table);
  if (limit_of(query) == 0 && !query.last_created) {
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

Statement select_snapshot(const Dialect& dialect, const std::string& schema_id, const Cell& version,
                          const std::string* known) {
  Statement statement(known);
  statement.add("SELECT 1 AS kind, id, name, version, NULL AS schema_id, schema_data FROM ");
  add_table(statement, dialect, table_of(RecordKind::schema)).add(" WHERE id = ", statement.bind(schema_id));
  for (const auto kind : {RecordKind::coercion, RecordKind::validation})
    add_snapshot_set(statement, dialect, table_of(kind), schema_id, version);
  return statement;
}

Statement upsert(const Dialect& dialect, const Record& record, const std::string* known) {
  const auto& table = table_of(record.kind);
  Statement statement(known);
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

Statement upsert_rows(const Dialect& dialect, std::span<const Record* const> records,
                      const std::string* known) {
  const auto& table = table_of(records.front()->kind);
  Statement statement(known);
  add_insert_into(statement, dialect, table);
  std::string_view separator = " VALUES ";
  for (const auto* record : records)
    add_row(statement.add(std::exchange(separator, ", ")), dialect, table, *record);
  add_on_conflict(statement, dialect, table, true);
  return statement;
}

Statement select_keys(const Dialect& dialect, std::span<const Record* const> records,
                      const std::string* known) {
  const auto& table = table_of(records.front()->kind);
  Statement statement(known);
  add_key_names(statement.add("SELECT ", table.id, ", "), table);
  add_table(statement.add(" FROM "), dialect, table);
  std::string_view separator = " WHERE ";
  for (const auto& column : table.columns) {
    if (!column.key) continue;
    statement.add(std::exchange(separator, " AND "), column.name);
    std::string_view within = " IN (";
    for (const auto* record : records)
      statement.add(std::exchange(within, ", "), statement.bind(record->*column.field));
    statement.add(")");
  }
  return statement;
}

Statement lock_schemas_of(const Dialect& dialect, const plugin::Query& query) {
  return lock_found(dialect, query, dialect.lock_row);
}

Statement lock_schema(const Dialect& dialect, const std::string& schema_id) {
  Statement statement;
  add_table(statement.add("SELECT id FROM "), dialect, table_of(RecordKind::schema));
  statement.add(" WHERE id = ", statement.bind(schema_id), dialect.lock_row);
  return statement;
}

Statement lock_schemas(const Dialect& dialect, const plugin::Query& query) {
  return lock_found(dialect, query, dialect.lock_row_to_delete);
}

Statement select_ids(const Dialect& dialect, const Record& record) {
  const auto& table = table_of(record.kind);
  Statement statement;
  add_table(statement.add("SELECT id FROM "), dialect, table);
  Conditions conditions(dialect, statement);
  add_key(conditions, table, record, true);
  statement.add(" ORDER BY ", newest_first);
  return statement;
}

Statement insert(const Dialect& dialect, const Record& record) {
  const auto& table = table_of(record.kind);
  Statement statement;
  add_insert_into(statement, dialect, table);
  add_row(statement.add(" VALUES "), dialect, table, record);
  if (!dialect.returns_ids) return statement;
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
  statement.add(dialect.find_tables, " IN (");
  for (const auto& table : tables())
    statement.add("'", table.name, "', ");
  statement.add("'pycharter_schema_version')");
  return statement;
}

}  // namespace pycharter::sql::store

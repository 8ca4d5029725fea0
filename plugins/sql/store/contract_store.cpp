#include "sql/store/contract_store.h"

#include <pycharter/plugin/error.h>

#include "sql/store/bulk_put.h"

namespace pycharter::sql::store {
namespace {

// Ids that no row can have don't reach the server, which would call them bad numbers.
void check_schema_id(const Dialect& dialect, const Record& record) {
  if (table_of(record.kind).of_schema && record.schema_id && !is_id(dialect, *record.schema_id))
    no_such_schema(dialect, *record.schema_id);
}

Record to_record(const Table& table, Cells& row, bool with_document) {
  Record record;
  record.kind = table.kind;
  if (table.integer_id) record.id = std::move(row.front());
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    record.*table.columns[i].field = std::move(row[i + 1]);
  if (with_document) record.document = row.back() ? std::move(row.back()) : "{}";
  return record;
}

}  // namespace

plugin::StoreInfo ContractStore::info() {
  const auto statement = select_tables(dialect_);
  std::size_t needed = 0;
  std::size_t found = 0;
  for (const auto& row : connection_.rows(statement.sql, statement.parameters, statement.columns)) {
    ++found;
    if (row.front() != "pycharter_schema_version") ++needed;
  }
  return {needed == tables().size(), found == 0};
}

std::vector<std::string> ContractStore::put(std::span<const Record> records) {
  for (const auto& record : records)
    check_schema_id(dialect_, record);
  // One statement is a transaction by itself.
  if (records.size() == 1 && covered_by_constraint(records.front())) return {put_one(records.front())};
  std::vector<std::string> ids;
  if (records.empty()) return ids;
  WriteTransaction transaction(connection_);
  BulkPut bulk(connection_, dialect_);
  for (std::size_t i = 0; i < records.size();) {
    const auto slice = bulk.slice(records.subspan(i));
    if (slice.size() > 1)
      bulk.put(slice, ids);
    else
      ids.push_back(put_one(records[i]));
    i += slice.size();
  }
  transaction.commit();
  return ids;
}

std::string ContractStore::put_one(const Record& record) {
  if (!covered_by_constraint(record)) return replace_under_lock(record);
  auto id = id_of(upsert(dialect_, record), record);
  if (!id) no_such_schema(dialect_, record.schema_id.value_or(""));
  return *std::move(id);
}

void ContractStore::lock_key(const Record& record) {
  if (table_of(record.kind).of_schema && record.schema_id) {
    if (!first_cell(lock_schema(dialect_, *record.schema_id))) no_such_schema(dialect_, *record.schema_id);
    return;
  }
  connection_.lock_name("pycharter " + std::string(table_of(record.kind).name) + " " +
                        record.name.value_or(record.schema_id.value_or("")));
}

std::string ContractStore::replace_under_lock(const Record& record) {
  lock_key(record);
  const auto statement = select_ids(dialect_, record);
  const auto found = connection_.rows(statement.sql, statement.parameters, statement.columns);
  if (found.empty()) {
    auto id = id_of(insert(dialect_, record), record);
    if (!id) throw Error(ErrorCode::internal, dialect_.backend + ": an INSERT returned no id");
    return *std::move(id);
  }
  run(update(dialect_, record, found.front().front().value()));
  for (std::size_t i = 1; i < found.size(); ++i)
    run(delete_id(dialect_, record.kind, found[i].front().value()));
  return found.front().front().value();
}

void ContractStore::find(const plugin::Query& query, const plugin::RecordSink& sink) {
  const auto& table = table_of(query.match.kind);
  const auto statement = select_records(dialect_, query);
  connection_.run(statement.sql, statement.parameters, statement.columns,
                  [&](Cells& row) { return sink(to_record(table, row, !query.without_document)); });
}

std::uint64_t ContractStore::remove(const plugin::Query& query) {
  if (query.match.kind == RecordKind::schema) return remove_schemas(query);
  const auto statement = delete_records(dialect_, query);
  const auto removed = connection_.run(statement.sql, statement.parameters, 0, {});
  return removed > 0 ? static_cast<std::uint64_t>(removed) : 0;
}

std::uint64_t ContractStore::remove_schemas(const plugin::Query& query) {
  WriteTransaction transaction(connection_);
  const auto lock = lock_schemas(dialect_, query);
  const auto found = connection_.rows(lock.sql, lock.parameters, lock.columns);
  plugin::Query slice;
  for (std::size_t i = 0; i < found.size(); i += slice.about.size()) {
    slice.about.clear();
    for (std::size_t j = i; j < found.size() && slice.about.size() < PYCHARTER_ABOUT_LIMIT; ++j)
      slice.about.push_back(found[j].front().value());
    for (const auto kind : kinds_of_rules) {
      slice.match.kind = kind;
      if (query.cascade)
        run(delete_records(dialect_, slice));
      else
        require_none(slice);
    }
    slice.match.kind = RecordKind::schema;
    run(delete_records(dialect_, slice));
  }
  transaction.commit();
  return found.size();
}

void ContractStore::require_none(plugin::Query rules) {
  rules.limit = 1;
  rules.without_document = true;
  std::optional<std::string> schema_id;
  find(rules, [&](const Record& rule) {
    schema_id = rule.schema_id;
    return false;
  });
  if (!schema_id) return;
  ErrorFacts facts;
  facts.backend = dialect_.backend;
  throw Error(
      ErrorCode::conflict,
      "The schema '" + *schema_id + "' has rules: remove them first, or the schema together with them.",
      std::move(facts));
}

void ContractStore::snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                             const plugin::RecordSink& sink) {
  if (!is_id(dialect_, schema_id)) return;
  const auto statement = select_snapshot(dialect_, schema_id, version);
  // The order of a UNION ALL is not promised; the first row must be the schema.
  auto rows = connection_.rows(statement.sql, statement.parameters, statement.columns);
  for (const auto kind : {RecordKind::schema, RecordKind::coercion, RecordKind::validation}) {
    const auto wanted = std::to_string(static_cast<int>(kind));
    for (auto& row : rows) {
      if (row[0] != wanted) continue;
      Record record;
      record.kind = kind;
      record.id = std::move(row[1]);
      record.name = std::move(row[2]);
      record.version = std::move(row[3]);
      record.schema_id = std::move(row[4]);
      record.document = std::move(row[5]);
      if (!sink(record)) return;
    }
  }
}

std::optional<std::string> ContractStore::first_cell(const Statement& statement) {
  auto rows = connection_.rows(statement.sql, statement.parameters, statement.columns);
  return rows.empty() ? std::nullopt : std::move(rows.front().front());
}

std::optional<std::string> ContractStore::id_of(const Statement& statement, const Record& record) {
  if (dialect_.returns_ids) return first_cell(statement);
  run(statement);
  if (!table_of(record.kind).integer_id) return record.resource_id;
  const auto id = connection_.last_id();
  return id == 0 ? std::nullopt : std::optional(std::to_string(id));
}

void ContractStore::run(const Statement& statement) {
  connection_.run(statement.sql, statement.parameters, statement.columns, {});
}

}  // namespace pycharter::sql::store

#include "sql/store/contract_store.h"

#include <pycharter/plugin/error.h>

#include <boost/container/static_vector.hpp>
#include <functional>
#include <iterator>
#include <utility>

#include "sql/store/bulk_put.h"

namespace pycharter::sql::store {
namespace {

// Ids that no row can have don't reach the server, which would call them bad numbers.
void check_schema_id(const Dialect& dialect, const Record& record) {
  if (table_of(record.kind).of_schema && record.schema_id && !is_id(dialect, *record.schema_id))
    no_such_schema(dialect, *record.schema_id);
}

using AbiFields = boost::container::static_vector<AbiField, std::size(plugin::detail::record_fields) + 1>;
constexpr AbiField no_field = nullptr;

// Rows as the records they are, in place: a view is good for as long as its row, and until the next.
class RowViews {
 public:
  // `fields` are what the columns are of a record, the document's last.
  explicit RowViews(const AbiFields& fields) : fields_(fields) {
    record_.struct_size = sizeof record_;
    for (const auto& field : plugin::detail::record_fields)
      record_.*field.abi = plugin::absent;
  }

  plugin::RecordView view(RecordKind kind, const Cells& row) {
    record_.kind = static_cast<std::uint32_t>(kind);
    for (std::size_t i = 0; i < fields_.size(); ++i)
      if (fields_[i] != no_field) record_.*fields_[i] = plugin::detail::to_abi_optional(row[i]);
    return plugin::RecordView(record_);
  }

 private:
  AbiFields fields_;
  pycharter_record record_{};
};

AbiFields fields_of(const Table& table, const plugin::Query& query) {
  AbiFields fields;
  for (const auto& selected : selected_columns(table, query))
    fields.push_back(selected.field);
  return fields;
}

// The row of a table whose document is NULL has an empty one.
void require_document(Cell& document) {
  if (!document) document = "{}";
}

}  // namespace

plugin::StoreInfo ContractStore::info() {
  const auto statement = select_tables(dialect_);
  std::size_t needed = 0;
  std::size_t found = 0;
  for (const auto& row : connection_.rows(statement.sql(), statement.parameters)) {
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
  BulkPut bulk(connection_, dialect_, texts_);
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
  auto id = id_of(texts_.statement(shape_of_upsert(record.kind),
                                   [&](const std::string* known) { return upsert(dialect_, record, known); }),
                  record);
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
  const auto found = connection_.rows(statement.sql(), statement.parameters);
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
  const auto statement = texts_.statement(shape_of_select(dialect_, query), [&](const std::string* known) {
    return select_records(dialect_, query, known);
  });
  RowViews rows(fields_of(table, query));
  const auto take = [&](Cells& row) {
    if (!query.without_document) require_document(row.back());
    return sink(rows.view(table.kind, row));
  };
  connection_.run(statement.sql(), statement.parameters, std::cref(take));
}

std::uint64_t ContractStore::remove(const plugin::Query& query) {
  if (query.match.kind == RecordKind::schema) return remove_schemas(query);
  const auto statement = delete_records(dialect_, query);
  const auto removed = connection_.run(statement.sql(), statement.parameters, {});
  return removed > 0 ? static_cast<std::uint64_t>(removed) : 0;
}

std::uint64_t ContractStore::remove_schemas(const plugin::Query& query) {
  WriteTransaction transaction(connection_);
  const auto lock = lock_schemas(dialect_, query);
  const auto found = connection_.rows(lock.sql(), lock.parameters);
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
  find(rules, [&](const plugin::RecordView& rule) {
    schema_id = rule.schema_id();
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
  const auto statement = texts_.statement(
      shape_of_snapshot(version.has_value()),
      [&](const std::string* known) { return select_snapshot(dialect_, schema_id, version, known); });
  // The order of a UNION ALL is not promised; the first row must be the schema.
  auto found = connection_.rows(statement.sql(), statement.parameters);
  RowViews rows({no_field, &pycharter_record::id, &pycharter_record::name, &pycharter_record::version,
                 &pycharter_record::schema_id, &pycharter_record::document});
  for (const auto kind : {RecordKind::schema, RecordKind::coercion, RecordKind::validation}) {
    const auto wanted = std::to_string(static_cast<int>(kind));
    for (auto& row : found) {
      if (row[0] != wanted) continue;
      require_document(row.back());
      if (!sink(rows.view(kind, row))) return;
    }
  }
}

std::optional<std::string> ContractStore::first_cell(const Statement& statement) {
  std::optional<std::string> first;
  bool found = false;
  connection_.run(statement.sql(), statement.parameters, [&](Cells& row) {
    if (!std::exchange(found, true)) first = std::move(row.front());
    return true;
  });
  return first;
}

std::optional<std::string> ContractStore::id_of(const Statement& statement, const Record& record) {
  if (dialect_.returns_ids) return first_cell(statement);
  run(statement);
  if (!table_of(record.kind).integer_id) return record.resource_id;
  const auto id = connection_.last_id();
  return id == 0 ? std::nullopt : std::optional(std::to_string(id));
}

void ContractStore::run(const Statement& statement) {
  connection_.run(statement.sql(), statement.parameters, {});
}

}  // namespace pycharter::sql::store

#include "records.h"

#include <pycharter/plugin/error.h>

#include <algorithm>
#include <random>

namespace onefile {
namespace {

using pycharter::Error;
using pycharter::ErrorCode;
using Member = std::optional<std::string> Record::*;

constexpr Field all_fields[] = {
    {"id", &Record::id},
    {"name", &Record::name},
    {"version", &Record::version},
    {"schema_id", &Record::schema_id},
    {"resource_id", &Record::resource_id},
    {"resource_type", &Record::resource_type},
    {"owner", &Record::owner},
    {"team", &Record::team},
    {"document", &Record::document},
};

constexpr Member searched[] = {&Record::id,        &Record::name,        &Record::version,
                               &Record::schema_id, &Record::resource_id, &Record::resource_type};

// The two fields that make the key of a kind.
struct Key {
  RecordKind kind;
  Member first;
  Member second;
};

constexpr Key keys[] = {
    {RecordKind::schema, &Record::name, &Record::version},
    {RecordKind::coercion, &Record::schema_id, &Record::version},
    {RecordKind::validation, &Record::schema_id, &Record::version},
    {RecordKind::governance, &Record::name, &Record::schema_id},
    {RecordKind::ownership, &Record::resource_id, &Record::resource_id},
    {RecordKind::metadata, &Record::resource_id, &Record::resource_type},
};

const Key& key_of(RecordKind kind) {
  for (const auto& key : keys)
    if (key.kind == kind) return key;
  throw Error(ErrorCode::unsupported, "This plugin keeps no records of kind " +
                                          std::to_string(static_cast<std::uint32_t>(kind)) +
                                          ": install the version that fits this pycharter.");
}

bool is_named(RecordKind kind) {
  return kind == RecordKind::schema || kind == RecordKind::governance;
}

bool same_key(const Record& a, const Record& b) {
  if (a.kind != b.kind) return false;
  const auto& key = key_of(a.kind);
  return a.*key.first == b.*key.first && a.*key.second == b.*key.second;
}

// What a record is about: Query::about.
const std::optional<std::string>& subject(const Record& record) {
  if (record.kind == RecordKind::schema) return record.id;
  if (record.kind == RecordKind::ownership || record.kind == RecordKind::metadata) return record.resource_id;
  return record.schema_id;
}

bool is_about(const Record& record, const std::vector<std::string>& subjects) {
  return subjects.empty() ||
         std::find(subjects.begin(), subjects.end(), subject(record).value_or("")) != subjects.end();
}

bool is_rule(const Record& record) {
  return record.kind == RecordKind::coercion || record.kind == RecordKind::validation ||
         record.kind == RecordKind::governance;
}

bool matches(const Record& record, const Query& query) {
  if (record.kind != query.match.kind) return false;
  for (const auto member : searched)
    if (query.match.*member && record.*member != query.match.*member) return false;
  if (query.exact_key && !same_key(record, query.match)) return false;
  if (!is_about(record, query.about)) return false;
  return !query.after || (is_named(record.kind) ? record.name : record.id) > query.after;
}

std::string new_id() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 32; ++i)
    id += "0123456789abcdef"[random() & 15U];
  return id;
}

// At most `limit` records; all schemas and all governance rules of one name come together and count once.
void cut(std::vector<Record>& found, std::uint64_t limit) {
  std::uint64_t counted = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool same_name = is_named(found[i].kind) && i > 0 && found[i].name == found[i - 1].name;
    if (same_name || ++counted <= limit) continue;
    found.resize(i);
    return;
  }
}

}  // namespace

std::span<const Field> fields() {
  return all_fields;
}

bool Records::has_schema(const std::string& id) const {
  return std::any_of(records_.begin(), records_.end(), [&](const Record& record) {
    return record.kind == RecordKind::schema && record.id == id;
  });
}

std::vector<std::string> Records::put(std::span<const Record> given) {
  std::vector<std::string> ids;
  for (const auto& record : given) {
    if (record.schema_id && !has_schema(*record.schema_id))
      throw Error(ErrorCode::not_found, "There is no schema with the id '" + *record.schema_id + "'.");
    ids.push_back(put_one(record));
  }
  return ids;
}

std::string Records::put_one(const Record& record) {
  key_of(record.kind);
  for (auto& known : records_) {
    if (!same_key(known, record)) continue;
    auto id = std::move(known.id);
    known = record;
    known.id = std::move(id);
    return *known.id;
  }
  records_.push_back(record);
  records_.back().id = record.kind == RecordKind::ownership ? record.resource_id : new_id();
  return *records_.back().id;
}

std::vector<Record> Records::find(const Query& query) const {
  std::vector<Record> found;
  for (const auto& record : records_)
    if (matches(record, query)) found.push_back(record);
  if (query.last_created && !found.empty()) found.erase(found.begin(), found.end() - 1);
  // By name, and what has one name by its creation, which is the order it is in; ownership and metadata by
  // id. Sets of rules stay as they were created.
  const auto order = is_named(query.match.kind) ? &Record::name
                     : query.match.kind == RecordKind::ownership || query.match.kind == RecordKind::metadata
                         ? &Record::id
                         : nullptr;
  if (order != nullptr)
    std::stable_sort(found.begin(), found.end(),
                     [order](const Record& a, const Record& b) { return a.*order < b.*order; });
  if (query.limit != 0) cut(found, query.limit);
  if (query.without_document)
    for (auto& record : found)
      record.document.reset();
  return found;
}

std::uint64_t Records::remove(const Query& query) {
  const auto found = find(query);
  const bool schemas = query.match.kind == RecordKind::schema;
  const auto has_rule = [&](const Record& schema) {
    return std::any_of(records_.begin(), records_.end(), [&](const Record& record) {
      return is_rule(record) && record.schema_id == schema.id;
    });
  };
  for (const auto& removed : found)
    if (schemas && !query.cascade && has_rule(removed))
      throw Error(
          ErrorCode::conflict,
          "The schema '" + *removed.id + "' has rules: remove them first, or the schema together with them.");
  for (const auto& removed : found)
    std::erase_if(records_, [&](const Record& record) {
      return same_key(record, removed) || (schemas && is_rule(record) && record.schema_id == removed.id);
    });
  return found.size();
}

std::vector<Record> Records::snapshot(const std::string& schema_id,
                                      const std::optional<std::string>& version) const {
  Query query;
  query.match.id = schema_id;
  auto found = find(query);
  if (found.empty()) return found;
  for (const auto kind : {RecordKind::coercion, RecordKind::validation}) {
    Query rules;
    rules.match.kind = kind;
    rules.match.schema_id = schema_id;
    rules.match.version = version;
    rules.last_created = true;
    for (auto& rule : find(rules))
      found.push_back(std::move(rule));
  }
  return found;
}

}  // namespace onefile

#include "memory/records.h"

#include <pycharter/plugin/error.h>
#include <algorithm>
#include <array>
#include <charconv>

namespace pycharter::memory {
namespace {

using plugin::Query;
using plugin::Record;
using plugin::RecordKind;
using Field = std::optional<std::string> Record::*;

struct Kind {
  RecordKind kind;
  Field first;              // of the key
  Field second;             // of the key; null for ownership
  std::string_view prefix;  // of ids; empty: the key is the identity
};

constexpr std::array<Kind, 6> kinds{
    {{RecordKind::schema, &Record::name, &Record::version, "schema_"},
     {RecordKind::coercion, &Record::schema_id, &Record::version, "coercion_"},
     {RecordKind::validation, &Record::schema_id, &Record::version, "validation_"},
     {RecordKind::governance, &Record::name, &Record::schema_id, "rule_"},
     {RecordKind::ownership, &Record::resource_id, nullptr, ""},
     {RecordKind::metadata, &Record::resource_id, &Record::resource_type, "metadata_"}}};

constexpr RecordKind kinds_of_rules[] = {RecordKind::coercion, RecordKind::validation,
                                         RecordKind::governance};

constexpr std::array<Field, 6> searched{&Record::id,        &Record::name,        &Record::version,
                                        &Record::schema_id, &Record::resource_id, &Record::resource_type};

const Kind& kind_of(RecordKind kind) {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return k.kind == kind; });
  if (found != kinds.end()) return *found;
  throw Error(ErrorCode::unsupported, "The memory backend keeps no records of kind " +
                                          std::to_string(static_cast<std::uint32_t>(kind)) +
                                          ": the program and its memory plugin differ in version.");
}

bool is_named(RecordKind kind) {
  return kind == RecordKind::schema || kind == RecordKind::governance;
}

// The field by which a list of them is ordered, as code points; none: they come in the order of creation.
Field text_order_of(RecordKind kind) {
  if (is_named(kind)) return &Record::name;
  return kind == RecordKind::ownership ? &Record::resource_id : nullptr;
}

// The field that says what a record is about.
Field subject_of(RecordKind kind) {
  if (kind == RecordKind::schema) return &Record::id;
  if (kind == RecordKind::ownership || kind == RecordKind::metadata) return &Record::resource_id;
  return &Record::schema_id;
}

bool is_about(const Record& record, const std::vector<std::string>& subjects) {
  if (subjects.empty()) return true;
  const auto& subject = record.*subject_of(record.kind);
  return subject && std::find(subjects.begin(), subjects.end(), *subject) != subjects.end();
}

bool matches(const Record& record, const Query& query) {
  for (const auto field : searched)
    if (query.match.*field && record.*field != query.match.*field) return false;
  if (!is_about(record, query.about)) return false;
  if (!query.exact_key) return true;
  const auto& kind = kind_of(record.kind);
  return record.*kind.first == query.match.*kind.first &&
         (kind.second == nullptr || record.*kind.second == query.match.*kind.second);
}

}  // namespace

Records::Key Records::key_of(const Record& record) {
  const auto& kind = kind_of(record.kind);
  return {record.*kind.first, kind.second == nullptr ? std::nullopt : record.*kind.second};
}

const Records::Table& Records::table(RecordKind kind) const {
  static const Table none;
  const auto found = tables_.find(kind_of(kind).kind);
  return found == tables_.end() ? none : found->second;
}

Records::Table& Records::table(RecordKind kind) {
  return tables_[kind_of(kind).kind];
}

std::vector<std::string> Records::put(std::span<const Record> records) {
  // All that can be refused is, before the first change.
  for (const auto& record : records) {
    kind_of(record.kind);
    if (record.schema_id && !has_schema(*record.schema_id))
      throw Error(ErrorCode::not_found, "There is no schema with the id '" + *record.schema_id + "'.");
  }
  std::vector<std::string> ids;
  ids.reserve(records.size());
  for (const auto& record : records)
    ids.push_back(put_one(record));
  return ids;
}

std::string Records::put_one(const Record& record) {
  const auto& kind = kind_of(record.kind);
  const auto [entry, made] = table(record.kind).try_emplace(key_of(record));
  auto& stored = entry->second;
  auto id = std::move(stored.record.id);
  if (made) stored.created = ++created_;
  if (made)
    id = kind.prefix.empty() ? record.resource_id : std::string(kind.prefix) + std::to_string(created_);
  stored.record = record;
  stored.record.id = std::move(id);
  if (made && record.kind == RecordKind::schema) schema_keys_.emplace(*stored.record.id, entry->first);
  return stored.record.id.value_or(std::string());
}

std::vector<const Records::Stored*> Records::matching(const Query& query) const {
  const auto& records = table(query.match.kind);
  const auto& kind = kind_of(query.match.kind);
  std::vector<const Stored*> found;
  const auto take = [&](const Stored& stored) {
    if (matches(stored.record, query)) found.push_back(&stored);
  };
  if (query.match.kind == RecordKind::schema && query.match.id) {
    if (const auto key = schema_keys_.find(*query.match.id); key != schema_keys_.end())
      take(records.at(key->second));
  } else if (const auto& first = query.match.*kind.first; first) {
    for (auto at = records.lower_bound({first, std::nullopt});
         at != records.end() && at->first.first == first; ++at)
      take(at->second);
  } else {
    for (const auto& [key, stored] : records)
      take(stored);
  }
  const auto by_text = text_order_of(kind.kind);
  std::sort(found.begin(), found.end(), [&](const Stored* a, const Stored* b) {
    if (by_text != nullptr && a->record.*by_text != b->record.*by_text)
      return a->record.*by_text < b->record.*by_text;
    return a->created < b->created;
  });
  return found;
}

// Ids of the other kinds end with their number in the order of creation; what is no id comes after all.
bool Records::comes_after(const Stored& one, const std::string& after) {
  const auto& kind = kind_of(one.record.kind);
  if (const auto by_text = text_order_of(kind.kind); by_text != nullptr) return one.record.*by_text > after;
  if (after.rfind(kind.prefix, 0) != 0) return false;
  std::uint64_t number = 0;
  const auto* end = after.data() + after.size();
  const auto [rest, failure] = std::from_chars(after.data() + kind.prefix.size(), end, number);
  return failure == std::errc() && rest == end && one.created > number;
}

std::vector<Record> Records::find(const Query& query) const {
  auto found = matching(query);
  const bool named = is_named(query.match.kind);
  if (query.after) std::erase_if(found, [&](const Stored* one) { return !comes_after(*one, *query.after); });
  if (query.last_created && !found.empty())
    found = {*std::max_element(found.begin(), found.end(),
                               [](const Stored* a, const Stored* b) { return a->created < b->created; })};
  std::vector<Record> records;
  std::uint64_t counted = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    // All records of a name come together and count once.
    const bool same_name = named && i > 0 && found[i]->record.name == found[i - 1]->record.name;
    if (!same_name && query.limit != 0 && ++counted > query.limit) break;
    records.push_back(found[i]->record);
    if (query.without_document) records.back().document.reset();
  }
  return records;
}

std::uint64_t Records::remove(const Query& query) {
  const auto found = find(query);
  if (query.match.kind == RecordKind::schema && !query.cascade)
    for (const auto& schema : found)
      require_bare(*schema.id);
  for (const auto& record : found) {
    table(record.kind).erase(key_of(record));
    if (record.kind != RecordKind::schema) continue;
    schema_keys_.erase(*record.id);
    remove_rules_of(*record.id);
  }
  return found.size();
}

void Records::require_bare(const std::string& schema_id) const {
  for (const auto kind : kinds_of_rules)
    for (const auto& [key, rule] : table(kind))
      if (rule.record.schema_id == schema_id)
        throw Error(
            ErrorCode::conflict,
            "The schema '" + schema_id + "' has rules: remove them first, or the schema together with them.");
}

void Records::remove_rules_of(const std::string& schema_id) {
  for (const auto kind : kinds_of_rules)
    std::erase_if(table(kind), [&](const auto& entry) { return entry.second.record.schema_id == schema_id; });
}

std::vector<Record> Records::snapshot(const std::string& schema_id,
                                      const std::optional<std::string>& version) const {
  Query query;
  query.match.id = schema_id;
  auto records = find(query);
  if (records.empty()) return records;
  for (const auto kind : {RecordKind::coercion, RecordKind::validation}) {
    Query rules;
    rules.match.kind = kind;
    rules.match.schema_id = schema_id;
    rules.match.version = version;
    rules.last_created = true;
    for (auto& found : find(rules))
      records.push_back(std::move(found));
  }
  return records;
}

}  // namespace pycharter::memory

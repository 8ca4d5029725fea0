#include "redis/transaction.h"

#include <array>
#include <tuple>

#include "redis/errors.h"
#include "redis/scripts.h"

namespace pycharter::redis {
namespace {

// Redis before 7 takes 2^20 words in a command.
constexpr std::size_t greatest_command = 1'000'000;

constexpr std::string_view other_colons = "Choose a name or version that does not put its colons there.";
constexpr std::string_view mend = "Another program has put it there: rename or delete it.";

Error conflict(const Record& record, const std::string& key, const std::string& what,
               std::string_view advice = other_colons) {
  return error(ErrorCode::conflict, "Cannot store or remove " + describe(record) + ": the key " + key +
                                        " holds " + what + ". " + std::string(advice));
}

// The words of an identity: a value after '=', or "-" where there is none.
void append_identity(std::vector<std::string>& words, const Record& record) {
  words.push_back(text_begin(record));
  const auto fields = words.back().empty() ? Identity() : identity(record);
  words.push_back(std::to_string(fields.size()));
  for (const auto& [name, value] : fields) {
    words.emplace_back(name);
    words.push_back(value ? '=' + *value : "-");
  }
}

void append_membership(std::vector<std::string>& words, const Record& record) {
  words.push_back(record.resource_id.value_or(""));
  words.emplace_back(is_ambiguous(record) ? "1" : "0");
}

// All but owner, team and document.
Record names_of(const Record& record) {
  Record names;
  names.kind = record.kind;
  names.name = record.name;
  names.version = record.version;
  names.schema_id = record.schema_id;
  names.resource_id = record.resource_id;
  names.resource_type = record.resource_type;
  return names;
}

bool has_names_of(const Record& one, const Record& other) {
  const auto names = [](const Record& record) {
    return std::tie(record.kind, record.name, record.version, record.schema_id, record.resource_id,
                    record.resource_type);
  };
  return names(one) == names(other);
}

}  // namespace

void Transaction::check(Step step, const Record& record, std::string key) {
  checks_.push_back({std::move(step), &record, std::move(key)});
}

void Transaction::require_type(const std::string& key, Type type, const Record& record) {
  static constexpr std::array names{"set", "zset", "string"};
  if (!indexes_.insert(key).second) return;
  if (records_.contains(key)) throw conflict(record, key, "another record of the same call");
  check({{key}, {"type", names[static_cast<std::size_t>(type)]}}, record, key);
}

void Transaction::claim(const std::string& key, const Record& record) {
  const auto [known, is_new] = records_.emplace(key, names_of(record));
  if (indexes_.contains(key)) throw conflict(record, key, "an index of the same call");
  if (!is_new && !has_names_of(known->second, record))
    throw conflict(record, key, "another record of the same call, " + describe(known->second));
  if (!is_new || record.kind == RecordKind::metadata) return;
  Step step{{key}, {"record"}};
  append_identity(step.words, record);
  check(std::move(step), record, key);
}

void Transaction::add(const std::string& index, const std::string& member, const Record& record) {
  require_type(index, Type::set, record);
  change({{index}, {"add", member}});
}

void Transaction::require_schema(const Record& record) {
  if (!record.schema_id || !schemas_.insert(*record.schema_id).second) return;
  const auto key = keys_.schema(*record.schema_id);
  check({{key}, {"schema"}}, record, key);
}

void Transaction::put(const Record& record) {
  require_known(record.kind);
  const auto key = keys_.of(record);
  require_schema(record);
  claim(key, record);
  change({{key}, {"set", to_text(record)}});
  if (record.kind == RecordKind::schema) add(keys_.schemas(), id_of(record), record);
  if (record.kind == RecordKind::governance) put_governance(record);
  if (record.kind == RecordKind::metadata) put_metadata(record);
  if (is_rule_set(record.kind)) put_rule_set(record);
}

void Transaction::put_governance(const Record& record) {
  add(keys_.rules(), id_of(record), record);
  if (record.schema_id) add(keys_.rules_of_schema(*record.schema_id), id_of(record), record);
}

void Transaction::put_metadata(const Record& record) {
  const auto key = keys_.of(record);
  const auto index = keys_.metadata_of_type(*record.resource_type);
  add(index, *record.resource_id, record);
  Step step{{key, index}, {"metadata"}};
  append_membership(step.words, record);
  check(std::move(step), record, key);
}

void Transaction::put_rule_set(const Record& record) {
  const auto of_schema = keys_.rule_sets(record.kind, *record.schema_id);
  const auto of_all = keys_.rule_sets(record.kind);
  require_type(of_schema, Type::sorted_set, record);
  require_type(of_all, Type::sorted_set, record);
  require_type(keys_.created(), Type::number, record);
  change({{of_schema, of_all, keys_.created()},
          {"created", rule_set_member(record.version), rule_set_member(*record.schema_id, record.version)}});
}

void Transaction::remove(const Record& record, bool cascade) {
  const auto key = keys_.of(record);
  require_removable(record, cascade);
  if (record.kind == RecordKind::metadata) {
    const auto index = keys_.metadata_of_type(record.resource_type.value_or(""));
    Step step{{key, index}, {"remove_metadata"}};
    append_membership(step.words, record);
    change(std::move(step));
    change({{index}, {"drop", record.resource_id.value_or("")}});
    return;
  }
  if (record.kind == RecordKind::schema && !cascade)
    check({{keys_.rule_sets(RecordKind::coercion, id_of(record)),
            keys_.rule_sets(RecordKind::validation, id_of(record)), keys_.rules_of_schema(id_of(record))},
           {"bare", keys_.rule("")}},
          record, key);
  Step step{{key}, {"remove"}};
  append_identity(step.words, record);
  change(std::move(step));
  if (record.kind == RecordKind::schema) remove_schema(record, cascade);
  if (is_rule_set(record.kind)) remove_rule_set(record);
  if (record.kind != RecordKind::governance) return;
  change({{keys_.rules()}, {"drop", id_of(record)}});
  if (record.schema_id) change({{keys_.rules_of_schema(*record.schema_id)}, {"drop", id_of(record)}});
}

// An index of another type would stop the script after the record has gone. Two are left to it: where the
// index of a type belongs Python may have put metadata, and where a schema's rules belong, another schema.
void Transaction::require_removable(const Record& record, bool cascade) {
  const auto require_orders = [&](RecordKind kind, std::string_view schema_id) {
    require_type(keys_.rule_sets(kind, schema_id), Type::sorted_set, record);
    require_type(keys_.rule_sets(kind), Type::sorted_set, record);
  };
  if (is_rule_set(record.kind)) require_orders(record.kind, record.schema_id.value_or(""));
  if (record.kind == RecordKind::governance) require_type(keys_.rules(), Type::set, record);
  if (record.kind != RecordKind::schema) return;
  require_type(keys_.schemas(), Type::set, record);
  for (const auto kind : {RecordKind::coercion, RecordKind::validation})
    require_orders(kind, id_of(record));
  if (cascade) require_type(keys_.rules(), Type::set, record);
}

void Transaction::remove_schema(const Record& record, bool cascade) {
  const auto id = id_of(record);
  change({{keys_.schemas()}, {"drop", id}});
  if (!cascade) return;
  for (const auto kind : {RecordKind::coercion, RecordKind::validation})
    change({{keys_.rule_sets(kind, id), keys_.rule_sets(kind)},
            {"drop_rule_sets", keys_.rule_set_base(kind, id), rule_set_member(id, std::nullopt)}});
  change({{keys_.rules_of_schema(id), keys_.rules()}, {"drop_rules", keys_.rule("")}});
}

void Transaction::remove_rule_set(const Record& record) {
  const auto schema_id = record.schema_id.value_or("");
  change({{keys_.rule_sets(record.kind, schema_id)}, {"drop_rule_set", rule_set_member(record.version)}});
  change({{keys_.rule_sets(record.kind)}, {"drop_rule_set", rule_set_member(schema_id, record.version)}});
}

std::uint64_t Transaction::run(Connection& connection, std::string_view doing) {
  ScriptCall call;
  call.arguments.push_back(std::to_string(checks_.size()));
  const auto append = [&](Step& step) {
    std::move(step.keys.begin(), step.keys.end(), std::back_inserter(call.keys));
    std::move(step.words.begin(), step.words.end(), std::back_inserter(call.arguments));
  };
  for (auto& one : checks_)
    append(one.step);
  for (auto& one : changes_)
    append(one);
  if (call.keys.size() + call.arguments.size() > greatest_command)
    throw error(ErrorCode::unsupported,
                "These are too many records for one step on Redis: store or remove 50,000 at a time.");
  const auto reply = connection.call(transaction_script, std::move(call), doing);
  if (reply.elements.size() != 2 || !reply.elements[0].is(Reply::Type::integer))
    throw unexpected(reply, doing, connection.location());
  const auto number = static_cast<std::size_t>(reply.elements[0].integer);
  if (number == 0) return static_cast<std::uint64_t>(reply.elements[1].integer);
  if (number > checks_.size()) throw unexpected(reply, doing, connection.location());
  throw failure(number - 1, reply.elements[1].text);
}

Error Transaction::failure(std::size_t number, const std::string& why) const {
  const auto& failed = checks_[number];
  const auto& record = *failed.record;
  if (why == "missing")
    return error(ErrorCode::not_found,
                 "There is no schema with the id '" + record.schema_id.value_or("") + "'.");
  if (why == "rules")
    return error(ErrorCode::conflict, "The schema '" + id_of(record) +
                                          "' has rules: remove them first, or the schema together with them"
                                          " (cascade).");
  if (why == "other") return conflict(record, failed.key, "another record, of other names with the same id");
  if (indexes_.contains(failed.key))
    return conflict(record, failed.key, "something else than the index that belongs there", mend);
  if (record.kind == RecordKind::schema && failed.key.ends_with(":rules"))
    return conflict(record, failed.key, "the governance rules of another schema");
  return conflict(record, failed.key, "something else than a record", mend);
}

}  // namespace pycharter::redis

// The names of keys. PyCharter 0.0.3 has the first group; the second is ours, and lies where none of the
// first can be, whatever names records have.
//
//   P:schemas:{name}:{version}               a schema; {name}:{version} is its id
//   P:schemas:index                          set of their ids
//   P:governance:rule:{name}:{id or global}  a governance rule; what follows P:governance: is its id
//   P:governance:index                       set of their ids
//   P:schemas:{schema id}:rules              set of the ids of a schema's governance rules
//   P:ownership:{resource}
//   P:metadata:{type}:{resource}
//   P:metadata:{type}:index                  set of the resources of a type
//
//   P:coercion:{schema id}[:{version}]       a set of rules; P:validation:… likewise
//   P:recent:coercion                        sorted set of all sets of rules, by creation
//   P:recent:coercion:{schema id}            the same of one schema: "" or ":{version}"
//   P:recent:created                         counts creations
//   P:record:metadata:{type}:{resource}      metadata of a resource whose key would be that of an index
#ifndef PYCHARTER_REDIS_KEYS_H
#define PYCHARTER_REDIS_KEYS_H

#include <pycharter/plugin/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace pycharter::redis {

using plugin::Record;
using plugin::RecordKind;

// "coercion" or "validation".
std::string_view kind_word(RecordKind kind);
// Of a set of rules within those of its schema, and within all.
std::string rule_set_member(const std::optional<std::string>& version);
std::string rule_set_member(std::string_view schema_id, const std::optional<std::string>& version);

// The id of a record, from the fields of its key.
std::string id_of(const Record& record);
// Other records may have the same id, since one part of it holds a colon.
bool is_ambiguous(const Record& record);
// The record's key in Python is that of an index.
bool is_index_name(std::string_view resource);

class Keys {
 public:
  explicit Keys(std::string prefix) : prefix_(std::move(prefix)) {}

  std::string schema(std::string_view id) const { return key("schemas:", id); }
  std::string schemas() const { return key("schemas:index"); }
  std::string rules_of_schema(std::string_view schema_id) const {
    return key("schemas:", schema_id) + ":rules";
  }

  std::string rule(std::string_view id) const { return key("governance:", id); }
  std::string rules() const { return key("governance:index"); }

  std::string ownership(std::string_view resource) const { return key("ownership:", resource); }

  std::string metadata(std::string_view type, std::string_view resource) const;
  // Where Python has it, though an index belongs there.
  std::string metadata_by_python(std::string_view type, std::string_view resource) const {
    return key("metadata:", std::string(type) + ':' + std::string(resource));
  }
  // What comes before the type.
  std::string metadata_begin() const { return key("metadata:"); }
  std::string metadata_of_type(std::string_view type) const { return key("metadata:", type) + ":index"; }

  std::string rule_set(RecordKind kind, std::string_view schema_id,
                       const std::optional<std::string>& version) const {
    return rule_set_base(kind, schema_id) + rule_set_member(version);
  }
  std::string rule_set_base(RecordKind kind, std::string_view schema_id) const;
  std::string rule_sets(RecordKind kind) const;
  std::string rule_sets(RecordKind kind, std::string_view schema_id) const {
    return rule_sets(kind) + ':' + std::string(schema_id);
  }
  std::string created() const { return key("recent:created"); }

  // The key of any record.
  std::string of(const Record& record) const;

 private:
  std::string key(std::string_view part, std::string_view name = {}) const {
    return (prefix_ + ':').append(part).append(name);
  }

  std::string prefix_;
};

// The text as a pattern that matches it alone.
std::string glob_escaped(std::string_view text);

}  // namespace pycharter::redis

#endif

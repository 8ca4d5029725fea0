#include "redis/keys.h"

#include <algorithm>

namespace pycharter::redis {

std::string_view kind_word(RecordKind kind) {
  return kind == RecordKind::coercion ? "coercion" : "validation";
}

bool is_index_name(std::string_view resource) {
  return resource == "index" || resource.ends_with(":index");
}

std::string Keys::metadata(std::string_view type, std::string_view resource) const {
  if (!is_index_name(resource)) return metadata_by_python(type, resource);
  return key("record:metadata:", std::string(type) + ':' + std::string(resource));
}

std::string Keys::rule_set_base(RecordKind kind, std::string_view schema_id) const {
  return key(kind_word(kind)) + ':' + std::string(schema_id);
}

std::string Keys::rule_sets(RecordKind kind) const {
  return key("recent:", kind_word(kind));
}

std::string Keys::of(const Record& record) const {
  switch (record.kind) {
    case RecordKind::schema:
      return schema(id_of(record));
    case RecordKind::governance:
      return rule(id_of(record));
    case RecordKind::ownership:
      return ownership(record.resource_id.value_or(""));
    case RecordKind::metadata:
      return metadata(record.resource_type.value_or(""), record.resource_id.value_or(""));
    default:
      return rule_set(record.kind, record.schema_id.value_or(""), record.version);
  }
}

std::string rule_set_member(const std::optional<std::string>& version) {
  return version ? ':' + *version : std::string();
}

std::string rule_set_member(std::string_view schema_id, const std::optional<std::string>& version) {
  return std::to_string(schema_id.size()) + ':' + std::string(schema_id) + rule_set_member(version);
}

std::string id_of(const Record& record) {
  switch (record.kind) {
    case RecordKind::schema:
      return record.name.value_or("") + ':' + record.version.value_or("");
    case RecordKind::governance:
      return "rule:" + record.name.value_or("") + ':' + record.schema_id.value_or("global");
    case RecordKind::ownership:
      return record.resource_id.value_or("");
    case RecordKind::metadata:
      return record.resource_type.value_or("") + ':' + record.resource_id.value_or("");
    default:
      return std::string(kind_word(record.kind)) + ':' + record.schema_id.value_or("") +
             rule_set_member(record.version);
  }
}

bool is_ambiguous(const Record& record) {
  if (record.kind == RecordKind::ownership) return false;
  // A schema's id has a colon already, and "global" could be one.
  if (record.kind != RecordKind::schema && record.kind != RecordKind::metadata) return true;
  const auto id = id_of(record);
  return std::count(id.begin(), id.end(), ':') > 1;
}

std::string glob_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (std::string_view("*?[]\\^").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace pycharter::redis

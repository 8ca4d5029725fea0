// Records of the store: owned, seen in place, and on their way.
#ifndef PYCHARTER_PLUGIN_RECORD_H
#define PYCHARTER_PLUGIN_RECORD_H

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <pycharter/plugin/abi.h>
#include <pycharter/plugin/host.h>

namespace pycharter::plugin {

enum class RecordKind : std::uint32_t {
  schema = PYCHARTER_SCHEMA,
  coercion = PYCHARTER_COERCION,
  validation = PYCHARTER_VALIDATION,
  governance = PYCHARTER_GOVERNANCE,
  ownership = PYCHARTER_OWNERSHIP,
  metadata = PYCHARTER_METADATA,
};

// One record of the store. Which fields a kind has, and which of them are its key: see pycharter_record_kind.
struct Record {
  RecordKind kind = RecordKind::schema;
  std::optional<std::string> id;
  std::optional<std::string> name;
  std::optional<std::string> version;
  std::optional<std::string> schema_id;
  std::optional<std::string> resource_id;
  std::optional<std::string> resource_type;
  std::optional<std::string> owner;
  std::optional<std::string> team;
  std::optional<std::string> document;  // JSON text
};

namespace detail {

using plugin::to_abi;  // the overload below would hide it

inline std::optional<std::string> to_optional(pycharter_str text) {
  if (is_absent(text)) return std::nullopt;
  return std::string(to_view(text));
}

inline pycharter_str to_abi_optional(const std::optional<std::string>& text) {
  return text ? to_abi(*text) : absent;
}

// The text fields of a record on both sides, in the order of the struct.
struct RecordField {
  pycharter_str pycharter_record::*abi;
  std::optional<std::string> Record::*cpp;
  std::size_t end;  // struct_size that covers the field
};

inline constexpr RecordField record_fields[] = {
    {&pycharter_record::id, &Record::id, offsetof(pycharter_record, id) + sizeof(pycharter_str)},
    {&pycharter_record::name, &Record::name, offsetof(pycharter_record, name) + sizeof(pycharter_str)},
    {&pycharter_record::version, &Record::version,
     offsetof(pycharter_record, version) + sizeof(pycharter_str)},
    {&pycharter_record::schema_id, &Record::schema_id,
     offsetof(pycharter_record, schema_id) + sizeof(pycharter_str)},
    {&pycharter_record::resource_id, &Record::resource_id,
     offsetof(pycharter_record, resource_id) + sizeof(pycharter_str)},
    {&pycharter_record::resource_type, &Record::resource_type,
     offsetof(pycharter_record, resource_type) + sizeof(pycharter_str)},
    {&pycharter_record::owner, &Record::owner, offsetof(pycharter_record, owner) + sizeof(pycharter_str)},
    {&pycharter_record::team, &Record::team, offsetof(pycharter_record, team) + sizeof(pycharter_str)},
    {&pycharter_record::document, &Record::document,
     offsetof(pycharter_record, document) + sizeof(pycharter_str)},
};

inline pycharter_record to_abi(const Record& record) {
  pycharter_record out{};
  out.struct_size = sizeof out;
  out.kind = static_cast<std::uint32_t>(record.kind);
  for (const auto& field : record_fields)
    out.*field.abi = to_abi_optional(record.*field.cpp);
  return out;
}

// Into a new record.
inline void fill(Record& out, const pycharter_record* record) {
  if (PYCHARTER_HAS(record, pycharter_record, kind)) out.kind = static_cast<RecordKind>(record->kind);
  for (const auto& field : record_fields)
    if (record->struct_size >= field.end && !is_absent(record->*field.abi))
      (out.*field.cpp).emplace(to_view(record->*field.abi));
}

inline Record from_abi(const pycharter_record* record) {
  Record out;
  fill(out, record);
  return out;
}

constexpr pycharter_str pycharter_record::*abi_field(std::optional<std::string> Record::*cpp) {
  for (const auto& field : record_fields)
    if (field.cpp == cpp) return field.abi;
  return nullptr;
}

}  // namespace detail

// A record that another owns, good for as long as its owner keeps it. A field that its writer did not know of
// is absent.
class RecordView {
 public:
  explicit RecordView(const pycharter_record& record) : record_(&record) {}

  RecordKind kind() const { return static_cast<RecordKind>(record_->kind); }
#define PYCHARTER_DETAIL_FIELD(field)                                          \
  std::optional<std::string_view> field() const {                              \
    if (!PYCHARTER_HAS(record_, pycharter_record, field)) return std::nullopt; \
    if (is_absent(record_->field)) return std::nullopt;                        \
    return to_view(record_->field);                                            \
  }
  PYCHARTER_DETAIL_FIELD(id)
  PYCHARTER_DETAIL_FIELD(name)
  PYCHARTER_DETAIL_FIELD(version)
  PYCHARTER_DETAIL_FIELD(schema_id)
  PYCHARTER_DETAIL_FIELD(resource_id)
  PYCHARTER_DETAIL_FIELD(resource_type)
  PYCHARTER_DETAIL_FIELD(owner)
  PYCHARTER_DETAIL_FIELD(team)
  PYCHARTER_DETAIL_FIELD(document)
#undef PYCHARTER_DETAIL_FIELD

  Record copy() const { return detail::from_abi(record_); }
  const pycharter_record& abi() const { return *record_; }

 private:
  const pycharter_record* record_;
};

// Where records go, one call each; it returns false to stop early. Made of anything that takes a const
// Record&, or a RecordView, which copies no text.
class RecordSink {
 public:
  RecordSink() = default;
  template <std::predicate<const Record&> Take>
    requires(!std::same_as<std::remove_cvref_t<Take>, RecordSink>)
  RecordSink(Take take)  // NOLINT(google-explicit-constructor): lambdas are passed as sinks
      : take_([take = std::move(take)](const RecordView& record) { return take(record.copy()); }) {}
  template <std::predicate<RecordView> Take>
    requires(!std::predicate<Take, const Record&>)
  RecordSink(Take take)  // NOLINT(google-explicit-constructor)
      : take_(std::move(take)) {}

  explicit operator bool() const { return static_cast<bool>(take_); }
  bool operator()(const Record& record) const { return take_(RecordView(detail::to_abi(record))); }
  bool operator()(const RecordView& record) const { return take_(record); }

 private:
  std::function<bool(const RecordView&)> take_;
};

}  // namespace pycharter::plugin

#endif

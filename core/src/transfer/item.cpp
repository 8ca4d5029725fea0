#include "transfer/item.h"

#include <algorithm>

#include "store/names.h"
#include "store/resources.h"
#include "store/rules.h"
#include "store/schemas.h"

namespace pycharter::transfer {
namespace {

constexpr TextField name{"name", &Record::name, true};
constexpr TextField version{"version", &Record::version, true};
constexpr TextField set_version{"version", &Record::version, false};
constexpr TextField resource_id{"resource_id", &Record::resource_id, true};
constexpr TextField resource_type{"resource_type", &Record::resource_type, true};
constexpr TextField owner{"owner", &Record::owner, true};
constexpr TextField team{"team", &Record::team, false};

constexpr Form item_forms[] = {
    {.kind = RecordKind::schema,
     .name = "contracts",
     .document = "schema",
     .texts = {name, version},
     .format = "pycharter-contract/1",
     .folder = "contracts",
     .title = "contract"},
    {.kind = RecordKind::governance,
     .name = "governance_rules",
     .document = "definition",
     .texts = {name},
     .format = "pycharter-governance-rule/1",
     .folder = "governance",
     .title = "governance rule"},
    {.kind = RecordKind::ownership,
     .name = "ownership",
     .document = "additional_info",
     .texts = {resource_id, owner, team},
     .format = "pycharter-ownership/1",
     .folder = "ownership",
     .title = "ownership of"},
    {.kind = RecordKind::metadata,
     .name = "metadata",
     .document = "metadata",
     .texts = {resource_id, resource_type},
     .format = "pycharter-metadata/1",
     .folder = "metadata",
     .title = "metadata of"},
};

constexpr Form part_forms[] = {
    {.kind = RecordKind::coercion,
     .name = "coercion_rules",
     .document = "rules",
     .texts = {set_version},
     .many = true,
     .ordered = true},
    {.kind = RecordKind::validation,
     .name = "validation_rules",
     .document = "rules",
     .texts = {set_version},
     .many = true,
     .ordered = true},
    {.kind = RecordKind::governance,
     .name = "governance_rules",
     .document = "definition",
     .texts = {name},
     .many = true},
    {.kind = RecordKind::ownership,
     .name = "ownership",
     .document = "additional_info",
     .texts = {owner, team}},
    {.kind = RecordKind::metadata, .name = "metadata", .document = "document"},
};

const Form& form_of(std::span<const Form> forms, RecordKind kind) {
  const auto found = std::find_if(forms.begin(), forms.end(), [&](const Form& f) { return f.kind == kind; });
  if (found == forms.end()) throw Error(ErrorCode::internal, "A record of this kind cannot be moved.");
  return *found;
}

std::string_view text(const Record& record, Field field) {
  const auto& value = record.*field;
  return value ? std::string_view(*value) : std::string_view();
}

std::optional<std::string_view> view(const std::optional<std::string>& value) {
  if (!value) return std::nullopt;
  return std::string_view(*value);
}

// The record as MetadataStore would put it, with these ids where a part has none.
Record checked(const Record& record, std::string_view schema_id, std::string_view resource) {
  const auto document = text(record, &Record::document);
  switch (record.kind) {
    case RecordKind::schema:
      return store::schema_record(text(record, &Record::name), document, text(record, &Record::version));
    case RecordKind::coercion:
    case RecordKind::validation:
      return store::rules_record(record.kind, schema_id, document, view(record.version));
    case RecordKind::governance:
      return store::governance_record(text(record, &Record::name), document, std::nullopt);
    case RecordKind::ownership:
      return store::ownership_record(resource, text(record, &Record::owner), view(record.team), document);
    case RecordKind::metadata:
      return store::metadata_record(resource, document, text(record, &Record::resource_type));
  }
  throw Error(ErrorCode::internal, "A record of this kind cannot be moved.");
}

}  // namespace

std::span<const TextField> Form::fields() const {
  std::size_t count = 0;
  while (count < texts.size() && texts[count].field != nullptr)
    ++count;
  return std::span(texts).first(count);
}

std::span<const Form> items() {
  return item_forms;
}

std::span<const Form> parts() {
  return part_forms;
}

const Form& item_form(RecordKind kind) {
  return form_of(item_forms, kind);
}

const Form& part_form(RecordKind kind) {
  return form_of(part_forms, kind);
}

Field owner_field(RecordKind part) {
  const bool about_resource = part == RecordKind::ownership || part == RecordKind::metadata;
  return about_resource ? &Record::resource_id : &Record::schema_id;
}

Key key_of(const Record& item) {
  switch (item.kind) {
    case RecordKind::ownership:
      return {item.kind, item.resource_id.value_or(""), {}};
    case RecordKind::metadata:
      return {item.kind, item.resource_id.value_or(""), item.resource_type.value_or("")};
    case RecordKind::governance:
      return {item.kind, item.name.value_or(""), {}};
    default:
      return {item.kind, item.name.value_or(""), item.version.value_or("")};
  }
}

std::string shown(const Key& key) {
  auto text = std::string(item_form(key.kind).title) + ' ' + store::shown(key.first);
  if (key.kind == RecordKind::schema) text += " version " + store::shown(key.second);
  if (key.kind == RecordKind::metadata) text += " as " + store::shown(key.second);
  return text;
}

void check(Item& item) {
  constexpr std::string_view any_id = "1";
  item.record = checked(item.record, any_id, text(item.record, &Record::resource_id));
  for (auto& part : item.parts) {
    if (part.kind == RecordKind::metadata) part.resource_type = schema_type;
    if (!part.document) part.document = "{}";
    checked(part, any_id, any_id);
  }
  std::stable_sort(item.parts.begin(), item.parts.end(), [](const Record& left, const Record& right) {
    if (left.kind != right.kind) return left.kind < right.kind;
    return !part_form(left.kind).ordered && left.name < right.name;
  });
}

std::size_t size_of(const Item& item) {
  std::size_t size = 0;
  const auto add = [&size](const Record& record) {
    size += 128 + text(record, &Record::document).size() + text(record, &Record::name).size();
  };
  add(item.record);
  for (const auto& part : item.parts)
    add(part);
  return size;
}

}  // namespace pycharter::transfer

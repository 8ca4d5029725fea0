#include "redis/records.h"

#include <algorithm>
#include <array>

#include "redis/errors.h"
#include "redis/json_text.h"

namespace pycharter::redis {
namespace {

using Field = std::optional<std::string> Record::*;

// What a record takes besides its document, mostly.
constexpr std::size_t around_document = 128;

struct FieldName {
  std::string_view name;
  Field field;
};

constexpr std::array schema_fields{FieldName{"name", &Record::name}, FieldName{"version", &Record::version}};
constexpr std::array rule_set_fields{FieldName{"schema_id", &Record::schema_id},
                                     FieldName{"version", &Record::version}};
constexpr std::array governance_fields{FieldName{"name", &Record::name},
                                       FieldName{"schema_id", &Record::schema_id}};
constexpr std::array ownership_fields{FieldName{"owner", &Record::owner}, FieldName{"team", &Record::team}};

// How a kind lies in its text.
struct Form {
  RecordKind kind;
  std::string_view word;
  std::span<const FieldName> fields;  // in the text
  std::string_view document;          // the member that holds it; empty: it is the whole text
  Field first;                        // of the key
  Field second;                       // of the key; null: none
  Field about;                        // what Query::about asks for
};

constexpr std::array<Form, 6> forms{
    {{RecordKind::schema, "schema", schema_fields, "schema", &Record::name, &Record::version, &Record::id},
     {RecordKind::coercion, "coercion rules of", rule_set_fields, "rules", &Record::schema_id,
      &Record::version, &Record::schema_id},
     {RecordKind::validation, "validation rules of", rule_set_fields, "rules", &Record::schema_id,
      &Record::version, &Record::schema_id},
     {RecordKind::governance, "governance rule", governance_fields, "definition", &Record::name,
      &Record::schema_id, &Record::schema_id},
     {RecordKind::ownership, "ownership of", ownership_fields, "additional_info", &Record::resource_id,
      nullptr, &Record::resource_id},
     {RecordKind::metadata,
      "metadata of",
      {},
      "",
      &Record::resource_id,
      &Record::resource_type,
      &Record::resource_id}}};

constexpr std::array<Field, 6> searched{&Record::id,        &Record::name,        &Record::version,
                                        &Record::schema_id, &Record::resource_id, &Record::resource_type};

const Form& form_of(RecordKind kind) {
  const auto* const found =
      std::find_if(forms.begin(), forms.end(), [&](const Form& form) { return form.kind == kind; });
  if (found != forms.end()) return *found;
  throw error(ErrorCode::unsupported, "The redis backend keeps no records of kind " +
                                          std::to_string(static_cast<std::uint32_t>(kind)) +
                                          ": the program and its redis plugin differ in version.");
}

Error broken(const std::string& key, const std::string& why) {
  return error(
      ErrorCode::invalid_document,
      "The key " + key + " holds " + why + ". Another program has written it: mend it there, or delete it.");
}

std::optional<std::string> read_field(const FieldName& field, const std::string& key,
                                      const std::vector<Member>& members) {
  // Of a repeated key the last counts, as in Python.
  const auto found = std::find_if(members.rbegin(), members.rend(),
                                  [&](const Member& one) { return one.key == field.name; });
  if (found == members.rend() || is_null(found->value)) return std::nullopt;
  if (auto text = scalar_text(found->value)) return text;
  throw broken(key, "a record whose '" + std::string(field.name) + "' is no text");
}

std::string read_document(const Form& form, const std::string& key, std::string_view value) {
  if (is_null(value) && form.kind == RecordKind::ownership) return "{}";
  if (is_object(value)) return std::string(value);
  throw broken(key, form.document.empty()
                        ? "what is no JSON object"
                        : "a record whose '" + std::string(form.document) + "' is no JSON object");
}

// Of a form whose text begins with the id, goes on with the fields and ends with the document.
bool begins_with_names(const Form& form) {
  return !form.fields.empty() && form.kind != RecordKind::governance && form.kind != RecordKind::ownership;
}

bool take_name(Written& written, std::string_view name) {
  return written.take("\"") && written.take(name) && written.take("\": ");
}

// False where the text is not written as nearly all are; the record is then to be read otherwise.
bool read_as_written(const Form& form, std::string_view text, Record& record, bool with_document) {
  std::string_view plain;
  Written written(text);
  if (!begins_with_names(form) || !written.take("{\"id\": ") || !written.take_plain(plain)) return false;
  for (const auto& field : form.fields) {
    if (!written.take(", ") || !take_name(written, field.name)) return false;
    record.*field.field = std::nullopt;
    if (written.take("null")) continue;
    if (!written.take_plain(plain)) return false;
    record.*field.field = plain;
  }
  if (!written.take(", ") || !take_name(written, form.document)) return false;
  auto document = written.left();
  if (!document.starts_with('{') || !document.ends_with('}')) return false;
  document.remove_suffix(1);
  if (!json_problem(document).empty()) return false;
  record.id = id_of(record);
  if (with_document) record.document = document;
  return true;
}

}  // namespace

void require_known(RecordKind kind) {
  form_of(kind);
}

bool is_rule_set(RecordKind kind) {
  return kind == RecordKind::coercion || kind == RecordKind::validation;
}

bool is_named(RecordKind kind) {
  return kind == RecordKind::schema || kind == RecordKind::governance;
}

std::string describe(const Record& record) {
  const auto& form = form_of(record.kind);
  std::string text(form.word);
  text += " '" + (record.*form.first).value_or("") + '\'';
  if (form.second != nullptr && record.*form.second)
    text += (form.second == &Record::version         ? ", version '"
             : form.second == &Record::resource_type ? ", type '"
                                                     : " of the schema '") +
            *(record.*form.second) + '\'';
  return text;
}

std::string text_begin(const Record& record) {
  if (!is_ambiguous(record) || record.kind == RecordKind::metadata) return {};
  std::string text = "{\"id\": " + quoted(id_of(record));
  const auto& fields = form_of(record.kind).fields;
  // Python puts a rule's definition before its schema_id.
  const auto leading = record.kind == RecordKind::governance ? fields.first(1) : fields;
  for (const auto& field : leading)
    text += ", \"" + std::string(field.name) + "\": " + quoted_or_null(record.*field.field);
  return text + ", ";
}

Identity identity(const Record& record) {
  Identity fields;
  for (const auto& field : form_of(record.kind).fields)
    fields.emplace_back(field.name, record.*field.field);
  return fields;
}

std::string to_text(const Record& record) {
  const auto& form = form_of(record.kind);
  const std::string_view document = record.document ? *record.document : std::string_view("{}");
  if (form.document.empty()) return std::string(document);
  std::string text;
  text.reserve(document.size() + around_document);
  text += '{';
  const auto add = [&](std::string_view name, std::string_view value) {
    if (text.size() > 1) text += ", ";
    text.append("\"").append(name).append("\": ").append(value);
  };
  if (record.kind != RecordKind::ownership) add("id", quoted(id_of(record)));
  const bool document_is_last = record.kind != RecordKind::governance;
  for (const auto& field : form.fields) {
    add(field.name, quoted_or_null(record.*field.field));
    if (!document_is_last && &field == &form.fields.front()) add(form.document, document);
  }
  if (document_is_last) add(form.document, document);
  return text += '}';
}

Record to_record(const Record& known, const std::string& key, std::string_view text, bool with_document) {
  const auto& form = form_of(known.kind);
  Record record = known;
  if (read_as_written(form, text, record, with_document)) return record;
  if (const auto problem = json_problem(text); !problem.empty())
    throw broken(key, "what is no JSON in UTF-8 (" + problem + ')');
  const auto members = members_of(text);
  if (!members) throw broken(key, "what is no JSON object");
  for (const auto& field : form.fields)
    record.*field.field = read_field(field, key, *members);
  record.id = id_of(record);
  if (!with_document) return record;
  if (form.document.empty()) {
    record.document = std::string(text);
    return record;
  }
  const auto found = std::find_if(members->rbegin(), members->rend(),
                                  [&](const Member& one) { return one.key == form.document; });
  record.document = read_document(form, key, found == members->rend() ? "null" : found->value);
  return record;
}

bool matches(const Record& record, const Query& query) {
  for (const auto field : searched)
    if (query.match.*field && record.*field != query.match.*field) return false;
  const auto& form = form_of(record.kind);
  const auto& subject = record.*form.about;
  if (!query.about.empty() &&
      (!subject || std::find(query.about.begin(), query.about.end(), *subject) == query.about.end()))
    return false;
  if (!query.exact_key) return true;
  return record.*form.first == query.match.*form.first &&
         (form.second == nullptr || record.*form.second == query.match.*form.second);
}

}  // namespace pycharter::redis

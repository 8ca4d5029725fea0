#include "transfer/fingerprint.h"

#include <pycharter/plugin/detail/digest.h>

#include "transfer/layout.h"

namespace pycharter::transfer {
namespace {

// Lengths before texts, so that no two sequences of texts give the same bytes.
void add(std::string& bytes, std::string_view text) {
  bytes.append(std::to_string(text.size())).append(":").append(text);
}

void add(std::string& bytes, const Record& record, const Form& form, Comparison comparison) {
  add(bytes, form.name);
  for (const auto& text : form.fields()) {
    const auto& value = record.*text.field;
    bytes += value ? '+' : '-';
    if (value) add(bytes, *value);
  }
  const auto document = record.document.value_or("{}");
  add(bytes, comparison == Comparison::text ? document : by_value(document));
}

}  // namespace

std::string sha256(std::string_view bytes) {
  const auto digest = plugin::digest_of(bytes, "sha256");
  if (!digest)
    throw Error(ErrorCode::internal, "OpenSSL gives no SHA-256 here, without which nothing can be verified.");
  return plugin::hexadecimal(*digest);
}

std::string fingerprint(const Item& item, Comparison comparison) {
  std::string bytes;
  add(bytes, item.record, item_form(item.record.kind), comparison);
  for (const auto& part : item.parts)
    add(bytes, part, part_form(part.kind), comparison);
  return sha256(bytes);
}

bool same_record(const Record& left, const Record& right, const Form& form, Comparison comparison) {
  std::string bytes[2];
  add(bytes[0], left, form, comparison);
  add(bytes[1], right, form, comparison);
  return bytes[0] == bytes[1];
}

}  // namespace pycharter::transfer

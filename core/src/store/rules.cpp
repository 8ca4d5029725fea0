#include "store/rules.h"

#include "store/document.h"
#include "store/names.h"
#include "store/pages.h"

namespace pycharter::store {
namespace {

using plugin::Query;
using plugin::Record;
using plugin::RecordKind;

constexpr std::string_view governance_name = "The name of the governance rule";

std::string kind_name(RecordKind kind) {
  return kind == RecordKind::coercion ? "coercion" : "validation";
}

std::string checked(std::string_view document, const std::string& what) {
  return std::string(Document(document, what).text());
}

}  // namespace

Record rules_record(RecordKind kind, std::string_view schema_id, std::string_view rules,
                    std::optional<std::string_view> version) {
  Record record;
  record.kind = kind;
  record.schema_id = require_id(schema_id);
  record.version = require_version(version);
  record.document = checked(rules, "set of " + kind_name(kind) + " rules");
  return record;
}

std::string rules_key(const Record& record) {
  auto key = kind_name(record.kind) + ':' + record.schema_id.value_or("");
  if (record.version) key += ':' + *record.version;
  return key;
}

std::optional<std::string> get_rules(Client& client, RecordKind kind, std::string_view schema_id,
                                     std::optional<std::string_view> version) {
  Query query;
  query.match.kind = kind;
  query.match.schema_id = require_id(schema_id);
  query.match.version = require_version(version);
  query.last_created = true;
  auto found = client.find(query);
  if (found.empty()) return std::nullopt;
  return std::move(found.front().document);
}

std::vector<RuleSet> list_rules(Client& client, RecordKind kind, std::string_view schema_id,
                                const Page& page) {
  Query query;
  query.match.kind = kind;
  query.match.schema_id = require_id(schema_id);
  std::vector<RuleSet> sets;
  bool begun = !page.after;
  for (auto& record : client.find(query)) {
    if (!begun) {
      begun = record.version.value_or("") == *page.after;
      continue;
    }
    if (page.limit != 0 && sets.size() == page.limit) break;
    sets.push_back({std::move(record.version), std::move(record.document).value_or("{}")});
  }
  return sets;
}

bool delete_rules(Client& client, RecordKind kind, std::string_view schema_id,
                  std::optional<std::string_view> version) {
  Query query;
  query.match.kind = kind;
  query.match.schema_id = require_id(schema_id);
  query.match.version = require_version(version);
  query.exact_key = true;
  return client.remove(query) != 0;
}

Record governance_record(std::string_view name, std::string_view definition,
                         std::optional<std::string_view> schema_id) {
  Record record;
  record.kind = RecordKind::governance;
  record.name = require_name(name, governance_name);
  if (schema_id) record.schema_id = require_id(*schema_id);
  record.document = checked(definition, "governance rule");
  return record;
}

std::vector<GovernanceRule> get_governance_rules(Client& client, std::optional<std::string_view> schema_id,
                                                 const Page& page) {
  Query query;
  query.match.kind = RecordKind::governance;
  if (schema_id) query.match.schema_id = require_id(*schema_id);
  set_page(query, page);
  std::vector<GovernanceRule> rules;
  for (auto& record : client.find(query))
    rules.push_back({record.id.value_or(""), record.name.value_or(""),
                     std::move(record.document).value_or("{}"), std::move(record.schema_id)});
  return rules;
}

bool delete_governance_rule(Client& client, std::string_view name,
                            std::optional<std::string_view> schema_id) {
  Query query;
  query.match.kind = RecordKind::governance;
  query.match.name = require_name(name, governance_name);
  if (schema_id) query.match.schema_id = require_id(*schema_id);
  query.exact_key = true;
  return client.remove(query) != 0;
}

}  // namespace pycharter::store

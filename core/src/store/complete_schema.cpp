#include "store/complete_schema.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "store/document.h"

namespace pycharter::store {
namespace {

// The properties of a schema by name and path. What has been looked into is remembered: a schema may have
// thousands of properties and as many rules.
class Properties {
 public:
  explicit Properties(const Document& schema) : schema_(schema) {}

  // The property that a rule's key names, when it is one that can take a rule: an object.
  std::optional<Range> find(std::string_view key) {
    auto found = child(schema_.root(), key);
    if (!found) found = follow(key);
    if (found && !schema_.is_object(*found)) return std::nullopt;
    return found;
  }

 private:
  using Table = std::unordered_map<std::string, Range>;

  std::optional<Range> follow(std::string_view path) {
    Range at = schema_.root();
    for (bool more = true; more;) {
      const auto dot = path.find('.');
      more = dot != std::string_view::npos;
      const auto next = child(at, path.substr(0, dot));
      if (!next) return std::nullopt;
      at = *next;
      if (more) path.remove_prefix(dot + 1);
    }
    return at;
  }

  // The property of that name, of this schema or of the items of the array that it describes.
  std::optional<Range> child(Range schema, std::string_view name) {
    std::optional<Range> at = schema;
    while (at && schema_.is_object(*at)) {
      const Table& members = table(*at);
      if (const auto properties = value(members, "properties"); properties && schema_.is_object(*properties))
        if (const auto found = value(table(*properties), name)) return found;
      at = value(members, "items");
    }
    return std::nullopt;
  }

  static std::optional<Range> value(const Table& table, std::string_view key) {
    const auto found = table.find(std::string(key));
    return found == table.end() ? std::nullopt : std::optional(found->second);
  }

  const Table& table(Range object) {
    const auto [entry, made] = tables_.try_emplace(object.begin);
    if (made)
      for (auto& member : schema_.members(object))
        entry->second.insert_or_assign(std::move(member.key), member.value);
    return entry->second;
  }

  const Document& schema_;
  std::map<std::size_t, Table> tables_;  // by offset of the object; a map, so that references stay
};

// What the rules want of one property.
struct Additions {
  Range property;
  std::optional<std::string> coercion;     // JSON text
  std::optional<std::string> validations;  // JSON text, of the property's own and all rules so far
};

std::string member_text(std::string_view key, std::string_view value) {
  return quoted(key) + ": " + std::string(value);
}

// `rule` merged into `present`, two JSON objects: the rule's members replace or follow. Anything but objects
// cannot be merged: the rule replaces it.
std::string merge(const std::string& present, std::string_view rule) {
  // Both are values of documents that have been checked, so the first character tells what they are.
  if (present.front() != '{' || rule.front() != '{') return std::string(rule);
  const Document target(present, "validations");
  const Document source(rule, "validation rule");
  std::vector<Edit> edits;
  std::vector<std::pair<std::string, std::string_view>> added;
  for (const auto& member : source.members(source.root())) {
    const auto value = source.text(member.value);
    if (const auto same = target.member(target.root(), member.key)) {
      std::erase_if(edits, [&](const Edit& edit) { return edit.range.begin == same->value.begin; });
      edits.push_back({same->value, std::string(value)});
      continue;
    }
    std::erase_if(added, [&](const auto& one) { return one.first == member.key; });
    added.emplace_back(member.key, value);
  }
  std::vector<std::string> members;
  for (const auto& [key, value] : added)
    members.push_back(member_text(key, value));
  if (!members.empty()) edits.push_back(append_members(target, target.root(), members));
  return apply_edits(present, std::move(edits));
}

class Merger {
 public:
  explicit Merger(std::string_view schema) : schema_(schema, "schema"), properties_(schema_) {}

  void add_coercions(std::string_view text) {
    const Document rules(text, "set of coercion rules");
    for (const auto& rule : rules.members(unwrapped(rules)))
      if (auto* additions = additions_for(rule.key)) additions->coercion = rules.text(rule.value);
  }

  void add_validations(std::string_view text) {
    const Document rules(text, "set of validation rules");
    for (const auto& rule : rules.members(unwrapped(rules))) {
      auto* additions = additions_for(rule.key);
      if (additions == nullptr) continue;
      if (!additions->validations)
        if (const auto present = schema_.member(additions->property, "validations"))
          additions->validations = schema_.text(present->value);
      const auto value = rules.text(rule.value);
      additions->validations =
          additions->validations ? merge(*additions->validations, value) : std::string(value);
    }
  }

  CompleteSchema result() {
    std::vector<Edit> edits;
    for (const auto& [offset, additions] : additions_) {
      std::vector<std::string> members;
      put("coercion", additions.coercion, additions.property, edits, members);
      put("validations", additions.validations, additions.property, edits, members);
      if (!members.empty()) edits.push_back(append_members(schema_, additions.property, members));
    }
    return {apply_edits(schema_.text(), std::move(edits)), std::move(unmatched_)};
  }

 private:
  // The object that holds the rules themselves. A lone key "rules" is the wrapper unless the schema has a
  // property of that name; beside plain values of version or description it always is.
  Range unwrapped(const Document& rules) {
    const auto inner = rules.member(rules.root(), "rules");
    if (!inner || !rules.is_object(inner->value)) return rules.root();
    bool described = false;
    for (const auto& member : rules.members(rules.root())) {
      if (member.key == "rules") continue;
      if (member.key != "version" && member.key != "description") return rules.root();
      if (rules.is_object(member.value)) return rules.root();
      described = true;
    }
    return described || !properties_.find("rules") ? inner->value : rules.root();
  }

  Additions* additions_for(const std::string& key) {
    if (const auto property = properties_.find(key)) {
      auto& additions = additions_[property->begin];
      additions.property = *property;
      return &additions;
    }
    if (std::find(unmatched_.begin(), unmatched_.end(), key) == unmatched_.end()) unmatched_.push_back(key);
    return nullptr;
  }

  void put(std::string_view key, const std::optional<std::string>& value, Range property,
           std::vector<Edit>& edits, std::vector<std::string>& members) const {
    if (!value) return;
    if (const auto present = schema_.member(property, key))
      edits.push_back({present->value, *value});
    else
      members.push_back(member_text(key, *value));
  }

  Document schema_;
  Properties properties_;
  std::map<std::size_t, Additions> additions_;  // by offset of the property
  std::vector<std::string> unmatched_;
};

}  // namespace

CompleteSchema complete_schema(std::string_view schema, std::optional<std::string_view> coercion_rules,
                               std::optional<std::string_view> validation_rules) {
  Merger merger(schema);
  if (coercion_rules) merger.add_coercions(*coercion_rules);
  if (validation_rules) merger.add_validations(*validation_rules);
  return merger.result();
}

}  // namespace pycharter::store

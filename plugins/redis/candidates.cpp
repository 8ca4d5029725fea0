#include "redis/candidates.h"

#include <algorithm>
#include <charconv>

#include "redis/errors.h"

namespace pycharter::redis {
namespace {

constexpr std::string_view doing = "look up records";

class Finder {
 public:
  Finder(Connection& connection, const Keys& keys, const Query& query)
      : connection_(connection), keys_(keys), query_(query), match_(query.match) {}

  Candidates find() {
    require_known(match_.kind);
    if (match_.kind == RecordKind::schema) find_schemas();
    if (match_.kind == RecordKind::governance) find_rules();
    if (match_.kind == RecordKind::ownership) find_ownership();
    if (match_.kind == RecordKind::metadata) find_metadata();
    if (is_rule_set(match_.kind)) find_rule_sets();
    found_.single = found_.single && found_.all.size() == 1;
    return std::move(found_);
  }

 private:
  // ---- schemas and governance rules, by their ids

  void find_schemas() {
    if (match_.id) return single([&] { add_named(*match_.id); });
    if (match_.name && match_.version) return single([&] { add_named(id_of(match_)); });
    if (!query_.about.empty()) return add_all_named(query_.about);
    if (match_.name)
      return add_all_named(connection_.scan_set(keys_.schemas(), glob_escaped(*match_.name) + ":*", doing));
    add_all_named(connection_.members({"SMEMBERS", keys_.schemas()}, doing));
  }

  void find_rules() {
    if (match_.id) return single([&] { add_named(*match_.id); });
    if (match_.name && (match_.schema_id || query_.exact_key))
      return single([&] { add_named(id_of(match_)); });
    if (match_.schema_id) return add_rules_of({&*match_.schema_id, 1});
    if (!query_.about.empty()) return add_rules_of(query_.about);
    if (match_.name)
      return add_all_named(
          connection_.scan_set(keys_.rules(), "rule:" + glob_escaped(*match_.name) + ":*", doing));
    add_all_named(connection_.members({"SMEMBERS", keys_.rules()}, doing));
  }

  void add_rules_of(std::span<const std::string> schema_ids) {
    std::vector<Command> commands;
    for (const auto& id : schema_ids)
      commands.push_back({"SMEMBERS", keys_.rules_of_schema(id)});
    std::vector<std::string> ids;
    for (auto& reply : connection_.ask_all(commands, doing)) {
      if (is_wrong_type(reply)) continue;  // a schema whose id ends with ":rules"
      auto some = texts_of(std::move(reply), doing, connection_.location());
      std::move(some.begin(), some.end(), std::back_inserter(ids));
    }
    add_all_named(std::move(ids));
  }

  void add_all_named(std::vector<std::string> ids) {
    std::sort(ids.begin(), ids.end(), [&](const std::string& a, const std::string& b) {
      return least_name(names_in(a)) < least_name(names_in(b));
    });
    found_.all.reserve(ids.size());
    for (const auto& id : ids)
      add_named(id);
  }

  // The name, a colon and what follows it.
  std::string_view names_in(std::string_view id) const {
    constexpr std::string_view rule = "rule:";
    if (match_.kind == RecordKind::governance && id.starts_with(rule)) id.remove_prefix(rule.size());
    return id;
  }
  static std::string_view least_name(std::string_view names) { return names.substr(0, names.find(':')); }

  void add_named(const std::string& id) {
    const auto name = names_in(id);
    auto& one = add(match_.kind == RecordKind::governance ? keys_.rule(id) : keys_.schema(id));
    one.least_name = least_name(name);
    one.greatest_name = name.substr(0, name.rfind(':'));
    if (query_.after && one.greatest_name <= *query_.after) found_.all.pop_back();
  }

  // ---- ownership and metadata, by the names of their keys

  void find_ownership() {
    const auto& resource = match_.resource_id ? match_.resource_id : match_.id;
    if (resource) return single([&] { add_ownership(*resource); });
    auto resources = query_.about;
    if (resources.empty()) {
      const auto begin = keys_.ownership("");
      for (const auto& key : connection_.scan(glob_escaped(begin) + '*', doing))
        resources.push_back(key.substr(begin.size()));
    }
    sort_once(resources);
    for (const auto& one : resources)
      if (!query_.after || one > *query_.after) add_ownership(one);
  }

  void add_ownership(const std::string& resource) {
    add(keys_.ownership(resource)).known.resource_id = resource;
  }

  void find_metadata() {
    const auto types = match_.resource_type ? std::vector{*match_.resource_type} : all_types();
    auto resources = query_.about;
    if (match_.resource_id) resources = {*match_.resource_id};
    sort_once(resources);
    if (resources.empty()) {
      add_all_metadata(types);
    } else {
      for (const auto& type : types)
        for (const auto& resource : resources) {
          add_metadata(type, resource, true);
          if (is_index_name(resource)) add_metadata_by_python(type, resource);
        }
    }
    // Ids are what pages go by.
    std::stable_sort(found_.all.begin(), found_.all.end(),
                     [](const Candidate& a, const Candidate& b) { return *a.known.id < *b.known.id; });
    if (query_.after)
      std::erase_if(found_.all, [&](const Candidate& one) { return *one.known.id <= *query_.after; });
    found_.single = match_.resource_id && match_.resource_type;
  }

  // Of all types the index tells; nothing lists the types.
  std::vector<std::string> all_types() {
    const auto base = keys_.metadata_begin();
    constexpr std::string_view end = ":index";
    std::vector<std::string> types;
    for (const auto& key : connection_.scan(glob_escaped(base) + "*" + std::string(end), doing))
      types.push_back(key.substr(base.size(), key.size() - base.size() - end.size()));
    return types;
  }

  void add_all_metadata(const std::vector<std::string>& types) {
    std::vector<Command> commands;
    commands.reserve(types.size());
    for (const auto& type : types)
      commands.push_back({"SMEMBERS", keys_.metadata_of_type(type)});
    auto replies = commands.empty() ? std::vector<Reply>() : connection_.ask_all(commands, doing);
    for (std::size_t i = 0; i < types.size(); ++i) {
      if (is_wrong_type(replies[i])) {
        add_metadata_by_python(types[i], "index");
        continue;
      }
      for (const auto& resource : texts_of(std::move(replies[i]), doing, connection_.location()))
        add_metadata(types[i], resource, false);
    }
  }

  void add_metadata(const std::string& type, const std::string& resource, bool unsure) {
    auto& one = add(keys_.metadata(type, resource));
    one.known.resource_type = type;
    one.known.resource_id = resource;
    one.known.id = id_of(one.known);
    one.needs_membership = unsure && is_ambiguous(one.known);
  }

  // Python puts a resource named so where the index belongs; the index is then not there.
  void add_metadata_by_python(const std::string& type, const std::string& resource) {
    add_metadata(type, resource, false);
    found_.all.back().key = keys_.metadata_by_python(type, resource);
  }

  // ---- sets of rules, by creation

  void find_rule_sets() {
    if (match_.id) return single([&] { add_rule_set_with_id(*match_.id); });
    if (match_.schema_id && (match_.version || query_.exact_key))
      return single([&] { add(keys_.of(match_)); });
    std::vector<std::string> schemas = query_.about;
    if (match_.schema_id) schemas = {*match_.schema_id};
    if (schemas.empty())
      add_all_rule_sets();
    else
      add_rule_sets_of(schemas);
    if (query_.after) skip_to(*query_.after);
  }

  void add_rule_set_with_id(const std::string& id) {
    const auto begin = std::string(kind_word(match_.kind)) + ':';
    if (id.starts_with(begin)) add(keys_.rule_set_base(match_.kind, id.substr(begin.size())));
  }

  void add_rule_sets_of(const std::vector<std::string>& schemas) {
    std::vector<Command> commands;
    commands.reserve(schemas.size());
    for (const auto& id : schemas)
      commands.push_back({"ZRANGE", keys_.rule_sets(match_.kind, id), "0", "-1", "WITHSCORES"});
    std::vector<std::pair<std::int64_t, std::string>> by_creation;
    auto replies = connection_.ask_all(commands, doing);
    for (std::size_t i = 0; i < schemas.size(); ++i) {
      if (is_wrong_type(replies[i])) throw refused(replies[i], doing, connection_.location());
      const auto pairs = texts_of(std::move(replies[i]), doing, connection_.location());
      for (std::size_t j = 0; j + 1 < pairs.size(); j += 2) {
        std::int64_t number = 0;
        std::from_chars(pairs[j + 1].data(), pairs[j + 1].data() + pairs[j + 1].size(), number);
        by_creation.emplace_back(number, keys_.rule_set_base(match_.kind, schemas[i]) + pairs[j]);
      }
    }
    std::sort(by_creation.begin(), by_creation.end());
    for (auto& [number, key] : by_creation)
      add(std::move(key));
  }

  void add_all_rule_sets() {
    for (const auto& member : connection_.members({"ZRANGE", keys_.rule_sets(match_.kind), "0", "-1"}, doing))
      if (const auto colon = member.find(':'); colon != std::string::npos)
        add(keys_.rule_set_base(match_.kind, member.substr(colon + 1)));
  }

  // Behind the set with that id; without it there is nothing to go on from.
  void skip_to(const std::string& after) {
    const auto begin = std::string(kind_word(match_.kind)) + ':';
    const auto key = keys_.rule_set_base(match_.kind, after.substr(std::min(begin.size(), after.size())));
    const auto last = std::find_if(found_.all.begin(), found_.all.end(),
                                   [&](const Candidate& one) { return one.key == key; });
    found_.all.erase(found_.all.begin(), last == found_.all.end() ? last : last + 1);
  }

  // ----

  template <class Add>
  void single(Add&& add_one) {
    add_one();
    found_.single = true;
  }

  Candidate& add(std::string key) {
    auto& one = found_.all.emplace_back();
    one.key = std::move(key);
    one.known.kind = match_.kind;
    return one;
  }

  static void sort_once(std::vector<std::string>& texts) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  }

  Connection& connection_;
  const Keys& keys_;
  const Query& query_;
  const Record& match_;
  Candidates found_;
};

}  // namespace

Candidates find_candidates(Connection& connection, const Keys& keys, const Query& query) {
  return Finder(connection, keys, query).find();
}

}  // namespace pycharter::redis

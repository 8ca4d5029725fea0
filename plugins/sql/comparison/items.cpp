#include "sql/comparison/items.h"

#include <algorithm>

#include "sql/comparison/normal_form.h"

namespace pycharter::sql::comparison {
namespace {

using ddl::Family;

std::vector<std::string> texts(const json::object& of, std::string_view key) {
  std::vector<std::string> all;
  for (const auto& name : ddl::list(of, key))
    all.push_back(ddl::parse_name(name).text);
  return all;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

std::string lower_text(const json::object& of, std::string_view key) {
  return ddl::lower_ascii(ddl::optional_text(of, key).value_or(""));
}

// What a foreign key does when nothing is said.
std::string action(const json::object& key, std::string_view when, Family family) {
  const auto words = lower_text(key, when);
  const bool usual = words == "no action" || (family == Family::mysql && words == "restrict");
  return usual ? "" : words;
}

bool option_flag(const json::object& item, const std::string& key) {
  return ddl::flag(item, key) || ddl::flag(ddl::object_at(item, "dialect"), "postgresql_" + key);
}

std::string sqltext_of(const json::object& computed, const Tools& tools) {
  const auto* sqltext = ddl::given(computed, "sqltext");
  if (sqltext == nullptr) return {};
  return sqltext->is_string() ? std::string(sqltext->get_string()) : tools.definitions.bare(*sqltext);
}

constexpr std::string_view identity_numbers[] = {"start", "increment", "minvalue", "maxvalue", "cache"};

}  // namespace

std::string deferral(const json::object& constraint) {
  if (lower_text(constraint, "initially") == "deferred") return "deferred";
  return ddl::flag(constraint, "deferrable") ? "deferrable" : "";
}

std::optional<bool> same_check(const json::object& declared, const json::object& found, const Tools& tools) {
  return same_expression(sqltext_of(declared, tools), sqltext_of(found, tools), tools.dialect.family);
}

std::optional<bool> same_unique(const json::object& declared, const json::object& found, const Tools& tools) {
  if (sorted(texts(declared, "columns")) != sorted(texts(found, "columns"))) return false;
  if (tools.dialect.family != Family::postgresql) return true;
  return deferral(declared) == deferral(found) &&
         option_flag(declared, "nulls_not_distinct") == option_flag(found, "nulls_not_distinct");
}

std::optional<bool> same_foreign_key(const json::object& declared, const json::object& found,
                                     const Tools& tools) {
  const auto family = tools.dialect.family;
  if (texts(declared, "columns") != texts(found, "columns") ||
      texts(declared, "target_columns") != texts(found, "target_columns"))
    return false;
  const auto target = [&](const json::object& key, std::string_view part) {
    const auto name = ddl::optional_text(key, part).value_or("");
    return family == Family::postgresql ? name : ddl::lower_ascii(name);
  };
  if (target(declared, "target_table") != target(found, "target_table") ||
      target(declared, "target_schema") != target(found, "target_schema"))
    return false;
  for (const std::string_view when : {"ondelete", "onupdate"})
    if (action(declared, when, family) != action(found, when, family)) return false;
  if (family == Family::mysql) return true;
  if (deferral(declared) != deferral(found)) return false;
  const auto match = [](const json::object& key) {
    const auto words = lower_text(key, "match");
    return words == "simple" ? std::string() : words;
  };
  return family == Family::sqlite || match(declared) == match(found);
}

std::optional<bool> same_computed(const json::object& declared, const json::object& found,
                                  const Tools& tools) {
  const auto* one = ddl::given(declared, "computed");
  const auto* other = ddl::given(found, "computed");
  if (one == nullptr || other == nullptr) return one == other;
  return same_expression(sqltext_of(ddl::as_object(*one, "computed"), tools),
                         sqltext_of(ddl::as_object(*other, "computed"), tools), tools.dialect.family);
}

std::optional<bool> same_identity(const json::object& declared, const json::object& found,
                                  const Tools& tools) {
  if (!tools.dialect.identity_columns) return true;
  const auto* one = ddl::given(declared, "identity");
  const auto* other = ddl::given(found, "identity");
  if (one == nullptr || other == nullptr) return one == other;
  const auto& wanted = ddl::as_object(*one, "identity");
  const auto& kept = ddl::as_object(*other, "identity");
  if (ddl::flag(wanted, "always") != ddl::flag(kept, "always")) return false;
  // What the declaration leaves open is as the server has it.
  for (const auto key : identity_numbers)
    if (const auto number = ddl::optional_integer(wanted, key);
        number && number != ddl::optional_integer(kept, key))
      return false;
  const auto cycle = ddl::optional_flag(wanted, "cycle");
  return !cycle || *cycle == ddl::flag(kept, "cycle");
}

bool same_comment(const json::value& declared, const json::value& found, const Tools& tools) {
  if (tools.dialect.family == Family::sqlite) return true;  // has none
  const auto comment = [](const json::value& of) -> std::string {
    if (of.is_string()) return std::string(of.get_string());
    return of.is_object() ? ddl::optional_text(of.get_object(), "comment").value_or("") : "";
  };
  return comment(declared) == comment(found);
}

}  // namespace pycharter::sql::comparison

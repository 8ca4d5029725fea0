#include "alembic/autogenerate/declarations/sequences.h"

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "alembic/autogenerate/compare/definitions.h"
#include "alembic/autogenerate/render/context.h"

namespace pycharter::alembic::declarations {

namespace json = boost::json;
using revision_text::flag;
using revision_text::text_or;

namespace {

// A name of nextval('"Odd".seq'::regclass), the next part of it.
std::string take_part(std::string_view& text) {
  std::string part;
  if (!text.starts_with('"')) {
    const std::size_t end = std::min(text.find('.'), text.size());
    part = text.substr(0, end);
    text.remove_prefix(end);
    return part;
  }
  text.remove_prefix(1);
  while (!text.empty()) {
    const bool doubled = text.starts_with("\"\"");
    if (text.front() == '"' && !doubled) break;
    part += text.front();
    text.remove_prefix(doubled ? 2 : 1);
  }
  text.remove_prefix(std::min<std::size_t>(1, text.size()));
  return part;
}

// {"name", "schema"?} of nextval('schema.name'::regclass).
std::optional<json::object> sequence_of(std::string_view sql) {
  constexpr std::string_view before = "nextval('", after = "'::regclass)";
  if (!sql.starts_with(before) || !sql.ends_with(after)) return std::nullopt;
  sql = sql.substr(before.size(), sql.size() - before.size() - after.size());
  const std::string first = take_part(sql);
  if (sql.empty()) return json::object{{"name", first}};
  sql.remove_prefix(1);
  return json::object{{"name", take_part(sql)}, {"schema", first}};
}

}  // namespace

void put_sequence(const json::object& column, json::object& definition) {
  const std::string sql = text_or(column, "default");
  const bool in_key = column.contains("primary_key") && column.at("primary_key") != 0;
  if (flag(column, "owns_sequence") && in_key) return;
  auto sequence = sequence_of(sql);
  if (!sequence) return;
  definition["sequence"] = std::move(*sequence);
  // Without its cast, as Alembic compares it.
  const std::string plain = sql.substr(0, sql.size() - std::string_view("::regclass)").size()) + ")";
  definition["server_default"] = json::object{{"default", "expression"}, {"expr", compare::sql_text(plain)}};
}

}  // namespace pycharter::alembic::declarations

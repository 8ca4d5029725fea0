#include "alembic/autogenerate/compare/columns.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "alembic/autogenerate/compare/creation.h"
#include "alembic/autogenerate/compare/definitions.h"
#include "alembic/autogenerate/compare/type_text.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

// Most databases keep no empty comment apart from none.
json::value comment_of(const json::object& column) {
  const std::string text = text_at(column, "comment");
  return text.empty() ? json::value(nullptr) : json::value(text);
}

bool is_nulltype(const json::object& type) {
  return type.empty() || text_at(type, "type") == "NullType";
}

}  // namespace

ColumnsComparison::ColumnsComparison(Context& context, const TableName& table, const json::object& expected,
                                     const json::object& reflected)
    : context_(context), table_(table) {
  std::unordered_map<std::string, const json::object*> there;
  for (const json::value& column : list_at(reflected, "columns"))
    there.emplace(text_at(column.as_object(), "name"), &column.as_object());
  for (const json::value& value : list_at(expected, "columns")) {
    const json::object& column = value.as_object();
    const auto found = there.find(text_at(column, "name"));
    if (found == there.end()) {
      added_.push_back(&column);
      continue;
    }
    pairs_.push_back(
        {column, *found->second, column_definition(column), column_definition(*found->second), found->first});
    ask(pairs_.back());
    there.erase(found);
  }
  for (const json::value& column : list_at(reflected, "columns"))
    if (there.contains(text_at(column.as_object(), "name"))) dropped_.push_back(&column.as_object());
  ask_about_rename();
}

void ColumnsComparison::ask(Pair& pair) {
  const Questions::Subject about{table_, pair.name};
  if (context_.options.compare_type && !is_nulltype(object_at(pair.definition, "type")) &&
      !is_nulltype(object_at(pair.reflected, "type")))
    pair.type = context_.questions.ask("type", about, pair.definition.at("type"), pair.reflected);
  const auto either = [&](std::string_view key) {
    return given(pair.definition, key) != nullptr || given(pair.reflected, key) != nullptr;
  };
  if (either("computed")) {
    pair.default_kind = DefaultKind::computed;
    // One that is computed and shall not be cannot be told otherwise.
    if (given(pair.definition, "computed") != nullptr)
      pair.server_default = context_.questions.ask("computed", about, pair.definition, pair.reflected);
    return;
  }
  if (either("identity")) {
    pair.default_kind = DefaultKind::identity;
    pair.server_default = context_.questions.ask("identity", about, pair.definition, pair.reflected);
    return;
  }
  const bool has_default =
      given(pair.definition, "server_default") != nullptr || given(pair.reflected, "default") != nullptr;
  if (!has_default || !context_.options.compare_server_default) return;
  pair.default_kind = DefaultKind::plain;
  pair.server_default = context_.questions.ask("default", about, pair.definition, pair.reflected);
}

void ColumnsComparison::ask_about_rename() {
  if (added_.size() != 1 || dropped_.size() != 1) return;
  const json::object definition = column_definition(*added_.front());
  rename_ = context_.questions.ask("type", {table_, text_at(definition, "name")},
                                   object_at(definition, "type"), *dropped_.front());
}

std::string ColumnsComparison::label(std::string_view column) const {
  return quoted(table_.label() + "." + std::string(column));
}

std::vector<Change> ColumnsComparison::added() {
  std::vector<Change> changes;
  for (const json::object* column : added_) {
    changes.push_back(add_column(table_, plain_column(*column)));
    context_.detect(logger::tables, "Detected added column " + label(text_at(*column, "name")));
  }
  return changes;
}

std::vector<Change> ColumnsComparison::dropped() {
  std::vector<Change> changes;
  if (rename_ && context_.questions.verdict(*rename_) == Verdict::equal) {
    const std::string from = text_at(*dropped_.front(), "name"), to = text_at(*added_.front(), "name");
    changes.push_back(remark("Was " + quoted(from) + " renamed to " + quoted(to) +
                             "? This keeps its values, in place of the add and the drop:"));
    changes.push_back(remark("op.alter_column(" + quoted(table_.name) + ", " + quoted(from) +
                             ", new_column_name=" + quoted(to) +
                             (table_.schema.empty() ? "" : ", schema=" + quoted(table_.schema)) + ")"));
  }
  for (const json::object* column : dropped_) {
    changes.push_back(add_column(table_, plain_column(*column)).reversed());
    context_.detect(logger::tables, "Detected removed column " + label(text_at(*column, "name")));
  }
  return changes;
}

ColumnsComparison::Facet ColumnsComparison::nullable(const Pair& pair) {
  const bool from = flag_at(pair.reflected, "nullable", true), to = flag_at(pair.expected, "nullable", true);
  Facet facet{"nullable", from, to, from != to};
  if (!facet.changes) return facet;
  // The server decides over them: Alembic leaves what was not stated, and all of an identity, alone.
  const bool stated = given(pair.definition, "nullable") != nullptr;
  if (pair.default_kind == DefaultKind::identity || (pair.default_kind == DefaultKind::computed && !stated)) {
    facet.changes = false;
    context_.detect(logger::constraints,
                    "Ignoring nullable change on identity column " + quoted(table_.name + "." + pair.name));
    return facet;
  }
  context_.detect(logger::constraints, std::string("Detected ") + (to ? "NULL" : "NOT NULL") + " on column " +
                                           quoted(table_.name + "." + pair.name));
  return facet;
}

ColumnsComparison::Facet ColumnsComparison::comment(const Pair& pair) {
  Facet facet{"comment", comment_of(pair.reflected), comment_of(pair.expected)};
  facet.changes = context_.options.dialect.keeps_comments && facet.from != facet.to;
  if (facet.changes)
    context_.detect(logger::comments, "Detected column comment " + quoted(table_.name + "." + pair.name));
  return facet;
}

ColumnsComparison::Facet ColumnsComparison::type(const Pair& pair) {
  const json::object& to = object_at(pair.definition, "type");
  Facet facet{"type", object_at(pair.reflected, "type"), to,
              pair.type && context_.questions.differs(*pair.type)};
  const std::string where = quoted(table_.name + "." + pair.name);
  if (facet.changes)
    context_.detect(logger::types, "Detected type change from " + type_text(facet.from.as_object()) + " to " +
                                       type_text(to) + " on " + where);
  if (pair.type || !context_.options.compare_type) return facet;
  context_.detect(logger::types, is_nulltype(to)
                                     ? "Column " + where + " has no type within the model; can't compare"
                                     : "Couldn't determine database type for column " + where);
  return facet;
}

ColumnsComparison::Facet ColumnsComparison::server_default(const Pair& pair) {
  Facet facet{"server_default", default_of(pair.existing), default_of(pair.definition)};
  const bool differs = pair.server_default && context_.questions.differs(*pair.server_default);
  const std::string where = table_.name + "." + pair.name;
  switch (pair.default_kind) {
    case DefaultKind::none:
      break;
    case DefaultKind::computed:
      if (differs || !pair.server_default)
        context_.notes.push_back("Computed default on " + where + " cannot be modified");
      break;
    case DefaultKind::identity:
      facet.changes = differs;
      if (differs)
        context_.detect(logger::server_defaults,
                        "Detected server default on column " + quoted(where) + ": identity options differ");
      break;
    case DefaultKind::plain:
      facet.changes = differs;
      if (differs)
        context_.detect(logger::server_defaults, "Detected server default on column " + quoted(where));
      break;
  }
  return facet;
}

Change ColumnsComparison::alteration(const Pair& pair, const std::vector<Facet>& facets) const {
  Change change{operation("alter_column", table_), operation("alter_column", table_)};
  change.upgrade["column"] = change.downgrade["column"] = pair.name;
  const auto existing = [](json::object& op, std::string_view key, const json::value& value) {
    if (!value.is_null()) op["existing_" + std::string(key)] = value;
  };
  for (const Facet& facet : facets) {
    existing(change.upgrade, facet.key, facet.from);
    existing(change.downgrade, facet.key, facet.changes ? facet.to : facet.from);
    if (!facet.changes) continue;
    change.upgrade[facet.key] = facet.to;
    change.downgrade[facet.key] = facet.from;
  }
  const json::value* stated = given(pair.definition, "autoincrement");
  const bool counts = flag_at(pair.expected, "autoincrement") && flag_at(pair.definition, "primary_key");
  if (counts || (stated != nullptr && stated->is_bool()))
    change.upgrade["autoincrement"] = change.downgrade["autoincrement"] = counts || stated->get_bool();
  return change;
}

std::vector<Change> ColumnsComparison::altered() {
  std::vector<Change> changes;
  for (const Pair& pair : pairs_) {
    // In the order in which Alembic's comparators run.
    const std::vector<Facet> facets{nullable(pair), comment(pair), type(pair), server_default(pair)};
    if (std::any_of(facets.begin(), facets.end(), [](const Facet& facet) { return facet.changes; }))
      changes.push_back(alteration(pair, facets));
  }
  return changes;
}

}  // namespace pycharter::alembic::compare

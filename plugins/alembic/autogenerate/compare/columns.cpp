#include "alembic/autogenerate/compare/columns.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "alembic/autogenerate/compare/batches.h"
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
    : context_(context), table_(table), expected_(expected), reflected_(reflected) {
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
    json::object made = object_at(column, "definition").empty() ? column_definition(column) : json::object();
    pairs_.push_back({column, *found->second, std::move(made), found->first, {}, {}, DefaultKind::none});
    ask(pairs_.back());
    there.erase(found);
  }
  for (const json::value& column : list_at(reflected, "columns"))
    if (there.contains(text_at(column.as_object(), "name"))) dropped_.push_back(&column.as_object());
  ask_about_rename();
}

const json::object& ColumnsComparison::definition_of(const Pair& pair) {
  return pair.made.empty() ? object_at(pair.expected, "definition") : pair.made;
}

void ColumnsComparison::ask(Pair& pair) {
  const json::object& definition = definition_of(pair);
  const Questions::Subject about{table_, pair.name};
  if (context_.options.compare_type && !is_nulltype(object_at(definition, "type")) &&
      !is_nulltype(object_at(pair.reflected, "type")))
    pair.type = context_.questions.ask_type(about, definition.at("type"), pair.reflected);
  const auto either = [&](std::string_view key) {
    return given(definition, key) != nullptr || given(pair.reflected, key) != nullptr;
  };
  if (either("computed")) {
    pair.default_kind = DefaultKind::computed;
    // One that is computed and shall not be cannot be told otherwise.
    if (given(definition, "computed") != nullptr)
      pair.server_default = context_.questions.ask("computed", about, definition, pair.reflected);
    return;
  }
  if (either("identity")) {
    pair.default_kind = DefaultKind::identity;
    pair.server_default = context_.questions.ask("identity", about, definition, pair.reflected);
    return;
  }
  const bool has_default =
      given(definition, "server_default") != nullptr || given(pair.reflected, "default") != nullptr;
  if (!has_default || !context_.options.compare_server_default) return;
  pair.default_kind = DefaultKind::plain;
  pair.server_default = context_.questions.ask("default", about, definition, pair.reflected);
}

void ColumnsComparison::ask_about_rename() {
  if (added_.size() != 1 || dropped_.size() != 1) return;
  const json::object definition = column_definition(*added_.front());
  rename_ = context_.questions.ask_type({table_, text_at(definition, "name")}, object_at(definition, "type"),
                                        *dropped_.front());
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

json::object ColumnsComparison::rename(const json::object& column, const std::string& to) const {
  json::object op = operation("alter_column", table_);
  op["column"] = text_at(column, "name");
  op["new_name"] = to;
  if (!context_.options.dialect.restates_columns) return op;
  op["existing_type"] = object_at(column, "type");
  op["existing_nullable"] = flag_at(column, "nullable", true);
  if (json::value sql = default_of(column_definition(column)); !sql.is_null())
    op["existing_server_default"] = std::move(sql);
  if (json::value comment = comment_of(column); !comment.is_null())
    op["existing_comment"] = std::move(comment);
  return op;
}

std::vector<Change> ColumnsComparison::dropped() {
  std::vector<Change> changes;
  if (rename_ && context_.questions.verdict(*rename_) == Verdict::equal) {
    const std::string from = text_at(*dropped_.front(), "name"), to = text_at(*added_.front(), "name");
    changes.push_back(remark("Was " + quoted(from) + " renamed to " + quoted(to) +
                             "? This keeps its values, in place of the add and the drop:"));
    changes.push_back(remark(rename(*dropped_.front(), to)));
  }
  for (const json::object* column : dropped_) {
    changes.push_back(add_column(table_, plain_column(*column)).reversed());
    context_.detect(logger::tables, "Detected removed column " + label(text_at(*column, "name")));
  }
  return changes;
}

bool ColumnsComparison::nullable_changes(const Pair& pair) {
  const bool to = flag_at(pair.expected, "nullable", true);
  if (flag_at(pair.reflected, "nullable", true) == to) return false;
  // The server decides over them: Alembic leaves what was not stated, and all of an identity, alone.
  const bool stated = given(definition_of(pair), "nullable") != nullptr;
  const std::string where = quoted(table_.name + "." + pair.name);
  if (pair.default_kind == DefaultKind::identity || (pair.default_kind == DefaultKind::computed && !stated)) {
    context_.detect(logger::constraints, "Ignoring nullable change on identity column " + where);
    return false;
  }
  context_.detect(logger::constraints,
                  std::string("Detected ") + (to ? "NULL" : "NOT NULL") + " on column " + where);
  return true;
}

bool ColumnsComparison::comment_changes(const Pair& pair) {
  if (!context_.options.dialect.keeps_comments || comment_of(pair.reflected) == comment_of(pair.expected))
    return false;
  context_.detect(logger::comments, "Detected column comment " + quoted(table_.name + "." + pair.name));
  return true;
}

bool ColumnsComparison::type_changes(const Pair& pair) {
  const json::object& to = object_at(definition_of(pair), "type");
  const auto where = [&] { return quoted(table_.name + "." + pair.name); };
  if (pair.type) {
    if (!context_.questions.differs(*pair.type)) return false;
    context_.detect(logger::types, "Detected type change from " +
                                       type_text(object_at(pair.reflected, "type")) + " to " + type_text(to) +
                                       " on " + where());
    return true;
  }
  if (context_.options.compare_type)
    context_.detect(logger::types, is_nulltype(to)
                                       ? "Column " + where() + " has no type within the model; can't compare"
                                       : "Couldn't determine database type for column " + where());
  return false;
}

bool ColumnsComparison::default_changes(const Pair& pair) {
  const bool differs = pair.server_default && context_.questions.differs(*pair.server_default);
  const auto where = [&] { return table_.name + "." + pair.name; };
  switch (pair.default_kind) {
    case DefaultKind::none:
      return false;
    case DefaultKind::computed:
      if (differs || !pair.server_default)
        context_.notes.push_back("Computed default on " + where() + " cannot be modified");
      return false;
    case DefaultKind::identity:
      if (differs)
        context_.detect(logger::server_defaults,
                        "Detected server default on column " + quoted(where()) + ": identity options differ");
      return differs;
    case DefaultKind::plain:
      break;
  }
  if (differs)
    context_.detect(logger::server_defaults, "Detected server default on column " + quoted(where()));
  return differs;
}

const std::array<ColumnsComparison::Facet, 4> ColumnsComparison::facets{
    {{"nullable", &ColumnsComparison::nullable_changes,
      [](const Pair& pair) { return json::value(flag_at(pair.reflected, "nullable", true)); },
      [](const Pair& pair) { return json::value(flag_at(pair.expected, "nullable", true)); }},
     {"comment", &ColumnsComparison::comment_changes,
      [](const Pair& pair) { return comment_of(pair.reflected); },
      [](const Pair& pair) { return comment_of(pair.expected); }},
     {"type", &ColumnsComparison::type_changes,
      [](const Pair& pair) { return json::value(object_at(pair.reflected, "type")); },
      [](const Pair& pair) { return json::value(object_at(definition_of(pair), "type")); }},
     {"server_default", &ColumnsComparison::default_changes,
      [](const Pair& pair) { return default_of(column_definition(pair.reflected)); },
      [](const Pair& pair) { return default_of(definition_of(pair)); }}}};

Change ColumnsComparison::alteration(const Pair& pair, const Changed& changed) const {
  Change change{operation("alter_column", table_), operation("alter_column", table_)};
  change.upgrade["column"] = change.downgrade["column"] = pair.name;
  const auto existing = [](json::object& op, std::string_view key, const json::value& value) {
    if (!value.is_null()) op["existing_" + std::string(key)] = value;
  };
  for (std::size_t i = 0; i < facets.size(); ++i) {
    const std::string_view key = facets[i].key;
    const json::value from = facets[i].from(pair), to = facets[i].to(pair);
    existing(change.upgrade, key, from);
    existing(change.downgrade, key, changed[i] ? to : from);
    if (!changed[i]) continue;
    change.upgrade[key] = to;
    change.downgrade[key] = from;
  }
  const json::object& definition = definition_of(pair);
  const json::value* stated = given(definition, "autoincrement");
  const bool counts = flag_at(pair.expected, "autoincrement") && flag_at(definition, "primary_key");
  if (counts || (stated != nullptr && stated->is_bool()))
    change.upgrade["autoincrement"] = change.downgrade["autoincrement"] = counts || stated->get_bool();
  return change;
}

bool ColumnsComparison::is_computed_anew(const Pair& pair) const {
  const bool both =
      given(definition_of(pair), "computed") != nullptr && given(pair.reflected, "computed") != nullptr;
  const bool differs = pair.server_default && context_.questions.differs(*pair.server_default);
  return both && differs && context_.options.dialect.alters_constraints && !is_used(expected_, pair.name) &&
         !is_used(reflected_, pair.name);
}

void ColumnsComparison::compute_anew(const Pair& pair, std::vector<Change>& changes) {
  changes.push_back(add_column(table_, plain_column(pair.reflected)).reversed());
  changes.push_back(add_column(table_, plain_column(pair.expected)));
  context_.detect(logger::server_defaults, "Detected changed computed column " + label(pair.name));
}

std::vector<Change> ColumnsComparison::altered() {
  std::vector<Change> changes;
  for (const Pair& pair : pairs_) {
    if (is_computed_anew(pair)) {
      compute_anew(pair, changes);
      continue;
    }
    Changed changed{};
    for (std::size_t i = 0; i < facets.size(); ++i)
      changed[i] = (this->*facets[i].changes)(pair);
    if (changed != Changed{}) changes.push_back(alteration(pair, changed));
  }
  return changes;
}

}  // namespace pycharter::alembic::compare

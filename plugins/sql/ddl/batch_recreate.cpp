#include "sql/ddl/batch_recreate.h"

#include <algorithm>
#include <set>

#include "sql/ddl/naming.h"

namespace pycharter::sql::ddl {
namespace {

using Kind = Constraint::Kind;

constexpr std::size_t max_temporary_name = 50;

template <class Item>
auto find_named(std::vector<Item>& items, const Name& name) {
  return std::find_if(items.begin(), items.end(),
                      [&](const Item& item) { return item.name && *item.name == name; });
}

bool is_plain_column(const json::value& column) {
  return column.is_string() || (column.is_object() && !column.get_object().contains("expr"));
}

// The name of the column that an index's key is, in some order or in none; null for an expression.
json::value* column_name_of(json::value& key) {
  if (is_plain_column(key)) return &key;
  auto& object = key.as_object();
  const auto form = text(object, "expr");
  if (form == "column") return &object["name"];
  return form == "unary" ? column_name_of(object["of"]) : nullptr;
}

// Options of an index that name its columns: {"postgresql_ops": {"a": …}}.
void rename_in_options(json::object& options, const std::string& old_name, const std::string& new_name) {
  for (auto& option : options) {
    auto* by_column = option.value().if_object();
    const auto* value =
        by_column == nullptr || old_name == new_name ? nullptr : by_column->if_contains(old_name);
    if (value == nullptr) continue;
    json::value moved = *value;
    by_column->erase(old_name);
    (*by_column)[new_name] = std::move(moved);
  }
}

}  // namespace

const BatchRecreate::Action BatchRecreate::actions[] = {
    {"add_column", &BatchRecreate::add_column},
    {"drop_column", &BatchRecreate::drop_column},
    {"alter_column", &BatchRecreate::alter_column},
    {"create_index", &BatchRecreate::create_index},
    {"drop_index", &BatchRecreate::drop_index},
    {"create_constraint", &BatchRecreate::create_constraint},
    {"drop_constraint", &BatchRecreate::drop_constraint},
    {"create_table_comment", &BatchRecreate::ignore},
    {"drop_table_comment", &BatchRecreate::ignore},
};

BatchRecreate::BatchRecreate(Table existing, const json::object& batch, const Dialect& dialect,
                             const TypeCompiler& types)
    : existing_(std::move(existing)), batch_(batch), dialect_(dialect), types_(types) {
  for (auto& column : existing_.columns) {
    // NOT NULL stays where the key that asked for it goes.
    if (column.primary_key && !column.given_nullable) column.given_nullable = false;
    column.index = column.unique = false;  // the table's own indexes and constraints by now
    // A computed value is computed again.
    entries_.push_back(
        {.key = column.name.text, .column = column, .copied = !column.computed, .cast_to = {}});
    order_.push_back(column.name.text);
  }
  for (const auto& constraint : existing_.constraints) {
    if (!constraint.type_bound) constraints_.push_back(constraint);
  }
  indexes_ = existing_.indexes;
}

void BatchRecreate::apply(const json::object& operation) {
  const auto name = text(operation, "op");
  for (const auto& action : actions) {
    if (action.op == name) return (this->*action.method)(operation);
  }
  refuse("the operation \"" + name + "\" cannot be part of a batch that re-creates its table");
}

void BatchRecreate::ignore(const json::object&) {}

BatchRecreate::Entry& BatchRecreate::entry(const Name& column) {
  auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.key == column.text; });
  if (found == entries_.end()) {
    found = std::find_if(entries_.begin(), entries_.end(),
                         [&](const Entry& e) { return e.column.name == column; });
  }
  if (found == entries_.end()) {
    refuse("the table \"" + existing_.name.name.text + "\" has no column \"" + column.text + "\"");
  }
  return *found;
}

std::optional<Name> BatchRecreate::current_name(const Name& column) const {
  for (const auto& candidate : entries_) {
    if (candidate.key == column.text) return candidate.column.name;
  }
  for (const auto& candidate : entries_) {
    if (candidate.column.name == column) return column;
  }
  return std::nullopt;
}

void BatchRecreate::add(Constraint constraint) {
  if (!constraint.name && !constraint.type_bound) {
    refuse(
        "Constraint must have a name in batch mode; name it, or give batch_alter_table a naming_convention");
  }
  if (constraint.kind == Kind::primary_key) {
    std::erase_if(constraints_, [](const Constraint& c) { return c.kind == Kind::primary_key; });
    for (const auto& name : constraint.columns) {
      entry(name).column.primary_key = true;
    }
  }
  constraints_.push_back(std::move(constraint));
}

void BatchRecreate::add_column(const json::object& op) {
  auto column = parse_column(required_object(op, "column"));
  place(column.name.text, op);
  Table derived;
  derived.name = existing_.name;
  derive_from_column(derived, column, dialect_, types_);
  apply_naming(derived, object_at(op, "naming_convention"));
  column.unique = false;
  column.foreign_keys.clear();
  entries_.push_back(
      {.key = column.name.text, .column = column, .copied = false, .checks_values = false, .cast_to = {}});
  for (auto& constraint : derived.constraints) {
    add(std::move(constraint));
  }
  indexes_.insert(indexes_.end(), derived.indexes.begin(), derived.indexes.end());
}

void BatchRecreate::drop_column(const json::object& op) {
  const auto name = required_name(op, "column");
  const auto key = entry(name).key;
  for (auto& constraint : constraints_) {
    // A primary key goes on with its other columns; any other constraint of the column goes with it.
    if (constraint.kind == Kind::primary_key) std::erase(constraint.columns, name);
  }
  std::erase_if(entries_, [&](const Entry& e) { return e.key == key; });
  std::erase(order_, key);
}

void BatchRecreate::change_type(Entry& changed, const json::object& type) {
  const auto old_affinity = affinity_of(types_.variant(changed.column.type));
  const auto new_affinity = affinity_of(types_.variant(type));
  const bool keeps_text = dialect_.family == Family::sqlite && new_affinity == Affinity::json;
  if (old_affinity != new_affinity && !keeps_text) changed.cast_to = type;
  changed.checks_values = false;
  changed.column.type = type;
  changed.column.type_sql.reset();
}

void BatchRecreate::alter_column(const json::object& op) {
  auto& changed = entry(required_name(op, "column"));
  auto& column = changed.column;
  const auto named_check = [&](std::string_view type_key) {
    const auto* type = given(op, type_key);
    const auto name =
        type != nullptr ? optional_name(object_at(as_object(*type, type_key), "args"), "name") : std::nullopt;
    if (!name) return;
    std::erase_if(constraints_,
                  [&](const Constraint& c) { return c.kind == Kind::check && c.name && *c.name == *name; });
  };
  if (const auto new_name = optional_name(op, "new_name")) {
    if (column.name.text != new_name->text) named_check("existing_type");
    column.name = *new_name;
  }
  if (const auto* type = given(op, "type")) {
    named_check("existing_type");
    change_type(changed, as_object(*type, "type"));
    Table derived;
    derived.name = existing_.name;
    const Column bare{.name = {.text = changed.key}, .type = column.type};
    derive_from_column(derived, bare, dialect_, types_);
    for (auto& constraint : derived.constraints) {
      add(std::move(constraint));
    }
  }
  if (const auto nullable = optional_flag(op, "nullable")) column.given_nullable = nullable;
  if (const auto* server_default = find(op, "server_default")) {
    column.server_default =
        server_default->is_null() ? std::nullopt : std::optional<json::value>(*server_default);
  }
  if (const auto* counts = given(op, "autoincrement")) column.autoincrement = *counts;
  if (find(op, "comment") != nullptr) column.comment = optional_text(op, "comment");
}

void BatchRecreate::create_index(const json::object& op) {
  auto index = parse_index(required_object(op, "index"));
  apply_naming(index, existing_.name, object_at(op, "naming_convention"));
  const auto same = find_named(indexes_, *index.name);
  if (same != indexes_.end()) indexes_.erase(same);
  indexes_.push_back(std::move(index));
}

void BatchRecreate::drop_index(const json::object& op) {
  const auto name = required_name(op, "name");
  const auto found = find_named(indexes_, name);
  if (found == indexes_.end()) refuse("No such index: '" + name.text + "'");
  indexes_.erase(found);
}

void BatchRecreate::create_constraint(const json::object& op) {
  auto constraint = parse_constraint(required_object(op, "constraint"));
  apply_naming(constraint, existing_.name, object_at(op, "naming_convention"));
  for (const auto& column : constraint.columns) {
    entry(column);
  }
  const auto same = constraint.name ? find_named(constraints_, *constraint.name) : constraints_.end();
  if (same != constraints_.end()) constraints_.erase(same);
  add(std::move(constraint));
}

void BatchRecreate::drop_constraint(const json::object& op) {
  const auto name = optional_name(op, "name");
  if (!name) refuse("Constraint must have a name");
  for (auto& candidate : entries_) {
    auto& checks = candidate.column.checks;
    const auto own = find_named(checks, *name);
    if (own == checks.end()) continue;
    checks.erase(own);
    return;
  }
  const auto found = find_named(constraints_, *name);
  if (found == constraints_.end()) refuse("No such constraint: '" + name->text + "'");
  if (found->kind == Kind::primary_key) {
    for (const auto& column : found->columns) {
      entry(column).column.primary_key = false;
    }
  }
  constraints_.erase(found);
}

void BatchRecreate::place(const std::string& key, const json::object& op) {
  auto before = optional_text(op, "insert_before");
  auto after = optional_text(op, "insert_after");
  const bool is_partial = !list(batch_, "partial_reordering").empty();
  const auto position = [&](const std::string& name) {
    return std::find(order_.begin(), order_.end(), name);
  };
  if (!is_partial && after && !before) {
    const auto at = position(*after);
    if (at != order_.end() && at + 1 != order_.end()) before = *(at + 1);
  } else if (!is_partial && before && !after) {
    const auto at = position(*before);
    if (at != order_.end() && at != order_.begin()) after = *(at - 1);
  }
  for (const auto& neighbour : {before, after}) {
    if (neighbour) entry({.text = *neighbour});
  }
  if (before) before_.emplace_back(key, *before);
  if (after) before_.emplace_back(*after, key);
  if (!is_partial && !before && !after && !order_.empty()) before_.emplace_back(order_.back(), key);
}

void BatchRecreate::reorder() {
  const auto& partial = list(batch_, "partial_reordering");
  if (partial.empty() && before_.empty()) return;
  auto pairs = before_;
  for (const auto& group : partial) {
    const auto names = parse_names(group.as_array());
    for (std::size_t i = 1; i < names.size(); ++i) {
      pairs.emplace_back(names[i - 1].text, names[i].text);
    }
  }
  for (std::size_t i = 1; partial.empty() && i < order_.size(); ++i) {
    pairs.emplace_back(order_[i - 1], order_[i]);
  }
  std::vector<Entry> sorted;
  while (!entries_.empty()) {
    std::set<std::string> left;
    for (const auto& candidate : entries_) {
      left.insert(candidate.key);
    }
    const auto is_free = [&](const Entry& candidate) {
      return std::none_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
        return pair.second == candidate.key && pair.first != candidate.key && left.count(pair.first) != 0;
      });
    };
    const auto waiting = std::stable_partition(entries_.begin(), entries_.end(), is_free);
    if (waiting == entries_.begin()) {
      refuse("the order asked for the columns of \"" + existing_.name.name.text + "\" is circular");
    }
    std::move(entries_.begin(), waiting, std::back_inserter(sorted));
    entries_.erase(entries_.begin(), waiting);
  }
  entries_ = std::move(sorted);
}

bool BatchRecreate::renamed(Constraint& constraint) const {
  for (auto& name : constraint.columns) {
    const auto now = current_name(name);
    if (!now) return false;
    name = *now;
  }
  const bool is_self = constraint.kind == Kind::foreign_key && constraint.target.name == existing_.name.name;
  for (auto& name : constraint.target_columns) {
    if (is_self) name = current_name(name).value_or(name);
  }
  if (constraint.type_bound) {
    constraint.sqltext.as_object()["left"].as_object()["name"] = to_json(constraint.columns.front());
  }
  return true;
}

// index=True of an added column makes an index of the table under its temporary name as well as of the final
// one, as it does with Alembic: what later revisions drop by name is there.
void BatchRecreate::index_added_columns(Table& table) const {
  for (const auto& column : table.columns) {
    if (column.index) table.indexes.push_back({.columns = {to_json(column.name)}, .unique = column.unique});
  }
  apply_naming(table, {});
}

Table BatchRecreate::new_table() const {
  BatchRecreate ordered(*this);
  ordered.reorder();
  Table table;
  const auto name = "_alembic_tmp_" + existing_.name.name.text;
  table.name = {{.text = std::string(first_characters(name, max_temporary_name))}, existing_.name.schema};
  table.name.name.quote = existing_.name.name.quote;
  // The table's comment is lost, as it is with Alembic, but on MySQL, where it is an option of the table.
  table.prefixes = existing_.prefixes;
  table.dialect = existing_.dialect;
  for (const auto& item : object_at(object_at(batch_, "table_kwargs"), "dialect")) {
    table.dialect[item.key()] = item.value();
  }
  for (const auto& candidate : ordered.entries_) {
    table.columns.push_back(candidate.column);
    // A new column's ENUM has to be there already.
    table.columns.back().creates_type = candidate.checks_values;
  }
  for (const auto& argument : list(batch_, "table_args")) {
    table.constraints.push_back(parse_constraint(as_object(argument, "table_args")));
  }
  for (const auto& candidate : ordered.entries_) {
    if (!candidate.checks_values) continue;
    Table derived;
    const Column bare{.name = candidate.column.name, .type = candidate.column.type};
    derive_from_column(derived, bare, dialect_, types_);
    table.constraints.insert(table.constraints.end(), derived.constraints.begin(), derived.constraints.end());
  }
  for (auto constraint : constraints_) {
    if (renamed(constraint)) table.constraints.push_back(std::move(constraint));
  }
  std::stable_partition(table.constraints.begin(), table.constraints.end(),
                        [](const Constraint& c) { return c.kind == Kind::primary_key; });
  index_added_columns(table);
  for (const auto& constraint : table.constraints) {
    for (const auto& column_name : constraint.columns) {
      auto* column = table.find(column_name);
      if (column == nullptr) continue;
      if (constraint.kind == Kind::primary_key) column->primary_key = true;
      if (constraint.kind == Kind::foreign_key) column->has_foreign_key = true;
    }
  }
  return table;
}

std::vector<Index> BatchRecreate::indexes() const {
  std::vector<Index> kept;
  for (auto index : indexes_) {
    bool whole = true;
    for (auto& key : index.columns) {
      auto* column = column_name_of(key);
      if (column == nullptr) continue;
      const auto old_name = parse_name(*column);
      const auto now = current_name(old_name);
      whole = whole && now.has_value();
      if (!now) continue;
      *column = to_json(*now);
      rename_in_options(index.dialect, old_name.text, now->text);
    }
    if (whole) kept.push_back(std::move(index));
  }
  return kept;
}

}  // namespace pycharter::sql::ddl

#include "alembic/autogenerate/compare/indexes.h"

#include <algorithm>
#include <set>

#include "alembic/autogenerate/compare/constraint_names.h"
#include "alembic/autogenerate/compare/definitions.h"
#include "alembic/autogenerate/compare/foreign_key_indexes.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

std::vector<Keyed> read(const json::object& table, std::string_view key) {
  std::vector<Keyed> read;
  const bool is_index = key == "indexes";
  for (const json::value& value : list_at(table, key)) {
    const json::object& item = value.as_object();
    read.push_back({&item, is_index, !is_index || flag_at(item, "unique"), text_at(item, "name"),
                    names_at(item, "columns")});
  }
  return read;
}

// Python's repr() of the columns' tuple.
std::string columns_text(const Keyed& keyed) {
  std::string text = "(";
  for (const std::string& column : keyed.columns)
    text += (text.size() > 1 ? ", " : "") + quoted(column);
  return text + (keyed.columns.size() == 1 ? ",)" : ")");
}

const Keyed* find_named(const std::vector<Keyed>& list, const std::string& name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Keyed& one) { return one.name == name; });
  return found == list.end() ? nullptr : &*found;
}

bool holds(const std::vector<Keyed>& list, const std::vector<std::string>& signature) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Keyed& one) { return one.signature() == signature; });
}

const char* kind_text(const Keyed& keyed) {
  return keyed.is_index ? "index " : "unique constraint ";
}

}  // namespace

std::vector<std::string> Keyed::signature() const {
  std::vector<std::string> signature = columns;
  if (is_index)
    signature.insert(signature.begin(), is_unique ? "unique" : "");
  else
    std::sort(signature.begin(), signature.end());
  return signature;
}

std::vector<json::object> index_definitions(const TableName& table, const json::object& item,
                                            const DialectHabits& dialect) {
  std::map<std::string, json::object> by_name;
  for (const json::value& value : list_at(item, "indexes")) {
    const json::object& index = value.as_object();
    if (!is_implied(index) && given(index, "duplicates_constraint") == nullptr)
      by_name.emplace(text_at(index, "name"), index_definition(table, index, dialect.name));
  }
  std::vector<json::object> definitions;
  for (auto& [name, definition] : by_name)
    definitions.push_back(std::move(definition));
  return definitions;
}

IndexesComparison::IndexesComparison(Context& context, const TableName& table, const json::object& expected,
                                     const json::object& reflected)
    : context_(context),
      table_(table),
      wanted_uniques_(read(expected, "unique")),
      wanted_indexes_(read(expected, "indexes")),
      uniques_(read(reflected, "unique")),
      indexes_(read(reflected, "indexes")) {
  // MySQL tells of its unique constraints twice; of a model it may be told twice as well.
  std::erase_if(wanted_indexes_,
                [](const Keyed& one) { return given(*one.item, "duplicates_constraint") != nullptr; });
  std::erase_if(indexes_,
                [](const Keyed& one) { return given(*one.item, "duplicates_constraint") != nullptr; });
  drop_doubles(wanted_uniques_, wanted_indexes_);
  drop_doubles(uniques_, indexes_);
  pass_over_implied();
  for (const auto* list : {&wanted_uniques_, &wanted_indexes_})
    for (const Keyed& one : *list)
      if (!one.name.empty()) wanted_.emplace(one.name, one);
  for (const auto* list : {&uniques_, &indexes_})
    for (const Keyed& one : *list) {
      if (one.name.empty()) continue;
      const auto [at, is_new] = there_.emplace(one.name, one);
      if (!is_new) doubled_.emplace(one.name, std::pair(at->second, one));
    }
  ask();
}

// Where a unique constraint is an index and is told as both, the model says which of the two it is meant to
// be.
void IndexesComparison::drop_doubles(std::vector<Keyed>& uniques, std::vector<Keyed>& indexes) const {
  std::set<std::string> as_index, as_constraint;
  for (const Keyed& one : uniques) {
    if (given(*one.item, "duplicates_index") == nullptr) continue;
    const Keyed* named_index = find_named(wanted_indexes_, one.name);
    const bool wants_index = named_index != nullptr && named_index->is_unique &&
                             given(*named_index->item, "duplicates_constraint") == nullptr;
    const Keyed* named = find_named(wanted_uniques_, one.name);
    const bool wants_constraint =
        (named != nullptr && given(*named->item, "duplicates_index") == nullptr) ||
        std::any_of(wanted_uniques_.begin(), wanted_uniques_.end(), [&](const Keyed& wanted) {
          return wanted.name.empty() && wanted.signature() == one.signature();
        });
    if (!wants_constraint)
      as_index.insert(one.name);
    else if (!wants_index)
      as_constraint.insert(one.name);
  }
  std::erase_if(uniques, [&](const Keyed& one) { return as_index.contains(one.name); });
  std::erase_if(indexes, [&](const Keyed& one) { return as_constraint.contains(one.name); });
}

void IndexesComparison::pass_over_implied() {
  std::set<std::string> passed;
  for (const Keyed& index : indexes_)
    if (is_implied(*index.item)) passed.insert(index.name);
  const auto is_passed = [&](const Keyed& one) { return passed.contains(one.name); };
  std::erase_if(indexes_, is_passed);
  std::erase_if(wanted_indexes_, is_passed);
}

void IndexesComparison::ask() {
  for (const auto& [name, wanted] : wanted_) {
    const auto there = there_.find(name);
    if (there == there_.end()) continue;
    const auto both = doubled_.find(name);
    const Keyed& same = both == doubled_.end() ? there->second
                        : wanted.is_index      ? both->second.second
                                               : both->second.first;
    if (same.is_index == wanted.is_index)
      questions_.emplace(name, context_.questions.ask(wanted.is_index ? "index" : "unique", {table_},
                                                      *wanted.item, *same.item));
  }
}

Change IndexesComparison::creation(const Keyed& keyed) const {
  if (keyed.is_index)
    return create_index(table_, index_definition(table_, *keyed.item, context_.options.dialect.name));
  return create_constraint(table_,
                           with_name(constraint_definition(kind::unique, *keyed.item), table_, "key"));
}

void IndexesComparison::remove(const Keyed& there, std::vector<Change>& changes) {
  changes.push_back(creation(there).reversed());
  context_.detect(logger::constraints, std::string("Detected removed ") + kind_text(there) +
                                           quoted(there.name) + " on " + quoted(table_.name));
}

void IndexesComparison::add(const Keyed& wanted, std::vector<Change>& changes) {
  changes.push_back(creation(wanted));
  const std::string columns = columns_text(wanted);
  context_.detect(logger::constraints, std::string("Detected added ") + kind_text(wanted) +
                                           (wanted.name.empty() ? "None" : quoted(wanted.name)) + " on '" +
                                           columns + "'");
}

bool IndexesComparison::is_wanted_without_name(const Keyed& there) const {
  return !there.is_index &&
         std::any_of(wanted_uniques_.begin(), wanted_uniques_.end(), [&](const Keyed& wanted) {
           return wanted.name.empty() && wanted.signature() == there.signature();
         });
}

void IndexesComparison::removed(const std::string& name, const Keyed& there, std::vector<Change>& changes) {
  if (is_wanted_without_name(there)) return;
  const auto both = doubled_.find(name);
  if (both == doubled_.end()) return remove(there, changes);
  const auto& [unique, index] = both->second;
  if (holds(wanted_indexes_, index.signature()) || holds(wanted_uniques_, unique.signature())) return;
  remove(unique, changes);
}

void IndexesComparison::existing(const std::string& name, const Keyed& wanted, std::vector<Change>& changes) {
  const auto question = questions_.find(name);
  const Keyed& there = there_.at(name);
  if (question == questions_.end()) {
    remove(there, changes);
    add(wanted, changes);
    return;
  }
  const auto both = doubled_.find(name);
  const Keyed& same = both == doubled_.end() ? there
                      : wanted.is_index      ? both->second.second
                                             : both->second.first;
  switch (context_.questions.verdict(question->second)) {
    case Verdict::equal:
      return;
    case Verdict::unknown:
      context_.detect(logger::constraints, std::string("Cannot compare ") + kind_text(same) + quoted(name) +
                                               ", assuming equal and skipping.");
      return;
    case Verdict::different:
      context_.detect(logger::constraints, std::string("Detected changed ") + kind_text(same) + quoted(name) +
                                               " on " + quoted(table_.name));
      changes.push_back(creation(same).reversed());
      changes.push_back(creation(wanted));
      return;
  }
}

std::vector<Change> IndexesComparison::changes() {
  std::vector<Change> changes;
  for (const auto& [name, there] : there_)
    if (!wanted_.contains(name)) removed(name, there, changes);
  for (const auto& [name, wanted] : wanted_)
    if (there_.contains(name)) existing(name, wanted, changes);
  for (const auto& [name, wanted] : wanted_)
    if (!there_.contains(name)) add(wanted, changes);
  for (const Keyed& wanted : wanted_uniques_)
    if (wanted.name.empty() && !holds(uniques_, wanted.signature())) add(wanted, changes);
  return changes;
}

}  // namespace pycharter::alembic::compare

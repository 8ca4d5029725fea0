#include "alembic/autogenerate/compare/ordering.h"

#include <algorithm>

#include "alembic/autogenerate/compare/foreign_keys.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

using References = std::map<TableName, std::set<TableName>>;

References references_of(const Tables& tables) {
  References references;
  for (const auto& [name, table] : tables) {
    std::set<TableName>& targets = references[name];
    for (const json::value& key : list_at(*table, "foreign_keys")) {
      TableName target = target_of(key.as_object());
      if (target != name && tables.contains(target)) targets.insert(std::move(target));
    }
  }
  return references;
}

// What can be reached from a table, one step at least.
std::set<TableName> reachable(const References& references, const TableName& from) {
  std::set<TableName> reached;
  std::vector<TableName> next(references.at(from).begin(), references.at(from).end());
  while (!next.empty()) {
    const TableName name = next.back();
    next.pop_back();
    if (!reached.insert(name).second) continue;
    const std::set<TableName>& more = references.at(name);
    next.insert(next.end(), more.begin(), more.end());
  }
  return reached;
}

// Takes one layer of tables that refer to none of `left`.
std::vector<TableName> next_layer(const std::vector<TableName>& left, const References& references) {
  const std::set<TableName> pending(left.begin(), left.end());
  std::vector<TableName> layer;
  for (const TableName& name : left) {
    const std::set<TableName>& targets = references.at(name);
    if (std::none_of(targets.begin(), targets.end(),
                     [&](const TableName& one) { return pending.contains(one); }))
      layer.push_back(name);
  }
  return layer;
}

// Takes the references between tables that reach each other out of `references`.
void break_cycles(const std::vector<TableName>& left, References& references, TableOrder& order) {
  std::map<TableName, std::set<TableName>> reach;
  for (const TableName& name : left)
    reach.emplace(name, reachable(references, name));
  for (const TableName& name : left) {
    std::erase_if(references.at(name), [&](const TableName& target) {
      const auto back = reach.find(target);
      if (back == reach.end() || !back->second.contains(name)) return false;
      order.in_cycles.emplace(name, target);
      return true;
    });
  }
}

}  // namespace

TableOrder order_by_references(const Tables& tables) {
  References references = references_of(tables);
  TableOrder order;
  std::vector<TableName> left;
  for (const auto& [name, table] : tables)
    left.push_back(name);
  // By the key of MetaData.tables.
  std::sort(left.begin(), left.end(),
            [](const TableName& a, const TableName& b) { return a.label() < b.label(); });
  while (!left.empty()) {
    const std::vector<TableName> layer = next_layer(left, references);
    if (layer.empty()) {
      break_cycles(left, references, order);
      continue;
    }
    const std::set<TableName> taken(layer.begin(), layer.end());
    std::erase_if(left, [&](const TableName& name) { return taken.contains(name); });
    order.tables.insert(order.tables.end(), layer.begin(), layer.end());
  }
  return order;
}

}  // namespace pycharter::alembic::compare

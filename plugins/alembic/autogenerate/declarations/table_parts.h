// A table of a catalog, taken apart for its declaration.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_DECLARATIONS_TABLE_PARTS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_DECLARATIONS_TABLE_PARTS_H

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "alembic/autogenerate/render/context.h"

namespace pycharter::alembic::declarations {

namespace json = boost::json;
using revision_text::Context;

// Schema (empty: the default one) and name.
using TableName = std::pair<std::string, std::string>;
TableName name_of(const json::object& table);
std::string full_name(const TableName& name);

struct TableParts {
  std::vector<json::object> columns;      // as docs/operations.md has them
  std::vector<std::string> items;         // constraints and indexes, a call each
  std::vector<std::string> keywords;      // schema='s'
  std::vector<std::string> not_declared;  // constraints that only a comment can hold
  std::vector<std::string> warnings;
  bool has_key = false;
};

// `declared`: the tables that a foreign key may refer to.
TableParts take_apart(Context& context, const json::object& table, const std::set<TableName>& declared);

}  // namespace pycharter::alembic::declarations

#endif

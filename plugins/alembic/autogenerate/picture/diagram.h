// What a picture of tables shows: columns, keys, and which table refers to which.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_PICTURE_DIAGRAM_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_PICTURE_DIAGRAM_H

#include <boost/json/array.hpp>
#include <cstddef>
#include <string>
#include <vector>

namespace pycharter::alembic::picture {

struct Column {
  std::string name;
  std::string type;     // as the database writes it
  std::string comment;  // may be empty
  bool primary_key = false;
  bool foreign_key = false;
  bool unique = false;  // by itself
  bool nullable = true;
};

struct Table {
  std::string name;  // with its schema, where it has one
  std::string comment;
  std::vector<Column> columns;
};

// A foreign key. Tables and columns are indexes.
struct Relation {
  std::size_t child = 0, parent = 0;
  std::vector<std::size_t> child_columns;
  std::vector<std::size_t> parent_columns;
  bool optional = false;  // a column of the child may be null
  bool single = false;    // at most one row of the child for each of the parent
};

// Tables and relations in the order of their names.
struct Diagram {
  std::vector<Table> tables;
  std::vector<Relation> relations;
};

// From the tables of docs/operations.md, "Reflection": of a catalog, or what is expected of models. A foreign
// key to a table that is not among them is only a mark at its columns.
Diagram read_diagram(const boost::json::array& tables);

// erDiagram, Mermaid's text. What its grammar does not take in a name is written as "_", the name itself then
// stands in the column's remark.
std::string to_mermaid(const Diagram& diagram);

// An image that needs nothing else.
std::string to_svg(const Diagram& diagram);

}  // namespace pycharter::alembic::picture

#endif

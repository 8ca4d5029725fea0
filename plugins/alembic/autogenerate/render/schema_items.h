// Columns, their defaults, and constraints within create_table.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_SCHEMA_ITEMS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_SCHEMA_ITEMS_H

#include <optional>
#include <string>
#include <vector>

#include "alembic/autogenerate/render/context.h"

namespace pycharter::alembic::revision_text {

// sa.Column('id', sa.Integer(), nullable=False). `flags`: with index, unique, primary_key, foreign_keys and
// constraints of the column as it declares them; without, they are its table's.
std::string column_text(Context& context, const json::object& column, bool flags);

// What stands after the name: sa.Integer(), nullable=False.
void add_column_arguments(Context& context, const json::object& column, bool flags, Call& call);

// The value of server_default=, Computed and Identity included. Nothing for what is no default of the server.
std::optional<std::string> default_text(Context& context, const json::value& server_default);

// sa.UniqueConstraint('a', name=op.f('uq_a')); nothing for a primary key of no columns.
std::optional<std::string> constraint_text(Context& context, const json::object& constraint);

// The constraints of a create_table: its own and those that the columns declare.
std::vector<json::object> table_constraints(const json::object& create_table);

// The pairs and options of an EXCLUDE constraint, as create_exclude_constraint takes them too.
void add_exclude_elements(Context& context, const json::object& constraint, Call& call);

}  // namespace pycharter::alembic::revision_text

#endif

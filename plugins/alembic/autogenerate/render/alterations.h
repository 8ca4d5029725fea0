// Operations on a table that is there: its columns, constraints and comment.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_ALTERATIONS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_ALTERATIONS_H

#include <string>
#include <vector>

#include "alembic/autogenerate/render/context.h"

namespace pycharter::alembic::revision_text {

std::vector<std::string> alter_column(Context& context, const json::object& op);
std::vector<std::string> create_constraint(Context& context, const json::object& op);
std::vector<std::string> create_table_comment(Context& context, const json::object& op);
std::vector<std::string> drop_table_comment(Context& context, const json::object& op);

}  // namespace pycharter::alembic::revision_text

#endif

// One operation of docs/operations.md as the lines of a script.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_OPERATIONS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_OPERATIONS_H

#include <string>
#include <vector>

#include "alembic/autogenerate/render/context.h"

namespace pycharter::alembic::revision_text {

// A line may hold several, as Alembic's do. Throws unsupported for an operation that no script can say.
std::vector<std::string> operation_lines(Context& context, const json::object& operation);

// Within modify_table an operation may leave out its table and schema: these are then those of `parent`.
json::object with_table_of(const json::object& operation, const json::object& parent);

}  // namespace pycharter::alembic::revision_text

#endif

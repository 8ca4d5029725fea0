// Types as SQLAlchemy's repr() writes them.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_TYPES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_TYPES_H

#include <span>
#include <string>
#include <string_view>

#include "alembic/autogenerate/render/context.h"

namespace pycharter::alembic::revision_text {

// A parameter that repr() shows unless it has the value `left_out`. `absent` is the value of an instance that
// was not given it; empty: it is then not shown.
struct TypeParameter {
  std::string_view name, left_out, absent = {};
};

struct TypeSignature {
  std::string_view dialect;  // whose module it is in; empty: the core
  std::string_view names;    // " A B "
  bool takes_values;         // positional strings: Enum, SET
  std::span<const TypeParameter> parameters;
};

// In the order of repr(); a type without parameters is in no row.
std::span<const TypeSignature> type_signatures();

// sa.String(length=255), postgresql.ARRAY(sa.Text()), sa.JSON().with_variant(…, 'postgresql')
std::string type_text(Context& context, const json::object& type);

}  // namespace pycharter::alembic::revision_text

#endif

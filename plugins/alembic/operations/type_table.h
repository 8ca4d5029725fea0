// SQLAlchemy 2.1's types: their names, and the parameters of their constructors.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_TYPE_TABLE_H
#define PYCHARTER_ALEMBIC_OPERATIONS_TYPE_TABLE_H

#include <string>
#include <string_view>

namespace pycharter::alembic {

struct TypeRow {
  std::string_view dialect;  // of whose module it is; empty: of the core
  std::string_view name;
  std::string_view parameters;  // in Python's notation, for script::Signature
  std::string_view base;  // nearest type that this one derives from: "String", "postgresql.JSON"; empty: none
};

// The type that `name` means in `sqlalchemy` (no dialect) or in `sqlalchemy.dialects.<dialect>`; null when
// there is none.
const TypeRow* find_type(std::string_view dialect, std::string_view name);

}  // namespace pycharter::alembic

#endif

// What Python calls the values of a type.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_DECLARATIONS_ANNOTATIONS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_DECLARATIONS_ANNOTATIONS_H

#include <string_view>

namespace pycharter::alembic::declarations {

// "int", "datetime.datetime"; "Any" for what has no class of its own. `type` is SQLAlchemy's name.
std::string_view annotation(std::string_view type);

}  // namespace pycharter::alembic::declarations

#endif

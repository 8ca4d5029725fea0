// What the body of a mapped class and its mixins declare: the columns, in the order in which SQLAlchemy puts
// them into the table.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_SCAN_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_SCAN_H

#include <string>
#include <vector>

#include "alembic/operations/orm/model.h"

namespace pycharter::alembic::orm {

// Puts columns and relationships of `cls` into the model, and the columns of mixins, as copies, into the
// class. `type_map`: type_annotation_map of the base; undefined where it has none. Raises what SQLAlchemy
// raises for what it cannot map, and refuses what may hold columns that are not known (script/unknown.h).
void scan_class(Session& session, Model& model, const Value& type_map, const std::vector<Value>& annotated);

// The nearest ancestor that is mapped; null where there is none.
const Model* mapped_parent(Session& session, const Value& cls);

// A name of the class's body or of its mixins, as `__tablename__`: what it is for this class. Undefined where
// only a mapped ancestor has it, which keeps it for itself.
Value directive_of(Session& session, const Value& cls, std::string_view name);

}  // namespace pycharter::alembic::orm

#endif

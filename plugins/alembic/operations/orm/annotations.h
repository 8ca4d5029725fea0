// What Mapped[…] says of a column: its type, and whether it may be NULL.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_ANNOTATIONS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_ANNOTATIONS_H

#include "alembic/operations/session.h"

namespace pycharter::alembic::orm {

struct MappedType {
  bool mapped = false;    // it is Mapped[…], of a column or a relationship
  bool optional = false;  // Optional[…], … | None
  Value type;             // a SQLAlchemy type; undefined where the annotation names none
  Value column;           // mapped_column(…) of Annotated[…]; undefined where there is none
};

// `type_map`: type_annotation_map of the base; undefined where it has none.
MappedType read_annotation(Session& session, const Value& annotation, const Value& type_map);

}  // namespace pycharter::alembic::orm

#endif

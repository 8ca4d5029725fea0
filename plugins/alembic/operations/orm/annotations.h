// What Mapped[…] says of a column: its type, and whether it may be NULL.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_ANNOTATIONS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_ANNOTATIONS_H

#include <functional>
#include <string>
#include <vector>

#include "alembic/operations/session.h"

namespace pycharter::alembic::orm {

struct MappedType {
  bool mapped = false;    // it is Mapped[…], of a column or a relationship
  bool optional = false;  // Optional[…], … | None
  Value type;             // a SQLAlchemy type; undefined where the annotation names none
  Value unknown;          // what it names where that is not known (script/unknown.h)
  Value column;           // mapped_column(…) of Annotated[…]; undefined where there is none
};

// Evaluates an annotation; with a text, the annotation that this text is, in the same place. Undefined: there
// is none.
using Annotate = std::function<Value(const std::string& text)>;
// Of a name that the body of `cls` annotates; of what a function is annotated to return.
Annotate annotation_of(Session& session, const Value& cls, const std::string& key);
Annotate annotation_of_result(Session& session, const Value& function);

// `type_map`: type_annotation_map of the base; undefined where it has none.
MappedType read_annotation(Session& session, const Annotate& annotate, const Value& type_map);

// The members of a union, or the one type itself; `optional` is set where None is among them.
std::vector<Value> without_none(Session& session, const Value& value, bool& optional);

}  // namespace pycharter::alembic::orm

#endif

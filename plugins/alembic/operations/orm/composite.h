// composite(): an attribute of a class of its own, such as a Point, made of several columns.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_COMPOSITE_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_COMPOSITE_H

#include <string>
#include <vector>

#include "alembic/operations/orm/annotations.h"
#include "alembic/operations/parameters.h"

namespace pycharter::alembic::orm {

class Composite final : public script::HostObject {
 public:
  Composite(Value c, std::vector<Value> a, std::string t)
      : cls(std::move(c)), attributes(std::move(a)), column_template(std::move(t)) {}
  std::string type_name() const override { return "Composite"; }

  const Value cls;                      // undefined: that of the annotation
  const std::vector<Value> attributes;  // Columns, and names of attributes that are columns already
  const std::string column_template;    // "start_%s", of columns that only the dataclass names
};

constexpr const char* composite_parameters = "_class_or_attr=None, *attrs, column_template=None, **kw";
Value composite(Session& session, const Given& given);

struct CompositeColumn {
  std::string name;
  Value column;
  MappedType type;  // as the dataclass annotates the field
};

// The columns that it brings along, in their order. `annotate`: the annotation of its attribute; `what`:
// "Vertex.start", for messages. Raises what SQLAlchemy raises, and refuses a class that is not known where
// its fields matter.
std::vector<CompositeColumn> columns_of(Session& session, const Composite& composite,
                                        const Annotate& annotate, const Value& type_map,
                                        const std::string& what);

}  // namespace pycharter::alembic::orm

#endif

// SQLAlchemy's types as a script sees them.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_TYPE_OBJECT_H
#define PYCHARTER_ALEMBIC_OPERATIONS_TYPE_OBJECT_H

#include <optional>
#include <string>
#include <string_view>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// An instance of a type: sa.String(255). `json` is the type object of docs/operations.md.
class TypeObject final : public script::HostObject {
 public:
  TypeObject(Session& s, const TypeRow& r, json::object j) : json(std::move(j)), row(r), session_(s) {}

  std::string type_name() const override { return std::string(row.name); }
  Value type(Interpreter&) const override;
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;
  std::string repr(Interpreter&) override;

  json::object json;
  const TypeRow& row;
  std::string sql;  // of a reflected type: as the server writes it

 private:
  Session& session_;
};

// The class of a type, made when first asked for; undefined when there is no such type.
Value type_class(Session& session, std::string_view dialect, std::string_view name);
// TypeDecorator and UserDefinedType, for scripts' own types.
Value type_base_class(Session& session, const std::string& name);
// sqlmodel's AutoString and GUID.
Value sqlmodel_type(Session& session, std::string_view name);

// From a reflected type ({"type": …}) with its SQL text.
Value make_type(Session& session, json::object type, std::string sql = {});

bool is_type(Session& session, const Value& value);
// The type object of a type, its class, or a script's own type. Raises ArgumentError naming `what`. None:
// NullType.
json::object to_type(Session& session, const Value& value, std::string_view what = "type_");

}  // namespace pycharter::alembic

#endif

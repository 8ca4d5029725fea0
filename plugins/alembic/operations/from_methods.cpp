#include "alembic/operations/expression_methods.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

struct FromMethod {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(FromObject& self, const Given& given);
};
Value select_of(FromObject& self, const Given&) {
  return make_select(self.session, {Value::of(self)});
}
Value insert_of(FromObject& self, const Given& given) {
  Value made = make_dml(self.session, "insert", Value::of(self));
  if (!given.has("values")) return made;
  return self.session.in().call(self.session.in().attribute(made, "values"),
                                Arguments{{given["values"]}, {}});
}
Value update_of(FromObject& self, const Given&) {
  return make_dml(self.session, "update", Value::of(self));
}
Value delete_of(FromObject& self, const Given&) {
  return make_dml(self.session, "delete", Value::of(self));
}
Value alias_of(FromObject& self, const Given& given) {
  return make_alias(self.session, self, given.value("name"));
}
Value join_of(FromObject& self, const Given& given) {
  auto& in = self.session.in();
  const auto flag = [&](std::string_view name) { return given.has(name) && in.truth(given[name]); };
  return make_join(self.session, Value::of(self), given["right"], given.value("onclause"), flag("isouter"),
                   flag("full"));
}
Value outerjoin_of(FromObject& self, const Given& given) {
  return make_join(self.session, Value::of(self), given["right"], given.value("onclause"), true, false);
}
// values(…).data([(1, "a"), …]); more rows with each call.
Value data_of(FromObject& self, const Given& given) {
  auto& session = self.session;
  if (self.from.at("expr") != "values")
    session.in().raise("AttributeError", "'" + self.type_name() + "' object has no attribute 'data'");
  json::object from = self.from;
  const auto& columns = self.from.at("columns").as_array();
  for (const auto& row : session.in().collect(given["values"])) {
    json::array cells;
    for (const auto& cell : session.in().collect(row)) {
      const auto* column = cells.size() < columns.size() ? &columns[cells.size()].as_object() : nullptr;
      const auto* type = column == nullptr ? nullptr : column->if_contains("type");
      cells.push_back(to_expression(session, cell, type == nullptr ? nullptr : &type->as_object()));
    }
    from["rows"].as_array().push_back(std::move(cells));
  }
  return make_values(session, std::move(from));
}
constexpr FromMethod from_methods[] = {
    {"select", "*arguments", select_of},
    {"insert", "values=None", insert_of},
    {"update", "", update_of},
    {"delete", "", delete_of},
    {"alias", "name=None, flat=False", alias_of},
    {"join", "right, onclause=None, isouter=False, full=False", join_of},
    {"outerjoin", "right, onclause=None, full=False", outerjoin_of},
    {"data", "values", data_of},
};

}  // namespace

std::optional<Value> from_attribute(FromObject& self, std::string_view name) {
  if (name == "c" || name == "columns") return self.collection;
  for (const auto& row : from_methods)
    if (row.name == name)
      return make_method(
          self.session, Value::of(self), row.name, row.parameters,
          [&self, code = row.code](Session&, const Given& given) { return code(self, given); });
  if (name == "name" || name == "schema" || name == "fullname") {
    const auto* found = self.from.if_contains(name == "fullname" ? "name" : name);
    if (found == nullptr) return Value::none();
    return from_json(self.session, found->is_object() ? found->as_object().at("name") : *found);
  }
  return std::nullopt;
}

}  // namespace pycharter::alembic

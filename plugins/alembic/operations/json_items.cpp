// Parts of JSON columns, as expressions: column["key"], .astext, .as_string() and its like.
#include "alembic/operations/json_items.h"

#include "alembic/operations/parameters.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

struct Cast {
  std::string_view method;
  std::string_view type;
  std::string_view parameters;
};
constexpr Cast casts[] = {
    {"as_string", "Unicode", ""},
    {"as_integer", "Integer", ""},
    {"as_float", "Float", ""},
    {"as_boolean", "Boolean", ""},
    {"as_numeric", "Numeric", "precision, scale, asdecimal=True"},
};

Value read_as(Expression& self, const Cast& cast, const Given& given) {
  json::object type{{"type", cast.type}};
  if (cast.type == "Numeric")
    type["args"] = json::object{{"precision", to_value(self.session, given["precision"])},
                                {"scale", to_value(self.session, given["scale"])}};
  json::object changed = self.json;
  changed["as"] = type;
  changed["type"] = std::move(type);
  return make_like(self, std::move(changed));
}

json::array path_of(Session& session, const Value& key) {
  json::array path;
  const bool is_path = key.is(Kind::tuple) || key.is(Kind::list);
  for (const auto& one : is_path ? session.in().collect(key) : std::vector<Value>{key}) {
    if (!one.is(Kind::string) && !one.is(Kind::integer))
      session.fail("ArgumentError",
                   "a part of a JSON value is named by a str or an int, not " + session.in().type_name(one));
    path.push_back(to_value(session, one));
  }
  return path;
}

}  // namespace

Value make_json_item(Expression& self, const Value& key) {
  json::object made{{"expr", "json_item"}, {"of", self.json}, {"path", path_of(self.session, key)}};
  if (!key.is(Kind::string) && !key.is(Kind::integer)) made["deep"] = true;
  if (const auto* type = self.known_type()) made["type"] = *type;
  return make_like(self, std::move(made));
}

std::optional<Value> json_item_attribute(Expression& self, std::string_view name) {
  if (self.form() != "json_item") return std::nullopt;
  const Value own = Value::of(self);
  if (name == "astext") {
    json::object changed = self.json;
    changed["as_text"] = true;
    changed["type"] = json::object{{"type", "Text"}};
    return make_like(self, std::move(changed));
  }
  if (name == "as_json")
    return make_method(self.session, own, name, "", [own](Session&, const Given&) { return own; });
  for (const auto& cast : casts)
    if (cast.method == name)
      return make_method(self.session, own, name, cast.parameters,
                         [&self, &cast](Session&, const Given& given) { return read_as(self, cast, given); });
  return std::nullopt;
}

}  // namespace pycharter::alembic

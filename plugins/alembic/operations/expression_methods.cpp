#include "alembic/operations/expression_methods.h"

#include "alembic/operations/compile_text.h"
#include "alembic/operations/json_items.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"

namespace pycharter::alembic {
namespace {

using Code = Value (*)(Expression& self, const Given& given);

Value own(Expression& self) {
  return Value::of(self);
}

// ---- names of unary operations

constexpr char desc_op[] = "desc", asc_op[] = "asc", first_op[] = "nulls_first", last_op[] = "nulls_last",
               distinct_op[] = "distinct", any_op[] = "any", all_op[] = "all";

// ---- operators by name: every row is `self <op> other`

struct OperatorMethod {
  std::string_view name;
  std::string_view op;
};
constexpr OperatorMethod operator_methods[] = {
    {"like", "like"},
    {"not_like", "not like"},
    {"notlike", "not like"},
    {"ilike", "ilike"},
    {"not_ilike", "not ilike"},
    {"notilike", "not ilike"},
    {"startswith", "startswith"},
    {"endswith", "endswith"},
    {"contains", "contains"},
    {"istartswith", "istartswith"},
    {"iendswith", "iendswith"},
    {"icontains", "icontains"},
    {"is_", "is"},
    {"is_not", "is not"},
    {"isnot", "is not"},
    {"is_distinct_from", "is distinct from"},
    {"is_not_distinct_from", "is not distinct from"},
    {"isnot_distinct_from", "is not distinct from"},
    {"concat", "||"},
    {"match", "match"},
    {"regexp_match", "regexp_match"},
    {"bitwise_and", "&"},
    {"bitwise_or", "|"},
    {"bitwise_xor", "^"},
};

// Operators of PostgreSQL's containers, which go before those of the same name.
struct ContainerMethod {
  std::string_view name;
  std::string_view op;
  std::string_view types;  // separated by blanks
};
constexpr ContainerMethod container_methods[] = {
    {"contains", "@>", " ARRAY JSONB HSTORE "},
    {"contained_by", "<@", " ARRAY JSONB HSTORE "},
    {"overlap", "&&", " ARRAY "},
    {"has_key", "?", " JSONB HSTORE "},
    {"has_any", "?|", " JSONB HSTORE "},
    {"has_all", "?&", " JSONB HSTORE "},
};

const ContainerMethod* find_container_method(const Expression& self, std::string_view name) {
  const auto* type = self.known_type();
  if (type == nullptr) return nullptr;
  const std::string word = " " + std::string(type->at("type").as_string()) + " ";
  for (const auto& row : container_methods)
    if (row.name == name && row.types.find(word) != std::string_view::npos) return &row;
  return nullptr;
}

Value apply_container(Expression& self, const ContainerMethod& row, const Given& given) {
  auto& session = self.session;
  const bool is_key = row.op == "?";
  const bool are_keys = row.op == "?|" || row.op == "?&";
  const json::object key_type{{"type", "Text"}};
  json::object keys{{"type", "ARRAY"}, {"args", json::object{{"item_type", key_type}}}};
  const auto* type = is_key ? &key_type : are_keys ? &keys : self.known_type();
  json::object made{{"expr", "binary"},
                    {"op", row.op},
                    {"left", to_expression(session, own(self))},
                    {"right", to_expression(session, given["other"], type)}};
  return make_like(self, std::move(made));
}

// column.any(3) of an array: 3 = ANY (column).
template <const char* op>
Value quantified(Expression& self, const Given& given) {
  auto& session = self.session;
  const json::object* item = nullptr;
  if (const auto* type = self.known_type())
    if (const auto* args = type->if_contains("args"))
      if (const auto* found = args->as_object().if_contains("item_type")) item = &found->as_object();
  json::object all{{"expr", "unary"}, {"op", op}, {"of", to_expression(session, own(self))}};
  return make_like(self, {{"expr", "binary"},
                          {"op", "="},
                          {"left", to_expression(session, given["other"], item)},
                          {"right", std::move(all)}});
}

Value apply_operator(Expression& self, std::string_view op, const Given& given) {
  Value made = make_binary(self.session, op, own(self), given["other"]);
  auto& json = host_cast_expression(made)->json;
  if (given.has("escape")) json["escape"] = self.session.in().text(given["escape"], "escape");
  if (given.has("autoescape") && self.session.in().truth(given["autoescape"])) json["autoescape"] = true;
  if (given.has("flags")) json["flags"] = self.session.in().text(given["flags"], "flags");
  return made;
}

// ---- the others

json::object list_operand(Expression& self, const Value& other) {
  auto& session = self.session;
  if (const auto* expression = host_cast_expression(other)) {
    if (expression->form() == "bind") {
      json::object bind = expression->json;
      bind["expanding"] = true;
      return bind;
    }
    return completed(*expression);
  }
  json::array items;
  session.in().for_each(other, [&](const Value& item) {
    const bool is_row = self.form() == "tuple" && (item.is(Kind::tuple) || item.is(Kind::list));
    items.push_back(is_row ? tuple_operand(session, self.json, item)
                           : to_expression(session, item, self.known_type()));
    return true;
  });
  return {{"expr", "list"}, {"items", std::move(items)}};
}

Value membership(Expression& self, std::string_view op, const Given& given) {
  json::object made{{"expr", "binary"},
                    {"op", op},
                    {"left", to_expression(self.session, own(self))},
                    {"right", list_operand(self, given["other"])}};
  return make_like(self, std::move(made));
}
Value in_(Expression& self, const Given& given) {
  return membership(self, "in", given);
}
Value not_in(Expression& self, const Given& given) {
  return membership(self, "not in", given);
}

Value between(Expression& self, const Given& given) {
  auto& session = self.session;
  json::object made{{"expr", "between"},
                    {"of", self.json},
                    {"low", to_expression(session, given["cleft"], self.known_type())},
                    {"high", to_expression(session, given["cright"], self.known_type())}};
  if (given.has("symmetric") && session.in().truth(given["symmetric"])) made["symmetric"] = true;
  FromList froms = self.froms;
  add_froms(froms, froms_of(given["cleft"]));
  add_froms(froms, froms_of(given["cright"]));
  return make_expression(session, std::move(made), std::move(froms));
}

Value custom_op(Expression& self, const Given& given) {
  const std::string sign = self.session.in().text(given["opstring"], "opstring");
  return make_function(self.session, "op", "other",
                       [value = own(self), sign](Session& s, const Given& inner) {
                         Value made = make_binary(s, sign, value, inner["other"]);
                         host_cast_expression(made)->json["custom"] = true;
                         return made;
                       });
}

Value label(Expression& self, const Given& given) {
  auto& session = self.session;
  json::object made{{"expr", "label"}, {"of", to_expression(session, own(self))}};
  if (given.has("name"))
    made["name"] = to_name(session, given["name"], "name");
  else
    made["name"] = "anon_" + std::to_string(++session.anonymous);
  return make_like(self, std::move(made));
}

Value cast(Expression& self, const Given& given) {
  return make_like(self, {{"expr", "cast"},
                          {"of", to_expression(self.session, own(self))},
                          {"type", to_type(self.session, given["type_"])}});
}

Value collate(Expression& self, const Given& given) {
  return make_like(self, {{"expr", "collate"},
                          {"of", self.json},
                          {"collation", to_name(self.session, given["collation"], "collation")}});
}

json::value bounds(Session& session, const Value& pair) {
  json::array made;
  for (const auto& item : session.in().collect(pair))
    made.push_back(to_value(session, item));
  return made;
}

json::array one_or_more(Session& session, const Value& value) {
  if (value.is(Kind::list) || value.is(Kind::tuple))
    return to_expressions(session, session.in().collect(value));
  return {to_text_or_expression(session, value)};
}

Value over(Expression& self, const Given& given) {
  auto& session = self.session;
  json::object made{{"expr", "over"}, {"of", self.json}};
  for (const auto* key : {"partition_by", "order_by"})
    if (given.has(key)) made[key] = one_or_more(session, given[key]);
  if (given.has("rows")) made["rows"] = bounds(session, given["rows"]);
  if (given.has("range_")) made["range"] = bounds(session, given["range_"]);
  Value window = make_like(self, std::move(made));
  for (const auto* key : {"partition_by", "order_by"})
    if (given.has(key)) add_froms(host_cast_expression(window)->froms, froms_of(given[key]));
  return window;
}

Value function_filter(Expression& self, const Given& given) {
  return make_like(
      self, {{"expr", "filter"}, {"of", self.json}, {"where", to_expressions(self.session, given.rest())}});
}
Value within_group(Expression& self, const Given& given) {
  return make_like(self, {{"expr", "within_group"},
                          {"of", self.json},
                          {"order_by", to_expressions(self.session, given.rest())}});
}

template <const char* op>
Value unary_method(Expression& self, const Given&) {
  return make_unary(self.session, op, own(self));
}

Value itself(Expression& self, const Given&) {
  return own(self);
}

// ---- text()

void bind_value(Session& session, json::object& sql, const std::string& name, const Value& value) {
  auto& binds = sql["binds"];
  if (!binds.is_object()) binds = json::object();
  binds.get_object()[name] = to_value(session, value);
}

Value bindparams(Expression& self, const Given& given) {
  auto& session = self.session;
  json::object changed = self.json;
  for (const auto& value : given.rest()) {
    const auto* bind = host_cast_expression(value);
    if (bind == nullptr || bind->form() != "bind")
      session.fail("ArgumentError", "bindparams() takes bindparam() objects and keywords");
    auto& parameters = changed["parameters"];
    if (!parameters.is_object()) parameters = json::object();
    parameters.get_object()[bind->json.at("name").as_string()] = bind->json;
  }
  for (const auto& [name, value] : given.keywords())
    bind_value(session, changed, name, value);
  return make_like(self, std::move(changed));
}

Value text_columns(Expression& self, const Given& given) {
  auto& session = self.session;
  json::object changed = self.json;
  json::array columns = to_expressions(session, given.rest());
  for (const auto& [name, type] : given.keywords())
    columns.push_back(json::object{{"expr", "column"}, {"name", name}, {"type", to_type(session, type)}});
  changed["columns"] = std::move(columns);
  return make_like(self, std::move(changed));
}

struct Method {
  std::string_view name;
  std::string_view parameters;
  Code code;
  std::string_view form = {};  // only for this form
};
constexpr Method methods[] = {
    {"in_", "other", in_},
    {"not_in", "other", not_in},
    {"notin_", "other", not_in},
    {"between", "cleft, cright, symmetric=False", between},
    {"op", "opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None", custom_op},
    {"bool_op", "opstring, precedence=0, python_impl=None", custom_op},
    {"label", "name", label},
    {"cast", "type_", cast},
    {"collate", "collation, collation_schema=None", collate},
    {"desc", "", unary_method<desc_op>},
    {"asc", "", unary_method<asc_op>},
    {"nulls_first", "", unary_method<first_op>},
    {"nulls_last", "", unary_method<last_op>},
    {"nullsfirst", "", unary_method<first_op>},
    {"nullslast", "", unary_method<last_op>},
    {"distinct", "", unary_method<distinct_op>},
    {"any_", "", unary_method<any_op>},
    {"all_", "", unary_method<all_op>},
    {"any", "other, operator=None", quantified<any_op>},
    {"all", "other, operator=None", quantified<all_op>},
    {"over", "partition_by=None, order_by=None, range_=None, rows=None, groups=None", over},
    {"filter", "*criterion", function_filter, "func"},
    {"within_group", "*order_by", within_group, "func"},
    {"self_group", "against=None", itself},
    {"scalar_subquery", "", itself},
    {"as_scalar", "", itself},
    {"bindparams", "*binds, **names_to_values", bindparams, "text"},
    {"columns", "*cols, **types", text_columns, "text"},
    {"execution_options", "**kw", itself},
    {"unique", "*arguments", itself},
};

// ---- properties

std::optional<Value> property(Expression& self, std::string_view name) {
  auto& session = self.session;
  if (name == "type") {
    const auto* type = self.json.if_contains("type");
    return make_type(session, type == nullptr ? json::object{{"type", "NullType"}} : type->as_object());
  }
  if (name == "name" || name == "key") {
    const auto* own_name = self.json.if_contains("name");
    if (own_name == nullptr) return std::nullopt;
    return from_json(session, own_name->is_object() ? own_name->as_object().at("name") : *own_name);
  }
  if (name == "text" && self.form() == "text") return from_json(session, self.json.at("sql"));
  if (name == "value" && self.json.contains("value")) return from_json(session, self.json.at("value"));
  return std::nullopt;
}

}  // namespace

std::optional<Value> expression_attribute(Expression& self, std::string_view name) {
  if (self.form() != "text" && (self.is_statement() || self.form() == "unary"))
    if (auto found = statement_attribute(self, name)) return found;
  if (auto found = json_item_attribute(self, name)) return found;
  if (const auto* row = find_container_method(self, name))
    return make_method(
        self.session, own(self), name, "other, **kwargs",
        [&self, row](Session&, const Given& given) { return apply_container(self, *row, given); });
  if (name == "compile")
    return script::make_native(self.session.in(), "compile",
                               [keep = own(self), &self](Interpreter&, const Arguments& given) {
                                 return compile_expression(self, given);
                               });
  for (const auto& row : methods)
    if (row.name == name && (row.form.empty() || row.form == self.form()))
      return make_method(
          self.session, own(self), row.name, row.parameters,
          [&self, code = row.code](Session&, const Given& given) { return code(self, given); });
  for (const auto& row : operator_methods)
    if (row.name == name)
      return make_method(
          self.session, own(self), row.name, "other, escape=None, autoescape=False, flags=None",
          [&self, op = row.op](Session&, const Given& given) { return apply_operator(self, op, given); });
  return property(self, name);
}

Value expression_class(Session& session, const std::string& name) {
  return class_once(session.classes, name, [&] {
    // isinstance(x, ClauseElement) holds for all of them.
    std::vector<Value> bases;
    if (name != "ClauseElement") bases.push_back(expression_class(session, "ClauseElement"));
    return script::make_class(session.in(), name, "sqlalchemy.sql.elements", bases);
  });
}

}  // namespace pycharter::alembic

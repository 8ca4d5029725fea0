#include "alembic/operations/functions.h"

#include "alembic/operations/expression_methods.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"

namespace pycharter::alembic {
namespace {

FromList froms_of_all(const std::vector<Value>& values) {
  FromList froms;
  for (const auto& value : values)
    add_froms(froms, froms_of(value));
  return froms;
}

Value text(Session& session, const Given& given) {
  return make_expression(session, text_expression(session.in().text(given["text"], "text")));
}

Value literal_column(Session& session, const Given& given) {
  json::object made{{"expr", "literal_column"}, {"sql", session.in().text(given["text"], "text")}};
  if (given.has("type_")) made["type"] = to_type(session, given["type_"]);
  return make_expression(session, std::move(made));
}

Value column(Session& session, const Given& given) {
  if (given.has("is_literal") && session.in().truth(given["is_literal"]))
    return make_expression(session,
                           {{"expr", "literal_column"}, {"sql", session.in().text(given["text"], "text")}});
  json::object made{{"expr", "column"}, {"name", to_name(session, given["text"], "text")}};
  if (given.has("type_")) made["type"] = to_type(session, given["type_"]);
  return make_expression(session, std::move(made));
}

Value literal(Session& session, const Given& given) {
  std::optional<json::object> type;
  if (given.has("type_")) type = to_type(session, given["type_"]);
  json::object made{{"expr", "literal"},
                    {"value", to_value(session, given["value"], type ? &*type : nullptr)}};
  if (type) made["type"] = std::move(*type);
  return make_expression(session, std::move(made));
}

Value bindparam(Session& session, const Given& given) {
  json::object made{{"expr", "bind"}, {"name", session.in().text(given["key"], "key")}};
  if (given.has("type_")) made["type"] = to_type(session, given["type_"]);
  if (const Value value = given.value("value"); value.defined()) {
    const auto* type = made.if_contains("type");
    made["value"] = to_value(session, value, type == nullptr ? nullptr : &type->as_object());
  }
  if (given.has("expanding") && session.in().truth(given["expanding"])) made["expanding"] = true;
  return make_expression(session, std::move(made));
}

template <const char* name>
Value constant(Session& session, const Given&) {
  return make_expression(session, keyword(name));
}
constexpr char null_name[] = "null", true_name[] = "true", false_name[] = "false";

template <const char* op>
Value junction(Session& session, const Given& given) {
  std::vector<Value> items = given.rest();
  if (items.size() == 1 && items.front().is(Kind::list)) items = session.in().collect(items.front());
  if (items.empty())
    return make_expression(session, keyword(std::string_view(op) == "and" ? "true" : "false"));
  return make_junction(session, op, items);
}
constexpr char and_op[] = "and", or_op[] = "or";

Value not_(Session& session, const Given& given) {
  return make_negation(session, given["clause"]);
}

Value unary_text(Session& session, std::string_view op, const Value& operand) {
  json::value of = to_text_or_expression(session, operand);
  if (string_of(operand)) of.as_object()["label"] = true;
  return make_expression(session, {{"expr", "unary"}, {"op", op}, {"of", std::move(of)}}, froms_of(operand));
}
template <const char* op>
Value unary(Session& session, const Given& given) {
  return unary_text(session, op, given["column"]);
}
constexpr char desc_op[] = "desc", asc_op[] = "asc", first_op[] = "nulls_first", last_op[] = "nulls_last",
               any_op[] = "any", all_op[] = "all";

Value cast(Session& session, const Given& given) {
  const json::object type = to_type(session, given["type_"]);
  return make_expression(
      session, {{"expr", "cast"}, {"of", to_expression(session, given["expression"], &type)}, {"type", type}},
      froms_of(given["expression"]));
}
Value type_coerce(Session& session, const Given& given) {
  Value made = cast(session, given);
  host_cast_expression(made)->json["coerce"] = true;
  return made;
}

json::object case_result(Session& session, const Value& value, const json::object* type) {
  return to_expression(session, value, type);
}

Value case_(Session& session, const Given& given) {
  auto& in = session.in();
  json::array whens;
  FromList froms;
  const auto add = [&](const Value& condition, const Value& result) {
    whens.push_back(json::array{to_expression(session, condition), case_result(session, result, nullptr)});
    add_froms(froms, froms_of(condition));
    add_froms(froms, froms_of(result));
  };
  for (const auto& when : given.rest()) {
    if (const auto* mapping = when.get_if<script::Dict>()) {
      for (const auto& entry : mapping->table.entries())
        if (entry.key.defined()) add(entry.key, entry.value);
      continue;
    }
    const auto pair = in.collect(when);
    if (pair.size() != 2)
      session.fail("ArgumentError", "case() takes (condition, result) tuples one by one, or a dict");
    add(pair[0], pair[1]);
  }
  json::object made{{"expr", "case"}, {"whens", std::move(whens)}};
  if (given.has("value")) {
    made["value"] = to_expression(session, given["value"]);
    add_froms(froms, froms_of(given["value"]));
  }
  if (const Value otherwise = given.value("else_"); otherwise.defined() && !otherwise.is_none()) {
    made["else"] = to_expression(session, otherwise);
    add_froms(froms, froms_of(otherwise));
  }
  return make_expression(session, std::move(made), std::move(froms));
}

// exists(select…), exists(column).where(…), exists().where(…): the select in it can still grow.
Value exists(Session& session, const Given& given) {
  const Value argument = given.rest().empty() ? Value::none() : given.rest().front();
  const auto* inner = host_cast_expression(argument);
  if (inner != nullptr && inner->form() == "scalar_subquery")
    return make_exists(session, make_expression(session, inner->json.at("of").as_object()));
  if (inner != nullptr && inner->form() == "select") return make_exists(session, argument);
  std::vector<Value> columns = given.rest();
  if (columns.empty())
    columns.push_back(make_expression(session, {{"expr", "literal_column"}, {"sql", "*"}}));
  return make_exists(session, make_select(session, columns));
}

Value distinct(Session& session, const Given& given) {
  return unary_text(session, "distinct", given["expr"]);
}

Value between(Session& session, const Given& given) {
  return session.in().call(session.in().attribute(given["expr"], "between"),
                           Arguments{{given["lower_bound"], given["upper_bound"]}, {}});
}

Value label(Session& session, const Given& given) {
  return session.in().call(session.in().attribute(given["element"], "label"), Arguments{{given["name"]}, {}});
}
Value collate(Session& session, const Given& given) {
  return session.in().call(session.in().attribute(given["expression"], "collate"),
                           Arguments{{given["collation"]}, {}});
}

Value tuple(Session& session, const Given& given) {
  return make_expression(session, {{"expr", "tuple"}, {"items", to_expressions(session, given.rest())}},
                         froms_of_all(given.rest()));
}

Value extract(Session& session, const Given& given) {
  return make_expression(session,
                         {{"expr", "extract"},
                          {"field", session.in().text(given["field"], "field")},
                          {"of", to_expression(session, given["expr"])}},
                         froms_of(given["expr"]));
}

Value select(Session& session, const Given& given) {
  return make_select(session, given.rest());
}
Value insert(Session& session, const Given& given) {
  return make_dml(session, "insert", given["table"]);
}
Value update(Session& session, const Given& given) {
  return make_dml(session, "update", given["table"]);
}
Value delete_(Session& session, const Given& given) {
  return make_dml(session, "delete", given["table"]);
}

template <const char* op>
Value set_of(Session& session, const Given& given) {
  json::array items;
  for (const auto& item : given.rest())
    items.push_back(to_statement(session, item));
  return make_expression(session, {{"expr", "set"}, {"op", op}, {"items", std::move(items)}});
}
constexpr char union_op[] = "union", union_all_op[] = "union all", except_op[] = "except",
               intersect_op[] = "intersect", except_all_op[] = "except all",
               intersect_all_op[] = "intersect all";

Value join_of(Session& session, const Given& given, bool outer) {
  const auto flag = [&](std::string_view name) { return given.has(name) && session.in().truth(given[name]); };
  return make_join(session, given["left"], given["right"], given.value("onclause"), outer || flag("isouter"),
                   flag("full"));
}
Value join(Session& session, const Given& given) {
  return join_of(session, given, false);
}
Value outerjoin(Session& session, const Given& given) {
  return join_of(session, given, true);
}

// values(column("a", Integer), …, name="v").data([(1, …), …])
Value values(Session& session, const Given& given) {
  return make_values(session, given.rest(), given.value("name"));
}

Value alias(Session& session, const Given& given) {
  return session.in().call(session.in().attribute(given["selectable"], "alias"),
                           Arguments{{given.value("name").defined() ? given["name"] : Value::none()}, {}});
}

Value quoted_name(Session& session, const Given& given) {
  return make_quoted_name(session, session.in().text(given["value"], "value"), given["quote"]);
}

struct Row {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Session&, const Given&);
};
constexpr Row rows[] = {
    {"text", "text", text},
    {"literal_column", "text, type_=None", literal_column},
    {"column", "text, type_=None, is_literal=False", column},
    {"literal", "value, type_=None, literal_execute=False", literal},
    {"bindparam",
     "key, value=None, type_=None, unique=False, required=None, quote=None, callable_=None, expanding=False, "
     "isoutparam=False, literal_execute=False",
     bindparam},
    {"null", "", constant<null_name>},
    {"true", "", constant<true_name>},
    {"false", "", constant<false_name>},
    {"Null", "", constant<null_name>},
    {"True_", "", constant<true_name>},
    {"False_", "", constant<false_name>},
    {"and_", "*clauses", junction<and_op>},
    {"or_", "*clauses", junction<or_op>},
    {"not_", "clause", not_},
    {"desc", "column", unary<desc_op>},
    {"asc", "column", unary<asc_op>},
    {"nulls_first", "column", unary<first_op>},
    {"nulls_last", "column", unary<last_op>},
    {"nullsfirst", "column", unary<first_op>},
    {"nullslast", "column", unary<last_op>},
    {"any_", "column", unary<any_op>},
    {"all_", "column", unary<all_op>},
    {"distinct", "expr", distinct},
    {"cast", "expression, type_", cast},
    {"type_coerce", "expression, type_", type_coerce},
    {"case", "*whens, value=None, else_=None", case_},
    {"exists", "*argument", exists},
    {"between", "expr, lower_bound, upper_bound, symmetric=False", between},
    {"label", "name, element, type_=None", label},
    {"collate", "expression, collation", collate},
    {"tuple_", "*clauses, types=None", tuple},
    {"extract", "field, expr", extract},
    {"select", "*entities", select},
    {"insert", "table", insert},
    {"update", "table", update},
    {"delete", "table", delete_},
    {"union", "*selects", set_of<union_op>},
    {"union_all", "*selects", set_of<union_all_op>},
    {"except_", "*selects", set_of<except_op>},
    {"except_all", "*selects", set_of<except_all_op>},
    {"intersect", "*selects", set_of<intersect_op>},
    {"intersect_all", "*selects", set_of<intersect_all_op>},
    {"join", "left, right, onclause=None, isouter=False, full=False", join},
    {"outerjoin", "left, right, onclause=None, full=False", outerjoin},
    {"values", "*columns, name=None, literal_binds=False", values},
    {"alias", "selectable, name=None, flat=False", alias},
    {"quoted_name", "value, quote", quoted_name},
};

// sa.func and its packages.
class FunctionNamespace final : public script::HostObject {
 public:
  FunctionNamespace(Session& s, json::array path) : session_(s), path_(std::move(path)) {}
  std::string type_name() const override { return "_FunctionGenerator"; }

  std::optional<Value> attribute(Interpreter&, std::string_view name) override {
    if (name.starts_with("__")) return std::nullopt;
    // func.coalesce_ is coalesce: the way around Python's own words.
    if (name.ends_with('_')) name.remove_suffix(1);
    json::array path = path_;
    path.push_back(json::value(name));
    return make_func(session_, std::move(path));
  }

  std::optional<Value> call(Interpreter& in, const Arguments& arguments) override {
    if (path_.empty()) in.raise("TypeError", "sa.func is not callable; name the function: sa.func.now()");
    if (path_.size() == 1 && path_.back() == "cast")
      return in.call(expression_function(session_, "cast"), arguments);
    json::object made{{"expr", "func"}, {"name", path_.back()}};
    made["args"] = to_expressions(session_, arguments.positional);
    if (path_.size() > 1) made["package"] = json::array(path_.begin(), path_.end() - 1);
    for (const auto& [name, value] : arguments.keywords) {
      if (name != "type_") in.raise("TypeError", "func() got an unexpected keyword argument '" + name + "'");
      made["type"] = to_type(session_, value);
    }
    return make_expression(session_, std::move(made), froms_of_all(arguments.positional));
  }

 private:
  Session& session_;
  const json::array path_;
};

Value array_expression(Session& session, const Given& given) {
  json::object made{{"expr", "array"},
                    {"items", to_expressions(session, session.in().collect(given["clauses"]))}};
  if (given.has("type_")) made["type"] = to_type(session, given["type_"]);
  return make_expression(session, std::move(made));
}

}  // namespace

Value expression_function(Session& session, std::string_view name) {
  if (name == "func") return make_func(session);
  for (const auto& row : rows)
    if (row.name == name) return make_function(session, row.name, row.parameters, row.code);
  return Value();
}

Value make_func(Session& session, json::array package) {
  return script::make<FunctionNamespace>(session.in().heap(), session, std::move(package));
}

Value dialect_function(Session& session, std::string_view dialect, std::string_view name) {
  if (name == "insert")
    return make_function(session, name, "table",
                         [dialect = std::string(dialect)](Session& s, const Given& given) {
                           return make_dml(s, "insert", given["table"], dialect);
                         });
  if (dialect == "postgresql" && name == "array")
    return make_function(session, name, "clauses, *, type_=None", array_expression);
  return Value();
}

}  // namespace pycharter::alembic

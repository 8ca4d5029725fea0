#include "alembic/operations/compiled.h"

#include <algorithm>

#include "alembic/operations/compile_text.h"
#include "alembic/operations/connection.h"
#include "alembic/operations/dialect_types.h"
#include "alembic/operations/expression_methods.h"
#include "alembic/operations/functions.h"
#include "alembic/operations/parameters.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

using script::Arguments;
using script::Class;

const Class* class_of(const Value& value) {
  if (const auto* cls = value.get_if<Class>()) return cls;
  const auto* instance = value.get_if<script::Instance>();
  return instance == nullptr ? nullptr : &instance->type();
}

std::optional<std::string> text_of(Session& session, const Value& value, const std::string& dialect);

// What a rule is given as its compiler, of one dialect.
class RuleCompiler final : public script::HostObject {
 public:
  RuleCompiler(Session& session, std::string dialect) : session_(session), dialect_(std::move(dialect)) {}
  std::string type_name() const override { return "SQLCompiler"; }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override {
    if (name == "dialect" || name == "preparer")
      return session_.sink != nullptr ? make_dialect(session_) : named_dialect(session_, dialect_);
    if (name == "sql_compiler" || name == "type_compiler") return Value::of(*this);
    if (name != "process") return std::nullopt;
    return make_method(session_, Value::of(*this), name, "obj, **kw", [this](Session& s, const Given& given) {
      if (const auto text = text_of(s, given["obj"], dialect_)) return s.in().str(*text);
      s.fail("CompileError",
             "compiler.process() renders text, columns, literals, functions of these and constructs with a "
             "@compiles function, not " +
                 s.in().type_name(given["obj"]));
    });
  }

 private:
  Session& session_;
  const std::string dialect_;
};

std::string apply_rule(Session& session, const CompileRule& rule, const Value& instance,
                       const std::string& dialect) {
  const Value compiler = script::make<RuleCompiler>(session.in().heap(), session, dialect);
  return session.in().to_text(session.in().call(rule.code, Arguments{{instance, compiler}, {}}));
}

bool is_for(const CompileRule& rule, std::string_view dialect) {
  return std::find(rule.dialects.begin(), rule.dialects.end(), dialect) != rule.dialects.end();
}

bool applies_to(const CompileRule& rule, const Class& cls) {
  return cls.derives_from(rule.cls.get<Class>());
}

// The last rule that names the dialect, else the last that names none.
const CompileRule* rule_for(Session& session, const Class& cls, std::string_view dialect) {
  const CompileRule* found = nullptr;
  for (const auto& rule : session.compile_rules) {
    if (!applies_to(rule, cls)) continue;
    const bool general = rule.dialects.empty() && (found == nullptr || found->dialects.empty());
    if (is_for(rule, dialect) || general) found = &rule;
  }
  return found;
}

std::optional<std::string> text_of(Session& session, const Value& value, const std::string& dialect) {
  if (auto text = string_of(value)) return text;
  if (const auto* expression = host_cast_expression(value))
    return compile_text(session, expression->json, dialect);
  if (const auto* clauses = value.get_if<script::Tuple>()) {
    std::string made;
    for (const Value& clause : clauses->items) {
      const auto text = text_of(session, clause, dialect);
      if (!text) return std::nullopt;
      made += (made.empty() ? "" : ", ") + *text;
    }
    return made;
  }
  const auto* rule = value.is(Kind::instance) ? rule_for(session, *class_of(value), dialect) : nullptr;
  return rule == nullptr ? std::nullopt : std::optional(apply_rule(session, *rule, value, dialect));
}

Value compiles(Session& session, const Given& given) {
  CompileRule rule{given["class_"], {}, {}};
  if (!rule.cls.is(Kind::cls)) session.in().raise("TypeError", "compiles() takes a class");
  for (const auto& dialect : given.rest())
    rule.dialects.push_back(session.in().text(dialect, "dialect"));
  return make_function(session, "compiles", "fn", [rule](Session& s, const Given& inner) {
    s.compile_rules.push_back(rule);
    s.compile_rules.back().code = inner["fn"];
    return inner["fn"];
  });
}

}  // namespace

Value compiler_member(Session& session, std::string_view name) {
  if (name != "compiles") return Value();
  return make_function(session, name, "class_, *specs", compiles);
}

bool has_compile_rules(Session& session, const Value& instance) {
  const auto* cls = class_of(instance);
  return cls != nullptr && std::any_of(session.compile_rules.begin(), session.compile_rules.end(),
                                       [&](const CompileRule& rule) { return applies_to(rule, *cls); });
}

std::optional<std::string> compiled_text(Session& session, const Value& instance) {
  if (!instance.is(Kind::instance) || !has_compile_rules(session, instance)) return std::nullopt;
  const std::string dialect = session.connected("a construct of @compiles").dialect();
  const auto* rule = rule_for(session, *class_of(instance), dialect);
  if (rule == nullptr)
    session.fail("CompileError", "the script has no @compiles function of " +
                                     session.in().type_name(instance) + " for " + dialect);
  return apply_rule(session, *rule, instance, dialect);
}

namespace {

constexpr std::string_view function_classes[] = {"FunctionElement", "GenericFunction"};

// The class behind func.now(), once a script has asked for it: rules are given for that.
std::string function_key(std::string_view name) {
  return "sqlalchemy.sql.functions." + std::string(name);
}

// What rules say of func.now() for each dialect, and the function for the others. Nothing where there are no
// rules.
std::optional<json::object> compiled_function(Session& session, const Value& value,
                                              const json::object& function) {
  if (session.compile_rules.empty() || function.contains("package")) return std::nullopt;
  const auto found = session.classes.find(function_key(name_text(function.at("name"))));
  if (found == session.classes.end()) return std::nullopt;
  const auto& cls = found->second.get<Class>();
  json::object by_dialect;
  for (const auto& dialect : known_dialects()) {
    if (session.sink != nullptr && session.sink->dialect() != dialect.name) continue;
    const auto* rule = rule_for(session, cls, dialect.name);
    if (rule == nullptr) continue;
    const std::string text = apply_rule(session, *rule, value, std::string(dialect.name));
    for (const auto name : dialect.names)
      by_dialect[name] = text;
  }
  if (by_dialect.empty()) return std::nullopt;
  return json::object{{"expr", "by_dialect"}, {"sql", std::move(by_dialect)}, {"else", function}};
}

bool is_function(Session& session, const Value& instance) {
  return std::any_of(std::begin(function_classes), std::end(function_classes), [&](std::string_view name) {
    const auto known = session.classes.find(name);
    return known != session.classes.end() && class_of(instance)->derives_from(known->second.get<Class>());
  });
}

json::object function_call(Session& session, const Value& instance) {
  auto& in = session.in();
  const auto named = in.find_attribute(instance, "name");
  const auto name = named ? string_of(*named) : std::nullopt;
  json::array arguments;
  if (const auto clauses = in.find_attribute(instance, "clauses"))
    for (const Value& clause : in.collect(*clauses))
      arguments.push_back(to_expression(session, clause));
  return {
      {"expr", "func"}, {"name", name ? *name : class_of(instance)->name}, {"args", std::move(arguments)}};
}

}  // namespace

Value function_class(Session& session, std::string_view name) {
  if (std::find(std::begin(function_classes), std::end(function_classes), name) == std::end(function_classes))
    return Value();
  Value cls = expression_class(session, std::string(name));
  if (cls.get<Class>().own("__init__") == nullptr)
    script::define(session.in(), cls.get<Class>(), "__init__", "self, *clauses, **kw",
                   [](Interpreter& in, Bindings& given) {
                     given[0].get<script::Instance>().set("clauses", in.tuple(given.rest));
                     return Value::none();
                   });
  return cls;
}

// What the functions of sqlalchemy.sql.functions that have a class there are made by.
Value generic_function(Session& session, std::string_view name) {
  static constexpr std::string_view names[] = {"coalesce",
                                               "max",
                                               "min",
                                               "sum",
                                               "now",
                                               "concat",
                                               "char_length",
                                               "random",
                                               "count",
                                               "current_date",
                                               "current_time",
                                               "current_timestamp",
                                               "current_user",
                                               "localtime",
                                               "localtimestamp",
                                               "session_user",
                                               "sysdate",
                                               "user",
                                               "array_agg",
                                               "mode",
                                               "rank",
                                               "dense_rank",
                                               "percent_rank",
                                               "cume_dist",
                                               "cube",
                                               "rollup",
                                               "grouping_sets",
                                               "aggregate_strings"};
  if (std::find(std::begin(names), std::end(names), name) == std::end(names)) return Value();
  return class_once(session.classes, function_key(name), [&] {
    return script::make_class(
        session.in(), std::string(name), "sqlalchemy.sql.functions",
        {function_class(session, "GenericFunction")},
        [&session, function = std::string(name)](Interpreter& in, const Arguments& arguments) {
          return in.call(in.attribute(make_func(session), function), arguments);
        });
  });
}

std::optional<json::object> compiled_expression(Session& session, const Value& instance) {
  if (const auto* expression = host_cast_expression(instance))
    return expression->form() == "func" ? compiled_function(session, instance, expression->json)
                                        : std::nullopt;
  if (!instance.is(Kind::instance)) return std::nullopt;
  if (!has_compile_rules(session, instance))
    return is_function(session, instance) ? std::optional(function_call(session, instance)) : std::nullopt;
  if (session.sink != nullptr || !session.in().reads_sources())
    return json::object{{"expr", "literal_column"}, {"sql", *compiled_text(session, instance)}};
  json::object by_dialect;
  for (const auto& dialect : known_dialects())
    if (const auto* rule = rule_for(session, *class_of(instance), dialect.name)) {
      const std::string text = apply_rule(session, *rule, instance, std::string(dialect.name));
      for (const auto name : dialect.names)
        by_dialect[name] = text;
    }
  return json::object{{"expr", "by_dialect"}, {"sql", std::move(by_dialect)}};
}

json::object compiled_type(Session& session, const Value& instance, std::optional<json::object> base) {
  const auto written = [&](const CompileRule& rule) {
    return json::object{
        {"type", "UserDefinedType"},
        {"args",
         json::object{{"sql", apply_rule(session, rule, instance,
                                         rule.dialects.empty() ? std::string() : rule.dialects.front())}}}};
  };
  json::array variants;
  // Rules may stand for a type of SQLAlchemy's own, whose instances are no instances of the script's.
  const Value type = session.in().type_of(instance);
  for (const auto& rule : session.compile_rules) {
    if (!applies_to(rule, type.get<Class>())) continue;
    if (rule.dialects.empty()) {
      base = written(rule);
      continue;
    }
    json::array dialects;
    for (const auto& dialect : rule.dialects)
      dialects.emplace_back(dialect);
    variants.push_back(json::object{{"dialects", std::move(dialects)}, {"type", written(rule)}});
  }
  json::object made = base ? std::move(*base) : json::object{{"type", "NullType"}};
  if (!variants.empty()) made["variants"] = std::move(variants);
  return made;
}

}  // namespace pycharter::alembic

#include "alembic/operations/compiled.h"

#include <algorithm>

#include "alembic/operations/connection.h"
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

// What a rule is given as its compiler. Rendering other constructs from within one is not possible here.
class RuleCompiler final : public script::HostObject {
 public:
  explicit RuleCompiler(Session& session) : session_(session) {}
  std::string type_name() const override { return "SQLCompiler"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    if (name == "dialect" || name == "preparer") return make_dialect(session_);
    if (name == "sql_compiler" || name == "type_compiler") return Value::of(*this);
    if (name != "process") return std::nullopt;
    return make_method(session_, Value::of(*this), name, "obj, **kw", [](Session& s, const Given& given) {
      if (const auto text = compiled_text(s, given["obj"])) return s.in().str(*text);
      if (const auto text = string_of(given["obj"])) return s.in().str(*text);
      s.fail("CompileError", "compiler.process() renders constructs with a @compiles function only, not " +
                                 s.in().type_name(given["obj"]));
    });
    (void)in;
  }

 private:
  Session& session_;
};

std::string apply_rule(Session& session, const CompileRule& rule, const Value& instance) {
  const Value compiler = script::make<RuleCompiler>(session.in().heap(), session);
  return session.in().to_text(session.in().call(rule.code, Arguments{{instance, compiler}, {}}));
}

bool is_for(const CompileRule& rule, std::string_view dialect) {
  return std::find(rule.dialects.begin(), rule.dialects.end(), dialect) != rule.dialects.end();
}

bool applies_to(const CompileRule& rule, const Class& cls) {
  return cls.derives_from(rule.cls.get<Class>());
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
  const auto* cls = class_of(instance);
  const CompileRule* found = nullptr;
  for (const auto& rule : session.compile_rules) {
    if (!applies_to(rule, *cls)) continue;
    if (is_for(rule, dialect) || (rule.dialects.empty() && found == nullptr)) found = &rule;
  }
  if (found == nullptr)
    session.fail("CompileError", "the script has no @compiles function of " +
                                     session.in().type_name(instance) + " for " + dialect);
  return apply_rule(session, *found, instance);
}

json::object compiled_type(Session& session, const Value& instance, std::optional<json::object> base) {
  const auto written = [&](const CompileRule& rule) {
    return json::object{{"type", "UserDefinedType"},
                        {"args", json::object{{"sql", apply_rule(session, rule, instance)}}}};
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

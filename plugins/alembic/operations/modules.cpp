#include "alembic/operations/modules.h"

#include <algorithm>

#include "alembic/operations/compiled.h"
#include "alembic/operations/connection.h"
#include "alembic/operations/context.h"
#include "alembic/operations/expression_methods.h"
#include "alembic/operations/functions.h"
#include "alembic/operations/inspector.h"
#include "alembic/operations/operations.h"
#include "alembic/operations/orm/declarative.h"
#include "alembic/operations/orm/flask_sqlalchemy.h"
#include "alembic/operations/orm/model.h"
#include "alembic/operations/orm/relationship.h"
#include "alembic/operations/orm/session.h"
#include "alembic/operations/orm/sqlmodel.h"
#include "alembic/operations/schema.h"
#include "alembic/operations/type_object.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic {
namespace {

constexpr std::string_view sqlalchemy_version = "2.1.9";

using Resolver = Value (*)(Session&, std::string_view name);

// Names that scripts use in annotations and isinstance, and never call.
constexpr std::string_view expression_classes[] = {
    "ClauseElement",
    "ColumnElement",
    "ColumnClause",
    "TextClause",
    "BindParameter",
    "BinaryExpression",
    "UnaryExpression",
    "BooleanClauseList",
    "Function",
    "FunctionElement",
    "Select",
    "CompoundSelect",
    "Insert",
    "Update",
    "Delete",
    "Subquery",
    "Alias",
    "CTE",
    "FromClause",
    "Selectable",
    "Executable",
    "Label",
    "Cast",
    "Case",
    "TableClause",
    "Join",
    "SchemaItem",
    "Constraint",
    "ScalarSelect",
    "Exists",
    "ColumnCollection",
    "ColumnOperators",
    "SQLColumnExpression",
    "GenericFunction",
    "DDLElement",
    "ExecutableDDLElement",
};
constexpr std::string_view engine_classes[] = {
    "Connection",    "Engine",       "Row",     "RowMapping", "Result",      "CursorResult",   "ResultProxy",
    "MappingResult", "ScalarResult", "Dialect", "URL",        "Transaction", "RootTransaction"};
constexpr std::string_view type_bases[] = {"TypeEngine", "TypeDecorator", "UserDefinedType"};

bool among(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Value inspect_function(Session& session) {
  return make_function(session, "inspect", "subject, raiseerr=True",
                       [](Session& s, const Given& given) { return inspect(s, given["subject"]); });
}

// Everything that `sqlalchemy` itself and its modules of types, schema and expressions give.
Value core_member(Session& session, std::string_view name) {
  if (Value found = type_class(session, {}, name); found.defined()) return found;
  if (among(type_bases, name)) return type_base_class(session, std::string(name));
  if (Value found = schema_member(session, name); found.defined()) return found;
  if (Value found = expression_function(session, name); found.defined()) return found;
  if (Value found = function_class(session, name); found.defined()) return found;
  if (among(expression_classes, name)) return expression_class(session, std::string(name));
  if (among(engine_classes, name)) return connection_class(session, std::string(name));
  if (name == "inspect") return inspect_function(session);
  if (name == "Inspector") return inspector_class(session);
  if (name == "NULLTYPE") return session.in().call(type_class(session, {}, "NullType"));
  if (name == "conv")
    return make_function(session, "conv", "value", [](Session& s, const Given& given) {
      return s.in().call(common_operation(s, "f"), Arguments{{given["value"]}, {}});
    });
  if (name == "__version__") return session.in().str(std::string(sqlalchemy_version));
  return Value();
}

Value functions_member(Session& session, std::string_view name) {
  if (Value found = generic_function(session, name); found.defined()) return found;
  return core_member(session, name);
}

Value exception_member(Session& session, std::string_view name) {
  return session.exception(name);
}

Value orm_member(Session& session, std::string_view name) {
  if (Value found = orm::session_member(session, name); found.defined()) return found;
  if (Value found = orm::declarative_member(session, name); found.defined()) return found;
  if (Value found = orm::relationship_member(session, name); found.defined()) return found;
  return type_class(session, {}, name);
}

Value sqlmodel_member(Session& session, std::string_view name) {
  if (Value found = orm::session_member(session, name); found.defined()) return found;
  if (Value found = sqlmodel_type(session, name); found.defined()) return found;
  if (Value found = orm::sqlmodel_orm_member(session, name); found.defined()) return found;
  return core_member(session, name);
}

Value sqlmodel_types_member(Session& session, std::string_view name) {
  if (name == "types") return session.in().import_module("sqlalchemy.types");
  return sqlmodel_member(session, name);
}

struct DialectClass {
  std::string_view dialect;
  std::string_view name;
};
constexpr DialectClass dialect_classes[] = {
    {"postgresql", "dialect"}, {"postgresql", "PGDialect"}, {"mysql", "dialect"},
    {"mysql", "MySQLDialect"}, {"sqlite", "dialect"},       {"sqlite", "SQLiteDialect"},
};

template <const char* dialect>
Value dialect_member(Session& session, std::string_view name) {
  for (const auto& row : dialect_classes)
    if (row.dialect == dialect && row.name == name) return dialect_class(session, dialect);
  if (Value found = type_class(session, dialect, name); found.defined()) return found;
  if (Value found = dialect_function(session, dialect, name); found.defined()) return found;
  if (name == "ExcludeConstraint" && std::string_view(dialect) == "postgresql")
    return exclude_constraint(session);
  return Value();
}
constexpr char postgresql[] = "postgresql", mysql[] = "mysql", sqlite[] = "sqlite", mssql[] = "mssql",
               oracle[] = "oracle";

Value no_member(Session&, std::string_view) {
  return Value();
}

// MutableDict.as_mutable(JSON) is the type that it is given.
Value mutable_member(Session& session, std::string_view name) {
  if (!name.starts_with("Mutable")) return Value();
  const Value cls = orm::mixin_class(session, std::string(name));
  if (cls.get<script::Class>().own("as_mutable") == nullptr)
    for (const auto* method : {"as_mutable", "associate_with"})
      script::define_static(session.in(), cls.get<script::Class>(), method, "sqltype",
                            [](Interpreter&, Bindings& given) { return given[0]; });
  return cls;
}

struct ModuleRow {
  std::string_view name;
  Resolver resolve;
};
constexpr ModuleRow module_rows[] = {
    {"alembic.op", operation_function},
    {"alembic.context", context_member},
    {"sqlalchemy", core_member},
    {"sqlalchemy.types", core_member},
    {"sqlalchemy.schema", core_member},
    {"sqlalchemy.inspection", core_member},
    {"sqlalchemy.sql", core_member},
    {"sqlalchemy.sql.elements", core_member},
    {"sqlalchemy.sql.expression", core_member},
    {"sqlalchemy.sql.functions", functions_member},
    {"sqlalchemy.sql.naming", core_member},
    {"sqlalchemy.sql.schema", core_member},
    {"sqlalchemy.sql.selectable", core_member},
    {"sqlalchemy.sql.sqltypes", core_member},
    {"sqlalchemy.sql.type_api", core_member},
    {"sqlalchemy.exc", exception_member},
    {"sqlalchemy.ext", no_member},
    {"sqlalchemy.ext.compiler", compiler_member},
    {"sqlalchemy.orm", orm_member},
    {"sqlalchemy.orm.session", orm_member},
    {"sqlalchemy.orm.decl_api", orm_member},
    {"sqlalchemy.orm.attributes", orm_member},
    {"sqlalchemy.orm.relationships", orm_member},
    {"sqlalchemy.orm.exc", exception_member},
    {"sqlalchemy.ext.mutable", mutable_member},
    {"sqlalchemy.ext.declarative", orm_member},
    {"sqlalchemy.orm.decl_base", orm_member},
    {"sqlalchemy.orm.properties", orm_member},
    {"sqlalchemy.ext.declarative.api", orm_member},
    {"sqlalchemy.engine", core_member},
    {"sqlalchemy.engine.base", core_member},
    {"sqlalchemy.engine.cursor", core_member},
    {"sqlalchemy.engine.reflection", core_member},
    {"sqlalchemy.engine.result", core_member},
    {"sqlalchemy.engine.row", core_member},
    {"sqlalchemy.dialects", no_member},
    {"sqlalchemy.dialects.postgresql", dialect_member<postgresql>},
    {"sqlalchemy.dialects.postgresql.base", dialect_member<postgresql>},
    {"sqlalchemy.dialects.postgresql.json", dialect_member<postgresql>},
    {"sqlalchemy.dialects.mysql", dialect_member<mysql>},
    {"sqlalchemy.dialects.mysql.base", dialect_member<mysql>},
    {"sqlalchemy.dialects.mysql.types", dialect_member<mysql>},
    {"sqlalchemy.dialects.mysql.enumerated", dialect_member<mysql>},
    {"sqlalchemy.dialects.sqlite", dialect_member<sqlite>},
    {"sqlalchemy.dialects.sqlite.base", dialect_member<sqlite>},
    {"sqlalchemy.dialects.sqlite.json", dialect_member<sqlite>},
    {"sqlalchemy.dialects.mssql", dialect_member<mssql>},
    {"sqlalchemy.dialects.oracle", dialect_member<oracle>},
    {"sqlmodel", sqlmodel_member},
    {"sqlmodel.main", sqlmodel_member},
    {"sqlmodel.sql", no_member},
    {"sqlmodel.sql.sqltypes", sqlmodel_types_member},
};

std::pair<std::string, std::string> split_last(const std::string& dotted) {
  const auto dot = dotted.rfind('.');
  if (dot == std::string::npos) return {dotted, {}};
  return {dotted.substr(0, dot), dotted.substr(dot + 1)};
}

// importlib.metadata.version() of the packages for which this reader stands.
struct PackageVersion {
  std::string_view package, version;
};
constexpr PackageVersion package_versions[] = {
    {"sqlalchemy", sqlalchemy_version}, {"alembic", "1.20.1"}, {"flask-sqlalchemy", "3.1.1"}};

Value metadata_member(Session& session, std::string_view name) {
  if (name != "version") return Value();
  return make_function(session, name, "distribution_name", [](Session& s, const Given& given) {
    std::string package = s.in().text(given["distribution_name"], "distribution_name");
    std::transform(package.begin(), package.end(), package.begin(),
                   [](unsigned char c) { return c == '_' ? '-' : static_cast<char>(std::tolower(c)); });
    for (const auto& row : package_versions)
      if (row.package == package) return s.in().str(std::string(row.version));
    return script::make_unknown(s.in(), "importlib.metadata.version(" + package + ")");
  });
}

// import_module("app.models"), import_module(".models", __package__)
Value importlib_member(Session& session, std::string_view name) {
  if (name != "import_module") return Value();
  return make_function(session, name, "name, package=None", [](Session& s, const Given& given) {
    std::string module = s.in().text(given["name"], "name");
    const std::size_t dots = std::min(module.find_first_not_of('.'), module.size());
    if (dots == 0) return s.in().import_module(module);
    std::string package = given.has("package") ? s.in().text(given["package"], "package") : std::string();
    for (std::size_t up = 1; up < dots; ++up)
      package = split_last(package).first;
    return s.in().import_module(package + "." + module.substr(dots));
  });
}

constexpr ModuleRow model_module_rows[] = {
    {"importlib", importlib_member},
    {"importlib.metadata", metadata_member},
    {"flask_sqlalchemy", orm::flask_sqlalchemy_member},
    {"flask_sqlalchemy.extension", orm::flask_sqlalchemy_member},
    {"flask_sqlalchemy.model", orm::flask_sqlalchemy_member},
    {"sqlalchemy.ext.automap", orm::reflected_member},
};

// Members are made when asked for and kept, so that `sa.String is sa.String`. Submodules are members without
// an import of their own, as they are once SQLAlchemy has been imported.
void fill(Session& session, script::Module& module, Resolver resolve) {
  module.fallback = [&session, &module, resolve](Interpreter& in, std::string_view name) {
    Value found;
    const std::string below = module.name + "." + std::string(name);
    if (in.registry().find(below) != nullptr && name != "inspect")
      found = in.import_module(below);
    else
      found = resolve(session, name);
    if (found.defined()) module.set(name, found);
    return found;
  };
}

void add_rows(script::ModuleRegistry& registry, std::span<const ModuleRow> rows) {
  for (const auto& row : rows)
    registry.add(std::string(row.name), [resolve = row.resolve](Interpreter& in, script::Module& module) {
      fill(Session::of(in), module, resolve);
    });
}

}  // namespace

void add_modules(script::ModuleRegistry& registry) {
  add_rows(registry, module_rows);
}

void add_model_modules(script::ModuleRegistry& registry) {
  add_rows(registry, model_module_rows);
}

namespace {

// A type expression serves for the class as well as for what calling it with any arguments gives.
Value foreign_value(Session& session, const std::string& name, const std::string& expression) {
  auto& in = session.in();
  std::vector<std::pair<std::string, Value>> names{{"sa", in.import_module("sqlalchemy")},
                                                   {"sqlalchemy", in.import_module("sqlalchemy")}};
  names.emplace_back("SimpleNamespace", in.attribute(in.import_module("types"), "SimpleNamespace"));
  for (const auto* dialect : {"postgresql", "mysql", "sqlite"})
    names.emplace_back(dialect, in.import_module(std::string("sqlalchemy.dialects.") + dialect));
  const Value value = in.evaluate("[pycharter:types] " + name, expression, names);
  if (script::host_cast<TypeObject>(value) == nullptr) return value;
  return script::make_native(in, split_last(name).second,
                             [value](Interpreter&, const Arguments&) { return value; });
}

// What stands in module_rows has no more than it gives; only other packages can be described.
bool is_own_module(const std::string& module) {
  const std::string root = module.substr(0, module.find('.'));
  return root == "alembic" || root == "sqlalchemy" || root == "sqlmodel";
}

std::string advice(const std::string& module, const std::string& name) {
  if (is_own_module(module)) return {};
  const std::string dotted = module + "." + (name.empty() ? "NAME" : name);
  return "\"" + module +
         "\" is a package of its own and is not imported. Say in alembic.ini what stands for it, a "
         "SQLAlchemy type or a "
         "constant:\n[pycharter:types]\n" +
         dotted + " = sa.String(36)";
}

}  // namespace

void add_foreign_names(script::ModuleRegistry& registry, const std::map<std::string, std::string>& names) {
  std::map<std::string, std::vector<std::string>> by_module;
  for (const auto& [dotted, expression] : names)
    by_module[split_last(dotted).first].push_back(dotted);
  for (const auto& [module_name, dotted_names] : by_module) {
    // Beside what such a module has here already.
    const auto* known = registry.find(module_name);
    const auto fill_known = known == nullptr ? script::ModuleRegistry::Fill() : *known;
    registry.add(module_name, [dotted_names, fill_known](Interpreter& in, script::Module& module) {
      if (fill_known) fill_known(in, module);
      Session& session = Session::of(in);
      for (const auto& dotted : dotted_names)
        module.set(split_last(dotted).second,
                   foreign_value(session, dotted, session.options.foreign_names.at(dotted)));
    });
  }
  registry.advice = advice;
}

}  // namespace pycharter::alembic

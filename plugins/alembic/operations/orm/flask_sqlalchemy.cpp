#include "alembic/operations/orm/flask_sqlalchemy.h"

#include <algorithm>
#include <string>

#include "alembic/operations/orm/model.h"
#include "alembic/operations/parameters.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic::orm {
namespace {

using script::Class;
using script::Instance;

constexpr const char* default_metaclass = "DefaultMeta";

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

// HTTPServer2Log -> http_server2_log, as flask_sqlalchemy.model.camel_to_snake_case does it.
std::string snake_case(const std::string& name) {
  std::string made;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool behind_word =
        i > 0 && (is_lower(name[i - 1]) || std::isdigit(static_cast<unsigned char>(name[i - 1])) != 0);
    const bool before_word = i > 0 && i + 1 < name.size() && is_lower(name[i + 1]);
    if (is_upper(name[i]) && (behind_word || before_word)) made += '_';
    made += static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
  }
  return made.substr(std::min(made.find_first_not_of('_'), made.size()));
}

bool is_abstract(Session& session, Class& cls) {
  const Value* abstract = cls.own("__abstract__");
  return abstract != nullptr && session.in().truth(*abstract);
}

// A class that says nothing of its name gets one; so does one whose mapped ancestor has one of its own.
bool is_to_be_named(Session& session, const Value& value) {
  auto& cls = value.get<Class>();
  if (is_abstract(session, cls)) return false;
  if (cls.own("__tablename__") != nullptr || cls.own("__table__") != nullptr) return false;
  for (const Value& ancestor : cls.order) {
    const Value* name = ancestor.get<Class>().own("__tablename__");
    if (name == nullptr) continue;
    return script::host_cast<DeclaredFunction>(*name) == nullptr && find_model(session, ancestor) != nullptr;
  }
  return true;
}

void name_table(Session& session, const Value& cls) {
  if (is_to_be_named(session, cls))
    cls.get<Class>().set("__tablename__", session.in().str(snake_case(cls.get<Class>().name)));
}

// What SQLAlchemy() made: a MetaData for each bind key, that of None first.
Value metadata_of(Session& session, const Value& db, const Value& bind_key) {
  auto& in = session.in();
  const Value metadatas = in.attribute(db, "metadatas");
  if (in.contains(metadatas, bind_key)) return in.subscript(metadatas, bind_key);
  Value made = in.call(schema_member(session, "MetaData"));
  script::host_cast<MetaDataObject>(made)->naming_convention =
      script::host_cast<MetaDataObject>(in.attribute(db, "metadata"))->naming_convention;
  in.set_subscript(metadatas, bind_key, made);
  return made;
}

void bind_metadata(Session& session, const Value& db, const Value& value) {
  auto& cls = value.get<Class>();
  const Value* key = cls.find("__bind_key__");
  if (key == nullptr || cls.own("metadata") != nullptr || cls.own("__table__") != nullptr) return;
  if (const auto* unknown = script::as_unknown(*key))
    refuse_unknown(session.in(), *unknown, "the __bind_key__ of class " + cls.name);
  cls.set("metadata", metadata_of(session, db, *key));
}

// Undefined `db`: the base is of nobody's, and binds nothing.
void name_tables(Session& session, const Value& base, const Value& db) {
  auto& cls = base.get<Class>();
  cls.set(shares_table_without_key, Value::boolean(true));
  cls.set(
      "__make_class__",
      make_hook(session.in(), [&session, base, db](const Value& made, const std::vector<Value>& annotated) {
        name_table(session, made);
        if (db.defined()) bind_metadata(session, db, made);
        return make_mapped_class(session, base, made, annotated);
      }));
}

// Model_class= is a class of methods, or a declarative base with a MetaData of its own.
Value make_model(Session& session, const Value& db, const Given& given) {
  auto& in = session.in();
  std::vector<Value> bases;
  if (const Value base = given.value("model_class"); base.defined() && !base.is_none()) {
    if (const auto* unknown = script::as_unknown(base)) refuse_unknown(in, *unknown, "db.Model");
    if (!base.is(Kind::cls)) in.raise("TypeError", "model_class must be a class, not " + in.type_name(base));
    bases.push_back(base);
  }
  Value model = script::make_class(in, "Model", "flask_sqlalchemy.model", bases);
  auto& cls = model.get<Class>();
  Value metadata = given.value("metadata");
  if (const auto* unknown = script::as_unknown(metadata))
    refuse_unknown(in, *unknown, "the MetaData of db.Model");
  if (!metadata.defined() || metadata.is_none()) {
    const Value* own = cls.find("metadata");
    metadata = own != nullptr ? *own : in.call(schema_member(session, "MetaData"));
  }
  cls.set("metadata", metadata);
  make_base(session, model, metadata);
  for (const auto* name : {"query", "query_class"})
    cls.set(name, nothing_of_tables(session, std::string("flask_sqlalchemy.Model.") + name));
  const Value named = given.value("disable_autonaming");
  const bool keeps_names = named.defined() && in.truth(named);
  if (!keeps_names) name_tables(session, model, db);
  return model;
}

Value make_db_table(Session& session, const Value& db, const Given& given) {
  auto& in = session.in();
  Arguments arguments{given.rest(), given.keywords()};
  auto& parts = arguments.positional;
  const bool says_metadata = parts.size() > 1 && script::host_cast<MetaDataObject>(parts[1]) != nullptr;
  if (!says_metadata) {
    const Value key = given.has("bind_key") ? given["bind_key"] : Value::none();
    parts.insert(parts.begin() + std::min<std::size_t>(1, parts.size()), metadata_of(session, db, key));
  }
  return in.call(schema_member(session, "Table"), arguments);
}

// db.Column, db.relationship, …; what is neither SQLAlchemy's nor above is of sessions and engines.
Value attribute_of_db(Session& session, const Value& db, const std::string& name) {
  auto& in = session.in();
  if (name == "Table")
    return make_method(session, db, name, "*args, bind_key=None, **kw",
                       [db](Session& s, const Given& given) { return make_db_table(s, db, given); });
  for (const auto* module : {"sqlalchemy", "sqlalchemy.orm"})
    if (const auto found = in.find_attribute(in.import_module(module), name)) return *found;
  return nothing_of_tables(session, "flask_sqlalchemy.SQLAlchemy." + name);
}

constexpr std::string_view db_parameters =
    "self, app=None, use_native_unicode=True, session_options=None, metadata=None, query_class=None, "
    "model_class=None, engine_options=None, *, add_models_to_shell=True, disable_autonaming=False, **kw";

Value make_db_class(Session& session) {
  auto& in = session.in();
  Value made = script::make_class(in, "SQLAlchemy", "flask_sqlalchemy");
  auto& cls = made.get<Class>();
  const auto parameters = session.parameter_lists.get("SQLAlchemy.__init__", db_parameters);
  cls.set("__init__", script::make<script::Native>(
                          in.heap(), "__init__",
                          [&session, parameters](Interpreter& i, const Arguments& arguments) {
                            const Given given = parameters->bind(i, arguments);
                            const Value& self = given["self"];
                            if (!self.is(Kind::instance))
                              i.raise("TypeError", "SQLAlchemy() needs an instance");
                            auto& db = self.get<Instance>();
                            const Value model = make_model(session, self, given);
                            const Value metadatas = i.dict();
                            db.set("Model", model);
                            db.set("metadata", *model.get<Class>().own("metadata"));
                            i.set_subscript(metadatas, Value::none(), *model.get<Class>().own("metadata"));
                            db.set("metadatas", metadatas);
                            return Value::none();
                          },
                          true));
  define(in, cls, "__getattr__", "self, name", [&session](Interpreter& i, Bindings& given) {
    return attribute_of_db(session, given[0], i.to_text(given[1]));
  });
  return made;
}

}  // namespace

Value flask_sqlalchemy_member(Session& session, std::string_view name) {
  if (name == "SQLAlchemy")
    return class_once(session.classes, "orm:flask_sqlalchemy.SQLAlchemy",
                      [&] { return make_db_class(session); });
  if (name == "Model" || name == "NameMetaMixin" || name == "BindMetaMixin")
    return mixin_class(session, "flask_sqlalchemy." + std::string(name));
  if (name != default_metaclass) return Value();
  return class_once(session.classes, std::string("orm:") + default_metaclass, [&] {
    return script::make_class(session.in(), default_metaclass, "flask_sqlalchemy.model",
                              {mixin_class(session, "flask_sqlalchemy.NameMetaMixin")});
  });
}

void take_metaclass(Session& session, const Value& base, const Value& metaclass) {
  if (!metaclass.is(Kind::cls)) return;
  const Value naming = mixin_class(session, "flask_sqlalchemy.NameMetaMixin");
  if (metaclass.get<Class>().derives_from(naming.get<Class>())) name_tables(session, base, Value());
}

}  // namespace pycharter::alembic::orm

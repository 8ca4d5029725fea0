// SQLModel: classes whose fields are columns where they say table=True.
#include "alembic/operations/orm/sqlmodel.h"

#include <algorithm>

#include "alembic/operations/orm/annotations.h"
#include "alembic/operations/orm/model.h"
#include "alembic/operations/orm/relationship.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"
#include "alembic/script/hint.h"

namespace pycharter::alembic::orm {
namespace {

using script::Class;
using script::TypeHint;

constexpr std::string_view field_parameters =
    "default=None, *, default_factory=None, primary_key=None, foreign_key=None, ondelete=None, unique=None, "
    "nullable=None, index=None, sa_type=None, sa_column=None, sa_column_args=None, sa_column_kwargs=None, "
    "max_length=None, max_digits=None, decimal_places=None, **kw";

class FieldObject final : public script::HostObject {
 public:
  explicit FieldObject(std::vector<std::pair<std::string, Value>> o) : options(std::move(o)) {}
  std::string type_name() const override { return "FieldInfo"; }
  bool is_plain() const override { return true; }
  // Undefined where it was not given.
  Value option(std::string_view name) const {
    for (const auto& [key, value] : options)
      if (key == name) return value;
    return Value();
  }
  const std::vector<std::pair<std::string, Value>> options;
};

Value field(Session& session, const Given& given) {
  std::vector<std::pair<std::string, Value>> options;
  for (const auto* name : {"default", "default_factory", "primary_key", "foreign_key", "ondelete", "unique",
                           "nullable", "index", "sa_type", "sa_column", "sa_column_args", "sa_column_kwargs",
                           "max_length", "max_digits", "decimal_places"})
    if (const Value value = given.value(name); value.defined()) options.emplace_back(name, value);
  return script::make<FieldObject>(session.in().heap(), std::move(options));
}

struct FieldType {
  std::string_view python;
  std::string_view type;
};
// In this order, since a bool is an int and a datetime a date.
constexpr FieldType field_types[] = {
    {"str", "AutoString"},         {"float", "Float"},
    {"bool", "Boolean"},           {"int", "Integer"},
    {"datetime", "DateTime"},      {"date", "Date"},
    {"timedelta", "Interval"},     {"time", "Time"},
    {"bytes", "LargeBinary"},      {"Decimal", "Numeric"},
    {"IPv4Address", "AutoString"}, {"IPv4Network", "AutoString"},
    {"IPv6Address", "AutoString"}, {"IPv6Network", "AutoString"},
    {"Path", "AutoString"},        {"UUID", "Uuid"},
};

const FieldType* type_row(const Class& cls) {
  const auto is_or_derives = [&](std::string_view name) {
    return cls.name == name || std::any_of(cls.order.begin(), cls.order.end(), [&](const Value& ancestor) {
             return ancestor.get<Class>().name == name;
           });
  };
  for (const auto& row : field_types)
    if (is_or_derives(row.python)) return &row;
  return nullptr;
}

// str types of other packages, which SQLModel stores as str.
bool is_foreign_text(const script::Unknown& value) {
  static constexpr std::string_view names[] = {"pydantic.EmailStr",     "pydantic.networks.EmailStr",
                                               "pydantic.constr",       "pathlib.Path",
                                               "ipaddress.IPv4Address", "ipaddress.IPv6Address"};
  const std::string name = value.source.substr(0, value.source.find('('));
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// One field of a class: what its annotation and its Field() say.
class ColumnOfField {
 public:
  ColumnOfField(Session& session, const Class& cls, std::string name, const Value& annotation,
                const Value& value)
      : session_(session), in_(session.in()), cls_(cls), name_(std::move(name)), value_(value) {
    read(annotation);
    if (const auto* given = script::host_cast<FieldObject>(value)) field_ = given;
  }

  Value make() {
    if (Value column = option("sa_column"); given(column)) return column;
    Arguments arguments{{sql_type()}, {}};
    const bool primary_key = flag("primary_key", false);
    bool nullable = !primary_key && optional_;
    nullable = flag("nullable", nullable);
    if (const Value key = option("foreign_key"); given(key)) {
      Arguments target{{key}, {}};
      if (const Value action = option("ondelete"); given(action))
        target.keywords.emplace_back("ondelete", action);
      arguments.positional.push_back(in_.call(schema_member(session_, "ForeignKey"), target));
    }
    if (const Value more = option("sa_column_args"); given(more))
      for (const Value& one : in_.collect(more))
        arguments.positional.push_back(one);
    put(arguments, "primary_key", Value::boolean(primary_key));
    put(arguments, "nullable", Value::boolean(nullable));
    put(arguments, "index", Value::boolean(flag("index", false)));
    put(arguments, "unique", Value::boolean(flag("unique", false)));
    if (has_default()) put(arguments, "default", Value::boolean(true));  // what it is only Python asks
    if (const Value more = option("sa_column_kwargs"); given(more))
      for (const auto& entry : more.get<script::Dict>().table.entries())
        if (entry.key.defined()) put(arguments, in_.to_text(entry.key), entry.value);
    return in_.call(schema_member(session_, "Column"), arguments);
  }

 private:
  static bool given(const Value& value) { return value.defined() && !value.is_none(); }

  static void put(Arguments& arguments, const std::string& name, const Value& value) {
    for (auto& [known, old] : arguments.keywords)
      if (known == name) {
        old = value;
        return;
      }
    arguments.keywords.emplace_back(name, value);
  }

  Value option(std::string_view name) const { return field_ == nullptr ? Value() : field_->option(name); }
  bool flag(std::string_view name, bool absent) {
    const Value value = option(name);
    return given(value) ? in_.truth(value) : absent;
  }

  bool has_default() const {
    if (field_ == nullptr) return value_.defined() && !value_.is_none() && !value_.is(Kind::ellipsis);
    const Value value = option("default");
    return given(option("default_factory")) || (given(value) && !value.is(Kind::ellipsis));
  }

  // Annotated[type, Field(…)], Optional[type].
  void read(const Value& annotation) {
    Value type = annotation;
    for (int layers = 0; layers < 8; ++layers) {
      const auto* hint = script::host_cast<TypeHint>(type);
      if (hint != nullptr && hint->name == "Annotated" && !hint->arguments.empty()) {
        for (const Value& extra : hint->arguments)
          if (const auto* described = script::host_cast<FieldObject>(extra)) field_ = described;
        type = hint->arguments.front();
        continue;
      }
      const std::vector<Value> members = without_none(session_, type, optional_);
      if (members.size() != 1) return;
      if (members.front().same(type)) break;
      type = members.front();
    }
    type_ = type;
  }

  Value sql_type() {
    if (Value type = option("sa_type"); given(type)) return type;
    const auto* hint = script::host_cast<TypeHint>(type_);
    if (hint != nullptr && hint->name == "Literal") return text_type();
    if (const auto* unknown = script::as_unknown(type_)) {
      if (is_foreign_text(*unknown)) return text_type();
      refuse_unknown(in_, *unknown, "the type of " + cls_.name + "." + name_);
    }
    if (type_.is(Kind::native) || is_type(session_, type_)) return type_;  // [pycharter:types] says so
    const auto* cls = type_.get_if<Class>();
    if (cls != nullptr && cls->enumeration)
      return in_.call(type_class(session_, {}, "Enum"), Arguments{{type_}, {}});
    const auto* row = cls == nullptr ? nullptr : type_row(*cls);
    if (row == nullptr)
      in_.raise("ValueError",
                (type_.defined() ? in_.to_repr(type_) : "the type of " + cls_.name + "." + name_) +
                    " has no matching SQLAlchemy type; give the field sa_type= or sa_column=");
    if (row->python == "datetime") return datetime_type();
    if (row->type == "AutoString") return text_type();
    if (row->type == "Numeric") return numeric_type();
    return in_.call(type_class(session_, {}, row->type));
  }

  // With a time zone since SQLModel 0.0.45: which one it is only the configuration can say.
  Value datetime_type() {
    if (session_.options.foreign_names.contains("sqlmodel.datetime"))
      return in_.attribute(in_.import_module("sqlmodel"), "datetime");
    return in_.call(type_class(session_, {}, "DateTime"));
  }

  Value text_type() {
    const Value length = option("max_length");
    Arguments arguments;
    if (given(length)) arguments.keywords.emplace_back("length", length);
    return in_.call(sqlmodel_type(session_, "AutoString"), arguments);
  }

  Value numeric_type() {
    Arguments arguments;
    if (const Value digits = option("max_digits"); given(digits))
      arguments.keywords.emplace_back("precision", digits);
    if (const Value places = option("decimal_places"); given(places))
      arguments.keywords.emplace_back("scale", places);
    return in_.call(type_class(session_, {}, "Numeric"), arguments);
  }

  Session& session_;
  Interpreter& in_;
  const Class& cls_;
  const std::string name_;
  const Value value_;
  const FieldObject* field_ = nullptr;
  Value type_;
  bool optional_ = false;
};

bool is_table(Interpreter& in, const Class& cls) {
  return std::any_of(cls.keywords.begin(), cls.keywords.end(), [&](const auto& keyword) {
    return keyword.first == "table" && in.truth(keyword.second);
  });
}

struct FieldOf {
  std::string name;
  Value owner;  // the Class that declares it last
};

// As pydantic collects them: those of the bases first, each at the place of its last declaration.
std::vector<FieldOf> fields_of(Session& session, const Value& cls) {
  std::vector<Value> classes(cls.get<Class>().order.rbegin(), cls.get<Class>().order.rend());
  classes.push_back(cls);
  std::vector<FieldOf> fields;
  for (const Value& one : classes) {
    const Value* names = one.get<Class>().own("__annotated__");
    if (names == nullptr) continue;
    for (const Value& name : names->get<script::Tuple>().items) {
      const std::string text = session.in().to_text(name);
      if (text.starts_with('_') || text == "model_config") continue;
      std::erase_if(fields, [&](const FieldOf& other) { return other.name == text; });
      fields.push_back({text, one});
    }
  }
  return fields;
}

bool is_class_variable(const Value& annotation) {
  const auto* hint = script::host_cast<TypeHint>(annotation);
  return hint != nullptr && hint->name == "ClassVar";
}

Value field_annotation(Session& session, const Value& owner, const std::string& name) {
  const Annotate annotate = annotation_of(session, owner, name);
  Value annotation = annotate({});
  for (int texts = 0; annotation.is(Kind::string) && texts < 4; ++texts)
    annotation = annotate(annotation.get<script::Str>().text);
  return annotation;
}

// The columns of the fields stand in the class before it is mapped, in the order of the fields.
void put_columns(Session& session, const Value& value) {
  auto& cls = value.get<Class>();
  std::vector<std::pair<std::string, Value>> columns;
  for (const FieldOf& one : fields_of(session, value)) {
    const Value* member = one.owner.get<Class>().own(one.name);
    const Value given = member == nullptr ? Value() : *member;
    if (script::host_cast<Relationship>(given) != nullptr || script::as_unknown(given) != nullptr) {
      const auto* unknown = script::as_unknown(given);
      if (unknown == nullptr || has_no_columns(*unknown)) continue;
    }
    // Beside sa_column= an annotation says nothing of the column, and may name what only type checkers know.
    const auto* field_given = script::host_cast<FieldObject>(given);
    const Value own = field_given == nullptr ? Value() : field_given->option("sa_column");
    const bool is_told = own.defined() && !own.is_none();
    const Value annotation = is_told ? Value() : field_annotation(session, one.owner, one.name);
    if (is_class_variable(annotation)) continue;
    const Value column = ColumnOfField(session, cls, one.name, annotation, given).make();
    if (script::host_cast<ColumnObject>(column) == nullptr)
      session.fail("ArgumentError", "sa_column of " + cls.name + "." + one.name + " is to be a Column");
    script::host_cast<ColumnObject>(column)->set_name(one.name);
    columns.emplace_back(one.name, column);
  }
  for (const auto& [name, column] : columns)
    cls.members.erase(name);
  for (const auto& [name, column] : columns)
    cls.set(name, column);
}

Value make_sqlmodel_class(Session& session, const Value& base, const Value& cls,
                          const std::vector<Value>& annotated) {
  auto& made = cls.get<Class>();
  keep_annotated(session, cls, annotated);
  if (!is_table(session.in(), made)) return cls;
  put_columns(session, cls);
  if (made.find("__tablename__") == nullptr) {
    std::string name = made.name;
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    made.set("__tablename__", session.in().str(name));
  }
  // The fields of its bases are columns already; the annotations are pydantic's.
  return make_mapped_class(session, base, cls, {});
}

Value make_sqlmodel_base(Session& session) {
  auto& in = session.in();
  Value made = script::make_class(in, "SQLModel", "sqlmodel");
  auto& cls = made.get<Class>();
  cls.set("metadata", in.call(schema_member(session, "MetaData")));
  cls.set("registry", make_registry(session, *cls.own("metadata"), Value()));
  cls.set("__make_class__",
          script::make_native(
              in, "__make_class__", "cls, annotated, /", [&session, made](Interpreter&, Bindings& given) {
                return make_sqlmodel_class(session, made, given[0], given[1].get<script::Tuple>().items);
              }));
  return made;
}

}  // namespace

Value sqlmodel_orm_member(Session& session, std::string_view name) {
  if (name == "SQLModel")
    return class_once(session.classes, "orm:SQLModel", [&] { return make_sqlmodel_base(session); });
  if (name == "Field") return make_function(session, name, field_parameters, field);
  if (name == "Relationship")
    return make_function(session, name, "**kw", [](Session& s, const Given&) {
      return script::make<Relationship>(s.in().heap(), s, std::vector<std::pair<std::string, Value>>());
    });
  return Value();
}

}  // namespace pycharter::alembic::orm

#include "sql/ddl/types.h"

#include <algorithm>

namespace pycharter::sql::ddl {
namespace {

std::string parenthesised(std::string_view base, const std::string& inner) {
  return std::string(base) + "(" + inner + ")";
}

}  // namespace

const json::object& TypeCompiler::variant(const json::object& type) const {
  for (const auto& entry : list(type, "variants")) {
    const auto& mapped = as_object(entry, "variants");
    for (const auto& name : list(mapped, "dialects")) {
      if (name.is_string() && name.get_string() == dialect_.name)
        return variant(required_object(mapped, "type"));
    }
  }
  return type;
}

std::string_view TypeCompiler::base_name(const TypeRow& row) const {
  if (row.affinity == Affinity::none) refuse("a column needs a type; give it one in the script");
  const std::string_view names[] = {row.postgresql, row.mysql, row.sqlite};
  const auto name = names[static_cast<int>(dialect_.family)];
  if (name.empty()) {
    refuse(std::string(dialect_.name) + " has no type " + std::string(row.name) +
           "; give a type for this dialect by with_variant()");
  }
  return name;
}

std::string TypeCompiler::definition(const json::object& given_type) const {
  const auto& type = variant(given_type);
  const auto& row = type_row(type);
  const auto& args = object_at(type, "args");
  if (row.form == Form::written) return text(args, "sql");
  const auto base = base_name(row);
  switch (row.form) {
    case Form::written:
    case Form::plain:
      return std::string(base);
    case Form::text:
    case Form::national:
      return text_type(base, args, row.form == Form::national);
    case Form::sqlmodel_text: {
      auto with_length = args;
      if (dialect_.family == Family::mysql && given(args, "length") == nullptr) with_length["length"] = 255;
      return text_type(base, with_length, false);
    }
    case Form::exact:
      return exact(base, args);
    case Form::single:
    case Form::real:
      return floating(base, row.form, args);
    case Form::whole:
      if (dialect_.family != Family::mysql) return std::string(base);
      return numeric_attributes(sized(base, "display_width", args), args);
    case Form::temporal:
      return temporal(base, args);
    case Form::bytes:
      return sized(base, "length", args);
    case Form::blob:
      return dialect_.family == Family::mysql ? sized(base, "length", args) : std::string(base);
    case Form::enumerated:
    case Form::native_enumerated:
      return enumerated(type);
    case Form::domain:
      return type_name(type);
    case Form::set:
      return listed(base, args);
    case Form::array:
      return array(args);
    case Form::interval:
      return interval(base, args);
    case Form::bit:
      return bit(args);
    case Form::uuid:
      return dialect_.native_uuid && flag(args, "native_uuid", true) ? "UUID" : "CHAR(32)";
    case Form::year:
      return sized(base, "display_width", args);
  }
  refuse("the type " + std::string(row.name) + " is not known");
}

std::string TypeCompiler::sized(std::string_view base, std::string_view length,
                                const json::object& args) const {
  const auto size = optional_integer(args, length);
  return size ? parenthesised(base, std::to_string(*size)) : std::string(base);
}

std::string TypeCompiler::text_type(std::string_view base, const json::object& args, bool national) const {
  const auto length = optional_integer(args, "length");
  const bool sized_type = base != "TINYTEXT" && base != "MEDIUMTEXT" && base != "LONGTEXT";
  if (dialect_.family == Family::mysql) {
    if (base == "VARCHAR" && !length) {
      refuse("VARCHAR requires a length on dialect mysql; write String(255), or Text for long text");
    }
    const auto spec = length && sized_type ? parenthesised(base, std::to_string(*length)) : std::string(base);
    return text_attributes(spec, args, national);
  }
  auto spec = length.value_or(0) != 0 ? parenthesised(base, std::to_string(*length)) : std::string(base);
  if (const auto collation = optional_text(args, "collation")) {
    const auto schema = optional_text(args, "collation_schema");
    spec += " COLLATE " + (schema ? quoter_.as_needed(*schema) + "." : "") + quoter_.as_needed(*collation);
  }
  return spec;
}

std::string TypeCompiler::text_attributes(std::string spec, const json::object& args, bool national) const {
  std::string charset;
  if (const auto name = optional_text(args, "charset")) {
    charset = " CHARACTER SET " + *name;
  } else if (flag(args, "ascii")) {
    charset = " ASCII";
  } else if (flag(args, "unicode")) {
    charset = " UNICODE";
  }
  std::string collation;
  if (const auto name = optional_text(args, "collation")) {
    collation = " COLLATE " + *name;
  } else if (flag(args, "binary")) {
    collation = " BINARY";
  }
  if (national || flag(args, "national")) return "NATIONAL " + spec + collation;
  return spec + charset + collation;
}

std::string TypeCompiler::numeric_attributes(std::string spec, const json::object& args) const {
  if (dialect_.family != Family::mysql) return spec;
  if (flag(args, "unsigned")) spec += " UNSIGNED";
  if (flag(args, "zerofill")) spec += " ZEROFILL";
  return spec;
}

std::string TypeCompiler::exact(std::string_view base, const json::object& args) const {
  const auto precision = optional_integer(args, "precision");
  const auto scale = optional_integer(args, "scale");
  std::string spec(base);
  if (precision) {
    spec = parenthesised(base, std::to_string(*precision) + (scale ? ", " + std::to_string(*scale) : ""));
  }
  return numeric_attributes(std::move(spec), args);
}

std::string TypeCompiler::floating(std::string_view base, Form form, const json::object& args) const {
  const auto precision = optional_integer(args, "precision");
  const auto scale = optional_integer(args, "scale");
  const bool is_mysql = dialect_.family == Family::mysql;
  std::string spec(base);
  if (is_mysql && precision && scale) {
    spec = parenthesised(base, std::to_string(*precision) + ", " + std::to_string(*scale));
  } else if (form == Form::single && precision.value_or(0) != 0 && dialect_.family != Family::sqlite) {
    spec = parenthesised(base, std::to_string(*precision));
  }
  return is_mysql ? numeric_attributes(std::move(spec), args) : spec;
}

std::string TypeCompiler::temporal(std::string_view base, const json::object& args) const {
  switch (dialect_.family) {
    case Family::sqlite:
      return std::string(base);
    case Family::mysql:
      return optional_integer(args, "fsp").value_or(0) != 0 ? sized(base, "fsp", args) : std::string(base);
    case Family::postgresql:
      break;
  }
  if (base == "DATETIME") return std::string(base);
  return sized(base, "precision", args) + (flag(args, "timezone") ? " WITH TIME ZONE" : " WITHOUT TIME ZONE");
}

bool TypeCompiler::is_native_enum(const json::object& given_type) const {
  const auto& type = variant(given_type);
  const auto form = type_row(type).form;
  if (form == Form::native_enumerated) return dialect_.native_enum;
  return form == Form::enumerated && dialect_.native_enum &&
         flag(object_at(type, "args"), "native_enum", true);
}

bool TypeCompiler::is_named(const json::object& type) const {
  return dialect_.family == Family::postgresql &&
         (type_row(variant(type)).form == Form::domain || is_native_enum(type));
}

std::string TypeCompiler::type_name(const json::object& type) const {
  const auto& args = object_at(type, "args");
  const auto name = optional_name(args, "name");
  if (!name) refuse("PostgreSQL ENUM type requires a name; write Enum(…, name=\"…\")");
  return quoter_.table({*name, optional_name(args, "schema")});
}

std::string TypeCompiler::enumerated(const json::object& type) const {
  const auto& args = object_at(type, "args");
  if (is_native_enum(type)) {
    return dialect_.family == Family::postgresql ? type_name(type) : listed("ENUM", args);
  }
  std::size_t longest = 0;
  for (const auto& value : list(args, "values")) {
    longest = std::max(longest, characters(as_text(value, "values")));
  }
  auto with_length = args;
  with_length["length"] = std::max<std::int64_t>(optional_integer(args, "length").value_or(0),
                                                 static_cast<std::int64_t>(longest));
  return text_type("VARCHAR", with_length, false);
}

std::string TypeCompiler::listed(std::string_view base, const json::object& args) const {
  std::string values;
  for (const auto& value : list(args, "values")) {
    auto text = replaced(as_text(value, "values"), "'", "''");
    if (dialect_.backslash_escapes) text = replaced(text, "\\", "\\\\");
    values += (values.empty() ? "'" : ",'") + text + "'";
  }
  return text_attributes(parenthesised(base, values), args, false);
}

std::string TypeCompiler::array(const json::object& args) const {
  const auto inner = definition(required_object(args, "item_type"));
  const auto dimensions = optional_integer(args, "dimensions").value_or(1);
  if (dimensions < 0 || dimensions > 100) refuse("an ARRAY has between 1 and 100 dimensions");
  std::string brackets;
  for (std::int64_t i = 0; i < dimensions; ++i) {
    brackets += "[]";
  }
  const auto collate = inner.find(" COLLATE");
  if (collate == std::string::npos) return inner + brackets;
  return inner.substr(0, collate) + brackets + inner.substr(collate);
}

std::string TypeCompiler::interval(std::string_view base, const json::object& args) const {
  std::string spec(base);
  if (dialect_.family != Family::postgresql) return spec;
  if (const auto fields = optional_text(args, "fields")) spec += " " + *fields;
  const auto precision =
      optional_integer(args, given(args, "precision") != nullptr ? "precision" : "second_precision");
  if (precision) spec += " (" + std::to_string(*precision) + ")";
  return spec;
}

std::string TypeCompiler::bit(const json::object& args) const {
  if (dialect_.family == Family::postgresql) {
    if (flag(args, "varying")) return sized("BIT VARYING", "length", args);
    return parenthesised("BIT", std::to_string(optional_integer(args, "length").value_or(1)));
  }
  return sized("BIT", "length", args);
}

std::optional<std::string> TypeCompiler::cast_target(const json::object& given_type) const {
  if (dialect_.family != Family::mysql) return definition(given_type);
  const auto& type = variant(given_type);
  const auto& row = type_row(type);
  const auto& args = object_at(type, "args");
  switch (row.affinity) {
    case Affinity::integer:
      return flag(args, "unsigned") ? "UNSIGNED INTEGER" : "SIGNED INTEGER";
    case Affinity::datetime:
      return row.name == "TIMESTAMP" ? "DATETIME" : definition(type);
    case Affinity::date:
    case Affinity::time:
      return definition(type);
    case Affinity::numeric:
      return replaced(definition(type), "NUMERIC", "DECIMAL");
    case Affinity::string:
      if (row.form == Form::native_enumerated || row.form == Form::set) return std::nullopt;
      return text_type("CHAR", args, false);
    case Affinity::binary:
      return "BINARY";
    case Affinity::json:
      return "JSON";
    case Affinity::floating:
      return dialect_.float_cast ? std::optional(definition(type)) : std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace pycharter::sql::ddl

#include <algorithm>
#include <array>

#include "postgresql/reflect.h"
#include "sql/reflection/type_text.h"

namespace pycharter::postgresql {
namespace {

namespace json = boost::json;

struct KnownType {
  std::string_view name;  // format_type's
  std::string_view type;
  bool own;  // of SQLAlchemy's postgresql dialect
  std::array<std::string_view, 2> parameters{};
};

constexpr KnownType known_types[] = {
    {"smallint", "SMALLINT", false},
    {"integer", "INTEGER", false},
    {"bigint", "BIGINT", false},
    {"numeric", "NUMERIC", false, {"precision", "scale"}},
    {"real", "REAL", false},
    {"double precision", "DOUBLE_PRECISION", false},
    {"character varying", "VARCHAR", false, {"length"}},
    {"character", "CHAR", false, {"length"}},
    {"\"char\"", "CHAR", false},
    {"name", "String", false},
    {"text", "TEXT", false},
    {"citext", "CITEXT", true},
    {"bytea", "BYTEA", true},
    {"boolean", "BOOLEAN", false},
    {"date", "DATE", false},
    {"time", "TIME", true, {"precision"}},
    {"timestamp", "TIMESTAMP", true, {"precision"}},
    {"interval", "INTERVAL", true, {"precision"}},
    {"uuid", "UUID", false},
    {"json", "JSON", true},
    {"jsonb", "JSONB", true},
    {"jsonpath", "JSONPATH", true},
    {"inet", "INET", true},
    {"cidr", "CIDR", true},
    {"macaddr", "MACADDR", true},
    {"macaddr8", "MACADDR8", true},
    {"money", "MONEY", true},
    {"oid", "OID", true},
    {"regclass", "REGCLASS", true},
    {"regconfig", "REGCONFIG", true},
    {"tsvector", "TSVECTOR", true},
    {"tsquery", "TSQUERY", true},
    {"hstore", "HSTORE", true},
    {"bit", "BIT", true, {"length"}},
    {"bit varying", "BIT", true, {"length"}},
    {"int4range", "INT4RANGE", true},
    {"int8range", "INT8RANGE", true},
    {"numrange", "NUMRANGE", true},
    {"daterange", "DATERANGE", true},
    {"tsrange", "TSRANGE", true},
    {"tstzrange", "TSTZRANGE", true},
    {"int4multirange", "INT4MULTIRANGE", true},
    {"int8multirange", "INT8MULTIRANGE", true},
    {"nummultirange", "NUMMULTIRANGE", true},
    {"datemultirange", "DATEMULTIRANGE", true},
    {"tsmultirange", "TSMULTIRANGE", true},
    {"tstzmultirange", "TSTZMULTIRANGE", true},
};

json::object enum_type(const CatalogType& type) {
  json::object args{{"values", type.enum_values}, {"name", type.enum_name}};
  if (!type.enum_schema.empty()) args["schema"] = type.enum_schema;
  return {{"type", "ENUM"}, {"dialect", "postgresql"}, {"args", std::move(args)}};
}

std::string text_or_empty(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : std::string();
}

// The type under a domain, without its length, as SQLAlchemy takes it.
json::object base_of(const json::object& domain) {
  CatalogType base{text_or_empty(domain.at("type")),
                   text_or_empty(domain.at("enum_name")),
                   text_or_empty(domain.at("enum_schema")),
                   {}};
  if (const auto* values = domain.at("enum_values").if_array()) base.enum_values = *values;
  return reflect_type(base);
}

json::object domain_type(const json::object& domain) {
  json::object args{{"name", domain.at("name")}, {"data_type", base_of(domain)}, {"create_type", false}};
  for (const auto* key : {"schema", "collation", "collation_schema", "default"})
    if (const auto& value = domain.at(key); !value.is_null()) args[key] = value;
  if (domain.at("not_null").get_bool()) args["not_null"] = true;
  // SQLAlchemy keeps one, the first by name.
  if (const auto* checks = domain.at("checks").if_array(); checks != nullptr && !checks->empty()) {
    args["constraint_name"] = checks->front().at(0);
    args["check"] = checks->front().at(1);
  }
  return {{"type", "DOMAIN"}, {"dialect", "postgresql"}, {"args", std::move(args)}};
}

// What stands around the parenthesis: time zone, fields of an interval, "varying".
void add_words(json::object& type, const std::string& words) {
  json::object args;
  if (const auto* given = type.if_contains("args")) args = given->get_object();
  const auto name = std::string(type.at("type").get_string());
  if (name == "TIME" || name == "TIMESTAMP") args["timezone"] = words == "with time zone";
  if (name == "INTERVAL" && !words.empty()) args["fields"] = words;
  if (name == "BIT" && words == "varying") args["varying"] = true;
  if (!args.empty()) type["args"] = std::move(args);
}

const KnownType* find_type(std::string_view name) {
  for (const auto& known : known_types)
    if (known.name == name) return &known;
  return nullptr;
}

// "timestamp with time zone" to "timestamp" and the words after it.
std::string split_words(std::string& name) {
  for (const auto* first : {"timestamp ", "time ", "interval "})
    if (name.starts_with(first)) {
      const auto end = name.find(' ');
      auto words = name.substr(end + 1);
      name.erase(end);
      return words;
    }
  return name == "bit varying" ? "varying" : "";
}

}  // namespace

json::object reflect_type(const CatalogType& type) {
  if (type.text.ends_with("[]")) {
    auto item = type;
    item.text.erase(item.text.size() - 2);
    return {{"type", "ARRAY"},
            {"dialect", "postgresql"},
            {"args", json::object{{"item_type", reflect_type(item)}}}};
  }
  if (!type.enum_name.empty()) return enum_type(type);
  if (!type.domain.empty()) return domain_type(type.domain);
  auto text = sql::reflection::split_type(type.text);
  auto words = split_words(text.name);
  if (words.empty()) words = text.suffix;
  // hstore and citext live in whatever schema their extension was put into.
  const auto* known = find_type(text.name);
  if (known == nullptr) known = find_type(text.name.substr(text.name.rfind('.') + 1));
  if (known == nullptr) return {{"type", "NullType"}};
  const auto number = static_cast<std::size_t>(
      std::count_if(known->parameters.begin(), known->parameters.end(), [](auto p) { return !p.empty(); }));
  auto reflected =
      sql::reflection::make_type(known->type, text.arguments, std::span(known->parameters).first(number));
  if (known->own) reflected["dialect"] = "postgresql";
  add_words(reflected, words);
  return reflected;
}

}  // namespace pycharter::postgresql

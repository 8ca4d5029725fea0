#include "alembic/autogenerate/describe.h"

#include <algorithm>
#include <boost/json.hpp>

#include "alembic/apply/dialect.h"
#include "alembic/autogenerate/catalog/catalog.h"
#include "alembic/autogenerate/declarations/declarations.h"
#include "alembic/autogenerate/models/declared_models.h"
#include "alembic/autogenerate/picture/diagram.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic {

namespace {

namespace json = boost::json;
using compare::text_at;

constexpr std::string_view logger = "pycharter.models";

std::string home_of(plugin::SqlClient& database) {
  return read_default_schema(database, read_dialect(database));
}

// The tables of the schemas that were asked for, as the configuration's filters let through.
json::array tables_of(plugin::SqlClient& database, const Environment& environment,
                      const DescribeRequest& request) {
  const std::string home = home_of(database);
  EnvironmentSettings settings = environment.settings;
  auto& included = settings.autogenerate.include_schemas;
  included.insert(included.end(), request.schemas.begin(), request.schemas.end());
  const Filters filters(settings, home);
  Catalog catalog(database, std::nullopt, home);
  json::array tables =
      catalog.tables(catalog.schemas(filters, {}, {}), filters, settings.autogenerate.include_extensions, {});
  if (request.schemas.empty()) return tables;
  json::array chosen;
  for (json::value& table : tables) {
    const std::string schema = text_at(table.as_object(), "schema");
    const bool asked = std::any_of(request.schemas.begin(), request.schemas.end(), [&](const auto& pattern) {
      return fits(pattern, schema.empty() ? home : schema);
    });
    if (asked) chosen.push_back(std::move(table));
  }
  return chosen;
}

// The models' tables as the database would have them.
json::array declared_tables(plugin::SqlClient& database, const Environment& environment) {
  Catalog catalog(database, std::nullopt, home_of(database));
  json::array tables = catalog.expected(read_models(environment).tables);
  if (tables.empty()) throw Error(ErrorCode::not_found, "The models declare no tables");
  return tables;
}

void refuse_nothing(const json::array& tables, plugin::SqlClient& database) {
  if (!tables.empty()) return;
  const json::object answer = json::parse(database.reflect(R"({"what": "schema_names"})")).as_object();
  std::string names;
  for (const json::value& name : answer.at("names").as_array())
    names += (names.empty() ? "" : ", ") + std::string(name.as_string());
  throw Error(ErrorCode::not_found, "There are no tables to describe. The database has the schemas " + names +
                                        "; name another with --schema, and look at [pycharter] "
                                        "include_tables and exclude_tables");
}

json::object ask(plugin::SqlClient& database, std::string_view what) {
  return json::parse(database.reflect(json::serialize(json::object{{"what", what}, {"schema", nullptr}})))
      .as_object();
}

// What declarations of tables leave out, by the question that lists it.
constexpr struct {
  std::string_view question, what;
} left_out[] = {{"view_names", "views"}, {"materialized_view_names", "materialized views"}};

void warn_of_views(plugin::SqlClient& database, const plugin::Host& host) {
  for (const auto& [question, what] : left_out) {
    std::string names;
    const json::object answer = ask(database, question);
    for (const json::value& name : answer.at("names").as_array())
      names += (names.empty() ? "" : ", ") + std::string(name.as_string());
    if (!names.empty()) host.warning(logger, "not declared: the " + std::string(what) + " " + names);
  }
}

// Sequences that no column takes its values from.
void warn_of_sequences(plugin::SqlClient& database, const plugin::Host& host, const std::string& text) {
  if (ask(database, "sequence_names").at("names").as_array().empty()) return;
  std::string names;
  const json::object answer = ask(database, "sequences");
  for (const json::value& sequence : answer.at("sequences").as_array()) {
    const std::string name = text_at(sequence.as_object(), "name");
    if (text.find("sa.Sequence(" + script::repr_text(name)) == std::string::npos)
      names += (names.empty() ? "" : ", ") + name;
  }
  if (!names.empty()) host.warning(logger, "not declared: the sequences " + names);
}

}  // namespace

std::string describe_as_models(plugin::SqlClient& database, const Environment& environment,
                               const plugin::Host& host, const DescribeRequest& request) {
  const json::array tables = tables_of(database, environment, request);
  refuse_nothing(tables, database);
  const Declarations declarations = declare(tables, render_options(database));
  for (const std::string& warning : declarations.warnings)
    host.warning(logger, warning);
  warn_of_views(database, host);
  warn_of_sequences(database, host, declarations.text);
  return declarations.text;
}

std::string describe_as_picture(plugin::SqlClient& database, const Environment& environment,
                                const DescribeRequest& request, const std::string& form) {
  if (form != "svg" && form != "mermaid")
    throw Error(ErrorCode::usage, "A picture is drawn as svg or mermaid, not as '" + form + "'");
  const json::array tables = request.from_models ? declared_tables(database, environment)
                                                 : tables_of(database, environment, request);
  if (!request.from_models) refuse_nothing(tables, database);
  const picture::Diagram diagram = picture::read_diagram(tables);
  return form == "svg" ? picture::to_svg(diagram) : picture::to_mermaid(diagram);
}

}  // namespace pycharter::alembic

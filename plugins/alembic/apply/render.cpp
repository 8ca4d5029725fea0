#include "alembic/apply/render.h"

#include "alembic/apply/session.h"
#include "alembic/apply/statements.h"
#include "alembic/graph/errors.h"
#include "alembic/graph/ranges.h"

namespace pycharter::alembic {

namespace {

constexpr std::string_view logger = "alembic.runtime.migration";

// "a:b" or "b".
struct Range {
  std::string start;  // empty: from the base
  std::string target;
};

Range split_range(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {{}, text};
  if (text.find(':', colon + 1) != std::string::npos)
    throw Error(ErrorCode::usage, "A range is written START:END; '" + text + "' has more than one colon");
  return {text.substr(0, colon), text.substr(colon + 1)};
}

std::vector<std::string> starting_rows(const RevisionGraph& graph, const std::string& start) {
  if (start.empty() || start == "base") return {};
  return with_words({}, [&] {
    const Point point = revision_at(graph, start);
    return point.is_revision() ? std::vector<std::string>{graph.revision(point.index()).id}
                               : std::vector<std::string>{};
  });
}

std::vector<Step> steps_of(const RevisionGraph& graph, const RenderRequest& request, const Range& range,
                           const std::vector<std::string>& rows) {
  std::vector<Step> steps;
  if (request.action == "stamp") return stamp_steps(graph, {range.target}, rows);
  if (request.action == "upgrade")
    for (const RevisionIndex index : upgrade_path(graph, range.target, Identifiers(rows)))
      steps.push_back(upgrade_step(graph, index));
  else
    for (const RevisionIndex index : downgrade_path(graph, range.target, Identifiers(rows)))
      steps.push_back(downgrade_step(graph, index));
  return steps;
}

class Renderer {
 public:
  Renderer(plugin::SqlClient& database, const Environment& environment, const plugin::Host& host,
           const RenderRequest& request, const plugin::TextSink& out)
      : database_(database),
        environment_(environment),
        host_(host),
        dialect_(read_dialect(database)),
        per_migration_(request.transaction_per_migration || environment.settings.transaction_per_migration),
        version_table_(environment.settings.version_table, environment.settings.version_table_schema,
                       dialect_.enforces_length ? longest_id(environment.graph) : 0),
        sink_(database, dialect_, out) {}

  void run(const std::vector<Step>& steps, const std::vector<std::string>& rows) {
    host_.info(logger, "Context impl " + dialect_.impl + ".");
    host_.info(logger, "Generating static SQL");
    host_.info(logger, std::string("Will assume ") +
                           (dialect_.offline_transaction ? "transactional" : "non-transactional") + " DDL.");
    Scripts scripts(database_, environment_, host_);
    scripts.prepare(steps);
    VersionRows version(environment_.graph, rows);
    // The compiler remembers what it has made (enum types); an engine may render more than once.
    compile(database_, {{"op", "begin_run"}}, true);
    if (!per_migration_) begin();
    for (const Step& step : steps) {
      if (per_migration_) begin();
      if (version.rows().empty()) sink_.operation(version_table_.create_operation());
      host_.info(logger, "Running " + log_line(environment_.graph, step));
      sink_.comment("-- Running " + short_log(step));
      if (step.revision) scripts.run(step, sink_);
      for (const RowChange& change : version.advance(step))
        sink_.statement(version_table_.offline_text(database_, dialect_, change));
      if (per_migration_) commit();
    }
    if (!per_migration_) commit();
  }

 private:
  void begin() {
    if (dialect_.offline_transaction) sink_.statement(dialect_.begin);
    const EnvironmentSettings& settings = environment_.settings;
    if (!settings.contract_store || !dialect_.has_schemas || settings.schema_name.empty()) return;
    const std::string schema = database_.quote(settings.schema_name, true);
    sink_.statement("CREATE SCHEMA IF NOT EXISTS " + schema);
    sink_.statement("SET LOCAL search_path TO " + schema);
  }

  void commit() {
    if (dialect_.offline_transaction) sink_.statement(dialect_.commit);
  }

  plugin::SqlClient& database_;
  const Environment& environment_;
  const plugin::Host& host_;
  Dialect dialect_;
  bool per_migration_;
  VersionTable version_table_;
  RenderSink sink_;
};

}  // namespace

void RenderSink::operation(const boost::json::object& op) {
  for (const Statement& one : compile(database_, op, true))
    one.comment ? comment(one.sql) : statement(one.sql);
}

QueryResult RenderSink::query(const boost::json::object&) {
  throw Error(ErrorCode::unsupported,
              "A script asks for rows, which --sql cannot give: it connects to nothing");
}

boost::json::object RenderSink::reflect(const boost::json::object&) {
  throw Error(ErrorCode::unsupported,
              "A script inspects the database, which --sql cannot do: it connects to nothing");
}

void RenderSink::begin_autocommit() {
  if (dialect_.offline_transaction) statement(dialect_.commit);
}

void RenderSink::end_autocommit() {
  if (dialect_.offline_transaction) statement(dialect_.begin);
}

void render(plugin::SqlClient& database, const Environment& environment, const plugin::Host& host,
            const RenderRequest& request, const plugin::TextSink& out) {
  if (request.purge) throw Error(ErrorCode::usage, "Can't use --purge with --sql mode");
  const Range range = split_range(request.target);
  if (request.action == "downgrade" && request.target.find(':') == std::string::npos)
    throw Error(ErrorCode::usage, "downgrade with --sql requires <fromrev>:<torev>");
  const std::vector<std::string> rows = starting_rows(environment.graph, range.start);
  const std::vector<Step> steps = steps_of(environment.graph, request, range, rows);
  Renderer(database, environment, host, request, out).run(steps, rows);
}

}  // namespace pycharter::alembic

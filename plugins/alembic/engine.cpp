#include "alembic/engine.h"

#include <boost/json.hpp>

#include "alembic/answers.h"
#include "alembic/apply/initialise.h"
#include "alembic/apply/plan.h"
#include "alembic/apply/render.h"
#include "alembic/apply/run.h"
#include "alembic/autogenerate/describe.h"
#include "alembic/autogenerate/requests.h"
#include "alembic/graph/errors.h"
#include "alembic/graph/ranges.h"
#include "alembic/request.h"
#include "alembic/write/environment_files.h"
#include "alembic/write/revision_file.h"

namespace pycharter::alembic {

namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

RunOptions run_options(const Environment& environment, const Request& request) {
  RunOptions options;
  options.transaction_per_migration =
      request.flag("transaction_per_migration") || environment.settings.transaction_per_migration;
  options.lock_timeout = request.number("lock_timeout").value_or(environment.settings.lock_timeout);
  options.purge = request.flag("purge");
  return options;
}

std::string answer_init(const RevisionGraph& graph, const InitResult& result) {
  json::object answer = answer_run(graph, result.run);
  answer["status"] = to_string(result.status);
  answer["tables"] = json::value_from(result.tables);
  return json::serialize(answer);
}

NewRevision revision_request(const Request& request) {
  NewRevision revision;
  revision.message = request.text("message");
  if (const auto heads = request.texts("head"); !heads.empty()) revision.heads = heads;
  revision.splice = request.flag("splice");
  revision.branch_labels = request.texts("branch_label");
  revision.depends_on = request.texts("depends_on");
  revision.id = request.text_or("rev_id", "");
  revision.date = request.text_or("date", "");
  revision.version_path = request.text_or("version_path", "");
  revision.sql_file = request.flag("sql_file");
  return revision;
}

json::object paths_answer(const std::vector<fs::path>& paths) {
  json::array list;
  for (const fs::path& path : paths)
    list.emplace_back(path.string());
  return {{"path", paths.empty() ? "" : paths.front().string()}, {"paths", std::move(list)}};
}

}  // namespace

AlembicEngine::AlembicEngine(plugin::Host host, const plugin::Settings&) : host_(host) {}

const Environment& AlembicEngine::environment() const {
  if (!environment_)
    throw Error(ErrorCode::internal, "the migration engine was asked before an environment was loaded");
  return *environment_;
}

void AlembicEngine::load(std::string_view request) {
  environment_.emplace(load_environment(Request(request).object()));
}

std::string AlembicEngine::query(std::string_view request) {
  return json::serialize(answer_query(environment().graph, Request(request)));
}

std::string AlembicEngine::current(plugin::SqlClient& backend, std::string_view text) {
  const Request request(text);
  const DatabaseSession session(backend, environment());
  return json::serialize(answer_current(environment().graph, session, request.flag("verbose")));
}

std::string AlembicEngine::plan(plugin::SqlClient& backend, std::string_view text) {
  const Request request(text);
  const std::string action = request.text_or("action", "upgrade");
  if (action == "init")
    return answer_init(environment().graph, inspect_for_init(backend, environment(), host_));
  const DatabaseSession session(backend, environment());
  const std::vector<std::string> rows = request.flag("purge") ? std::vector<std::string>() : session.rows();
  const std::vector<Step> steps = choose_steps(environment().graph, action, request.texts("target"), rows);
  json::object answer =
      answer_run(environment().graph, {steps, rows_after(environment().graph, steps, rows)});
  json::array& described = answer.at("steps").as_array();
  const std::vector<PlannedStep> planned = plan_statements(backend, environment(), host_, steps);
  for (std::size_t i = 0; i < planned.size(); ++i) {
    json::object& step = described[i].as_object();
    step["statements"] = json::value_from(planned[i].statements);
    if (!planned[i].depends_on_data.empty()) step["depends_on_data"] = planned[i].depends_on_data;
  }
  return json::serialize(answer);
}

std::string AlembicEngine::apply(plugin::SqlClient& backend, std::string_view text) {
  const Request request(text);
  const std::string action = request.text_or("action", "upgrade");
  const RunOptions options = run_options(environment(), request);
  const RevisionGraph& graph = environment().graph;
  if (action == "init")
    return answer_init(graph, initialise(backend, environment(), host_, options, request.flag("force")));
  MigrationRun run(backend, environment(), host_, options);
  const std::vector<std::string> targets = request.texts("target");
  const RunResult result = run.run(
      [&](const std::vector<std::string>& rows) { return choose_steps(graph, action, targets, rows); });
  return json::serialize(answer_run(graph, result));
}

void AlembicEngine::render(plugin::SqlClient& backend, std::string_view text, const plugin::TextSink& sink) {
  const Request request(text);
  const std::string action = request.text_or("action", "upgrade");
  if (action == "declarations" || action == "picture") {
    const DescribeRequest about{request.texts("schemas"), request.flag("from_models")};
    sink(action == "picture"
             ? describe_as_picture(backend, environment(), about, request.text_or("form", "svg"))
             : describe_as_models(backend, environment(), host_, about));
    return;
  }
  RenderRequest what;
  what.action = action;
  what.target = join(request.texts("target"), " ");
  if (what.target.empty()) what.target = "head";
  what.purge = request.flag("purge");
  what.transaction_per_migration = request.flag("transaction_per_migration");
  alembic::render(backend, environment(), host_, what, sink);
}

std::string AlembicEngine::write(plugin::SqlClient* backend, std::string_view text) {
  const Request request(text);
  const std::string what = request.text_or("what", "");
  if (what == "env") {
    const fs::path directory = request.text_or("directory", "");
    if (directory.empty()) throw Error(ErrorCode::usage, "A new environment needs a directory: `db env DIR`");
    const fs::path ini = request.text_or("config_file", (fs::current_path() / "alembic.ini").string());
    return json::serialize(paths_answer(write_environment(directory, ini, request.text_or("url", ""))));
  }
  if (what != "revision" && what != "merge")
    throw Error(ErrorCode::unsupported, "The migration engine cannot write '" + what + "'");
  NewRevision revision = revision_request(request);
  if (what == "merge") {
    revision.heads = request.texts("revisions");
    if (revision.heads.empty()) revision.heads = {"heads"};
  }
  if (request.flag("autogenerate")) {
    if (backend == nullptr) throw Error(ErrorCode::usage, "--autogenerate needs an open database");
    generate_body(*backend, environment(), host_, revision);
  }
  return json::serialize(paths_answer({write_revision(environment(), revision)}));
}

std::string AlembicEngine::compare(plugin::SqlClient& backend, std::string_view text) {
  const Request request(text);
  return json::serialize(
      answer_compare(backend, environment(), host_, {.statements = request.flag("statements")}));
}

}  // namespace pycharter::alembic

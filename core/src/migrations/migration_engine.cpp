#include <pycharter/migration_engine.h>

#include <boost/json/serialize.hpp>
#include <exception>

#include "migrations/answers.h"
#include "migrations/session.h"
#include "registry/backends.h"

namespace pycharter {
namespace {

namespace json = boost::json;
using migrations::Session;
using plugin::MigrationsClient;

constexpr const char* action_names[] = {"upgrade", "downgrade", "stamp", "init"};

const char* name_of(MigrationAction action) {
  return action_names[static_cast<std::size_t>(action)];
}

json::array to_array(const std::vector<std::string>& texts) {
  json::array array;
  for (const auto& text : texts)
    array.emplace_back(text);
  return array;
}

void add_text(json::object& request, const char* key, const std::string& text) {
  if (!text.empty()) request[key] = text;
}

std::unique_ptr<Session> open_session(MigrationOptions options) {
  auto sources = config::Sources::of_process();
  sources.overrides = std::move(options.overrides);
  sources.alembic_config = std::move(options.config_file);
  sources.alembic_section = std::move(options.section);
  auto settings = std::make_shared<const config::Settings>(config::Settings::load(std::move(sources)));
  auto registry = std::make_shared<const registry::Registry>(registry::make_registry(*settings));
  auto environment =
      options.contract_store ? config::contract_environment(*settings) : config::find_environment(*settings);
  return std::make_unique<Session>(
      std::move(settings), std::move(registry), std::move(environment),
      migrations::SessionOptions{std::move(options.database_url), std::nullopt, std::move(options.x),
                                 migrations::to_host_callbacks(options.callbacks)});
}

std::string ask_graph(Session& session, const json::object& request) {
  return session.ask([&](MigrationsClient& client) { return client.query(json::serialize(request)); });
}

json::object run_request(const Session& session, MigrationAction action, std::string_view target,
                         const RunOptions& options) {
  json::object request;
  request["action"] = name_of(action);
  request["target"] = target;
  request["purge"] = options.purge;
  request["force"] = options.force;
  if (options.lock_timeout) request["lock_timeout"] = *options.lock_timeout;
  if (options.transaction_per_migration)
    request["transaction_per_migration"] = *options.transaction_per_migration;
  session.add_run_defaults(request);
  return request;
}

MigrationResult run(Session& session, MigrationAction action, std::string_view target,
                    const RunOptions& options) {
  // No other action makes a database file: an upgrade that lands in a new file by mistake is harm enough.
  const bool may_create = action == MigrationAction::init || action == MigrationAction::upgrade;
  const auto request = json::serialize(run_request(session, action, target, options));
  const auto database = session.connected(may_create);
  return migrations::to_migration_result(
      session.ask([&](MigrationsClient& client) { return client.apply(database, request); }));
}

WrittenFiles write(Session& session, const json::object& request, const pycharter_backend_ref* database) {
  return migrations::to_written_files(session.ask(
      [&](MigrationsClient& client) { return client.write(database, json::serialize(request)); }));
}

// Carries pieces of text to the caller; what its sink throws is kept until the engine has returned.
struct TextForwarder {
  const std::function<void(std::string_view)>& sink;
  std::exception_ptr exception = nullptr;

  static void receive(void* context, pycharter_str chunk) noexcept {
    auto& forwarder = *static_cast<TextForwarder*>(context);
    if (forwarder.exception) return;
    try {
      forwarder.sink(plugin::to_view(chunk));
    } catch (...) {
      forwarder.exception = std::current_exception();
    }
  }
};

// The text that the engine gives for a request, piece by piece.
void receive_text(Session& session, const pycharter_backend_ref& database, const json::object& request,
                  const std::function<void(std::string_view)>& sink) {
  TextForwarder forwarder{sink};
  session.ask([&](MigrationsClient& client) {
    client.render(database, json::serialize(request), &TextForwarder::receive, &forwarder);
    return true;
  });
  if (forwarder.exception) std::rethrow_exception(forwarder.exception);
}

std::string describe(Session& session, json::object request, const DescribeOptions& options) {
  request["schemas"] = to_array(options.schemas);
  request["from_models"] = options.from_models;
  const auto database = options.from_models ? session.unconnected() : session.connected();
  std::string text;
  receive_text(session, database, request, [&](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace

MigrationEngine::MigrationEngine(MigrationOptions options) : session_(open_session(std::move(options))) {}
MigrationEngine::MigrationEngine(std::unique_ptr<Session> session) : session_(std::move(session)) {}
MigrationEngine::MigrationEngine(MigrationEngine&&) noexcept = default;
MigrationEngine& MigrationEngine::operator=(MigrationEngine&&) noexcept = default;
MigrationEngine::~MigrationEngine() = default;

std::string MigrationEngine::environment_file() const {
  return session_->environment().config_file;
}
std::string MigrationEngine::environment_chosen_by() const {
  return session_->environment().chosen_by;
}
std::string MigrationEngine::masked_url() const {
  return session_->url().masked;
}

RevisionList MigrationEngine::heads(bool verbose) {
  return migrations::to_revision_list(ask_graph(*session_, {{"what", "heads"}, {"verbose", verbose}}));
}

RevisionList MigrationEngine::branches(bool verbose) {
  return migrations::to_revision_list(ask_graph(*session_, {{"what", "branches"}, {"verbose", verbose}}));
}

RevisionList MigrationEngine::history(const HistoryOptions& options) {
  json::object request{{"what", "history"}, {"verbose", options.verbose}, {"reverse", options.reverse}};
  add_text(request, "range", options.range);
  if (options.limit != 0) request["limit"] = options.limit;
  const bool names_current = options.range.starts_with("current:") || options.range.ends_with(":current");
  if (options.indicate_current || names_current) {
    const json::array rows = to_array(current().rows);
    if (names_current) request["current"] = rows;
    if (options.indicate_current) request["indicate"] = rows;
  }
  return migrations::to_revision_list(ask_graph(*session_, request));
}

RevisionList MigrationEngine::show(std::string_view revision) {
  json::object request{{"what", "show"}, {"revision", revision}};
  if (revision == "current") request["current"] = to_array(current().rows);
  return migrations::to_revision_list(ask_graph(*session_, request));
}

RevisionList MigrationEngine::resolve(std::string_view revision) {
  return migrations::to_revision_list(ask_graph(*session_, {{"what", "resolve"}, {"revision", revision}}));
}

CurrentState MigrationEngine::current() {
  const auto database = session_->connected();
  return migrations::to_current_state(
      session_->ask([&](MigrationsClient& client) { return client.current(database, "{}"); }));
}

MigrationResult MigrationEngine::upgrade(std::string_view target, const RunOptions& options) {
  return run(*session_, MigrationAction::upgrade, target, options);
}

MigrationResult MigrationEngine::downgrade(std::string_view target, const RunOptions& options) {
  return run(*session_, MigrationAction::downgrade, target, options);
}

MigrationResult MigrationEngine::stamp(std::string_view target, const RunOptions& options) {
  return run(*session_, MigrationAction::stamp, target, options);
}

MigrationResult MigrationEngine::init(const RunOptions& options) {
  return run(*session_, MigrationAction::init, "head", options);
}

MigrationResult MigrationEngine::plan(MigrationAction action, std::string_view target,
                                      const RunOptions& options) {
  const auto request = json::serialize(run_request(*session_, action, target, options));
  const auto database = session_->connected();
  return migrations::to_migration_result(
      session_->ask([&](MigrationsClient& client) { return client.plan(database, request); }));
}

void MigrationEngine::render(MigrationAction action, std::string_view range,
                             const std::function<void(std::string_view)>& sink, const RunOptions& options) {
  const json::object request{{"action", name_of(action)}, {"target", range}, {"purge", options.purge}};
  receive_text(*session_, session_->unconnected(), request, sink);
}

WrittenFiles MigrationEngine::revision(const NewRevision& revision) {
  json::object request{{"what", "revision"},
                       {"message", revision.message},
                       {"splice", revision.splice},
                       {"depends_on", to_array(revision.depends_on)},
                       {"autogenerate", revision.autogenerate},
                       {"sql_file", revision.sql_file}};
  if (!revision.heads.empty()) request["head"] = to_array(revision.heads);
  add_text(request, "branch_label", revision.branch_label);
  add_text(request, "rev_id", revision.id);
  if (!revision.autogenerate) return write(*session_, request, nullptr);
  const auto database = session_->connected();
  return write(*session_, request, &database);
}

WrittenFiles MigrationEngine::merge(const NewMerge& merge) {
  json::object request{
      {"what", "merge"}, {"revisions", to_array(merge.revisions)}, {"message", merge.message}};
  add_text(request, "branch_label", merge.branch_label);
  add_text(request, "rev_id", merge.id);
  return write(*session_, request, nullptr);
}

WrittenFiles MigrationEngine::make_environment(std::string_view folder, std::string_view url) {
  return write(*session_, {{"what", "env"}, {"directory", folder}, {"url", url}}, nullptr);
}

Comparison MigrationEngine::compare(bool with_statements) {
  const auto request = json::serialize(json::object{{"statements", with_statements}});
  const auto database = session_->connected();
  return migrations::to_comparison(
      session_->ask([&](MigrationsClient& client) { return client.compare(database, request); }));
}

std::string MigrationEngine::declarations(const DescribeOptions& options) {
  return describe(*session_, {{"action", "declarations"}}, options);
}

std::string MigrationEngine::picture(std::string_view form, const DescribeOptions& options) {
  return describe(*session_, {{"action", "picture"}, {"form", form}}, options);
}

std::string MigrationEngine::query(std::string_view request) {
  return session_->ask([&](MigrationsClient& client) { return client.query(request); });
}

void MigrationEngine::cancel() noexcept {
  session_->cancel();
}

}  // namespace pycharter

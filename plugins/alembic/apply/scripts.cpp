#include "alembic/apply/scripts.h"

#include <pycharter/plugin/error.h>
#include <unistd.h>

#include "alembic/environment/files.h"

namespace pycharter::alembic {

namespace {

// An evaluated script of a few lines takes some 20 KiB, a long one thirty times its text: these are 8 MiB.
constexpr std::size_t kept_scripts = 384, kept_text = 256 << 10;

Direction direction_of(const Step& step) {
  return step.kind == StepKind::upgrade ? Direction::upgrade : Direction::downgrade;
}

std::map<std::string, std::string> process_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    if (const std::size_t equals = text.find('='); equals != std::string_view::npos)
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

ScriptOptions options_of(const Environment& environment, const plugin::Host& host) {
  ScriptOptions options;
  options.foreign_names = environment.settings.foreign_names;
  options.x_arguments = environment.settings.x_arguments;
  options.environment = process_environment();
  options.version_table = environment.settings.version_table;
  options.version_table_schema = environment.settings.version_table_schema;
  options.cancelled = [&host] { return host.cancelled(); };
  options.print = [&host](const std::string& line) { host.info("alembic.script", line); };
  return options;
}

}  // namespace

Scripts::Scripts(plugin::SqlClient& database, const Environment& environment, const plugin::Host& host)
    : database_(database),
      environment_(environment),
      library_(std::make_shared<const ScriptLibrary>(options_of(environment, host))) {}

std::unique_ptr<RevisionBody> Scripts::load(std::string text, const std::string& path) const {
  if (is_sql_file(path)) return sql_body(std::move(text), path, database_);
  return python_body(std::move(text), path, library_);
}

void Scripts::prepare(const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    if (!step.revision) continue;
    const std::string& path = environment_.graph.revision(*step.revision).path;
    Prepared prepared;
    prepared.stamp = stamp_of(path);  // before it is read: whatever is written later is noticed
    std::string text = read_file(path);
    prepared.checksum = checksum(text);
    kept_text_ += text.size();
    auto body = load(std::move(text), path);
    body->check(direction_of(step));
    if (prepared_.size() < kept_scripts && kept_text_ <= kept_text) prepared.body = std::move(body);
    prepared_.insert_or_assign(*step.revision, std::move(prepared));
  }
}

void Scripts::run(const Step& step, OperationSink& sink) {
  Prepared& prepared = prepared_.at(*step.revision);
  const std::string& path = environment_.graph.revision(*step.revision).path;
  if (!prepared.body || stamp_of(path) != prepared.stamp) {
    std::string text = read_file(path);
    if (checksum(text) != prepared.checksum)
      throw Error(ErrorCode::migration, path + " was changed while this run was going on; run again",
                  {.file = path});
    if (!prepared.body) prepared.body = load(std::move(text), path);
  }
  prepared.body->run(direction_of(step), sink);
  prepared.body.reset();
}

}  // namespace pycharter::alembic

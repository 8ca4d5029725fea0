#include "answers.h"

#include <time.h>

#include <chrono>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <pycharter/plugin/abi.h>

#include "registry/backends.h"
#include "signals.h"

namespace pycharter::admin {
namespace {

constexpr timespec pause_between_tries{0, 250'000'000};

bool database_answers(Context& context, std::optional<Error>& refusal) {
  plugin::HostCallbacks callbacks;
  callbacks.cancelled = &stop_requested;
  const auto url = context.database_url();
  try {
    auto backend =
        registry::make_backend(*context.registry(), *context.settings(), url, std::move(callbacks));
    backend.store().connect({.url = url.text, .migration = true});
    backend.store().ping();
    return true;
  } catch (const Error& error) {
    // A SQLite file that isn't there yet: there is no server to wait for.
    if (error.code() == ErrorCode::not_found || error.code() == ErrorCode::not_initialized) return true;
    if (error.code() != ErrorCode::connect) throw;
    refusal = error;
    return false;
  }
}

}  // namespace

boost::json::value to_json(const std::string& answer) {
  boost::system::error_code error;
  auto value = boost::json::parse(answer, error);
  if (error) throw Error(ErrorCode::internal, "the engine's answer is no JSON: " + error.message());
  return value;
}

boost::json::array to_json(const std::vector<std::string>& texts) {
  boost::json::array array;
  for (const auto& text : texts)
    array.emplace_back(text);
  return array;
}

int show(Output& output, const RevisionList& list) {
  for (const auto& line : list.lines)
    output.line(line);
  if (output.is_json()) output.document(to_json(list.json));
  return exit_done;
}

int show(Output& output, const WrittenFiles& files) {
  // One a line: a new environment has several.
  if (files.paths.empty()) output.line(files.path);
  for (const auto& path : files.paths)
    output.line(path);
  if (output.is_json()) output.document(to_json(files.json));
  return exit_done;
}

int show(Output& output, const MigrationResult& result, const std::string& words) {
  output.success(words);
  if (output.is_json()) output.document(to_json(result.json));
  return exit_done;
}

int show_sql(Context& context, MigrationAction action, const std::string& range) {
  auto engine = context.engine();
  auto& output = context.output();
  std::string sql;
  engine.render(
      action, range,
      [&](std::string_view piece) {
        if (output.is_json())
          sql.append(piece);
        else
          output.raw(piece);
      },
      context.run_options());
  output.document(boost::json::object{{"sql", sql}});
  return exit_done;
}

std::string heads_text(const std::vector<std::string>& heads) {
  if (heads.empty()) return "base";
  std::string text;
  for (const auto& head : heads)
    text += (text.empty() ? "" : ", ") + head;
  return text;
}

std::string without_revisions(Context& context) {
  const auto scheme = context.database_url().url.scheme;
  return "the " + context.registry()->backend_for_scheme(scheme).name + " backend keeps no revisions.";
}

void wait_for_database(Context& context, int seconds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  std::optional<Error> refusal;
  while (!database_answers(context, refusal)) {
    Context::check_stop();
    if (std::chrono::steady_clock::now() >= deadline)
      throw Error(
          ErrorCode::connect,
          "the database did not answer within " + std::to_string(seconds) + " s: " + refusal->message(),
          refusal->facts());
    context.output().progress(0, 0, "waiting for " + context.database_url().masked);
    nanosleep(&pause_between_tries, nullptr);
    Context::check_stop();
  }
}

}  // namespace pycharter::admin

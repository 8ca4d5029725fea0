// One command of the migration engine, for the differential tests: the same words as Alembic's own command
// line.
//
//   engine_run CONFIG URL upgrade|downgrade|stamp TARGET [--sql] [--purge] [--transaction-per-migration]
//   engine_run CONFIG URL init [--force]
//   engine_run CONFIG URL current|heads|branches|history
//   engine_run CONFIG URL show REVISION
//   engine_run CONFIG URL revision|merge MESSAGE HEAD… [--splice] [--sql-file] [--rev-id=ID]
//   [--branch-label=L] [--depends-on=R]
//
// stdout has Alembic's text; stderr its log lines, then "FAILED: message" and its place; the exit code is 1
// on failure.
#include <pycharter/migration_engine.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

namespace {

using pycharter::MigrationAction;
using pycharter::MigrationEngine;

class Arguments {
 public:
  Arguments(int count, char** values) : words_(values + 1, values + count) {}

  bool flag(const std::string& name) {
    const auto at = std::find(words_.begin(), words_.end(), name);
    if (at == words_.end()) return false;
    words_.erase(at);
    return true;
  }
  std::string option(const std::string& name) {
    for (auto at = words_.begin(); at != words_.end(); ++at)
      if (at->starts_with(name + "=")) {
        const std::string value = at->substr(name.size() + 1);
        words_.erase(at);
        return value;
      }
    return {};
  }
  const std::string& at(std::size_t index) const { return words_.at(index); }
  std::string get(std::size_t index, const std::string& absent) const {
    return index < words_.size() ? words_[index] : absent;
  }
  std::vector<std::string> from(std::size_t index) const {
    return {words_.begin() + static_cast<std::ptrdiff_t>(std::min(index, words_.size())), words_.end()};
  }

 private:
  std::vector<std::string> words_;
};

void print(const std::vector<std::string>& lines) {
  for (const std::string& line : lines)
    std::cout << line << '\n';
}

void run(MigrationEngine& engine, Arguments& arguments) {
  pycharter::RunOptions options;
  options.purge = arguments.flag("--purge");
  options.force = arguments.flag("--force");
  options.lock_timeout = 10;
  if (arguments.flag("--transaction-per-migration")) options.transaction_per_migration = true;
  const bool sql = arguments.flag("--sql");
  const std::string command = arguments.at(2);
  const std::string target = arguments.get(3, "head");
  const auto print_text = [](std::string_view text) { std::cout << text; };
  const auto change = [&](MigrationAction action, auto method) {
    if (sql)
      engine.render(action, target, print_text, options);
    else
      (engine.*method)(target, options);
  };
  if (command == "upgrade") return change(MigrationAction::upgrade, &MigrationEngine::upgrade);
  if (command == "downgrade") return change(MigrationAction::downgrade, &MigrationEngine::downgrade);
  if (command == "stamp") return change(MigrationAction::stamp, &MigrationEngine::stamp);
  if (command == "init") return print({engine.init(options).status});
  if (command == "heads") return print(engine.heads().lines);
  if (command == "branches") return print(engine.branches().lines);
  if (command == "history") return print(engine.history().lines);
  if (command == "show") return print(engine.show(target).lines);
  if (command == "current") {
    for (const pycharter::CurrentHead& head : engine.current().heads)
      std::cout << head.line << '\n';
    return;
  }
  if (command == "revision" || command == "merge") {
    pycharter::NewRevision revision;
    revision.splice = arguments.flag("--splice");
    revision.sql_file = arguments.flag("--sql-file");
    revision.id = arguments.option("--rev-id");
    revision.branch_label = arguments.option("--branch-label");
    if (const std::string on = arguments.option("--depends-on"); !on.empty()) revision.depends_on = {on};
    revision.message = arguments.get(3, "");
    revision.heads = arguments.from(4);
    pycharter::NewMerge merge;
    merge.message = revision.message;
    merge.id = revision.id;
    merge.branch_label = revision.branch_label;
    merge.revisions = revision.heads;
    std::cout << (command == "merge" ? engine.merge(merge) : engine.revision(revision)).path << '\n';
    return;
  }
  throw pycharter::Error(pycharter::ErrorCode::usage, "no command " + command);
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments(count, values);
  try {
    pycharter::MigrationOptions options;
    options.config_file = arguments.at(0);
    if (arguments.at(1) != "-") options.database_url = arguments.at(1);
    options.callbacks.log = [](auto level, std::string_view logger, std::string_view message) {
      const char* name = level == pycharter::MigrationCallbacks::Level::info ? "INFO " : "WARNI";
      std::cerr << name << " [" << logger << "] " << message << '\n';
    };
    MigrationEngine engine(std::move(options));
    run(engine, arguments);
    return 0;
  } catch (const pycharter::Error& error) {
    const pycharter::ErrorFacts& facts = error.facts();
    std::cerr << "FAILED: " << error.what() << '\n';
    if (!facts.file.empty())
      std::cerr << "in " << facts.file << ':' << facts.line << ':' << facts.column << '\n';
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "FAILED: " << error.what() << '\n';
    return 1;
  }
}

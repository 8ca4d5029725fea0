// A revision script and its running: from the file to operations.
//
//   auto script = RevisionScript::load("versions/1a2b_users.py", options);   // parses, evaluates the
//   module's body once script.check(Direction::upgrade);                                        // before
//   anything runs script.run(Direction::upgrade, sink);
//
// The module's body is evaluated at load, as an import does it: assignments, functions, classes, imports. It
// may read but not use `op`: an operation outside upgrade() and downgrade() is an error, as with Alembic.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_RUNNER_H
#define PYCHARTER_ALEMBIC_OPERATIONS_RUNNER_H

#include <pycharter/plugin/error.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alembic/operations/sink.h"

namespace pycharter::alembic {

enum class Direction { upgrade, downgrade };

// "upgrade", "downgrade": the name of the script's function.
const char* to_string(Direction direction);

struct ScriptOptions {
  // Dotted name of a foreign package -> a SQLAlchemy expression (`sa.String(36)`) or a literal:
  // [pycharter:types].
  std::map<std::string, std::string> foreign_names;
  // Values of -x key=value, for context.get_x_argument(), as given.
  std::vector<std::string> x_arguments;
  // What os.environ shows the script. Empty: nothing is set.
  std::map<std::string, std::string> environment;
  // naming_convention of the target metadata: passed with the operations it touches. Empty object: none.
  boost::json::object naming_convention;
  // What the context says of the version table; without a schema it is None.
  std::string version_table = "alembic_version";
  std::optional<std::string> version_table_schema;
  // Bounds of one evaluation.
  std::uint64_t max_steps = 50'000'000;
  std::size_t max_depth = 200;
  std::size_t max_memory = std::size_t{512} << 20;
  // Asked now and then during evaluation; true stops with ErrorCode::cancelled. May be empty.
  std::function<bool()> cancelled;
  // Lines of print() and of logging. May be empty: dropped.
  std::function<void(const std::string& line)> print;
};

// What scripts have in common: their options, and the modules that they can import. Never changes, so that
// any number of scripts may share one; each has an interpreter of its own, and none sees what another has
// made.
class ScriptLibrary {
 public:
  explicit ScriptLibrary(ScriptOptions options);
  ~ScriptLibrary();
  ScriptLibrary(const ScriptLibrary&) = delete;
  ScriptLibrary& operator=(const ScriptLibrary&) = delete;

 private:
  friend class RevisionScript;
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

// Movable, not copyable. One thread at a time. Failures throw pycharter::Error: code script with file, line,
// column and source line for what is wrong in the script or outside the language; what the sink throws passes
// unchanged.
class RevisionScript {
 public:
  // Reads, parses and evaluates the module. `file` is what messages show.
  static RevisionScript load(const std::string& file, ScriptOptions options = {});
  // The same from text that was read already.
  static RevisionScript from_text(std::string text, const std::string& file, ScriptOptions options = {});
  static RevisionScript from_text(std::string text, const std::string& file,
                                  std::shared_ptr<const ScriptLibrary> library);

  RevisionScript(RevisionScript&&) noexcept;
  RevisionScript& operator=(RevisionScript&&) noexcept;
  ~RevisionScript();

  // False where the script has no such function: Alembic then fails, so does run().
  bool has(Direction direction) const;

  // What can be told without running: names that are not defined, members that `op`, `sa` and their like do
  // not have, for what `direction` can reach. Throws the first one.
  void check(Direction direction) const;

  // Runs the function; every operation goes to `sink` before the next is evaluated. The module's globals are
  // fresh each time.
  void run(Direction direction, OperationSink& sink);

 private:
  struct Impl;
  explicit RevisionScript(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pycharter::alembic

#endif

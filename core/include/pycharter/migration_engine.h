// Migrations of a database by an Alembic environment, for host applications.
//
//   pycharter::MigrationEngine engine({.database_url = "postgresql://user@host/db"});
//   if (!engine.current().at_head) engine.upgrade();
//
// An engine is movable and not thread-safe, but for cancel(); distinct engines are independent. Failure
// throws pycharter::Error; besides the codes named at each method, every method throws plugin when a plugin
// is missing, and every method that needs the database connect and auth when it can't be opened, and
// unsupported for a backend without SQL.
#ifndef PYCHARTER_MIGRATION_ENGINE_H
#define PYCHARTER_MIGRATION_ENGINE_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/error.h>
#include <pycharter/export.h>

namespace pycharter {

namespace migrations {
class Session;
}

// Run on the thread that calls the engine. One that throws stops the run at the next safe point; its
// exception then leaves the method that was called.
struct MigrationCallbacks {
  enum class Level { debug, info, warning, error };
  // "alembic.runtime.migration", "Running upgrade  -> 1111aaaa, create users"
  std::function<void(Level level, std::string_view logger, std::string_view message)> log = {};
  // `done` of `total` revisions (0: not known), and what is being done now.
  std::function<void(std::uint64_t done, std::uint64_t total, std::string_view what)> progress = {};
  // True to stop at the next safe point, with the error `cancelled`.
  std::function<bool()> cancelled = {};
};

struct MigrationOptions {
  // Without one, the database that the configuration names.
  std::optional<std::string> database_url = {};
  // An alembic.ini; without one, the nearest upward, else the installed contract store's.
  std::optional<std::string> config_file = {};
  std::string section = "alembic";
  // The contract store's own environment, whatever lies around.
  bool contract_store = false;
  std::vector<std::string> x = {};          // key=value, as Alembic's -x
  std::vector<std::string> overrides = {};  // SECTION.KEY=VALUE, before every other source of settings
  MigrationCallbacks callbacks = {};
};

struct Revision {
  std::string id;
  std::vector<std::string> down_revisions;
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  bool is_head = false;
  bool is_base = false;
  bool is_branch_point = false;
  bool is_merge_point = false;
  std::string doc;   // first line of the script's docstring
  std::string path;  // of the script
};

// What Alembic would print, and the same as data. `json` in every answer is the engine's whole answer, with
// keys that may be newer than this header: docs/migrations-interface.md.
struct RevisionList {
  std::vector<std::string> lines;
  std::vector<Revision> revisions;
  std::string json;
};

struct HistoryOptions {
  std::string range = {};  // "a:b", as Alembic's -r; empty: everything
  bool verbose = false;
  bool reverse = false;
  std::size_t limit = 0;          // 0: no limit
  bool indicate_current = false;  // needs the database, as does `current` in the range
};

struct CurrentHead {
  std::string revision;
  bool is_head = false;
  bool known = false;  // false: the environment has no such revision
  std::string line;    // "ac3d8fcc3e60 (head)"
};

struct CurrentState {
  bool initialized = false;  // the database has a version row
  bool at_head = false;
  std::vector<CurrentHead> heads;
  std::vector<std::string> script_heads;
  std::vector<std::string> rows;  // of the version table; `heads` may have dependencies of theirs as well
  std::string json;
};

struct MigrationStep {
  std::string revision;
  std::vector<std::string> down_revisions;
  std::string direction;  // "upgrade", "downgrade", "stamp"
  std::string doc;
  std::vector<std::string> statements;  // of plan(), each with its terminator
  std::string depends_on_data;  // of plan(): why what comes after them can't be told; empty: these are all
};

struct MigrationResult {
  // "done", "nothing"; of init() "created", "already", "behind" (revisions are pending), "untracked" (tables
  // without a version), "repaired" (with force).
  std::string status;
  std::vector<MigrationStep> steps;
  std::vector<std::string> heads;  // where the database stands now
  std::string json;
};

struct RunOptions {
  bool purge = false;                    // stamp: forget all rows first
  bool force = false;                    // init: make what is missing
  std::optional<int> lock_timeout = {};  // seconds; without it, the configuration's
  std::optional<bool> transaction_per_migration = {};
};

enum class MigrationAction { upgrade, downgrade, stamp, init };

struct NewRevision {
  std::string message = {};
  std::vector<std::string> heads = {};  // empty: head
  bool splice = false;
  std::string branch_label = {};
  std::vector<std::string> depends_on = {};
  std::string id = {};        // empty: a new one
  bool autogenerate = false;  // needs the database
  bool sql_file = false;      // a revision in SQL, where Python is the rule
};

struct NewMerge {
  std::vector<std::string> revisions = {"heads"};
  std::string message = {};
  std::string branch_label = {};
  std::string id = {};
};

struct WrittenFiles {
  std::string path;  // the script, or the environment's folder
  std::vector<std::string> paths;
  std::string json;
};

struct EditedScript {
  std::string revision;
  std::string path;
  std::string applied;  // checksum when it was applied
  std::string now;
};

struct Comparison {
  std::vector<std::string>
      operations;  // JSON of docs/operations.md: what would bring the database to the models
  std::vector<EditedScript> drift;
  std::vector<std::string> pending;  // revisions that the database lacks; with any, models are not compared
  std::vector<std::string> summary;  // the operations in words, a line each
  std::vector<std::string> notes;    // what differs and no operation can change
  std::vector<std::string> statements;  // the operations as SQL, where it was asked for
  std::string json;
  bool clean() const { return operations.empty() && drift.empty() && pending.empty(); }
};

struct DescribeOptions {
  // Patterns with * and ?; empty: the connection's own schema, and what [pycharter] include_schemas names.
  std::vector<std::string> schemas = {};
  bool from_models = false;  // picture(): of the environment's models; the URL only tells the dialect
};

class PYCHARTER_API MigrationEngine {
 public:
  // Finds and reads the environment; does not connect. Throws config (no environment, a bad setting), graph.
  explicit MigrationEngine(MigrationOptions options = {});
  // Inside the project: over a session that was opened another way.
  explicit MigrationEngine(std::unique_ptr<migrations::Session> session);
  MigrationEngine(MigrationEngine&&) noexcept;
  MigrationEngine& operator=(MigrationEngine&&) noexcept;
  ~MigrationEngine();

  // The environment's file, and how it was chosen: "--config", "nearest alembic.ini", "installed".
  std::string environment_file() const;
  std::string environment_chosen_by() const;
  // The database's URL with its password masked; throws config when none is configured.
  std::string masked_url() const;

  // Questions to the graph; no database. Throw graph, script.
  RevisionList heads(bool verbose = false);
  RevisionList branches(bool verbose = false);
  RevisionList history(const HistoryOptions& options = {});
  RevisionList show(std::string_view revision);
  RevisionList resolve(std::string_view revision);

  // Throws not_found when a database file is missing.
  CurrentState current();

  // Change the database, all or up to a safe point. Throw graph, script, migration, locked, drift, conflict,
  // cancelled.
  MigrationResult upgrade(std::string_view target = "head", const RunOptions& options = {});
  MigrationResult downgrade(std::string_view target, const RunOptions& options = {});
  MigrationResult stamp(std::string_view target = "head", const RunOptions& options = {});
  // An empty database to head; says in `status` what it found where that is not possible.
  MigrationResult init(const RunOptions& options = {});
  // What the run would do, statements included; changes nothing.
  MigrationResult plan(MigrationAction action, std::string_view target, const RunOptions& options = {});

  // The SQL text of Alembic's --sql, in pieces. The URL only tells the dialect: nothing is connected to.
  void render(MigrationAction action, std::string_view range,
              const std::function<void(std::string_view)>& sink, const RunOptions& options = {});

  // Write files. Throw usage for the installed environment, conflict for a revision that exists.
  WrittenFiles revision(const NewRevision& revision);
  WrittenFiles merge(const NewMerge& merge);
  WrittenFiles make_environment(std::string_view folder, std::string_view url);

  // Models against the database, applied scripts against their files; changes nothing. Throws config where
  // the environment names no models, script for what cannot be read of them.
  Comparison compare(bool with_statements = false);

  // The database's tables as SQLAlchemy declarations, a Python module; what cannot be declared is a warning
  // in the log. Throws not_found where there are no tables.
  std::string declarations(const DescribeOptions& options = {});
  // The tables of the database, or of the models, and their relations: "svg" or "mermaid". Throws usage for
  // another form, not_found where there are no tables.
  std::string picture(std::string_view form, const DescribeOptions& options = {});

  // A question that this header has no method for, as JSON of docs/migrations-interface.md.
  std::string query(std::string_view request);

  // From any thread: the call that runs fails soon with `cancelled`.
  void cancel() noexcept;

 private:
  std::unique_ptr<migrations::Session> session_;
};

}  // namespace pycharter

#endif

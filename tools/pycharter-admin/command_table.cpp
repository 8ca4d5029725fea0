// The one table of groups, commands and options.
#include <algorithm>

#include "command.h"
#include "commands/commands.h"

namespace pycharter::admin {
namespace {

const Option revision_option{"revision", '\0', "REV",
                             "target: head, an id or the start of one, +1, -1, base"};
const Option sql_option{
    "sql", '\0', {}, "print the SQL on stdout and connect to nothing; the URL tells the dialect"};
const Option lock_timeout_option{"lock-timeout", '\0', "SECONDS",
                                 "how long to wait for another migration (60)"};
const Option one_by_one_option{"transaction-per-migration", '\0', {}, "one transaction for each revision"};
const Option verbose_option{"verbose", 'v', {}, "all of each revision"};
const Option message_option{"message", 'm', "TEXT", "what the revision does; becomes its file name"};
const Option label_option{"branch-label", '\0', "LABEL", "a name for the branch that begins here"};
const Option schema_option{
    "schema", '\0', "PATTERN", "the tables of this schema; may be repeated, * and ? stand for any", {}, true};
const Option output_option{"output", 'o', "FILE", "write into this file"};
const Option force_output_option{"force", '\0', {}, "replace a file that is there"};
const Option rev_id_option{"rev-id", '\0', "ID", "the new revision's id, instead of a random one"};

constexpr std::string_view what_choices = "schema coercion validation governance ownership metadata";
const Argument what_argument{"WHAT", "schema, coercion, validation, governance, ownership or metadata", true,
                             false, what_choices};
const Argument name_argument{"NAME[@VERSION]", "the schema, or the rule or resource; it splits at the last @",
                             true};

constexpr bool reads_only = true;  // at the end of a command's row

}  // namespace

const std::vector<Group>& groups() {
  static const std::vector<Group> table{
      {"db", "initialise and migrate a database"},
      {"plugin", "backends and engines, and where they come from"},
      {"config", "settings and their sources"},
      {"store", "read and write contracts"},
  };
  return table;
}

const std::vector<Option>& global_options() {
  static const std::vector<Option> table{
      {"config", 'c', "FILE", "an alembic.ini (or pyproject.toml); PYCHARTER_CONFIG names a pycharter.cfg"},
      {"name", 'n', "SECTION", "the section of that file in place of [alembic]"},
      {"x-arg", 'x', "KEY=VALUE", "passed to the environment, as Alembic's -x", {}, true},
      {"set", '\0', "SECTION.KEY=VALUE", "a setting, before every file and variable", {}, true},
      {"format", '\0', "FORMAT", "text or json: one document on stdout, errors too", "text json"},
      {"color", '\0', "WHEN", "auto, always or never; NO_COLOR is honoured", "auto always never"},
      {"quiet", 'q', {}, "no log lines"},
      {"verbose", 'v', {}, "more log lines"},
      {"help", 'h', {}, "how to use the command"},
      {"version", '\0', {}, "the version"},
  };
  return table;
}

const std::vector<Command>& commands() {
  static const std::vector<Command> table{
      {"db",
       "init",
       "create tables and indexes, and stamp head",
       "Runs the environment's revisions on an empty database. A database that is at head is left as it is; "
       "one that is\n"
       "behind needs 'db upgrade'; tables without a version need --force or 'db stamp'. A SQLite file is "
       "created.",
       {},
       true,
       {{"force", '\0', {}, "make what is missing of the contract store and stamp head; never drops"},
        {"wait", '\0', "SECONDS", "wait that long for the database to answer"},
        lock_timeout_option},
       db_init},
      {"db",
       "upgrade",
       "apply revisions",
       "Applies what is pending, up to the target (head). A SQLite file is created.",
       {},
       true,
       {revision_option,
        sql_option,
        {"dry-run", '\0', {}, "show the statements to come, change nothing"},
        lock_timeout_option,
        one_by_one_option},
       db_upgrade},
      {"db",
       "downgrade",
       "revert revisions",
       "Reverts down to the target: -1, an id, base.",
       {},
       true,
       {revision_option, sql_option, lock_timeout_option, one_by_one_option},
       db_downgrade},
      {"db",
       "current",
       "show the database's revision",
       "Exit code 1 when the database is not initialized.",
       {},
       true,
       {{"check-heads", '\0', {}, "exit code 1 unless the database is at head"}, verbose_option},
       db_current,
       reads_only},
      {"db",
       "history",
       "list revisions, newest first",
       "Needs no database without -i.",
       {},
       true,
       {{"rev-range", 'r', "A:B", "only these; either end may be missing"},
        {"indicate-current", 'i', {}, "mark the database's revision"},
        {"reverse", '\0', {}, "oldest first"},
        {"limit", '\0', "N", "at most so many"},
        verbose_option},
       db_history,
       reads_only},
      {"db", "heads", "show the head revisions", {}, {}, false, {verbose_option}, db_heads},
      {"db", "branches", "show the branch points", {}, {}, false, {verbose_option}, db_branches},
      {"db",
       "show",
       "show one revision",
       {},
       {{"REV", "an id, the start of one, head, base", true}},
       false,
       {},
       db_show},
      {"db",
       "stamp",
       "write the version, run nothing",
       {},
       {{"REV", "the revision to write (head)"}},
       true,
       {sql_option, {"purge", '\0', {}, "empty the version table first"}, lock_timeout_option},
       db_stamp},
      {"db",
       "revision",
       "write a new revision script",
       "Prints the path of the file.",
       {},
       true,
       {message_option,
        {"autogenerate", '\0', {}, "compare the models with the database"},
        {"head", '\0', "REV", "the parent (head)"},
        {"splice", '\0', {}, "the parent need not be a head"},
        label_option,
        {"depends-on", '\0', "REV", "a revision that must be applied before", {}, true},
        rev_id_option,
        {"sql-file", '\0', {}, "a revision in SQL: a .sql file with -- upgrade and -- downgrade sections"}},
       db_revision},
      {"db",
       "merge",
       "join heads in a new revision",
       "Prints the path of the file.",
       {{"REV", "the heads to join (all)", false, true}},
       false,
       {message_option, label_option, rev_id_option},
       db_merge},
      {"db",
       "env",
       "make a new Alembic environment",
       "Writes alembic.ini here and DIR with env.py, script.py.mako and versions/, which Python Alembic "
       "reads too.",
       {{"DIR", "the folder of the scripts; it may not hold any", true}},
       true,
       {},
       db_env},
      {"db",
       "models",
       "write SQLAlchemy models from a database",
       "Prints a Python module: a class for each table, with its keys, indexes, checks, comments and "
       "defaults, so "
       "that an\n"
       "empty database made of it has the same tables. What cannot be declared is a comment there and a "
       "warning.",
       {},
       true,
       {{"from-database", '\0', {}, "of the tables that the database has"},
        schema_option,
        output_option,
        force_output_option},
       db_models},
      {"db",
       "erd",
       "draw tables and their relations",
       "An SVG image, or Mermaid's erDiagram for a README.",
       {},
       true,
       {{"as", '\0', "FORM", "svg or mermaid (svg)", "svg mermaid"},
        {"from-models", '\0', {}, "of the models; the URL tells the dialect"},
        schema_option,
        output_option,
        force_output_option},
       db_erd},
      {"db",
       "check",
       "tell whether anything is left to generate or apply",
       "Compares the models of [pycharter] models with the database, which stays as it is. Exit code 1 when "
       "revisions are\npending or models and database differ.",
       {},
       true,
       {},
       db_check,
       reads_only},
      {"db",
       "diff",
       "show the SQL that would bring the database to the models",
       "Changes nothing. The database has to be at head.",
       {},
       true,
       {},
       db_diff,
       reads_only},
      {"db",
       "wait",
       "wait until the database answers",
       {},
       {},
       true,
       {{"timeout", '\0', "SECONDS", "give up after that long (60)"}},
       db_wait,
       reads_only},
      {"plugin", "list", "list plugins", "Reads manifests, loads nothing.", {}, false, {}, plugin_list},
      {"plugin",
       "inspect",
       "load a plugin and show what it says of itself",
       "Loads it in a process of its own, so that one that crashes is reported.",
       {{"NAME", "the plugin's name", true}},
       false,
       {},
       plugin_inspect},
      {"plugin",
       "doctor",
       "show every folder searched and why a plugin was turned down",
       "Exit code 1 when something is wrong.",
       {},
       false,
       {},
       plugin_doctor},
      {"config",
       "list",
       "list settings",
       "Secrets are masked; commands (KEY_cmd) are not run.",
       {},
       false,
       {{"show-origin", '\0', {}, "where each value comes from"}},
       config_list},
      {"config",
       "get-value",
       "show one setting",
       "Not masked. Exit code 1 when it is not set.",
       {{"SECTION", "for example database", true}, {"KEY", "for example sql_alchemy_conn", true}},
       false,
       {},
       config_get_value},
      {"config",
       "init",
       "write a commented pycharter.cfg",
       "In the working directory, readable by you alone.",
       {},
       true,
       {{"url", '\0', "URL", "the database to set in it"},
        {"force", '\0', {}, "replace a file that is there"}},
       config_init},
      {"store",
       "list",
       "list schemas",
       "A JSON array of id, name and version.",
       {},
       true,
       {},
       store_list,
       reads_only},
      {"store",
       "get",
       "read a document",
       "Without a version the latest. Exit code 1 when nothing is found.",
       {what_argument, name_argument},
       true,
       {{"complete", '\0', {}, "a schema with its rules merged in"}},
       store_get,
       reads_only},
      {"store",
       "put",
       "write a document",
       "Prints its id as JSON.",
       {what_argument, name_argument, {"FILE", "a JSON file, or - for stdin", true}},
       true,
       {},
       store_put},
      {"store",
       "export",
       "write all contracts into a folder of readable files",
       "One JSON file for each version of a schema, with its rules, ownership and metadata; afterwards the "
       "folder "
       "holds what the store holds. Run it again to go on after an interruption, or to bring the folder up "
       "to "
       "date: what is right already is not touched, files of contracts that are gone are removed. Files that "
       "were edited and not imported stop it.",
       {{"DIR", "a new or empty folder, or an earlier export", true}},
       true,
       {{"replace-edited", '\0', {}, "give up what was edited in DIR and is not in the store"}},
       store_export},
      {"store",
       "import",
       "read such a folder into a store",
       "All files are checked before the first write. A contract that is there is replaced as a whole; what "
       "only "
       "the store has is left as it is. Files may have been edited. Run it again to go on after an "
       "interruption.",
       {{"DIR", "the folder of an export", true}},
       true,
       {},
       store_import},
      {"store",
       "copy",
       "copy all contracts from one store to another",
       "Between any two backends. A contract that is there is replaced as a whole; what only the target has "
       "is left "
       "as it is. Run it again to go on after an interruption.",
       {{"FROM_URL", "the store to read", true, false, {}, true},
        {"TO_URL", "the store to write, initialised", true, false, {}, true}},
       false,
       {},
       store_copy},
  };
  return table;
}

const Command* find_command(std::string_view group, std::string_view verb) {
  const auto& table = commands();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Command& command) {
    return command.group == group && command.verb == verb;
  });
  return found == table.end() ? nullptr : &*found;
}

std::vector<std::string_view> group_names() {
  std::vector<std::string_view> names;
  for (const auto& group : groups())
    names.push_back(group.name);
  return names;
}

std::vector<std::string_view> verbs_of(std::string_view group) {
  std::vector<std::string_view> verbs;
  for (const auto& command : commands())
    if (command.group == group) verbs.push_back(command.verb);
  return verbs;
}

}  // namespace pycharter::admin

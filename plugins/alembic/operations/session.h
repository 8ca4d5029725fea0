// What the modules of one evaluation share: interpreter, sink, options, and the classes they made.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_SESSION_H
#define PYCHARTER_ALEMBIC_OPERATIONS_SESSION_H

#include <boost/json.hpp>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "alembic/operations/runner.h"
#include "alembic/operations/type_table.h"
#include "alembic/script/interpreter.h"

namespace pycharter::alembic {

namespace json = boost::json;
using script::Arguments;
using script::Bindings;
using script::Interpreter;
using script::Kind;
using script::Value;

// A function that compiles() named: for these dialects, or for all others.
struct CompileRule {
  Value cls;
  std::vector<std::string> dialects;
  Value code;
};

class ParameterLists;

namespace orm {
struct Registry;
}

// Classes by their key: "Column".
using Classes = std::map<std::string, Value, std::less<>>;

// The class of a key, which `make` makes when it is first asked for.
template <class Make>
Value class_once(Classes& classes, std::string_view key, const Make& make) {
  if (const auto found = classes.find(key); found != classes.end()) return found->second;
  return classes.emplace(key, make()).first->second;
}

// Where in a script something was made. The file is that of one of its interpreter's sources; null: nowhere.
struct Site {
  const std::string* file = nullptr;
  script::Position position;

  json::object to_json() const;  // {"file", "line", "column"}
};

class Session final : public script::Embedder {
 public:
  Session(const ScriptOptions& given, ParameterLists& lists) : options(given), parameter_lists(lists) {}
  // The session of an interpreter that runs a revision script.
  static Session& of(Interpreter& interpreter) { return static_cast<Session&>(*interpreter.host().embedder); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const ScriptOptions& options;
  ParameterLists& parameter_lists;     // of all scripts of the library
  Interpreter* interpreter = nullptr;  // set before anything runs
  OperationSink* sink = nullptr;       // null while the module's level is evaluated

  Interpreter& in() const { return *interpreter; }
  // The sink; raises NameError in Alembic's sense when `what` is used outside upgrade() and downgrade().
  OperationSink& connected(std::string_view what) const;
  bool as_sql() const { return sink != nullptr && sink->as_sql(); }

  // {"file", "line", "column"} of the expression being evaluated.
  Site site() const;
  json::object at() const;  // the same, as operations have it
  // Sends an operation, or an execute operation whose result matters. A failure of the database becomes an
  // exception of the script (sqlalchemy.exc.DBAPIError or below), so that its except and finally see it; the
  // original comes back from rethrow_database_error when the script lets it escape.
  void apply(json::object op);
  QueryResult query(json::object op);
  json::object reflect(const json::object& request);
  void rethrow_database_error(const Error& escaped) const;

  // Exception classes of sqlalchemy.exc and alembic.util, by name; made when first asked for.
  Value exception(std::string_view name);
  [[noreturn]] void fail(std::string_view exception_name, const std::string& message);

  // The class of a type (types.h), and the row of a class; null when it is none.
  Classes type_classes;  // "postgresql.JSONB"
  std::map<const script::Object*, const TypeRow*> type_rows;
  Classes exceptions;
  Classes classes;  // other classes that isinstance asks for
  // The classes of enum.Enum behind Enum types, by the type's JSON.
  Classes enumerations;
  std::vector<CompileRule> compile_rules;
  std::vector<Value> decorators;   // of a script's own types, by the number in their JSON (python_types.h)
  std::vector<Value> metadatas;    // each MetaData that was made
  json::array sequences;           // every Sequence that a column has or that names its MetaData
  std::vector<Value> loose_items;  // Index and constraints whose Columns are not in a table yet
  int anonymous = 0;               // aliases without a name so far
  int savepoints = 0;
  std::shared_ptr<orm::Registry>
      orm;  // mapped classes and their sessions (orm/model.h); null while there are none

  // A script's Session.rollback(): the migration's one transaction cannot go on. Every use of the connection
  // raises from then on, and so does the end of the script.
  void roll_back() { rolled_back_ = true; }
  bool rolled_back() const noexcept { return rolled_back_; }
  void require_open_transaction();
  static constexpr std::string_view rolled_back_message =
      "the script's Session.rollback() has undone the migration's transaction; let the exception through, or "
      "use begin_nested() around what may fail";

 private:
  template <class Work>
  auto guarded(const Work& work);
  std::optional<Error> database_error_;
  bool rolled_back_ = false;
};

}  // namespace pycharter::alembic

#endif

#include "alembic/operations/session.h"

namespace pycharter::alembic {
namespace {

struct ExceptionRow {
  std::string_view name;
  std::string_view base;  // of this table, or a builtin
};
constexpr ExceptionRow exception_rows[] = {
    {"SQLAlchemyError", "Exception"},
    {"ArgumentError", "SQLAlchemyError"},
    {"CompileError", "SQLAlchemyError"},
    {"InvalidRequestError", "SQLAlchemyError"},
    {"NoInspectionAvailable", "InvalidRequestError"},
    {"NoResultFound", "InvalidRequestError"},
    {"MultipleResultsFound", "InvalidRequestError"},
    {"NoSuchTableError", "InvalidRequestError"},
    {"NoSuchColumnError", "InvalidRequestError"},
    {"NoReferenceError", "InvalidRequestError"},
    {"NoReferencedTableError", "NoReferenceError"},
    {"NoReferencedColumnError", "NoReferenceError"},
    {"ResourceClosedError", "InvalidRequestError"},
    {"PendingRollbackError", "InvalidRequestError"},
    {"ObjectNotExecutableError", "ArgumentError"},
    {"UnsupportedCompilationError", "CompileError"},
    {"UnmappedError", "InvalidRequestError"},
    {"UnmappedClassError", "UnmappedError"},
    {"UnmappedInstanceError", "UnmappedError"},
    {"ObjectDeletedError", "InvalidRequestError"},
    {"DetachedInstanceError", "SQLAlchemyError"},
    {"StaleDataError", "SQLAlchemyError"},
    {"StatementError", "SQLAlchemyError"},
    {"DBAPIError", "StatementError"},
    {"InterfaceError", "DBAPIError"},
    {"DatabaseError", "DBAPIError"},
    {"DataError", "DatabaseError"},
    {"OperationalError", "DatabaseError"},
    {"IntegrityError", "DatabaseError"},
    {"InternalError", "DatabaseError"},
    {"ProgrammingError", "DatabaseError"},
    {"NotSupportedError", "DatabaseError"},
    {"SADeprecationWarning", "DeprecationWarning"},
    {"SAWarning", "RuntimeWarning"},
    {"CommandError", "Exception"},
};

const ExceptionRow* find_exception(std::string_view name) {
  for (const auto& row : exception_rows)
    if (row.name == name) return &row;
  return nullptr;
}

// DBAPI classes by the first characters of the SQLSTATE, as the drivers sort them.
constexpr std::pair<std::string_view, std::string_view> sqlstate_classes[] = {
    {"23", "IntegrityError"},    {"22", "DataError"},        {"42", "ProgrammingError"},
    {"0A", "NotSupportedError"}, {"XX", "InternalError"},    {"08", "OperationalError"},
    {"53", "OperationalError"},  {"55", "OperationalError"}, {"57", "OperationalError"},
    {"40", "OperationalError"},  {"01", "DataError"},        {"25", "InternalError"},
};

// What Python raises for the words of a refusal that scripts look out for: a batch that names what is not
// there.
constexpr std::pair<std::string_view, std::string_view> refusal_classes[] = {
    {"No such constraint: ", "ValueError"},
    {"No such index: ", "ValueError"},
    {"Constraint must have a name", "ValueError"},
};

std::string_view refusal_class(std::string_view message) {
  for (const auto& [words, name] : refusal_classes)
    if (message.starts_with(words)) return name;
  return "CommandError";  // what the dialect cannot render is Alembic's own error
}

std::string_view dbapi_class(const Error& error) {
  // sqlite3 knows of most errors only that the statement failed.
  if (error.facts().backend == "sqlite" && error.facts().sqlstate.starts_with("42"))
    return "OperationalError";
  if (error.code() == ErrorCode::conflict) return "IntegrityError";
  if (error.code() == ErrorCode::unsupported) return refusal_class(error.message());
  for (const auto& [prefix, name] : sqlstate_classes)
    if (error.facts().sqlstate.starts_with(prefix)) return name;
  return "OperationalError";
}

// What Python would raise here; anything else (cancelled, locked, …) stops the run.
bool is_statement_error(const Error& error) {
  if (error.code() == ErrorCode::cancelled) return false;
  return error.code() == ErrorCode::migration || error.code() == ErrorCode::conflict ||
         error.code() == ErrorCode::unsupported || !error.facts().sqlstate.empty();
}

}  // namespace

OperationSink& Session::connected(std::string_view what) const {
  if (sink == nullptr)
    in().raise("NameError",
               "Can't invoke function '" + std::string(what) +
                   "' outside upgrade() and downgrade(): no database stands behind alembic.op while the "
                   "script is read");
  return *sink;
}

json::object Site::to_json() const {
  return {{"file", file == nullptr ? std::string() : *file},
          {"line", position.line},
          {"column", position.column}};
}

Site Session::site() const {
  return {&in().path(), in().position()};
}

json::object Session::at() const {
  return site().to_json();
}

template <class Work>
auto Session::guarded(const Work& work) {
  try {
    return work();
  } catch (const Error& error) {
    if (!is_statement_error(error)) throw;
    database_error_ = error;
  }
  fail(dbapi_class(*database_error_), database_error_->message());
}

void Session::require_open_transaction() {
  if (rolled_back_) fail("InvalidRequestError", std::string(rolled_back_message));
}

void Session::apply(json::object op) {
  require_open_transaction();
  if (!op.contains("at")) op["at"] = at();
  guarded([&] { connected("execute").operation(op); });
}

QueryResult Session::query(json::object op) {
  require_open_transaction();
  op["at"] = at();
  return guarded([&] { return connected("execute").query(op); });
}

json::object Session::reflect(const json::object& request) {
  require_open_transaction();
  return guarded([&] { return connected("inspect").reflect(request); });
}

void Session::rethrow_database_error(const Error& escaped) const {
  if (!database_error_ || escaped.message().find(database_error_->message()) == std::string::npos) return;
  Error original = *database_error_;
  auto& facts = original.facts();
  // A statement that was on its way fails while a later line runs: its own place is the right one.
  const bool has_place = !facts.file.empty() && !facts.file.starts_with('<');
  const bool elsewhere = facts.file != escaped.facts().file || facts.line != escaped.facts().line;
  if (has_place && elsewhere) throw original;
  facts.file = escaped.facts().file;
  facts.line = escaped.facts().line;
  facts.column = escaped.facts().column;
  facts.source_line = escaped.facts().source_line;
  throw original;
}

Value Session::exception(std::string_view name) {
  const auto* row = find_exception(name);
  if (row == nullptr) return Value();
  return class_once(exceptions, name, [&] {
    const Value base = find_exception(row->base) != nullptr ? exception(row->base) : in().builtin(row->base);
    return script::make_class(in(), std::string(name), "sqlalchemy.exc", {base});
  });
}

void Session::fail(std::string_view exception_name, const std::string& message) {
  const Value known = exception(exception_name);
  in().raise(known.defined() ? known : in().builtin(exception_name), message);
}

}  // namespace pycharter::alembic

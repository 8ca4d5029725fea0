#include "alembic/apply/revision_body.h"

#include <boost/json/object.hpp>

#include "alembic/apply/dialect.h"
#include "alembic/apply/statements.h"
#include "alembic/sql_file/sql_file.h"

namespace pycharter::alembic {

namespace {

namespace json = boost::json;

class PythonBody final : public RevisionBody {
 public:
  explicit PythonBody(RevisionScript script) : script_(std::move(script)) {}

  void check(Direction direction) const override { script_.check(direction); }
  void run(Direction direction, OperationSink& sink) override { script_.run(direction, sink); }

 private:
  RevisionScript script_;
};

class SqlBody final : public RevisionBody {
 public:
  SqlBody(std::string text, const std::string& path, plugin::SqlClient& database)
      : path_(path),
        database_(database),
        dialect_(read_dialect(database)),
        file_(path, std::move(text), dialect_names()) {}

  void check(Direction direction) const override { compile(database_, operation(direction), true); }

  void run(Direction direction, OperationSink& sink) override {
    const json::object op = operation(direction);
    if (file_.header().transaction) return sink.operation(op);
    sink.begin_autocommit();
    try {
      sink.operation(op);
    } catch (...) {
      sink.end_autocommit();
      throw;
    }
    sink.end_autocommit();
  }

 private:
  json::object operation(Direction direction) const {
    const SqlFile::Part part = file_.part(to_string(direction), dialect_.script_names);
    return {{"op", "script"},
            {"text", part.sql},
            {"transaction", file_.header().transaction},
            {"at", {{"file", path_}, {"line", part.line}, {"column", 1}}}};
  }

  std::string path_;
  plugin::SqlClient& database_;
  Dialect dialect_;
  SqlFile file_;
};

}  // namespace

bool is_sql_file(const std::string& path) {
  return path.ends_with(".sql");
}

std::unique_ptr<RevisionBody> python_body(std::string text, const std::string& path,
                                          std::shared_ptr<const ScriptLibrary> library) {
  return std::make_unique<PythonBody>(RevisionScript::from_text(std::move(text), path, std::move(library)));
}

std::unique_ptr<RevisionBody> sql_body(std::string text, const std::string& path,
                                       plugin::SqlClient& database) {
  return std::make_unique<SqlBody>(std::move(text), path, database);
}

}  // namespace pycharter::alembic

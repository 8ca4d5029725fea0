#include "alembic/apply/revision_body.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <cctype>
#include <iterator>
#include <string_view>

#include "alembic/apply/dialect.h"
#include "alembic/apply/statements.h"
#include "alembic/sql_file/sql_file.h"

namespace pycharter::alembic {

namespace {

namespace json = boost::json;

bool has_word(std::string_view text, std::string_view word) {
  const auto is_part = [&](std::size_t at) {
    const char c = at < text.size() ? text[at] : ' ';
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    if (!(at > 0 && is_part(at - 1)) && !is_part(at + word.size())) return true;
  return false;
}

// Words without which no script sees an exception. Finding one in a comment costs only time.
bool mentions_handlers(std::string_view text) {
  static constexpr std::string_view words[] = {"try", "suppress", "__exit__", "ExitStack"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return has_word(text, word); });
}

class PythonBody final : public RevisionBody {
 public:
  PythonBody(RevisionScript script, bool may_catch) : script_(std::move(script)), may_catch_(may_catch) {}

  void check(Direction direction) const override { script_.check(direction); }
  void run(Direction direction, OperationSink& sink) override {
    if (may_catch_) sink.tell_failures_at_once();
    script_.run(direction, sink);
  }

 private:
  RevisionScript script_;
  bool may_catch_;
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
  const bool may_catch = mentions_handlers(text);
  return std::make_unique<PythonBody>(RevisionScript::from_text(std::move(text), path, std::move(library)),
                                      may_catch);
}

std::unique_ptr<RevisionBody> sql_body(std::string text, const std::string& path,
                                       plugin::SqlClient& database) {
  return std::make_unique<SqlBody>(std::move(text), path, database);
}

}  // namespace pycharter::alembic

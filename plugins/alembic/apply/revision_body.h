// What a revision does, written in Python or in SQL.
#ifndef PYCHARTER_ALEMBIC_APPLY_REVISION_BODY_H
#define PYCHARTER_ALEMBIC_APPLY_REVISION_BODY_H

#include <pycharter/plugin/client.h>

#include <memory>
#include <string>

#include "alembic/operations/runner.h"

namespace pycharter::alembic {

class RevisionBody {
 public:
  virtual ~RevisionBody() = default;

  // What can be told without running. Throws Error (script) for the first thing that is wrong.
  virtual void check(Direction direction) const = 0;
  virtual void run(Direction direction, OperationSink& sink) = 0;
};

// True for a revision in SQL, by the file's name.
bool is_sql_file(const std::string& path);

std::unique_ptr<RevisionBody> python_body(std::string text, const std::string& path,
                                          std::shared_ptr<const ScriptLibrary> library);
// `database` need not be open; it must outlive the body.
std::unique_ptr<RevisionBody> sql_body(std::string text, const std::string& path,
                                       plugin::SqlClient& database);

}  // namespace pycharter::alembic

#endif

// db wait: for start scripts, until the database answers.
#include "answers.h"
#include "commands/commands.h"

#include <boost/json/object.hpp>

namespace pycharter::admin {
namespace {

constexpr int default_timeout = 60;

}  // namespace

int db_wait(Context& context) {
  wait_for_database(context, context.seconds("timeout").value_or(default_timeout));
  context.output().success("Database answers.");
  context.output().document(boost::json::object{{"status", "answers"}});
  return exit_done;
}

}  // namespace pycharter::admin

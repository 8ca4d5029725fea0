// store list: the schemas, as a JSON array in either mode.
#include "commands/commands.h"
#include "context.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace pycharter::admin {

int store_list(Context& context) {
  auto store = context.store();
  context.connect(store);
  boost::json::array list;
  for (const auto& entry : store.list_schemas())
    list.push_back(boost::json::object{{"id", entry.id}, {"name", entry.name}, {"version", entry.version}});
  context.output().raw(boost::json::serialize(list) + "\n");
  return exit_done;
}

}  // namespace pycharter::admin

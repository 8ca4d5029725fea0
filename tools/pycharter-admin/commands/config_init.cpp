// config init: a commented pycharter.cfg in the working directory, with mode 0600.
#include "commands/commands.h"
#include "context.h"
#include "written_file.h"

#include <boost/json/object.hpp>

#include "config/config_template.h"
#include "config/database_url.h"

namespace pycharter::admin {
int config_init(Context& context) {
  const auto& words = context.words();
  auto url = words.value("url");
  if (url && words.url) throw Error(ErrorCode::usage, "two URLs are given; config init takes one");
  if (!url) url = words.url;
  if (url) (void)config::normalise_database_url(*url);  // refuse now what no command would take
  const std::string path = config::Sources::of_process().working_directory + "/pycharter.cfg";
  write_file(path, config::config_template(url), words.has("force") ? Existing::replace : Existing::keep,
             private_mode);
  context.output().line(path);
  context.output().document(boost::json::object{{"path", path}});
  return exit_done;
}

}  // namespace pycharter::admin

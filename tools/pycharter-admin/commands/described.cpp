#include "commands/described.h"

#include <boost/json/object.hpp>

#include "answers.h"
#include "written_file.h"

namespace pycharter::admin {

DescribeOptions describe_options(const Context& context) {
  return {context.words().values("schema"), context.words().has("from-models")};
}

int show_described(Context& context, std::string_view kind, const std::string& text) {
  auto& output = context.output();
  const auto file = context.words().value("output");
  if (!file) {
    if (output.is_json())
      output.document(boost::json::object{{kind, text}});
    else
      output.raw(text);
    return exit_done;
  }
  write_file(*file, text, context.words().has("force") ? Existing::replace : Existing::keep, public_mode);
  output.line(*file);
  output.document(boost::json::object{{"path", *file}});
  return exit_done;
}

}  // namespace pycharter::admin

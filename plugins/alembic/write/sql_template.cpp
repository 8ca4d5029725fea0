#include "alembic/write/sql_template.h"

#include <algorithm>

#include "alembic/graph/errors.h"

namespace pycharter::alembic {

namespace {

std::string line(const char* key, const std::string& value) {
  return "-- " + std::string(key) + ": " + value + "\n";
}

std::string in_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

}  // namespace

std::string sql_template(const SqlTemplateValues& values) {
  std::string text =
      line("message", in_one_line(values.message)) + line("revision", values.revision) +
      line("down_revision", values.down_revisions.empty() ? "None" : join(values.down_revisions));
  if (!values.branch_labels.empty()) text += line("branch_labels", join(values.branch_labels));
  if (!values.depends_on.empty()) text += line("depends_on", join(values.depends_on));
  return text + line("create_date", values.create_date) + "\n-- upgrade\n\n-- downgrade\n";
}

}  // namespace pycharter::alembic

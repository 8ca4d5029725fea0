// The text of a new revision in SQL.
#ifndef PYCHARTER_ALEMBIC_WRITE_SQL_TEMPLATE_H
#define PYCHARTER_ALEMBIC_WRITE_SQL_TEMPLATE_H

#include <string>
#include <vector>

namespace pycharter::alembic {

struct SqlTemplateValues {
  std::string message;
  std::string revision;
  std::vector<std::string> down_revisions, branch_labels, depends_on;
  std::string create_date;
};

// Both sections are empty. docs/sql-revisions.md has the form.
std::string sql_template(const SqlTemplateValues& values);

}  // namespace pycharter::alembic

#endif

// Which schemas and tables are compared: the patterns of the configuration, and what is nobody's model.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_CATALOG_FILTERS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_CATALOG_FILTERS_H

#include <string>
#include <string_view>

#include "alembic/autogenerate/compare/items.h"
#include "alembic/environment/settings.h"

namespace pycharter::alembic {

class Filters {
 public:
  // `home` is the schema of names without one; it may be empty.
  Filters(const EnvironmentSettings& settings, std::string home);

  // Of a schema that is not the connection's own: whether all of its tables are compared.
  bool takes_schema(std::string_view schema) const;
  // Tables of the connection's own schema have none.
  bool takes_table(const compare::TableName& table) const;

 private:
  const AutogenerateSettings& settings_;
  std::string home_;
  compare::TableName version_table_;
};

// Whether a pattern with * and ? fits all of the text.
bool fits(const std::string& pattern, const std::string& text);

}  // namespace pycharter::alembic

#endif

// What comparing needs to know of a dialect: how it writes names, types, values and expressions.
#ifndef PYCHARTER_SQL_COMPARISON_TOOLS_H
#define PYCHARTER_SQL_COMPARISON_TOOLS_H

#include "sql/ddl/definitions.h"

namespace pycharter::sql::comparison {

namespace json = boost::json;

struct Tools {
  explicit Tools(const ddl::Dialect& given)
      : dialect(given),
        quote(given),
        types(given, quote),
        literals(given, types),
        toolbox{dialect, quote, types, literals},
        definitions(toolbox) {}
  Tools(const Tools&) = delete;
  Tools& operator=(const Tools&) = delete;

  const ddl::Dialect& dialect;
  const ddl::Quoter quote;
  const ddl::TypeCompiler types;
  const ddl::Literals literals;
  const ddl::Toolbox toolbox;
  const ddl::Definitions definitions;
};

}  // namespace pycharter::sql::comparison

#endif

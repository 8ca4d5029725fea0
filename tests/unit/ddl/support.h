// What the tests of the DDL compiler share.
#ifndef PYCHARTER_TESTS_UNIT_DDL_SUPPORT_H
#define PYCHARTER_TESTS_UNIT_DDL_SUPPORT_H

#include <boost/json/parse.hpp>
#include <string>
#include <vector>

#include "sql/ddl/compiler.h"

namespace pycharter::sql::ddl {

inline std::vector<std::string> statements(Compiler& compiler, const std::string& operation,
                                           bool offline = true) {
  boost::json::parse_options deep;
  deep.max_depth = 250;
  const auto answer = boost::json::parse(compiler.compile(operation, offline), {}, deep);
  std::vector<std::string> sql;
  for (const auto& statement : answer.as_array()) {
    sql.emplace_back(statement.at("sql").as_string());
  }
  return sql;
}

inline std::vector<std::string> statements(const std::string& dialect, const std::string& operation,
                                           bool offline = true) {
  return statements(*make_compiler(dialect), operation, offline);
}

}  // namespace pycharter::sql::ddl

#endif

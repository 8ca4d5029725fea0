// The type of a column as a server writes it, taken apart: "NUMERIC(10, 2)", "timestamp(6) with time zone".
#ifndef PYCHARTER_SQL_REFLECTION_TYPE_TEXT_H
#define PYCHARTER_SQL_REFLECTION_TYPE_TEXT_H

#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::sql::reflection {

struct TypeText {
  std::string name;                    // "NUMERIC", "timestamp"; blanks around it removed
  std::vector<std::string> arguments;  // as written: "10", "2"
  std::string suffix;                  // after the parenthesis: "with time zone"
};

TypeText split_type(std::string_view text);

// {"type": name} with the numeric arguments under these parameter names, as far as there are both.
boost::json::object make_type(std::string_view name, const std::vector<std::string>& arguments,
                              std::span<const std::string_view> parameters);

}  // namespace pycharter::sql::reflection

#endif

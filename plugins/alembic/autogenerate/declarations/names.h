// Python's names for tables and columns.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_DECLARATIONS_NAMES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_DECLARATIONS_NAMES_H

#include <set>
#include <string>
#include <string_view>

namespace pycharter::alembic::declarations {

// "order_lines" to OrderLines.
std::string class_name(std::string_view table);
// The name itself where Python and SQLAlchemy take it, else the nearest that they take.
std::string attribute_name(std::string_view column);

// Gives each name out once; a second gets a number.
class Names {
 public:
  explicit Names(std::set<std::string> taken = {}) : taken_(std::move(taken)) {}
  std::string take(const std::string& name);

 private:
  std::set<std::string> taken_;
};

}  // namespace pycharter::alembic::declarations

#endif

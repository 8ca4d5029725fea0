#include "alembic/autogenerate/declarations/names.h"

#include <algorithm>
#include <cctype>

#include "alembic/script/lexer.h"

namespace pycharter::alembic::declarations {

namespace {

// What a class of SQLAlchemy has already, and modules of this file.
constexpr std::string_view reserved[] = {"metadata", "registry",   "sa",    "datetime", "decimal",
                                         "uuid",     "postgresql", "mysql", "sqlite"};

bool is_reserved(std::string_view name) {
  return script::is_keyword(name) ||
         std::find(std::begin(reserved), std::end(reserved), name) != std::end(reserved);
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

std::string class_name(std::string_view table) {
  std::string name;
  bool begins = true;
  for (const char c : table) {
    if (!is_word(c) || c == '_') {
      begins = true;
      continue;
    }
    name += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    begins = false;
  }
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) name.insert(0, "Table");
  return is_reserved(name) ? name + "_" : name;
}

std::string attribute_name(std::string_view column) {
  std::string name;
  for (const char c : column)
    name += is_word(c) ? c : '_';
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) name.insert(0, "column_");
  // Two underscores in front are a class's own business.
  if (name.starts_with("__")) name.insert(0, "column");
  return is_reserved(name) ? name + "_" : name;
}

std::string Names::take(const std::string& name) {
  std::string free = name;
  for (int number = 2; !taken_.insert(free).second; ++number)
    free = name + "_" + std::to_string(number);
  return free;
}

}  // namespace pycharter::alembic::declarations

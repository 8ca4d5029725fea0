// Operations in a line each, for people.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_SUMMARY_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_SUMMARY_H

#include <boost/json/array.hpp>
#include <string>
#include <vector>

namespace pycharter::alembic {

// "add_column users.email", "alter_column users.name (type, nullable)"; of the operations of modify_table one
// each. Remarks are left out.
std::vector<std::string> summary_of(const boost::json::array& operations);

}  // namespace pycharter::alembic

#endif

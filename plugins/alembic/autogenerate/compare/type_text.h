// A type as a log line names it, much as its Python repr(): VARCHAR(length=50).
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_TYPE_TEXT_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_TYPE_TEXT_H

#include <boost/json/object.hpp>
#include <string>

namespace pycharter::alembic::compare {

std::string type_text(const boost::json::object& type);

}  // namespace pycharter::alembic::compare

#endif

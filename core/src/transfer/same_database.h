// Whether two stores are one.
#ifndef PYCHARTER_TRANSFER_SAME_DATABASE_H
#define PYCHARTER_TRANSFER_SAME_DATABASE_H

#include <string>

namespace pycharter::transfer {

// By their URLs: the same server, port, database and parameters, or the same file, whoever connects. False
// may also mean that it can't be told (two names of one server).
bool same_database(const std::string& left, const std::string& right);

}  // namespace pycharter::transfer

#endif

// Which file a SQLite URL names and how it is to be opened.
#ifndef PYCHARTER_SQLITE_LOCATION_H
#define PYCHARTER_SQLITE_LOCATION_H

#include <pycharter/plugin/types.h>

#include <string>

namespace pycharter::sqlite {

struct Location {
  std::string path;  // empty: a database in memory
  int timeout = 5;   // seconds to wait for another's lock
  bool read_only = false;

  bool in_memory() const { return path.empty(); }
  // What SQLite is to open.
  std::string file_name() const { return in_memory() ? ":memory:" : path; }
};

// `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite://`, `sqlite:///:memory:`; ?timeout=SECONDS,
// ?mode=ro|rw. Throws config for a URL that says something else, connect where the file is missing and may
// not be created, or is a folder.
Location locate(const plugin::ConnectOptions& options);

}  // namespace pycharter::sqlite

#endif

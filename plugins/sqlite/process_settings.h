// Settings of SQLite that hold for the whole process.
#ifndef PYCHARTER_SQLITE_PROCESS_SETTINGS_H
#define PYCHARTER_SQLITE_PROCESS_SETTINGS_H

namespace pycharter::sqlite {

// Makes SQLite faster where nobody else uses it (plugin::Host::owns_process). The calling thread is the one
// that shall be fast; connections may be used on others too, one thread at a time each. SQLite refuses all of
// it once it is in use, which changes nothing. Thread-safe.
void configure_process() noexcept;

}  // namespace pycharter::sqlite

#endif

// The file: a line for each field (name, size in bytes), then its bytes. Fields of a record follow its
// `kind`.
//
//   onefile 1
//   kind 1
//   name 4
//   user
#ifndef ONEFILE_FILE_H
#define ONEFILE_FILE_H

#include <string>

#include "records.h"

namespace onefile {

// One process at a time holds it; released when it goes.
class FileLock {
 public:
  // Throws connect.
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int file_;
};

bool exists(const std::string& path);
// No records where there is no file. Throws connect when it can't be read, internal when it is damaged.
Records read(const std::string& path);
// Replaces the file as a whole: after a crash it is the old one or the new one. Throws connect.
void write(const std::string& path, const Records& records);

}  // namespace onefile

#endif

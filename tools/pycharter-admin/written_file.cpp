#include "written_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <pycharter/error.h>

namespace pycharter::admin {
namespace {

[[noreturn]] void failed(const std::string& what, const std::string& path) {
  throw Error(ErrorCode::config, "can't " + what + " " + path + ": " + std::strerror(errno), {.file = path});
}

bool write_all(int fd, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const auto size = write(fd, text.data() + written, text.size() - written);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return false;
    written += static_cast<std::size_t>(size);
  }
  return true;
}

// What the umask leaves; it can only be read by setting it.
mode_t allowed(mode_t mode) {
  const mode_t mask = umask(077);
  umask(mask);
  return mode & ~mask;
}

}  // namespace

// Written whole beside it and then given its name, so that nobody reads half a file, or one with a wider
// mode.
void write_file(const std::string& path, const std::string& text, Existing existing, mode_t mode) {
  const bool replace = existing == Existing::replace;
  std::string temporary = path + ".XXXXXX";
  const int fd = mkstemp(temporary.data());  // mode 0600
  if (fd < 0) failed("write", path);
  const bool whole = write_all(fd, text) && fchmod(fd, allowed(mode)) == 0 && fsync(fd) == 0;
  const int error = errno;
  close(fd);
  const bool placed = whole && (replace ? rename(temporary.c_str(), path.c_str())
                                        : link(temporary.c_str(), path.c_str())) == 0;
  if (!whole) errno = error;
  const int reason = errno;
  if (!placed || !replace) unlink(temporary.c_str());
  if (placed) return;
  errno = reason;
  if (reason == EEXIST)
    throw Error(ErrorCode::conflict, path + " is there already; --force replaces it", {.file = path});
  failed("write", path);
}

}  // namespace pycharter::admin

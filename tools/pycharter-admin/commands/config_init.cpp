// config init: a commented pycharter.cfg in the working directory, with mode 0600.
#include "commands/commands.h"
#include "context.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <boost/json/object.hpp>

#include "config/config_template.h"
#include "config/database_url.h"

namespace pycharter::admin {
namespace {

[[noreturn]] void failed(const std::string& what, const std::string& path) {
  throw Error(ErrorCode::config, "can't " + what + " " + path + ": " + std::strerror(errno), {.file = path});
}

// Written whole beside it and then given its name, so that nobody reads half a file, or one with a wider
// mode.
void write_private(const std::string& path, const std::string& text, bool replace) {
  std::string temporary = path + ".XXXXXX";
  const int fd = mkstemp(temporary.data());  // mode 0600
  if (fd < 0) failed("write", path);
  std::size_t written = 0;
  while (written < text.size()) {
    const auto size = write(fd, text.data() + written, text.size() - written);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) break;
    written += static_cast<std::size_t>(size);
  }
  const bool whole = written == text.size() && fsync(fd) == 0;
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

}  // namespace

int config_init(Context& context) {
  const auto& words = context.words();
  auto url = words.value("url");
  if (url && words.url) throw Error(ErrorCode::usage, "two URLs are given; config init takes one");
  if (!url) url = words.url;
  if (url) (void)config::normalise_database_url(*url);  // refuse now what no command would take
  const std::string path = config::Sources::of_process().working_directory + "/pycharter.cfg";
  write_private(path, config::config_template(url), words.has("force"));
  context.output().line(path);
  context.output().document(boost::json::object{{"path", path}});
  return exit_done;
}

}  // namespace pycharter::admin

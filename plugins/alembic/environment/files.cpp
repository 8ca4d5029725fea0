#include "alembic/environment/files.h"

#include <fcntl.h>
#include <pycharter/plugin/detail/digest.h>
#include <pycharter/plugin/error.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

namespace pycharter::alembic {

namespace fs = std::filesystem;

namespace {

Error failed(const char* what, const fs::path& path, int reason) {
  ErrorFacts facts;
  facts.file = path.string();
  return {ErrorCode::config, std::string(what) + " " + path.string() + ": " + std::strerror(reason),
          std::move(facts)};
}

class FileDescriptor {
 public:
  FileDescriptor(const fs::path& path, int flags, mode_t mode = 0)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~FileDescriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

std::string read_all(const FileDescriptor& file, const fs::path& path) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) throw failed("Cannot read", path, errno);
  if (!S_ISREG(status.st_mode)) throw failed("Cannot read", path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
  // One more is asked for than it has: less tells the end without another call, of which 10,000 scripts have
  // 10,000.
  const auto size = static_cast<std::size_t>(status.st_size);
  std::string text(size + 1, '\0');
  std::size_t filled = 0;
  for (;;) {
    if (filled == text.size()) text.resize(text.size() + 4096);
    const std::size_t wanted = text.size() - filled;
    const ssize_t count = ::read(file.get(), text.data() + filled, wanted);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw failed("Cannot read", path, errno);
    filled += static_cast<std::size_t>(count);
    if (count == 0 || (filled >= size && static_cast<std::size_t>(count) < wanted)) break;
  }
  text.resize(filled);
  return text;
}

void list_into(const fs::path& folder, bool recursive, std::set<std::string>& seen,
               std::vector<fs::path>& files) {
  std::vector<std::string> names, subfolders;
  std::vector<std::string> links;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) {
      if (entry.path().filename() != "__pycache__") subfolders.push_back(entry.path().filename());
      continue;
    }
    names.push_back(entry.path().filename());
    if (entry.is_symlink()) links.push_back(names.back());
  }
  std::sort(names.begin(), names.end());
  std::sort(subfolders.begin(), subfolders.end());
  for (const std::string& name : names) {
    fs::path path = folder / name;
    if (std::find(links.begin(), links.end(), name) != links.end()) path = fs::weakly_canonical(path);
    if (seen.insert(path.string()).second) files.push_back(std::move(path));
  }
  if (recursive)
    for (const std::string& name : subfolders)
      list_into(folder / name, true, seen, files);
}

// Removes a file that was not finished.
class Cleanup {
 public:
  explicit Cleanup(fs::path path) : path_(std::move(path)) {}
  ~Cleanup() { ::unlink(path_.c_str()); }
  Cleanup(const Cleanup&) = delete;
  Cleanup& operator=(const Cleanup&) = delete;

 private:
  fs::path path_;
};

void write_all(const FileDescriptor& file, const fs::path& path, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file.get(), text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw failed("Cannot write", path, errno);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fsync(file.get()) != 0) throw failed("Cannot write", path, errno);
}

}  // namespace

FileStamp stamp_of(const fs::path& path) noexcept {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec,
          status.st_mtim.tv_nsec};
}

std::string read_file(const fs::path& path) {
  const FileDescriptor file(path, O_RDONLY);
  if (!file.is_open()) throw failed("Cannot read", path, errno);
  return read_all(file, path);
}

std::optional<std::string> read_file_if_exists(const fs::path& path) {
  const FileDescriptor file(path, O_RDONLY);
  if (!file.is_open() && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (!file.is_open()) throw failed("Cannot read", path, errno);
  return read_all(file, path);
}

std::vector<fs::path> list_files(const fs::path& folder, bool recursive) {
  std::error_code missing;
  const fs::path real = fs::canonical(folder, missing);
  if (missing) return {};
  std::set<std::string> seen;
  std::vector<fs::path> files;
  try {
    list_into(real, recursive, seen, files);
  } catch (const fs::filesystem_error& error) {
    throw Error(ErrorCode::config, "Cannot list " + folder.string() + ": " + error.code().message());
  }
  return files;
}

void write_new_file(const fs::path& path, std::string_view text) {
  fs::path temporary = path;
  temporary += ".part" + std::to_string(::getpid());
  const FileDescriptor file(temporary, O_WRONLY | O_CREAT | O_EXCL, 0666);
  if (!file.is_open()) throw failed("Cannot write", path, errno);
  const Cleanup cleanup(temporary);
  write_all(file, path, text);
  // link() refuses an existing name, where rename() would replace it.
  if (::link(temporary.c_str(), path.c_str()) == 0) return;
  if (errno == EEXIST) {
    ErrorFacts facts;
    facts.file = path.string();
    throw Error(ErrorCode::conflict, path.string() + " exists already; nothing was written",
                std::move(facts));
  }
  const int reason = errno;
  // A file system without hard links.
  if ((reason == EPERM || reason == ENOTSUP || reason == EMLINK) && !fs::exists(path) &&
      ::rename(temporary.c_str(), path.c_str()) == 0)
    return;
  throw failed("Cannot write", path, reason);
}

std::string checksum(std::string_view text) {
  const auto digest = plugin::digest_of(text, "sha256");
  if (!digest) throw Error(ErrorCode::internal, "SHA-256 is not available in this build of OpenSSL");
  return plugin::hexadecimal(*digest);
}

}  // namespace pycharter::alembic

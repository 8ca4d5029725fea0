#include "transfer/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

#include <pycharter/plugin/error.h>

#include "config/ini.h"
#include "transfer/item.h"

namespace pycharter::transfer {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view item_ending = ".json";
constexpr std::string_view unfinished_ending = ".json.part";
constexpr std::size_t max_file = std::size_t{1} << 30;

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw Error(ErrorCode::config, path + ": " + why, ErrorFacts{.file = path});
}

[[noreturn]] void fail_with_errno(const std::string& path, const std::string& what) {
  fail(path, what + ": " + std::strerror(errno));
}

void write_all(int file, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_with_errno(path, "can't write");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Every folder below the export's is one of its own: through a link, an export would write and remove files
// of somebody else's.
void make_folders(const fs::path& root, const fs::path& parent) {
  auto path = root;
  for (const auto& name : parent) {
    path /= name;
    std::error_code error;
    const auto status = fs::symlink_status(path, error);
    if (fs::is_directory(status)) continue;
    if (fs::exists(status)) fail(path.string(), "is no folder, and has the place of one: move it away");
    fs::create_directory(path, error);
    if (error) fail(path.string(), "can't make this folder: " + error.message());
  }
}

}  // namespace

Folder::Folder(fs::path path, Use use) : path_(std::move(path)) {
  if (!path_.has_filename() && path_.has_relative_path()) path_ = path_.parent_path();  // "folder/"
  std::error_code error;
  if (use == Use::write) fs::create_directories(path_, error);
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor_ < 0) {
    if (use == Use::read && errno == ENOENT)
      fail(path_.string(),
           "there is no such folder: name one that 'pycharter-admin store export' has written");
    fail_with_errno(path_.string(),
                    use == Use::write ? "can't make or open this folder" : "can't open this folder");
  }
  if (::flock(descriptor_, (use == Use::write ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return;
  const bool held = errno == EWOULDBLOCK;
  const std::string why = std::strerror(errno);
  ::close(descriptor_);
  // File systems without locks: one run at a time is then up to the caller.
  if (held)
    throw Error(
        ErrorCode::conflict,
        path_.string() + ": another export or import works in this folder. Run this again when it is done.",
        ErrorFacts{.file = path_.string()});
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor_ < 0) fail(path_.string(), "can't lock this folder: " + why);
}

Folder::~Folder() {
  ::close(descriptor_);
}

std::string Folder::shown(const std::string& path) const {
  return (path_ / path).string();
}

std::optional<std::string> Folder::read(const std::string& path) const {
  const auto file = path_ / path;
  std::error_code error;
  const auto status = fs::symlink_status(file, error);
  if (status.type() == fs::file_type::not_found) return std::nullopt;
  if (!fs::is_regular_file(status))
    fail(file.string(), "is no regular file: an export has no links, put the file itself there");
  return config::read_text_file(file.string(), max_file);
}

void Folder::write(const std::string& path, std::string_view text) const {
  make_folders(path_, fs::path(path).parent_path());
  const auto file = (path_ / path).string();
  const auto unfinished = file + ".part";
  ::unlink(unfinished.c_str());
  const int opened = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (opened < 0) fail_with_errno(unfinished, "can't make this file");
  const std::unique_ptr<const int, void (*)(const int*)> closed(&opened, [](const int* f) { ::close(*f); });
  write_all(opened, text, unfinished);
  if (::rename(unfinished.c_str(), file.c_str()) != 0)
    fail_with_errno(file, "can't put the file in its place");
}

void Folder::remove(const std::string& path) const {
  const auto file = path_ / path;
  std::error_code error;
  fs::remove(file, error);
  if (error) fail(file.string(), "can't remove this file: " + error.message());
  for (auto parent = file.parent_path(); parent != path_; parent = parent.parent_path())
    if (!fs::remove(parent, error)) break;  // not empty
}

Folder::Listing Folder::list() const {
  Listing listing;
  for (const auto& form : items()) {
    const auto top = path_ / form.folder;
    std::error_code error;
    const auto status = fs::symlink_status(top, error);
    if (!fs::exists(status)) continue;
    if (!fs::is_directory(status)) fail(top.string(), "is no folder, and has the place of one: move it away");
    fs::recursive_directory_iterator entries(top, error);
    for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
      if (entries->is_directory() && !entries->is_symlink()) continue;
      const auto path = entries->path().lexically_relative(path_).generic_string();
      if (path.ends_with(item_ending)) listing.items.push_back(path);
      if (path.ends_with(unfinished_ending)) listing.left_behind.push_back(path);
    }
    if (error) fail(top.string(), "can't list this folder: " + error.message());
  }
  std::sort(listing.items.begin(), listing.items.end());
  return listing;
}

bool Folder::empty() const {
  std::error_code error;
  fs::directory_iterator entries(path_, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error))
    if (!entries->path().filename().string().starts_with('.')) return false;
  if (error) fail(path_.string(), "can't list this folder: " + error.message());
  return true;
}

void Folder::flush() const {
#ifdef __linux__
  if (::syncfs(descriptor_) != 0) fail_with_errno(path_.string(), "can't write everything to the disk");
#else
  ::sync();
#endif
}

}  // namespace pycharter::transfer

#include "config/trust.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <deque>
#include <string_view>

namespace pycharter::config {
namespace {

constexpr int max_links = 40;  // as the kernel's own limit

void push_front(std::deque<std::string>& parts, std::string_view path) {
  auto at = parts.begin();
  while (!path.empty()) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    if (!part.empty() && part != ".") at = parts.insert(at, std::string(part)) + 1;
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
}

bool ours(const struct stat& info) {
  return info.st_uid == 0 || info.st_uid == geteuid();
}
bool others_may_write(const struct stat& info) {
  return (info.st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

std::string mode_text(const struct stat& info) {
  static constexpr char digits[] = "01234567";
  std::string text = "0000";
  for (int i = 0; i < 4; ++i)
    text[static_cast<std::size_t>(3 - i)] = digits[(info.st_mode >> (3 * i)) & 7];
  return text;
}

std::string parent_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

std::optional<std::string> untrusted_reason(const std::string& path) {
  if (path.find('\0') != std::string::npos) return "the path holds a NUL character";
  if (!path.starts_with('/')) return "'" + path + "' is not an absolute path";
  std::deque<std::string> parts;
  push_front(parts, path);
  std::string reached = "/";
  int links = 0;
  struct stat info {};
  while (!parts.empty()) {
    const std::string part = parts.front();
    parts.pop_front();
    if (part == "..") {
      // Only a link's target leads here from a checked folder: the parent was checked on the way down.
      reached = parent_of(reached);
      continue;
    }
    const std::string next = (reached == "/" ? "" : reached) + "/" + part;
    if (lstat(next.c_str(), &info) != 0) return next + ": " + std::strerror(errno);
    if (!ours(info)) return next + " belongs to another user (uid " + std::to_string(info.st_uid) + ")";
    if (S_ISLNK(info.st_mode)) {
      if (++links > max_links) return path + " has too many symbolic links";
      char target[PATH_MAX];
      const auto size = readlink(next.c_str(), target, sizeof target);
      if (size <= 0 || static_cast<std::size_t>(size) == sizeof target)
        return next + " is a link that can't be read";
      const std::string_view to(target, static_cast<std::size_t>(size));
      push_front(parts, to);
      if (to.front() == '/') reached = "/";
      continue;
    }
    // In a sticky folder others can't replace the next component, whose owner is checked in its turn.
    const bool sticky_on_the_way = S_ISDIR(info.st_mode) && (info.st_mode & S_ISVTX) != 0 && !parts.empty();
    if (others_may_write(info) && !sticky_on_the_way)
      return next + " may be written by others than its owner (mode " + mode_text(info) + ")";
    reached = next;
  }
  return std::nullopt;
}

}  // namespace pycharter::config

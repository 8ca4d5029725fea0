#include "file.h"

#include <fcntl.h>
#include <pycharter/plugin/error.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

namespace onefile {
namespace {

using pycharter::Error;
using pycharter::ErrorCode;

constexpr std::string_view first_line = "onefile 1\n";

[[noreturn]] void fail(const std::string& path) {
  throw Error(ErrorCode::connect, path + ": " + std::strerror(errno), {.backend = "onefile", .file = path});
}

[[noreturn]] void damaged(const std::string& path, std::size_t offset) {
  throw Error(ErrorCode::internal,
              path + " is damaged at byte " + std::to_string(offset) + "; put back a copy of it",
              {.backend = "onefile", .file = path});
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : file_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~Descriptor() {
    if (file_ >= 0) close(file_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return file_; }

 private:
  int file_;
};

void append_field(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(" ").append(std::to_string(value.size())).append("\n").append(value).append("\n");
}

std::string to_text(const Records& records) {
  std::string text(first_line);
  for (const auto& record : records.all()) {
    append_field(text, "kind", std::to_string(static_cast<std::uint32_t>(record.kind)));
    for (const auto& field : fields())
      if (const auto& value = record.*field.member) append_field(text, field.name, *value);
  }
  return text;
}

// Takes fields from the text one after the other.
class Reader {
 public:
  Reader(std::string_view text, const std::string& path) : text_(text), path_(path) {
    if (!text.starts_with(first_line)) damaged(path, 0);
    at_ = first_line.size();
  }

  bool next(std::string_view& name, std::string_view& value) {
    if (at_ == text_.size()) return false;
    const auto blank = text_.find(' ', at_);
    const auto line = text_.find('\n', at_);
    std::size_t size = 0;
    if (blank == std::string_view::npos || line == std::string_view::npos || blank > line)
      damaged(path_, at_);
    const auto end = text_.data() + line;
    const auto number = std::from_chars(text_.data() + blank + 1, end, size);
    if (number.ec != std::errc() || number.ptr != end || size >= text_.size() - line - 1) damaged(path_, at_);
    name = text_.substr(at_, blank - at_);
    value = text_.substr(line + 1, size);
    if (text_[line + 1 + size] != '\n') damaged(path_, at_);
    at_ = line + 1 + size + 1;
    return true;
  }
  std::size_t at() const { return at_; }

 private:
  std::string_view text_;
  const std::string& path_;
  std::size_t at_ = 0;
};

Records from_text(std::string_view text, const std::string& path) {
  std::vector<Record> records;
  Reader reader(text, path);
  for (std::string_view name, value; reader.next(name, value);) {
    if (name == "kind") {
      std::uint32_t kind = 0;
      std::from_chars(value.data(), value.data() + value.size(), kind);
      records.emplace_back().kind = static_cast<RecordKind>(kind);
      continue;
    }
    if (records.empty()) damaged(path, reader.at());
    for (const auto& field : fields())
      if (field.name == name) records.back().*field.member = std::string(value);
  }
  return Records(std::move(records));
}

}  // namespace

FileLock::FileLock(const std::string& path)
    : file_(open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (file_ < 0 || flock(file_, LOCK_EX) != 0) fail(path + ".lock");
}

FileLock::~FileLock() {
  close(file_);
}

bool exists(const std::string& path) {
  return access(path.c_str(), F_OK) == 0;
}

Records read(const std::string& path) {
  const Descriptor file(path, O_RDONLY);
  if (file.get() < 0 && errno == ENOENT) return {};
  if (file.get() < 0) fail(path);
  std::string text;
  char buffer[65536];
  for (ssize_t count = 0; (count = ::read(file.get(), buffer, sizeof buffer)) != 0;) {
    if (count < 0) fail(path);
    text.append(buffer, static_cast<std::size_t>(count));
  }
  return from_text(text, path);
}

void write(const std::string& path, const Records& records) {
  const auto text = to_text(records);
  const auto fresh = path + ".new";
  const Descriptor file(fresh, O_WRONLY | O_CREAT | O_TRUNC);
  if (file.get() < 0) fail(fresh);
  for (std::size_t written = 0; written < text.size();) {
    const auto count = ::write(file.get(), text.data() + written, text.size() - written);
    if (count < 0) fail(fresh);
    written += static_cast<std::size_t>(count);
  }
  if (fsync(file.get()) != 0) fail(fresh);
  if (std::rename(fresh.c_str(), path.c_str()) != 0) fail(path);
}

}  // namespace onefile

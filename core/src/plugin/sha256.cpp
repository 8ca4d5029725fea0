#include "plugin/sha256.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <pycharter/plugin/detail/digest.h>
#include <pycharter/plugin/error.h>

namespace pycharter::plugin {
namespace {

[[noreturn]] void fail(const std::string& path, const char* why) {
  throw Error(ErrorCode::plugin, "the checksum of " + path + " can't be computed: " + why, {.file = path});
}

}  // namespace

std::string sha256_of_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), &std::fclose);
  if (!file) fail(path, std::strerror(errno));
  Digest digest("sha256");
  if (!digest.ready()) fail(path, "no SHA-256 in libcrypto");
  std::array<char, 65536> buffer{};
  while (const auto size = std::fread(buffer.data(), 1, buffer.size(), file.get()))
    digest.update({buffer.data(), size});
  if (std::ferror(file.get()) != 0) fail(path, "it can't be read");
  return hexadecimal(digest.finish());
}

}  // namespace pycharter::plugin

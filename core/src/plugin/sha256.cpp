#include "plugin/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

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
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1)
    fail(path, "no SHA-256 in libcrypto");
  std::array<unsigned char, 65536> buffer{};
  while (const auto size = std::fread(buffer.data(), 1, buffer.size(), file.get()))
    if (EVP_DigestUpdate(context.get(), buffer.data(), size) != 1) fail(path, "libcrypto refused");
  if (std::ferror(file.get()) != 0) fail(path, "it can't be read");
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_DigestFinal_ex(context.get(), digest.data(), &size) != 1) fail(path, "libcrypto refused");
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    constexpr char digits[] = "0123456789abcdef";
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

}  // namespace pycharter::plugin

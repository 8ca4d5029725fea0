// Checksums, and base64, by OpenSSL's libcrypto. It is loaded when the first one is asked for, not linked:
// loading it takes 1.5 ms, a third of what `db current` takes, and few commands need a checksum.
//
// Throws Error(internal) when libcrypto cannot be loaded or refuses to work. Threads: distinct objects are
// independent.
#ifndef PYCHARTER_PLUGIN_DETAIL_DIGEST_H
#define PYCHARTER_PLUGIN_DETAIL_DIGEST_H

#include <dlfcn.h>
#include <openssl/evp.h>
#include <openssl/opensslv.h>

#include <optional>
#include <string>
#include <string_view>

#include <pycharter/plugin/error.h>

namespace pycharter::plugin {

namespace detail {

// The functions of libcrypto that are used. It stays loaded until the process ends, as OpenSSL wants it.
class Libcrypto {
 public:
  static const Libcrypto& get() {
    static const Libcrypto loaded;
    return loaded;
  }

  decltype(&::EVP_get_digestbyname) find;
  decltype(&::EVP_MD_CTX_new) make;
  decltype(&::EVP_MD_CTX_free) free;
  decltype(&::EVP_DigestInit_ex) begin;
  decltype(&::EVP_DigestUpdate) update;
  decltype(&::EVP_DigestFinal_ex) finish;
  decltype(&::EVP_EncodeBlock) encode_base64;
  decltype(&::EVP_DecodeBlock) decode_base64;

 private:
#define PYCHARTER_TEXT_OF(macro) #macro
#define PYCHARTER_EXPANDED_TEXT_OF(macro) PYCHARTER_TEXT_OF(macro)
#ifdef OPENSSL_SHLIB_VERSION
  static constexpr const char* file_name = "libcrypto.so." PYCHARTER_EXPANDED_TEXT_OF(OPENSSL_SHLIB_VERSION);
#else
  static constexpr const char* file_name = "libcrypto.so." SHLIB_VERSION_NUMBER;
#endif
#undef PYCHARTER_EXPANDED_TEXT_OF
#undef PYCHARTER_TEXT_OF

  Libcrypto() {
    void* library = ::dlopen(file_name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) fail(::dlerror());
    take(library, "EVP_get_digestbyname", find);
    take(library, "EVP_MD_CTX_new", make);
    take(library, "EVP_MD_CTX_free", free);
    take(library, "EVP_DigestInit_ex", begin);
    take(library, "EVP_DigestUpdate", update);
    take(library, "EVP_DigestFinal_ex", finish);
    take(library, "EVP_EncodeBlock", encode_base64);
    take(library, "EVP_DecodeBlock", decode_base64);
  }

  template <class Function>
  static void take(void* library, const char* name, Function& function) {
    void* address = ::dlsym(library, name);
    if (address == nullptr) fail(::dlerror());
    function = reinterpret_cast<Function>(address);
  }

  [[noreturn]] static void fail(const char* why) {
    throw Error(ErrorCode::internal, std::string("No checksums without OpenSSL's ") + file_name + " (" +
                                         (why == nullptr ? "it cannot be loaded" : why) +
                                         "); install the package that has it");
  }
};

}  // namespace detail

// One checksum in the making.
class Digest {
 public:
  // `algorithm` in OpenSSL's names: "sha256", "md5".
  explicit Digest(const char* algorithm) : context_(crypto_.make()) {
    const EVP_MD* found = crypto_.find(algorithm);
    ready_ = context_ != nullptr && found != nullptr && crypto_.begin(context_, found, nullptr) == 1;
  }
  ~Digest() { crypto_.free(context_); }
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  // False when this OpenSSL has not, or does not permit, the algorithm; then nothing else may be called.
  bool ready() const noexcept { return ready_; }
  void update(std::string_view bytes) {
    if (crypto_.update(context_, bytes.data(), bytes.size()) != 1) refused();
  }
  // The checksum's bytes; nothing may be called afterwards.
  std::string finish() {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (crypto_.finish(context_, bytes, &size) != 1) refused();
    return {reinterpret_cast<const char*>(bytes), size};
  }

 private:
  [[noreturn]] static void refused() {
    throw Error(ErrorCode::internal, "OpenSSL could not compute a checksum");
  }

  const detail::Libcrypto& crypto_ = detail::Libcrypto::get();
  EVP_MD_CTX* context_;
  bool ready_ = false;
};

// The checksum's bytes; nothing where the algorithm is not available.
inline std::optional<std::string> digest_of(std::string_view bytes, const char* algorithm) {
  Digest digest(algorithm);
  if (!digest.ready()) return std::nullopt;
  digest.update(bytes);
  return digest.finish();
}

inline std::string hexadecimal(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace pycharter::plugin

#endif

// What a plugin may ask of the core: log, progress, settings, cancellation. A small copyable view of the C
// table; it is valid as long as the instance it was given to.
#ifndef PYCHARTER_PLUGIN_HOST_H
#define PYCHARTER_PLUGIN_HOST_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <pycharter/plugin/abi.h>

namespace pycharter::plugin {

inline constexpr pycharter_str absent{nullptr, SIZE_MAX};
inline pycharter_str to_abi(std::string_view text) {
  return {text.data(), text.size()};
}
inline bool is_absent(pycharter_str text) {
  return text.data == nullptr && text.size == SIZE_MAX;
}
inline std::string_view to_view(pycharter_str text) {
  return is_absent(text) || text.data == nullptr ? std::string_view()
                                                 : std::string_view(text.data, text.size);
}
// A pycharter_sink that appends to the std::string its context points to.
inline void append_to_string(void* context, pycharter_str chunk) noexcept {
  static_cast<std::string*>(context)->append(to_view(chunk));
}

class Host {
 public:
  Host() = default;
  explicit Host(const pycharter_host* table) : table_(table) {}

  void log(int level, std::string_view logger, std::string_view message) const {
    if (PYCHARTER_HAS(table_, pycharter_host, log) && table_->log != nullptr)
      table_->log(table_->context, level, to_abi(logger), to_abi(message));
  }
  void info(std::string_view logger, std::string_view message) const { log(PYCHARTER_INFO, logger, message); }
  void warning(std::string_view logger, std::string_view message) const {
    log(PYCHARTER_WARNING, logger, message);
  }

  void progress(std::uint64_t done, std::uint64_t total, std::string_view what) const {
    if (PYCHARTER_HAS(table_, pycharter_host, progress) && table_->progress != nullptr)
      table_->progress(table_->context, done, total, to_abi(what));
  }

  std::optional<std::string> setting(std::string_view section, std::string_view key) const {
    std::string value;
    if (!PYCHARTER_HAS(table_, pycharter_host, setting) || table_->setting == nullptr ||
        table_->setting(table_->context, to_abi(section), to_abi(key), &append_to_string, &value) == 0)
      return std::nullopt;
    return value;
  }

  // Settings of a client library that hold for the process may be made.
  bool owns_process() const {
    return PYCHARTER_HAS(table_, pycharter_host, flags) && (table_->flags & PYCHARTER_HOST_OWNS_PROCESS) != 0;
  }

  bool cancelled() const {
    return PYCHARTER_HAS(table_, pycharter_host, cancelled) && table_->cancelled != nullptr &&
           table_->cancelled(table_->context) != 0;
  }

 private:
  const pycharter_host* table_ = nullptr;
};

}  // namespace pycharter::plugin

#endif

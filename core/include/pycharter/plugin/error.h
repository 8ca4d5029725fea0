// The one exception of the project. Header-only, so that hosts, the core and plugins share it without a
// library.
//
// A message says what was tried, what came back and what to do next. It may hold text of a driver; it never
// holds a secret once it has passed the core, which masks every message in one place
// (core/src/config/secrets.h).
#ifndef PYCHARTER_PLUGIN_ERROR_H
#define PYCHARTER_PLUGIN_ERROR_H

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace pycharter {

// Same values as pycharter_error_code in abi.h.
enum class ErrorCode : std::int32_t {
  internal = 0,
  usage,
  config,
  plugin,
  connect,
  auth,
  not_initialized,
  not_found,
  version_mismatch,
  invalid_document,
  conflict,
  unsupported,
  locked,
  script,
  graph,
  migration,
  drift,
  cancelled,
};

// "not_initialized" and so on: what --format json shows as error.code.
inline const char* to_string(ErrorCode code) noexcept {
  static constexpr const char* names[] = {
      "internal",  "usage",           "config",    "plugin",           "connect",
      "auth",      "not_initialized", "not_found", "version_mismatch", "invalid_document",
      "conflict",  "unsupported",     "locked",    "script",           "graph",
      "migration", "drift",           "cancelled"};
  const auto index = static_cast<std::size_t>(code);
  return index < sizeof names / sizeof *names ? names[index] : "internal";
}

// Facts of a failure. Empty strings and zeros mean: does not apply.
struct ErrorFacts {
  std::string backend;                // plugin name: "postgresql"
  std::string sqlstate;               // five characters, where the server gave one
  std::string statement;              // the SQL that failed
  std::string revision;               // the revision being applied
  std::int64_t statement_number = 0;  // from 1, within the revision
  std::string file;                   // script, ini or manifest
  int line = 0;                       // from 1
  int column = 0;                     // from 1, in characters
  std::string source_line;            // the text of that line, for a caret
};

class __attribute__((visibility("default"))) Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message, ErrorFacts facts = {})
      : code_(code), message_(std::move(message)), facts_(std::move(facts)) {}

  ErrorCode code() const noexcept { return code_; }
  const std::string& message() const noexcept { return message_; }
  const ErrorFacts& facts() const noexcept { return facts_; }
  ErrorFacts& facts() noexcept { return facts_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  ErrorCode code_;
  std::string message_;
  ErrorFacts facts_;
};

}  // namespace pycharter

#endif

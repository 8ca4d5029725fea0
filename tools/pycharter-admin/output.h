// What the tool says: results to stdout, log lines and notices to stderr. JSON mode prints one document on
// stdout.
#ifndef PYCHARTER_ADMIN_OUTPUT_H
#define PYCHARTER_ADMIN_OUTPUT_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace pycharter::admin {

enum class Verbosity { quiet, normal, verbose };
enum class Color { automatic, always, never };

class Output {
 public:
  Output(bool json, Verbosity verbosity, Color color);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  bool is_json() const { return json_; }
  bool is_verbose() const { return verbosity_ == Verbosity::verbose; }

  // Results. Text is written as it is: a document or a statement is never altered, so it is never masked
  // here.
  void line(std::string_view text);                // in text mode only
  void raw(std::string_view text);                 // in either mode
  void document(const boost::json::value& value);  // in JSON mode only

  // "✓ …" and "⚠ …", coloured on a terminal; in text mode only.
  void success(std::string_view text);
  void attention(std::string_view text);

  // To stderr, masked. `level` is a pycharter_log_level; Alembic's form: "INFO  [logger] message".
  void log(int level, std::string_view logger, std::string_view message);
  void warning(std::string_view message);
  void error(std::string_view message);
  void error_line(std::string_view text);  // a further line of an error's report
  // One line on a terminal's stderr that the next one replaces; nothing elsewhere. Done of total, 0: not
  // known.
  void progress(std::uint64_t done, std::uint64_t total, std::string_view what);

  // Secrets in use, to be masked wherever they appear on stderr.
  void add_secrets(const std::vector<std::string>& secrets);
  std::string masked(std::string_view text) const;

  // Throws internal when stdout could not take everything (a full disk, a closed pipe is none).
  void finish();

 private:
  void write_error(std::string_view text);
  void clear_progress();

  bool json_;
  Verbosity verbosity_;
  bool color_out_;
  bool color_error_;
  bool terminal_error_;
  bool progress_shown_ = false;
  std::int64_t progress_began_ = 0;  // milliseconds of a steady clock
  std::vector<std::string> secrets_;
};

}  // namespace pycharter::admin

#endif

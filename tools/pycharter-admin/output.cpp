#include "output.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <boost/json/serialize.hpp>

#include <pycharter/error.h>
#include <pycharter/plugin/abi.h>

#include "config/secrets.h"

namespace pycharter::admin {
namespace {

constexpr std::string_view red = "31";
constexpr std::string_view green = "32";
constexpr std::string_view yellow = "33";
constexpr std::size_t longest_progress = 100;

bool wants_color(Color color, int fd) {
  if (color != Color::automatic) return color == Color::always;
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(fd) != 0 && (no_color == nullptr || *no_color == '\0') &&
         (terminal == nullptr || std::strcmp(terminal, "dumb") != 0);
}

std::string paint(std::string_view text, std::string_view code, bool color) {
  if (!color) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

// Python's %(levelname)-5.5s
std::string_view level_name(int level) {
  switch (level) {
    case PYCHARTER_DEBUG:
      return "DEBUG";
    case PYCHARTER_INFO:
      return "INFO ";
    case PYCHARTER_WARNING:
      return "WARNI";
    default:
      return "ERROR";
  }
}

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// Text of a server or a script must not steer the terminal.
std::string printable(std::string_view text) {
  std::string safe;
  for (const char c : text)
    safe += (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f ? '?' : c;
  return safe;
}

}  // namespace

Output::Output(bool json, Verbosity verbosity, Color color)
    : json_(json),
      verbosity_(verbosity),
      color_out_(wants_color(color, STDOUT_FILENO)),
      color_error_(wants_color(color, STDERR_FILENO)),
      terminal_error_(isatty(STDERR_FILENO) != 0) {}

void Output::raw(std::string_view text) {
  clear_progress();
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void Output::line(std::string_view text) {
  if (json_) return;
  raw(text);
  std::fputc('\n', stdout);
}

void Output::document(const boost::json::value& value) {
  if (!json_) return;
  raw(boost::json::serialize(value));
  std::fputc('\n', stdout);
}

void Output::success(std::string_view text) {
  line(paint("✓", green, color_out_) + " " + std::string(text));
}
void Output::attention(std::string_view text) {
  line(paint("⚠", yellow, color_out_) + " " + std::string(text));
}

void Output::log(int level, std::string_view logger, std::string_view message) {
  const int least = verbosity_ == Verbosity::quiet     ? PYCHARTER_WARNING
                    : verbosity_ == Verbosity::verbose ? PYCHARTER_DEBUG
                                                       : PYCHARTER_INFO;
  if (level < least) return;
  write_error(std::string(level_name(level)) + " [" + std::string(logger) + "] " + masked(message) + "\n");
}

void Output::warning(std::string_view message) {
  write_error(paint("warning:", yellow, color_error_) + " " + masked(message) + "\n");
}

void Output::error(std::string_view message) {
  write_error(paint("error:", red, color_error_) + " " + masked(message) + "\n");
}

void Output::error_line(std::string_view text) {
  write_error(masked(text) + "\n");
}

void Output::write_error(std::string_view text) {
  clear_progress();
  std::fflush(stdout);  // both may be the same terminal
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Output::progress(std::uint64_t done, std::uint64_t total, std::string_view what) {
  if (!terminal_error_ || verbosity_ == Verbosity::quiet) return;
  if (progress_began_ == 0) progress_began_ = now();
  std::string text =
      total == 0 ? std::string() : std::to_string(done) + " of " + std::to_string(total) + ", ";
  text += std::to_string((now() - progress_began_) / 1000) + " s, " + masked(what);
  for (char& c : text)
    if (c == '\n' || c == '\t') c = ' ';
  if (text.size() > longest_progress) {
    text.resize(longest_progress);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0) == 0x80)
      text.pop_back();
  }
  const std::string line = "\r\x1b[K" + text;
  std::fwrite(line.data(), 1, line.size(), stderr);
  progress_shown_ = true;
}

void Output::clear_progress() {
  if (!progress_shown_) return;
  std::fputs("\r\x1b[K", stderr);
  progress_shown_ = false;
}

void Output::add_secrets(const std::vector<std::string>& secrets) {
  secrets_.insert(secrets_.end(), secrets.begin(), secrets.end());
}

std::string Output::masked(std::string_view text) const {
  return printable(config::mask_secrets(text, secrets_));
}

void Output::finish() {
  clear_progress();
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return;
  if (errno == EPIPE) return;  // the reader has seen enough: `| head`
  throw Error(ErrorCode::internal, std::string("can't write to stdout: ") + std::strerror(errno));
}

}  // namespace pycharter::admin

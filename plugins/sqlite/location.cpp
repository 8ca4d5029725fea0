#include "sqlite/location.h"

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/url.h>

#include <charconv>
#include <filesystem>

namespace pycharter::sqlite {
namespace {

constexpr int greatest_timeout = 86400;

[[noreturn]] void refuse(ErrorCode code, const std::string& message) {
  ErrorFacts facts;
  facts.backend = "sqlite";
  throw Error(code, "sqlite: " + message, std::move(facts));
}

int parse_timeout(const std::string& text) {
  int seconds = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = failure == std::errc() && (end == text.data() + text.size() || *end == '.');
  if (!whole || seconds < 0 || seconds > greatest_timeout)
    refuse(ErrorCode::config, "timeout in the URL is a number of seconds from 0 to " +
                                  std::to_string(greatest_timeout) + ", not '" + text + "'");
  return seconds;
}

void read_query(const plugin::Url& url, Location& location) {
  for (const auto& [key, value] : url.query) {
    if (key == "timeout")
      location.timeout = parse_timeout(value);
    else if (key == "mode" && (value == "ro" || value == "rw"))
      location.read_only = location.read_only || value == "ro";
    else
      refuse(ErrorCode::config,
             "the URL's parameter '" + key + "=" + value + "' is none of timeout=SECONDS, mode=ro, mode=rw");
  }
}

void check_file(const std::string& path, const plugin::ConnectOptions& options, bool read_only) {
  namespace fs = std::filesystem;
  std::error_code failure;
  const auto status = fs::status(path, failure);
  if (fs::is_directory(status)) refuse(ErrorCode::connect, "'" + path + "' is a folder, not a database file");
  if (fs::exists(status)) return;
  if (status.type() == fs::file_type::none)
    refuse(ErrorCode::connect, "'" + path + "' cannot be opened: " + failure.message());
  const auto parent = fs::path(path).parent_path();
  if (!parent.empty() && !fs::is_directory(parent, failure))
    refuse(ErrorCode::connect,
           "'" + path + "' cannot be opened: its folder '" + parent.string() + "' does not exist");
  if (options.may_create && !read_only) return;
  refuse(ErrorCode::not_found,
         "the database file '" + path +
             "' does not exist; `pycharter-admin db init` creates it, and so does `db upgrade`");
}

}  // namespace

Location locate(const plugin::ConnectOptions& options) {
  const auto url = plugin::parse_url(options.url);
  Location location;
  location.read_only = options.read_only;
  if (url.user || url.password || !url.hosts.empty())
    refuse(ErrorCode::config,
           "a SQLite URL has no host; write sqlite:///relative.db with three slashes or "
           "sqlite:////absolute.db with "
           "four");
  read_query(url, location);
  const auto path = url.database.value_or("");
  if (path.empty() || path == ":memory:") return location;
  if (path.starts_with("file:"))
    refuse(ErrorCode::config,
           "file: names are not supported; write sqlite:///path, with ?mode=ro to only read");
  location.path = path;
  check_file(path, options, location.read_only);
  return location;
}

}  // namespace pycharter::sqlite

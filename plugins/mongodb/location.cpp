#include "mongodb/location.h"

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/url.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace pycharter::mongodb {
namespace {

constexpr std::string_view default_database = "pycharter";
constexpr std::size_t max_database_name = 63;  // bytes

Error config_error(const std::string& message) {
  return Error(ErrorCode::config, message, {.backend = std::string(backend_name)});
}

std::optional<std::string> setting(const plugin::Settings& settings, const std::string& name) {
  const auto found = settings.find(name);
  return found == settings.end() || found->second.empty() ? std::nullopt : std::optional(found->second);
}

std::optional<std::chrono::milliseconds> seconds(const plugin::Settings& settings, const std::string& name) {
  const auto text = setting(settings, name);
  if (!text) return std::nullopt;
  double value = 0;
  const auto* const end = text->data() + text->size();
  const auto [stop, problem] = std::from_chars(text->data(), end, value);
  constexpr double greatest = 1'000'000;
  if (problem != std::errc() || stop != end || !(value > 0) || value > greatest)
    throw config_error("The setting " + name + " = " + *text + " is no number of seconds above 0.");
  return std::chrono::milliseconds(static_cast<std::int64_t>(value * 1000) + (value < 0.001 ? 1 : 0));
}

Options::Keys key_setting(const plugin::Settings& settings) {
  const auto text = setting(settings, "escape_keys").value_or("auto");
  if (text == "auto") return Options::Keys::by_server;
  if (text == "always") return Options::Keys::escaped;
  if (text == "never") return Options::Keys::kept;
  throw config_error("The setting escape_keys = " + text + " is none of auto, always and never.");
}

// MongoDB refuses these, each platform some of them.
void check_database_name(const std::string& name) {
  constexpr std::string_view refused("/\\. \"$*<>:|?\0", 13);
  if (name.empty() || name.size() > max_database_name || name.find_first_of(refused) != std::string::npos)
    throw config_error("'" + name + "' can't be the name of a MongoDB database: it has 1 to " +
                       std::to_string(max_database_name) + R"( bytes, and none of /\. "$*<>:|? among them.)");
}

struct Default {
  const char* option;
  std::int64_t value;
};

}  // namespace

Options read_options(const plugin::Settings& settings) {
  Options options;
  options.database_name = setting(settings, "database_name");
  if (const auto given = seconds(settings, "connect_timeout")) options.connect_timeout = *given;
  options.keys = key_setting(settings);
  return options;
}

Location::Location(const std::string& url, const Options& options) {
  prepare_library();
  bson_error_t problem{};
  uri_.reset(mongoc_uri_new_with_error(url.c_str(), &problem));
  if (!uri_) {
    // Its words quote parts of the URL, which may be a password that was not encoded.
    const auto parts = plugin::parse_url(url);
    const std::string words = parts.password ? "" : std::string(": ") + problem.message;
    throw config_error("The MongoDB driver can't read the URL " +
                       parts.to_string(plugin::Url::Password::masked) + words +
                       ". Look at its hosts and options; mongodb+srv:// takes one host without a port.");
  }
  const char* const path = mongoc_uri_get_database(uri_.get());
  database_ =
      options.database_name.value_or(path != nullptr && *path != '\0' ? path : std::string(default_database));
  check_database_name(database_);

  const auto connect = options.connect_timeout.count();
  pool_key_ = std::to_string(connect) + ' ' + url;
  // The driver waits for a server that accepts and never answers as long as connecting may take, however
  // short its selection is to be.
  const auto selection = mongoc_uri_get_option_as_int32(uri_.get(), MONGOC_URI_SERVERSELECTIONTIMEOUTMS, 0);
  const bool chosen = options.connect_timeout != Options().connect_timeout;
  const auto answer = selection > 0 && !chosen ? std::min<std::int64_t>(connect, selection) : connect;
  const Default defaults[] = {
      {MONGOC_URI_SERVERSELECTIONTIMEOUTMS, connect},
      {MONGOC_URI_CONNECTTIMEOUTMS, answer},
      {MONGOC_URI_WAITQUEUETIMEOUTMS, connect},
      // The driver's own would end calls that take five minutes; the core has a time limit for them.
      {MONGOC_URI_SOCKETTIMEOUTMS, std::numeric_limits<std::int32_t>::max()},
  };
  for (const auto& one : defaults)
    if (!mongoc_uri_has_option(uri_.get(), one.option))
      mongoc_uri_set_option_as_int32(uri_.get(), one.option, static_cast<std::int32_t>(one.value));
  // The core opens a lost connection again and repeats what only reads; the driver's own repetition, which
  // looks for another server first, would keep a cancelled call waiting.
  if (!mongoc_uri_has_option(uri_.get(), MONGOC_URI_RETRYREADS))
    mongoc_uri_set_option_as_bool(uri_.get(), MONGOC_URI_RETRYREADS, false);
  if (mongoc_uri_get_appname(uri_.get()) == nullptr) mongoc_uri_set_appname(uri_.get(), "pycharter");
  if (mongoc_read_concern_get_level(mongoc_uri_get_read_concern(uri_.get())) == nullptr) {
    auto* const concern = mongoc_read_concern_new();
    mongoc_read_concern_set_level(concern, MONGOC_READ_CONCERN_LEVEL_MAJORITY);
    mongoc_uri_set_read_concern(uri_.get(), concern);
    mongoc_read_concern_destroy(concern);
  }
  if (!mongoc_uri_has_option(uri_.get(), MONGOC_URI_W)) {
    auto* const concern = mongoc_write_concern_copy(mongoc_uri_get_write_concern(uri_.get()));
    mongoc_write_concern_set_w(concern, MONGOC_WRITE_CONCERN_W_MAJORITY);
    mongoc_uri_set_write_concern(uri_.get(), concern);
    mongoc_write_concern_destroy(concern);
  }
}

std::string Location::hosts() const {
  std::string text;
  for (const auto* host = mongoc_uri_get_hosts(uri_.get()); host != nullptr; host = host->next)
    text += (text.empty() ? "" : ", ") + std::string(host->host_and_port);
  return text.empty() ? "the hosts of its SRV record" : text;
}

std::string Location::credentials() const {
  const char* const user = mongoc_uri_get_username(uri_.get());
  const char* const mechanism = mongoc_uri_get_auth_mechanism(uri_.get());
  if (user == nullptr && mechanism == nullptr) return "without a user";
  const char* const source = mongoc_uri_get_auth_source(uri_.get());
  return (user != nullptr ? "'" + std::string(user) + "'" : std::string("the certificate's user")) + " by " +
         (mechanism != nullptr && *mechanism != '\0' ? mechanism
                                                     : "SCRAM (the server's choice of SHA-256 and SHA-1)") +
         " against the database '" + (source != nullptr && *source != '\0' ? source : "admin") + "'";
}

}  // namespace pycharter::mongodb

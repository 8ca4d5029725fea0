#include "config/url_parameters.h"

#include <algorithm>

#include "config/text.h"

namespace pycharter::config {
namespace {

// PostgreSQL 17, "Parameter Key Words"; libpq itself refuses those it is too old for.
constexpr std::string_view postgresql_client[] = {"host",
                                                  "hostaddr",
                                                  "port",
                                                  "dbname",
                                                  "user",
                                                  "password",
                                                  "passfile",
                                                  "require_auth",
                                                  "channel_binding",
                                                  "connect_timeout",
                                                  "client_encoding",
                                                  "options",
                                                  "application_name",
                                                  "fallback_application_name",
                                                  "keepalives",
                                                  "keepalives_idle",
                                                  "keepalives_interval",
                                                  "keepalives_count",
                                                  "tcp_user_timeout",
                                                  "replication",
                                                  "gssencmode",
                                                  "sslmode",
                                                  "requiressl",
                                                  "sslnegotiation",
                                                  "sslcompression",
                                                  "sslcert",
                                                  "sslkey",
                                                  "sslpassword",
                                                  "sslcertmode",
                                                  "sslrootcert",
                                                  "sslcrl",
                                                  "sslcrldir",
                                                  "sslsni",
                                                  "requirepeer",
                                                  "ssl_min_protocol_version",
                                                  "ssl_max_protocol_version",
                                                  "krbsrvname",
                                                  "gsslib",
                                                  "gssdelegation",
                                                  "service",
                                                  "target_session_attrs",
                                                  "load_balance_hosts"};
// psycopg2, psycopg, asyncpg, pg8000
constexpr DriverParameter postgresql_driver[] = {{"ssl", "sslmode"},
                                                 {"timeout", "connect_timeout"},
                                                 {"charset", "client_encoding"},
                                                 {"database", "dbname"},
                                                 {"tcp_keepalive", "keepalives"},
                                                 {"command_timeout", ""},
                                                 {"prepared_statement_cache_size", ""},
                                                 {"prepared_statement_name_func", ""},
                                                 {"statement_cache_size", ""},
                                                 {"async_fallback", ""},
                                                 {"server_settings", ""},
                                                 {"ssl_context", ""},
                                                 {"prepare_threshold", ""},
                                                 {"autocommit", ""},
                                                 {"executemany_mode", ""},
                                                 {"use_native_hstore", ""},
                                                 {"connection_factory", ""}};

// https://www.sqlite.org/uri.html, and `timeout` of Python's module, in seconds
constexpr std::string_view sqlite_client[] = {"timeout", "mode",   "cache", "immutable",
                                              "vfs",     "nolock", "psow",  "uri"};
constexpr DriverParameter sqlite_driver[] = {
    {"busy_timeout", "timeout"}, {"detect_types", ""}, {"isolation_level", ""},
    {"check_same_thread", ""},   {"factory", ""},      {"cached_statements", ""},
    {"native_datetime", ""},     {"autocommit", ""},   {"charset", ""}};

// Options of libmariadb (mysql_options) by the names of their option files, and what PyMySQL, mysqlclient and
// asyncmy call them
constexpr std::string_view mysql_client[] = {
    "charset",     "unix_socket",  "connect_timeout", "read_timeout", "write_timeout",   "ssl_ca",
    "ssl_capath",  "ssl_cert",     "ssl_key",         "ssl_cipher",   "ssl_verify_cert", "ssl_mode",
    "tls_version", "init_command", "local_infile",    "default_file", "default_group",   "compress"};
constexpr DriverParameter mysql_driver[] = {{"ssl", "ssl_mode"},
                                            {"ssl_verify_identity", "ssl_verify_cert"},
                                            {"ssl_check_hostname", "ssl_verify_cert"},
                                            {"ssl_key_password", ""},
                                            {"ssl_disabled", ""},
                                            {"timeout", "connect_timeout"},
                                            {"read_default_file", "default_file"},
                                            {"read_default_group", "default_group"},
                                            {"use_unicode", ""},
                                            {"autocommit", ""},
                                            {"binary_prefix", ""},
                                            {"client_flag", ""},
                                            {"conv", ""},
                                            {"sql_mode", ""},
                                            {"use_pure", ""},
                                            {"auth_plugin", ""},
                                            {"collation", ""}};

// MongoDB, "Connection String Options" and libmongoc's mongoc_uri_t
constexpr std::string_view mongodb_client[] = {"appname",
                                               "authMechanism",
                                               "authMechanismProperties",
                                               "authSource",
                                               "compressors",
                                               "connectTimeoutMS",
                                               "directConnection",
                                               "heartbeatFrequencyMS",
                                               "journal",
                                               "loadBalanced",
                                               "localThresholdMS",
                                               "maxIdleTimeMS",
                                               "maxPoolSize",
                                               "maxStalenessSeconds",
                                               "minPoolSize",
                                               "readConcernLevel",
                                               "readPreference",
                                               "readPreferenceTags",
                                               "replicaSet",
                                               "retryReads",
                                               "retryWrites",
                                               "safe",
                                               "serverMonitoringMode",
                                               "serverSelectionTimeoutMS",
                                               "serverSelectionTryOnce",
                                               "socketCheckIntervalMS",
                                               "socketTimeoutMS",
                                               "srvMaxHosts",
                                               "srvServiceName",
                                               "ssl",
                                               "tls",
                                               "tlsAllowInvalidCertificates",
                                               "tlsAllowInvalidHostnames",
                                               "tlsCAFile",
                                               "tlsCertificateKeyFile",
                                               "tlsCertificateKeyFilePassword",
                                               "tlsDisableCertificateRevocationCheck",
                                               "tlsDisableOCSPEndpointCheck",
                                               "tlsInsecure",
                                               "w",
                                               "waitQueueTimeoutMS",
                                               "wTimeoutMS",
                                               "zlibCompressionLevel"};
constexpr DriverParameter mongodb_driver[] = {{"uuidRepresentation", ""},
                                              {"tz_aware", ""},
                                              {"tzInfo", ""},
                                              {"unicode_decode_error_handler", ""},
                                              {"document_class", ""},
                                              {"connect", ""},
                                              {"timeoutMS", "serverSelectionTimeoutMS"}};

// hiredis has calls in place of parameters; these are the ones that a backend makes of them, by redis-py's
// names
constexpr std::string_view redis_client[] = {"db",           "socket_timeout", "socket_connect_timeout",
                                             "username",     "password",       "client_name",
                                             "ssl_ca_certs", "ssl_certfile",   "ssl_keyfile"};
constexpr DriverParameter redis_driver[] = {{"timeout", "socket_timeout"},
                                            {"decode_responses", ""},
                                            {"encoding", ""},
                                            {"encoding_errors", ""},
                                            {"health_check_interval", ""},
                                            {"max_connections", ""},
                                            {"protocol", ""},
                                            {"retry_on_timeout", ""},
                                            {"socket_keepalive", ""},
                                            {"ssl_cert_reqs", ""},
                                            {"ssl_check_hostname", ""}};

constexpr UrlParameters table[] = {
    {"postgresql postgres", postgresql_client, postgresql_driver},
    {"sqlite", sqlite_client, sqlite_driver},
    {"mysql mariadb", mysql_client, mysql_driver},
    {"mongodb mongodb+srv", mongodb_client, mongodb_driver},
    {"redis rediss", redis_client, redis_driver},
    {"memory", {}, {}},
};

}  // namespace

const UrlParameters* find_url_parameters(std::string_view scheme) {
  for (const auto& row : table) {
    const auto schemes = split_words(row.schemes, " ");
    if (std::find(schemes.begin(), schemes.end(), scheme) != schemes.end()) return &row;
  }
  return nullptr;
}

}  // namespace pycharter::config

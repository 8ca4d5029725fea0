// The one place that masks secrets.
//
// Two nets: patterns that catch a password wherever it is written as one (URLs, key=value strings, JSON
// members, SQL's PASSWORD '…' and IDENTIFIED BY '…'), and a list of the secrets in use, for drivers that
// quote a password bare. No state of its own: any thread may call.
#ifndef PYCHARTER_CONFIG_SECRETS_H
#define PYCHARTER_CONFIG_SECRETS_H

#include <string>
#include <string_view>
#include <vector>

#include <pycharter/export.h>

namespace pycharter::config {

// The text with *** in place of: the password of every URL in it (for redis:// also a user info without
// colon, which is a password), the value of password=…, passwd=, pwd=, sslpassword=, secret=, token= and of
// such JSON members.
PYCHARTER_API std::string mask_secrets(std::string_view text);

// Also masks the known secrets themselves, plain and percent-encoded.
PYCHARTER_API std::string mask_secrets(std::string_view text, const std::vector<std::string>& known);

// Of a word that may be a URL but has no ://, as "postgresql:/user:password@host": what stands between its
// first colon and its last @ is masked. Other words stay.
PYCHARTER_API std::string mask_misspelt_url(std::string_view word);

// The password of the URL and those in its query, for the list above. One that is also the user's, the host's
// or the database's name is left out: it would blacken messages and hide nothing. Never throws for a bad URL:
// gives nothing.
PYCHARTER_API std::vector<std::string> secrets_of_url(std::string_view url);

// True for "password", "ssl_password", "auth_token", "client-secret" and their like.
PYCHARTER_API bool names_a_secret(std::string_view key);

}  // namespace pycharter::config

#endif

// Small rules about text that the configuration's readers share.
#ifndef PYCHARTER_CONFIG_TEXT_H
#define PYCHARTER_CONFIG_TEXT_H

#include <string>
#include <string_view>
#include <vector>

#include <pycharter/export.h>

namespace pycharter::config {

// ASCII only: a key's case, never a user's text.
PYCHARTER_API std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

// Without blanks, tabs and line feeds at both ends.
std::string_view trim(std::string_view text);

// The words between any of the separators; empty ones are left out.
std::vector<std::string> split_words(std::string_view text, std::string_view separators);

}  // namespace pycharter::config

#endif

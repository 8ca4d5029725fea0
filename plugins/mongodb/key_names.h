// Keys of documents that a server refuses: those that begin with `$` or hold a `.`.
//
// Such a key is kept with U+FF04 (＄) for its first `$` and U+FF0E (．) for each `.`, as MongoDB's manual
// advised. In a document that has such keys, keys that hold ＄ or ． themselves get a backslash before these
// and before their own backslashes. The record lists the kept names, once each, in its field `escaped_keys`.
// Only names of that list are read back; all others, those that Python wrote among them, are what they are. A
// document without refused keys has no list, and nothing in it is changed.
#ifndef PYCHARTER_MONGODB_KEY_NAMES_H
#define PYCHARTER_MONGODB_KEY_NAMES_H

#include <set>
#include <string>
#include <string_view>

namespace pycharter::mongodb {

inline constexpr std::string_view escaped_keys_field = "escaped_keys";

// The names that a record lists as escaped.
using EscapedNames = std::set<std::string, std::less<>>;

// Whether some server refuses it.
bool is_refused(std::string_view key);
// Whether a document that has refused keys keeps this one under another name.
bool needs_escape(std::string_view key);
std::string escape(std::string_view key);
// What was given to escape(). Any other text gives some text.
std::string unescape(std::string_view name);

}  // namespace pycharter::mongodb

#endif

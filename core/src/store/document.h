// JSON documents as text. What the store does not change stays as it was written, number for number and blank
// for blank, so nothing here builds a tree: a document is checked once by a streaming parse, then looked up
// and edited by offsets.
#ifndef PYCHARTER_STORE_DOCUMENT_H
#define PYCHARTER_STORE_DOCUMENT_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/export.h>

#include "store/plain_json.h"

namespace pycharter::store {

// Deeper documents are refused: readers of every backend, Python's included, recurse.
inline constexpr std::size_t max_depth = 512;

// From 1; columns in characters.
struct Place {
  int line = 1;
  int column = 1;
};
PYCHARTER_API Place place_of(std::string_view text, std::size_t offset);

struct Member {
  std::string key;  // unescaped
  Range key_text;   // as written, with its quotes
  Range value;
};

// One JSON object as text. A view: the text must outlive it.
class PYCHARTER_API Document {
 public:
  // Throws invalid_document with line and column, naming `what` ("schema 'user'"), when the text is not one
  // JSON object in UTF-8, or is nested too deep.
  Document(std::string_view text, std::string_view what, std::size_t depth = max_depth);

  std::string_view text() const { return text_; }
  std::string_view text(Range range) const { return text_.substr(range.begin, range.end - range.begin); }
  Range root() const { return root_; }

  bool is_object(Range value) const { return text_[value.begin] == '{'; }
  bool is_string(Range value) const { return text_[value.begin] == '"'; }
  // The members of an object in the order written, repeated keys included.
  std::vector<Member> members(Range object) const;
  // The one that counts where a key is repeated: the last.
  std::optional<Member> member(Range object, std::string_view key) const;
  // The elements of an array.
  std::vector<Range> elements(Range array) const;
  // The characters of a string.
  std::string string(Range value) const;

 private:
  // Calls visit(key with its quotes, value) for each.
  template <class Visit>
  void each_member(Range object, Visit visit) const;

  std::string_view text_;
  Range root_;
};

// Checks a text as Document does and gives, in the same pass, the value of the member of its object: most
// documents that are read need nothing else.
std::optional<Range> find_member(std::string_view text, std::string_view what, std::string_view key);

// Replaces ranges of a text. Ranges of different edits do not overlap; an insertion has an empty range.
struct Edit {
  Range range;
  std::string replacement;
};
std::string apply_edits(std::string_view text, std::vector<Edit> edits);

// The edit that appends members, each written as `"key": value`, to an object in the manner its last member
// was written: on a line of its own, or after a blank.
Edit append_members(const Document& document, Range object, const std::vector<std::string>& members);

// A JSON string literal of the text.
std::string quoted(std::string_view text);
// The text of a string literal that has been checked.
std::string unquoted(std::string_view literal);
// Whether a value that has been checked is a string literal of that text.
bool is_literal_of(std::string_view value, std::string_view text);

}  // namespace pycharter::store

#endif

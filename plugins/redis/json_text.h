// JSON as text: stored records are taken apart and put together without touching the document inside.
#ifndef PYCHARTER_REDIS_JSON_TEXT_H
#define PYCHARTER_REDIS_JSON_TEXT_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::redis {

// As Python's json.dumps writes it: ASCII alone, in quotes.
std::string quoted(std::string_view utf8);
std::string quoted_or_null(const std::optional<std::string>& utf8);

struct Member {
  std::string key;
  // As it was written, after one blank, up to the comma or brace that follows.
  std::string_view value;
};

// Reads text that json.dumps, or the store, has written, from its begin on. Each call takes what comes next,
// or gives false, and the text is then to be taken apart in another way.
class Written {
 public:
  explicit Written(std::string_view text) : left_(text) {}

  bool take(std::string_view expected);
  // A string of printable ASCII characters without escapes. `text` is a view of it, without its quotes.
  bool take_plain(std::string_view& text);
  std::string_view left() const { return left_; }

 private:
  std::string_view left_;
};

// What is wrong with a text that should be one JSON value in UTF-8; empty: nothing.
std::string json_problem(std::string_view text);

// The members of an object. Views of the text, which is JSON; nothing for another value.
std::optional<std::vector<Member>> members_of(std::string_view object);

bool is_object(std::string_view value);
// The text of a string, or of a number as it is written; nothing for another value.
std::optional<std::string> scalar_text(std::string_view value);
bool is_null(std::string_view value);

}  // namespace pycharter::redis

#endif

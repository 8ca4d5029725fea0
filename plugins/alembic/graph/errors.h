// Why an identifier or a range could not be resolved, in Alembic's words.
//
// The graph throws RevisionError; a command turns it into the sentence that Alembic's command prints with
// say_as().
#ifndef PYCHARTER_ALEMBIC_GRAPH_ERRORS_H
#define PYCHARTER_ALEMBIC_GRAPH_ERRORS_H

#include <pycharter/plugin/error.h>

#include <string>
#include <utility>
#include <vector>

namespace pycharter::alembic {

class RevisionError : public Error {
 public:
  enum class Kind { other, not_ancestor, multiple_heads, resolution };

  explicit RevisionError(std::string message) : Error(ErrorCode::graph, std::move(message)) {}

  static RevisionError not_ancestor(const std::string& lower, const std::string& upper);
  static RevisionError multiple_heads(const std::vector<std::string>& heads, const std::string& argument);
  static RevisionError resolution(std::string message, const std::string& argument);

  Kind kind() const { return kind_; }
  const std::string& argument() const { return argument_; }
  const std::string& lower() const { return lower_; }
  const std::string& upper() const { return upper_; }

 private:
  Kind kind_ = Kind::other;
  std::string argument_;  // multiple_heads, resolution: what the user wrote
  std::string lower_;     // not_ancestor
  std::string upper_;
};

// How one command speaks about failures of the graph. `%start`, `%end` and `%head` are replaced.
struct GraphWords {
  std::string not_ancestor =
      "Requested range %start:%end does not refer to ancestor/descendant revisions along the same branch";
  std::string multiple_heads =
      "Multiple head revisions are present for given argument '%head'; please specify a specific target "
      "revision, "
      "'<branchname>@%head' to narrow to a specific head, or 'heads' for all heads";
  std::string start;  // empty: the range's own
  std::string end;
};

// The error as the command shows it.
Error say_as(const GraphWords& words, const RevisionError& error);

// Runs `work`, and rephrases what the graph throws.
template <typename Work>
auto with_words(const GraphWords& words, Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const RevisionError& error) {
    throw say_as(words, error);
  }
}

std::string join(const std::vector<std::string>& items, std::string_view separator = ", ");

}  // namespace pycharter::alembic

#endif

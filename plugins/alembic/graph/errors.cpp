#include "alembic/graph/errors.h"

namespace pycharter::alembic {

namespace {

std::string or_base(const std::string& id) {
  return id.empty() ? "base" : id;
}

std::string replace(std::string text, std::string_view token, const std::string& value) {
  for (std::size_t at = text.find(token); at != std::string::npos; at = text.find(token, at + value.size()))
    text.replace(at, token.size(), value);
  return text;
}

}  // namespace

std::string join(const std::vector<std::string>& items, std::string_view separator) {
  std::string text;
  for (const std::string& item : items) {
    if (&item != items.data()) text += separator;
    text += item;
  }
  return text;
}

RevisionError RevisionError::not_ancestor(const std::string& lower, const std::string& upper) {
  RevisionError error("Revision " + or_base(lower) + " is not an ancestor of revision " + or_base(upper));
  error.kind_ = Kind::not_ancestor;
  error.lower_ = lower;
  error.upper_ = upper;
  return error;
}

RevisionError RevisionError::multiple_heads(const std::vector<std::string>& heads,
                                            const std::string& argument) {
  RevisionError error("Multiple heads are present for given argument '" + argument + "'; " + join(heads));
  error.kind_ = Kind::multiple_heads;
  error.argument_ = argument;
  return error;
}

RevisionError RevisionError::resolution(std::string message, const std::string& argument) {
  RevisionError error(std::move(message));
  error.kind_ = Kind::resolution;
  error.argument_ = argument;
  return error;
}

Error say_as(const GraphWords& words, const RevisionError& error) {
  switch (error.kind()) {
    case RevisionError::Kind::not_ancestor: {
      const std::string& start = words.start.empty() ? error.lower() : words.start;
      const std::string& end = words.end.empty() ? error.upper() : words.end;
      return {ErrorCode::graph,
              replace(replace(words.not_ancestor, "%start", or_base(start)), "%end", or_base(end))};
    }
    case RevisionError::Kind::multiple_heads:
      return {ErrorCode::graph,
              replace(words.multiple_heads, "%head", words.end.empty() ? error.argument() : words.end)};
    case RevisionError::Kind::resolution:
      // Alembic's sentence first; the detail tells "too short" and "ambiguous" from "not there".
      return {ErrorCode::graph,
              "Can't locate revision identified by '" + error.argument() + "' (" + error.message() + ")"};
    case RevisionError::Kind::other:
      break;
  }
  return {ErrorCode::graph, error.message()};
}

}  // namespace pycharter::alembic

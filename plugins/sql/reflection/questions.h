// The questions that a backend's reflection answers, as a table of its methods.
#ifndef PYCHARTER_SQL_REFLECTION_QUESTIONS_H
#define PYCHARTER_SQL_REFLECTION_QUESTIONS_H

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "sql/connection/failure.h"

namespace pycharter::sql::reflection {

template <class Reflection>
struct Question {
  std::string_view what;  // in a request's "what"
  boost::json::object (Reflection::*answer)();
};

// Throws usage where the request asks nothing, or what the backend does not know. `source` is what a
// Reflection reads: a handle or a connection.
template <class Reflection, class Source, std::size_t count>
boost::json::object answer(const Question<Reflection> (&questions)[count], Source* source,
                           const boost::json::object& request, std::string_view backend) {
  const auto* what = request.if_contains("what");
  if (what == nullptr || !what->is_string())
    throw usage_error(backend, "a reflection request has a key 'what'");
  for (const auto& question : questions)
    if (question.what == std::string_view(what->get_string()))
      return (Reflection(source, request).*question.answer)();
  throw usage_error(backend, "reflection of '" + std::string(what->get_string()) + "' is not known");
}

}  // namespace pycharter::sql::reflection

#endif

// Whether a column's default is the one that was declared.
#ifndef PYCHARTER_SQL_COMPARISON_DEFAULTS_H
#define PYCHARTER_SQL_COMPARISON_DEFAULTS_H

#include <optional>
#include <string>

#include "sql/comparison/tools.h"

namespace pycharter::sql::comparison {

struct DefaultVerdict {
  std::optional<bool> equal;
  // For the server to decide, where texts alone cannot: do these two, as values of this type, have one text?
  struct Question {
    std::string declared;
    std::string found;
    std::string type;
  };
  std::optional<Question> question = {};
};

// `declared` is a column's definition, `column` a reflected one. The values of an identity or computed column
// are no default. A question comes on PostgreSQL alone; without an answer, the verdict's `equal` holds.
DefaultVerdict same_default(const json::object& declared, const json::object& column, const Tools& tools);

}  // namespace pycharter::sql::comparison

#endif

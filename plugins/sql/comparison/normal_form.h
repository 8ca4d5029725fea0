// One text for all the spellings of an expression that mean the same to a server, which keeps none as it was
// written: PostgreSQL adds casts and parentheses and turns IN into = ANY, MariaDB quotes every name.
//
// The form is for comparing alone: casts are left out, `a BETWEEN 1 AND 2` and `a >= 1 AND a <= 2` are one,
// and so are now() and CURRENT_TIMESTAMP.
#ifndef PYCHARTER_SQL_COMPARISON_NORMAL_FORM_H
#define PYCHARTER_SQL_COMPARISON_NORMAL_FORM_H

#include <optional>
#include <string>
#include <string_view>

#include "sql/ddl/dialect.h"

namespace pycharter::sql::comparison {

// Nothing where the text is not understood.
std::optional<std::string> normal_form(std::string_view sql, ddl::Family family);

// Whether two expressions say the same; nothing where that cannot be told.
std::optional<bool> same_expression(std::string_view one, std::string_view other, ddl::Family family);

// A number as one text: "007.50" as "7.5"; as it was where it is no plain decimal number.
std::string plain_number(std::string_view digits);

}  // namespace pycharter::sql::comparison

#endif

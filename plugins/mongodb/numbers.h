// Numbers of JSON text as doubles and back.
#ifndef PYCHARTER_MONGODB_NUMBERS_H
#define PYCHARTER_MONGODB_NUMBERS_H

#include <string>
#include <string_view>

namespace pycharter::mongodb {

// As Python's repr writes it: the fewest digits that give the same double, 100.0, 1e+16, 1e-05. The number is
// finite.
std::string number_text(double number);

// Whether two numbers written as JSON writes them are the same number: 0.10 and 0.1, 1E2 and 100.0.
bool same_number(std::string_view one, std::string_view other);

}  // namespace pycharter::mongodb

#endif

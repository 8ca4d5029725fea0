// Arrays as the server writes them: {1,NULL,3}, {"a \"b\"",c}, {{1},{2}}, [0:1]={1,2}.
#ifndef PYCHARTER_POSTGRESQL_ARRAY_TEXT_H
#define PYCHARTER_POSTGRESQL_ARRAY_TEXT_H

#include <string>
#include <string_view>

namespace pycharter::postgresql {

enum class ArrayItems { numbers, booleans, texts };

// The same as a JSON array; the bounds of one that does not begin at 1 are left out. Throws Error (internal)
// for what is no array.
std::string array_as_json(std::string_view text, ArrayItems items);

}  // namespace pycharter::postgresql

#endif

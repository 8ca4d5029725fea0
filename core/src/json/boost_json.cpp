// All of Boost.JSON, as its documentation has it for use from the headers alone.
#include <boost/json/src.hpp>

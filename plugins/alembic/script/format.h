// Python's format specification: [[fill]align][sign][z][#][0][width][,][.precision][type]
#ifndef PYCHARTER_ALEMBIC_SCRIPT_FORMAT_H
#define PYCHARTER_ALEMBIC_SCRIPT_FORMAT_H

#include <string>
#include <string_view>

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

struct FormatSpecification {
  std::string fill = " ";
  char align = 0;  // < > = ^, or 0
  char sign = '-';
  bool alternate = false;
  bool zero = false;
  std::size_t width = 0;
  char grouping = 0;  // , or _
  int precision = -1;
  char type = 0;
};

// Raises ValueError "Invalid format specifier" for what cannot be read.
FormatSpecification read_format(Interpreter& interpreter, std::string_view text,
                                const std::string& type_name);
std::string format_text(Interpreter& interpreter, const std::string& text,
                        const FormatSpecification& specification);
std::string format_number(Interpreter& interpreter, const Value& number, FormatSpecification specification);
// A finite number in one of the types e f g % and their capitals.
std::string real_digits(double value, char type, int precision, bool alternate);

}  // namespace pycharter::alembic::script

#endif

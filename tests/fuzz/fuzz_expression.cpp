// Expressions of defaults, checks and indexes: every text is equal to itself, and equality has two sides.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sql/comparison/normal_form.h"

namespace {

using pycharter::sql::comparison::same_expression;
using pycharter::sql::ddl::Family;

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line = text.find('\n');
  const auto one = text.substr(0, line);
  const auto other = line == std::string_view::npos ? std::string_view() : text.substr(line + 1);
  for (const auto family : {Family::postgresql, Family::mysql, Family::sqlite}) {
    check(same_expression(one, one, family) == true);
    check(same_expression(one, other, family) == same_expression(other, one, family));
  }
  return 0;
}

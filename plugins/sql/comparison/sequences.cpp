#include "sql/comparison/sequences.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace pycharter::sql::comparison {
namespace {

struct Range {
  std::string_view type;
  std::int64_t lowest, highest;
};

template <class Number>
constexpr Range range_of(std::string_view type) {
  return {type, std::numeric_limits<Number>::min(), std::numeric_limits<Number>::max()};
}

// The types that a sequence can have; bigint where none is given.
constexpr Range ranges[] = {range_of<std::int64_t>("bigint"), range_of<std::int32_t>("integer"),
                            range_of<std::int16_t>("smallint")};

const Range& range_of(const json::object& declared, const Tools& tools) {
  const auto* type = ddl::given(declared, "data_type");
  if (type == nullptr) return ranges[0];
  const auto name = ddl::lower_ascii(tools.types.definition(ddl::as_object(*type, "data_type")));
  const auto* found = std::find_if(std::begin(ranges), std::end(ranges),
                                   [&](const Range& range) { return range.type == name; });
  if (found == std::end(ranges)) ddl::refuse("a sequence cannot be of the type " + name);
  return *found;
}

json::object expected_sequence(const json::object& declared, const Tools& tools) {
  const auto& range = range_of(declared, tools);
  const auto increment = ddl::optional_integer(declared, "increment").value_or(1);
  const bool ascends = increment > 0;
  const auto lowest = ddl::optional_integer(declared, "minvalue").value_or(ascends ? 1 : range.lowest);
  const auto highest = ddl::optional_integer(declared, "maxvalue").value_or(ascends ? range.highest : -1);
  const auto schema = ddl::optional_name(declared, "schema");
  return {{"name", ddl::required_name(declared, "name").text},
          {"schema", schema ? json::value(schema->text) : json::value(nullptr)},
          {"start", ddl::optional_integer(declared, "start").value_or(ascends ? lowest : highest)},
          {"increment", increment},
          {"minvalue", lowest},
          {"maxvalue", highest},
          {"cache", ddl::optional_integer(declared, "cache").value_or(1)},
          {"cycle", ddl::flag(declared, "cycle")},
          {"data_type", range.type}};
}

}  // namespace

json::array expected_sequences(const json::array& declared, const Tools& tools) {
  json::array expected;
  for (const auto& one : declared)
    expected.push_back(expected_sequence(ddl::as_object(one, "sequences"), tools));
  return expected;
}

}  // namespace pycharter::sql::comparison

#include "sql/comparison/items.h"
#include "sql/comparison/normal_form.h"

namespace pycharter::sql::comparison {
namespace {

using Element = ddl::Definitions::ExcludeElement;

const json::object& definition_in(const json::object& item) {
  const auto* own = ddl::given(item, "definition");
  return own != nullptr ? ddl::as_object(*own, "definition") : item;
}

std::string method_of(const json::object& definition) {
  return ddl::lower_ascii(ddl::optional_text(definition, "using").value_or("gist"));
}

// A catalog's definition leaves out a type's own class, which a model may name.
bool same_class(const Element& declared, const Element& found, const json::object& item, std::size_t place) {
  if (declared.operator_class == found.operator_class) return true;
  const auto& classes = ddl::list(item, "operator_classes");
  return declared.operator_class && !found.operator_class && place < classes.size() &&
         ddl::as_text(classes[place], "operator_classes") == *declared.operator_class;
}

std::optional<bool> same_condition(const json::object& declared, const json::object& found,
                                   const Tools& tools) {
  const auto* one = ddl::given(declared, "where");
  const auto* other = ddl::given(found, "where");
  if (one == nullptr || other == nullptr) return one == other;
  return same_expression(tools.definitions.bare(*one), tools.definitions.bare(*other), tools.dialect.family);
}

}  // namespace

std::optional<bool> same_exclude(const json::object& declared, const json::object& found,
                                 const Tools& tools) {
  const auto& wanted = definition_in(declared);
  const auto& there = definition_in(found);
  const auto one = tools.definitions.exclude_elements(wanted);
  const auto other = tools.definitions.exclude_elements(there);
  if (one.size() != other.size() || method_of(wanted) != method_of(there) ||
      deferral(wanted) != deferral(there))
    return false;
  auto same = same_condition(wanted, there, tools);
  for (std::size_t i = 0; i < one.size() && same != false; ++i) {
    if (one[i].sign != other[i].sign || !same_class(one[i], other[i], found, i)) return false;
    const auto term = same_expression(one[i].sql, other[i].sql, tools.dialect.family);
    if (term != true) same = term;
  }
  return same;
}

}  // namespace pycharter::sql::comparison

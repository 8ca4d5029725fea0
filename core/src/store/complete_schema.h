// The complete schema: a schema with its coercion and validation rules merged in.
#ifndef PYCHARTER_STORE_COMPLETE_SCHEMA_H
#define PYCHARTER_STORE_COMPLETE_SCHEMA_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::store {

struct CompleteSchema {
  std::string text;
  std::vector<std::string> unmatched;  // rule keys that name no property, in the order met
};

// Sets `coercion` of each property that a coercion rule names, and merges each validation rule into
// `validations` of its property, the rule winning. All else of the schema stays as written. A key names a
// property by its literal name, or else, split at dots, by a path through `properties`, entering the `items`
// of arrays on the way. Rules wrapped as {version, description, rules: {…}} are unwrapped. Throws
// invalid_document when a text is not a JSON object.
CompleteSchema complete_schema(std::string_view schema, std::optional<std::string_view> coercion_rules,
                               std::optional<std::string_view> validation_rules);

}  // namespace pycharter::store

#endif

// batch_alter_table.
#include "sql/ddl/operations.h"

namespace pycharter::sql::ddl {
namespace {

// An operation of a batch, told which table it is about.
json::object with_table(const json::object& operation, const json::object& batch) {
  auto op = operation;
  const auto fill = [&](json::object& object, std::string_view key) {
    const auto* value = given(batch, key);
    if (value != nullptr && given(object, key) == nullptr) object[key] = *value;
  };
  auto* index = op.if_contains("index");
  auto& subject = index != nullptr && index->is_object() ? index->get_object() : op;
  fill(subject, "table");
  fill(subject, "schema");
  if (given(batch, "naming_convention") != nullptr) fill(op, "naming_convention");
  return op;
}

}  // namespace

void Operations::batch_alter_table(const json::object& op) {
  for (const auto& entry : list(op, "operations")) {
    compile(with_table(as_object(entry, "operations"), op));
  }
}

}  // namespace pycharter::sql::ddl

#include "alembic/operations/python_types.h"

#include "alembic/operations/connection.h"

namespace pycharter::alembic {
namespace {

// By the decorator's method; the value itself where it has none.
Value processed(Session& session, const json::object& type, std::string_view method, const Value& value) {
  const auto* number = type.if_contains("python");
  if (number == nullptr) return value;
  const Value decorator = session.decorators.at(static_cast<std::size_t>(number->to_number<std::int64_t>()));
  const auto code = session.in().find_attribute(decorator, method);
  return code ? session.in().call(*code, Arguments{{value, make_dialect(session)}, {}}) : value;
}

}  // namespace

json::object with_decorator(Session& session, json::object type, const Value& decorator) {
  auto& known = session.decorators;
  std::size_t number = 0;
  while (number < known.size() && !known[number].same(decorator))
    ++number;
  if (number == known.size()) known.push_back(decorator);
  type["python"] = number;
  return type;
}

Value to_stored(Session& session, const json::object& type, const Value& value) {
  return processed(session, type, "process_bind_param", value);
}

Value from_stored(Session& session, const json::object& type, const Value& value) {
  return processed(session, type, "process_result_value", value);
}

}  // namespace pycharter::alembic

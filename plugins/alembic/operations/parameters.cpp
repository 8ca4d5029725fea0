#include "alembic/operations/parameters.h"

#include <algorithm>

#include "alembic/script/unknown.h"

namespace pycharter::alembic {
namespace {

// "schema=None" -> "schema"; empty for "*", "/", "*args" and "**kw".
std::string parameter_name(std::string_view item) {
  const auto begin = item.find_first_not_of(' ');
  if (begin == std::string_view::npos || item[begin] == '*' || item[begin] == '/') return {};
  item.remove_prefix(begin);
  return std::string(item.substr(0, item.find_first_of("= ")));
}

std::vector<std::string> parameter_names(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (auto name = parameter_name(text.substr(0, comma)); !name.empty()) names.push_back(std::move(name));
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return names;
}

}  // namespace

Value Given::value(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? Value() : bindings_[static_cast<std::size_t>(found - names_.begin())];
}

const Value& Given::operator[](std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end())
    throw Error(ErrorCode::internal, "no parameter " + std::string(name) + " in the table");
  return bindings_[static_cast<std::size_t>(found - names_.begin())];
}

bool Given::has(std::string_view name) const {
  const Value found = value(name);
  return found.defined() && !found.is_none();
}

Parameters::Parameters(std::string callee, std::string_view text)
    : signature_(std::move(callee), text), names_(parameter_names(text)) {}

std::shared_ptr<const Parameters> ParameterLists::get(std::string_view callee, std::string_view text) {
  std::string key(callee);
  key.append("(").append(text);
  const auto [entry, made] = lists_.try_emplace(std::move(key));
  if (made) entry->second = std::make_shared<Parameters>(std::string(callee), text);
  return entry->second;
}

Value make_function(Session& session, std::string_view name, std::string_view parameters, MethodCode code) {
  auto list = session.parameter_lists.get(name, parameters);
  return script::make_native(
      session.in(), std::string(name),
      [&session, list, code = std::move(code)](Interpreter& in, const Arguments& arguments) {
        return script::demand_known(in, "the call", [&] { return code(session, list->bind(in, arguments)); });
      });
}

Value make_method(Session& session, Value self, std::string_view name, std::string_view parameters,
                  MethodCode code) {
  return make_function(session, name, parameters,
                       [self = std::move(self), code = std::move(code)](Session& s, const Given& given) {
                         return code(s, given);
                       });
}

}  // namespace pycharter::alembic

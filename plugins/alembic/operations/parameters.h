// Binding by name: what data-driven conversions use on top of script::Signature.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_PARAMETERS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_PARAMETERS_H

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// The arguments of one call, by the names of the parameters.
class Given {
 public:
  Given(const std::vector<std::string>& names, Bindings bindings)
      : names_(names), bindings_(std::move(bindings)) {}

  // Undefined when it was left out or the function has no such parameter.
  Value value(std::string_view name) const;
  // The value of a parameter that is there.
  const Value& operator[](std::string_view name) const;
  // Neither left out nor None.
  bool has(std::string_view name) const;
  const std::vector<Value>& rest() const { return bindings_.rest; }
  const std::vector<std::pair<std::string, Value>>& keywords() const { return bindings_.keywords; }

 private:
  const std::vector<std::string>& names_;  // of Parameters, which lives longer
  Bindings bindings_;
};

class Parameters {
 public:
  // In Python's notation: "table_name, *, schema=None, **kw".
  Parameters(std::string callee, std::string_view text);
  Given bind(Interpreter& in, const Arguments& arguments) const {
    return {names_, signature_.bind(in, arguments)};
  }
  // Without *args and **kw, in order.
  const std::vector<std::string>& names() const { return names_; }

 private:
  script::Signature signature_;
  std::vector<std::string> names_;
};

// Parameter lists that were taken apart once for all scripts of a library: each script makes its functions
// and classes anew, from the same few texts.
class ParameterLists {
 public:
  std::shared_ptr<const Parameters> get(std::string_view callee, std::string_view text);

 private:
  std::unordered_map<std::string, std::shared_ptr<const Parameters>> lists_;  // by "callee(text"
};

using MethodCode = std::function<Value(Session&, const Given&)>;

// A function of a script with a parameter list. `self` is kept alive as long as the function.
Value make_function(Session& session, std::string_view name, std::string_view parameters, MethodCode code);
Value make_method(Session& session, Value self, std::string_view name, std::string_view parameters,
                  MethodCode code);

}  // namespace pycharter::alembic

#endif

// What the parts of one rendering share, and the small pieces of Python that they all write.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_CONTEXT_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_CONTEXT_H

#include <boost/json.hpp>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alembic/autogenerate/render/render.h"

namespace pycharter::alembic::revision_text {

namespace json = boost::json;

struct Context {
  explicit Context(const RenderOptions& given) : options(given) {}

  const std::string& sa() const { return options.sqlalchemy_module_prefix; }
  // "op.", or within `with op.batch_alter_table(…)` its "batch_op.".
  std::string op() const { return in_batch ? "batch_op." : options.alembic_module_prefix; }
  // "postgresql.", with its import.
  std::string dialect_module(std::string_view dialect);
  // The class of a type that is only known by the SQL that names it.
  std::string own_type(const std::string& sql);
  // What a script needs above its functions: lines of import, and the classes of own_type(), each after two
  // empty lines.
  std::string imports() const;
  std::string own_types() const;

  const RenderOptions& options;
  bool in_batch = false;

 private:
  std::set<std::string> imports_;
  std::map<std::string, std::string> own_types_;  // by SQL, the class
};

// The arguments of a call, in the order in which they were added.
class Call {
 public:
  explicit Call(std::string callee) : text_(std::move(callee) + "(") {}
  Call& add(std::string_view argument);
  Call& add(std::string_view keyword, std::string_view value);
  std::string text() const { return text_ + ")"; }

 private:
  std::string text_;
  bool empty_ = true;
};

std::string join(const std::vector<std::string>& items, std::string_view separator);

// A member that is there and not null.
const json::value* given(const json::object& object, std::string_view key);
std::string text_or(const json::object& object, std::string_view key, std::string absent = {});
bool flag(const json::object& object, std::string_view key);
const json::array& array_or_empty(const json::object& object, std::string_view key);
const json::object& object_or_empty(const json::object& object, std::string_view key);

// 'x'
std::string python_text(std::string_view text);
// True
std::string python_flag(bool value);
// A name as a string: what it says of quoting is lost, as with Alembic. Null: None.
std::string python_name(const json::value* name);
// The same, or op.f('x') for a name that a convention has made.
std::string generated_name(const Context& context, const json::value* name);
// ['a', 'b']
std::string python_names(const json::array& names);

}  // namespace pycharter::alembic::revision_text

#endif

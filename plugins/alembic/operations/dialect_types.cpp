#include "alembic/operations/dialect_types.h"

#include "alembic/operations/parameters.h"
#include "alembic/operations/type_object.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic {
namespace {

// What load_dialect_impl() is given: a dialect that has a name and describes types as they are.
class NamedDialect final : public script::HostObject {
 public:
  NamedDialect(Session& s, std::string n) : session_(s), name_(std::move(n)) {}
  std::string type_name() const override { return "Dialect"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view wanted) override {
    if (wanted == "name") return in.str(name_);
    if (wanted == "type_descriptor")
      return make_method(session_, Value::of(*this), wanted, "typeobj",
                         [](Session&, const Given& given) { return given["typeobj"]; });
    if (in.reads_sources()) return script::make_unknown(in, "dialect." + std::string(wanted));
    return std::nullopt;
  }

 private:
  Session& session_;
  const std::string name_;
};

}  // namespace

const std::vector<DialectNames>& known_dialects() {
  static const std::vector<DialectNames> dialects = {
      {"postgresql", {"postgresql"}}, {"mysql", {"mysql", "mariadb"}}, {"sqlite", {"sqlite"}}};
  return dialects;
}

Value named_dialect(Session& session, const std::string& name) {
  return script::make<NamedDialect>(session.in().heap(), session, name);
}

json::object with_dialect_types(Session& session, const Value& type, json::object stored) {
  auto& in = session.in();
  const auto load = in.find_attribute(type, "load_dialect_impl");
  const auto* bound = load ? load->get_if<script::Bound>() : nullptr;
  if (bound == nullptr || !bound->function.is(Kind::function)) return stored;
  json::array variants;
  for (const auto& row : known_dialects()) {
    const Value dialect = named_dialect(session, std::string(row.name));
    json::object own = to_type(session, in.call(*load, Arguments{{dialect}, {}}), "load_dialect_impl()");
    if (own == stored) continue;
    json::array names;
    for (const auto name : row.names)
      names.emplace_back(name);
    variants.push_back(json::object{{"dialects", std::move(names)}, {"type", std::move(own)}});
  }
  if (!variants.empty()) stored["variants"] = std::move(variants);
  return stored;
}

}  // namespace pycharter::alembic

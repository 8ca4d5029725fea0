#include "alembic/operations/ddl_statements.h"

#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

namespace json = boost::json;

class DdlStatement final : public script::HostObject {
 public:
  DdlStatement(Session& session, std::string_view name, json::object made)
      : operation(std::move(made)), session_(session), class_(name) {}
  std::string type_name() const override { return std::string(class_); }
  Value type(Interpreter&) const override { return ddl_statement_class(session_, class_); }

  const json::object operation;

 private:
  Session& session_;
  std::string_view class_;  // of the table below
};

struct StatementRow {
  std::string_view name, parameters, op;
  std::string_view subject;   // the operation's key for the first parameter
  std::string_view existing;  // the parameter that passes over what is there, or is not
};
constexpr StatementRow rows[] = {
    {"CreateSequence", "element, if_not_exists=False", "create_sequence", "sequence", "if_not_exists"},
    {"DropSequence", "element, if_exists=False", "drop_sequence", "sequence", "if_exists"},
    {"CreateSchema", "name, if_not_exists=False", "create_schema", "name", "if_not_exists"},
    {"DropSchema", "name, cascade=False, if_exists=False", "drop_schema", "name", "if_exists"},
};

json::value subject_of(Session& session, const StatementRow& row, const Given& given) {
  if (row.subject == "name") return to_name(session, given["name"], "name");
  const auto* item = host_cast_item(given["element"]);
  if (item == nullptr || item->role != SchemaItem::Role::sequence)
    session.in().raise("ArgumentError", std::string(row.name) + "() takes a Sequence, not " +
                                            session.in().type_name(given["element"]));
  return item->json;
}

Value construct(Session& session, const StatementRow& row, const Given& given) {
  auto& in = session.in();
  json::object made{{"op", row.op}, {row.subject, subject_of(session, row, given)}, {"stated", true}};
  made["checkfirst"] = given.has(row.existing) && in.truth(given[row.existing]);
  if (given.has("cascade")) made["cascade"] = in.truth(given["cascade"]);
  return script::make<DdlStatement>(in.heap(), session, row.name, std::move(made));
}

}  // namespace

Value ddl_statement_class(Session& session, std::string_view name) {
  for (const auto& row : rows)
    if (row.name == name)
      return make_schema_class(session, row.name, row.parameters,
                               [&row](Session& s, const Given& given) { return construct(s, row, given); });
  return Value();
}

const json::object* ddl_operation(const Value& statement) {
  const auto* made = script::host_cast<DdlStatement>(statement);
  return made == nullptr ? nullptr : &made->operation;
}

}  // namespace pycharter::alembic

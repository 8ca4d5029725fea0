#include "alembic/operations/batch.h"

#include "alembic/operations/operations.h"
#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

class Batch final : public script::HostObject {
 public:
  Batch(Session& session, json::object op) : session_(session), op_(std::move(op)) {}

  std::string type_name() const override { return "BatchOperations"; }
  std::optional<Value> enter(Interpreter&) override { return Value::of(*this); }

  // A block that fails changes nothing.
  bool leave(Interpreter&, const Value& exception) override {
    if (!exception.is_none()) return false;
    json::object op = std::move(op_);
    op["operations"] = std::move(operations_);
    session_.apply(std::move(op));
    return false;
  }

  std::optional<Value> attribute(Interpreter&, std::string_view name) override {
    for (const auto& row : operation_rows())
      if (row.function == name && !row.batch_parameters.empty())
        return make_method(session_, Value::of(*this), row.function, row.batch_parameters,
                           [this, &row](Session& s, const Given& given) {
                             add(make_operation(s, row, given), row);
                             return Value::none();
                           });
    if (name == "create_exclude_constraint")
      return make_method(session_, Value::of(*this), name, "constraint_name, *elements, **kw",
                         [this](Session& s, const Given& given) {
                           json::object op{{"op", "create_constraint"}};
                           op["constraint"] =
                               make_exclusion(s, given["constraint_name"], given.rest(), given.keywords());
                           add_to_table(op, op);
                           return Value::none();
                         });
    const Value common = common_operation(session_, name);
    return common.defined() ? std::optional(common) : std::nullopt;
  }

 private:
  void add(json::object op, const OperationRow& row) {
    const bool in_index = row.nested == "index";
    json::object& target = in_index ? op["index"].as_object() : op;
    add_to_table(target, op);
  }
  // Everything in the block is about the batch's table.
  void add_to_table(json::object& target, json::object& op) {
    target["table"] = op_.at("table");
    if (const auto* schema = op_.if_contains("schema")) target["schema"] = *schema;
    op["at"] = session_.at();
    operations_.push_back(op);
  }

  Session& session_;
  json::object op_;
  json::array operations_;
};

json::array order_of(Session& session, const Value& groups) {
  json::array made;
  for (const auto& group : session.in().collect(groups))
    made.push_back(to_names(session, group, "partial_reordering"));
  return made;
}

json::array reflected_columns(Session& session, const Value& values) {
  json::array made;
  for (const auto& column : session.in().collect(values))
    made.push_back(to_column(session, column));
  return made;
}

json::object copied_table(Session& session, const Value& value) {
  const auto* table = script::host_cast<TableObject>(value);
  if (table == nullptr)
    session.in().raise("TypeError", "copy_from must be a Table, not " + session.in().type_name(value));
  json::object made = table->definition();
  made["op"] = "create_table";
  return made;
}

void put_table_arguments(Session& session, const Value& values, json::object& op) {
  TableParts parts = split_table_arguments(session, session.in().collect(values));
  if (!parts.constraints.empty()) op["table_args"] = std::move(parts.constraints);
  if (!parts.indexes.empty()) op["table_indexes"] = std::move(parts.indexes);
}

std::vector<std::pair<std::string, Value>> as_keywords(Session& session, const Value& mapping) {
  std::vector<std::pair<std::string, Value>> made;
  if (const auto* dict = mapping.get_if<script::Dict>())
    for (const auto& entry : dict->table.entries())
      if (entry.key.defined()) made.emplace_back(session.in().to_text(entry.key), entry.value);
  return made;
}

}  // namespace

Value make_batch(Session& session, const Given& given) {
  session.connected("batch_alter_table");
  json::object op{{"op", "batch_alter_table"},
                  {"table", to_name(session, given["table_name"], "table_name")}};
  if (given.has("schema")) op["schema"] = to_name(session, given["schema"], "schema");
  op["recreate"] = given.has("recreate") ? session.in().text(given["recreate"], "recreate") : "auto";
  if (given.has("partial_reordering"))
    op["partial_reordering"] = order_of(session, given["partial_reordering"]);
  if (given.has("copy_from")) op["copy_from"] = copied_table(session, given["copy_from"]);
  if (given.has("table_args")) put_table_arguments(session, given["table_args"], op);
  if (given.has("table_kwargs"))
    if (auto options = table_options(session, as_keywords(session, given["table_kwargs"])); !options.empty())
      op["table_kwargs"] = std::move(options);
  if (given.has("reflect_args"))
    if (auto columns = reflected_columns(session, given["reflect_args"]); !columns.empty())
      op["reflect_args"] = std::move(columns);
  if (given.has("naming_convention"))
    op["naming_convention"] = to_keyword(session, given["naming_convention"]);
  else if (!session.options.naming_convention.empty())
    op["naming_convention"] = session.options.naming_convention;
  op["at"] = session.at();
  return script::make<Batch>(session.in().heap(), session, std::move(op));
}

}  // namespace pycharter::alembic

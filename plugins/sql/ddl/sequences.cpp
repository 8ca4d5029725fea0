// Sequences and schemas, which have statements of their own.
#include "sql/ddl/operations.h"

namespace pycharter::sql::ddl {
namespace {

// Sequence.create() asks whether there are sequences; CREATE SEQUENCE as the script states it does not.
bool is_wanted(const json::object& op, const Dialect& dialect) {
  return dialect.family == Family::postgresql || flag(op, "stated");
}

std::string sequence_name(const json::object& sequence, const Quoter& quote) {
  return quote.table({required_name(sequence, "name"), optional_name(sequence, "schema")});
}

}  // namespace

void Operations::create_sequence(const json::object& op) {
  if (!is_wanted(op, tools_.dialect)) return;
  const auto& sequence = required_object(op, "sequence");
  emit(std::string("CREATE SEQUENCE ") + (flag(op, "checkfirst") ? "IF NOT EXISTS " : "") +
       sequence_name(sequence, tools_.quote) + sequence_options(sequence));
}

void Operations::alter_sequence(const json::object& op) {
  if (!is_wanted(op, tools_.dialect)) return;
  const auto& sequence = required_object(op, "sequence");
  emit("ALTER SEQUENCE " + sequence_name(sequence, tools_.quote) + sequence_options(sequence) +
       (flag(op, "restart") ? " RESTART" : ""));
}

std::string Operations::sequence_options(const json::object& sequence) const {
  std::string sql;
  if (const auto* type = given(sequence, "data_type"))
    sql += " AS " + tools_.types.definition(as_object(*type, "data_type"));
  const auto options = definitions_.identity_options(sequence);
  return options.empty() ? sql : sql + " " + options;
}

void Operations::drop_sequence(const json::object& op) {
  if (!is_wanted(op, tools_.dialect)) return;
  emit(std::string("DROP SEQUENCE ") + (flag(op, "checkfirst") ? "IF EXISTS " : "") +
       sequence_name(required_object(op, "sequence"), tools_.quote));
}

void Operations::create_schema(const json::object& op) {
  emit(std::string("CREATE SCHEMA ") + (flag(op, "checkfirst") ? "IF NOT EXISTS " : "") +
       tools_.quote(required_name(op, "name")));
}

void Operations::drop_schema(const json::object& op) {
  emit(std::string("DROP SCHEMA ") + (flag(op, "checkfirst") ? "IF EXISTS " : "") +
       tools_.quote(required_name(op, "name")) + (flag(op, "cascade") ? " CASCADE" : ""));
}

}  // namespace pycharter::sql::ddl

// The operations of alembic.op as data: parameters, and where each goes in the JSON of docs/operations.md.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_OPERATION_TABLE_H
#define PYCHARTER_ALEMBIC_OPERATIONS_OPERATION_TABLE_H

#include <span>
#include <string_view>

namespace pycharter::alembic {

// How an argument becomes JSON. None means "not given" but where it says so.
enum class Convert {
  name,           // a name
  names,          // a list of names
  flag,           // a bool
  text,           // a str
  value,          // a value as it is
  type,           // a type
  expression,     // SQL text or an expression
  index_columns,  // names and expressions
  column,         // a Column
  default_,       // a server default: False is "not given", None is null
  nullable_text,  // False is "not given", None is null
};

struct Field {
  std::string_view parameter;
  std::string_view key;  // ".key" stands in the nested object
  Convert convert;
};

// Keywords beyond the parameters.
enum class Extra {
  none,
  dialect,     // "dialect" of the operation
  nested,      // of the nested object: of the dialect, or options of its kind (deferrable, …)
  alteration,  // of alter_column: autoincrement, dialect, others without meaning
};

struct OperationRow {
  std::string_view function;          // of alembic.op
  std::string_view parameters;        // of op.<function>; empty: only in batch
  std::string_view batch_parameters;  // of batch_op.<function>; empty: not there
  std::string_view op;                // of the JSON
  std::string_view nested;            // key of the nested object; empty: none
  std::string_view constraint;        // kind of the nested constraint
  std::span<const Field> fields;
  Extra extra;
};

std::span<const OperationRow> operation_rows();

}  // namespace pycharter::alembic

#endif

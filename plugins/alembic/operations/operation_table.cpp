#include "alembic/operations/operation_table.h"

namespace pycharter::alembic {
namespace {

constexpr Field drop_table[] = {{"table_name", "table", Convert::name},
                                {"schema", "schema", Convert::name},
                                {"if_exists", "if_exists", Convert::flag}};
constexpr Field rename_table[] = {{"old_table_name", "table", Convert::name},
                                  {"new_table_name", "new_name", Convert::name},
                                  {"schema", "schema", Convert::name}};
constexpr Field add_column[] = {
    {"table_name", "table", Convert::name},
    {"column", "column", Convert::column},
    {"schema", "schema", Convert::name},
    {"if_not_exists", "if_not_exists", Convert::flag},
    {"inline_references", "inline_references", Convert::flag},
    {"inline_primary_key", "inline_primary_key", Convert::flag},
    {"insert_before", "insert_before", Convert::name},
    {"insert_after", "insert_after", Convert::name},
};
constexpr Field drop_column[] = {{"table_name", "table", Convert::name},
                                 {"column_name", "column", Convert::name},
                                 {"schema", "schema", Convert::name},
                                 {"if_exists", "if_exists", Convert::flag}};
constexpr Field alter_column[] = {
    {"table_name", "table", Convert::name},
    {"column_name", "column", Convert::name},
    {"schema", "schema", Convert::name},
    {"nullable", "nullable", Convert::flag},
    {"comment", "comment", Convert::nullable_text},
    {"server_default", "server_default", Convert::default_},
    {"new_column_name", "new_name", Convert::name},
    {"type_", "type", Convert::type},
    {"existing_type", "existing_type", Convert::type},
    {"existing_server_default", "existing_server_default", Convert::default_},
    {"existing_nullable", "existing_nullable", Convert::flag},
    {"existing_comment", "existing_comment", Convert::text},
    {"insert_before", "insert_before", Convert::name},
    {"insert_after", "insert_after", Convert::name},
};
constexpr Field create_index[] = {
    {"index_name", ".name", Convert::name}, {"table_name", ".table", Convert::name},
    {"schema", ".schema", Convert::name},   {"columns", ".columns", Convert::index_columns},
    {"unique", ".unique", Convert::flag},   {"if_not_exists", "if_not_exists", Convert::flag},
};
constexpr Field drop_index[] = {{"index_name", "name", Convert::name},
                                {"table_name", "table", Convert::name},
                                {"schema", "schema", Convert::name},
                                {"if_exists", "if_exists", Convert::flag}};
constexpr Field create_primary_key[] = {{"constraint_name", ".name", Convert::name},
                                        {"table_name", "table", Convert::name},
                                        {"columns", ".columns", Convert::names},
                                        {"schema", "schema", Convert::name}};
constexpr Field create_check[] = {{"constraint_name", ".name", Convert::name},
                                  {"table_name", "table", Convert::name},
                                  {"condition", ".sqltext", Convert::expression},
                                  {"schema", "schema", Convert::name}};
constexpr Field create_foreign_key[] = {
    {"constraint_name", ".name", Convert::name},        {"source_table", "table", Convert::name},
    {"referent_table", ".target_table", Convert::name}, {"local_cols", ".columns", Convert::names},
    {"remote_cols", ".target_columns", Convert::names}, {"onupdate", ".onupdate", Convert::text},
    {"ondelete", ".ondelete", Convert::text},           {"deferrable", ".deferrable", Convert::flag},
    {"initially", ".initially", Convert::text},         {"match", ".match", Convert::text},
    {"source_schema", "schema", Convert::name},         {"referent_schema", ".target_schema", Convert::name},
};
constexpr Field drop_constraint[] = {{"constraint_name", "name", Convert::name},
                                     {"table_name", "table", Convert::name},
                                     {"type_", "type", Convert::text},
                                     {"schema", "schema", Convert::name},
                                     {"if_exists", "if_exists", Convert::flag}};
constexpr Field create_comment[] = {{"table_name", "table", Convert::name},
                                    {"comment", "comment", Convert::text},
                                    {"existing_comment", "existing_comment", Convert::text},
                                    {"schema", "schema", Convert::name}};
constexpr Field drop_comment[] = {{"table_name", "table", Convert::name},
                                  {"existing_comment", "existing_comment", Convert::text},
                                  {"schema", "schema", Convert::name}};

constexpr std::string_view alter_parameters =
    "table_name, column_name, *, nullable=None, comment=False, server_default=False, new_column_name=None, "
    "type_=None, "
    "existing_type=None, existing_server_default=False, existing_nullable=None, existing_comment=None, "
    "schema=None, **kw";
constexpr std::string_view batch_alter_parameters =
    "column_name, *, nullable=None, comment=False, server_default=False, new_column_name=None, type_=None, "
    "existing_type=None, existing_server_default=False, existing_nullable=None, existing_comment=None, "
    "insert_before=None, insert_after=None, **kw";

constexpr OperationRow rows[] = {
    {"drop_table", "table_name, *, schema=None, if_exists=None, **kw", "", "drop_table", "", "", drop_table,
     Extra::dialect},
    {"rename_table", "old_table_name, new_table_name, *, schema=None", "", "rename_table", "", "",
     rename_table, Extra::none},
    {"add_column",
     "table_name, column, *, schema=None, if_not_exists=None, inline_references=None, "
     "inline_primary_key=None",
     "column, *, insert_before=None, insert_after=None, if_not_exists=None, inline_references=None, "
     "inline_primary_key=None",
     "add_column", "", "", add_column, Extra::none},
    {"drop_column", "table_name, column_name, *, schema=None, if_exists=None, **kw",
     "column_name, *, if_exists=None, **kw", "drop_column", "", "", drop_column, Extra::dialect},
    {"alter_column", alter_parameters, batch_alter_parameters, "alter_column", "", "", alter_column,
     Extra::alteration},
    {"create_index",
     "index_name, table_name, columns, *, schema=None, unique=False, if_not_exists=None, **kw",
     "index_name, columns, *, unique=False, if_not_exists=None, **kw", "create_index", "index", "",
     create_index, Extra::nested},
    {"drop_index", "index_name, table_name=None, *, schema=None, if_exists=None, **kw",
     "index_name, *, if_exists=None, **kw", "drop_index", "", "", drop_index, Extra::dialect},
    {"create_primary_key", "constraint_name, table_name, columns, *, schema=None", "constraint_name, columns",
     "create_constraint", "constraint", "primary_key", create_primary_key, Extra::none},
    {"create_unique_constraint", "constraint_name, table_name, columns, *, schema=None, **kw",
     "constraint_name, columns, *, schema=None, **kw", "create_constraint", "constraint", "unique",
     create_primary_key, Extra::nested},
    {"create_check_constraint", "constraint_name, table_name, condition, *, schema=None, **kw",
     "constraint_name, condition, *, schema=None, **kw", "create_constraint", "constraint", "check",
     create_check, Extra::nested},
    {"create_foreign_key",
     "constraint_name, source_table, referent_table, local_cols, remote_cols, *, onupdate=None, "
     "ondelete=None, "
     "deferrable=None, initially=None, match=None, source_schema=None, referent_schema=None, **dialect_kw",
     "constraint_name, referent_table, local_cols, remote_cols, *, referent_schema=None, onupdate=None, "
     "ondelete=None, "
     "deferrable=None, initially=None, match=None, **dialect_kw",
     "create_constraint", "constraint", "foreign_key", create_foreign_key, Extra::nested},
    {"drop_constraint", "constraint_name, table_name, type_=None, *, schema=None, if_exists=None",
     "constraint_name, type_=None, *, if_exists=None", "drop_constraint", "", "", drop_constraint,
     Extra::none},
    {"create_table_comment", "table_name, comment, *, existing_comment=None, schema=None",
     "comment, *, existing_comment=None", "create_table_comment", "", "", create_comment, Extra::none},
    {"drop_table_comment", "table_name, *, existing_comment=None, schema=None", "*, existing_comment=None",
     "drop_table_comment", "", "", drop_comment, Extra::none},
};

}  // namespace

std::span<const OperationRow> operation_rows() {
  return rows;
}

}  // namespace pycharter::alembic

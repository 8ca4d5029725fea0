// Queries of information_schema. In each, $1 is a schema or NULL for the current one; TABLES stands for the
// condition on the tables' names, which reflect.cpp puts in. The first column is the table's name.
#ifndef PYCHARTER_MYSQL_CATALOG_QUERIES_H
#define PYCHARTER_MYSQL_CATALOG_QUERIES_H

#include <string_view>

namespace pycharter::mysql::catalog {

// name, comment, collation, engine, character set, other options as "key=value …"
inline constexpr std::string_view tables = R"sql(
SELECT t.table_name, t.table_comment, t.table_collation, t.engine,
  (SELECT c.character_set_name FROM information_schema.collations c WHERE c.collation_name = t.table_collation),
  t.create_options
FROM information_schema.tables t
WHERE t.table_schema = COALESCE($1, DATABASE()) AND t.table_type IN (TYPES)TABLES
ORDER BY t.table_name
)sql";

// name, column, type, nullable, default, extra, generated as, comment, collation
inline constexpr std::string_view columns = R"sql(
SELECT t.table_name, t.column_name, t.column_type, t.is_nullable, t.column_default, t.extra,
  t.generation_expression, t.column_comment, t.collation_name
FROM information_schema.columns t WHERE t.table_schema = COALESCE($1, DATABASE())TABLES
ORDER BY t.table_name, t.ordinal_position
)sql";

// name, index, not unique, method, column, length of the prefix, A or D, expression; a row for each column
inline constexpr std::string_view indexes = R"sql(
SELECT t.table_name, t.index_name, t.non_unique, t.index_type, t.column_name, t.sub_part, t.collation, EXPRESSION
FROM information_schema.statistics t WHERE t.table_schema = COALESCE($1, DATABASE())TABLES
ORDER BY t.table_name, t.index_name, t.seq_in_index
)sql";

// name, constraint, column, target schema, target table, target column, on delete, on update; a row for each
// column
inline constexpr std::string_view foreign_keys = R"sql(
SELECT t.table_name, t.constraint_name, t.column_name, t.referenced_table_schema, t.referenced_table_name,
  t.referenced_column_name, r.delete_rule, r.update_rule
FROM information_schema.key_column_usage t
JOIN information_schema.referential_constraints r ON r.constraint_schema = t.constraint_schema
  AND r.constraint_name = t.constraint_name AND r.table_name = t.table_name
WHERE t.table_schema = COALESCE($1, DATABASE()) AND t.referenced_table_name IS NOT NULL TABLES
ORDER BY t.table_name, t.constraint_name, t.ordinal_position
)sql";

// name, constraint, condition: MariaDB keeps the table, and those of a column apart; MySQL keeps neither
inline constexpr std::string_view checks_of_mariadb = R"sql(
SELECT t.table_name, t.constraint_name, t.check_clause FROM information_schema.check_constraints t
WHERE t.constraint_schema = COALESCE($1, DATABASE()) AND t.level = 'Table' TABLES
ORDER BY t.table_name, t.constraint_name
)sql";
inline constexpr std::string_view checks_of_mysql = R"sql(
SELECT t.table_name, t.constraint_name, c.check_clause FROM information_schema.table_constraints t
JOIN information_schema.check_constraints c ON c.constraint_schema = t.constraint_schema
  AND c.constraint_name = t.constraint_name
WHERE t.table_schema = COALESCE($1, DATABASE()) AND t.constraint_type = 'CHECK' TABLES
ORDER BY t.table_name, t.constraint_name
)sql";

}  // namespace pycharter::mysql::catalog

#endif

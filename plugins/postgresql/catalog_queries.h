// The queries behind reflect(). Each takes $1, the schema or NULL for what search_path shows, and $2, a JSON
// array of table names or NULL for all; each orders by table, so that the results can be read side by side.
#ifndef PYCHARTER_POSTGRESQL_CATALOG_QUERIES_H
#define PYCHARTER_POSTGRESQL_CATALOG_QUERIES_H

#include <string>

namespace pycharter::postgresql {

// Which relations are meant: ordinary and partitioned tables, not those of extensions' or the server's own
// schemas.
inline const std::string chosen_tables = R"(
WITH chosen AS (
  SELECT c.oid, n.nspname, c.relname
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p')
    AND CASE WHEN $1::text IS NULL
             THEN pg_catalog.pg_table_is_visible(c.oid) AND n.nspname NOT IN ('pg_catalog', 'information_schema')
             ELSE n.nspname = $1::text END
    AND ($2::text IS NULL OR c.relname::text IN (SELECT json_array_elements_text($2::text::json)))
))";

// nspname, relname, comment
inline const std::string tables_query = chosen_tables + R"(
SELECT t.nspname, t.relname, pg_catalog.obj_description(t.oid, 'pg_class') FROM chosen t ORDER BY 1, 2)";

// nspname, relname, name, formatted type, not null, default, identity, generated, collation, comment, serial
// sequence, enum schema, enum name, enum labels (JSON)
inline const std::string columns_query = chosen_tables + R"(
SELECT t.nspname, t.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
       pg_catalog.pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated,
       CASE WHEN a.attcollation <> y.typcollation THEN l.collname END,
       pg_catalog.col_description(t.oid, a.attnum),
       CASE WHEN d.adbin IS NOT NULL THEN pg_catalog.pg_get_serial_sequence(
         pg_catalog.quote_ident(t.nspname) || '.' || pg_catalog.quote_ident(t.relname), a.attname) END,
       yn.nspname, y.typname, e.labels
FROM chosen t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
JOIN pg_catalog.pg_namespace yn ON yn.oid = y.typnamespace
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
LEFT JOIN (SELECT enumtypid, json_agg(enumlabel ORDER BY enumsortorder)::text AS labels
           FROM pg_catalog.pg_enum GROUP BY enumtypid) e ON e.enumtypid = a.atttypid
ORDER BY t.nspname, t.relname, a.attnum)";

// nspname, relname, kind, name, columns (JSON), definition, target schema or NULL when search_path shows it,
// target table, target columns (JSON), on update, on delete, deferrable, deferred, comment
inline const std::string constraints_query = chosen_tables + R"(
SELECT t.nspname, t.relname, k.contype, k.conname,
       (SELECT json_agg(a.attname ORDER BY u.position)::text FROM unnest(k.conkey) WITH ORDINALITY u(number, position)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.number),
       pg_catalog.pg_get_constraintdef(k.oid, true),
       CASE WHEN f.oid IS NOT NULL AND ($1::text IS NOT NULL OR NOT pg_catalog.pg_table_is_visible(f.oid)) THEN fn.nspname END,
       f.relname,
       (SELECT json_agg(a.attname ORDER BY u.position)::text FROM unnest(k.confkey) WITH ORDINALITY u(number, position)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = f.oid AND a.attnum = u.number),
       k.confupdtype, k.confdeltype, k.condeferrable, k.condeferred, pg_catalog.obj_description(k.oid, 'pg_constraint')
FROM chosen t JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid AND k.contype IN ('p', 'u', 'f', 'c')
LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid AND k.contype = 'f'
LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
ORDER BY t.nspname, t.relname, k.conname)";

// nspname, relname, name, unique, method, where, key columns or NULL for an expression (JSON), key texts
// (JSON), included columns (JSON or NULL), name of the constraint that it serves or NULL
inline const std::string indexes_query = chosen_tables + R"(
SELECT t.nspname, t.relname, ic.relname, i.indisunique, am.amname, pg_catalog.pg_get_expr(i.indpred, i.indrelid, true),
       (SELECT json_agg(a.attname ORDER BY u.position)::text FROM unnest(i.indkey::int[]) WITH ORDINALITY u(number, position)
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.number AND u.number > 0
        WHERE u.position <= i.indnkeyatts),
       (SELECT json_agg(pg_catalog.pg_get_indexdef(i.indexrelid, u.position::int, true) ORDER BY u.position)::text
        FROM generate_series(1, i.indnkeyatts) u(position)),
       (SELECT json_agg(a.attname ORDER BY u.position)::text FROM unnest(i.indkey::int[]) WITH ORDINALITY u(number, position)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.number
        WHERE u.position > i.indnkeyatts),
       (SELECT k.conname FROM pg_catalog.pg_constraint k
        WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') LIMIT 1)
FROM chosen t JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_am am ON am.oid = ic.relam
ORDER BY t.nspname, t.relname, ic.relname)";

inline const std::string schema_names_query = R"(
SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\_%' ORDER BY 1)";

}  // namespace pycharter::postgresql

#endif

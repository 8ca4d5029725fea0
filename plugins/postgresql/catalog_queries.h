// Queries of pg_catalog. In each, $1 is a schema or NULL for the current one, $2 names of tables as a JSON
// array or NULL for all. Lists come as JSON. The first column is the table's OID.
#ifndef PYCHARTER_POSTGRESQL_CATALOG_QUERIES_H
#define PYCHARTER_POSTGRESQL_CATALOG_QUERIES_H

namespace pycharter::postgresql::catalog {

// What all of them begin with: the tables asked for. `json_array_elements_text` takes names of any spelling.
inline constexpr const char* with_tables = R"sql(
WITH asked AS (
  SELECT c.oid, c.relname, n.nspname
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE (c.relkind IN ('r', 'p') OR ($2::json IS NOT NULL AND c.relkind IN ('v', 'm', 'f'))) AND n.nspname = coalesce($1::text, current_schema())
    AND ($2::json IS NULL OR c.relname IN (SELECT pg_catalog.json_array_elements_text($2::json))))
)sql";

// oid, name, comment, storage parameters as ["name=value"], whether an extension made it, the table it is a
// partition of
inline constexpr const char* tables = R"sql(
SELECT a.oid, a.relname, pg_catalog.obj_description(a.oid, 'pg_class'),
  (SELECT pg_catalog.to_json(c.reloptions) FROM pg_catalog.pg_class c WHERE c.oid = a.oid),
  EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = a.oid
    AND d.deptype = 'e'),
  (SELECT p.relname FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
   WHERE i.inhrelid = a.oid AND p.relkind = 'p')
FROM asked a ORDER BY a.relname
)sql";

// oid, name, type, not null, default, generated, identity, collation, comment, enum name, enum schema, enum
// values, identity options, whether the default is a sequence of the column's own, domain, in pg_catalog's
// own order of columns
inline constexpr const char* columns = R"sql(
SELECT a.oid, c.attname, pg_catalog.format_type(c.atttypid, c.atttypmod), c.attnotnull,
  pg_catalog.pg_get_expr(d.adbin, d.adrelid), c.attgenerated::text, c.attidentity::text,
  CASE WHEN c.attcollation <> t.typcollation THEN l.collname END,
  pg_catalog.col_description(a.oid, c.attnum),
  CASE WHEN e.typtype = 'e' THEN e.typname END,
  CASE WHEN e.typtype = 'e' AND NOT pg_catalog.pg_type_is_visible(e.oid) THEN en.nspname END,
  CASE WHEN e.typtype = 'e' THEN (SELECT pg_catalog.json_agg(v.enumlabel ORDER BY v.enumsortorder)
    FROM pg_catalog.pg_enum v WHERE v.enumtypid = e.oid) END,
  CASE WHEN c.attidentity <> '' THEN (SELECT pg_catalog.json_build_object('always', c.attidentity = 'a',
      'start', s.seqstart, 'increment', s.seqincrement, 'minvalue', s.seqmin, 'maxvalue', s.seqmax,
      'cache', s.seqcache, 'cycle', s.seqcycle)
    FROM pg_catalog.pg_sequence s WHERE s.seqrelid =
      pg_catalog.pg_get_serial_sequence(a.oid::regclass::text, c.attname)::regclass) END,
  c.attidentity = '' AND d.oid IS NOT NULL AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend o
    JOIN pg_catalog.pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = d.oid AND u.refobjid = o.objid
    WHERE o.classid = 'pg_class'::regclass AND o.deptype = 'a' AND o.refclassid = 'pg_class'::regclass
      AND o.refobjid = a.oid AND o.refobjsubid = c.attnum),
  CASE WHEN e.typtype = 'd' THEN (SELECT pg_catalog.json_build_object('name', e.typname,
      'schema', CASE WHEN NOT pg_catalog.pg_type_is_visible(e.oid) THEN en.nspname END,
      'type', pg_catalog.format_type(e.typbasetype, NULL),
      'enum_name', CASE WHEN b.typtype = 'e' THEN b.typname END,
      'enum_schema', CASE WHEN b.typtype = 'e' AND NOT pg_catalog.pg_type_is_visible(b.oid) THEN bn.nspname END,
      'enum_values', (SELECT pg_catalog.json_agg(v.enumlabel ORDER BY v.enumsortorder)
        FROM pg_catalog.pg_enum v WHERE v.enumtypid = b.oid),
      'collation', dl.collname,
      'collation_schema', CASE WHEN NOT pg_catalog.pg_collation_is_visible(dl.oid) THEN dn.nspname END,
      'default', e.typdefault, 'not_null', e.typnotnull,
      'checks', (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(k.conname,
          pg_catalog.pg_get_expr(k.conbin, 0, true)) ORDER BY k.conname)
        FROM pg_catalog.pg_constraint k WHERE k.contypid = e.oid AND k.contype = 'c'))
    FROM pg_catalog.pg_type b JOIN pg_catalog.pg_namespace bn ON bn.oid = b.typnamespace
    LEFT JOIN pg_catalog.pg_collation dl ON dl.oid = e.typcollation
    LEFT JOIN pg_catalog.pg_namespace dn ON dn.oid = dl.collnamespace
    WHERE b.oid = e.typbasetype) END
FROM asked a
JOIN pg_catalog.pg_attribute c ON c.attrelid = a.oid AND c.attnum > 0 AND NOT c.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = c.atttypid
LEFT JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN t.typelem ELSE t.oid END
LEFT JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace
LEFT JOIN pg_catalog.pg_collation l ON l.oid = c.attcollation
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.oid AND d.adnum = c.attnum
ORDER BY a.oid, c.attnum
)sql";

// oid, name, kind, columns, check, target schema (NULL when found without), target table, target columns, on
// delete, on update, deferrable, deferred, match, comment, of an exclude constraint {"using", "where",
// "elements": [[key, operator, operator class, whether it is the type's own]]}
inline constexpr const char* constraints = R"sql(
SELECT a.oid, k.conname, k.contype::text,
  (SELECT pg_catalog.json_agg(c.attname ORDER BY p.place) FROM unnest(k.conkey) WITH ORDINALITY p(number, place)
   JOIN pg_catalog.pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = p.number),
  pg_catalog.pg_get_expr(k.conbin, k.conrelid, true),
  CASE WHEN $1::text IS NOT NULL OR NOT pg_catalog.pg_table_is_visible(k.confrelid) THEN tn.nspname END, tc.relname,
  (SELECT pg_catalog.json_agg(c.attname ORDER BY p.place) FROM unnest(k.confkey) WITH ORDINALITY p(number, place)
   JOIN pg_catalog.pg_attribute c ON c.attrelid = k.confrelid AND c.attnum = p.number),
  k.confdeltype::text, k.confupdtype::text, k.condeferrable, k.condeferred, k.confmatchtype::text,
  pg_catalog.obj_description(k.oid, 'pg_constraint'),
  CASE WHEN k.contype = 'x' THEN (SELECT pg_catalog.json_build_object('using', m.amname,
      'where', pg_catalog.pg_get_expr(i.indpred, i.indrelid),
      'elements', (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
          pg_catalog.pg_get_indexdef(i.indexrelid, p.place::int, true), o.oprname, oc.opcname, oc.opcdefault) ORDER BY p.place)
        FROM unnest(k.conexclop) WITH ORDINALITY p(operator, place) JOIN pg_catalog.pg_operator o ON o.oid = p.operator
        JOIN pg_catalog.pg_opclass oc ON oc.oid = i.indclass[p.place - 1]))
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
    JOIN pg_catalog.pg_am m ON m.oid = ic.relam WHERE i.indexrelid = k.conindid) END
FROM asked a
JOIN pg_catalog.pg_constraint k ON k.conrelid = a.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0
LEFT JOIN pg_catalog.pg_class tc ON tc.oid = k.confrelid
LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = tc.relnamespace
ORDER BY a.oid, k.conname
)sql";

// oid, name, unique, method, condition, keys as [[column or null, expression, operator class or null,
// options]], included columns, NULLS NOT DISTINCT, storage parameters
inline constexpr const char* indexes = R"sql(
SELECT a.oid, ic.relname, i.indisunique, m.amname, pg_catalog.pg_get_expr(i.indpred, i.indrelid),
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(c.attname,
      pg_catalog.pg_get_indexdef(i.indexrelid, p.place::int, true),
      CASE WHEN NOT o.opcdefault THEN o.opcname END, i.indoption[p.place - 1]) ORDER BY p.place)
   FROM unnest(i.indkey::int[]) WITH ORDINALITY p(number, place)
   LEFT JOIN pg_catalog.pg_attribute c ON c.attrelid = i.indrelid AND c.attnum = p.number AND p.number > 0
   LEFT JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[p.place - 1]
   WHERE p.place <= i.indnkeyatts),
  (SELECT pg_catalog.json_agg(c.attname ORDER BY p.place)
   FROM unnest(i.indkey::int[]) WITH ORDINALITY p(number, place)
   JOIN pg_catalog.pg_attribute c ON c.attrelid = i.indrelid AND c.attnum = p.number
   WHERE p.place > i.indnkeyatts),
  coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
  pg_catalog.to_json(ic.reloptions)
FROM asked a
JOIN pg_catalog.pg_index i ON i.indrelid = a.oid AND NOT i.indisprimary
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_am m ON m.oid = ic.relam
WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k
  WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = a.oid)
ORDER BY a.oid, ic.relname
)sql";

// Stands alone: $1 is a schema or NULL for the current one, $2 whether those of a column or an extension are
// wanted. name, options, whether it is such a one, the columns whose defaults take from it, whether anything
// else needs it, its last value
inline constexpr const char* sequences = R"sql(
SELECT c.relname, pg_catalog.json_build_object('start', s.seqstart, 'increment', s.seqincrement, 'minvalue', s.seqmin,
    'maxvalue', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle, 'data_type', pg_catalog.format_type(s.seqtypid, NULL)),
  EXISTS (SELECT FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i', 'e')),
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', un.nspname, 'table', u.relname, 'column', a.attname)
      ORDER BY un.nspname, u.relname, a.attnum)
   FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attrdef f ON f.oid = d.objid
   JOIN pg_catalog.pg_class u ON u.oid = f.adrelid JOIN pg_catalog.pg_namespace un ON un.oid = u.relnamespace
   JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
   WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.classid = 'pg_attrdef'::regclass),
  EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
    AND d.deptype = 'n' AND d.classid <> 'pg_attrdef'::regclass),
  CASE WHEN pg_catalog.has_sequence_privilege(c.oid, 'USAGE, SELECT') THEN pg_catalog.pg_sequence_last_value(c.oid) END
FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = coalesce($1::text, current_schema()) AND ($2::boolean OR NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i', 'e')))
ORDER BY c.relname
)sql";

// Stands alone: $1 is a schema, "*" for all, NULL for those that are found without one.
inline constexpr const char* enums = R"sql(
SELECT t.typname, n.nspname, pg_catalog.pg_type_is_visible(t.oid),
  (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder)
   FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND CASE
  WHEN $1::text IS NULL THEN pg_catalog.pg_type_is_visible(t.oid)
  ELSE $1 IN ('*', n.nspname) END
ORDER BY n.nspname, t.typname
)sql";

}  // namespace pycharter::postgresql::catalog

#endif

"""Alembic's operation objects and SQLAlchemy's constructs in the form of docs/operations.md."""
import datetime
import decimal
import json
import uuid

import sqlalchemy as sa
from alembic.operations import ops
from sqlalchemy import schema, types
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.sql import elements, functions, operators, selectable
from sqlalchemy.sql import dml
from sqlalchemy.sql.base import _NONE_NAME


class Unsupported(Exception):
    pass


TYPE_ARGS = (
    "length collation collation_schema precision scale timezone fsp display_width unsigned zerofill charset ascii "
    "unicode binary national dimensions varying fields second_precision native_uuid as_uuid"
).split()
TRUE_BY_DEFAULT = ("native_uuid", "as_uuid")


def name(value):
    if value is None:
        return None
    if isinstance(value, elements.conv):
        return {"name": str(value), "convention": True}
    if isinstance(value, elements.quoted_name) and value.quote is not None:
        return {"name": str(value), "quote": value.quote}
    return str(value)


def given(**pairs):
    return {k: v for k, v in pairs.items() if v is not None}


def value(v):
    if v is None or isinstance(v, (bool, str)):
        return v
    if isinstance(v, int):
        return v if -(2**63) <= v < 2**63 else {"value": "int", "text": str(v)}
    if isinstance(v, float):
        return v if v == v and abs(v) != float("inf") else {"value": "float", "text": str(v)}
    if isinstance(v, decimal.Decimal):
        return {"value": "decimal", "text": str(v)}
    if isinstance(v, bytes):
        return {"value": "bytes", "text": v.hex()}
    if isinstance(v, uuid.UUID):
        return {"value": "uuid", "text": str(v)}
    for kind, tag in ((datetime.datetime, "datetime"), (datetime.date, "date"), (datetime.time, "time")):
        if isinstance(v, kind):
            return {"value": tag, "text": v.isoformat()}
    if isinstance(v, (dict, list)):
        return {"value": "json", "text": json.dumps(v)}
    raise Unsupported(f"value {type(v).__name__}")


def type_(t):
    if isinstance(t, types.TypeDecorator) and not isinstance(t, (types.Interval, types.PickleType)):
        if type(t).__name__ == "AutoString":
            return {"type": "AutoString", "args": given(length=t.length or t.impl.length)}
        return type_(t.impl)
    cls = type(t)
    out = {"type": cls.__name__}
    module = cls.__module__
    if not module.startswith("sqlalchemy"):
        bases = [b for b in cls.__mro__ if b.__module__.startswith("sqlalchemy")]
        raise Unsupported(f"type {cls.__name__} of {module} ({bases[0].__name__})")
    for dialect in ("postgresql", "mysql", "sqlite"):
        if module.startswith(f"sqlalchemy.dialects.{dialect}"):
            out["dialect"] = dialect
    if out["type"] == "PGUuid":
        out["type"] = "UUID"
    args = {}
    if isinstance(t, sa.Enum):
        args = given(values=list(t.enums), name=name(t.name), schema=name(t.schema))
        args.update({k: getattr(t, k) for k in ("native_enum", "create_constraint") if hasattr(t, k)})
        if getattr(t, "_inherit_schema", False):
            args["inherit_schema"] = True
        if getattr(t, "create_type", True) is False:
            args["create_type"] = False
        if t.length:
            args["length"] = t.length
        for k in ("charset", "collation"):
            if getattr(t, k, None):
                args[k] = getattr(t, k)
    elif isinstance(t, postgresql.DOMAIN):
        args = domain(t)
    else:
        for key in TYPE_ARGS:
            v = getattr(t, key, None)
            if isinstance(v, (bool, int, str)) and (v not in (False, None) if key not in TRUE_BY_DEFAULT else v is False):
                args[key] = v
        if out["type"] == "SET":
            args["values"] = list(t.values)
        if isinstance(t, types.ARRAY):
            args["item_type"] = type_(t.item_type)
        if isinstance(t, types.Boolean):
            args.update(given(create_constraint=t.create_constraint or None, name=name(t.name)))
    if isinstance(t, (mysql.DOUBLE, mysql.REAL)) and not t.asdecimal:
        args["asdecimal"] = False
    if isinstance(t, types.Interval) and "precision" in args:
        del args["precision"]
    if args:
        out["args"] = args
    variants = getattr(t, "_variant_mapping", None) or {}
    if variants:
        out["variants"] = [{"dialects": [k], "type": type_(v)} for k, v in variants.items()]
    return out


def domain(t):
    args = given(name=name(t.name), schema=name(t.schema), data_type=type_(t.data_type), collation=t.collation,
                 collation_schema=t.collation_schema, constraint_name=name(t.constraint_name), not_null=t.not_null or None)
    args.update({key: expression(value) for key, value in (("default", t.default), ("check", t.check)) if value is not None})
    return args if t.create_type else {**args, "create_type": False}


BINARY = {
    operators.eq: "=", operators.ne: "!=", operators.lt: "<", operators.le: "<=", operators.gt: ">", operators.ge: ">=",
    operators.like_op: "like", operators.not_like_op: "not like", operators.ilike_op: "ilike",
    operators.not_ilike_op: "not ilike", operators.is_: "is", operators.is_not: "is not", operators.in_op: "in",
    operators.not_in_op: "not in", operators.add: "+", operators.sub: "-", operators.mul: "*", operators.truediv: "/",
    operators.mod: "%", operators.concat_op: "||", operators.startswith_op: "startswith", operators.endswith_op: "endswith",
    operators.contains_op: "contains", operators.icontains_op: "icontains", operators.istartswith_op: "istartswith",
    operators.not_startswith_op: "not startswith", operators.regexp_match_op: "regexp_match",
    operators.not_regexp_match_op: "not regexp_match", operators.is_distinct_from: "is distinct from",
}
MODIFIERS = {
    operators.desc_op: "desc", operators.asc_op: "asc", operators.nulls_first_op: "nulls_first",
    operators.nulls_last_op: "nulls_last", operators.distinct_op: "distinct", operators.exists: "exists",
    operators.inv: "not", operators.neg: "-",
}


def expression(e):
    if isinstance(e, str):
        return e
    if isinstance(e, elements.Grouping):
        return expression(e.element)
    if isinstance(e, elements.TextClause):
        binds = {k: value(b.value) for k, b in e._bindparams.items() if not b.required}
        return {"expr": "text", "sql": e.text, **({"binds": binds} if binds else {})}
    if isinstance(e, elements.BindParameter):
        if e.expanding:
            return {"expr": "list", "items": [{"expr": "literal", "value": value(v)} for v in e.value]}
        if e.value is None and e.required:
            return {"expr": "bind", "name": e.key}
        t = {} if isinstance(e.type, types.NullType) else {"type": type_(e.type)}
        return {"expr": "literal", "value": value(e.effective_value), **t}
    if isinstance(e, elements.Null):
        return {"expr": "keyword", "name": "null"}
    if isinstance(e, (elements.True_, elements.False_)):
        return {"expr": "keyword", "name": "true" if isinstance(e, elements.True_) else "false"}
    if isinstance(e, elements.Cast):
        return {"expr": "cast", "of": expression(e.clause), "type": type_(e.type)}
    if isinstance(e, elements.TypeCoerce):
        return {"expr": "cast", "of": expression(e.clause), "type": type_(e.type), "coerce": True}
    if isinstance(e, elements.Label):
        return {"expr": "label", "of": expression(e.element), "name": name(e.name)}
    if isinstance(e, functions.FunctionElement):
        packages = {"package": list(e.packagenames)} if getattr(e, "packagenames", ()) else {}
        return {"expr": "func", "name": str(e.name), "args": [expression(c) for c in e.clauses], **packages}
    if isinstance(e, elements.Case):
        out = {"expr": "case", "whens": [[expression(a), expression(b)] for a, b in e.whens]}
        return {**out, **given(**{"value": e.value is not None and expression(e.value) or None,
                                  "else": expression(e.else_) if e.else_ is not None else None})}
    if isinstance(e, elements.ColumnClause):
        t = {} if isinstance(e.type, types.NullType) else {"type": type_(e.type)}
        if e.is_literal:
            return {"expr": "literal_column", "sql": str(e.name)}
        table = e.table
        where = {}
        if table is not None and getattr(table, "name", None):
            where = given(table=name(table.name), schema=name(getattr(table, "schema", None)))
        return {"expr": "column", "name": name(e.name), **where, **t}
    if isinstance(e, elements.Extract):
        return {"expr": "extract", "field": e.field, "of": expression(e.expr)}
    if isinstance(e, elements.Over):
        parts = {k: [expression(c) for c in v] for k, v in (("partition_by", e.partition_by), ("order_by", e.order_by)) if v is not None}
        return {"expr": "over", "of": expression(e.element), **parts}
    if isinstance(e, selectable.CompoundSelect):
        return {"expr": "set", "op": e.keyword.name.lower().replace("_", " "), "items": [expression(s) for s in e.selects]}
    if isinstance(e, elements.CollationClause):
        raise Unsupported("collation clause")
    if isinstance(e, elements.BinaryExpression):
        if e.operator is operators.collate:
            return {"expr": "collate", "of": expression(e.left), "collation": str(e.right.collation)}
        op = BINARY.get(e.operator) or (e.operator.opstring if isinstance(e.operator, operators.custom_op) else None)
        if op is None and e.operator not in (operators.between_op, operators.not_between_op):
            raise Unsupported(f"operator {e.operator}")
        if e.operator in (operators.between_op, operators.not_between_op):
            low, high = e.right.clauses
            return {"expr": "between", "of": expression(e.left), "low": expression(low), "high": expression(high),
                    "not": e.operator is operators.not_between_op}
        custom = {"custom": True} if isinstance(e.operator, operators.custom_op) else {}
        escape = given(escape=e.modifiers.get("escape"))
        return {"expr": "binary", "op": op, "left": expression(e.left), "right": expression(e.right), **custom, **escape}
    if isinstance(e, elements.UnaryExpression):
        op = MODIFIERS.get(e.operator or e.modifier)
        if op is None:
            raise Unsupported(f"unary {e.operator or e.modifier}")
        return {"expr": "unary", "op": op, "of": expression(e.element)}
    if isinstance(e, (elements.BooleanClauseList, elements.ExpressionClauseList)):
        if e.operator in (operators.and_, operators.or_):
            return {"expr": "and" if e.operator is operators.and_ else "or", "items": [expression(c) for c in e.clauses]}
        op = BINARY.get(e.operator)
        if op is None:
            raise Unsupported(f"clause list {e.operator}")
        items = [expression(c) for c in e.clauses]
        out = items[0]
        for item in items[1:]:
            out = {"expr": "binary", "op": op, "left": out, "right": item}
        return out
    if isinstance(e, elements.ClauseList):
        return {"expr": "list", "items": [expression(c) for c in e.clauses]}
    if isinstance(e, selectable.ScalarSelect):
        return {"expr": "scalar_subquery", "of": expression(e.element)}
    if isinstance(e, selectable.Join):
        return {"expr": "join", "left": expression(e.left), "right": expression(e.right), "on": expression(e.onclause),
                "outer": e.isouter}
    if isinstance(e, selectable.TableClause):
        columns = [{"name": name(c.name), "type": type_(c.type), **({"primary_key": True} if c.primary_key else {})}
                   for c in e.columns]
        return {"expr": "table", "name": name(e.name), **given(schema=name(e.schema)), "columns": columns}
    if isinstance(e, dml.Insert):
        return insert(e)
    if isinstance(e, dml.Update):
        values = {str(getattr(k, "name", k)): expression(v) for k, v in (e._values or {}).items()}
        if getattr(e, "_maintain_values_ordering", False):
            raise Unsupported("ordered values")
        return {"expr": "update", "table": expression(e.table), "values": values,
                "where": [expression(w) for w in e._where_criteria]}
    if isinstance(e, dml.Delete):
        return {"expr": "delete", "table": expression(e.table), "where": [expression(w) for w in e._where_criteria]}
    if isinstance(e, selectable.Select):
        return select(e)
    raise Unsupported(f"expression {type(e).__name__}")


def insert(e):
    out = {"expr": "insert", "table": expression(e.table)}
    if e.select is not None:
        return {**out, "from_select": {"columns": [str(n) for n in e._select_names], "select": expression(e.select)}}
    if e._multi_values:
        rows = e._multi_values[0]
        return {**out, "values": [{str(getattr(k, "name", k)): bound(v) for k, v in row.items()} for row in rows]}
    for clause in filter(None, [getattr(e, "_post_values_clause", None)]):
        out.update(upsert(clause))
    values = {str(getattr(k, "name", k)): expression(v) for k, v in (e._values or {}).items()}
    return {**out, "values": [values]}


def bound(v):
    return expression(v) if isinstance(v, elements.ClauseElement) else value(v)


def upsert(clause):
    if type(clause).__name__ == "OnDuplicateClause":
        return {"on_duplicate_key": {str(k): bound(v) for k, v in clause.update.items()}}
    out = {"action": "update" if hasattr(clause, "update_values_to_set") else "nothing"}
    if clause.inferred_target_elements is not None:
        out["index_elements"] = [c if isinstance(c, str) else name(c.name) for c in clause.inferred_target_elements]
    if getattr(clause, "constraint_target", None):
        out["constraint"] = clause.constraint_target
    if out["action"] == "update":
        out["set"] = {str(getattr(k, "name", k)): bound(v) for k, v in clause.update_values_to_set}
        if clause.update_whereclause is not None:
            out["where"] = expression(clause.update_whereclause)
    return {"on_conflict": out}


def select(e):
    if e._distinct_on or e._setup_joins:
        raise Unsupported("select with distinct on or joins")
    out = {"expr": "select", "columns": [expression(c) for c in e._raw_columns]}
    out["columns"] = []
    for raw in e._raw_columns:
        out["columns"] += [expression(c) for c in raw.c] if isinstance(raw, selectable.TableClause) else [expression(raw)]
    out["where"] = [expression(w) for w in e._where_criteria]
    if e._from_obj:
        out["from"] = [expression(f) for f in e._from_obj]
    if e._order_by_clauses:
        out["order_by"] = [expression(o) for o in e._order_by_clauses]
    if e._limit_clause is not None:
        out["limit"] = expression(e._limit_clause)
    if e._offset_clause is not None:
        out["offset"] = expression(e._offset_clause)
    if e._group_by_clauses:
        out["group_by"] = [expression(g) for g in e._group_by_clauses]
    if e._having_criteria:
        out["having"] = [expression(h) for h in e._having_criteria]
    if e._distinct:
        out["distinct"] = True
    return out


IDENTITY = "always start increment minvalue maxvalue nominvalue nomaxvalue cycle cache on_null".split()


def default(d):
    if isinstance(d, schema.DefaultClause):
        d = d.arg
    if isinstance(d, schema.Computed):
        return {"default": "computed", **computed(d)}
    if isinstance(d, schema.Identity):
        return {"default": "identity", **identity(d)}
    if isinstance(d, schema.Sequence):
        return {"default": "sequence", "name": name(d.name), **given(schema=name(d.schema))}
    if isinstance(d, str):
        return {"default": "literal", "text": d}
    return {"default": "expression", "expr": expression(d)}


def computed(c):
    return {"sqltext": expression(c.sqltext), **given(persisted=c.persisted)}


def identity(i):
    return {k: getattr(i, k) for k in IDENTITY if getattr(i, k, None) is not None}


def dialect_options(item):
    out = {}
    for key, v in item.dialect_kwargs.items():
        if isinstance(v, elements.ClauseElement):
            v = expression(v)
        elif isinstance(v, (list, tuple)):
            v = [name(x) if isinstance(x, str) else expression(x) for x in v]
        out[key] = v
    return {"dialect": out} if out else {}


def foreign_key(fk):
    spec = fk._colspec
    target = spec if isinstance(spec, str) else None
    if target is None:
        raise Unsupported("foreign key to a column object")
    return {"target": str(target), **given(
        name=name(fk.name), ondelete=fk.ondelete, onupdate=fk.onupdate, deferrable=fk.deferrable,
        initially=fk.initially, match=fk.match, use_alter=fk.use_alter or None)}


def column(c):
    out = {"name": name(c.name), "type": type_(c.type)}
    if c._user_defined_nullable is True or c._user_defined_nullable is False:
        out["nullable"] = c._user_defined_nullable
    if c.primary_key:
        out["primary_key"] = True
    if c.autoincrement != "auto":
        out["autoincrement"] = c.autoincrement
    if isinstance(c.default, schema.Sequence):
        out["sequence"] = {"name": name(c.default.name), **given(schema=name(c.default.schema), optional=c.default.optional or None)}
    elif c.default is not None:
        out["python_default"] = True
    if c.server_default is not None and not isinstance(c.server_default, (schema.Computed, schema.Identity)):
        if not isinstance(c.server_default, schema.DefaultClause):
            raise Unsupported("FetchedValue")
        out["server_default"] = default(c.server_default)
    for flag in ("unique", "index"):
        if getattr(c, flag):
            out[flag] = True
    if c.comment is not None:
        out["comment"] = c.comment
    if c.computed is not None:
        out["computed"] = computed(c.computed)
    if c.identity is not None:
        out["identity"] = identity(c.identity)
    fks = [foreign_key(fk) for fk in c.foreign_keys if fk.constraint is None]
    if fks:
        out["foreign_keys"] = fks
    checks = [constraint(k) for k in c.constraints if isinstance(k, schema.CheckConstraint)]
    if checks:
        out["constraints"] = checks
    out.update(dialect_options(c))
    return out


def constraint(c):
    common = given(name=name(c.name) if c.name is not _NONE_NAME else None, deferrable=c.deferrable, initially=c.initially)
    common.update(dialect_options(c))
    if isinstance(c, schema.PrimaryKeyConstraint):
        return {"constraint": "primary_key", "columns": pending(c), **common}
    if isinstance(c, schema.UniqueConstraint):
        return {"constraint": "unique", "columns": pending(c), **common}
    if isinstance(c, schema.ForeignKeyConstraint):
        targets = [str(e._colspec).rsplit(".", 1) for e in c.elements]
        table = targets[0][0].rsplit(".", 1)
        return {"constraint": "foreign_key", "columns": [str(k) for k in c.column_keys], "target_table": table[-1],
                **({"target_schema": table[0]} if len(table) > 1 else {}), "target_columns": [t[-1] for t in targets],
                **given(ondelete=c.ondelete, onupdate=c.onupdate, match=c.match, use_alter=c.use_alter or None), **common}
    if isinstance(c, schema.CheckConstraint):
        return {"constraint": "check", "sqltext": expression(c.sqltext), **common}
    if type(c).__name__ == "ExcludeConstraint":
        elems = [[expression(e) if not isinstance(e, str) else e, op] for e, _, op in c._render_exprs]
        return {"constraint": "exclude", "elements": elems, "using": c.using, "ops": dict(c.ops),
                **given(where=expression(c.where) if c.where is not None else None), **common}
    raise Unsupported(f"constraint {type(c).__name__}")


def pending(c):
    columns = list(c.columns) or c._pending_colargs
    return [name(k) if isinstance(k, str) else name(k.name) for k in columns]


def index_columns(columns):
    return [name(c) if isinstance(c, str) else expression(c) for c in columns]


def options(kw, *left_out):
    out = {}
    for key, v in kw.items():
        if key in left_out or "_" not in key:
            continue
        out[key] = expression(v) if isinstance(v, elements.ClauseElement) else list(v) if isinstance(v, tuple) else v
    return {"dialect": out} if out else {}


def create_table(op):
    columns = [column(c) for c in op.columns if isinstance(c, schema.Column)]
    rest = [c for c in op.columns if not isinstance(c, schema.Column)]
    kw = {k: v for k, v in op.kw.items() if k not in ("info", "comment", "prefixes")}
    out = {"columns": columns, "constraints": [constraint(c) for c in rest if isinstance(c, schema.Constraint)]}
    indexes = [c for c in rest if isinstance(c, schema.Index)]
    if indexes:
        out["indexes"] = [index(i) for i in indexes]
    out.update(given(comment=op.comment, prefixes=op.prefixes or None, if_not_exists=op.if_not_exists))
    return {**out, **options(kw)}


def index(i):
    columns = [name(c) if isinstance(c, str) else expression(c) for c in (i._pending_colargs or i.expressions)]
    return {**given(name=name(i.name)), "columns": columns, "unique": bool(i.unique), **dialect_options(i)}


def alter_column(op):
    out = {"column": name(op.column_name)}
    out.update(given(nullable=op.modify_nullable, new_name=name(op.modify_name),
                     existing_nullable=op.existing_nullable, existing_comment=op.existing_comment))
    if op.modify_comment is not False:
        out["comment"] = op.modify_comment
    if op.modify_server_default is not False:
        out["server_default"] = None if op.modify_server_default is None else default(op.modify_server_default)
    if op.existing_server_default not in (False, None):
        out["existing_server_default"] = default(op.existing_server_default)
    for key, t in (("type", op.modify_type), ("existing_type", op.existing_type)):
        if t is not None:
            out[key] = type_(types.to_instance(t))
    kw = dict(op.kw)
    for key in ("autoincrement", "existing_autoincrement"):
        if kw.get(key) is not None:
            out[key] = kw[key]
        kw.pop(key, None)
    for key in ("insert_before", "insert_after"):
        if key in kw:
            out[key] = kw.pop(key)
    return {**out, **options(kw)}


def bulk_insert(op):
    columns = [{"name": name(c.name), "type": type_(c.type)} for c in op.table.columns]
    rows = [{str(k): inline(v) for k, v in row.items()} for row in op.rows]
    return {"op": "bulk_insert", "table": name(op.table.name), **given(schema=name(op.table.schema)), "columns": columns,
            "rows": rows, "multiinsert": op.multiinsert}


def inline(v):
    if isinstance(v, elements.BindParameter):
        return {**expression(v), "inline": True}
    return expression(v) if isinstance(v, elements.ClauseElement) else value(v)


def existing_constraint(op, kind):
    return {"op": "drop_constraint", "name": name(op.constraint_name), "type": op.constraint_type,
            **given(if_exists=op.if_exists)}


def operation(op):
    where = given(table=name(getattr(op, "table_name", None)), schema=name(getattr(op, "schema", None)))
    if isinstance(op, ops.CreateTableOp):
        return {"op": "create_table", **where, **create_table(op)}
    if isinstance(op, ops.DropTableOp):
        return {"op": "drop_table", **where, **given(if_exists=op.if_exists)}
    if isinstance(op, ops.RenameTableOp):
        return {"op": "rename_table", **where, "new_name": name(op.new_table_name)}
    if isinstance(op, ops.AddColumnOp):
        extra = {k: v for k, v in op.kw.items() if k in ("insert_before", "insert_after")}
        return {"op": "add_column", **where, "column": column(op.column), **extra,
                **given(if_not_exists=op.if_not_exists, inline_references=op.inline_references,
                        inline_primary_key=op.inline_primary_key)}
    if isinstance(op, ops.DropColumnOp):
        return {"op": "drop_column", **where, "column": name(op.column_name), **given(if_exists=op.if_exists)}
    if isinstance(op, ops.AlterColumnOp):
        return {"op": "alter_column", **where, **alter_column(op)}
    if isinstance(op, ops.CreateIndexOp):
        kw = {k: v for k, v in op.kw.items()}
        return {"op": "create_index", "index": {**given(name=name(op.index_name)), **where,
                "columns": index_columns(op.columns), "unique": bool(op.unique), **options(kw)},
                **given(if_not_exists=op.if_not_exists)}
    if isinstance(op, ops.DropIndexOp):
        return {"op": "drop_index", "name": name(op.index_name), **where, **given(if_exists=op.if_exists), **options(op.kw)}
    if isinstance(op, ops.DropConstraintOp):
        return {**existing_constraint(op, None), **where}
    if isinstance(op, ops.AddConstraintOp):
        made = op.to_constraint()
        out = constraint(made)
        return {"op": "create_constraint", **added_to(op), "constraint": out}
    if isinstance(op, (ops.CreateTableCommentOp, ops.DropTableCommentOp)):
        kind = "create_table_comment" if isinstance(op, ops.CreateTableCommentOp) else "drop_table_comment"
        return {"op": kind, **where, **given(comment=getattr(op, "comment", None), existing_comment=op.existing_comment)}
    if isinstance(op, ops.ExecuteSQLOp):
        return {"op": "execute", "statement": expression(op.sqltext)}
    if isinstance(op, ops.BulkInsertOp):
        return bulk_insert(op)
    raise Unsupported(f"operation {type(op).__name__}")


def added_to(op):
    table = getattr(op, "table_name", None) or getattr(op, "source_table", None)
    kw = getattr(op, "kw", {})
    return given(table=name(table), schema=name(getattr(op, "schema", None) or kw.get("source_schema")))


def table_object(t):
    """A Table given as copy_from."""
    columns = []
    for c in t.columns:
        made = column(c)
        made.pop("primary_key", None)
        made.pop("foreign_keys", None)
        made.pop("unique", None)
        made.pop("index", None)
        columns.append(made)
    constraints = [constraint(k) for k in sorted(t.constraints, key=lambda k: k._creation_order)
                   if not getattr(k, "_type_bound", False) and not (isinstance(k, schema.PrimaryKeyConstraint) and not list(k.columns))]
    return {"op": "create_table", "table": name(t.name), **given(schema=name(t.schema), comment=t.comment),
            "columns": columns, "constraints": constraints,
            "indexes": [index(i) for i in sorted(t.indexes, key=lambda i: i.name or "")], **dialect_options(t)}


def batch(table, table_schema, opts, operations):
    out = {"op": "batch_alter_table", "table": name(table), **given(schema=name(table_schema)),
           "recreate": opts.get("recreate", "auto"), "operations": operations}
    if opts.get("copy_from") is not None:
        out["copy_from"] = table_object(opts["copy_from"])
    if opts.get("naming_convention"):
        out["naming_convention"] = dict(opts["naming_convention"])
    if opts.get("table_args"):
        out["table_args"] = [constraint(c) for c in opts["table_args"] if isinstance(c, schema.Constraint)]
    if opts.get("partial_reordering"):
        out["partial_reordering"] = [list(t) for t in opts["partial_reordering"]]
    if opts.get("reflect_args"):
        out["reflect_args"] = [column(c) for c in opts["reflect_args"] if isinstance(c, schema.Column)]
    return out

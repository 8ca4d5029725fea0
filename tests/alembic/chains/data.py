"""Rows: bulk_insert, statements, and migrations that read what is there."""
from chains.schema import quoted
from chains.types import FAMILY_VALUES


def value(column, row):
    return FAMILY_VALUES[column.type.family](row)


def data_table(table, columns):
    words = [quoted(table.name)] + [f"sa.column({quoted(c.name)}, {c.type.source})" for c in columns]
    return f"sa.table({', '.join(words + ([f'schema={quoted(table.schema)}'] if table.schema else []))})"


def row_values(draw, column, row):
    needed = not column.nullable or column.distinct or column.type.family == "bool"
    if not needed and draw.chance(0.25):
        column.has_nulls = True
        return "None"
    return value(column, row)


def written_columns(draw, table):
    optional = {c.name for c in table.free_columns() if c.nullable or c.default}
    columns = []
    for column in table.columns:
        skipped = column.reference or column.generated and "Computed" in column.generated
        if skipped or column.name in optional and draw.chance(0.2):
            column.has_nulls = column.has_nulls or column.default is None
        else:
            columns.append(column)
    return columns


def new_rows(draw, table):
    """Sources of some rows, and their ids."""
    columns = written_columns(draw, table)
    ids = range(table.rows + 1, table.rows + 1 + draw.random.randint(1, 3))
    table.rows += len(ids)
    rows = ["{" + ", ".join(f"{quoted(c.name)}: {row_values(draw, c, i) if c.name != 'id' else i}" for c in columns) + "}"
            for i in ids]
    return columns, rows, ids


def bulk_insert(draw):
    table = some_table(draw)
    if table is None:
        return None
    columns, rows, ids = new_rows(draw, table)
    multi = draw.choice(["", ", multiinsert=False", ", multiinsert=True"])
    up = [f"rows = {data_table(table, columns)}", f"op.bulk_insert(rows, [{', '.join(rows)}]{multi})"]
    return up, [f"rows = {data_table(table, [table.column('id')])}",
                f"op.execute(rows.delete().where(rows.c.id.in_({list(ids)})))"]


def insert(draw):
    table = some_table(draw)
    if table is None:
        return None
    columns, rows, ids = new_rows(draw, table)
    target = f"rows = {data_table(table, columns)}"
    if draw.chance(0.5):
        up = [target] + [f"op.execute(rows.insert().values({row}))" for row in rows]
    else:
        up = [target, f"op.get_bind().execute(sa.insert(rows), [{', '.join(rows)}])"]
    name = sql_name(draw, table)
    return up, [f"op.execute({quoted(f'DELETE FROM {name} WHERE id = {i}')})" for i in ids]


def sql_name(draw, table):
    mark = "`" if draw.database == "mysql" else '"'
    name = f"{mark}{table.name}{mark}"
    return f"{mark}{table.schema}{mark}.{name}" if table.schema else name


def some_table(draw):
    candidates = [t for t in draw.schema.tables if t.rows < 6]
    return draw.choice(candidates) if candidates else None


def changeable(table):
    return [c for c in table.free_columns() if c.type.family in ("int", "text") and not c.widened and not c.reference and c.name != "id"]


def update(draw, write):
    candidates = [t for t in draw.schema.tables if changeable(t)]
    if not candidates:
        return None
    table = draw.choice(candidates)
    column = draw.choice(changeable(table))
    column.distinct = False
    rows = f"rows = {data_table(table, [table.column('id'), column])}"
    return write(draw, table, column, rows), ["pass"]


def by_statement(draw, table, column, rows):
    literal = draw.choice(["op.inline_literal(1)", "op.inline_literal(1, sa.Integer())"])
    return [rows, f"op.execute(rows.update().where(rows.c.id == {literal}).values({{{quoted(column.name)}: {value(column, 3)}}}))"]


def by_rows(draw, table, column, rows):
    name = quoted(column.name)
    return [rows, "bind = op.get_bind()",
            f"for row in bind.execute(sa.select(rows.c.id, rows.c[{name}]).order_by(rows.c.id)).fetchall():",
            "    if row[1] is not None:",
            f"        bind.execute(rows.update().where(rows.c.id == row.id).values({{{name}: {value(column, 4)}}}))"]


def by_inspection(draw, table, column, rows):
    schema = f", schema={quoted(table.schema)}" if table.schema else ""
    return [rows, "inspector = sa.inspect(op.get_bind())",
            f"if {quoted(column.name)} in [c[\"name\"] for c in inspector.get_columns({quoted(table.name)}{schema})]:",
            f"    op.execute(sa.update(rows).values({{{quoted(column.name)}: {value(column, 5)}}}))"]


def by_reflection(draw, table, column, rows):
    schema = f", schema={quoted(table.schema)}" if table.schema else ""
    return ["bind = op.get_bind()", f"rows = sa.Table({quoted(table.name)}, sa.MetaData(), autoload_with=bind{schema})",
            "count = bind.execute(sa.select(sa.func.count()).select_from(rows)).scalar()",
            "if count > 1:",
            f"    bind.execute(sa.update(rows).where(rows.c.id > 1).values({{{quoted(column.name)}: {value(column, 6)}}}))"]


def by_text(draw, table, column, rows):
    mark = "`" if draw.database == "mysql" else '"'
    sql = f"UPDATE {sql_name(draw, table)} SET {mark}{column.name}{mark} = :value WHERE id = :id"
    return [f"op.execute(sa.text({quoted(sql)}).bindparams(value={value(column, 7)}, id=2))"]


UPDATES = [by_statement, by_rows, by_inspection, by_reflection, by_text]

"""Steps of a revision: the lines of upgrade and those of downgrade that undo them."""
import copy
import functools

from chains import batches, changes, data
from chains.calls import Call
from chains.schema import Constraint, Index, constraint_source, foreign_key_source, keywords, quoted, table_arguments
from chains.types import DISTINCT_FAMILIES


def enum_columns(table):
    return [column for column in table.columns if column.type.enum]


def drop_lines(draw, table):
    options = {"schema": quoted(table.schema) if table.schema else None, "if_exists": draw.maybe(0.2, "True")}
    return [f"op.drop_table({', '.join([quoted(table.name)] + keywords(options))})"] + [
        changes.enum_line(column, "drop", draw.choice([True, False])) for column in enum_columns(table)]


def create_lines(draw, table, arguments=None):
    words = [quoted(table.name)] + (arguments or table_arguments(table)) + (["if_not_exists=True"] if draw.chance(0.1) else [])
    return [f"op.create_table({', '.join(words)})"] + [
        changes.index_calls(draw, table, index)[0].on_op(table) for index in table.indexes]


def create_table(draw):
    table = draw.table()
    arguments = flagged(draw, table) if draw.chance(0.4) else None
    lines = create_lines(draw, table, arguments)
    if arguments:
        remember_flag(table)
    draw.schema.tables.append(table)
    return lines, drop_lines(draw, table)


def arguments_of_columns(table):
    """What stands before the other constraints of create_table: the columns, and a key with a name."""
    return table.columns + [None] * bool(table.key_renamed)


def flagged(draw, table):
    """Arguments of create_table with index=True, unique=True or a ForeignKey on a column."""
    arguments = table_arguments(table)
    for at, constraint in enumerate(table.constraints, len(arguments_of_columns(table))):
        if constraint.kind == "foreignkey" and draw.chance(0.5):
            place = next(i for i, c in enumerate(table.columns) if c.name == constraint.columns[0])
            arguments[place] = arguments[place].replace(table.columns[place].type.source,
                                                        f"{table.columns[place].type.source}, {foreign_key_source(constraint)}", 1)
            return arguments[:at] + arguments[at + 1:]
    free = [c for c in table.free_columns() if c.type.family in DISTINCT_FAMILIES and c.name != "id"]
    if free:
        column = draw.choice(free)
        column.flag = draw.choice(["index", "unique"])
        arguments[table.columns.index(column)] = column.source([f"{column.flag}=True"])
    return arguments


def remember_flag(table):
    for column in table.columns:
        flag, column.flag = column.flag, None
        if flag == "unique":
            table.constraints.append(Constraint("unique", None, [column.name]))
        elif flag == "index":
            prefix = f"{table.schema}_{table.name}" if table.schema else table.name
            table.indexes.append(Index(f"ix_{prefix}_{column.name}", [column.name], [column.name]))


def drop_table(draw):
    candidates = [t for t in draw.schema.tables if not draw.schema.referring(t)]
    if len(draw.schema.tables) < 3 or not candidates:
        return None
    table = draw.choice(candidates)
    draw.schema.tables.remove(table)
    return drop_lines(draw, table), create_lines(draw, table)


def rename_table(draw):
    table = draw.choice(draw.schema.tables)
    old, new = table.name, draw.name("t_")
    draw.schema.rename_target(table, new)
    schema = keywords({"schema": quoted(table.schema) if table.schema else None})
    return ([f"op.rename_table({', '.join([quoted(old), quoted(new)] + schema)})"],
            [f"op.rename_table({', '.join([quoted(new), quoted(old)] + schema)})"])


def table_change(draw, kind):
    table = draw.choice(draw.schema.tables)
    before = copy.deepcopy(table.__dict__)
    draw.touched = set()
    change = kind(draw, table, None)
    if change is None:
        return None
    if draw.database == "sqlite" and not change.plain_sqlite:
        table.__dict__.update(before)
        return batches.batch_alter_table(draw, kind)
    # A call that renames the column is undone on the table as it is called then, which is the same table.
    return (change.before_up + [call.on_op(table) for call in change.up],
            [call.on_op(table) for call in change.down] + change.after_down)


def concurrently(draw):
    """An index made outside of a transaction."""
    table = draw.choice(draw.schema.tables)
    index = draw.index(table)
    if index is None:
        return None
    table.indexes.append(index)
    create, drop = changes.index_calls(draw, table, index)
    for call in (create, drop):
        call.options["postgresql_concurrently"] = draw.choice(["True", "False"]) if draw.database == "postgresql" else None
    block = "with op.get_context().autocommit_block():"
    return [block, "    " + create.on_op(table)], [block, "    " + drop.on_op(table)]


def execute(draw):
    name = draw.name("v_", plain=True)
    table = draw.choice(draw.schema.tables)
    if draw.chance(0.5):
        sql = f"INSERT INTO counters (name, amount) VALUES ('{name}: 100%', {draw.number()})"
        return ([f"op.execute({quoted(counters(draw))})", f"op.execute({quoted(sql.replace(': 1', chr(92) + ': 1'))})"],
                [f'op.execute("DROP TABLE counters")']) if not draw.counters else None
    text = f"SELECT id FROM {data.sql_name(draw, table)} WHERE id > 0"
    options = draw.choice(["", ", execution_options={\"autocommit\": False}"])
    return [f"op.execute(sa.text({quoted(text)}){options})"], ["pass"]


def statement_of_types(draw):
    """A sequence, or another value of an ENUM, which PostgreSQL before 12 takes outside of a transaction alone."""
    if draw.database != "postgresql":
        return None
    enums = [column.type for table in draw.schema.tables for column in enum_columns(table) if column.type.family == "enum"]
    if enums and draw.chance(0.6):
        line = f"op.execute('ALTER TYPE {draw.choice(enums).enum} ADD VALUE IF NOT EXISTS $$more$$')".replace("$$", "\\'")
        return ["with op.get_context().autocommit_block():", "    " + line], ["pass"]
    sequence = f"sa.Sequence({quoted(draw.name('s_'))}, start={draw.number()}, increment=3)"
    return [f"op.execute(sa.schema.CreateSequence({sequence}))"], [f"op.execute(sa.schema.DropSequence({sequence}))"]


def counters(draw):
    draw.counters = True
    return "CREATE TABLE counters (name VARCHAR(40), amount INTEGER)"


# What revisions are made of, and how often.
STEPS = {create_table: 4, drop_table: 2, rename_table: 2, batches.batch_alter_table: 10, concurrently: 2, execute: 1,
         statement_of_types: 1,
         data.bulk_insert: 3, data.insert: 2,
         **{functools.partial(data.update, write=write): 1 for write in data.UPDATES},
         **{functools.partial(table_change, kind=kind): weight for kind, weight in changes.TABLE_CHANGES.items()}}

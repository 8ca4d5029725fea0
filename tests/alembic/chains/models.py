"""Pairs of schemas as models: what a team has, and what it has after some edits. Drawn from a seed."""
import copy
import re

from chains import changes
from chains.draw import Draw
from chains.schema import Schema, quoted, table_arguments

HEADER = '''"""Drawn models."""
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite

metadata = sa.MetaData()
'''
POSITIONAL = ("sa.", "postgresql.", "mysql.", "sqlite.")
LABELS = ['"new", "old"', '"new", "mid", "old"', '"first", "new", "old"', '"new", "old", "last"', '"old", "new"', '"new"']
TRIES = 12


class ModelDraw(Draw):
    """Models have no domains here: Alembic does not compare them, and no type does what a script says to a database."""

    def type(self, families=None):
        while True:
            drawn = super().type(families)
            if "DOMAIN" not in drawn.source:
                return drawn


def index_source(index):
    items = index.item_sources()[1:-1]
    words = [quoted(index.name), items] + (["unique=True"] if index.unique else [])
    return f"sa.Index({', '.join(words + [f'{k}={v}' for k, v in index.option_sources().items()])})"


def table_source(number, table):
    words = table_arguments(table)
    positional = [word for word in words if word.startswith(POSITIONAL)]
    positional += [index_source(index) for index in table.indexes]
    keywords = [word for word in words if not word.startswith(POSITIONAL)]
    arguments = ",\n    ".join([quoted(table.name), "metadata"] + positional + keywords)
    return f"\ntable_{number} = sa.Table(\n    {arguments},\n)\n"


def source_of(schema):
    return HEADER + "".join(table_source(number, table) for number, table in enumerate(schema.tables))


def add_table(draw):
    table = draw.table()
    for _ in range(draw.random.randint(0, 2)):
        if index := draw.index(table):
            table.indexes.append(index)
    draw.schema.tables.append(table)
    return True


def drop_table(draw):
    candidates = [table for table in draw.schema.tables if not draw.schema.referring(table)]
    if len(draw.schema.tables) < 3 or not candidates:
        return None
    draw.schema.tables.remove(draw.choice(candidates))
    return True


def change_table(draw):
    kind = draw.random.choices(list(changes.TABLE_CHANGES), changes.TABLE_CHANGES.values())[0]
    draw.touched = set()
    return kind(draw, draw.choice(draw.schema.tables), None)


def change_labels(draw):
    """Labels of an enum come, go or change places; the column has no values yet."""
    columns = [column for table in draw.schema.tables for column in table.columns
               if column.type.family == "enum" and not column.default and '"new", "old"' in column.type.source]
    if not columns:
        return None
    column = draw.choice(columns)
    source = column.type.source.replace('"new", "old"', draw.choice(LABELS[1:]))
    column.type = type(column.type)(source, column.type.family, column.type.databases, column.type.enum)
    return True


EDITS = {change_table: 12, add_table: 1, drop_table: 1, change_labels: 1}


class ModelPair:
    def __init__(self, database, seed):
        self.draw = draw = ModelDraw(f"models:{seed}", database, Schema())
        # No script casts what PostgreSQL does not cast by itself.
        changes.WIDENINGS = {}
        for _ in range(3):
            add_table(draw)
        self.before = source_of(draw.schema)
        self.first = copy.deepcopy(draw.schema)
        for _ in range(draw.random.randint(2, 6)):
            self.edit()
        self.after = source_of(draw.schema)

    def edit(self):
        for _ in range(TRIES):
            kind = self.draw.random.choices(list(EDITS), EDITS.values())[0]
            saved = copy.deepcopy(self.draw.schema)
            if kind(self.draw) is not None:
                return
            self.draw.schema.tables = saved.tables

    def table_names(self):
        return re.findall(r'sa\.Table\(\n    "([^"]+)"', self.before + self.after)

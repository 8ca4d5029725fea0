"""The state of a schema while a chain is drawn, and how its parts are written in a revision script."""
import dataclasses
import json


def quoted(text):
    """A string of a script."""
    return json.dumps(text, ensure_ascii=False)


def names(items):
    return "[" + ", ".join(quoted(item) for item in items) + "]"


def keywords(options):
    return [f"{name}={value}" for name, value in options.items() if value is not None]


@dataclasses.dataclass
class Column:
    name: str
    type: object
    nullable: bool = True
    default: str = None
    comment: str = None
    # sa.Computed(…) or sa.Identity(…), as written.
    generated: str = None
    primary_key: bool = False
    autoincrement: bool = None
    has_nulls: bool = False
    # Its type was made wider on the way: what is written now must fit the old one.
    widened: bool = False
    # The column's values differ from row to row.
    distinct: bool = False
    # Made for a foreign key, and always NULL, so that the key can be made and dropped at any time.
    reference: bool = False
    # index or unique, while create_table is written.
    flag: str = None
    # Names of columns that a computed value reads.
    reads: tuple = ()

    def source(self, flags=()):
        words = [quoted(self.name), self.type.source]
        words += [self.generated] if self.generated else []
        words += keywords({"primary_key": True if self.primary_key else None, "autoincrement": self.autoincrement,
                           "nullable": None if self.primary_key else self.nullable, "server_default": self.default,
                           "comment": quoted(self.comment) if self.comment else None})
        return f"sa.Column({', '.join(words + list(flags))})"


@dataclasses.dataclass
class Constraint:
    kind: str  # unique, check, foreignkey, primary, exclude
    name: str
    columns: list
    # Of a check: the condition with {} for the column; of a foreign key: the target's schema, table and columns.
    condition: str = None
    target: tuple = None
    options: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Index:
    name: str
    # Each a column's name, or source with {} for the first column.
    items: list
    columns: list
    unique: bool = False
    options: dict = dataclasses.field(default_factory=dict)

    def item_sources(self):
        column = self.columns[0]
        return "[" + ", ".join(quoted(i) if i in self.columns else i.replace("{}", column) for i in self.items) + "]"

    def option_sources(self):
        return {key: value.replace("{}", self.columns[0]) for key, value in self.options.items()}


@dataclasses.dataclass
class Table:
    name: str
    schema: str = None
    columns: list = dataclasses.field(default_factory=list)
    constraints: list = dataclasses.field(default_factory=list)
    indexes: list = dataclasses.field(default_factory=list)
    comment: str = None
    rows: int = 0
    # Of PostgreSQL's primary key: what it is called, and whether a chain gave it that name.
    key_name: str = None
    key_renamed: bool = False
    options: dict = dataclasses.field(default_factory=dict)

    def column(self, name):
        return next(column for column in self.columns if column.name == name)

    def used_columns(self):
        """Columns that constraints, indexes or computed values need."""
        used = {name for part in self.constraints + self.indexes for name in part.columns}
        used |= {name for column in self.columns for name in column.reads}
        return used | {column.name for column in self.columns if column.primary_key}

    def free_columns(self):
        used = self.used_columns()
        return [column for column in self.columns if column.name not in used and not column.generated]

    def rename_column(self, old, new):
        self.column(old).name = new
        for part in self.constraints + self.indexes:
            part.columns = [new if name == old else name for name in part.columns]
        for index in self.indexes:
            index.items = [new if item == old else item for item in index.items]
        for column in self.columns:
            if old in column.reads:
                column.generated = column.generated.replace(f"{old} * 2", f"{new} * 2")
            column.reads = tuple(new if name == old else name for name in column.reads)


@dataclasses.dataclass
class Schema:
    tables: list = dataclasses.field(default_factory=list)

    def referring(self, table):
        """Tables, this one left out, with a foreign key to it."""
        key = (table.schema, table.name)
        return [other for other in self.tables if other is not table and
                any(c.kind == "foreignkey" and c.target[:2] == key for c in other.constraints)]

    def referred_columns(self, table):
        key = (table.schema, table.name)
        return {name for other in self.tables for c in other.constraints
                if c.kind == "foreignkey" and c.target[:2] == key for name in c.target[2]}

    def rename_target(self, table, new):
        for other in self.tables:
            for constraint in other.constraints:
                if constraint.kind == "foreignkey" and constraint.target[:2] == (table.schema, table.name):
                    constraint.target = (table.schema, new, constraint.target[2])
        table.name = new


def fk_arguments(constraint):
    schema, table, columns = constraint.target
    full = f"{schema}.{table}" if schema else table
    return f"{names(constraint.columns)}, {names(full + '.' + c for c in columns)}"


def foreign_key_source(constraint):
    """The foreign key as an argument of its column."""
    schema, table, columns = constraint.target
    words = [quoted(".".join(filter(None, [schema, table, columns[0]])))]
    words += keywords({"name": quoted(constraint.name) if constraint.name else None, **constraint.options})
    return f"sa.ForeignKey({', '.join(words)})"


def constraint_source(constraint):
    """The constraint as an argument of create_table."""
    options = keywords({"name": quoted(constraint.name) if constraint.name else None, **constraint.options})
    if constraint.kind == "foreignkey":
        return f"sa.ForeignKeyConstraint({', '.join([fk_arguments(constraint)] + options)})"
    if constraint.kind == "check":
        condition = quoted(constraint.condition.format(*constraint.columns))
        return f"sa.CheckConstraint({', '.join([condition] + options)})"
    if constraint.kind == "exclude":
        elements = f'({quoted(constraint.columns[0])}, "=")'
        return f"postgresql.ExcludeConstraint({', '.join([elements] + options)})"
    kind = {"unique": "sa.UniqueConstraint", "primary": "sa.PrimaryKeyConstraint"}[constraint.kind]
    return f"{kind}({', '.join([quoted(c) for c in constraint.columns] + options)})"


def table_arguments(table):
    words = [column.source() for column in table.columns]
    if table.key_renamed:
        words[0] = words[0].replace("primary_key=True", "nullable=False")
        words.append(f'sa.PrimaryKeyConstraint("id", name={quoted(table.key_name)})')
    words += [constraint_source(constraint) for constraint in table.constraints]
    return words + keywords({"comment": quoted(table.comment) if table.comment else None,
                             "schema": quoted(table.schema) if table.schema else None, **table.options})

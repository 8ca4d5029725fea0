"""A call of an operation on a table, which op and a batch write differently."""
import dataclasses

from chains.schema import keywords, quoted

# What op's signature calls the table, where it stands in a keyword, and its schema.
TABLE_KEYWORDS = {"drop_index": "table_name"}
SCHEMA_KEYWORDS = {"create_foreign_key": "source_schema"}
# Of a batch, whose table is given: parameters that only op has.
ONLY_OP = {"create_index": {"if_not_exists"}, "drop_index": {"if_exists"}, "drop_constraint": {"if_exists"}, "drop_column": {"if_exists"},
           "add_column": {"inline_references"}}
ONLY_BATCH = {"insert_before", "insert_after"}


@dataclasses.dataclass
class Call:
    operation: str
    # Sources of positional arguments before and after the table's name.
    before: list = dataclasses.field(default_factory=list)
    after: list = dataclasses.field(default_factory=list)
    options: dict = dataclasses.field(default_factory=dict)

    def on_op(self, table):
        options = {k: v for k, v in self.options.items() if k not in ONLY_BATCH}
        schema = {SCHEMA_KEYWORDS.get(self.operation, "schema"): quoted(table.schema) if table.schema else None}
        if self.operation in TABLE_KEYWORDS:
            options = {TABLE_KEYWORDS[self.operation]: quoted(table.name), **options}
            words = self.before + self.after
        else:
            words = self.before + [quoted(table.name)] + self.after
        return f"op.{self.operation}({', '.join(words + keywords({**options, **schema}))})"

    def on_batch(self):
        left_out = ONLY_OP.get(self.operation, set())
        options = {k: v for k, v in self.options.items() if k not in left_out}
        words = [word.replace("op.f(", "batch_op.f(", 1) if word.startswith("op.f(") else word for word in self.before]
        return f"batch_op.{self.operation}({', '.join(words + self.after + keywords(options))})"


@dataclasses.dataclass
class Change:
    """A change of one table and what undoes it, as calls in order; further lines stand around them, outside of a batch."""
    up: list
    down: list
    before_up: list = dataclasses.field(default_factory=list)
    after_down: list = dataclasses.field(default_factory=list)
    # Columns that no other change of the same batch may touch.
    touched: set = dataclasses.field(default_factory=set)
    # Only what op itself can do on SQLite; the others are for a batch there.
    plain_sqlite: bool = False

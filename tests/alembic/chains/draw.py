"""Chance, names and the parts that changes are made of."""
import random

from chains.schema import Column, Constraint, Index, Table, quoted
from chains.types import DISTINCT_FAMILIES, defaults_for, types_for

PLAIN_NAMES = ["alpha", "beta", "gamma", "delta", "title", "amount", "state", "note", "position", "owner_name", "kind2"]
# Names that a dialect quotes: reserved words, capitals, blanks, letters beyond ASCII.
QUOTED_NAMES = ["order", "Group", "two words", "größe", "select", "User"]
CHECKS = {"int": ["{} > -1", "{} IN (0, 1, 2, 3, 5, 7) OR {} > 2"], "text": ["{} <> '100%'", "length({}) < 1000"],
          "num": ["{} >= 0"]}


class Draw:
    """What a chain is drawn with: chance, the database's kind, the schema so far."""

    def __init__(self, seed, database, schema):
        self.random, self.database, self.schema = random.Random(f"{database}:{seed}"), database, schema
        self.counter = 0
        # Whether the table of that name, made by plain SQL, is there.
        self.counters = False
        # Columns that the batch which is drawn has changed.
        self.touched = set()

    def chance(self, probability):
        return self.random.random() < probability

    def choice(self, items):
        return self.random.choice(list(items))

    def number(self):
        self.counter += 1
        return self.counter

    def name(self, prefix="", plain=False):
        pool = PLAIN_NAMES if plain or self.chance(0.75) else QUOTED_NAMES
        return f"{prefix}{self.choice(pool)}{self.number()}"

    def maybe(self, probability, value):
        return value if self.chance(probability) else None

    def type(self, families=None):
        chosen = self.choice(t for t in types_for(self.database) if families is None or t.family in families)
        return self.named_type(chosen)

    def named_type(self, chosen):
        if "{enum}" not in chosen.source:
            return chosen
        name = f"enum_{self.number()}"
        return type(chosen)(chosen.source.replace("{enum}", name), chosen.family, chosen.databases,
                            name if chosen.enum else None)

    def default(self, type_, probability=0.4):
        if not self.chance(probability):
            return None
        found = defaults_for(self.database, type_.family)
        if "fsp=6" in type_.source or not found:
            return None
        return self.choice(found)

    def comment(self, probability=0.3):
        return self.maybe(probability, self.choice(["what it is for", "it's 100% \"quoted\"", "größer: als\nzwei"]))

    def column(self, families=None, plain=False):
        type_ = self.type(families)
        return Column(self.name(plain=plain), type_, nullable=self.chance(0.6), default=self.default(type_),
                      comment=self.comment())

    def key_column(self):
        column = Column("id", self.named_type(self.choice(t for t in types_for(self.database)
                        if t.source in ("sa.Integer()", "sa.BigInteger()"))), nullable=False, primary_key=True)
        if self.database == "postgresql" and self.chance(0.3):
            column.generated = self.choice(["sa.Identity()", "sa.Identity(always=False, start=100, increment=5)"])
        elif self.chance(0.3):
            column.autoincrement = True if "BigInteger" not in column.type.source or self.database != "sqlite" else None
        return column

    def reference_column(self):
        """A column for a foreign key to one of the tables there are."""
        keys = [table.columns[0] for table in self.schema.tables if table.columns[0].primary_key]
        if not keys:
            return None
        return Column(self.name("ref_"), self.choice(keys).type, has_nulls=True, reference=True)

    def computed_column(self, table):
        sources = [c for c in table.columns if c.type.family == "int" and is_plain(c.name) and not c.generated and not c.primary_key]
        if not sources:
            return None
        read = self.choice(sources).name
        persisted = True if self.database == "postgresql" else self.choice([True, False, None])
        options = "" if persisted is None else f", persisted={persisted}"
        return Column(self.name(), self.named_type(next(t for t in types_for(self.database) if t.source == "sa.BigInteger()")),
                      generated=f"sa.Computed({quoted(read + ' * 2')}{options})", reads=(read,))

    def indexable(self, table):
        return [c for c in table.columns if c.type.family in DISTINCT_FAMILIES and not c.generated
                and not (c.reference and self.database == "mysql")]

    def schema_name(self):
        return self.maybe(0.2, "extra") if self.database == "postgresql" else None

    def table(self):
        table = Table(self.name("t_"), self.schema_name(), [self.key_column()])
        if self.chance(0.25):
            table.columns = [Column("id", table.columns[0].type, nullable=False, distinct=True)]
        elif self.database == "postgresql":
            table.key_name = f"{table.name}_pkey"
        if table.columns[0].primary_key and self.database != "mysql" and self.chance(0.2):
            table.key_name, table.key_renamed = self.name("pk_"), True
        for _ in range(self.random.randint(2, 5)):
            table.columns.append(self.column())
            table.columns[-1].distinct = table.columns[-1].type.family in DISTINCT_FAMILIES
        if self.chance(0.7) and (reference := self.reference_column()):
            table.columns.append(reference)
        if self.chance(0.3) and (computed := self.computed_column(table)):
            table.columns.append(computed)
        for make in (self.unique, self.check, self.foreign_key):
            if self.chance(0.4) and (constraint := make(table)):
                if self.chance(0.15) and self.database != "mysql":
                    constraint.name = None
                table.constraints.append(constraint)
        if self.database != "sqlite":
            table.comment = self.comment()
        table.options = self.table_options(table)
        return table

    def may_count(self, table):
        return self.database != "sqlite" or table.columns[0].primary_key and table.columns[0].type.source == "sa.Integer()"

    def table_options(self, table):
        options = {"mysql": [{"mysql_engine": '"InnoDB"'}, {"mysql_default_charset": '"utf8mb4"', "mysql_collate": '"utf8mb4_general_ci"'}],
                   "sqlite": [{"sqlite_autoincrement": "True"}],
                   "postgresql": [{"postgresql_with": '{"fillfactor": 70}'}]}
        return dict(self.choice(options[self.database])) if self.chance(0.2) and self.may_count(table) else {}

    def unique(self, table):
        candidates = [c for c in self.indexable(table) if c.primary_key or table.rows == 0 or c.distinct]
        chosen = self.random.sample(candidates, min(len(candidates), self.random.randint(1, 2)))
        if not chosen or (table.rows and not any(c.distinct or c.primary_key for c in chosen)):
            return None
        # PostgreSQL makes one index of a key and a unique constraint of its columns.
        if self.database == "postgresql" and [c.primary_key for c in chosen] == [True]:
            return None
        # SQLAlchemy sees one of two unique constraints of the same columns on SQLite.
        if any(c.kind == "unique" and sorted(c.columns) == sorted(chosen_column.name for chosen_column in chosen)
               for c in table.constraints):
            return None
        options = {}
        if self.database == "postgresql" and self.chance(0.4):
            options = self.choice([{"deferrable": "True", "initially": '"DEFERRED"'}, {"deferrable": "False"},
                                   {"postgresql_nulls_not_distinct": "False"}])
        return Constraint("unique", self.name("uq_"), [c.name for c in chosen], options=options)

    def check(self, table):
        candidates = [c for c in table.columns if c.type.family in CHECKS and is_plain(c.name) and not c.generated
                      and not ((c.name == "id" or c.reference) and self.database == "mysql")]
        if not candidates:
            return None
        column = self.choice(candidates)
        condition = self.choice(CHECKS[column.type.family]).replace("{}", "{0}")
        options = {"postgresql_not_valid": "True"} if self.database == "postgresql" and self.chance(0.15) else {}
        return Constraint("check", self.name("ck_"), [column.name], condition=condition, options=options)

    def foreign_key(self, table):
        """To the key of a table, from a column of the same type that is empty so far."""
        for target in self.random.sample(self.schema.tables, len(self.schema.tables)):
            key = target.columns[0]
            if not key.primary_key or (target.schema or "") > (table.schema or ""):
                continue
            for column in table.free_columns():
                if column.reference and column.type.source == key.type.source:
                    return Constraint("foreignkey", self.name("fk_"), [column.name],
                                      target=(target.schema, target.name, [key.name]), options=self.fk_options())
        return None

    def fk_options(self):
        options = {"ondelete": self.maybe(0.4, self.choice(['"CASCADE"', '"SET NULL"'])),
                   "onupdate": self.maybe(0.2, '"CASCADE"')}
        if self.database != "mysql" and self.chance(0.2):
            options.update(self.choice([{"deferrable": "True", "initially": '"DEFERRED"'}, {"deferrable": "True"}]))
        if self.database == "postgresql" and self.chance(0.15):
            options["match"] = '"FULL"'
        return {key: value for key, value in options.items() if value}

    def index(self, table):
        candidates = self.indexable(table)
        if not candidates:
            return None
        chosen = self.random.sample(candidates, min(len(candidates), self.random.randint(1, 2)))
        columns = [c.name for c in chosen]
        index = Index(self.name("ix_"), list(columns), columns)
        if table.rows == 0 and self.chance(0.3) or any(c.primary_key for c in chosen):
            index.unique = True
        self.index_options(index, chosen)
        return index

    def index_options(self, index, chosen):
        first, plain = chosen[0], is_plain(chosen[0].name)
        is_text = first.type.family == "text"
        if plain and self.chance(0.2) and self.database != "mysql":
            index.items[0] = self.choice(['sa.text("lower({})")', 'sa.func.lower(sa.column("{}"))'] if is_text
                                         else ['sa.text("{} DESC")', 'sa.text("({} IS NULL)")'])
        elif self.database == "postgresql" and is_text and "{}" not in index.items[0] and self.chance(0.3):
            index.options["postgresql_ops"] = '{"{}": "varchar_pattern_ops"}'
        if self.database == "mysql":
            if is_text and not index.unique and len(chosen) == 1 and self.chance(0.15):
                index.options["mysql_prefix"] = '"FULLTEXT"'
                return
            if is_text and self.chance(0.4):
                index.options["mysql_length"] = '{"{}": 10}'
            if self.chance(0.2):
                index.options["mysql_using"] = '"btree"'
            return
        if plain and self.chance(0.3):
            index.options[f"{self.database}_where"] = 'sa.text("{} IS NOT NULL")'
        if self.database == "postgresql":
            self.postgresql_options(index)

    def postgresql_options(self, index):
        if not index.unique and self.chance(0.2):
            index.options["postgresql_using"] = '"btree"' if len(index.items) > 1 or index.items[0] not in index.columns else '"hash"'
            if index.options["postgresql_using"] == '"hash"':
                return
        if self.chance(0.2):
            index.options["postgresql_include"] = '["id"]'
        if self.chance(0.1):
            index.options["postgresql_with"] = '{"fillfactor": 70}'


def is_plain(name):
    return name.isascii() and name.isidentifier() and name.islower() and not name.startswith(("order", "select"))

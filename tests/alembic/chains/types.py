"""The column types that chains are drawn from, per database, with values and defaults that fit them."""
import dataclasses

ALL = frozenset({"sqlite", "postgresql", "mysql"})


@dataclasses.dataclass(frozen=True)
class ColumnType:
    source: str
    family: str
    databases: frozenset = ALL
    # Of types made by a statement of their own, CREATE TYPE or CREATE DOMAIN: its name.
    enum: str = None


FAMILY_VALUES = {
    "int": lambda n: str(n),
    "text": lambda n: repr(f"v{n} 'q' %"),
    "clob": lambda n: repr(f"long {n}\n:x"),
    "num": lambda n: f'decimal.Decimal("{n}.50")',
    "float": lambda n: f"{n}.25",
    "bool": lambda n: str(n % 2 == 0),
    "date": lambda n: f"datetime.date(2024, 1, {n})",
    "datetime": lambda n: f"datetime.datetime(2024, 1, {n}, 12, 30)",
    "time": lambda n: f"datetime.time({n}, 30)",
    "interval": lambda n: f"datetime.timedelta(hours={n})",
    "json": lambda n: f'{{"n": {n}, "text": "ü"}}',
    "binary": lambda n: f'b"\\x00{n}"',
    "uuid": lambda n: f'uuid.UUID(int={n})',
    "enum": lambda n: repr(("new", "old")[n % 2]),
    "array": lambda n: f"[{n}, 2]",
    "domain": lambda n: str(n),
}

# Families whose values differ from row to row, in columns that an index may have.
DISTINCT_FAMILIES = {"int", "text", "num", "date", "datetime"}

# What the databases have of server defaults, as the script writes them.
FAMILY_DEFAULTS = {
    "int": ['"5"', 'sa.text("7")', 'sa.literal_column("3")', 'sa.text("(1 + 2)")'],
    "text": ['"it\'s"', "sa.text(\"'x'\")", '""', '"100%"'],
    "num": ['"1.5"', 'sa.text("0")'],
    "float": ['sa.text("0.5")'],
    "bool": ["sa.true()", "sa.false()"],
    "date": ['"2024-01-01"'],
    "datetime": ["sa.func.now()", 'sa.text("CURRENT_TIMESTAMP")', '"2024-01-01 00:00:00"'],
    "time": ['"10:00:00"'],
    "enum": ['"new"'],
}
MORE_DEFAULTS = {
    ("postgresql", "json"): ["sa.text(\"'{}'\")"],
    ("postgresql", "uuid"): ['sa.text("gen_random_uuid()")', "sa.func.gen_random_uuid()"],
    ("postgresql", "array"): ["sa.text(\"'{}'::integer[]\")", '"{}"'],
    ("postgresql", "clob"): ['""', "sa.text(\"'a'::text\")"],
    ("sqlite", "json"): ["sa.text(\"'{}'\")"],
    ("sqlite", "clob"): ['"plain"', "sa.text(\"(lower('A'))\")"],
}


def only(*names):
    return frozenset(names)


TYPES = [
    ColumnType("sa.Integer()", "int"),
    ColumnType("sa.BigInteger()", "int"),
    ColumnType("sa.SmallInteger()", "int"),
    ColumnType("sa.String(length=40)", "text"),
    ColumnType("sa.String(80)", "text"),
    ColumnType("sa.Unicode(length=60)", "text"),
    ColumnType("sa.VARCHAR(50)", "text"),
    ColumnType('sa.String(44).with_variant(mysql.VARCHAR(33), "mysql")', "text"),
    ColumnType("sa.Text()", "clob"),
    ColumnType("sa.Numeric(precision=10, scale=2)", "num"),
    ColumnType("sa.DECIMAL(12, 4)", "num"),
    ColumnType("sa.Float()", "float"),
    ColumnType("sa.Float(precision=20)", "float"),
    ColumnType("sa.Double()", "float"),
    ColumnType("sa.Boolean()", "bool"),
    ColumnType("sa.Date()", "date"),
    ColumnType("sa.DateTime()", "datetime"),
    ColumnType("sa.DateTime(timezone=True)", "datetime"),
    ColumnType("sa.Time()", "time"),
    ColumnType("sa.Interval()", "interval"),
    ColumnType("sa.JSON()", "json"),
    ColumnType("sa.LargeBinary()", "binary"),
    ColumnType("sa.Uuid()", "uuid"),
    ColumnType('sa.Enum("new", "old", name="{enum}", native_enum=False)', "enum"),
    ColumnType('sa.String(length=30, collation="NOCASE")', "text", only("sqlite")),
    ColumnType("sa.TIMESTAMP()", "datetime", only("sqlite", "postgresql")),
    ColumnType('sa.Enum("new", "old", name="{enum}")', "enum", only("mysql")),
    ColumnType('sa.Enum("new", "old", name="{enum}")', "enum", only("postgresql"), "{enum}"),
    ColumnType('postgresql.ENUM("new", "old", name="{enum}")', "enum", only("postgresql"), "{enum}"),
    ColumnType('postgresql.DOMAIN("{enum}", sa.Integer(), check="VALUE > -5")', "domain", only("postgresql"), "{enum}"),
    ColumnType("postgresql.UUID(as_uuid=True)", "uuid", only("postgresql")),
    ColumnType("postgresql.JSONB(astext_type=sa.Text())", "json", only("postgresql")),
    ColumnType("postgresql.ARRAY(sa.Integer())", "array", only("postgresql")),
    ColumnType("sa.ARRAY(sa.BigInteger())", "array", only("postgresql")),
    ColumnType("postgresql.TIMESTAMP(timezone=True, precision=3)", "datetime", only("postgresql")),
    ColumnType("postgresql.INTERVAL(precision=2)", "interval", only("postgresql")),
    ColumnType("postgresql.BYTEA()", "binary", only("postgresql")),
    ColumnType("postgresql.DOUBLE_PRECISION()", "float", only("postgresql")),
    ColumnType('sa.String(20, collation="C")', "text", only("postgresql")),
    ColumnType("mysql.TINYINT(display_width=1)", "int", only("mysql")),
    ColumnType("mysql.BIGINT(unsigned=True)", "int", only("mysql")),
    ColumnType("mysql.MEDIUMTEXT()", "clob", only("mysql")),
    ColumnType('mysql.VARCHAR(length=50, charset="utf8mb4", collation="utf8mb4_bin")', "text", only("mysql")),
    ColumnType("mysql.DATETIME(fsp=6)", "datetime", only("mysql")),
    ColumnType("mysql.DOUBLE(asdecimal=False)", "float", only("mysql")),
    ColumnType('mysql.ENUM("new", "old")', "enum", only("mysql")),
    ColumnType("mysql.LONGBLOB()", "binary", only("mysql")),
]

# What a column may become without a cast that could fail, families apart.
WIDENINGS = {"int": {"text", "num", "clob"}, "text": {"clob"}, "num": {"text"}, "date": {"datetime"}, "bool": {"int"}}


def types_for(database):
    return [type_ for type_ in TYPES if database in type_.databases]


def defaults_for(database, family):
    if database == "mysql" and family == "datetime":
        return ["sa.func.now()", 'sa.text("CURRENT_TIMESTAMP")', '"2024-01-01 00:00:00"']
    return FAMILY_DEFAULTS.get(family, []) + MORE_DEFAULTS.get((database, family), [])

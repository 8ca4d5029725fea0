"""What equal.py declares: types, defaults, indexes and tables of every kind, and where our answers may differ from Alembic's."""
import sqlalchemy as sa
from sqlalchemy import func, text
from sqlalchemy.dialects import mysql, postgresql

GENERIC = {
    "String(50)": sa.String(50), "String(60)": sa.String(60), "Unicode(50)": sa.Unicode(50), "Text": sa.Text(),
    "Integer": sa.Integer(), "SmallInteger": sa.SmallInteger(), "BigInteger": sa.BigInteger(), "Numeric(10,2)": sa.Numeric(10, 2),
    "Numeric(12,2)": sa.Numeric(12, 2), "Numeric": sa.Numeric(), "DECIMAL(10,2)": sa.DECIMAL(10, 2), "Numeric(10)": sa.Numeric(10),
    "Float": sa.Float(), "Float(24)": sa.Float(24), "Float(53)": sa.Float(53), "Double": sa.Double(), "REAL": sa.REAL(),
    "Boolean": sa.Boolean(), "Date": sa.Date(), "Time": sa.Time(), "DateTime": sa.DateTime(), "DateTime(tz)": sa.DateTime(timezone=True),
    "Interval": sa.Interval(), "LargeBinary": sa.LargeBinary(), "JSON": sa.JSON(), "Uuid": sa.Uuid(), "CHAR(5)": sa.CHAR(5),
    "Uuid(no native)": sa.Uuid(native_uuid=False), "Enum(no native)": sa.Enum("a", "bcd", native_enum=False, name="e0"),
    "Enum(no native, check)": sa.Enum("a", "bcd", native_enum=False, create_constraint=True, name="e1"),
    "variant": sa.JSON().with_variant(postgresql.JSONB(), "postgresql").with_variant(mysql.LONGTEXT(), "mysql"),
    "PickleType": sa.PickleType(), "Boolean(check)": sa.Boolean(create_constraint=True, name="ck_b"),
}

OWN_TYPES = {
    "postgresql": {
        "String": sa.String(), "JSONB": postgresql.JSONB(), "ARRAY(Integer)": sa.ARRAY(sa.Integer()),
        "ARRAY(Integer,2)": postgresql.ARRAY(sa.Integer(), dimensions=2), "ARRAY(String(5))": postgresql.ARRAY(sa.String(5)),
        "TIMESTAMP(3)": postgresql.TIMESTAMP(precision=3), "TIMESTAMP(3,tz)": postgresql.TIMESTAMP(timezone=True, precision=3),
        "TIME(tz)": sa.Time(timezone=True), "INTERVAL(day to second)": postgresql.INTERVAL(fields="DAY TO SECOND", precision=3),
        "INTERVAL(year)": postgresql.INTERVAL(fields="YEAR"), "BIT(5)": postgresql.BIT(5), "BIT": postgresql.BIT(), "VARBIT": postgresql.BIT(5, varying=True),
        "INET": postgresql.INET(), "CIDR": postgresql.CIDR(), "MACADDR": postgresql.MACADDR(), "MONEY": postgresql.MONEY(), "OID": postgresql.OID(),
        "TSVECTOR": postgresql.TSVECTOR(), "INT4RANGE": postgresql.INT4RANGE(), "TSTZRANGE": postgresql.TSTZRANGE(), "BYTEA": postgresql.BYTEA(),
        "DOUBLE_PRECISION": sa.DOUBLE_PRECISION(), "UUID": sa.UUID(), "Enum(mood)": sa.Enum("a", "b", name="mood"),
        "Enum(Odd Name)": sa.Enum("a", "b", name="Odd Name"), "ENUM(digit)": postgresql.ENUM("1", "2", name="digit"),
        "ARRAY(Enum)": postgresql.ARRAY(sa.Enum("x", "y", name="letter")), "CHAR": sa.CHAR(), "REGCLASS": postgresql.REGCLASS(),
        "String collate": sa.String(50, collation="C"),
    },
    "mysql": {
        "TINYINT": mysql.TINYINT(), "TINYINT(1)": mysql.TINYINT(1), "MEDIUMINT": mysql.MEDIUMINT(), "INTEGER(11)": mysql.INTEGER(11),
        "INTEGER unsigned": mysql.INTEGER(unsigned=True), "BIGINT unsigned": mysql.BIGINT(unsigned=True), "INT zerofill": mysql.INTEGER(zerofill=True),
        "DECIMAL unsigned": mysql.DECIMAL(10, 2, unsigned=True), "DATETIME(6)": mysql.DATETIME(fsp=6), "TIMESTAMP": sa.TIMESTAMP(), "TIMESTAMP(3)": mysql.TIMESTAMP(fsp=3),
        "TIME(3)": mysql.TIME(fsp=3), "YEAR": mysql.YEAR(), "ENUM": mysql.ENUM("a", "b"), "ENUM more": mysql.ENUM("a", "b", "c"), "Enum": sa.Enum("a", "b", name="x"),
        "ENUM odd": mysql.ENUM("it's", "a,b", "c)"), "SET": mysql.SET("a", "b"), "TEXT(100)": sa.Text(100), "TEXT(100000)": sa.Text(100000), "LONGTEXT": mysql.LONGTEXT(),
        "MEDIUMTEXT": mysql.MEDIUMTEXT(), "TINYTEXT": mysql.TINYTEXT(), "LargeBinary(100)": sa.LargeBinary(100), "LargeBinary(70000)": sa.LargeBinary(70000),
        "LONGBLOB": mysql.LONGBLOB(), "BINARY(5)": sa.BINARY(5), "VARBINARY(5)": sa.VARBINARY(5), "BIT(3)": mysql.BIT(3), "BIT": mysql.BIT(), "DOUBLE(10,2)": mysql.DOUBLE(10, 2),
        "FLOAT(10,2)": mysql.FLOAT(10, 2), "NCHAR(5)": sa.NCHAR(5), "NVARCHAR(5)": sa.NVARCHAR(5), "NVARCHAR mysql": mysql.NVARCHAR(5),
        "VARCHAR latin1": mysql.VARCHAR(50, charset="latin1"), "VARCHAR collate": mysql.VARCHAR(50, collation="utf8mb4_bin"),
    },
    "sqlite": {
        "String": sa.String(), "TIMESTAMP": sa.TIMESTAMP(), "NVARCHAR(5)": sa.NVARCHAR(5), "BLOB": sa.BLOB(), "CLOB": sa.CLOB(), "VARBINARY(5)": sa.VARBINARY(5),
        "BINARY": sa.BINARY(), "DOUBLE_PRECISION": sa.DOUBLE_PRECISION(), "Enum": sa.Enum("a", "b", name="x"), "INT": sa.INT(),
    },
}


def types(database):
    return {**GENERIC, **OWN_TYPES[database]}


TEXTS = ["x", "", "it's", "a\\b", "100%", "5", "a:b", text("'y'"), text("'x'"), None]
NUMBERS = ["0", "1", "-1", "10", text("0"), text("1"), text("-1"), text("(1 + 2)"), text("3"), None]
DECIMALS = ["0", "1.50", "1.5", "-2.25", text("1.5"), text("0.0"), None]
TRUTHS = [sa.true(), sa.false(), text("true"), text("false"), None]
MOMENTS = [func.now(), text("CURRENT_TIMESTAMP"), "2020-01-01 00:00:00", "2021-01-01", None]

COMMON = {
    "text": (sa.String(50), TEXTS),
    "integer": (sa.Integer(), NUMBERS),
    "decimal": (sa.Numeric(10, 2), DECIMALS),
    "truth": (sa.Boolean(), TRUTHS),
    "moment": (sa.DateTime(), MOMENTS),
    "date": (sa.Date(), ["2020-01-01", "2021-01-01", None]),
}

OWN_DEFAULTS = {
    "postgresql": {
        "truth": (sa.Boolean(), TRUTHS + ["t", "f", "0", "1", "false", text("'f'")]),
        "long text": (sa.Text(), TEXTS + [text("'a' || 'b'"), text("lower('ABC')"), func.lower("ABC"), text("md5(random()::text)"), text("current_user"),
                                          text("to_char(now(), 'YYYY')"), text("E'tab\\t'")]),
        "zoned": (sa.DateTime(timezone=True), [func.now(), text("now()"), text("CURRENT_TIMESTAMP"), text("now() + interval '1 day'"), text("timezone('utc', now())"),
                                               text("(now() at time zone 'utc')"), text("clock_timestamp()"), func.current_timestamp(), text("'2020-01-01 00:00:00+00'"), None]),
        "date": (sa.Date(), [text("CURRENT_DATE"), text("DATE '2020-01-01'"), "2020-01-01", "20200101", text("now()::date"), func.current_date(), None]),
        "json": (sa.JSON(), ["{}", text("'{}'"), text("'{}'::json"), "[]", '{"a": 1}', None]),
        "jsonb": (postgresql.JSONB(), ["{}", text("'{}'::jsonb"), "[]", '{"a":1}', '{"a": 1}', text("jsonb_build_object('a', 1)"), None]),
        "uuid": (sa.Uuid(), [text("gen_random_uuid()"), func.gen_random_uuid(), "00000000-0000-0000-0000-000000000000", None]),
        "array": (postgresql.ARRAY(sa.Text()), ["{}", text("'{}'"), text("ARRAY[]::text[]"), text("ARRAY['a', 'b']"), "{a,b}", text("'{a,b}'::text[]"), None]),
        "interval": (sa.Interval(), ["1 day", text("interval '1 day'"), "24:00:00", text("'1 day'::interval"), None]),
        "bigint": (sa.BigInteger(), ["5000000000", text("5000000000"), text("(extract(epoch from now()) * 1000)::bigint"), text("floor(random() * 10)"), None]),
        "double": (sa.Double(), ["1.5", "0", text("1e3"), text("pi()"), text("random()"), None]),
        "enum": (sa.Enum("a", "b", name="letters"), ["a", "b", text("'a'"), text("'b'::letters"), None]),
        "bytes": (sa.LargeBinary(), ["\\x00", text("'\\x00'::bytea"), text("''::bytea"), None]),
        "inet": (postgresql.INET(), ["127.0.0.1", text("'127.0.0.1'::inet"), None]),
        "interval expression": (sa.Date(), [text("(CURRENT_DATE + interval '1 month')"), text("(CURRENT_DATE + '1 month'::interval)::date"), None]),
    },
    "mysql": {
        "truth": (sa.Boolean(), TRUTHS + ["0", "1", text("0"), text("1")]),
        "float": (sa.Float(), ["0", "1.5", text("1.5"), None]),
        "uuid": (sa.String(36), [text("(uuid())"), func.uuid(), text("(lower('ABC'))"), text("concat('a', 'b')"), "uuid()", None]),
        "json": (sa.JSON(), [text("(json_object())"), text("('{}')"), text("(json_array())"), None]),
        "precise": (mysql.DATETIME(fsp=6), [text("CURRENT_TIMESTAMP(6)"), text("now(6)"), text("CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)"), None]),
        "updated": (sa.DateTime(), [text("CURRENT_TIMESTAMP"), text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"), text("now() on update now()"),
                                    text("NULL ON UPDATE CURRENT_TIMESTAMP"), text("NULL"), None]),
        "timestamp": (sa.TIMESTAMP(), [text("CURRENT_TIMESTAMP"), text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"), func.now()]),
        "enum": (mysql.ENUM("a", "b"), ["a", "b", None]),
        "unsigned": (mysql.INTEGER(unsigned=True), ["1", text("1"), text("(1 + 1)"), None]),
        "time": (sa.Time(), ["10:00:00", "11:00:00", None]),
    },
    "sqlite": {
        "expression": (sa.Text(), [text("(lower('ABC'))"), text("lower('ABC')"), func.lower("ABC"), text("(datetime('now'))"), text("NULL"), None]),
        "json": (sa.JSON(), ["{}", "[]", text("'{}'"), None]),
    },
}


def defaults(database):
    return {**COMMON, **OWN_DEFAULTS[database]}


def indexed_columns(database):
    columns = [sa.Column("a", sa.String(50)), sa.Column("b", sa.Integer), sa.Column("c", sa.Text() if database != "mysql" else sa.String(100))]
    if database == "postgresql":
        columns += [sa.Column("j", postgresql.JSONB), sa.Column("t", postgresql.TSVECTOR), sa.Column("r", postgresql.INT4RANGE)]
    return columns


def indexes(database):
    """Functions that put an index of a name on a table; no two mean the same."""
    def on(*columns, **options):
        def build(table, name):
            sa.Index(name, *(column(table.c) if callable(column) else column for column in map(by_name, columns)), **options)
        return build

    def by_name(column):
        return (lambda c: c[column]) if isinstance(column, str) else column

    common = [on("a"), on("b"), on("a", "b"), on("b", "a"), on("a", unique=True), on("a", "b", unique=True), on(lambda c: c.a.desc()),
              on("a", lambda c: c.b.desc())]
    if database == "sqlite":
        return common + [on("a", sqlite_where=text("b > 5")), on("a", sqlite_where=text("b > 6")), on(lambda c: func.lower(c.a)),
                         on(lambda c: text("lower(a) DESC")), on(lambda c: func.lower(c.a), "b", unique=True)]
    if database == "mysql":
        return common + [on("c", mysql_length=10), on("c", mysql_length={"c": 20}), on("c", mysql_prefix="FULLTEXT")]
    return common + [
        on(lambda c: func.lower(c.a)), on(lambda c: func.upper(c.a)), on(lambda c: text("lower(c)")), on(lambda c: func.lower(c.a).desc()), on(lambda c: c.a.desc().nulls_last()),
        on(lambda c: c.a.nulls_first()), on("b", lambda c: func.coalesce(c.a, "none")), on(lambda c: c.b + 1), on(lambda c: text("(b * 2)")),
        on("a", postgresql_where=text("b > 5")), on("a", postgresql_where=text("b IN (1, 2)")), on("a", postgresql_where=text("c LIKE 'x%' AND b BETWEEN 1 AND 9")),
        on("a", postgresql_where=text("c IS NOT NULL")), on("j", postgresql_using="gin"), on("j", postgresql_using="gin", postgresql_ops={"j": "jsonb_path_ops"}),
        on("t", postgresql_using="gin"), on("r", postgresql_using="gist"), on("a", postgresql_using="hash"), on("a", postgresql_ops={"a": "varchar_pattern_ops"}),
        on("a", postgresql_include=["b"]), on("a", postgresql_with={"fillfactor": 70}), on(lambda c: text("(j ->> 'k')")), on(lambda c: func.lower(c.a).label("low"),
        postgresql_ops={"low": "text_pattern_ops"}), on("a", unique=True, postgresql_nulls_not_distinct=True), on(lambda c: sa.cast(c.b, sa.Text)),
        on(lambda c: func.to_tsvector(text("'english'::regconfig"), c.c), postgresql_using="gin"), on("b", postgresql_using="brin"),
    ]


def tables(database):
    """Tables of constraints, computed columns, identities and comments."""
    m = sa.MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_N_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s",
                                       "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"})
    plain = sa.MetaData()
    made = [
        sa.Table("parents", plain, sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10), unique=True), sa.Column("x", sa.Integer, nullable=False),
                 sa.Column("y", sa.Integer), sa.UniqueConstraint("x", "y", name="uq_xy"), comment="the parents"),
        sa.Table("serials", plain, sa.Column("a", sa.Integer, primary_key=True, autoincrement=False), sa.Column("b", sa.BigInteger, primary_key=True, autoincrement=False)),
        sa.Table("bigs", plain, sa.Column("id", sa.BigInteger, primary_key=True), sa.Column("n", sa.Text, comment="it's a name")),
        sa.Table("children", plain, sa.Column("id", sa.Integer, primary_key=True), sa.Column("parent_id", sa.Integer, sa.ForeignKey("parents.id", ondelete="CASCADE")),
                 sa.Column("other", sa.Integer, sa.ForeignKey("parents.id", onupdate="CASCADE", name="fk_other")), sa.Column("r", sa.Integer, sa.ForeignKey("parents.id", ondelete="RESTRICT")),
                 sa.Column("n", sa.Integer, sa.ForeignKey("parents.id", ondelete="NO ACTION")), sa.Column("x", sa.Integer), sa.Column("y", sa.Integer),
                 sa.Column("indexed", sa.Integer, sa.ForeignKey("parents.id", ondelete="SET NULL"), index=True), sa.ForeignKeyConstraint(["x", "y"], ["parents.x", "parents.y"])),
        sa.Table("named", m, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.String(10), unique=True), sa.Column("b", sa.Integer, sa.ForeignKey("parents.id")),
                 sa.Column("c", sa.String(20), index=True), sa.CheckConstraint("b > 0", name="positive"), sa.UniqueConstraint("a", "c")),
        sa.Table("a_table_that_has_a_very_long_name_for_what_it_holds", m, sa.Column("a_column_with_a_long_name", sa.String(10), unique=True), sa.Column("another_long_column_name_x", sa.Integer, index=True)),
        sa.Table("checked", plain, sa.Column("a", sa.Integer), sa.Column("b", sa.Integer), sa.Column("c", sa.String(20)), sa.Column("d", sa.DateTime),
                 *(sa.CheckConstraint(sql, name=f"ck_{i}") for i, sql in enumerate(checks(database)))),
        sa.Table("Odd Table", plain, sa.Column("Odd Column", sa.Integer, primary_key=True), sa.Column("select", sa.String(10), index=True), sa.Column("Odd One", sa.Integer), sa.CheckConstraint("\"Odd One\" > 0" if database != "mysql" else "`Odd One` > 0", name="Odd Check")),
    ]
    stored = [sa.Column("doubled", sa.Integer, sa.Computed("a * 2", persisted=True)), sa.Column("name", sa.String(50), sa.Computed("lower(c)" if database != "mysql" else "lower(`c`)", persisted=True)),
              sa.Column("sum", sa.Integer, sa.Computed("a + b - 1", persisted=True)),
              sa.Column("kind", sa.String(10), sa.Computed("CASE WHEN a > 1 THEN 'big' ELSE 'small' END", persisted=True))]
    made.append(sa.Table("computed", plain, sa.Column("a", sa.Integer), sa.Column("b", sa.Integer), sa.Column("c", sa.String(20)), *stored))
    if database == "postgresql":
        made += [
            sa.Table("identities", plain, sa.Column("id", sa.Integer, sa.Identity(), primary_key=True), sa.Column("n", sa.BigInteger, sa.Identity(always=True, start=10, increment=5, cycle=True))),
            sa.Table("deferred", plain, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer, sa.ForeignKey("parents.id", deferrable=True, initially="DEFERRED")),
                     sa.Column("b", sa.Integer, sa.ForeignKey("parents.id", deferrable=True)), sa.Column("x", sa.Integer), sa.Column("y", sa.Integer),
                     sa.ForeignKeyConstraint(["x", "y"], ["parents.x", "parents.y"], match="FULL", name="fk_full"),
                     sa.UniqueConstraint("a", "b", name="uq_deferred", deferrable=True, initially="DEFERRED"), sa.UniqueConstraint("x", name="uq_nulls", postgresql_nulls_not_distinct=False)),
            sa.Table("smalls", plain, sa.Column("id", sa.SmallInteger, primary_key=True)),
        ]
    return made


def checks(database):
    common = ["a > 0", "a >= -1 AND b < 10", "a BETWEEN 1 AND 10", "a NOT BETWEEN 1 AND 10", "c IN ('x', 'y''z')", "c NOT IN ('x', 'y')", "a IN (1, 2, 3)", "c IN ('x')", "c LIKE 'x%'",
              "c NOT LIKE 'x%'", "a IS NOT NULL OR b IS NULL", "NOT (a > b)", "a + b * 2 > 3", "(a + b) * 2 > 3", "length(c) > 2", "lower(c) = c", "coalesce(a, b, 0) <> 5", "a != b",
              "CASE WHEN a > 1 THEN b ELSE 0 END > 2", "CASE a WHEN 1 THEN b WHEN 2 THEN a END > 2", "a % 2 = 0", "-a < b", "c <> ''", "a > 1.5", "d > '2020-01-01'", "a = 1 OR (b = 2 AND c = 'x')",
              "trim(c) <> ''", "a IS NULL OR a > 0", "abs(a) < 100", "(a IS NULL) = (b IS NULL)"]
    own = {
        "postgresql": ["c ~ '^[a-z]+$'", "c ~* 'x' OR c !~ 'y'", "c ILIKE 'x%'", "c SIMILAR TO 'x|y'", "a IS DISTINCT FROM b", "a IS NOT DISTINCT FROM b", "c::text = 'x'", "CAST(a AS text) = '1'",
                       "extract(year from d) > 2000", "substring(c from 1 for 2) = 'ab'", "substr(c, 1, 2) = 'ab'", "position('a' in c) > 0", "d > now() - interval '1 year'",
                       "d AT TIME ZONE 'utc' > now()", "c LIKE 'x!%' ESCAPE '!'", "a = ANY (ARRAY[1, 2])", "c || 'x' <> 'xx'", "char_length(c) = 3", "a & 1 = 0", "a ^ 2 > 4", "c COLLATE \"C\" > 'a'",
                       "(a, b) <> (1, 2)", "greatest(a, b) > 0", "nullif(a, 0) IS NOT NULL", "a > 0 IS TRUE", "num_nonnulls(a, b) = 1", "d > timestamp '2020-01-01 10:00:00'", "date_trunc('day', d) = d", "trim(both 'x' from c) = c"],
        "mysql": ["c REGEXP '^[a-z]+$'", "char_length(c) = 3", "a <=> b", "a DIV 2 = 1", "c = 'it\\'s'", "year(d) > 2000", "concat(c, 'x') <> 'xx'", "a & 1 = 0", "greatest(a, b) > 0", "if(a > 1, b, 0) > 0",
                  "json_valid(c)", "cast(a as char) = '1'", "a > 0 AND NOT b = 3", "a XOR b"],
        "sqlite": ["c GLOB 'x*'", "length(c) = 3 AND typeof(a) = 'integer'", "c || 'x' <> 'xx'", "date(d) > '2020-01-01'", "a IS NOT 3"],
    }
    return common + own[database]


def unsigned(case):
    _, a, b = case
    return ("unsigned" in a or "zerofill" in a) != ("unsigned" in b or "zerofill" in b)


def listed(*pairs):
    """Either order of these labels."""
    return lambda case: frozenset(case[-2:]) in {frozenset(pair) for pair in pairs}


def as_value(text):
    """What a default is worth, as far as its spelling does not matter."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    known = {"now()": "current_timestamp", "true": "1", "false": "0", "'t'": "1", "'f'": "0", "'false'": "0", "'0'": "0", "'1'": "1"}
    text = " ".join(known.get(word, word) for word in text.lower().replace("now(6)", "current_timestamp(6)").split())
    try:
        return float(text.strip("'"))
    except ValueError:
        return {"null": "none"}.get(text, text)


def same_label(case):
    return case[-1] == case[-2]


def one_of_them(*labels):
    return lambda case: any(label in labels for label in case[1:])


# Where ours reports a difference that Alembic does not see.
STRICTER = {
    "type": {
        "UNSIGNED holds other numbers": lambda case: case[0] == "mysql" and unsigned(case),
        "an array is not its item": lambda case: case[0] == "postgresql" and ("ARRAY" in case[1]) != ("ARRAY" in case[2]),
        "FLOAT(24) is kept as REAL, FLOAT(53) as DOUBLE": one_of_them("Float(24)", "Float(53)"),
        "the length of a TEXT or BLOB decides which": one_of_them("TEXT(100)", "TEXT(100000)", "LargeBinary(100)", "LargeBinary(70000)"),
    },
    "default": {
        "a day is not 24 hours": lambda case: case[1] == "interval",
        "a text is not a call": listed(("'uuid()'", "uuid()"), ("'uuid()'", "(uuid())")),
        "SQLAlchemy does not reflect it": lambda case: case[0] == "mysql" and case[1] in ("uuid", "updated") and case[2] == "None",
    },
    "index": {"order, condition, method, operator classes, INCLUDE, storage": lambda case: case[1] != case[2]},
}
# Where Alembic reports what is equal to the server.
QUIETER = {
    "type": {
        "it was made so": same_label,
        "kept under another name": one_of_them("Float(24)", "Float(53)", "REAL", "TEXT(100000)", "TEXT(100)", "LargeBinary(70000)", "LargeBinary(100)",
                                               "NCHAR(5)", "NVARCHAR(5)", "NVARCHAR mysql", "VARCHAR latin1"),
    },
    "default": {"it was made so": same_label, "the same value": lambda case: as_value(case[-1]) == as_value(case[-2])},
    "index": {"it was made so": same_label},
}

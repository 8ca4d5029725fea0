"""Operations that reach into the corners of the compiler; render_oracle.py records what Alembic makes of each."""
import contextlib
import datetime
import decimal
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql, postgresql, sqlite

TYPES = [
    sa.String(), sa.String(50), sa.String(50, collation="NOCASE"), sa.String(5, collation="de_DE"), sa.Unicode(20),
    sa.Text(), sa.Text(100), sa.UnicodeText(), sa.VARCHAR(10), sa.NVARCHAR(10), sa.CHAR(3), sa.CHAR(), sa.NCHAR(4),
    sa.TEXT(), sa.CLOB(), sa.Integer(), sa.SmallInteger(), sa.BigInteger(), sa.INTEGER(), sa.BIGINT(), sa.SMALLINT(),
    sa.Numeric(), sa.Numeric(10), sa.Numeric(10, 2), sa.DECIMAL(8, 3), sa.NUMERIC(5, 1), sa.Float(), sa.Float(24),
    sa.FLOAT(), sa.FLOAT(53), sa.Double(), sa.Double(53), sa.DOUBLE(), sa.DOUBLE_PRECISION(), sa.REAL(), sa.Boolean(),
    sa.BOOLEAN(), sa.Date(), sa.DATE(), sa.Time(), sa.Time(timezone=True), sa.TIME(), sa.DateTime(),
    sa.DateTime(timezone=True), sa.DATETIME(), sa.TIMESTAMP(), sa.TIMESTAMP(timezone=True), sa.Interval(),
    sa.Interval(second_precision=3), sa.LargeBinary(), sa.LargeBinary(100), sa.BINARY(10), sa.BINARY(), sa.VARBINARY(20),
    sa.BLOB(), sa.PickleType(), sa.JSON(), sa.Uuid(), sa.Uuid(native_uuid=False), sa.UUID(), sa.ARRAY(sa.Integer()),
    sa.Enum("a", "it's", "c\\d", name="letters"), sa.Enum("x", "y", native_enum=False),
    sa.Enum("x", "longer", name="plain", native_enum=False, create_constraint=True),
    sa.Enum("x", "y", native_enum=False, length=40), sa.Boolean(create_constraint=True),
    sa.Boolean(create_constraint=True, name="is_flag"), sa.Enum("p", "q", name="in_schema", schema="other"),
    postgresql.ENUM("a", "b", name="pg_letters"), postgresql.ENUM("a", "b", name="pg_there", create_type=False),
    postgresql.ARRAY(sa.String(10)), postgresql.ARRAY(sa.Text(), dimensions=2), postgresql.ARRAY(sa.String(5, collation="C")),
    postgresql.ARRAY(postgresql.ENUM("k", "l", name="in_array")),
    postgresql.JSON(), postgresql.JSONB(), postgresql.JSONB(astext_type=sa.Text()), postgresql.UUID(),
    postgresql.UUID(as_uuid=True), postgresql.UUID(as_uuid=False), postgresql.INET(), postgresql.CIDR(), postgresql.MACADDR(),
    postgresql.TSVECTOR(), postgresql.HSTORE(), postgresql.BYTEA(), postgresql.MONEY(), postgresql.OID(),
    postgresql.INTERVAL(), postgresql.INTERVAL(precision=2), postgresql.INTERVAL(fields="DAY TO SECOND"),
    postgresql.BIT(), postgresql.BIT(5), postgresql.BIT(varying=True), postgresql.BIT(8, varying=True),
    postgresql.TIMESTAMP(precision=3), postgresql.TIMESTAMP(timezone=True, precision=6), postgresql.TIME(precision=2),
    postgresql.DOUBLE_PRECISION(), postgresql.DOUBLE_PRECISION(precision=53), postgresql.INT4RANGE(),
    postgresql.DATERANGE(), postgresql.TSTZRANGE(), postgresql.NUMMULTIRANGE(), postgresql.CITEXT(), postgresql.REGCLASS(),
    postgresql.JSONPATH(), postgresql.TSQUERY(), postgresql.MACADDR8(),
    postgresql.DOMAIN("plain_domain", sa.Integer), postgresql.DOMAIN("there", sa.Text, create_type=False),
    postgresql.DOMAIN("Positive", sa.Numeric(8, 2), check="VALUE > 0", not_null=True, constraint_name="above", schema="other"),
    postgresql.DOMAIN("code", sa.String(5), collation="C", default="it's", check=sa.text("VALUE ~ '^[a-z]+$'")),
    postgresql.DOMAIN("moment", sa.DateTime(), default=sa.text("now()"), collation=None),
    postgresql.ARRAY(postgresql.DOMAIN("in_list", sa.Text, collation="de_DE", collation_schema="pg_catalog")),
    mysql.INTEGER(11), mysql.INTEGER(unsigned=True), mysql.BIGINT(20, unsigned=True, zerofill=True), mysql.TINYINT(1),
    mysql.TINYINT(), mysql.SMALLINT(5), mysql.MEDIUMINT(8), mysql.DOUBLE(), mysql.DOUBLE(asdecimal=False),
    mysql.DOUBLE(10, 2), mysql.FLOAT(10, 3), mysql.FLOAT(), mysql.REAL(8, 2), mysql.DECIMAL(10, 2, unsigned=True), mysql.NUMERIC(9),
    mysql.VARCHAR(20, charset="utf8mb4"), mysql.VARCHAR(20, collation="utf8mb4_bin"), mysql.CHAR(4, charset="latin1", collation="latin1_bin"),
    mysql.TEXT(), mysql.TEXT(1000), mysql.TINYTEXT(), mysql.MEDIUMTEXT(collation="utf8mb4_unicode_ci"), mysql.LONGTEXT(),
    mysql.LONGTEXT(charset="utf8mb4", collation="utf8mb4_bin"), mysql.VARCHAR(9, national=True), mysql.VARCHAR(9, binary=True),
    mysql.DATETIME(), mysql.DATETIME(fsp=6), mysql.TIMESTAMP(), mysql.TIMESTAMP(fsp=3), mysql.TIME(fsp=2), mysql.YEAR(),
    mysql.YEAR(4), mysql.BIT(), mysql.BIT(4), mysql.SET("a", "b"), mysql.ENUM("a", "it's"), mysql.ENUM("a", charset="utf8mb4"),
    mysql.JSON(), mysql.BLOB(), mysql.BLOB(100), mysql.LONGBLOB(), mysql.MEDIUMBLOB(), mysql.TINYBLOB(), mysql.VARBINARY(16),
    mysql.NVARCHAR(7), mysql.NCHAR(7), sqlite.DATETIME(), sqlite.JSON(), sqlite.DATE(),
    sa.String(10).with_variant(postgresql.CITEXT(), "postgresql"),
    sa.JSON().with_variant(postgresql.JSONB(), "postgresql").with_variant(mysql.LONGTEXT(), "mysql"),
    sa.Text().with_variant(sa.Enum("v", "w", name="variant_enum"), "postgresql"),
]

DEFAULTS = [
    "x", "it's", "0", "", "a\\b", "100%", sa.text("0"), sa.text("'x'"), sa.text("now()"), sa.text("CURRENT_TIMESTAMP"),
    sa.text("(1 + 2)"), sa.text("'{}'::jsonb"), sa.text(r"'a\:b'"), sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"),
    sa.text("now(6)"), sa.text("-1"), sa.text("1.5"), sa.func.now(), sa.func.current_timestamp(), sa.func.gen_random_uuid(),
    sa.func.lower("ABC"), sa.true(), sa.false(), sa.null(), sa.literal(5), sa.literal("five"), sa.func.localtimestamp(),
    sa.cast("1", sa.Integer), sa.text("true"), sa.text("NULL"), sa.literal_column("5 + 5"), sa.text("uuid_generate_v4()"),
    sa.text("'a'\n"), sa.text("'\\x00'::bytea"), sa.func.pg_catalog.now(),
]

LONG = "a_very_long_name_that_goes_on_and_on_until_no_database_would_take_it_any_more"

T = sa.table("users", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("active", sa.Boolean),
             sa.column("born", sa.Date), sa.column("seen", sa.DateTime), sa.column("score", sa.Float),
             sa.column("price", sa.Numeric(10, 2)), sa.column("data", sa.JSON), sa.column("at", sa.Time),
             sa.column("key", sa.Uuid), sa.column("kind", sa.Enum("a", "b", name="kind")), sa.column("plain"),
             sa.column("Order"))
S = sa.table("roles", sa.column("id", sa.Integer), sa.column("user_id", sa.Integer), sa.column("title", sa.String), schema="acl")
R = sa.Table("things", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("label", sa.String(20)),
             sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id")), sa.Column("flag", sa.Boolean))
NOW = datetime.datetime(2024, 2, 3, 4, 5, 6)


def columns():
    return [sa.Column("id", sa.Integer(), nullable=False), sa.Column("a", sa.String(10)), sa.Column("b", sa.Integer())]


def create(*args, **kw):
    return lambda: op.create_table("t", *args(), **kw) if callable(args[0]) else op.create_table("t", *args, **kw)


def tables():
    for t in TYPES:
        yield lambda t=t: op.create_table("t", sa.Column("c", t))
        yield lambda t=t: op.add_column("t", sa.Column("c", t, nullable=False))
        yield lambda t=t: op.alter_column("t", "c", type_=t, existing_type=sa.Integer())
        yield lambda t=t: op.alter_column("t", "c", existing_type=t, nullable=False)
    for d in DEFAULTS:
        yield lambda d=d: op.create_table("t", sa.Column("c", sa.String(20), server_default=d, nullable=False))
        yield lambda d=d: op.add_column("t", sa.Column("c", sa.String(20), server_default=d))
        yield lambda d=d: op.alter_column("t", "c", existing_type=sa.String(20), server_default=d)
        yield lambda d=d: op.alter_column("t", "c", existing_type=sa.DateTime(), server_default=d, existing_nullable=False)
    for key in ({}, {"autoincrement": True}, {"autoincrement": False}, {"server_default": sa.text("1")}, {"default": 3},
                {"autoincrement": "ignore_fk"}, {"comment": "the key"}, {"nullable": True}):
        for t in (sa.Integer, sa.BigInteger, sa.SmallInteger, sa.Numeric, sa.String(10), mysql.BIGINT(unsigned=True)):
            yield lambda t=t, key=key: op.create_table("t", sa.Column("id", t, primary_key=True, **key))
        yield lambda key=key: op.create_table("t", sa.Column("id", sa.Integer, sa.ForeignKey("u.id"), primary_key=True, **key))
        yield lambda key=key: op.create_table(
            "t", sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, primary_key=True, **key))
        yield lambda key=key: op.create_table("t", sa.Column("id", sa.Integer, **key), sa.PrimaryKeyConstraint("id", name="pk_t"))
        yield lambda key=key: op.add_column("t", sa.Column("id", sa.Integer, primary_key=True, **key))
    yield lambda: op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sqlite_autoincrement=True)
    yield lambda: op.create_table("t", *columns(), sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True)
    yield lambda: op.create_table("t", *columns(), sqlite_with_rowid=False, sqlite_strict=True)
    yield lambda: op.create_table("t", *columns(), sqlite_strict=True)
    yield lambda: op.create_table("t", *columns(), mysql_engine="InnoDB", mysql_charset="utf8mb4", mysql_collate="utf8mb4_bin")
    yield lambda: op.create_table("t", *columns(), mysql_collate="utf8mb4_bin", mysql_default_charset="utf8mb4", mysql_row_format="DYNAMIC")
    yield lambda: op.create_table("t", *columns(), mysql_partition_by="HASH(id)", mysql_partitions="4")
    yield lambda: op.create_table("t", *columns(), comment="it's a table", mysql_engine="MyISAM")
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, comment="it's\\a column"), comment="100%")
    yield lambda: op.create_table("t", *columns(), prefixes=["TEMPORARY"], if_not_exists=True)
    yield lambda: op.create_table("t", *columns(), postgresql_partition_by="RANGE (id)", postgresql_tablespace="Fast")
    yield lambda: op.create_table("t", *columns(), postgresql_inherits="parent", postgresql_with={"fillfactor": 70, "autovacuum_enabled": False})
    yield lambda: op.create_table("t", *columns(), postgresql_inherits=["p1", "P2"], postgresql_on_commit="PRESERVE ROWS", postgresql_using="heap")
    yield lambda: op.create_table("Mixed Case", sa.Column("Select", sa.Integer), sa.Column("order", sa.Integer),
                                  sa.Column("1a", sa.Integer), sa.Column("a-b", sa.Integer), sa.Column('q"q', sa.Integer),
                                  sa.Column("b`b", sa.Integer), sa.Column("é", sa.Integer), sa.Column("a$", sa.Integer),
                                  sa.Column("user", sa.Integer), sa.Column("key", sa.Integer), sa.Column("rank", sa.Integer),
                                  schema="My.Schema")
    yield lambda: op.create_table("t", *columns(), schema="other", comment="c")
    yield lambda: op.create_table(sa.sql.quoted_name("forced", True), sa.Column(sa.sql.quoted_name("Free", False), sa.Integer))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, unique=True), sa.Column("b", sa.Integer, index=True),
                                  sa.Column("c", sa.Integer, index=True, unique=True) if False else sa.Column("c", sa.Integer))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, sa.ForeignKey("u.id", ondelete="CASCADE"), unique=True),
                                  sa.UniqueConstraint("a", name="uq_a"), sa.CheckConstraint("a > 0", name="ck_a"))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, sa.ForeignKey("s.u.id", name="fk_a", onupdate="SET NULL", deferrable=True, initially="DEFERRED")))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, sa.CheckConstraint("a > 1", name="positive"), sa.CheckConstraint("a < 9")))
    yield lambda: op.create_table("t", *columns(), sa.ForeignKeyConstraint(["a", "b"], ["s.u.x", "s.u.y"], name="fk", match="FULL"))
    yield lambda: op.create_table("t", *columns(), sa.ForeignKeyConstraint(["a"], ["u.x"], ondelete="SET NULL (a)"))
    yield lambda: op.create_table("t", *columns(), sa.ForeignKeyConstraint(["a"], ["u.x"], use_alter=True, name="later"))
    yield lambda: op.create_table("t", *columns(), sa.ForeignKeyConstraint(["a"], ["t.id"]), sa.PrimaryKeyConstraint("id"))
    yield lambda: op.create_table("t", *columns(), sa.ForeignKeyConstraint(["a"], ["s.t.id"]), schema="s")
    yield lambda: op.create_table("t", *columns(), sa.UniqueConstraint("a", "b", name=op.f("uq_t_a")), sa.PrimaryKeyConstraint("id", name=op.f("pk_t")))
    yield lambda: op.create_table("t", *columns(), sa.UniqueConstraint("a", name=op.f(LONG)))
    yield lambda: op.create_table("t", *columns(), sa.UniqueConstraint("a", name=LONG))
    yield lambda: op.create_table("t", *columns(), sa.UniqueConstraint("a", deferrable=True, initially="IMMEDIATE", postgresql_nulls_not_distinct=True))
    yield lambda: op.create_table("t", *columns(), sa.UniqueConstraint("a", postgresql_include=["b"]), sa.PrimaryKeyConstraint("id", postgresql_include=["b"]))
    yield lambda: op.create_table("t", *columns(), sa.UniqueConstraint("a", sqlite_on_conflict="IGNORE"), sa.PrimaryKeyConstraint("id", sqlite_on_conflict="REPLACE"))
    yield lambda: op.create_table("t", *columns(), sa.CheckConstraint(sa.column("a") > 5, name="ck"), sa.CheckConstraint(sa.text("b IN (1, 2)"), postgresql_not_valid=True))
    yield lambda: op.create_table("t", *columns(), sa.CheckConstraint(sa.and_(sa.column("a") > 5, sa.or_(sa.column("b") == 1, sa.column("b").is_(None)))))
    yield lambda: op.create_table("t", *columns(), postgresql.ExcludeConstraint(("a", "&&"), (sa.column("b"), "="), using="gist", name="ex", where=sa.text("b > 1")))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, sqlite_on_conflict_not_null="FAIL", nullable=False),
                                  sa.Column("b", sa.Integer, unique=True, sqlite_on_conflict_unique="ABORT"))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer), sa.Column("b", sa.Integer, sa.Computed("a * 2")))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer), sa.Column("b", sa.Integer, sa.Computed("a * 2", persisted=True), nullable=False))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer), sa.Column("b", sa.Integer, sa.Computed("a * 2", persisted=False)))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, sa.Identity(), primary_key=True))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, sa.Sequence("s"), primary_key=True))
    yield lambda: op.create_table("t", sa.Column("a", sa.BigInteger, sa.Sequence("s", optional=True), primary_key=True))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, sa.Sequence("s", start=4)))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, sa.Identity(always=True, start=5, increment=2, minvalue=1, maxvalue=99, cycle=True, cache=4)))
    yield lambda: op.create_table("t", sa.Column("a", sa.Integer, sa.Identity(nominvalue=True, nomaxvalue=True, cycle=False), nullable=True))
    yield lambda: op.create_table("t", sa.Column("k", sa.Enum("a", "b", name="once")), sa.Column("l", sa.Enum("a", "b", name="once")))
    yield lambda: op.create_table("t2", sa.Column("k", sa.Enum("a", "b", name="once")))
    yield lambda: op.create_table("t", sa.Column("k", sa.Enum("a", "b", name="follows", inherit_schema=True)), schema="here")
    yield lambda: op.create_table("t", *columns(), sa.Index("ix_b", "b"))
    yield lambda: op.drop_table("t")
    yield lambda: op.drop_table("Order", schema="s", if_exists=True)
    yield lambda: op.rename_table("a", "B")
    yield lambda: op.rename_table("a", "b", schema="s.t")


def alterations():
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, sa.ForeignKey("u.id", name="fk_c", ondelete="CASCADE")))
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, sa.ForeignKey("s.u.id")), schema="s")
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, unique=True))
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, index=True))
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, index=True), schema="s")
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, comment="it's"), schema="s.t")
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, sa.CheckConstraint("c > 0", name="ck_c")))
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer), if_not_exists=True)
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, sa.ForeignKey("u.id", ondelete="CASCADE")), inline_references=True)
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, primary_key=True), inline_primary_key=True)
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, sa.Computed("a + 1", persisted=True)))
    yield lambda: op.add_column("t", sa.Column("c", sa.Integer, sa.Identity()))
    yield lambda: op.drop_column("t", "Order")
    yield lambda: op.drop_column("t", "c", schema="s", if_exists=True)
    for existing in ({}, {"existing_type": sa.Integer()}, {"existing_type": sa.String(5), "existing_nullable": False},
                     {"existing_type": sa.DateTime(), "existing_server_default": sa.text("now()")},
                     {"existing_type": sa.TIMESTAMP(), "existing_nullable": False, "existing_comment": "old"},
                     {"existing_type": sa.Boolean(create_constraint=True, name="was_flag")},
                     {"existing_type": mysql.BIGINT(unsigned=True), "existing_autoincrement": True}):
        for change in ({"nullable": True}, {"nullable": False}, {"new_column_name": "New"}, {"type_": sa.BigInteger()},
                       {"server_default": None}, {"server_default": "5"}, {"server_default": sa.func.now()},
                       {"comment": "it's"}, {"comment": None}, {"autoincrement": True}, {"type_": sa.Text(), "nullable": False},
                       {"type_": sa.Integer(), "postgresql_using": "c::integer"}, {"postgresql_using": "c::integer"},
                       {"type_": sa.Boolean(create_constraint=True, name="is_flag")},
                       {"type_": sa.String(9), "new_column_name": "d", "nullable": True, "server_default": "x", "comment": "all"},
                       {"server_default": sa.Identity(always=True, start=3)}, {"server_default": sa.Computed("a")}):
            yield lambda e=existing, c=change: op.alter_column("t", "c", **e, **c)
    yield lambda: op.alter_column("t", "c", server_default=None, existing_server_default=sa.Identity())
    yield lambda: op.alter_column("t", "c", server_default=sa.Identity(always=True, start=9), existing_server_default=sa.Identity(always=False, start=3))
    yield lambda: op.alter_column("T", "C", schema="s.T", nullable=True, existing_type=sa.Integer())
    for args in ((["a"],), (["a", "Order"],), ([sa.text("lower(a)")],), ([sa.func.lower(sa.column("a"))],), ([sa.column("a").desc()],),
                 ([sa.text("a DESC"), "b"],), ([sa.column("a") + sa.column("b")],), ([sa.column("a").desc().nulls_last()],),
                 ([sa.func.coalesce(sa.column("a"), "x"), "b"],), ([sa.cast(sa.column("a"), sa.Integer)],), ([sa.literal_column("a || b")],),
                 ([sa.func.lower(sa.column("a")).label("low"), sa.column("b")],)):
        for kw in ({}, {"unique": True}, {"schema": "s"}, {"if_not_exists": True}, {"postgresql_using": "GIN"},
                   {"postgresql_ops": {"a": "gin_trgm_ops", "low": "text_pattern_ops"}}, {"postgresql_where": sa.text("a IS NOT NULL")},
                   {"postgresql_where": sa.column("a") == 5, "sqlite_where": sa.column("b") > 3}, {"postgresql_concurrently": True},
                   {"postgresql_include": ["z"]}, {"postgresql_with": {"fillfactor": 50}}, {"postgresql_nulls_not_distinct": True},
                   {"postgresql_tablespace": "Fast"}, {"mysql_length": 10}, {"mysql_length": {"a": 5, "b": 7}}, {"mysql_prefix": "FULLTEXT"},
                   {"mysql_using": "hash"}, {"mysql_with_parser": "ngram"}, {"sqlite_where": sa.text("b = 1")}):
            yield lambda a=args, kw=kw: op.create_index("ix", "t", *a, **kw)
    yield lambda: op.create_index(op.f(LONG), "t", ["a"])
    yield lambda: op.create_index(LONG, "t", ["a"])
    yield lambda: op.create_index(None, "t", ["a", "b"])
    yield lambda: op.create_index(None, "t", ["a"], schema="my.s")
    for kw in ({"table_name": "t"}, {}, {"table_name": "t", "schema": "S"}, {"table_name": "t", "if_exists": True}, {"table_name": "t", "postgresql_concurrently": True}):
        yield lambda kw=kw: op.drop_index("Ix", **kw)
    yield lambda: op.create_unique_constraint("uq", "t", ["a", "Order"], schema="s")
    yield lambda: op.create_unique_constraint(None, "t", ["a"])
    yield lambda: op.create_unique_constraint("uq", "t", ["a"], postgresql_nulls_not_distinct=True, deferrable=True)
    yield lambda: op.create_primary_key("pk", "t", ["a", "b"])
    yield lambda: op.create_primary_key(None, "t", ["a"])
    yield lambda: op.create_check_constraint("ck", "t", "a > 1")
    yield lambda: op.create_check_constraint("ck", "t", sa.func.length(sa.column("a")) > 5)
    yield lambda: op.create_check_constraint("ck", "t", sa.column("a").in_(["x", "y"]), schema="s")
    yield lambda: op.create_check_constraint("ck", "t", sa.not_(sa.column("a") == 5), postgresql_not_valid=True)
    yield lambda: op.create_check_constraint("ck", "t", sa.column("a").like("x%") | (sa.column("b") != 3))
    yield lambda: op.create_foreign_key("fk", "a", "b", ["x"], ["y"], ondelete="CASCADE", onupdate="SET NULL")
    yield lambda: op.create_foreign_key(None, "a", "B", ["x", "z"], ["y", "Z"], source_schema="s1", referent_schema="s2")
    yield lambda: op.create_foreign_key("fk", "a", "a", ["x"], ["y"], deferrable=True, initially="DEFERRED", match="FULL")
    yield lambda: op.create_foreign_key("fk", "a", "b", ["x"], ["y"], postgresql_not_valid=True)
    yield lambda: op.create_exclude_constraint("ex", "t", ("a", "&&"), (sa.column("b"), "="), using="gist", where="b > 1")
    for kind in ("foreignkey", "primary", "unique", "check", None):
        yield lambda kind=kind: op.drop_constraint("Name", "t", type_=kind, schema="s")
        yield lambda kind=kind: op.drop_constraint("n", "t", type_=kind, if_exists=True)
        yield lambda kind=kind: op.drop_constraint(op.f(LONG), "t", type_=kind)
    yield lambda: op.create_table_comment("t", "it's \\ new", schema="s")
    yield lambda: op.drop_table_comment("t")


def statements():
    for sql in ("SELECT 1", "  \n SELECT\t1;\n ", "SELECT 'a\\:b'", "UPDATE t SET a = '12:30'", "SELECT '{}'::jsonb", "select 100 % 3",
                "INSERT INTO t VALUES ('x''y')", "select ':' || ': '", "select a[1:2]", "select 1 \\:\\:int"):
        yield lambda sql=sql: op.execute(sql)
        yield lambda sql=sql: op.execute(sa.text(sql))
    yield lambda: op.execute(sa.text("UPDATE t SET a = :a, b = :b WHERE c = :c").bindparams(a="it's", b=5, c=None))
    yield lambda: op.execute(sa.text("UPDATE t SET d = :d").bindparams(sa.bindparam("d", NOW, type_=sa.DateTime())))
    yield lambda: op.execute(sa.text("UPDATE t SET d = :d").bindparams(d=datetime.date(2024, 1, 2)))
    for e in (
        T.insert().values(id=1, name="it's"), T.insert().values(name="n", id=2, active=True, plain=None), T.insert().values(Order=3),
        T.insert().values(born=datetime.date(2020, 1, 2), seen=NOW, at=datetime.time(1, 2, 3), score=1.5, price=decimal.Decimal("2.50")),
        T.insert().values(seen=sa.func.now(), name=sa.func.upper("x"), id=sa.literal(7)), T.insert().values(key=uuid.UUID(int=5), kind="a"),
        T.insert().values(plain="x\\y"), T.insert().values(plain=1.0), T.insert().values(score=1e20), T.insert().values(score=3),
        R.insert().values(label="a", user_id=3, flag=False), S.insert().values(id=1, title="t"), T.insert(),
        T.insert().values([{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]),
        T.insert().from_select(["id", "name"], sa.select(S.c.id, S.c.title)),
        T.insert().from_select(["id", "name"], sa.select(S.c.id, sa.literal("x")).where(S.c.title == "y")),
        T.update().values(name="x"), T.update().where(T.c.id == 5).values(name="x", id=6), T.update().where(T.c.name.is_(None)).values(plain=None),
        T.update().where(T.c.name == None).values(active=False),  # noqa: E711
        T.update().where(T.c.id.in_([1, 2, 3])).values(score=T.c.score + 1), T.update().where(T.c.id.notin_([1])).values(score=T.c.score * 2 + 1),
        T.update().where(sa.and_(T.c.id > 1, T.c.id <= 9), T.c.name != "x").values(name=sa.func.lower(T.c.name)),
        T.update().where(sa.or_(T.c.id == 1, T.c.id == 2)).values(name=T.c.name + "x"), T.update().where(~T.c.active).values(active=sa.true()),
        T.update().where(T.c.active).values(active=sa.false()), T.update().where(T.c.active.is_(True)).values(name="x"),
        T.update().where(T.c.active == True).values(name="x"), T.update().where(T.c.active == sa.true()).values(name="x"),  # noqa: E712
        T.update().values(name=sa.case((T.c.id == 1, "one"), (T.c.id > 5, "many"), else_="some")),
        T.update().values(name=sa.case({1: "one", 2: "two"}, value=T.c.id)), T.update().values(name=sa.cast(T.c.id, sa.String)),
        T.update().values(name=sa.cast(T.c.id, sa.String(10)), score=sa.cast(T.c.name, sa.Float), price=sa.cast(T.c.name, sa.Numeric(5, 2))),
        T.update().values(name=sa.select(S.c.title).where(S.c.user_id == T.c.id).scalar_subquery()),
        T.update().where(T.c.id.in_(sa.select(S.c.user_id))).values(name="r"), T.update().where(T.c.name.like("a%")).values(name=""),
        T.update().where(T.c.name.ilike("a%")).values(name=""), T.update().where(T.c.name.startswith("a")).values(name=""),
        T.update().where(T.c.name.contains("a")).values(name=""), T.update().where(T.c.name.endswith("a")).values(name=""),
        T.update().where(T.c.name.not_like("a%")).values(name=""), T.update().where(T.c.id.between(1, 5)).values(name=""),
        T.update().where(sa.not_(sa.or_(T.c.id == 1, T.c.name == "x"))).values(name=""), T.update().where(T.c.seen < NOW).values(seen=NOW),
        T.update().where(T.c.id == sa.bindparam("x", 5)).values(name=op.inline_literal("lit")), T.update().values(name=sa.null()),
        T.update().where(sa.exists().where(S.c.user_id == T.c.id)).values(name=""), T.update().values(Order=T.c.Order - (T.c.id - 1)),
        T.update().where(T.c.id.in_([])).values(name="never"), T.update().where(T.c.score / 2 > 1).values(name=""),
        T.update().where(T.c.name.op("~")("x.*")).values(name=""), T.update().where(sa.text("id > 5")).values(name=sa.text("upper(name)")),
        T.update().where(sa.text("a = 1 or b = 2"), T.c.id == 1).values(name=""), T.update().values({"name": "dict", T.c.id: 3}),
        T.update().where(T.c.id == S.c.user_id).values(name=S.c.title), T.update().values(name=sa.func.concat(T.c.name, "-", T.c.id)),
        T.update().values(name=sa.literal_column("id || 'x'")), T.update().where(T.c.id % 2 == 0).values(name=""),
        T.delete(), T.delete().where(T.c.id == 1), S.delete().where(S.c.title.in_(["a", "b"])), T.delete().where(T.c.kind == "a"),
        T.delete().where(T.c.id.in_(sa.select(S.c.user_id).where(S.c.title == "x").distinct())), T.delete().where(T.c.key == uuid.UUID(int=1)),
        sa.select(T.c.id, T.c.name).where(T.c.id == 1).order_by(T.c.name.desc(), T.c.id).limit(5).offset(2), sa.select(T.c.id).limit(1),
        sa.select(sa.func.count()).select_from(T), sa.select(sa.func.count(T.c.id)).where(T.c.name.isnot(None)), sa.select(T.c.id).offset(3),
        sa.select(T.c.id.label("x"), (T.c.id + 1).label("y")), sa.select(T.c.kind).distinct(), sa.select(sa.literal(1), sa.literal("x")),
        sa.select(T.c.kind, sa.func.count(T.c.id)).group_by(T.c.kind).having(sa.func.count(T.c.id) > 1),
        sa.select(T.c.id).join(S, S.c.user_id == T.c.id), sa.select(T.c.id).select_from(T.join(S, S.c.user_id == T.c.id)),
        sa.select(T.c.id).select_from(sa.outerjoin(T, S, S.c.user_id == T.c.id)).where(S.c.id.is_(None)), sa.select(T),
        sa.select(sa.extract("year", T.c.born)), sa.select(sa.func.max(T.c.id), sa.func.coalesce(T.c.name, "none")),
        sa.select(T.c.id).where(T.c.id > sa.select(sa.func.min(S.c.id)).scalar_subquery()),
        sa.union(sa.select(T.c.id), sa.select(S.c.id)), sa.select(sa.func.row_number().over(partition_by=T.c.kind, order_by=T.c.id)),
        postgresql.insert(R).values(id=1, label="x").on_conflict_do_nothing(),
        postgresql.insert(R).values(id=1, label="x").on_conflict_do_nothing(index_elements=["id"]),
        postgresql.insert(R).values(id=1, label="x").on_conflict_do_update(index_elements=["id"], set_={"label": "y"}),
        sqlite.insert(R).values(id=1, label="x").on_conflict_do_nothing(index_elements=["id"]),
        mysql.insert(R).values(id=1, label="x").on_duplicate_key_update(label="y"),
        sa.select(sa.func.current_date(), sa.func.random(), sa.func.char_length("x")), sa.select(sa.distinct(T.c.id)),
        R.update().values(flag=True).where(R.c.flag.is_(None)), R.delete().where(R.c.label == "x"), sa.select(R).where(R.c.flag),
    ):
        yield lambda e=e: op.execute(e)
    rows = [{"id": 1, "name": "it's", "active": True, "born": datetime.date(2020, 1, 2), "seen": NOW, "score": 0.1, "price": decimal.Decimal("1.10")},
            {"id": 2, "name": None, "active": False, "seen": datetime.datetime(2020, 1, 1, 0, 0, 0, 123), "score": None},
            {"id": 3, "name": "a\\b\nc", "at": datetime.time(10, 0), "key": uuid.UUID(int=9), "kind": "b"}, {"data": {"a": [1, None, "é"]}},
            {"name": op.inline_literal("raw")}, {"plain": 5}, {"plain": "x"}, {"id": True}, {"price": 3}, {"price": "3.5"}, {"active": 1}]
    for row in rows:
        yield lambda row=row: op.bulk_insert(T, [row])
    yield lambda: op.bulk_insert(T, [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}], multiinsert=False)
    yield lambda: op.bulk_insert(R, [{"label": "a", "id": 4}])


def batches():
    m = sa.MetaData()
    whole = sa.Table("t", m, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.String(10), nullable=False, server_default="x"),
                     sa.Column("b", sa.Integer, sa.CheckConstraint("b > 0", name="ck_b")), sa.Column("c", sa.DateTime, server_default=sa.func.now()),
                     sa.Column("flag", sa.Boolean(create_constraint=True, name="is_flag")),
                     sa.UniqueConstraint("a", name="uq_a"), sa.CheckConstraint("b < 99", name="ck_most"), sa.Index("ix_b", "b"))
    keyed = sa.Table("k", m, sa.Column("x", sa.Integer), sa.Column("y", sa.Integer), sa.PrimaryKeyConstraint("x", name="pk_k"),
                     sa.ForeignKeyConstraint(["y"], ["t.id"], name="fk_y", ondelete="CASCADE"), sa.Column("up", sa.Integer))
    steps = [
        lambda b: b.add_column(sa.Column("n", sa.Integer)), lambda b: b.add_column(sa.Column("n", sa.Integer), insert_after="id"),
        lambda b: b.add_column(sa.Column("n", sa.Integer), insert_before="b"), lambda b: b.drop_column("b"), lambda b: b.drop_column("c"),
        lambda b: b.alter_column("a", new_column_name="z"), lambda b: b.alter_column("b", type_=sa.String(20)), lambda b: b.alter_column("b", type_=sa.BigInteger()),
        lambda b: b.alter_column("a", nullable=True), lambda b: b.alter_column("a", server_default=None), lambda b: b.alter_column("b", server_default="5"),
        lambda b: b.create_unique_constraint("uq_b", ["b"]), lambda b: b.drop_constraint("uq_a", type_="unique"), lambda b: b.drop_constraint("nope", type_="unique"),
        lambda b: b.create_check_constraint("ck_c", "c IS NOT NULL"), lambda b: b.create_foreign_key("fk_b", "u", ["b"], ["id"], ondelete="CASCADE"),
        lambda b: b.drop_constraint("ck_most", type_="check"), lambda b: b.create_index("ix_c", ["c"]), lambda b: b.drop_index("ix_b"), lambda b: b.drop_index("nope"),
        lambda b: (b.alter_column("a", new_column_name="z"), b.alter_column("b", nullable=False)), lambda b: b.create_unique_constraint(None, ["b"]),
        lambda b: b.add_column(sa.Column("n", sa.Integer, unique=True)), lambda b: b.add_column(sa.Column("n", sa.Integer, index=True)),
        lambda b: b.add_column(sa.Column("n", sa.DateTime, server_default=sa.func.now())), lambda b: b.alter_column("a", type_=sa.JSON()),
        lambda b: b.create_primary_key("pk_t", ["id", "b"]), lambda b: b.drop_constraint("ck_b", type_="check"), lambda b: b.alter_column("nope", nullable=False),
    ]
    for recreate in ("auto", "always", "never"):
        for step in steps:
            yield lambda step=step, recreate=recreate: in_batch("t", step, recreate=recreate, copy_from=whole)
        yield lambda recreate=recreate: in_batch("k", lambda b: b.drop_constraint("fk_y", type_="foreignkey"), recreate=recreate, copy_from=keyed)
        yield lambda recreate=recreate: in_batch("k", lambda b: b.drop_constraint("pk_k", type_="primary"), recreate=recreate, copy_from=keyed)
        yield lambda recreate=recreate: in_batch("k", lambda b: b.drop_column("y"), recreate=recreate, copy_from=keyed)
        yield lambda recreate=recreate: in_batch("k", lambda b: b.alter_column("x", new_column_name="xx"), recreate=recreate, copy_from=keyed)
    yield lambda: in_batch("k", lambda b: b.drop_column("up"), recreate="always", copy_from=keyed, partial_reordering=[("y", "x")])
    yield lambda: in_batch("t", steps[0])
    yield lambda: in_batch("t", steps[3], schema="s")


def in_batch(table, step, **kw):
    with op.batch_alter_table(table, **kw) as batch:
        step(batch)


def run(cases):
    for case in cases:
        with contextlib.suppress(Exception):
            case()


def upgrade():
    run(tables())
    run(alterations())


def downgrade():
    run(statements())
    run(batches())

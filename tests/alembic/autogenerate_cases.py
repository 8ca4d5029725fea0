"""Operations as autogenerate makes them of models and a catalog, which revision scripts of a person's own hardly hold:
names from conventions, groups of alterations, definitions taken from a Table."""
import sqlalchemy as sa
from alembic.operations import ops
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.sql.elements import conv

CONVENTION = {"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s",
              "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"}


def users(metadata):
    return sa.Table(
        "users", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String(255), nullable=False, unique=True),
        sa.Column("name", sa.Text, index=True), sa.Column("group_id", sa.ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("score", sa.Numeric(10, 2), sa.CheckConstraint("score >= 0", name="score_positive"), server_default="0"),
        sa.Column("meta", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), comment="it's \"free\""),
        sa.CheckConstraint("name <> ''", name="named"), sa.Index(None, "group_id", "made"), comment="who\nuses it")


def tables():
    for convention in (None, CONVENTION):
        metadata = sa.MetaData(naming_convention=convention)
        sa.Table("groups", metadata, sa.Column("id", sa.Integer, primary_key=True))
        yield users(metadata)
    other = sa.MetaData(schema="other")
    sa.Table("t2", other, sa.Column("id", sa.Integer, primary_key=True))
    yield sa.Table("t", other, sa.Column("a", sa.Integer, sa.Identity(always=True), primary_key=True), sa.Column("b", sa.Integer, primary_key=True),
                   sa.Column("c", sa.Integer, sa.Computed("a + b")), sa.Column("d", sa.Integer, sa.ForeignKey("other.t2.id")))
    yield sa.Table("no_key", sa.MetaData(), sa.Column("a", sa.Integer), sa.Column("B b", sa.Enum("x", "y'z", name="xy")), mysql_engine="InnoDB",
                   sqlite_autoincrement=True, postgresql_partition_by="RANGE (a)")
    yield sa.Table("wide", sa.MetaData(), *(sa.Column(f"c{n}", sa.Integer) for n in range(260)))


def indexes(table):
    c = table.c
    yield sa.Index("ix_lower", sa.func.lower(c.name))
    yield sa.Index(conv("ix_users_sum"), c.id + c.group_id, unique=True)
    yield sa.Index("ix_desc", c.made.desc(), c.name)
    yield sa.Index("ix_text", sa.text("lower(name)"), postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}, _table=table)
    yield sa.Index("ix_where", c.email, postgresql_where=c.score > 0, sqlite_where=c.score > 0)
    yield sa.Index("ix_include", c.email, postgresql_include=["name", "score"], postgresql_with={"fillfactor": 50})
    yield sa.Index("ix_length", c.name, c.email, mysql_length={"name": 10, "email": 20}, mysql_prefix="FULLTEXT")
    yield sa.Index("ix_nulls", c.email.desc().nulls_last(), postgresql_nulls_not_distinct=True, unique=True)
    yield sa.Index("ix_both", sa.func.coalesce(c.name, "it's"), sa.text("email DESC"))


def alterations(schema):
    yield ops.AddColumnOp("users", sa.Column("age", sa.Integer(), nullable=True), schema=schema)
    yield ops.AddColumnOp("users", sa.Column("kind", sa.Enum("a", "b", name="kind"), server_default="a", nullable=False), schema=schema)
    yield ops.CreateIndexOp(conv("ix_users_age"), "users", ["age"], unique=False, schema=schema)
    yield ops.DropIndexOp(conv("ix_users_old"), "users", schema=schema)
    yield ops.CreateUniqueConstraintOp(conv("uq_users_age"), "users", ["age", "kind"], schema=schema)
    yield ops.CreateUniqueConstraintOp(None, "users", ["age"], schema=schema, deferrable=True, initially="DEFERRED")
    yield ops.CreateForeignKeyOp("fk_a", "users", "groups", ["group_id"], ["id"], source_schema=schema, referent_schema=schema, ondelete="CASCADE",
                                 onupdate="SET NULL", initially="DEFERRED", deferrable=True, use_alter=True, match="FULL")
    yield ops.CreateForeignKeyOp(None, "users", "groups", ["group_id"], ["id"], source_schema=schema)
    yield ops.CreateCheckConstraintOp(conv("ck_users_age"), "users", sa.text("age > 0"), schema=schema)
    yield ops.CreateCheckConstraintOp("ck_two", "users", sa.and_(sa.column("age") > 0, sa.column("age") < 200), schema=schema)
    for kind in ("foreignkey", "primary", "unique", "check", None):
        yield ops.DropConstraintOp("old", "users", type_=kind, schema=schema)
    yield ops.DropConstraintOp(None, "users", type_="foreignkey", schema=schema)
    yield ops.DropConstraintOp(conv("named"), "users", type_="unique", schema=schema)
    common = {"schema": schema, "existing_type": sa.VARCHAR(length=50)}
    yield ops.AlterColumnOp("users", "name", modify_nullable=False, **common)
    yield ops.AlterColumnOp("users", "name", modify_type=sa.Text(), existing_nullable=False, existing_server_default=sa.text("'x'"), **common)
    yield ops.AlterColumnOp("users", "name", modify_server_default=None, existing_nullable=True, **common)
    yield ops.AlterColumnOp("users", "name", modify_server_default=sa.DefaultClause(sa.text("now()")), existing_nullable=True, **common)
    yield ops.AlterColumnOp("users", "name", modify_comment="it's", existing_comment=None, existing_nullable=True, **common)
    yield ops.AlterColumnOp("users", "name", modify_comment=None, existing_comment="was \"so\"", existing_nullable=True, **common)
    yield ops.AlterColumnOp("users", "name", modify_name="title", existing_nullable=True, **common)
    yield ops.AlterColumnOp("users", "name", existing_type=mysql.INTEGER(unsigned=True), modify_type=sa.BigInteger(), existing_nullable=False,
                            autoincrement=True, schema=schema)
    yield ops.CreateTableCommentOp("users", "who", existing_comment="it's what", schema=schema)
    yield ops.CreateTableCommentOp("users", "who\nelse", schema=schema)
    yield ops.DropTableCommentOp("users", existing_comment="what", schema=schema)
    yield ops.DropColumnOp("users", "gone", schema=schema)


def operations():
    for table in tables():
        yield ops.CreateTableOp.from_table(table)
        yield ops.DropTableOp(table.name, schema=table.schema)
        for index in sorted(table.indexes, key=lambda i: str(i.name)):
            yield ops.CreateIndexOp.from_index(index)
            yield ops.DropIndexOp(index.name, table.name, schema=table.schema)
        for constraint in sorted(table.constraints, key=lambda k: (type(k).__name__, str(k.name))):
            if isinstance(constraint, (sa.UniqueConstraint, sa.ForeignKeyConstraint)):
                yield ops.AddConstraintOp.from_constraint(constraint)
    metadata = sa.MetaData()
    sa.Table("groups", metadata, sa.Column("id", sa.Integer, primary_key=True))
    for index in indexes(users(metadata)):
        yield ops.CreateIndexOp.from_index(index)
    for schema in (None, "other"):
        every = list(alterations(schema))
        yield from every
        for each in every:
            yield ops.ModifyTableOps("users", [each], schema=schema)
        yield ops.ModifyTableOps("users", every, schema=schema)
    yield ops.ModifyTableOps("users", [])

"""Expressions as data migrations write them, a line each; rendered_expressions.py asks Alembic and the tool for their SQL.

Names: sa, op, postgresql, mysql, sqlite, func, users, addresses, docs (tables below).
"""
PRELUDE = '''
import datetime
import json
import uuid
import sqlalchemy as sa
from alembic import op
from sqlalchemy import func
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType
from sqlalchemy.sql import table, column, select, and_, or_, not_, text, literal, null, true, false

users = sa.table("users", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("active", sa.Boolean),
                 sa.column("born", sa.Date), sa.column("seen", sa.DateTime), sa.column("score", sa.Float),
                 sa.column("price", sa.Numeric(10, 2)), sa.column("plain"))
addresses = sa.table("addresses", sa.column("id", sa.Integer), sa.column("user_id", sa.Integer), sa.column("mail", sa.String))
metadata = sa.MetaData()
docs = sa.Table("docs", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("body", sa.JSON),
                sa.Column("Kind", sa.String(20), nullable=False), sa.Column("owner", sa.Integer, sa.ForeignKey("users.id")))
alias = users.alias("u2")


class Point(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "POINT"


class Document(sa.JSON):
    pass


@compiles(Document, "sqlite")
def document_on_sqlite(type_, compiler, **kw):
    return "JSONB"


@compiles(Document, "postgresql", "mysql")
def document_elsewhere(type_, compiler, **kw):
    return "DOCUMENT"
'''

CONDITIONS = [
    "users.c.id == 1", "users.c.id != 1", "users.c.id > 1", "1 < users.c.id", "users.c.id <= 3", "~(users.c.id == 1)",
    "sa.not_(users.c.id > 1)", "users.c.name == None", "users.c.name != None", "users.c.name.is_(None)",
    "users.c.name.is_not(None)", "users.c.name.isnot(None)", "users.c.active == True", "users.c.active == False",
    "users.c.active.is_(True)", "users.c.active.is_(False)", "users.c.active.is_not(True)", "users.c.active",
    "~users.c.active", "sa.not_(users.c.active)", "users.c.active == sa.true()", "users.c.active == sa.false()",
    "users.c.active.is_(sa.true())", "sa.true()", "sa.false()", "users.c.name.in_(['a', 'b'])",
    "users.c.name.in_([])", "users.c.name.not_in(['a'])", "users.c.name.notin_(['a', 'b'])", "~users.c.name.in_(['a'])",
    "users.c.id.in_((1, 2, 3))", "users.c.id.in_(sa.select(addresses.c.user_id))",
    "users.c.id.not_in(sa.select(addresses.c.user_id).where(addresses.c.mail == 'x'))", "users.c.name.like('a%')",
    "users.c.name.not_like('a%')", "users.c.name.notlike('a%')", "users.c.name.ilike('a%')", "users.c.name.not_ilike('a%')",
    "users.c.name.like('a/%', escape='/')", "~users.c.name.like('a%')", "users.c.name.startswith('a')",
    "users.c.name.endswith('a')", "users.c.name.contains('a')", "~users.c.name.contains('a')",
    "users.c.name.startswith('a%', autoescape=True)", "users.c.name.contains('a_', autoescape=True)",
    "users.c.name.istartswith('a')", "users.c.name.icontains('a')", "users.c.name.iendswith('a')",
    "users.c.name.regexp_match('^a')", "~users.c.name.regexp_match('^a')", "users.c.id.between(1, 3)", "~users.c.id.between(1, 3)",
    "sa.between(users.c.id, 1, 3)", "users.c.name.is_distinct_from('a')", "users.c.name.is_not_distinct_from(None)",
    "users.c.name == 'it''s'", 'users.c.name == "it\'s"', "users.c.name == 'a%b:c'", "users.c.name == 'back\\\\slash'",
    "sa.and_(users.c.id == 1, users.c.name == 'a')", "sa.or_(users.c.id == 1, users.c.name == 'a')",
    "(users.c.id == 1) & (users.c.name == 'a')", "(users.c.id == 1) | (users.c.name == 'a') & (users.c.id > 5)",
    "sa.and_(sa.or_(users.c.id == 1, users.c.id == 2), users.c.name == 'a')", "sa.and_(users.c.id == 1)", "sa.and_(True, users.c.id == 1)",
    "sa.or_(False, users.c.id == 1)", "sa.and_(sa.true(), users.c.id == 1)", "sa.or_(sa.true(), users.c.id == 1)",
    "sa.not_(sa.and_(users.c.id == 1, users.c.name == 'a'))", "sa.not_(sa.or_(users.c.id == 1, users.c.name == 'a'))",
    "sa.or_(users.c.name.startswith('a'), users.c.id == 1)", "sa.and_(users.c.name.contains('a'), users.c.active)",
    "sa.or_(users.c.name.like('a'), users.c.id.between(1, 3))", "sa.exists().where(addresses.c.user_id == users.c.id)",
    "~sa.exists().where(addresses.c.user_id == users.c.id)", "sa.exists(sa.select(addresses.c.id).where(addresses.c.user_id == users.c.id))",
    "sa.select(addresses.c.id).where(addresses.c.user_id == users.c.id).exists()",
    "~sa.select(addresses.c.id).where(addresses.c.user_id == users.c.id).exists()",
    "users.c.id == sa.select(sa.func.max(addresses.c.user_id)).scalar_subquery()", "sa.func.lower(users.c.name) == 'a'",
    "sa.func.length(users.c.name) > 3", "sa.func.coalesce(users.c.name, '') == ''", "users.c.id + 1 == 2", "users.c.id * 2 + 1 > 3",
    "(users.c.id + 1) * 2 > 3", "users.c.id - (users.c.id - 1) == 1", "users.c.id / 2 == 1", "users.c.id // 2 == 1", "users.c.id % 2 == 0",
    "-users.c.id == 1", "users.c.name + 'x' == 'ax'", "'x' + users.c.name == 'xa'", "users.c.name.concat('x') == 'ax'",
    "users.c.born == datetime.date(2020, 1, 2)", "users.c.seen < datetime.datetime(2020, 1, 2, 3, 4, 5)", "users.c.price == decimal.Decimal('1.50')",
    "users.c.score > 1.5", "sa.text('id = 1')", "sa.and_(sa.text('id = 1'), users.c.name == 'a')", "sa.text('name = :n').bindparams(n='a')",
    "sa.column('id') == 1", "sa.column('x', sa.String) == 'y'", "sa.literal_column('1') == users.c.id", "sa.literal(1) == users.c.id",
    "users.c.name == sa.bindparam('b', 'a')", "users.c.name == sa.null()", "sa.cast(users.c.id, sa.String) == '1'",
    "sa.cast(users.c.name, sa.Integer) == 1", "sa.cast(users.c.price, sa.Float) > 1", "sa.type_coerce(users.c.name, sa.Integer) == 1",
    "users.c.name.collate('C') == 'a'", "sa.tuple_(users.c.id, users.c.name) == (1, 'a')", "sa.tuple_(users.c.id, users.c.name).in_([(1, 'a'), (2, 'b')])",
    "users.c.name == sa.func.concat('a', 'b')", "users.c.name > users.c.plain", "users.c.plain == 1", "users.c.plain == 'x'",
    "sa.extract('year', users.c.born) == 2020", "sa.func.substr(users.c.name, 1, 2) == 'ab'", "users.c.id.op('&')(4) == 4", "users.c.id.op('%%')(4) == 4",
    "users.c.id.bitwise_and(4) == 4", "users.c.name.op('~')('^a')", "users.c.name.op('||')('b') == 'ab'", "users.c.id == sa.any_(sa.select(addresses.c.id).scalar_subquery())",
    "docs.c.Kind == 'a'", "docs.c.body == None", "docs.c.body.is_(None)", "docs.c.body['a'] == '1'", "docs.c.body['a'].as_string() == '1'",
    "docs.c.body['a'].as_integer() == 1", "docs.c.body[('a', 'b')].as_string() == 'x'", "docs.c.body['a']['b'].as_boolean() == True",
    "docs.c.id.in_([1]) & docs.c.Kind.like('x')", "sa.case((users.c.id == 1, 'a'), else_='b') == 'a'", "sa.func.now() > users.c.seen",
    "sa.func.nullif(users.c.name, '') == None", "sa.func.json_extract(docs.c.body, '$.a') == 'x'", "users.c.name == 'ünï'", "users.c.name == ''", "users.c.id == -1",
]

VALUES = [
    "'a'", "None", "sa.null()", "''", "users.c.name + 'x'", "sa.func.upper(users.c.name)", "sa.func.lower(sa.func.trim(users.c.name))",
    "sa.case((users.c.id == 1, 'one'), (users.c.id > 5, 'many'), else_='some')", "sa.case((users.c.id == 1, 'one'))",
    "sa.case({'a': 'b', 'c': 'd'}, value=users.c.name)", "sa.case({'a': 'b'}, value=users.c.name, else_=users.c.name)",
    "sa.case((sa.and_(users.c.id == 1, users.c.active), 'x'), else_=sa.null())", "sa.case((users.c.name.startswith('a'), 'x'), else_='y')",
    "sa.case((users.c.active, 'x'), else_='y')", "sa.case((users.c.name.is_(None), ''), else_=users.c.name)", "sa.case((users.c.id.in_([1, 2]), 'x'), else_='y')",
    "sa.select(addresses.c.mail).where(addresses.c.user_id == users.c.id).scalar_subquery()",
    "sa.select(addresses.c.mail).where(addresses.c.user_id == users.c.id).limit(1).scalar_subquery()",
    "sa.select(sa.func.count()).select_from(addresses).where(addresses.c.user_id == users.c.id).scalar_subquery()",
    "sa.cast(users.c.id, sa.String)", "sa.cast(users.c.id, sa.String(10))", "sa.cast(users.c.id, sa.Text)", "sa.func.coalesce(users.c.name, 'x')", "sa.text(\"'x'\")", "sa.literal('x')",
    "sa.literal_column(\"'x'\")", "sa.func.concat(users.c.name, '-', users.c.id)", "sa.func.replace(users.c.name, 'a', 'b')",
    "users.c.name.op('||')('x')", "sa.func.substr(users.c.name, 2)", "sa.func.cast(users.c.id, sa.String)", "users.c.plain", "sa.column('other')",
    "sa.func.now()", "sa.func.current_timestamp()", "sa.func.gen_random_uuid()", "sa.func.json_object('a', users.c.id)", "'50%'", "'a:b'", "'line\\nbreak'", "op.inline_literal('x')",
]

ASSIGNMENTS = [  # keyword arguments of update().values()
    "active=True", "active=False", "active=sa.true()", "active=users.c.id == 1", "active=sa.not_(users.c.active)", "active=sa.case((users.c.id == 1, True), else_=False)",
    "active=sa.case((users.c.id == 1, sa.true()), else_=sa.false())", "id=users.c.id + 1", "id=users.c.id - 1", "id=users.c.id * 2 - 1", "id=sa.func.length(users.c.name)",
    "born=datetime.date(2020, 1, 2)", "seen=datetime.datetime(2020, 1, 2, 3, 4, 5, 600)", "seen=datetime.datetime(2020, 1, 2)", "seen=sa.func.now()", "seen=sa.func.current_timestamp()", "score=1.5", "score=2", "score=1e20",
    "price=decimal.Decimal('1.50')", "price=3", "price=1.5", "plain=None", "plain=sa.null()", "name='a', active=True", "name=users.c.name, id=users.c.id",
    "active=sa.func.coalesce(users.c.active, False)", "active=sa.literal(True)", "id=sa.literal(3)", "id=-3", "name=str(uuid.UUID(int=5))", "score=users.c.price / 2", "score=users.c.id / users.c.price",
]

STATEMENTS = [
    "users.insert().values(id=1, name='a')", "users.insert().values({'id': 1, 'name': 'a'})", "sa.insert(users).values(id=1, name=None)", "users.insert().values([{'id': 1}, {'id': 2}])",
    "users.insert().values(name=sa.func.lower('A'))", "users.insert().values(active=True, born=datetime.date(2020, 1, 1))", "docs.insert().values(id=1, Kind='a')", "docs.insert().values(Kind='a')",
    "docs.insert().values(id=1, body={'a': 1}, Kind='b')", "docs.insert().values(id=1, body=None, Kind='b')", "docs.insert().values(id=1, body=sa.null(), Kind='b')", "docs.insert().values(id=1, body=[1, 'é'], Kind='b')",
    "docs.insert().from_select(['id', 'Kind'], sa.select(users.c.id, users.c.name))", "users.insert().from_select(['id', 'name'], sa.select(addresses.c.id, addresses.c.mail).where(addresses.c.id > 3))",
    "sa.insert(users).from_select(['id'], sa.select(sa.literal(1)))", "users.insert().from_select([users.c.id], sa.select(addresses.c.user_id).distinct())", "users.delete()", "sa.delete(users)", "users.delete().where(users.c.id == 1)",
    "users.delete().where(users.c.id.in_(sa.select(addresses.c.user_id)))", "sa.delete(users).where(users.c.id == 1).where(users.c.name == 'a')", "docs.delete().where(docs.c.Kind == 'x')", "users.update().values(name='a')", "sa.update(users).values(name='a').where(users.c.id == 1)",
    "users.update().where(users.c.id == addresses.c.user_id).values(name=addresses.c.mail)", "docs.update().values({'Kind': 'x'})", "docs.update().values({docs.c.Kind: 'x'})", "docs.update().values(Kind=docs.c.Kind + 'x')", "docs.update().values(body={'a': [1, None, 'é']})",
    "users.update().where(users.c.name == 'a').where(users.c.id == 2).values(name='b')", "users.update().values({'name': sa.text('plain')})", "users.update().values(name=sa.bindparam('n', 'x'))", "sa.select(users)", "sa.select(users.c.id, users.c.name)", "sa.select(users.c.id.label('x'))",
    "sa.select(sa.func.count()).select_from(users)", "sa.select(sa.func.count(users.c.id))", "sa.select(sa.func.count('*')).select_from(users)", "sa.select(users.c.id).distinct()", "sa.select(users.c.id).order_by(users.c.id)", "sa.select(users.c.id).order_by(users.c.id.desc())", "sa.select(users.c.id).order_by(sa.desc('id'))", "sa.select(users.c.id).order_by(users.c.name.asc().nulls_last())",
    "sa.select(users.c.id).order_by(sa.text('name DESC'))", "sa.select(users.c.name, sa.func.count().label('n')).group_by(users.c.name)", "sa.select(users.c.name, sa.func.count()).group_by(users.c.name).having(sa.func.count() > 1)", "sa.select(users.c.id).limit(5)", "sa.select(users.c.id).limit(5).offset(10)", "sa.select(users.c.id).offset(10)",
    "sa.select(users.c.id).where(users.c.id == 1, users.c.name == 'a')", "sa.select(users.c.id).filter(users.c.id == 1)", "sa.select(users.c.id).filter_by(name='a')", "sa.select(users.c.id, addresses.c.mail).join(addresses, users.c.id == addresses.c.user_id)", "sa.select(users.c.id).select_from(users.join(addresses, users.c.id == addresses.c.user_id))",
    "sa.select(users.c.id).select_from(users.outerjoin(addresses, users.c.id == addresses.c.user_id)).where(addresses.c.id.is_(None))", "sa.select(users.c.id).outerjoin(addresses, users.c.id == addresses.c.user_id)", "sa.select(alias.c.id).where(alias.c.name == 'x')", "sa.select(users.c.id, alias.c.id).where(users.c.id == alias.c.id)",
    "sa.select(users.c.id).union(sa.select(addresses.c.id))", "sa.select(users.c.id).union_all(sa.select(addresses.c.id))", "sa.union(sa.select(users.c.id), sa.select(addresses.c.id)).order_by('id')", "sa.select(users.c.id).except_(sa.select(addresses.c.id))", "sa.select(users.c.id).intersect(sa.select(addresses.c.id))",
    "sa.select(sa.select(users.c.id).where(users.c.id > 1).subquery().c.id)", "sa.select(sa.select(users.c.id, users.c.name).subquery('s').c.name)", "sa.select(sa.text('1'))", "sa.select(sa.text('id'), sa.text('name')).select_from(sa.text('users'))", "sa.select(sa.column('a'), sa.column('b')).select_from(sa.table('t'))", "sa.select(sa.literal_column('1').label('one'))",
    "sa.select(sa.func.row_number().over(partition_by=users.c.name, order_by=users.c.id))", "sa.select(sa.func.rank().over(order_by=users.c.id.desc()).label('r'))", "sa.select(sa.func.sum(users.c.score).over())", "sa.select(sa.func.max(users.c.id), sa.func.min(users.c.id), sa.func.avg(users.c.score))",
    "sa.select(sa.cast(users.c.id, sa.BigInteger), sa.cast(users.c.name, sa.Date), sa.cast(users.c.name, sa.Boolean), sa.cast(users.c.name, sa.DateTime), sa.cast(users.c.name, sa.Numeric(10, 2)))", "sa.select(sa.cast(users.c.name, sa.JSON))", "sa.select(sa.cast(users.c.name, sa.Uuid))", "sa.select(sa.cast(users.c.name, sa.LargeBinary))",
    "sa.select(sa.distinct(users.c.name))", "sa.select(users.c.name.distinct())", "sa.select(sa.func.count(sa.distinct(users.c.name)))", "sa.select(sa.func.count(users.c.name.distinct()))", "sa.select(docs)", "sa.select(docs.c.id).where(docs.c.owner == users.c.id)", "sa.select(docs.c.id).join(users, docs.c.owner == users.c.id)",
    "sa.select(users.c.id).with_for_update()", "sa.text('UPDATE users SET name = \\'x\\' WHERE id = 1')", "sa.text('UPDATE users SET name = :n WHERE id = :i').bindparams(n='it\\'s', i=3)", "sa.text('SELECT \\\\:x')", "sa.text('SELECT a::text, b FROM t WHERE x = \\'12:30\\'')", "sa.text('UPDATE t SET a = :a').bindparams(sa.bindparam('a', True, sa.Boolean))", "'UPDATE users SET name = \\'100%\\''",
    "sa.text('UPDATE t SET a = :a').bindparams(a=None)", "sa.text('SELECT 1  \\n  ')", "sa.select(sa.null().label('n'), sa.true().label('t'), sa.literal('x').label('l'))", "sa.select(sa.func.json_build_object('a', users.c.id))", "sa.select(sa.func.string_agg(users.c.name, ','))", "sa.select(sa.func.count()).where(users.c.id > 1)", "sa.select(users.c.id).where(sa.func.lower(users.c.name).like('%x%')).order_by(sa.func.lower(users.c.name))",
    "sa.select(sa.extract('epoch', users.c.seen))", "sa.select(users.c.price * 2, users.c.price / 2, users.c.id / 2, users.c.id % 2, -users.c.id)", "sa.update(users).values(id=1).where(users.c.id == sa.select(sa.func.min(alias.c.id)).scalar_subquery())", "sa.delete(users).where(sa.exists().where(sa.and_(alias.c.name == users.c.name, alias.c.id < users.c.id)))",
]

MORE = [
    "sa.select(docs.c.body['a'])",
    "sa.select(docs.c.body['a'].as_string())",
    "sa.select(docs.c.body['a'].as_integer() + 1)",
    'sa.select(docs.c.body[0])',
    "sa.select(docs.c.body[('a', 0)])",
    "sa.select(docs.c.body['a'].as_float())",
    "sa.select(docs.c.body['a'].as_json())",
    "sa.select(docs.c.body['a'].as_numeric(10, 2))",
    "sa.select(docs.c.body['a'].as_boolean())",
    "sa.select(docs.c.body['a']['b'])",
    "sa.update(docs).where(docs.c.body['a'].is_(None)).values(Kind='x')",
    'sa.select(sa.func.cast(users.c.id, sa.String))',
    'sa.select(users.c.price // 2, users.c.id // users.c.price)',
    'sa.select(sa.and_(users.c.active, sa.not_(users.c.active)))',
    'sa.select(sa.func.coalesce(users.c.active, True))',
    'sa.select(sa.or_(sa.false(), sa.false()))',
    'sa.select(users.c.id).where(sa.and_(True))',
    'sa.select(sa.case((sa.true(), 1), else_=0))',
    'sa.select(sa.literal(True), sa.literal(None), -sa.literal(3))',
    "sa.select(users.c.id.label('n')).order_by('n')",
    "sa.select(users.c.id.label('n')).order_by(sa.desc('n'))",
    "sa.select(users.c.id).group_by('id')",
    'sa.select(users.c.id, users.c.id)',
    'sa.select(users.c.id, addresses.c.id, addresses.c.id)',
    'sa.select(sa.func.max(users.c.id), sa.func.max(users.c.id))',
    'sa.select(-users.c.id, ~users.c.active, users.c.id.desc())',
    "sa.select(users.c.id == 1, users.c.id + 1, users.c.name + 'x')",
    "sa.select(users.c.id.op('&')(4), users.c.id.op('&')(4) + 1, (users.c.id + 1).op('&')(4))",
    "sa.select(sa.func.lower(users.c.name).label('x'), sa.cast(sa.func.lower(users.c.name), sa.Text))",
    'users.update().values(active=~(users.c.id == 1), name=-users.c.id)',
    "users.update().values(active=sa.and_(users.c.id == 1, users.c.id == 2), name=sa.func.lower('x') + 'y')",
    "users.update().values(active=users.c.name.in_(['a']))",
    'users.update().values(active=users.c.id.between(1, 2))',
    'users.update().values(active=sa.exists().where(addresses.c.id == users.c.id))',
    'users.update().values(active=users.c.name.is_(None))',
    "users.update().values(name=users.c.name.collate('C'))",
]

OWN_TYPES = ["op.add_column('t', sa.Column('p', Point()))", "op.add_column('t', sa.Column('d', Document, nullable=False))",
             "op.create_table('t', sa.Column('d', sa.JSON().with_variant(Document(), 'sqlite')))"]

CTES = [
    "sa.select(sa.select(users.c.id).where(users.c.id > 1).cte('big').c.id)", "users.delete().where(users.c.id.in_(sa.select(sa.select(addresses.c.user_id).cte('c').c.user_id)))",
    "sa.select(sa.values(sa.column('a', sa.Integer), sa.column('b', sa.String), name='v').data([(1, 'x'), (2, 'y')]))",
    "sa.select(sa.select(users.c.id).lateral('l').c.id)", "sa.select(sa.func.generate_series(1, 5))", "sa.select(sa.func.unnest(sa.literal_column('ARRAY[1]')))", "sa.select(sa.func.count().filter(users.c.id > 1))",
    "sa.select(sa.func.percentile_cont(0.5).within_group(users.c.score))", "sa.select(sa.func.coalesce(sa.func.sum(users.c.score), 0).label('s'))",
]

POSTGRESQL = [
    "postgresql.insert(docs).values(id=1, Kind='a').on_conflict_do_nothing()", "postgresql.insert(docs).values(id=1, Kind='a').on_conflict_do_nothing(index_elements=['id'])",
    "postgresql.insert(docs).values(id=1, Kind='a').on_conflict_do_update(index_elements=['id'], set_={'Kind': 'b'})", "postgresql.insert(users).values(id=1, name='a').on_conflict_do_update(index_elements=[users.c.id], set_=dict(name=sa.text('excluded.name')))",
    "sa.select(sa.cast(users.c.name, postgresql.JSONB))", "sa.select(sa.cast(users.c.name, postgresql.UUID))", "sa.select(sa.cast(users.c.name, postgresql.ARRAY(sa.String)))", "sa.select(postgresql.array([1, 2]))", "sa.select(sa.cast(postgresql.array(['a', 'b']), postgresql.ARRAY(sa.Text)))",
    "users.update().values(name=sa.cast(sa.cast(users.c.name, postgresql.ENUM('a', 'b', name='e')), sa.String))", "users.update().values(name=sa.func.jsonb_set(users.c.plain, '{a}', sa.cast('1', postgresql.JSONB)))", "sa.select(sa.column('j', postgresql.JSONB)['a'].astext)", "sa.select(sa.column('j', postgresql.JSONB)).where(sa.column('j', postgresql.JSONB).contains({'a': 1}))",
    "sa.select(sa.column('j', postgresql.JSONB)).where(sa.column('j', postgresql.JSONB).has_key('a'))", "sa.select(sa.column('a', postgresql.ARRAY(sa.Integer))).where(sa.column('a', postgresql.ARRAY(sa.Integer)).any(3))", "sa.select(sa.column('a', postgresql.ARRAY(sa.Integer)).contains([1]))", "docs.insert().values(id=1, Kind='a').returning(docs.c.id)", "docs.delete().returning(docs.c.id)", "users.update().values(name='x').returning(users.c.id)",
    "sa.select(users.c.id).distinct(users.c.name)", "sa.select(sa.cast(users.c.name, postgresql.TIMESTAMP(timezone=True)))", "sa.select(sa.cast(users.c.name, postgresql.INTERVAL))",
]
SQLITE = [
    "sqlite.insert(docs).values(id=1, Kind='a').on_conflict_do_nothing()", "sqlite.insert(docs).values(id=1, Kind='a').on_conflict_do_update(index_elements=['id'], set_={'Kind': 'b'})", "docs.insert().prefix_with('OR IGNORE').values(id=1, Kind='a')",
]
MYSQL = [
    "mysql.insert(docs).values(id=1, Kind='a').on_duplicate_key_update(Kind='b')", "docs.insert().prefix_with('IGNORE').values(id=1, Kind='a')", "sa.select(sa.cast(users.c.name, mysql.JSON))",
]


def cases(dialect):
    own = {"postgresql": POSTGRESQL, "sqlite": SQLITE, "mysql": MYSQL}[dialect]
    return ([f"users.update().where({c}).values(name='z')" if "docs." not in c else f"docs.update().where({c}).values(Kind='z')" for c in CONDITIONS]
            + [f"sa.select({c})" for c in CONDITIONS]
            + [f"users.update().values(name={v})" for v in VALUES] + [f"users.update().values({a})" for a in ASSIGNMENTS]
            + STATEMENTS + OWN_TYPES + MORE + CTES + own)

"""What revisions do with rows: each case is the body of a function `case(bind, see)`, where `see(value)` notes repr(value).

`TABLES` are there before. A case named with a dialect runs on that one only. Both tools run the same text, and must see and leave
the same.
"""

TABLES = '''
op.create_table(
    "kinds",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("small", sa.SmallInteger), sa.Column("big", sa.BigInteger), sa.Column("flag", sa.Boolean),
    sa.Column("name", sa.String(40)), sa.Column("long", sa.Text), sa.Column("amount", sa.Numeric(12, 3)),
    sa.Column("ratio", sa.Float), sa.Column("whole", sa.Numeric(12, 3, asdecimal=False)),
    sa.Column("day", sa.Date), sa.Column("clock", sa.Time), sa.Column("at", sa.DateTime),
    sa.Column("raw", sa.LargeBinary), sa.Column("doc", sa.JSON), sa.Column("uid", sa.Uuid), sa.Column("uid_text", sa.Uuid(as_uuid=False)),
    sa.Column("mood", sa.Enum("sad", "ok", name="mood_kind")), sa.Column("span", sa.Interval))
op.create_table("team", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40), nullable=False, unique=True),
                sa.Column("size", sa.Integer, server_default="3"))
op.create_table("member", sa.Column("id", sa.Integer, primary_key=True),
                sa.Column("team_id", sa.Integer, sa.ForeignKey("team.id", name="fk_member_team", ondelete="CASCADE")),
                sa.Column("name", sa.String(40)), sa.Column("age", sa.Integer))
op.create_index("ix_member_name", "member", ["team_id", "name"], unique=True)
'''

PREAMBLE = '''
import datetime
import decimal
import enum
import json
import uuid

kinds = sa.table(
    "kinds", sa.column("id", sa.Integer), sa.column("small", sa.SmallInteger), sa.column("big", sa.BigInteger),
    sa.column("flag", sa.Boolean), sa.column("name", sa.String), sa.column("long", sa.Text),
    sa.column("amount", sa.Numeric(12, 3)), sa.column("ratio", sa.Float), sa.column("whole", sa.Numeric(12, 3, asdecimal=False)),
    sa.column("day", sa.Date), sa.column("clock", sa.Time), sa.column("at", sa.DateTime), sa.column("raw", sa.LargeBinary),
    sa.column("doc", sa.JSON), sa.column("uid", sa.Uuid), sa.column("uid_text", sa.Uuid(as_uuid=False)),
    sa.column("mood", sa.Enum("sad", "ok", name="mood_kind")), sa.column("span", sa.Interval))
team = sa.table("team", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("size", sa.Integer))
member = sa.table("member", sa.column("id", sa.Integer), sa.column("team_id", sa.Integer), sa.column("name", sa.String),
                  sa.column("age", sa.Integer))


def fill(bind):
    bind.execute(sa.insert(team), [{"id": 1, "name": "red", "size": 2}, {"id": 2, "name": "blue", "size": None}])
    bind.execute(sa.insert(member), [{"id": 1, "team_id": 1, "name": "ann", "age": 31}, {"id": 2, "team_id": 1, "name": "bob", "age": None},
                                     {"id": 3, "team_id": 2, "name": "cid", "age": 7}])
'''

CASES = {
    "values of every type come back": '''
        bind.execute(sa.insert(kinds).values(
            id=1, small=-7, big=2**62 + 1, flag=True, name="x'y\\\\z", long="ä€\\nline", amount=decimal.Decimal("-12.500"), ratio=0.1,
            whole=2.5, day=datetime.date(2024, 2, 29), clock=datetime.time(23, 59, 58), at=datetime.datetime(2024, 2, 29, 1, 2, 3),
            raw=b"\\x00\\xff'\\\\", doc={"a": [1, 2.5, None, True, "ü"], "b": {}}, uid=uuid.UUID(int=2**127 + 5),
            uid_text=str(uuid.UUID(int=7)), mood="ok", span=datetime.timedelta(days=2, seconds=3)))
        for row in bind.execute(sa.select(kinds)):
            for value in row:
                see(value)
    ''',
    "fractions of a second": '''
        bind.execute(sa.insert(kinds).values(id=1, at=datetime.datetime(2024, 1, 1, 0, 0, 0)))
        see(bind.execute(sa.select(kinds.c.at)).scalar_one())
        see(bind.execute(sa.select(kinds.c.id).where(kinds.c.at <= datetime.datetime(2024, 1, 1))).scalars().all())
    ''',
    "NULL of every type": '''
        bind.execute(sa.insert(kinds).values(id=1, doc=sa.null()))
        see(tuple(bind.execute(sa.select(kinds)).one()))
        bind.execute(sa.insert(kinds).values(id=2, doc=None))
        see(bind.execute(sa.select(kinds.c.id).where(kinds.c.doc.is_(sa.null()))).scalars().all())
        see(bind.execute(sa.select(kinds.c.doc).where(kinds.c.id == 2)).scalar())
    ''',
    "text gives what the driver gives": '''
        fill(bind)
        rows = bind.execute(sa.text("SELECT id, name, size FROM team ORDER BY id")).fetchall()
        see(rows)
        see([(r.id, r.name, r[2]) for r in rows])
        see(rows[0]._mapping["name"])
        see(dict(rows[0]._mapping))
        see(rows[0]._asdict())
        see(list(bind.execute(sa.text("SELECT COUNT(*) AS n, MAX(age) FROM member")).keys())[0])
        see(bind.execute(sa.text("SELECT name FROM team WHERE id = :one"), {"one": 1}).scalar())
        see(bind.execute(sa.text("SELECT name FROM team WHERE id = :one").bindparams(one=2)).fetchone())
        see(bind.execute(sa.text("SELECT name FROM team WHERE id = 99")).first())
        see(bind.execute(sa.text("SELECT id FROM team WHERE name IN :names").bindparams(
            sa.bindparam("names", ["red", "nobody"], expanding=True))).scalars().all())
        see(bind.execute(sa.text("SELECT 'a:b', '\\\\:c'")).first()[0])
    ''',
    "text with types": '''
        fill(bind)
        statement = sa.text("SELECT id, name FROM team ORDER BY id").columns(id=sa.Integer, name=sa.String)
        see([tuple(r) for r in bind.execute(statement)])
    ''',
    "results in every form": '''
        fill(bind)
        query = sa.select(member.c.id, member.c.name, member.c.age).order_by(member.c.id)
        see(bind.execute(query).all())
        see(bind.execute(query).fetchall())
        see(bind.execute(query).first())
        see(bind.execute(query).fetchmany(2))
        see(bind.execute(query).scalars().all())
        see(bind.execute(query).scalars().first())
        see(bind.execute(query).scalars(1).all())
        see(bind.execute(query.limit(1)).one())
        see(bind.execute(query.where(member.c.id == 77)).one_or_none())
        see([dict(m) for m in bind.execute(query).mappings()])
        see(bind.execute(query).mappings().first()["name"])
        see([r.name for r in bind.execute(query).unique()])
        see(list(bind.execute(query).columns(1)))
        see([list(part) for part in bind.execute(query).partitions(2)])
        see(bind.scalar(sa.select(sa.func.count()).select_from(member)))
        see(bind.scalars(query).all())
        see(bind.execute(query).tuples().all())
        identifier, name, age = bind.execute(query).first()
        see((identifier, name, age))
        see(list(bind.execute(query).keys()))
        see(len(bind.execute(query).first()))
        see(bind.execute(query).first() == (1, "ann", 31))
        see("name" in bind.execute(query).mappings().first())
        see(bind.execute(query).returns_rows)
        with_dict = {r.id: r.name for r in bind.execute(query)}
        see(with_dict)
    ''',
    "one and scalar_one complain": '''
        fill(bind)
        for ask in (lambda: bind.execute(sa.select(team.c.id)).one(), lambda: bind.execute(sa.select(team.c.id).where(sa.false())).one(),
                    lambda: bind.execute(sa.select(team.c.id)).scalar_one(), lambda: bind.execute(sa.select(team.c.id)).scalar_one_or_none(),
                    lambda: bind.execute(sa.select(team.c.id)).first().nope):
            try:
                see(ask())
            except Exception as error:
                see((type(error).__name__, str(error)))
    ''',
    "insert, update and delete count": '''
        result = bind.execute(sa.insert(team).values(name="green", size=sa.literal(4) + 1))
        see(result.inserted_primary_key is not None)
        see(bind.execute(sa.select(team.c.name, team.c.size)).all())
        bind.execute(sa.insert(team), [{"name": "a"}, {"name": "b"}])
        see(bind.execute(sa.update(team).where(team.c.name.in_(["a", "b"])).values(size=team.c.id * 0 + 9)).rowcount)
        see(bind.execute(sa.update(team).where(team.c.name == sa.bindparam("old")).values(name=sa.bindparam("new")),
                         [{"old": "a", "new": "aa"}, {"old": "b", "new": "bb"}]).rowcount)
        see(bind.execute(sa.delete(team).where(team.c.name.like("b%"))).rowcount)
        see(bind.execute(sa.select(team.c.name, team.c.size).order_by(team.c.name)).all())
        see(bind.execute(sa.text("DELETE FROM team WHERE name = :n"), [{"n": "aa"}, {"n": "green"}]).rowcount)
        see(bind.execute(sa.select(sa.func.count()).select_from(team)).scalar())
    ''',
    "server defaults": '''
        bind.execute(sa.text("INSERT INTO team (name) VALUES ('plain')"))
        see(bind.execute(sa.select(team.c.size)).scalar())
    ''',
    "insert from select": '''
        fill(bind)
        bind.execute(sa.insert(member).from_select(["id", "team_id", "name"], sa.select(team.c.id + 10, team.c.id, team.c.name)))
        see(bind.execute(sa.select(member.c.id, member.c.name, member.c.age).order_by(member.c.id)).all())
    ''',
    "joins, groups and having": '''
        fill(bind)
        joined = sa.select(team.c.name, sa.func.count(member.c.id).label("n"), sa.func.coalesce(sa.func.max(member.c.age), -1)).select_from(
            team.outerjoin(member, team.c.id == member.c.team_id)).group_by(team.c.name).order_by(team.c.name)
        see(bind.execute(joined).all())
        see([r.n for r in bind.execute(joined.having(sa.func.count(member.c.id) > 1))])
        see(bind.execute(sa.select(team.c.name).where(sa.exists().where(member.c.team_id == team.c.id).where(member.c.age > 10))).scalars().all())
        newest = sa.select(member.c.team_id, sa.func.max(member.c.id).label("last")).group_by(member.c.team_id).subquery("newest")
        see(bind.execute(sa.select(team.c.name, newest.c.last).join_from(team, newest, newest.c.team_id == team.c.id).order_by(team.c.id)).all())
        see(bind.execute(sa.select(member.c.name).where(member.c.team_id.in_(sa.select(team.c.id).where(team.c.size.is_(None))))).scalars().all())
    ''',
    "correlated update": '''
        fill(bind)
        bind.execute(sa.update(team).values(size=sa.select(sa.func.count(member.c.id)).where(member.c.team_id == team.c.id).scalar_subquery()))
        see(bind.execute(sa.select(team.c.id, team.c.size).order_by(team.c.id)).all())
        op.execute(sa.update(member).where(member.c.age.is_(None)).values(age=sa.case((member.c.name == "bob", 50), else_=0)))
        see(bind.execute(sa.select(member.c.id, member.c.age).order_by(member.c.id)).all())
    ''',
    "expressions give Python's values": '''
        see(bind.execute(sa.select(sa.literal(1) + 2, sa.literal("a") + "b", sa.literal(7) % 4, sa.cast("5", sa.Integer),
                                   sa.literal(None), sa.true(), sa.literal(True))).one())
        see(bind.scalar(sa.select(sa.literal(datetime.date(2020, 1, 2)))))
        see(bind.scalar(sa.select(sa.literal(decimal.Decimal("1.10"), sa.Numeric(5, 2)))))
        see(bind.scalar(sa.select(sa.cast(sa.literal("2.5"), sa.Numeric(5, 2)))))
        see(bind.scalar(sa.select(sa.func.lower("ABC"))))
        see(bind.scalar(sa.select(sa.func.length("äb"))) if bind.dialect.name != "mysql" else bind.scalar(sa.select(sa.func.char_length("äb"))))
        see(bind.scalar(sa.select(sa.literal(3).between(1, 5))))
    ''',
    "documents": '''
        docs = [{"k": 1}, [], "text", 1.5, 10**15, True, None, {"nested": {"list": [1, {"x": None}], "ü": "€"}}, {"b": 1, "a": 2}]
        bind.execute(sa.insert(kinds), [{"id": i + 1, "doc": doc} for i, doc in enumerate(docs)])
        see(bind.execute(sa.select(kinds.c.id, kinds.c.doc).order_by(kinds.c.id)).all())
        for row in bind.execute(sa.select(kinds.c.id, kinds.c.doc).where(kinds.c.id.in_([1, 9]))).all():
            bind.execute(sa.update(kinds).where(kinds.c.id == row.id).values(doc={**row.doc, "more": [row.id]}))
        see(bind.execute(sa.select(kinds.c.doc).where(kinds.c.id.in_([1, 9])).order_by(kinds.c.id)).scalars().all())
        see(bind.execute(sa.select(kinds.c.doc["k"].as_integer()).where(kinds.c.id == 1)).scalar())
        see(bind.execute(sa.select(kinds.c.doc[("nested", "list")]).where(kinds.c.id == 8)).scalar())
        see(bind.execute(sa.select(kinds.c.doc["nested"]["ü"].as_string()).where(kinds.c.id == 8)).scalar())
        op.bulk_insert(kinds, [{"id": 20, "doc": {"from": "bulk"}, "flag": False, "raw": b"ab"}, {"id": 21, "doc": None, "flag": None, "raw": None}])
        see(bind.execute(sa.select(kinds.c.doc, kinds.c.flag, kinds.c.raw).where(kinds.c.id >= 20).order_by(kinds.c.id)).all())
    ''',
    "numbers at their ends": '''
        values = [0, -1, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63)]
        bind.execute(sa.insert(kinds), [{"id": i + 1, "big": value} for i, value in enumerate(values)])
        see(bind.execute(sa.select(kinds.c.big).order_by(kinds.c.id)).scalars().all())
        ratios = [0.0, 1e-7, 1 / 3, 123456789.125]
        bind.execute(sa.update(kinds).where(kinds.c.id == sa.bindparam("i")).values(ratio=sa.bindparam("r")),
                     [{"i": i + 1, "r": ratio} for i, ratio in enumerate(ratios)])
        see([round(r, 12) for r in bind.execute(sa.select(kinds.c.ratio).where(kinds.c.id <= 3).order_by(kinds.c.id)).scalars()])
        bind.execute(sa.update(kinds).values(amount=decimal.Decimal("123456789.125"), whole=decimal.Decimal("0.5")))
        see(bind.execute(sa.select(kinds.c.amount, kinds.c.whole).limit(1)).one())
        see(bind.execute(sa.select(kinds.c.amount * 2).limit(1)).scalar())
        see(bind.execute(sa.select(sa.func.sum(kinds.c.amount))).scalar())
    ''',
    "a failure that is caught": '''
        fill(bind)
        try:
            with bind.begin_nested():
                bind.execute(sa.insert(team).values(id=1, name="again"))
        except sa.exc.IntegrityError as error:
            see(type(error).__name__)
        try:
            with bind.begin_nested():
                bind.execute(sa.text("SELECT * FROM nowhere"))
        except sa.exc.DBAPIError as error:
            see(type(error).__name__)
        see(bind.execute(sa.select(sa.func.count()).select_from(team)).scalar())
        point = bind.begin_nested()
        bind.execute(sa.delete(member))
        point.rollback()
        point = bind.begin_nested()
        bind.execute(sa.delete(member).where(member.c.id == 1))
        point.commit()
        see(bind.execute(sa.select(member.c.id).order_by(member.c.id)).scalars().all())
    ''',
    "a batch of work in slices": '''
        bind.execute(sa.insert(member), [{"id": i, "name": "n%d" % i, "age": i % 7} for i in range(1, 251)])
        last = 0
        seen = 0
        while True:
            rows = bind.execute(sa.select(member.c.id, member.c.age).where(member.c.id > last).order_by(member.c.id).limit(100)).all()
            if not rows:
                break
            bind.execute(sa.update(member).where(member.c.id == sa.bindparam("which")).values(age=sa.bindparam("age_")),
                         [{"which": r.id, "age_": r.age * 2} for r in rows])
            last, seen = rows[-1].id, seen + len(rows)
        see((last, seen, bind.scalar(sa.select(sa.func.sum(member.c.age)))))
    ''',
    "the inspector": '''
        inspector = sa.inspect(bind)
        see(sorted(set(inspector.get_table_names()) - {"alembic_version"}))
        see([(c["name"], c["nullable"]) for c in inspector.get_columns("member")])
        see([str(c["type"]) for c in inspector.get_columns("member")])
        see(inspector.get_pk_constraint("member")["constrained_columns"])
        see([(f["constrained_columns"], f["referred_table"], f["referred_columns"]) for f in inspector.get_foreign_keys("member")])
        see(sorted((i["name"], i["column_names"], bool(i["unique"])) for i in inspector.get_indexes("member") if i["name"] != "fk_member_team"))
        see(sorted(u["column_names"] for u in inspector.get_unique_constraints("team")))
        see((inspector.has_table("team"), inspector.has_table("nowhere")))
        see(inspector.get_view_names())
        see(inspector.has_index("member", "ix_member_name"))
        bind.execute(sa.text("CREATE VIEW old_members AS SELECT id FROM member WHERE age > 60"))
        inspector.clear_cache()
        see(inspector.get_view_names())
        see([c["name"] for c in inspector.get_columns("old_members")])
        bind.execute(sa.text("DROP VIEW old_members"))
        try:
            inspector.get_columns("nowhere")
        except sa.exc.NoSuchTableError as error:
            see("nowhere" in str(error))
    ''',
    "reflected tables": '''
        fill(bind)
        meta = sa.MetaData()
        reflected = sa.Table("member", meta, autoload_with=bind)
        see([(c.name, str(c.type), c.nullable, c.primary_key) for c in reflected.columns])
        see(sorted(meta.tables))
        bind.execute(reflected.insert().values(id=9, name="zed"))
        see(bind.execute(sa.select(reflected.c.name).where(reflected.c.age.is_(None)).order_by(reflected.c.id)).scalars().all())
        everything = sa.MetaData()
        everything.reflect(bind=bind, only=["team"])
        see([c.name for c in everything.tables["team"].c])
    ''',
    "enumerations of Python": '''
        class Mood(enum.Enum):
            sad = 1
            ok = 2
        typed = sa.table("kinds", sa.column("id", sa.Integer), sa.column("mood", sa.Enum(Mood, name="mood_kind")))
        bind.execute(sa.insert(typed), [{"id": 1, "mood": Mood.ok}, {"id": 2, "mood": "sad"}, {"id": 3, "mood": None}])
        see(bind.execute(sa.select(typed.c.mood).order_by(typed.c.id)).scalars().all())
        see(bind.execute(sa.select(typed.c.id).where(typed.c.mood == Mood.ok)).scalars().all())
        see(bind.execute(sa.select(kinds.c.mood).where(kinds.c.id == 2)).scalar())
        try:
            with bind.begin_nested():
                bind.execute(sa.insert(typed).values(id=4, mood="glad"))
        except Exception as error:
            see(type(error).__name__)
    ''',
    "union, distinct, order and window": '''
        fill(bind)
        both = sa.union_all(sa.select(team.c.name), sa.select(member.c.name)).subquery()
        see(bind.execute(sa.select(both.c.name).distinct().order_by(both.c.name.desc())).scalars().all())
        ranked = sa.select(member.c.name, sa.func.row_number().over(partition_by=member.c.team_id, order_by=member.c.id.desc()).label("rank")).order_by(member.c.id)
        see(bind.execute(ranked).all())
        cte = sa.select(member.c.team_id, sa.func.count().label("n")).group_by(member.c.team_id).cte("counts")
        see(bind.execute(sa.select(cte.c.team_id, cte.c.n).order_by(cte.c.n)).all())
    ''',
    "context and dialect": '''
        see(bind.dialect.name)
        see(op.get_context().dialect.name)
        see(op.get_context().as_sql)
        see(op.get_context().bind is not None)
        see(bind.in_transaction())
        see(bind.engine.dialect.name)
    ''',
    "rows of a table that this revision makes": '''
        made = op.create_table("made", sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", sa.DateTime, nullable=False),
                               sa.Column("doc", sa.JSON))
        op.bulk_insert(made, [{"id": 1, "at": datetime.datetime(2020, 5, 6, 7, 8, 9), "doc": {"x": [1]}}], multiinsert=False)
        op.bulk_insert(made, [{"id": 2, "at": datetime.datetime(1999, 12, 31), "doc": None}])
        see(bind.execute(sa.select(made).order_by(made.c.id)).all())
        see(bind.execute(made.select().where(made.c.at > datetime.datetime(2000, 1, 1))).first().doc)
        op.drop_table("made")
    ''',
    "exec_driver_sql and raw parameters": '''
        fill(bind)
        see(bind.exec_driver_sql("SELECT name FROM team ORDER BY id").fetchall())
        see(bind.exec_driver_sql("SELECT 10 - 8").scalar())
    ''',
    "session of the ORM over the connection": '''
        from sqlalchemy.orm import Session
        fill(bind)
        session = Session(bind=bind)
        see(session.execute(sa.select(team.c.name).order_by(team.c.id)).scalars().all())
        session.execute(sa.update(team).values(size=1))
        session.commit()
        see(bind.execute(sa.select(team.c.size).distinct()).scalars().all())
    ''',
    "timestamps with zones (postgresql)": '''
        moment = datetime.datetime(2024, 3, 1, 12, 0, 0, 250000, tzinfo=datetime.timezone.utc)
        op.create_table("moments", sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", sa.DateTime(timezone=True)))
        moments = sa.table("moments", sa.column("id", sa.Integer), sa.column("at", sa.DateTime(timezone=True)))
        bind.execute(sa.text("SET LOCAL timezone TO 'UTC'"))
        bind.execute(sa.insert(moments).values(id=1, at=moment))
        see(bind.execute(sa.select(moments.c.at)).scalar())
        see(bind.execute(sa.select(moments.c.at)).scalar() == moment)
        see(bind.execute(sa.text("SELECT at FROM moments")).scalar().isoformat())
    ''',
    "arrays, ranges and JSONB (postgresql)": '''
        from sqlalchemy.dialects import postgresql
        op.create_table("special", sa.Column("id", sa.Integer, primary_key=True), sa.Column("tags", postgresql.ARRAY(sa.Text)),
                        sa.Column("numbers", sa.ARRAY(sa.Integer)), sa.Column("doc", postgresql.JSONB), sa.Column("uid", postgresql.UUID(as_uuid=True)))
        special = sa.table("special", sa.column("id", sa.Integer), sa.column("tags", postgresql.ARRAY(sa.Text)), sa.column("numbers", sa.ARRAY(sa.Integer)),
                           sa.column("doc", postgresql.JSONB), sa.column("uid", postgresql.UUID(as_uuid=True)))
        bind.execute(sa.insert(special).values(id=1, tags=["a", 'q"uo,te', None, "ü {}"], numbers=[1, None, -3], doc={"z": 1, "a": [None]}, uid=uuid.UUID(int=3)))
        bind.execute(sa.insert(special).values(id=2, tags=[], numbers=None))
        see(bind.execute(sa.select(special).order_by(special.c.id)).all())
        see(bind.execute(sa.select(special.c.id).where(special.c.tags.any("a"))).scalars().all())
        see(bind.execute(sa.select(special.c.id).where(special.c.doc.has_key("z"))).scalars().all())
        see(bind.execute(sa.select(special.c.doc["a"]).where(special.c.id == 1)).scalar())
        see(bind.execute(sa.select(special.c.doc["z"].astext).where(special.c.id == 1)).scalar())
        see(bind.execute(sa.select(sa.func.array_agg(special.c.id))).scalar())
        see(bind.execute(sa.text("SELECT ARRAY['x', NULL, 'y'], '{}'::int[], '{\\"k\\": [1]}'::jsonb, now() IS NOT NULL")).first())
        see(bind.execute(postgresql.insert(special).values(id=1, numbers=[7]).on_conflict_do_update(
            index_elements=["id"], set_={"numbers": [8]}).returning(special.c.numbers)).scalar())
        see(bind.execute(sa.update(special).where(special.c.id == 2).values(numbers=[5]).returning(special.c.id, special.c.numbers)).all())
        see(sa.inspect(bind).get_enums()[0]["labels"])
        see(sorted(sa.inspect(bind).get_sequence_names()))
    ''',
    "returning (sqlite)": '''
        see(bind.execute(sa.insert(team).values(name="r").returning(team.c.id, team.c.size)).one())
    ''',
    "last id (mysql)": '''
        first = bind.execute(sa.text("INSERT INTO team (name) VALUES ('last')"))
        see(first.lastrowid == bind.execute(sa.text("SELECT MAX(id) FROM team")).scalar())
    ''',
}

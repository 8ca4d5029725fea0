"""Data migrations with mapped classes and sessions leave the same rows behind as under Python Alembic.

    orm_scripts.py ENGINE_RUN [sqlite] [postgresql] [mysql]

Each script is run by both tools on a database of its own; what it notes down with note(), and every row of its tables
are then the same.
"""
import pathlib
import sys
import tempfile

from peers import DATABASES, Alembic, Environment, Ours

PROLOGUE = '''
import datetime
import enum
import typing
import uuid
from decimal import Decimal
from typing import Any, Optional

import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, sessionmaker

revision = "only"
down_revision = None
seen = sa.table("seen", sa.column("id", sa.Integer), sa.column("what", sa.String))
count = 0


def note(*what):
    global count
    count += 1
    op.get_bind().execute(seen.insert().values(id=count, what=" ".join(str(w) for w in what)))


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(40))
    age: Mapped[Optional[int]]
    state: Mapped[str] = mapped_column("status", sa.String(10), default="new", onupdate="changed")
    team_id = sa.Column(sa.Integer, sa.ForeignKey("teams.id"))
    team = relationship("Team")


class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(20))
    members = relationship("User", order_by=User.id, overlaps="team")


def make():
    op.create_table("seen", sa.Column("id", sa.Integer, primary_key=True), sa.Column("what", sa.Text))
    op.create_table("teams", sa.Column("id", sa.Integer, primary_key=True), sa.Column("title", sa.String(20), nullable=False))
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40)),
                    sa.Column("age", sa.Integer), sa.Column("status", sa.String(10), server_default="none"),
                    sa.Column("team_id", sa.Integer, sa.ForeignKey("teams.id")))


def downgrade():
    pass

'''

SCRIPTS = {
    "core": '''
def upgrade():
    make()
    op.execute(sa.insert(User).values(name="a", age=3))
    op.execute(sa.insert(User.__table__).values(name="b"))
    op.bulk_insert(User.__table__, [{"name": "c", "age": 7}, {"name": "d", "age": 9}])
    bind = op.get_bind()
    bind.execute(sa.update(User).where(User.name == "a").values(age=User.age + 1))
    bind.execute(sa.delete(User).where(User.name.in_(["d"])))
    note(bind.execute(sa.select(User.name, User.age).order_by(User.id)).all())
    note([tuple(row) for row in bind.execute(sa.select(User).where(User.age.is_not(None)).order_by(User.id))])
    note(bind.execute(sa.select(sa.func.count()).select_from(User)).scalar())
    note(User.__table__.name, User.__tablename__, [c.name for c in User.__table__.columns], User.name.key, User.state.key)
    note([k for k in Base.metadata.tables])
''',
    "add": '''
def upgrade():
    make()
    session = Session(bind=op.get_bind())
    one = User(name="x", age=1)
    session.add(one)
    session.add_all([User(name="y"), User(name="z", state="given")])
    note(one.id, one.state, len(session.new))
    session.flush()
    note(one.id, one.state, one.team_id, len(session.new))
    one.age = 5
    note(one in session.dirty, session.query(User).filter(User.age == 5).count())
    session.commit()
    note(one.age, one.state)
    session.delete(one)
    session.commit()
    note(session.query(User.name).order_by(User.name).all())
    session.close()
''',
    "query": '''
def upgrade():
    make()
    session = sessionmaker()(bind=op.get_bind())
    session.add_all([User(name=n, age=i) for i, n in enumerate("abcdef")])
    q = session.query(User).order_by(User.id)
    note([u.name for u in q], q.first().name, q.count(), q[1].name, [u.name for u in q[1:3]])
    note(q.filter(User.age > 2).filter(User.name != "d").all()[0].name)
    note(session.query(User).filter_by(name="c").one().age, session.query(User).filter_by(name="nosuch").first(),
         session.query(User).filter_by(name="nosuch").one_or_none())
    note(session.query(User.name, User.age).filter(sa.or_(User.age < 1, User.age > 4)).order_by(User.age.desc()).all())
    note(session.query(sa.func.max(User.age)).scalar(), session.query(User).get(2).name, session.get(User, 3).name)
    note([(r.name, r.age) for r in session.query(User.name, User.age).order_by(User.id).limit(2).offset(1)])
    note(session.query(User).filter(User.age < 2).update({User.name: "young"}), session.get(User, 1).name)
    note(session.query(User).filter(User.age == 5).update({"name": "old"}, synchronize_session=False))
    note(session.query(User).filter(User.name.like("o%")).delete(), session.query(User).count())
    note(session.query(session.query(User).filter_by(name="c").exists()).scalar())
    note([u.name for u in session.execute(sa.select(User).order_by(User.name.desc())).scalars()])
    note([(r.User.name, r.age) for r in session.execute(sa.select(User, User.age).where(User.age == 3))])
    note(session.scalars(sa.select(User.name).order_by(User.name)).all(), session.scalar(sa.select(sa.func.min(User.age))))
    session.execute(sa.update(User).where(User.age == 3).values(name="three"))
    note(session.query(User).filter(User.age == 3).one().name)
    try:
        session.query(User).filter_by(name="nosuch").one()
    except orm.exc.NoResultFound as e:
        note("none", e)
    try:
        session.query(User).one()
    except sa.exc.MultipleResultsFound as e:
        note("many")
    session.commit()
''',
    "identity": '''
def upgrade():
    make()
    session = orm.Session(op.get_bind())
    session.add(User(id=7, name="a"))
    session.commit()
    one = session.query(User).filter(User.name == "a").first()
    two = session.get(User, 7)
    note(one is two, one in session)
    one.name = "b"
    note(session.execute(sa.text("select name from users")).scalar())
    note(session.query(User).filter(User.name == "b").one() is one)
    with session.no_autoflush:
        one.name = "c"
        note(session.query(User).filter(User.name == "c").count())
    session.flush()
    op.execute("update users set age = 44")
    note(one.age)
    session.refresh(one)
    note(one.age)
    op.execute("update users set age = 45")
    session.expire_all()
    note(one.age)
    one.name = one.name
    note(len(session.dirty))
    merged = session.merge(User(id=7, name="merged"))
    note(merged is one, one.name)
    session.merge(User(id=8, name="new"))
    session.commit()
    try:
        session.add("no model")
    except orm.exc.UnmappedInstanceError:
        note("unmapped")
''',
    "relationships": '''
def upgrade():
    make()
    session = Session(bind=op.get_bind())
    red = Team(title="red")
    session.add(User(name="a", team=red))
    session.add(User(name="b", team=red))
    session.commit()
    a = session.query(User).filter_by(name="a").one()
    note(a.team.title, [m.name for m in red.members], red.id == a.team_id)
    red.members.append(User(name="c"))
    session.commit()
    note([m.name for m in red.members], session.query(User).filter(User.team_id == red.id).count())
    a.team = None
    session.commit()
    note(a.team_id, [m.name for m in red.members])
    note([u.name for u in session.query(User).join(User.team).filter(Team.title == "red").order_by(User.id)])
    note([(u.name, t.title) for u, t in session.query(User, Team).join(Team, User.team_id == Team.id).order_by(User.id)])
    blue = Team(title="blue", members=[User(name="d"), a])
    session.add(blue)
    session.commit()
    note(a.team.title, sorted(m.name for m in blue.members))
    session.delete(red)
    session.commit()
    note(session.query(User.name, User.team_id.is_(None)).order_by(User.id).all())
''',
    "many_to_many": '''
links = sa.Table("links", Base.metadata, sa.Column("id", sa.Integer, primary_key=True),
                 sa.Column("post_id", sa.Integer, sa.ForeignKey("posts.id")),
                 sa.Column("tag_id", sa.Integer, sa.ForeignKey("tags.id")))


class Tag(Base):
    __tablename__ = "tags"
    id = sa.Column(sa.Integer, primary_key=True)
    label = sa.Column(sa.String(10))


class Post(Base):
    __tablename__ = "posts"
    __table_args__ = (sa.UniqueConstraint("title"), {"comment": "posts"})
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column(sa.String(10))
    tags = relationship("Tag", secondary=links, order_by=Tag.id)


def upgrade():
    make()
    Tag.__table__.create(op.get_bind())
    Base.metadata.tables["posts"].create(op.get_bind())
    links.create(op.get_bind())
    session = Session(bind=op.get_bind())
    a, b = Tag(label="a"), Tag(label="b")
    post = Post(title="p", tags=[a])
    session.add_all([post, b])
    session.commit()
    post.tags.append(b)
    session.commit()
    note([t.label for t in post.tags])
    post.tags.remove(a)
    session.commit()
    note([t.label for t in post.tags], session.query(links).count())
''',
    "backref": '''
owners = sa.Table("owners", Base.metadata, sa.Column("book_id", sa.Integer, sa.ForeignKey("books.id")),
                  sa.Column("reader_id", sa.Integer, sa.ForeignKey("readers.id")))


class Page(Base):
    __tablename__ = "pages"
    id = sa.Column(sa.Integer, primary_key=True)
    book_id = sa.Column(sa.Integer, sa.ForeignKey("books.id"))
    text = sa.Column(sa.String(10))
    book = relationship("Book", backref=orm.backref("pages", cascade="all, delete-orphan", order_by="Page.id"), foreign_keys=[book_id])


class Book(Base):
    __tablename__ = "books"
    id = sa.Column(sa.Integer, primary_key=True)
    part_of = sa.Column(sa.Integer, sa.ForeignKey("books.id"))
    title = sa.Column(sa.String(10))
    whole = relationship("Book", remote_side=[id], backref="parts")
    readers = relationship("Reader", secondary=owners, backref="books")


class Reader(Base):
    __tablename__ = "readers"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(10))


def upgrade():
    make()
    for table in (Book.__table__, Reader.__table__, Page.__table__, owners):
        table.create(op.get_bind())
    session = Session(bind=op.get_bind())
    book = Book(title="b", pages=[Page(text="one"), Page(text="two")])
    session.add_all([book, Page(text="three", book=book), Book(title="part", whole=book), Reader(name="r", books=[book])])
    session.commit()
    note(sorted(p.text for p in book.pages), [p.title for p in book.parts], [r.name for r in book.readers])
    reader = session.query(Reader).one()
    note([b.title for b in reader.books], book.pages[0].book is book)
    reader.books.append(book.parts[0])
    book.pages.append(Page(text="four"))
    session.commit()
    note(sorted(b.title for b in reader.books), session.query(Page).filter(Page.book_id == book.id).count())
    session.delete(book.parts[0])
    session.commit()
    note([b.title for b in reader.books], session.query(owners).count())
''',
    "bulk": '''
def upgrade():
    make()
    session = Session(bind=op.get_bind())
    session.bulk_save_objects([User(name="a", age=1), User(name="b")])
    session.bulk_insert_mappings(User, [{"name": "c", "age": 4}, {"name": "d", "state": "x"}])
    session.bulk_update_mappings(User, [{"id": 1, "age": 11}, {"id": 2, "age": 12, "state": "y"}])
    session.commit()
    note(session.query(User.id, User.name, User.age, User.state).order_by(User.id).all())
    try:
        with session.begin_nested():
            session.execute(sa.text("insert into users (id) values (1)"))
    except sa.exc.IntegrityError:
        note("nested went back")
    note(session.query(User).count())
''',
    "types": '''
class Kind(enum.Enum):
    SMALL = "s"
    LARGE = "l"


class Thing(orm.declarative_base()):
    __tablename__ = "things"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    data: Mapped[dict] = mapped_column(sa.JSON)
    made: Mapped[datetime.datetime]
    price: Mapped[Optional[Decimal]] = mapped_column(sa.Numeric(10, 2))
    flag: Mapped[bool] = mapped_column(default=True)
    extra = sa.Column(sa.JSON, nullable=True)

    @property
    def label(self):
        return f"{self.kind.name}:{self.price}"

    @classmethod
    def build(cls, n, **kw):
        return cls(id=uuid.UUID(int=n), kind=Kind.SMALL, data={"n": n}, made=datetime.datetime(2024, 1, n), **kw)


def upgrade():
    make()
    Thing.__table__.create(op.get_bind())
    session = Session(bind=op.get_bind())
    session.add_all([Thing.build(1), Thing.build(2, price=Decimal("1.50")), Thing.build(3, flag=False, extra=[1, "x"])])
    session.commit()
    for t in session.query(Thing).order_by(Thing.made):
        note(t.id, t.kind, t.kind is Kind.SMALL, t.data["n"], t.made, t.price, t.flag, t.extra, t.label)
    t = session.query(Thing).filter(Thing.kind == Kind.SMALL).order_by(Thing.made).first()
    t.data["n"] = 99
    t.kind = Kind.LARGE
    session.commit()
    note(t.data, t.kind)
    t.data = {**t.data, "m": 1}
    session.commit()
    note(t.data, [k for k, in session.query(Thing.kind).distinct().order_by(Thing.kind)])
    note(session.execute(sa.select(Thing.kind, Thing.flag).order_by(Thing.made)).all())
    note(op.get_bind().execute(sa.select(Thing.__table__.c.kind)).scalars().first())
''',
    "mixins": '''
class Named:
    name = sa.Column(sa.String(20))
    note: Mapped[Optional[str]] = mapped_column(sa.String(20))

    @orm.declared_attr
    def owner_id(cls):
        return sa.Column(sa.Integer)

    @orm.declared_attr.directive
    def __tablename__(cls):
        return cls.__name__.lower() + "s"

    def shout(self):
        return self.name.upper()


class Keyed(Base):
    __abstract__ = True
    id = sa.Column(sa.Integer, primary_key=True)


class Cat(Named, Keyed):
    legs = sa.Column(sa.Integer, default=lambda: 4)

    def __init__(self, name):
        self.name = name


class Dog(Named, Keyed):
    pass


def upgrade():
    make()
    for model in (Cat, Dog):
        model.__table__.create(op.get_bind())
        note(model.__tablename__, [c.name for c in model.__table__.c])
    session = Session(bind=op.get_bind())
    session.add_all([Cat("tom"), Dog(name="rex", owner_id=3)])
    session.commit()
    cat = session.query(Cat).one()
    note(cat.shout(), cat.legs, cat.note, session.query(Dog).one().owner_id)
    big = orm.aliased(Cat)
    note(session.query(Cat.name, big.legs).join(big, big.id == Cat.id).all())
    for record in session.query(Cat).all():
        for col in record.__table__.columns.values():
            if not col.primary_key and getattr(record, col.name) is None:
                setattr(record, col.name, 5 if col.name == "owner_id" else "-")
    session.commit()
    note(session.query(Cat.note, Cat.owner_id).all())
    try:
        Cat.build
    except AttributeError:
        note("no attribute")
    try:
        Dog(nosuch=1)
    except TypeError as e:
        note(e)
''',
    "rollback": '''
def upgrade():
    make()
    session = Session(bind=op.get_bind())
    try:
        session.add(User(id=1, name="a"))
        session.flush()
        session.execute(sa.text("insert into users (id) values (1)"))
    except sa.exc.SQLAlchemyError as e:
        session.rollback()
        raise e
    finally:
        session.close()
''',
}
FAILING = {"rollback"}


def run(kind, make_database, program, name, body):
    with tempfile.TemporaryDirectory() as folder:
        environment = Environment(pathlib.Path(folder) / "it")
        (environment.versions / "only.py").write_text('"""only"""\n' + PROLOGUE + body)
        states = []
        for tool in (Alembic(environment), Ours(environment, program)):
            database = make_database(folder)
            result = tool(database.url, "upgrade", "head")
            state = {"failed": result.code != 0, "error": result.error}
            if not state["failed"] and name not in FAILING:
                state["seen"] = database.query("select what from seen order by id")
                for table in ("users", "teams", "things", "cats", "dogs", "links"):
                    try:
                        state[table] = sorted(map(str, database.query("select * from " + table)))
                    except Exception:
                        pass
            states.append(state)
            if hasattr(database, "drop"):
                database.drop()
    theirs, ours = states
    if theirs["failed"] != (name in FAILING):
        print(f"{kind} {name}: Alembic {'failed' if theirs['failed'] else 'went through'}:\n{theirs['error'][-1500:]}")
        return 1
    if ours["failed"] != theirs["failed"]:
        print(f"{kind} {name}: ours {'failed' if ours['failed'] else 'went through'}:\n{ours['error']}")
        return 1
    wrong = 0
    for what in theirs:
        if what != "error" and theirs[what] != ours.get(what):
            wrong = 1
            print(f"{kind} {name}: {what} differs:")
            for one, other in zip(theirs[what], ours.get(what) or []):
                if one != other:
                    print(f"  theirs: {one}\n  ours:   {other}")
            print(f"  {len(theirs[what])} and {len(ours.get(what) or [])} entries")
    return wrong


def main():
    program, kinds = sys.argv[1], sys.argv[2:] or ["sqlite"]
    wrong = 0
    for kind in kinds:
        found = sum(run(kind, DATABASES[kind], program, name, body) for name, body in SCRIPTS.items())
        print("%s: %d scripts, %d with differences" % (kind, len(SCRIPTS), found))
        wrong += found
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

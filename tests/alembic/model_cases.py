"""Small projects of models, for models_diff.py: a form of declaration each, by the name of what it shows."""

CASES = {}
REFUSED = {}


def case(name, files, **more):
    CASES[name] = {"files": {"app.py": files} if isinstance(files, str) else files, **more}


def refused(name, files, at, says):
    REFUSED[name] = {"files": {"app.py": files} if isinstance(files, str) else files, "at": at, "says": says}


case("declarative_base() and Column", """
    from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Text, func, Boolean, Numeric, text
    from sqlalchemy.orm import declarative_base, relationship

    Base = declarative_base()

    class User(Base):
        __tablename__ = "users"
        id = Column(Integer, primary_key=True)
        name = Column(String(50), nullable=False, index=True)
        email = Column("email_address", String(100), unique=True)
        active = Column(Boolean, server_default=text("true"), default=True)
        created_at = Column(DateTime(timezone=True), server_default=func.now(), onupdate=func.now())
        balance = Column(Numeric(10, 2), default=0)
        posts = relationship("Post", back_populates="author")

        def __repr__(self):
            return f"<User {self.name}>"

    class Post(Base):
        __tablename__ = "posts"
        id = Column(Integer, primary_key=True)
        author_id = Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
        body = Column(Text)
        author = relationship("User", back_populates="posts")
    """)

case("the declarative extension's base", """
    from sqlalchemy import Column, Integer, MetaData
    from sqlalchemy.ext.declarative import declarative_base

    metadata = MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
                                           "pk": "pk_%(table_name)s"})
    Base = declarative_base(metadata=metadata)

    class Thing(Base):
        __tablename__ = "thing"
        id = Column(Integer, primary_key=True)
        code = Column(Integer, unique=True)
        rank = Column(Integer, index=True)
    """)

case("cls= of declarative_base()", """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import declarative_base, declared_attr

    class Common:
        @declared_attr
        def __tablename__(cls):
            return cls.__name__.lower() + "s"
        id = Column(Integer, primary_key=True)

    Base = declarative_base(cls=Common)

    class Cat(Base):
        lives = Column(Integer)
    class Dog(Base):
        tricks = Column(Integer)
    """)

case("Mapped[…] with types of Python", """
    import datetime
    import decimal
    import enum
    import uuid
    from typing import Literal, Optional
    from sqlalchemy import ForeignKey, String
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

    class Base(DeclarativeBase):
        pass

    class Status(enum.Enum):
        PENDING = "pending"
        DONE = "done"

    class Job(Base):
        __tablename__ = "job"
        id: Mapped[int] = mapped_column(primary_key=True)
        key: Mapped[uuid.UUID]
        name: Mapped[str] = mapped_column(String(30))
        note: Mapped[Optional[str]]
        other: Mapped[str | None]
        price: Mapped[decimal.Decimal]
        rate: Mapped[float]
        done: Mapped[bool]
        data: Mapped[bytes]
        at: Mapped[datetime.datetime]
        day: Mapped[Optional[datetime.date]]
        hour: Mapped[datetime.time]
        took: Mapped[datetime.timedelta]
        status: Mapped[Status]
        kind: Mapped[Literal["a", "bb"]]
        parent_id: Mapped[Optional[int]] = mapped_column(ForeignKey("job.id"))
        parent: Mapped[Optional["Job"]] = relationship(remote_side=[id])
        children: Mapped[list["Job"]] = relationship()
    """)

case("annotations as text", """
    from __future__ import annotations
    from typing import Optional
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class Row(Base):
        __tablename__ = "row"
        id: Mapped[int] = mapped_column(primary_key=True)
        one: Mapped["str"]
        two: Mapped[Optional[int]] = mapped_column()
    """)

case("annotations in quotes", """
    from typing import Optional
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class Row(Base):
        __tablename__ = "row"
        id: "Mapped[int]" = mapped_column(primary_key=True)
        one: Mapped["Optional[str]"]
        two: "Mapped[int]"

    """)

case("type_annotation_map and Annotated", """
    import datetime
    import enum
    from typing import Annotated, Any, Optional
    from sqlalchemy import BigInteger, DateTime, Enum, JSON, String, func
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

    intpk = Annotated[int, mapped_column(primary_key=True)]
    timestamp = Annotated[datetime.datetime, mapped_column(nullable=False, server_default=func.current_timestamp())]
    str30 = Annotated[str, 30]
    name = Annotated[str, mapped_column(String(40), unique=True)]

    class Color(enum.Enum):
        RED = 1
        GREEN = 2

    class Base(DeclarativeBase):
        type_annotation_map = {
            int: BigInteger,
            datetime.datetime: DateTime(timezone=True),
            dict[str, Any]: JSON,
            str30: String(30),
            enum.Enum: Enum(enum.Enum, native_enum=False, length=20),
        }

    class A(Base):
        __tablename__ = "a"
        id: Mapped[intpk]
        made: Mapped[timestamp]
        short: Mapped[str30]
        maybe: Mapped[Optional[str30]]
        extra: Mapped[dict[str, Any]]
        big: Mapped[int]
        when: Mapped[datetime.datetime]
        color: Mapped[Color]
        name: Mapped[name]

    class B(Base):
        __tablename__ = "b"
        id: Mapped[intpk]
        made: Mapped[timestamp]
    """)

case("mixins, in their order", """
    from datetime import datetime
    from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, func
    from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

    class Base(DeclarativeBase):
        id: Mapped[int] = mapped_column(primary_key=True)

    class Timestamps:
        created_at: Mapped[datetime] = mapped_column(server_default=func.now())
        updated_at = Column(DateTime, onupdate=func.now())

    class Named:
        name: Mapped[str] = mapped_column(String(20))

        @declared_attr
        def owner_id(cls) -> Mapped[int]:
            return mapped_column(ForeignKey("owner.id"))

        @declared_attr
        def owner(cls):
            return relationship("Owner")

    class Owner(Timestamps, Base):
        __tablename__ = "owner"
        last = Column(Integer)

    class Thing(Named, Timestamps, Base):
        __tablename__ = "thing"
        first: Mapped[int] = mapped_column(sort_order=-1)
        last: Mapped[str]
    """)

case("abstract classes and declared_attr.directive", """
    from sqlalchemy import Column, Index, Integer, String, UniqueConstraint
    from sqlalchemy.orm import DeclarativeBase, declared_attr

    class Base(DeclarativeBase):
        __abstract__ = True

        @declared_attr.directive
        def __tablename__(cls) -> str:
            return cls.__name__.lower()

        @declared_attr.directive
        def __table_args__(cls):
            return (Index(f"ix_{cls.__tablename__}_code", "code"), {"comment": "of " + cls.__name__})

    class Coded(Base):
        __abstract__ = True
        id = Column(Integer, primary_key=True)
        code = Column(String(8))

    class Red(Coded):
        pass

    class Blue(Coded):
        extra = Column(Integer)
        __table_args__ = (UniqueConstraint("code", "extra", name="uq_blue"), {"sqlite_autoincrement": True})
    """)

case("joined and single table inheritance", """
    from sqlalchemy import Column, ForeignKey, Integer, String
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class Stamped:
        stamp = Column(Integer)

    class Person(Stamped, Base):
        __tablename__ = "person"
        id: Mapped[int] = mapped_column(primary_key=True)
        type: Mapped[str] = mapped_column(String(20))
        __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "person"}

    class Engineer(Person):
        __tablename__ = "engineer"
        id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
        language: Mapped[str] = mapped_column(String(10))
        __mapper_args__ = {"polymorphic_identity": "engineer"}

    class Manager(Person):
        level: Mapped[int] = mapped_column(nullable=True)
        __mapper_args__ = {"polymorphic_identity": "manager"}

    class Director(Manager):
        level: Mapped[int] = mapped_column(nullable=True, use_existing_column=True)
        bonus = Column(Integer)
        __mapper_args__ = {"polymorphic_identity": "director"}
    """)

case("constraints and indexes", """
    from sqlalchemy import (CheckConstraint, Column, Computed, ForeignKeyConstraint, Identity, Index, Integer,
                            MetaData, PrimaryKeyConstraint, String, Table, UniqueConstraint, desc, func, text)
    from sqlalchemy.orm import declarative_base

    Base = declarative_base(metadata=MetaData())

    class Item(Base):
        __tablename__ = "item"
        a = Column(Integer)
        b = Column(Integer)
        name = Column(String(20))
        total = Column(Integer, Computed("a + b"))
        number = Column(Integer, Identity(start=5))
        __table_args__ = (
            PrimaryKeyConstraint("a", "b", name="item_pk"),
            UniqueConstraint("name", "a"),
            CheckConstraint("a > 0", name="positive"),
            CheckConstraint(a < b),
            Index("ix_item_name", name, unique=True),
            Index("ix_item_lower", func.lower(name)),
            Index("ix_item_desc", a.desc(), postgresql_where=text("b > 1"), sqlite_where=text("b > 1")),
        )

    Index("ix_outside", Item.name, Item.b)
    Index("ix_outside_expression", func.upper(Item.name))

    part = Table(
        "part", Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("item_a", Integer),
        Column("item_b", Integer),
        Column("label", String(9), key="tag"),
        ForeignKeyConstraint(["item_a", "item_b"], ["item.a", "item.b"], name="fk_part_item", ondelete="SET NULL"),
        UniqueConstraint("tag"),
        mysql_engine="InnoDB",
        comment="parts",
    )
    Index("ix_part", part.c.tag)
    """)

case("schemas and keys across them", """
    from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table
    from sqlalchemy.orm import DeclarativeBase

    class Base(DeclarativeBase):
        metadata = MetaData(schema="main")

    class A(Base):
        __tablename__ = "a"
        id = Column(Integer, primary_key=True)

    class B(Base):
        __tablename__ = "b"
        __table_args__ = {"schema": "other"}
        id = Column(Integer, primary_key=True)
        a_id = Column(ForeignKey("a.id"))
        c_id = Column(Integer, ForeignKey(A.id))

    links = Table("links", Base.metadata, Column("a", ForeignKey(A.id), primary_key=True),
                  Column("b", ForeignKey("other.b.id"), primary_key=True))
    """)

case("types", """
    import enum
    from sqlalchemy import (ARRAY, JSON, BigInteger, Column, Date, Double, Enum, Float, Integer, Interval, LargeBinary,
                            SmallInteger, String, Time, Unicode, Uuid)
    from sqlalchemy.dialects import mysql, postgresql
    from sqlalchemy.ext.mutable import MutableDict
    from sqlalchemy.orm import declarative_base
    from sqlalchemy.types import TypeDecorator

    Base = declarative_base()

    class Level(enum.IntEnum):
        LOW = 1
        HIGH = 2

    class Word(str, enum.Enum):
        ONE = "one"
        TWO = "two"

    class Money(TypeDecorator):
        impl = Integer
        cache_ok = True

        def process_bind_param(self, value, dialect):
            return value

    class Short(TypeDecorator):
        impl = String(7)

    class Sized(TypeDecorator):
        impl = String
        cache_ok = True

    class Wide(TypeDecorator):
        impl = String
        cache_ok = True

        def __init__(self, factor, **kw):
            super().__init__(length=factor * 10, **kw)

    class GUID(TypeDecorator):
        impl = String(36)
        cache_ok = True

        def load_dialect_impl(self, dialect):
            if dialect.name == "postgresql":
                return dialect.type_descriptor(postgresql.UUID())
            return dialect.type_descriptor(String(32))

    class T(Base):
        __tablename__ = "t"
        guid = Column(GUID(), nullable=False)
        sized = Column(Sized(11))
        wide = Column(Wide(2))
        id = Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
        level = Column(Enum(Level))
        word = Column(Enum(Word, values_callable=lambda e: [m.value for m in e], name="words"))
        plain = Column(Enum("x", "y", name="xy", native_enum=False, create_constraint=True))
        data = Column(MutableDict.as_mutable(JSON))
        binary = Column(JSON().with_variant(postgresql.JSONB(), "postgresql"))
        price = Column(Money)
        short = Column(Short(), nullable=False)
        blob = Column(LargeBinary)
        tiny = Column(mysql.TINYINT(1).with_variant(SmallInteger(), "postgresql", "sqlite"))
        span = Column(Interval)
        u = Column(Uuid)
        d = Column(Date)
        t = Column(Time)
        f = Column(Float(precision=24))
        g = Column(Double)
        n = Column(Unicode(5))
    """)

case("registry in its forms", """
    from dataclasses import dataclass
    from sqlalchemy import Column, Integer, String, Table
    from sqlalchemy.orm import Mapped, mapped_column, registry

    reg = registry()
    Base = reg.generate_base()

    class A(Base):
        __tablename__ = "a"
        id = Column(Integer, primary_key=True)

    @reg.mapped
    class B:
        __tablename__ = "b"
        id = Column(Integer, primary_key=True)
        name = Column(String(5))

    @reg.mapped_as_dataclass
    class C:
        __tablename__ = "c"
        id: Mapped[int] = mapped_column(init=False, primary_key=True)
        name: Mapped[str] = mapped_column(String(3), default="x")

    class D:
        pass

    d = Table("d", reg.metadata, Column("id", Integer, primary_key=True))
    reg.map_imperatively(D, d)

    @reg.mapped
    @dataclass
    class E:
        __table__ = Table("e", reg.metadata, Column("id", Integer, primary_key=True), Column("v", Integer))
        id: int
        v: int = 0
    """)

case("dataclasses and async", """
    from typing import Optional
    from sqlalchemy import ForeignKey
    from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, relationship

    class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
        pass

    class P(Base, unsafe_hash=True):
        __tablename__ = "p"
        id: Mapped[int] = mapped_column(primary_key=True, init=False)
        name: Mapped[Optional[str]] = mapped_column(default=None, repr=False)
        items: Mapped[list["Q"]] = relationship(default_factory=list, back_populates="p")

        async def load(self):
            async with self.lock:
                async for one in self.all():
                    await one
            return [x async for x in self.all()]

    class Q(Base):
        __tablename__ = "q"
        id: Mapped[int] = mapped_column(primary_key=True, init=False)
        p_id: Mapped[int] = mapped_column(ForeignKey("p.id"), init=False)
        p: Mapped["P"] = relationship(back_populates="items")
    """)

case("what is no part of tables", """
    from sqlalchemy import Column, Integer, String, event, select, func
    from sqlalchemy.ext.associationproxy import association_proxy
    from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
    from sqlalchemy.orm import (Session, backref, column_property, declarative_base, deferred, object_session, relationship,
                                sessionmaker, synonym, validates)
    from sqlalchemy import create_engine
    from sqlalchemy.schema import CreateTable
    import logging

    logger = logging.getLogger(__name__)
    Base = declarative_base()
    engine = create_engine("sqlite://", connect_args={"check_same_thread": False})
    SessionLocal = sessionmaker(autocommit=False, autoflush=False, bind=engine)

    class M(Base):
        __tablename__ = "m"
        id = Column(Integer, primary_key=True)
        first = Column(String(5))
        last = Column(String(5))
        big = deferred(Column(String(100)))
        other = synonym("first")
        whole = column_property(first + last)

        @hybrid_property
        def full(self):
            return self.first + " " + self.last

        @full.expression
        def full(cls):
            return cls.first + cls.last

        @hybrid_method
        def has(self, x):
            return self.id == x

        @validates("first", "last")
        def check(self, key, value):
            assert value
            return value

        @property
        def label(self):
            return f"{self.first!r:>10}"

        @staticmethod
        def make(n):
            yield from range(n)

    @event.listens_for(M, "before_insert")
    def before(mapper, connection, target):
        logger.info("insert %s", target)

    event.listen(M.__table__, "after_create", lambda *a, **k: None)

    if __name__ == "__main__":
        Base.metadata.create_all(engine)
    """)

case("a package whose files import each other", {
    "shop/__init__.py": "",
    "shop/models/__init__.py": """
        from .base import Base
        from .user import User
        from .order import Order, order_tags
        from . import tag as tags

        __all__ = ["Base", "User", "Order"]
        """,
    "shop/models/base.py": """
        from sqlalchemy import MetaData
        from sqlalchemy.orm import DeclarativeBase

        from shop.constants import *

        class Base(DeclarativeBase):
            metadata = MetaData(naming_convention=NAMING)
        """,
    "shop/constants.py": """
        NAMING = {"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}
        NAME_LENGTH = 12
        """,
    "shop/models/user.py": """
        from typing import TYPE_CHECKING
        import shop.constants as constants
        from sqlalchemy import String
        from sqlalchemy.orm import Mapped, mapped_column, relationship
        from .base import Base

        if TYPE_CHECKING:
            from .order import Order

        class User(Base):
            __tablename__ = "user"
            id: Mapped[int] = mapped_column(primary_key=True)
            name: Mapped[str] = mapped_column(String(constants.NAME_LENGTH))
            orders: Mapped[list["Order"]] = relationship(back_populates="user")
        """,
    "shop/models/order.py": """
        import sqlalchemy as sa
        from sqlalchemy.orm import Mapped, mapped_column, relationship
        from shop.models.base import Base
        import shop.models.user as users

        order_tags = sa.Table("order_tags", Base.metadata,
            sa.Column("order_id", sa.ForeignKey("order.id"), primary_key=True),
            sa.Column("tag_id", sa.ForeignKey("tag.id"), primary_key=True))

        class Order(Base):
            __tablename__ = "order"
            id: Mapped[int] = mapped_column(primary_key=True)
            user_id: Mapped[int] = mapped_column(sa.ForeignKey(users.User.id))
            user = relationship("User", back_populates="orders")
        """,
    "shop/models/tag.py": """
        from sqlalchemy.orm import Mapped, mapped_column
        from ..models import Base

        class Tag(Base):
            __tablename__ = "tag"
            id: Mapped[int] = mapped_column(primary_key=True)
        """,
})

case("functions, loops and conditions", """
    import os
    from sqlalchemy import Column, Integer, MetaData, String, Table

    metadata = MetaData()
    PREFIX = os.environ.get("NO_SUCH_VARIABLE", "p_")

    def make(name, *columns, **options):
        return Table(PREFIX + name, metadata, Column("id", Integer, primary_key=True), *columns, **options)

    tables = {name: make(name, Column("v", String(size))) for name, size in (("x", 1), ("y", 2))}
    for n in range(2):
        make(f"part{n}", *[Column(f"c{i}", Integer) for i in range(3)], comment=f"{n:02d}")
    if os.getenv("NO_SUCH_VARIABLE") is None:
        make("when")
    """)

case("a Column that refers to its own class's column", """
    from sqlalchemy import Column, ForeignKey, Integer
    from sqlalchemy.orm import declarative_base, backref, foreign, remote, relationship

    Base = declarative_base()

    class Node(Base):
        __tablename__ = "node"
        id = Column(Integer, primary_key=True)
        parent_id = Column(Integer, ForeignKey(id))
        next_id = Column(ForeignKey("node.id", use_alter=True, name="fk_next"))
        children = relationship("Node", backref=backref("parent", remote_side=[id]), foreign_keys=[parent_id])
        others = relationship("Node", primaryjoin=remote(id) == foreign(next_id), viewonly=True)
    """)

case("SQLModel with table=True", """
    from datetime import datetime
    from decimal import Decimal
    from enum import Enum
    from typing import TYPE_CHECKING, Annotated, List, Optional
    from uuid import UUID, uuid4

    from pydantic import EmailStr
    from sqlalchemy import Column, DateTime, JSON, UniqueConstraint, func
    from sqlmodel import Field, Relationship, SQLModel

    class Kind(str, Enum):
        A = "a"
        B = "b"

    class HeroBase(SQLModel):
        name: str = Field(index=True, max_length=30)
        secret: str
        age: Optional[int] = Field(default=None, index=True)
        score: float | None = None

    class Team(SQLModel, table=True):
        id: int | None = Field(default=None, primary_key=True)
        title: str = Field(unique=True, sa_column_kwargs={"comment": "its name"})
        heroes: List["Hero"] = Relationship(back_populates="team")

    class Hero(HeroBase, table=True):
        __tablename__ = "heroes"
        __table_args__ = (UniqueConstraint("name", "team_id"),)
        id: UUID = Field(default_factory=uuid4, primary_key=True)
        secret: str = Field(nullable=True)
        kind: Kind = Kind.A
        team_id: int | None = Field(default=None, foreign_key="team.id", ondelete="SET NULL")
        price: Decimal = Field(default=0, max_digits=8, decimal_places=3)
        extra: dict = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
        made: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
        flag: bool = False
        mail: EmailStr
        code: Annotated[str, Field(max_length=5)]
        team: Optional[Team] = Relationship(back_populates="heroes")

    class HeroRead(HeroBase):
        id: UUID
    """, recorded={'team': {'postgresql': ['CREATE TABLE team ( id SERIAL NOT NULL, title VARCHAR NOT NULL, PRIMARY KEY (id), UNIQUE '
                             '(title) )'],
              'mysql': ['CREATE TABLE team ( id INTEGER NOT NULL AUTO_INCREMENT, title VARCHAR(255) NOT NULL COMMENT '
                        "'its name', PRIMARY KEY (id), UNIQUE (title) )"],
              'sqlite': ['CREATE TABLE team ( id INTEGER NOT NULL, title VARCHAR NOT NULL, PRIMARY KEY (id), UNIQUE '
                         '(title) )']},
     'heroes': {'postgresql': ['CREATE TABLE heroes ( name VARCHAR(30) NOT NULL, age INTEGER, score FLOAT, id UUID NOT '
                               'NULL, secret VARCHAR, kind kind NOT NULL, team_id INTEGER, price NUMERIC(8, 3) NOT NULL, '
                               'extra JSON NOT NULL, made TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, flag BOOLEAN '
                               'NOT NULL, mail VARCHAR NOT NULL, code VARCHAR(5) NOT NULL, PRIMARY KEY (id), UNIQUE '
                               '(name, team_id), FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE SET NULL )',
                               'CREATE INDEX ix_heroes_age ON heroes (age)',
                               'CREATE INDEX ix_heroes_name ON heroes (name)'],
                'mysql': ['CREATE TABLE heroes ( name VARCHAR(30) NOT NULL, age INTEGER, score FLOAT, id CHAR(32) NOT '
                          "NULL, secret VARCHAR(255), kind ENUM('A','B') NOT NULL, team_id INTEGER, price NUMERIC(8, 3) "
                          'NOT NULL, extra JSON NOT NULL, made DATETIME NOT NULL DEFAULT (now()), flag BOOL NOT NULL, '
                          'mail VARCHAR(255) NOT NULL, code VARCHAR(5) NOT NULL, PRIMARY KEY (id), UNIQUE (name, '
                          'team_id), FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE SET NULL )',
                          'CREATE INDEX ix_heroes_age ON heroes (age)',
                          'CREATE INDEX ix_heroes_name ON heroes (name)'],
                'sqlite': ['CREATE TABLE heroes ( name VARCHAR(30) NOT NULL, age INTEGER, score FLOAT, id CHAR(32) NOT '
                           'NULL, secret VARCHAR, kind VARCHAR(1) NOT NULL, team_id INTEGER, price NUMERIC(8, 3) NOT '
                           'NULL, extra JSON NOT NULL, made DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL, flag BOOLEAN '
                           'NOT NULL, mail VARCHAR NOT NULL, code VARCHAR(5) NOT NULL, PRIMARY KEY (id), UNIQUE (name, '
                           'team_id), FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE SET NULL )',
                           'CREATE INDEX ix_heroes_age ON heroes (age)',
                           'CREATE INDEX ix_heroes_name ON heroes (name)']}})

case("constructs with @compiles functions", """
    import datetime
    from sqlalchemy import Column, DateTime, Integer, String, text
    from sqlalchemy.ext.compiler import compiles
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
    from sqlalchemy.sql import expression
    from sqlalchemy.sql.functions import FunctionElement, GenericFunction

    class utcnow(expression.FunctionElement):
        type = DateTime()
        inherit_cache = True

    @compiles(utcnow)
    def default_utcnow(element, compiler, **kw):
        return "CURRENT_TIMESTAMP"

    @compiles(utcnow, "postgresql")
    def pg_utcnow(element, compiler, **kw):
        return "TIMEZONE('utc', CURRENT_TIMESTAMP)"

    @compiles(utcnow, "mysql", "mariadb")
    def my_utcnow(element, compiler, **kw):
        return f"UTC_TIMESTAMP({6})"

    class GenerateUUID(FunctionElement[str]):
        name = "uuid_default"

    @compiles(GenerateUUID, "postgresql")
    @compiles(GenerateUUID, "mysql")
    def known_uuid(element, compiler, **kw):
        return "(gen_random_uuid())" if compiler.dialect.name == "postgresql" else "(uuid())"

    @compiles(GenerateUUID, "sqlite")
    def sqlite_uuid(element, compiler, **kw):
        return '''
        (
            lower(hex(randomblob(4))) || '-'
        )
        '''

    class coalesced(FunctionElement):
        name = "coalesced"
        inherit_cache = True

    @compiles(coalesced)
    def compile_coalesced(element, compiler, **kw):
        return "coalesce(%s)" % compiler.process(element.clauses, **kw)

    class shard_of(GenericFunction):
        type = Integer()
        inherit_cache = True

    class Base(DeclarativeBase):
        pass

    class Event(Base):
        __tablename__ = "event"
        id: Mapped[str] = mapped_column(String(36), primary_key=True, server_default=GenerateUUID())
        at: Mapped[datetime.datetime] = mapped_column(server_default=utcnow())
        seen = Column(DateTime, server_default=utcnow(), onupdate=utcnow())
        rank = Column(Integer, server_default=coalesced(text("1"), text("2")))
        shard = Column(Integer, server_default=shard_of(text("1")))
    """)

case("a foreign key that has the type of its target, whatever the annotation says", """
    from sqlalchemy import BigInteger, ForeignKey, Text
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class File(Base):
        __tablename__ = "file"
        id: Mapped[str] = mapped_column(Text, primary_key=True)
        number: Mapped[int] = mapped_column(BigInteger, unique=True)

    class Owner(Base):
        __tablename__ = "owner"
        file_id: Mapped[str] = mapped_column(ForeignKey("file.id"), primary_key=True)
        number: Mapped[int | None] = mapped_column(ForeignKey(File.number))
    """)

case("a Table beside annotations, and constraints that are appended to it", """
    from typing import Any
    from sqlalchemy import CheckConstraint, Column, Integer, Table, Text, UniqueConstraint
    from sqlalchemy.orm import DeclarativeBase, Mapped
    from sqlalchemy.sql.naming import conv

    class Base(DeclarativeBase):
        pass

    class Activity(Base):
        __table__ = Table("activity", Base.metadata, Column("id", Integer, primary_key=True), Column("data", Text))
        id: Mapped[int]
        data: Mapped[dict[str, Any]]

    table = Activity.__table__
    table.append_constraint(CheckConstraint(table.c.id > 0, name=conv("ck_positive")))
    table.append_constraint(UniqueConstraint("data"))
    """)

case("conditional DDL, which is in the metadata whatever its condition", """
    from sqlalchemy import Column, Index, Integer, String
    from sqlalchemy.orm import declarative_base

    Base = declarative_base()

    class Flow(Base):
        __tablename__ = "flow"
        __table_args__ = (Index("trgm_name", "name", postgresql_using="gin").ddl_if(dialect="postgresql"),)
        id = Column(Integer, primary_key=True)
        name = Column(String(30))
    """)

case("functions of SQLAlchemy's own that have @compiles functions", """
    from functools import partial
    from sqlalchemy import Column, DateTime, Integer, func, literal
    from sqlalchemy.ext.compiler import compiles
    from sqlalchemy.orm import declarative_base
    from sqlalchemy.sql import functions

    strftime = partial(func.strftime, "%Y-%m-%d")

    @compiles(functions.now, "sqlite")
    def sqlite_now(element: functions.now, compiler, **kw) -> str:
        return compiler.process(strftime(literal("now", literal_execute=True)), **kw)

    Base = declarative_base()

    class Flow(Base):
        __tablename__ = "flow"
        id = Column(Integer, primary_key=True)
        at = Column(DateTime, server_default=func.now())
        on = Column(DateTime, server_default=functions.now())
    """)

case("Annotated columns and what is said beside them", """
    from typing import Annotated, Optional
    from sqlalchemy import BigInteger, ForeignKey, Text, text
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    long = Annotated[str, mapped_column(Text, comment="long")]
    owner = Annotated[int, mapped_column(ForeignKey("owner.id", ondelete="CASCADE"), index=True)]
    counted = Annotated[int, mapped_column(BigInteger, server_default=text("0"), nullable=False)]

    class Base(DeclarativeBase):
        pass

    class Owner(Base):
        __tablename__ = "owner"
        id: Mapped[Annotated[int, mapped_column(BigInteger)]] = mapped_column(primary_key=True)

    class File(Base):
        __tablename__ = "file"
        name: Mapped[long] = mapped_column(primary_key=True)
        note: Mapped[Optional[long]] = mapped_column(unique=True)
        owner_id: Mapped[owner] = mapped_column("owner")
        other_id: Mapped[Optional[owner]] = mapped_column(index=False)
        count: Mapped[counted] = mapped_column(server_default=text("1"))
    """)

case("types whose methods call those of TypeDecorator", """
    from sqlalchemy import Column, DateTime, Integer, PickleType, String
    from sqlalchemy.dialects import mysql
    from sqlalchemy.orm import declarative_base
    from sqlalchemy.types import TypeDecorator

    class UtcDateTime(TypeDecorator):
        impl = DateTime(timezone=True)
        cache_ok = True

        def load_dialect_impl(self, dialect):
            if dialect.name == "mysql":
                return mysql.TIMESTAMP(fsp=6)
            return super().load_dialect_impl(dialect)

    class Pickled(PickleType):
        cache_ok = True

        def bind_processor(self, dialect):
            return super().bind_processor(dialect)

    class Code(String):
        pass

    class Key(String):
        def __init__(self, words=2):
            super().__init__(length=words * 18)

    Base = declarative_base()

    class Run(Base):
        __tablename__ = "run"
        id = Column(Integer, primary_key=True)
        at = Column(UtcDateTime)
        data = Column(Pickled(protocol=4))
        code = Column(Code(12))
        key = Column(Key())
        long_key = Column(Key(3))
        short_key = Column(Key(words=1))
        any_key = Column(Key)
    """)

case("packages that import what is asked of them, by name", {
    "app/__init__.py": """
        from importlib import import_module

        _places = {"Base": "app.base", "Owner": ".owner"}

        def __getattr__(name):
            place = _places.get(name)
            if place is None:
                raise AttributeError(name)
            value = getattr(import_module(place, __package__), name)
            globals()[name] = value
            return value
        """,
    "app/base.py": """
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        """,
    "app/owner.py": """
        from sqlalchemy import Column, Integer
        from app import Base

        class Owner(Base):
            __tablename__ = "owner"
            id = Column(Integer, primary_key=True)
        """,
    "app/models.py": """
        from sqlalchemy import Column, ForeignKey, Integer
        from app import Base, Owner, base

        class Pet(base.Base):
            __tablename__ = "pet"
            id = Column(Integer, primary_key=True)
            owner_id = Column(ForeignKey(Owner.id))
        """})

case("composite() of columns of its own", """
    import dataclasses
    from typing import Optional
    from sqlalchemy import BigInteger, Column, Integer, String
    from sqlalchemy.orm import DeclarativeBase, Mapped, composite, declared_attr, mapped_column

    class Base(DeclarativeBase):
        pass

    @dataclasses.dataclass
    class Point:
        x: int
        y: Optional[int]

    class Plain:
        def __init__(self, a, b):
            self.a, self.b = a, b

        def __composite_values__(self):
            return self.a, self.b

    class Placed:
        @declared_attr
        def place(cls) -> Mapped[Point]:
            return composite(mapped_column("place_x"), mapped_column("place_y"))

    class Vertex(Placed, Base):
        __tablename__ = "vertex"
        id: Mapped[int] = mapped_column(primary_key=True)
        start: Mapped[Point] = composite(mapped_column("x1"), mapped_column("y1", BigInteger))
        name = Column(String(10))
        end: Mapped["Point"] = composite()
        low = composite(Plain, Column("low_a", Integer), Column("low_b", String(3), nullable=False))
        high_a = Column(Integer)
        high_b = Column(Integer)
        high = composite(Plain, high_a, high_b)
        named = composite(Plain, "high_a", "name")
    """)

case("type aliases, type parameters, match and except* of newer Python", """
    from typing import Generic, TypeVar
    from sqlalchemy import Column, Integer, String
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    T = TypeVar("T")

    class Base(DeclarativeBase):
        pass

    class Keyed(Generic[T]):
        id: Mapped[int] = mapped_column(primary_key=True)

    KIND = {"size": 20}
    match KIND:
        case {"size": int(size)} if size > 10:
            SIZE = size
        case _:
            SIZE = 1
    try:
        LENGTH = SIZE * 2
    except* ValueError as group:
        LENGTH = 0

    class Row(Keyed[int], Base):
        __tablename__ = "row"
        name = Column(String(SIZE))
        note = Column(String(LENGTH))

        def match(self, match):
            match match:
                case [first, *rest]:
                    return first
                case str() | None:
                    return None
    """)

case("enumerations that take methods of their base", """
    import enum
    from sqlalchemy import Column, Enum, Integer
    from sqlalchemy.orm import declarative_base

    Base = declarative_base()

    class State(enum.IntEnum):
        RUNNING = 0
        DONE = 1

        __str__ = enum.Enum.__str__
        __repr__ = enum.Enum.__repr__

        def is_finished(self):
            return self != State.RUNNING

    assert str(State.DONE) == "State.DONE"

    class Trial(Base):
        __tablename__ = "trials"
        id = Column(Integer, primary_key=True)
        state = Column(Enum(State), nullable=False, default=State.RUNNING)
    """)

case("a condition that only Python knows around what declares nothing", {
    "app/__init__.py": "",
    "app/generated.py": """
        from foreign.runtime import VERSION
        if VERSION >= 5:
            from . import names as _names
            from foreign.runtime import pool
            DESCRIPTOR = pool.add(b"x")
            _names.register = DESCRIPTOR
        else:
            from . import names
            class Service(object):
                DESCRIPTOR = pool
        """,
    "app/names.py": "NAMES = ['a']\n",
    "app/models.py": """
        from sqlalchemy import Column, Integer
        from sqlalchemy.orm import declarative_base
        from app.generated import DESCRIPTOR

        Base = declarative_base()

        class Row(Base):
            __tablename__ = "row"
            id = Column(Integer, primary_key=True)

            def descriptor(self):
                return DESCRIPTOR
        """,
    "foreign/__init__.py": "",
    "foreign/runtime.py": """
        import re
        VERSION = len(re.findall("a", open(__file__).read())) + 5
        class pool:
            @staticmethod
            def add(data):
                return data
        """})

refused("an unknown base class", """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import declarative_base
    from somewhere import Audited

    Base = declarative_base()

    class User(Audited, Base):
        __tablename__ = "users"
        id = Column(Integer, primary_key=True)
    """, "app.py:8", ["somewhere.Audited", "the columns of class User", "[pycharter:types]"])

refused("an unknown type", """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import declarative_base
    from pgvector.sqlalchemy import Vector

    Base = declarative_base()

    class Doc(Base):
        __tablename__ = "doc"
        id = Column(Integer, primary_key=True)
        vector = Column(Vector(3))
    """, "app.py:11", ["pgvector.sqlalchemy.Vector", "[pycharter:types]"])

refused("an unknown attribute", """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import declarative_base
    from fields import money

    Base = declarative_base()

    class Doc(Base):
        __tablename__ = "doc"
        id = Column(Integer, primary_key=True)
        price = money("EUR")
    """, "app.py:8", ["fields.money", "Doc.price"])

refused("an unknown name of a table", """
    from sqlalchemy import Column, Integer, MetaData, Table
    from settings_package import settings

    metadata = MetaData()
    users = Table(f"{settings.prefix}_users", metadata, Column("id", Integer))
    """, "app.py:6", ["settings_package.settings", "name depends on it"])

refused("an unknown condition around a table", """
    from sqlalchemy import Column, Integer, MetaData, Table
    from settings_package import settings

    metadata = MetaData()
    if settings.audit:
        Table("audit", metadata, Column("id", Integer))
    """, "app.py:6", ["settings_package.settings"])

refused("a circle of imports", {
    "pair/__init__.py": "from .a import A",
    "pair/a.py": "from .b import B\nA = 1",
    "pair/b.py": "import sqlalchemy\nfrom .a import A\nB = 1",
}, "pair/b.py:2", ["partially initialized module", "pair/a.py", "pair/b.py"])

refused("two tables of one name", {
    "two/__init__.py": "",
    "two/base.py": "from sqlalchemy import MetaData\nmetadata = MetaData()",
    "two/one.py": """
        from sqlalchemy import Column, Integer, Table
        from two.base import metadata
        x = Table("x", metadata, Column("id", Integer))
        """,
    "two/two.py": """
        from sqlalchemy import Column, Integer, Table
        from two.base import metadata
        x = Table("x", metadata, Column("id", Integer))
        """,
}, "two/two.py:4", ["Table 'x' is already defined", "two/one.py, line 4"])

refused("a foreign key to nowhere", """
    from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table

    metadata = MetaData()
    Table("users", metadata, Column("id", Integer, primary_key=True))
    Table("posts", metadata,
          Column("id", Integer, primary_key=True),
          Column("user_id", ForeignKey("user.id")))
    """, "app.py:8", ["could not find table 'user'", "did you mean 'users'?"])

refused("a foreign key to no column", """
    from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table

    metadata = MetaData()
    Table("users", metadata, Column("uid", Integer, primary_key=True))
    Table("posts", metadata, Column("user_id", ForeignKey("users.id")))
    """, "app.py:6", ["has no column named 'id'"])

refused("a syntax error", "x = (1,\ny = 2\n", "app.py:1", ["'(' was never closed"])

refused("a constraint over no column", """
    from sqlalchemy import Column, Integer, MetaData, Table, UniqueConstraint

    metadata = MetaData()
    Table("users", metadata, Column("name", Integer, primary_key=True), UniqueConstraint("nam"))
    """, "app.py:5", ["no column named 'nam'", "did you mean 'name'?"])

refused("a column without a type", """
    from sqlalchemy import Column, Integer, MetaData, Table

    metadata = MetaData()
    Table("users", metadata, Column("name"))
    """, "app.py:5", ["'users.name' has no type"])

refused("an unknown base class that names a table", """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import declarative_base
    from somewhere import Model

    Base = declarative_base()

    class Known(Base):
        __tablename__ = "known"
        id = Column(Integer, primary_key=True)

    class User(Model):
        __tablename__ = "users"
        id = Column(Integer, primary_key=True)
    """, "app.py:12", ["somewhere.Model", "whether class User is a table", "[pycharter:types]"])

refused("an unknown base whose columns are unknown as well", """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import declarative_base
    from somewhere import db

    Base = declarative_base()

    class Known(Base):
        __tablename__ = "known"
        id = Column(Integer, primary_key=True)

    class User(db.Model):
        id = db.Column(db.Integer, primary_key=True)
    """, "app.py:12", ["somewhere.db.Model", "whether class User is a table"])

refused("an unknown decorator that may map a class", """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import declarative_base
    from somewhere import mapped

    Base = declarative_base()

    class Known(Base):
        __tablename__ = "known"
        id = Column(Integer, primary_key=True)

    @mapped
    class User:
        __tablename__ = "users"
        id = Column(Integer, primary_key=True)
    """, "app.py:13", ["somewhere.mapped", "whether class User is a table"])

refused("an unknown Table", """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import declarative_base
    from somewhere import db

    Base = declarative_base()

    class Known(Base):
        __tablename__ = "known"
        id = Column(Integer, primary_key=True)

    tags = db.Table("tags", db.Column("id", db.Integer))
    """, "app.py:12", ["somewhere.db.Table", "the table that is made here"])

refused("automap_base()", """
    from sqlalchemy.ext.automap import automap_base
    Base = automap_base()

    class User(Base):
        __tablename__ = "users"
    """, "app.py:3", ["automap_base() makes its classes of what the database holds", "[pycharter] models"])

refused("a table that is reflected", """
    from sqlalchemy import Column, Integer, MetaData, Table, create_engine
    engine = create_engine("sqlite://")
    metadata = MetaData()
    known = Table("known", metadata, Column("id", Integer, primary_key=True))
    users = Table("users", metadata, autoload_with=engine)
    """, "app.py:6", ["autoload_with", "declare the tables"])

refused("a MetaData that reflects", """
    from sqlalchemy import Column, Integer, MetaData, Table, create_engine
    engine = create_engine("sqlite://")
    metadata = MetaData()
    known = Table("known", metadata, Column("id", Integer, primary_key=True))
    metadata.reflect(bind=engine)
    """, "app.py:6", ["MetaData.reflect()", "declare the tables"])

refused("deferred reflection", """
    from sqlalchemy import Column, Integer
    from sqlalchemy.ext.declarative import DeferredReflection
    from sqlalchemy.orm import declarative_base
    Base = declarative_base()

    class User(DeferredReflection, Base):
        __tablename__ = "users"
        id = Column(Integer, primary_key=True)
    """, "app.py:7", ["DeferredReflection", "declare the tables"])

refused("composite() of a class that is not known", """
    from sqlalchemy.orm import DeclarativeBase, Mapped, composite, mapped_column
    from somewhere import Point

    class Base(DeclarativeBase):
        pass

    class Vertex(Base):
        __tablename__ = "vertex"
        id: Mapped[int] = mapped_column(primary_key=True)
        start: Mapped[Point] = composite()
    """, "app.py:8", ["somewhere.Point", "the columns of Vertex.start"])

refused("an import that declares under an unknown condition", {
    "app.py": """
        from sqlalchemy import MetaData
        from foreign import VERSION
        metadata = MetaData()
        if VERSION > 5:
            import tables
        """,
    "tables.py": """
        from sqlalchemy import Column, Integer, MetaData, Table
        metadata = MetaData()
        Table("one", metadata, Column("id", Integer))
        """}, "app.py:5", ["'foreign.VERSION' is not known here", "what this statement does"])

refused("a function that nobody knows whether it returns before it declares", """
    from sqlalchemy import Column, Integer, MetaData, Table
    from somewhere import SETTINGS
    metadata = MetaData()
    Table("known", metadata, Column("id", Integer))

    def declare():
        if SETTINGS.small:
            return
        Table("large", metadata, Column("id", Integer))

    declare()
    """, "app.py:8", ["'somewhere.SETTINGS.small' is not known here", "what this function does"])

refused("a name that a function gives in one of two ways", """
    from sqlalchemy import Column, Integer, MetaData, Table
    from somewhere import SETTINGS
    metadata = MetaData()

    def name():
        for prefix in ("a", "b"):
            if SETTINGS.small:
                break
            return prefix + "_large"
        return "small"

    Table(name(), metadata, Column("id", Integer))
    """, "app.py:13", ["'somewhere.SETTINGS.small' is not known here"])

refused("an exception in a function", """
    from sqlalchemy import Column, Integer, MetaData, Table
    metadata = MetaData()

    def name():
        raise ValueError("no name")

    Table(name(), metadata, Column("id", Integer))
    """, "app.py:6", ["ValueError: no name", "in name(), line 6", "called in ", "app.py, line 8"])

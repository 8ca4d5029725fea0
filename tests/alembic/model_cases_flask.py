"""Projects that use flask_sqlalchemy, as model_cases.py has them. What flask_sqlalchemy 3.1.1 and SQLAlchemy 2.1.9 make of them
is recorded, since the package is not installed for the tests."""

from model_cases import case

case("flask_sqlalchemy: tables named after their classes", """
    from flask_sqlalchemy import SQLAlchemy

    db = SQLAlchemy()

    tags = db.Table(
        "tags",
        db.Column("post_id", db.Integer, db.ForeignKey("blog_post.id"), primary_key=True),
        db.Column("tag", db.String(20), primary_key=True))

    class TimeStamped:
        made = db.Column(db.DateTime, server_default=db.func.now())

    class Base(db.Model):
        __abstract__ = True
        id = db.Column(db.Integer, primary_key=True)

    class BlogPost(TimeStamped, Base):
        title = db.Column(db.String(80), nullable=False, index=True)
        author_id = db.Column(db.Integer, db.ForeignKey("user_account.id", ondelete="CASCADE"))
        author = db.relationship("UserAccount", backref=db.backref("posts", lazy="dynamic"))
        __table_args__ = (db.UniqueConstraint("title", "author_id"),)

    class UserAccount(db.Model):
        id = db.Column(db.BigInteger, primary_key=True)
        email = db.Column(db.String(120), unique=True)
        query_class = None

        @classmethod
        def find(cls, email):
            return cls.query.filter_by(email=email).first()

    class HTTPServerLog2Entry(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    class Given(db.Model):
        __tablename__ = "a_name"
        id = db.Column(db.Integer, primary_key=True)
        kind = db.Column(db.Enum("a", "b", name="kinds"))

    class Single(Given):
        only_here = db.Column(db.Text)

    class Joined(Given):
        id = db.Column(db.ForeignKey(Given.id), primary_key=True)
        more = db.Column(db.JSON)

    def create_app(app):
        db.init_app(app)
        db.create_all()
    """, recorded={'tags': {'postgresql': ['CREATE TABLE tags ( post_id INTEGER NOT NULL, tag VARCHAR(20) NOT NULL, PRIMARY KEY '
                         '(post_id, tag), FOREIGN KEY(post_id) REFERENCES blog_post (id) )'],
          'mysql': ['CREATE TABLE tags ( post_id INTEGER NOT NULL, tag VARCHAR(20) NOT NULL, PRIMARY KEY (post_id, '
                    'tag), FOREIGN KEY(post_id) REFERENCES blog_post (id) )'],
          'sqlite': ['CREATE TABLE tags ( post_id INTEGER NOT NULL, tag VARCHAR(20) NOT NULL, PRIMARY KEY '
                     '(post_id, tag), FOREIGN KEY(post_id) REFERENCES blog_post (id) )']},
 'blog_post': {'postgresql': ['CREATE TABLE blog_post ( title VARCHAR(80) NOT NULL, author_id INTEGER, made '
                              'TIMESTAMP WITHOUT TIME ZONE DEFAULT now(), id SERIAL NOT NULL, PRIMARY KEY (id), '
                              'UNIQUE (title, author_id), FOREIGN KEY(author_id) REFERENCES user_account (id) ON '
                              'DELETE CASCADE )',
                              'CREATE INDEX ix_blog_post_title ON blog_post (title)'],
               'mysql': ['CREATE TABLE blog_post ( title VARCHAR(80) NOT NULL, author_id INTEGER, made DATETIME '
                         'DEFAULT (now()), id INTEGER NOT NULL AUTO_INCREMENT, PRIMARY KEY (id), UNIQUE (title, '
                         'author_id), FOREIGN KEY(author_id) REFERENCES user_account (id) ON DELETE CASCADE )',
                         'CREATE INDEX ix_blog_post_title ON blog_post (title)'],
               'sqlite': ['CREATE TABLE blog_post ( title VARCHAR(80) NOT NULL, author_id INTEGER, made DATETIME '
                          'DEFAULT CURRENT_TIMESTAMP, id INTEGER NOT NULL, PRIMARY KEY (id), UNIQUE (title, '
                          'author_id), FOREIGN KEY(author_id) REFERENCES user_account (id) ON DELETE CASCADE )',
                          'CREATE INDEX ix_blog_post_title ON blog_post (title)']},
 'user_account': {'postgresql': ['CREATE TABLE user_account ( id BIGSERIAL NOT NULL, email VARCHAR(120), PRIMARY '
                                 'KEY (id), UNIQUE (email) )'],
                  'mysql': ['CREATE TABLE user_account ( id BIGINT NOT NULL AUTO_INCREMENT, email VARCHAR(120), '
                            'PRIMARY KEY (id), UNIQUE (email) )'],
                  'sqlite': ['CREATE TABLE user_account ( id BIGINT NOT NULL, email VARCHAR(120), PRIMARY KEY '
                             '(id), UNIQUE (email) )']},
 'http_server_log2_entry': {'postgresql': ['CREATE TABLE http_server_log2_entry ( id SERIAL NOT NULL, PRIMARY KEY '
                                           '(id) )'],
                            'mysql': ['CREATE TABLE http_server_log2_entry ( id INTEGER NOT NULL AUTO_INCREMENT, '
                                      'PRIMARY KEY (id) )'],
                            'sqlite': ['CREATE TABLE http_server_log2_entry ( id INTEGER NOT NULL, PRIMARY KEY '
                                       '(id) )']},
 'a_name': {'postgresql': ['CREATE TABLE a_name ( id SERIAL NOT NULL, kind kinds, only_here TEXT, PRIMARY KEY (id) '
                           ')'],
            'mysql': ["CREATE TABLE a_name ( id INTEGER NOT NULL AUTO_INCREMENT, kind ENUM('a','b'), only_here "
                      'TEXT, PRIMARY KEY (id) )'],
            'sqlite': ['CREATE TABLE a_name ( id INTEGER NOT NULL, kind VARCHAR(1), only_here TEXT, PRIMARY KEY '
                       '(id) )']},
 'joined': {'postgresql': ['CREATE TABLE joined ( id INTEGER NOT NULL, more JSON, PRIMARY KEY (id), FOREIGN '
                           'KEY(id) REFERENCES a_name (id) )'],
            'mysql': ['CREATE TABLE joined ( id INTEGER NOT NULL, more JSON, PRIMARY KEY (id), FOREIGN KEY(id) '
                      'REFERENCES a_name (id) )'],
            'sqlite': ['CREATE TABLE joined ( id INTEGER NOT NULL, more JSON, PRIMARY KEY (id), FOREIGN KEY(id) '
                       'REFERENCES a_name (id) )']}})

case("flask_sqlalchemy: a base, a MetaData and binds of its own", {
    "app/__init__.py": """
        from flask_sqlalchemy import SQLAlchemy as Extension
        from sqlalchemy import MetaData
        from sqlalchemy.orm import DeclarativeBase

        class Base(DeclarativeBase):
            metadata = MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s"})

        class SQLAlchemy(Extension):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)

        db = SQLAlchemy(model_class=Base)
        """,
    "app/models.py": """
        from typing import Optional
        from sqlalchemy import String
        from sqlalchemy.orm import Mapped, mapped_column
        from app import db

        class Person(db.Model):
            id: Mapped[int] = mapped_column(primary_key=True)
            name: Mapped[str] = mapped_column(String(40), unique=True)
            note: Mapped[Optional[str]] = mapped_column(String(9), index=True)

        class Visit(db.Model):
            __bind_key__ = "logs"
            id: Mapped[int] = mapped_column(primary_key=True)
            page: Mapped[str] = mapped_column(String(40), unique=True)

        hits = db.Table("hits", db.Column("id", db.Integer, primary_key=True), bind_key="logs")
        """}, recorded={'person': {'postgresql': ['CREATE TABLE person ( id SERIAL NOT NULL, name VARCHAR(40) NOT NULL, note VARCHAR(9), '
                           'PRIMARY KEY (id), CONSTRAINT uq_person_name UNIQUE (name) )',
                           'CREATE INDEX ix_person_note ON person (note)'],
            'mysql': ['CREATE TABLE person ( id INTEGER NOT NULL AUTO_INCREMENT, name VARCHAR(40) NOT NULL, note '
                      'VARCHAR(9), PRIMARY KEY (id), CONSTRAINT uq_person_name UNIQUE (name) )',
                      'CREATE INDEX ix_person_note ON person (note)'],
            'sqlite': ['CREATE TABLE person ( id INTEGER NOT NULL, name VARCHAR(40) NOT NULL, note VARCHAR(9), '
                       'PRIMARY KEY (id), CONSTRAINT uq_person_name UNIQUE (name) )',
                       'CREATE INDEX ix_person_note ON person (note)']},
 'visit': {'postgresql': ['CREATE TABLE visit ( id SERIAL NOT NULL, page VARCHAR(40) NOT NULL, PRIMARY KEY (id), '
                          'CONSTRAINT uq_visit_page UNIQUE (page) )'],
           'mysql': ['CREATE TABLE visit ( id INTEGER NOT NULL AUTO_INCREMENT, page VARCHAR(40) NOT NULL, PRIMARY '
                     'KEY (id), CONSTRAINT uq_visit_page UNIQUE (page) )'],
           'sqlite': ['CREATE TABLE visit ( id INTEGER NOT NULL, page VARCHAR(40) NOT NULL, PRIMARY KEY (id), '
                      'CONSTRAINT uq_visit_page UNIQUE (page) )']},
 'hits': {'postgresql': ['CREATE TABLE hits ( id SERIAL NOT NULL, PRIMARY KEY (id) )'],
          'mysql': ['CREATE TABLE hits ( id INTEGER NOT NULL AUTO_INCREMENT, PRIMARY KEY (id) )'],
          'sqlite': ['CREATE TABLE hits ( id INTEGER NOT NULL, PRIMARY KEY (id) )']}})

case("flask_sqlalchemy: metadata= and a class of methods", """
    from flask_sqlalchemy import SQLAlchemy
    from flask_sqlalchemy.model import Model
    from sqlalchemy import MetaData

    class Methods(Model):
        def save(self):
            pass

    db = SQLAlchemy(metadata=MetaData(schema="shop"), model_class=Methods)

    class Order(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        parent_id = db.Column(db.ForeignKey("order.id"))
    """, recorded={'shop.order': {'postgresql': ['CREATE TABLE shop."order" ( id SERIAL NOT NULL, parent_id INTEGER, PRIMARY KEY '
                               '(id), FOREIGN KEY(parent_id) REFERENCES shop."order" (id) )'],
                'mysql': ['CREATE TABLE shop.`order` ( id INTEGER NOT NULL AUTO_INCREMENT, parent_id INTEGER, '
                          'PRIMARY KEY (id), FOREIGN KEY(parent_id) REFERENCES shop.`order` (id) )'],
                'sqlite': ['CREATE TABLE shop."order" ( id INTEGER NOT NULL, parent_id INTEGER, PRIMARY KEY (id), '
                           'FOREIGN KEY(parent_id) REFERENCES "order" (id) )']}})

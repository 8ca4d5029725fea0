"""An environment in a folder, and the two tools that work on it."""
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import urllib.parse
import uuid

ENV_PY = '''from alembic import context
from sqlalchemy import create_engine, pool

url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, target_metadata=None, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        context.configure(connection=connection, target_metadata=None)
        with context.begin_transaction():
            context.run_migrations()
'''

SCRIPT = '''"""{doc}

Revision ID: {id}
"""
from alembic import op
import sqlalchemy as sa

revision = "{id}"
down_revision = {down!r}
branch_labels = {labels!r}
depends_on = {depends_on!r}


def upgrade() -> None:
{upgrade}


def downgrade() -> None:
{downgrade}
'''


def scalar(ids):
    return None if not ids else ids[0] if len(ids) == 1 else tuple(ids)


class Environment:
    """alembic.ini, env.py and versions/ in a folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.versions = self.folder / "env" / "versions"
        self.versions.mkdir(parents=True)
        (self.folder / "env" / "env.py").write_text(ENV_PY)
        self.ini = self.folder / "alembic.ini"
        self.ini.write_text("[alembic]\nscript_location = %(here)s/env\nsqlalchemy.url = driver://\n")

    def add(self, rev_id, down=(), depends_on=(), labels=(), doc=None, upgrade="pass", downgrade="pass"):
        def body(text):
            return "\n".join("    " + line if line else "" for line in text.strip("\n").split("\n"))

        (self.versions / f"{rev_id}_.py").write_text(SCRIPT.format(
            doc=doc or f"make {rev_id}", id=rev_id, down=scalar(list(down)), labels=scalar(list(labels)),
            depends_on=scalar(list(depends_on)), upgrade=body(upgrade), downgrade=body(downgrade)))

    def add_table(self, rev_id, **header):
        self.add(rev_id, upgrade=f'op.create_table("t_{rev_id}", sa.Column("id", sa.Integer, primary_key=True),\n'
                                 f'                sa.Column("name", sa.String(40), nullable=False))\n'
                                 f'op.create_index("ix_{rev_id}", "t_{rev_id}", ["name"])',
                 downgrade=f'op.drop_index("ix_{rev_id}", table_name="t_{rev_id}")\nop.drop_table("t_{rev_id}")',
                 **header)


class Result:
    def __init__(self, done):
        self.code, self.text = done.returncode, done.stdout
        self.log = [line for line in done.stderr.splitlines() if "Running " in line]
        self.error = done.stderr

    def check(self):
        if self.code != 0:
            raise AssertionError(self.error)
        return self


class Ours:
    name = "ours"

    def __init__(self, environment, program):
        # Absolute: it runs in the folder of the environment, and older Meson names programs from the build folder.
        self.environment, self.program = environment, os.path.abspath(program)

    def __call__(self, url, *words):
        return Result(subprocess.run([self.program, str(self.environment.ini), url, *words], capture_output=True,
                                     text=True, timeout=120, cwd=self.environment.folder))


class Admin:
    """The tool itself, `pycharter-admin db …`, which PYCHARTER_ADMIN names."""

    def __init__(self, environment):
        self.environment = environment

    def command(self, url, *words):
        return [os.environ["PYCHARTER_ADMIN"], "--config", str(self.environment.ini), "db", *words, *([url] if url else [])]

    def __call__(self, url, *words):
        return Result(subprocess.run(self.command(url, *words), capture_output=True, text=True, timeout=120,
                                     cwd=self.environment.folder))

    def start(self, url, *words):
        return Running(subprocess.Popen(self.command(url, *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, cwd=self.environment.folder))


class Running:
    """A run that goes on while the test does something else."""

    def __init__(self, process):
        self.process, self.error = process, ""

    def wait_until_it_says(self, text):
        while text not in self.error:
            line = self.process.stderr.readline()
            if not line:
                raise AssertionError(f"it ended without saying {text!r}:\n{self.error}")
            self.error += line

    def finish(self):
        text, rest = self.process.communicate(timeout=120)
        return Result(subprocess.CompletedProcess([], self.process.returncode, text, self.error + rest))


class Alembic:
    name = "alembic"
    # The command line, with the URL put into the configuration and the log on stderr as alembic.ini has it.
    DRIVER = ("import logging,sys;from alembic.config import CommandLine,Config;"
              "logging.basicConfig(level=logging.WARNING,format='%(levelname)-5.5s [%(name)s] %(message)s');"
              "logging.getLogger('alembic').setLevel(logging.INFO);"
              "url=sys.argv.pop(1);ini=sys.argv.pop(1);line=CommandLine();"
              "options=line.parser.parse_args(sys.argv[1:]);config=Config(ini,cmd_opts=options);"
              "config.set_main_option('sqlalchemy.url',url.replace('%','%%'));line.run_cmd(config,options)")

    def __init__(self, environment):
        self.environment = environment

    def __call__(self, url, *words, **variables):
        url = url.replace("postgresql://", "postgresql+psycopg2://").replace("mysql://", "mysql+pymysql://")
        return Result(subprocess.run([sys.executable, "-c", self.DRIVER, url, str(self.environment.ini), *words],
                                     capture_output=True, text=True, timeout=120, cwd=self.environment.folder,
                                     env={**os.environ, **variables}))


class SqliteDatabase:
    def __init__(self, folder):
        self.path = pathlib.Path(folder) / f"{uuid.uuid4().hex}.db"
        sqlite3.connect(self.path).close()
        self.url = f"sqlite:///{self.path}"

    def query(self, sql):
        connection = sqlite3.connect(self.path)
        try:
            with connection:
                return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def rows(self):
        if not self.query("select 1 from sqlite_master where name = 'alembic_version'"):
            return []
        return sorted(row[0] for row in self.query("select version_num from alembic_version"))

    def catalog(self):
        return sorted((kind, name, re.sub(r"\s+", " ", sql or ""))
                      for kind, name, sql in self.query("select type, name, sql from sqlite_master"))


class PostgresqlDatabase:
    """A database of its own on the test server."""

    def __init__(self):
        import psycopg2

        self.server = os.environ["PYCHARTER_TEST_POSTGRESQL_URL"]
        self.name = "turns_" + uuid.uuid4().hex[:12]
        connection = psycopg2.connect(self.server)
        connection.autocommit = True
        connection.cursor().execute(f"create database {self.name}")
        connection.close()
        parts = urllib.parse.urlsplit(self.server)
        self.url = urllib.parse.urlunsplit(parts._replace(scheme="postgresql", path="/" + self.name))

    def query(self, sql):
        import psycopg2

        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        try:
            cursor = connection.cursor()
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def rows(self):
        if self.query("select to_regclass('alembic_version')") == [(None,)]:
            return []
        return sorted(row[0] for row in self.query("select version_num from alembic_version"))

    def catalog(self):
        columns = self.query("select table_name, column_name, data_type, character_maximum_length, is_nullable,"
                             " column_default from information_schema.columns where table_schema = 'public'")
        indexes = self.query("select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'")
        constraints = self.query("select conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
                                 " from pg_constraint where connamespace = 'public'::regnamespace")
        return sorted(map(str, columns)) + sorted(indexes) + sorted(constraints)

    def drop(self):
        import psycopg2

        connection = psycopg2.connect(self.server)
        connection.autocommit = True
        connection.cursor().execute(f"drop database {self.name} with (force)")
        connection.close()


class MysqlDatabase:
    """A database of its own on the test server."""

    def __init__(self):
        self.server = os.environ["PYCHARTER_TEST_MYSQL_URL"]
        self.name = "turns_" + uuid.uuid4().hex[:12]
        self.url = self.server
        self.query(f"create database {self.name}")
        self.url = urllib.parse.urlunsplit(urllib.parse.urlsplit(self.server)._replace(path="/" + self.name))

    def connect(self):
        import pymysql

        parts = urllib.parse.urlsplit(self.url)
        return pymysql.connect(host=parts.hostname, port=parts.port, user=parts.username, password=parts.password or "",
                               database=parts.path.lstrip("/"), autocommit=True)

    def query(self, sql):
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())
        finally:
            connection.close()

    def table_names(self):
        return sorted(row[0] for row in self.query("show tables"))

    def rows(self):
        if "alembic_version" not in self.table_names():
            return []
        return sorted(row[0] for row in self.query("select version_num from alembic_version"))

    def catalog(self):
        made = [self.query(f"show create table `{name}`")[0][:2] for name in self.table_names()]
        tables = [(name, re.sub(r" AUTO_INCREMENT=\d+", "", sql)) for name, sql in made]
        triggers = self.query("select trigger_name, action_statement from information_schema.triggers"
                              " where trigger_schema = database() order by 1")
        routines = self.query("select routine_name, routine_definition from information_schema.routines"
                              " where routine_schema = database() order by 1")
        return tables + triggers + routines

    def drop(self):
        self.query(f"drop database {self.name}")


# What makes a database of each kind, in that folder where it is a file.
DATABASES = {"sqlite": SqliteDatabase, "postgresql": lambda folder: PostgresqlDatabase(), "mysql": lambda folder: MysqlDatabase()}

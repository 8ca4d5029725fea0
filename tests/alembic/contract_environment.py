"""migrations/ is one environment for two tools: Python Alembic and pycharter-admin leave the same catalog, each says
of the other's database that it is at head, and they take turns.

    PYCHARTER_ADMIN=… PYCHARTER_TEST_PYTHON=… PYCHARTER_TEST_POSTGRESQL_URL=… PYCHARTER_TEST_MYSQL_URL=… python3 contract_environment.py
"""
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import urllib.parse

ADMIN = os.environ["PYCHARTER_ADMIN"]
PYTHON = os.environ["PYCHARTER_TEST_PYTHON"]
MIGRATIONS = pathlib.Path(__file__).resolve().parents[2] / "migrations"
SECOND = '''"""Second

Revision ID: 5ec0d0000002
Revises: ac3d8fcc3e60
"""
from alembic import op
import sqlalchemy as sa

revision = "5ec0d0000002"
down_revision = "ac3d8fcc3e60"


def upgrade():
    op.add_column("schemas", sa.Column("description", sa.String(100), nullable=True))
    op.create_index("ix_schemas_description", "schemas", ["name", "description"])


def downgrade():
    op.drop_index("ix_schemas_description", table_name="schemas")
    op.drop_column("schemas", "description")
'''


class BothTools:
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        shutil.copytree(MIGRATIONS, self.folder / "env", ignore=shutil.ignore_patterns("__pycache__", "meson.build"))

    def ours(self, url, *words):
        return self.run_tool([ADMIN, "--config", str(self.folder / "env" / "alembic.ini"), "db", *words], url)

    def alembic(self, url, *words):
        url = url.replace("postgresql://", "postgresql+psycopg2://").replace("mysql://", "mysql+pymysql://")
        return self.run_tool([PYTHON, "-m", "alembic", "-c", str(self.folder / "env" / "alembic.ini"), *words], url)

    def run_tool(self, command, url):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYCHARTER__")}
        environment["PYCHARTER_DATABASE_URL"] = url
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(0, done.returncode, f"{command}\n{done.stdout}{done.stderr}")
        return done

    def test_both_leave_the_same_catalog(self):
        mine, theirs = self.database(), self.database()
        self.ours(mine, "upgrade")
        self.alembic(theirs, "upgrade", "head")
        self.assertEqual(self.catalog(theirs), self.catalog(mine))
        self.ours(mine, "downgrade", "--revision", "base")
        self.alembic(theirs, "downgrade", "base")
        self.assertEqual(self.catalog(theirs), self.catalog(mine))

    def test_each_says_that_the_others_database_is_at_head(self):
        mine, theirs = self.database(), self.database()
        self.ours(mine, "init")
        self.assertIn("ac3d8fcc3e60 (head)", self.alembic(mine, "current").stdout)
        self.assertIn("No new upgrade operations detected.", self.alembic(mine, "check").stdout)
        self.assertIn("No new upgrade operations detected.", self.ours(mine, "check").stdout)
        self.alembic(theirs, "upgrade", "head")
        self.assertIn("No new upgrade operations detected.", self.ours(theirs, "check").stdout)
        self.assertEqual("Current database revision: ac3d8fcc3e60 (head)\n", self.ours(theirs, "current").stdout)
        self.assertIn("⚠ Database is already initialized.", self.ours(theirs, "init").stdout)

    def test_they_take_turns(self):
        url = self.database()
        self.ours(url, "upgrade")
        (self.folder / "env" / "versions" / "5ec0d0000002_second.py").write_text(SECOND)
        self.alembic(url, "upgrade", "head")
        self.assertEqual("Current database revision: 5ec0d0000002 (head)\n", self.ours(url, "current").stdout)
        self.ours(url, "downgrade", "--revision", "-1")
        self.assertRegex(self.alembic(url, "current").stdout, r"^ac3d8fcc3e60$")
        self.ours(url, "upgrade")
        self.assertIn("5ec0d0000002 (head)", self.alembic(url, "current").stdout)
        self.alembic(url, "downgrade", "base")
        self.ours(url, "upgrade")
        self.assertIn("5ec0d0000002 (head)", self.alembic(url, "current").stdout)

    def test_offline_sql_is_the_same_text(self):
        url = self.database()
        (self.folder / "env" / "versions" / "5ec0d0000002_second.py").write_text(SECOND)
        for ours, theirs in ((["upgrade", "--sql"], ["upgrade", "head", "--sql"]),
                             (["downgrade", "--sql", "--revision", "5ec0d0000002:base"], ["downgrade", "5ec0d0000002:base", "--sql"]),
                             (["stamp", "head", "--sql"], ["stamp", "head", "--sql"])):
            self.assertEqual(self.alembic(url, *theirs).stdout, self.ours(url, *ours).stdout)


class OnSQLite(BothTools, unittest.TestCase):
    counter = 0

    def database(self):
        self.counter += 1
        return f"sqlite:///{self.folder}/{self.counter}.db"

    def catalog(self, url):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
        if any(name == "pycharter_schema_version" for _, name, _, _ in rows):
            rows += connection.execute("SELECT version, description FROM pycharter_schema_version").fetchall()
        connection.close()
        # The journal is ours alone: Python Alembic has none.
        return [row for row in rows if row[2:3] != ("pycharter_migration_log",)]


class OnPostgreSQL(BothTools, unittest.TestCase):
    counter = 0

    def database(self):
        server = os.environ["PYCHARTER_TEST_POSTGRESQL_URL"]
        OnPostgreSQL.counter += 1
        name = f"contract_environment_{os.getpid()}_{OnPostgreSQL.counter}"
        self.psql(server, f"CREATE DATABASE {name}")
        self.addCleanup(self.psql, server, f"DROP DATABASE {name} WITH (FORCE)")
        return urllib.parse.urlsplit(server)._replace(path=f"/{name}").geturl()

    def psql(self, url, sql):
        done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url, "-c", sql], capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def catalog(self, url):
        done = subprocess.run(["pg_dump", "-s", "-n", "pycharter", url], capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr)
        return re.sub(r"^\\(un)?restrict .*$", "", done.stdout, flags=re.M)


class OnMySQL(BothTools, unittest.TestCase):
    counter = 0

    def database(self):
        server = os.environ["PYCHARTER_TEST_MYSQL_URL"]
        OnMySQL.counter += 1
        name = f"contract_environment_{os.getpid()}_{OnMySQL.counter}"
        self.mariadb(server, f"CREATE DATABASE {name}")
        self.addCleanup(self.mariadb, server, f"DROP DATABASE {name}")
        return urllib.parse.urlsplit(server)._replace(path=f"/{name}").geturl()

    def mariadb(self, url, sql):
        parts = urllib.parse.urlsplit(url)
        command = ["mariadb", "--no-defaults", "-BN", "--raw", "-h", parts.hostname, "-P", str(parts.port), "-u",
                   parts.username, f"--password={parts.password or ''}", "-e", sql, parts.path.lstrip("/")]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def catalog(self, url):
        tables = [name for name in self.mariadb(url, "SHOW TABLES").split() if name != "pycharter_migration_log"]
        rows = [self.mariadb(url, f"SHOW CREATE TABLE `{name}`") for name in tables]
        if "pycharter_schema_version" in tables:
            rows.append(self.mariadb(url, "SELECT version, description FROM pycharter_schema_version"))
        return rows


if __name__ == "__main__":
    unittest.main(verbosity=2)

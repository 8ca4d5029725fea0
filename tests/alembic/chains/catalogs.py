"""What a database holds, as text to compare: its catalog in its own words, and its rows."""
import datetime
import os
import re
import subprocess
import uuid

from peers import MysqlDatabase, PostgresqlDatabase, SqliteDatabase

# Ours alone, where a history is asked for; pg_dump's own remarks; PostgreSQL's name for the dump's session.
LEFT_OUT_OF_DUMPS = re.compile(r"^(--|SET |SELECT pg_catalog\.|\\(un)?restrict|$)")


class LiveSqlite(SqliteDatabase):
    def catalog(self):
        rows = self.query("select type, name, tbl_name, sql from sqlite_schema order by type desc, name")
        return [line for kind, name, table, sql in rows
                for line in [f"{kind} {name} on {table}"] + ordered_constraints(sql or "").split("\n")]

    def tables(self):
        return [f'"{name}"' for (name,) in self.query("select name from sqlite_schema where type = 'table'")]


class LivePostgresql(PostgresqlDatabase):
    def catalog(self):
        dump = os.path.join(os.environ["PYCHARTER_TEST_POSTGRESQL_BIN"], "pg_dump")
        text = subprocess.run([dump, "-s", "--no-owner", "--no-privileges", "-d", self.url], capture_output=True, text=True,
                              check=True).stdout
        return [line for line in text.split("\n") if not LEFT_OUT_OF_DUMPS.match(line)]

    def tables(self):
        return [row[0] for row in self.query("select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = relnamespace "
                                             "where relkind = 'r' and nspname !~ '^(pg_|information_schema)'")]


class LiveMysql(MysqlDatabase):
    def catalog(self):
        return [line for name in self.table_names()
                for line in ordered_keys(self.query(f"show create table `{name}`")[0][1].split("\n"))]

    def tables(self):
        return [f"`{name}`" for name in self.table_names()]


def make(kind, folder):
    return {"sqlite": lambda: LiveSqlite(folder), "postgresql": LivePostgresql, "mysql": LiveMysql}[kind]()


def discard(database):
    if hasattr(database, "drop"):
        database.drop()


def ordered_constraints(sql):
    """A CREATE TABLE with its constraints sorted: a table that is made anew has them in the order of a Python set."""
    head, comma_lines, tail = split_create(sql)
    if head is None:
        return sql
    plain = [line for line in comma_lines if not CONSTRAINT.match(line)]
    constraints = sorted(line for line in comma_lines if CONSTRAINT.match(line))
    return head + "\n" + ", \n".join(plain + constraints) + "\n" + tail


CONSTRAINT = re.compile(r"\s*(CONSTRAINT|PRIMARY KEY|UNIQUE|FOREIGN KEY|CHECK)\b")


def split_create(sql):
    lines = sql.split("\n")
    if not sql.startswith("CREATE TABLE") or len(lines) < 3:
        return None, [], None
    return lines[0], "\n".join(lines[1:-1]).split(", \n"), lines[-1]


def ordered_keys(lines):
    """SHOW CREATE TABLE with its keys sorted: they stand in the order they were made, which for a table made anew is a set's."""
    keys = [line.rstrip(",") for line in lines if KEY.match(line)]
    others = [line for line in lines if not KEY.match(line)]
    return others[:-1] + sorted(keys) + others[-1:]


KEY = re.compile(r"\s+(UNIQUE |FULLTEXT )?KEY |\s+CONSTRAINT ")


def rows(database):
    """Each table's rows, sorted; what the moment or chance made is not told apart."""
    found = []
    for table in sorted(database.tables()):
        content = [tuple(masked(value) for value in row) for row in database.query(f"select * from {table}")]
        found += [f"{table}: {row}" for row in sorted(content, key=repr)]
    return found


def masked(value):
    if isinstance(value, datetime.datetime) and recent(value.replace(tzinfo=None)):
        return "a moment ago"
    if isinstance(value, str):
        if RANDOM_UUID.match(value):
            return "a random uuid"
        if MOMENT.match(value) and recent(datetime.datetime.fromisoformat(value)):
            return "a moment ago"
    if isinstance(value, memoryview):  # psycopg2's bytes: shown, it would be an address
        return bytes(value)
    if isinstance(value, uuid.UUID) and value.version == 4:
        return "a random uuid"
    return value


RANDOM_UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
MOMENT = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$")


def recent(moment):
    return abs(datetime.datetime.utcnow() - moment) < datetime.timedelta(days=1)

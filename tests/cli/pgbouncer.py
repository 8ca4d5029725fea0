"""Migrations and the contract store through pgbouncer in transaction mode, where one client's session is another's a moment later.

PYCHARTER_TEST_PGBOUNCER_URL is the pooler (tools/servers.sh), PYCHARTER_ADMIN the program, PYCHARTER_TEST_POSTGRESQL_BIN the folder of
psql. The test makes a database and drops it.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

for needed in ("PYCHARTER_TEST_PGBOUNCER_URL", "PYCHARTER_TEST_POSTGRESQL_BIN"):
    if needed not in os.environ:
        sys.exit(f"{needed} must be set: see the head of {__file__}")
SERVER = os.environ["PYCHARTER_TEST_PGBOUNCER_URL"]
DATABASE = f"pooled_{os.getpid()}"
URL = urlsplit(SERVER)._replace(path=f"/{DATABASE}").geturl()
AT_ONCE = 10

CREATE = """def upgrade():
    op.create_table("t{n}", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(20), index=True))
    op.bulk_insert(sa.table("t{n}", sa.column("id"), sa.column("name")), [{{"id": i, "name": str(i)}} for i in range(20)])


def downgrade():
    op.drop_table("t{n}")
"""
SETTING = """def upgrade():
    op.create_table("outside", sa.Column("id", sa.Integer()))
    op.execute("SET {scope}lock_timeout = '4s'")


def downgrade():
    op.drop_table("outside")
"""
OUTSIDE = """def upgrade():
    op.create_table("outside", sa.Column("id", sa.Integer()))
    with op.get_context().autocommit_block():
        op.create_index("ix", "outside", ["id"], postgresql_concurrently=True)


def downgrade():
    op.drop_table("outside")
"""


def start(*words):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYCHARTER__")}
    return subprocess.Popen([os.environ["PYCHARTER_ADMIN"], *words], env=environment, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def expect(code, *words, says=""):
    process = start(*words)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == code and says in out, (words, process.returncode, out)
    return out


def all_at_once(count, *words):
    processes = [start(*words) for _ in range(count)]
    for process in processes:
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0, (words, process.returncode, out)


def sql(text, url=URL):
    psql = Path(os.environ["PYCHARTER_TEST_POSTGRESQL_BIN"]) / "psql"
    done = subprocess.run([psql, "-XAtq", url, "-c", text], capture_output=True, text=True)
    assert done.returncode == 0, (text, done.stderr)
    return done.stdout.strip()


def add_revision(folder, number, body):
    parent = f'"{number - 1:012}"' if number > 1 else "None"
    (folder / "versions" / f"{number}.py").write_text(
        f'from alembic import op\nimport sqlalchemy as sa\n\nrevision = "{number:012}"\ndown_revision = {parent}\n\n\n{body}')


def nothing_is_left_in_sessions():
    """What one client leaves in a connection of the server, the next one has."""
    own = "(SELECT oid FROM pg_database WHERE datname = current_database())"
    assert sql(f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = {own}") == "0"
    for _ in range(8):
        assert sql("SELECT current_setting('search_path')") == '"$user", public'
        assert sql("SELECT current_setting('default_transaction_read_only')") == "off"
        assert sql("SELECT current_setting('lock_timeout')") == "0"
        assert sql("SELECT count(*) FROM pg_prepared_statements") == "0"


def contract_store():
    all_at_once(AT_ONCE, "db", "init", URL)
    expect(0, "db", "current", URL, says="(head)")
    expect(0, "db", "downgrade", "--revision", "base", URL)
    all_at_once(AT_ONCE, "db", "init", URL)
    expect(0, "db", "upgrade", URL)
    nothing_is_left_in_sessions()


def several_hosts():
    """Which of them takes writes libpq has to ask a pooler."""
    beside = urlsplit(URL)
    port = beside.netloc.rpartition(":")[2]
    for hosts in (f"127.0.0.1:1,127.0.0.1:{port}", f"127.0.0.1:{port},127.0.0.1:1"):
        expect(0, "db", "init", beside._replace(netloc=f"postgres@{hosts}").geturl())


def refusals():
    """The pooler's own, which all have one SQLSTATE."""
    out = expect(3, "store", "list", URL + "?options=-cstatement_timeout%3D5s", says="unsupported startup parameter")
    assert "check that the server runs" not in out, out
    out = expect(3, "store", "list", URL.replace("//postgres@", "//pycharter_password:wr0ng-secret@"), says="check user and password")
    assert "wr0ng-secret" not in out, out


def environment(folder):
    (folder / "versions").mkdir()
    ini = folder / "alembic.ini"
    ini.write_text("[alembic]\nscript_location = %(here)s\n")
    for number in (1, 2, 3):
        add_revision(folder, number, CREATE.format(n=number))
    on = ["-c", str(ini), "db"]
    all_at_once(2, *on, "upgrade", URL)
    expect(0, *on, "current", URL, says="000000000003")
    assert sql("SELECT count(*) FROM t3") == "20"
    expect(0, *on, "downgrade", "--revision=-2", URL)
    all_at_once(2, *on, "upgrade", URL)
    nothing_is_left_in_sessions()

    # What needs a session is refused before anything is done.
    add_revision(folder, 4, OUTSIDE)
    out = expect(3, *on, "upgrade", URL, says="pgbouncer")
    assert "connect to the server itself" in out, out
    assert sql("SELECT count(*) FROM pg_tables WHERE tablename = 'outside'") == "0"
    expect(0, *on, "current", URL, says="000000000003")
    add_revision(folder, 4, SETTING.format(scope=""))
    out = expect(3, *on, "upgrade", URL, says="write SET LOCAL")
    assert "4.py:" in out, out
    add_revision(folder, 4, SETTING.format(scope="LOCAL "))
    expect(0, *on, "upgrade", URL)
    expect(3, *on, "downgrade", "--revision", "base", "--transaction-per-migration", URL, says="pgbouncer")
    expect(0, *on, "downgrade", "--revision", "base", URL)
    nothing_is_left_in_sessions()


sql(f"CREATE DATABASE {DATABASE}", SERVER)
try:
    contract_store()
    several_hosts()
    refusals()
    with tempfile.TemporaryDirectory() as name:
        environment(Path(name))
finally:
    sql(f"DROP DATABASE {DATABASE} WITH (FORCE)", SERVER)

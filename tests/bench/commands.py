"""Times of whole commands, side by side with their peers in one run, as a Markdown table with ratios.

    PYCHARTER_ADMIN=… PYCHARTER_TEST_PYTHON=… PYCHARTER_TEST_POSTGRESQL_URL=… [GOOSE=…] python3 commands.py [--revisions N] [--only compare …]

Nothing is asserted: a table is for reading. Each figure is the shortest of several runs, since what else the machine
does only ever adds to them; runs of the peers alternate. Memory is the peak of the process (VmHWM), in MiB.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import urllib.parse

ADMIN = os.environ["PYCHARTER_ADMIN"]
PYTHON = os.environ["PYCHARTER_TEST_PYTHON"]
POSTGRESQL = os.environ["PYCHARTER_TEST_POSTGRESQL_URL"]
# Debian's /usr/bin/psql is a Perl wrapper: the program itself is the peer.
PSQL = os.path.join(os.environ.get("PYCHARTER_TEST_POSTGRESQL_BIN", "/usr/lib/postgresql/15/bin"), "psql")
GOOSE = os.environ.get("GOOSE")
MIGRATIONS = pathlib.Path(__file__).resolve().parents[2] / "migrations"

ENV_PY = """from alembic import context
from sqlalchemy import create_engine
engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
REVISION = '''"""step {number}

Revision ID: {identifier}
Revises: {parent}
Create Date: 2025-01-01 00:00:00
"""
from alembic import op
import sqlalchemy as sa

revision = "{identifier}"
down_revision = {parent!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
'''


def identifier(number):
    return f"{number:012x}"


def step(number):
    """(upgrade, downgrade, SQL) of a revision: every tenth makes a table, the others add a column to it."""
    table = f"t{number // 10}"
    if number % 10 == 0:
        return (f'op.create_table("{table}", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50), nullable=False))',
                f'op.drop_table("{table}")',
                f"CREATE TABLE {table} (id INTEGER NOT NULL, name VARCHAR(50) NOT NULL, PRIMARY KEY (id));")
    column = f"c{number % 10}"
    return (f'op.add_column("{table}", sa.Column("{column}", sa.Text(), nullable=True))',
            f'op.drop_column("{table}", "{column}")',
            f"ALTER TABLE {table} ADD COLUMN {column} TEXT;")


def make_environment(folder, count, url):
    versions = folder / "env" / "versions"
    versions.mkdir(parents=True)
    (folder / "env" / "env.py").write_text(ENV_PY)
    (folder / "env" / "script.py.mako").write_text("")
    (folder / "alembic.ini").write_text(f"[alembic]\nscript_location = %(here)s/env\nsqlalchemy.url = {url.replace('%', '%%')}\n")
    for number in range(count):
        up, down, _ = step(number)
        parent = identifier(number - 1) if number else None
        (versions / f"{identifier(number)}_step.py").write_text(
            REVISION.format(number=number, identifier=identifier(number), parent=parent, up=up, down=down))


def run_once(command, cwd, stdin=None):
    """Seconds, peak MiB and seconds of the processor of one run."""
    # A pipe would have us woken for every line of the log, and who writes one would pay for it.
    with tempfile.TemporaryFile() as errors, open(stdin or os.devnull, encoding="utf-8") as given:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, stdin=given, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise SystemExit(f"{command}: exit code {process.returncode}\n{errors.read().decode()}")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def compare(title, contenders, runs, prepare=lambda: None):
    """contenders: {name: (command, cwd, stdin)}; the first is ours. Prints a table."""
    figures = {name: [] for name in contenders}
    for _ in range(runs):
        for name, (command, cwd, stdin) in contenders.items():
            prepare()
            figures[name].append(run_once(command, cwd, stdin))
    def best(name, place):
        return min(figure[place] for figure in figures[name])

    ours = next(iter(contenders))
    print(f"\n### {title}\n\n| program | time | processor | memory | its time ÷ ours | its processor ÷ ours |\n|---|---:|---:|---:|---:|---:|")
    for name, values in figures.items():
        seconds, busy = best(name, 0), best(name, 2)
        print(f"| {name} | {seconds * 1000:.1f} ms | {busy * 1000:.1f} ms | {max(v[1] for v in values):.0f} MiB | "
              f"{seconds / best(ours, 0):.2f} | {busy / max(best(ours, 2), 1e-4):.2f} |", flush=True)


def psql(sql, url=POSTGRESQL):
    subprocess.run([PSQL, "-XqAt", "-v", "ON_ERROR_STOP=1", url, "-c", sql], check=True, capture_output=True)


def database(name):
    psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    psql(f"CREATE DATABASE {name}")
    return urllib.parse.urlsplit(POSTGRESQL)._replace(path=f"/{name}").geturl()


def bench_current(work, runs):
    folder = work / "current"
    url = f"sqlite:///{folder}/c.db"
    make_environment(folder, 10, url)
    ours = [ADMIN, "--config", str(folder / "alembic.ini"), "db"]
    alembic = [PYTHON, "-m", "alembic", "-c", str(folder / "alembic.ini")]
    run_once([*ours, "upgrade"], folder)
    compare("db current, SQLite", {
        "pycharter-admin": ([*ours, "current"], folder, None),
        "sqlite3": (["sqlite3", str(folder / "c.db"), "SELECT version_num FROM alembic_version"], folder, None),
        "Alembic": ([*alembic, "current"], folder, None)}, runs)

    target = database("bench_current")
    python_url = target.replace("postgresql://", "postgresql+psycopg2://")
    ini = folder / "alembic.ini"
    ini.write_text(f"[alembic]\nscript_location = %(here)s/env\nsqlalchemy.url = {python_url}\n")
    run_once([*ours, "upgrade"], folder)
    compare("db current, PostgreSQL", {
        "pycharter-admin": ([*ours, "current"], folder, None),
        "psql": ([PSQL, "-Xc", "SELECT version_num FROM alembic_version", target], folder, None),
        "Alembic": ([*alembic, "current"], folder, None)}, runs)


def bench_upgrade(work, count, runs):
    folder = work / "upgrade"
    path = folder / "u.db"
    url = f"sqlite:///{path}"
    make_environment(folder, count, url)
    statements = [step(number)[2] for number in range(count)]
    versions = ["CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));"]
    script = []
    for number, statement in enumerate(statements):
        script.append(statement)
        script.append(f"INSERT INTO alembic_version (version_num) VALUES ('{identifier(0)}');" if number == 0 else
                      f"UPDATE alembic_version SET version_num='{identifier(number)}' WHERE version_num = '{identifier(number - 1)}';")
    (folder / "plain.sql").write_text("\n".join(versions + script))
    (folder / "one.sql").write_text("BEGIN;\n" + "\n".join(versions + script) + "\nCOMMIT;\n")
    ours = [ADMIN, "--config", str(folder / "alembic.ini"), "db", "upgrade"]
    alembic = [PYTHON, "-m", "alembic", "-c", str(folder / "alembic.ini"), "upgrade", "head"]
    contenders = {
        "pycharter-admin": (ours, folder, None),
        "sqlite3, one transaction": (["sqlite3", str(path)], folder, str(folder / "one.sql")),
        "Alembic": (alembic, folder, None)}
    if GOOSE:
        goose = folder / "goose"
        goose.mkdir()
        for number, statement in enumerate(statements):
            (goose / f"{number + 1:05d}_step.sql").write_text(f"-- +goose Up\n{statement}\n-- +goose Down\nSELECT 1;\n")
        contenders["goose"] = ([GOOSE, "-dir", str(goose), "sqlite3", str(path), "up"], folder, None)
    compare(f"upgrade through {count} revisions, SQLite", contenders, runs, lambda: path.unlink(missing_ok=True))

    target = database("bench_upgrade")
    python_url = target.replace("postgresql://", "postgresql+psycopg2://")
    (folder / "alembic.ini").write_text(f"[alembic]\nscript_location = %(here)s/env\nsqlalchemy.url = {python_url}\n")
    compare(f"upgrade through {count} revisions, PostgreSQL", {
        "pycharter-admin": (ours, folder, None),
        "psql -1": ([PSQL, "-Xq1", "-f", str(folder / "plain.sql"), target], folder, None),
        "Alembic": (alembic, folder, None)}, max(1, runs // 2), lambda: database("bench_upgrade"))


def bench_history(work, count, runs):
    folder = work / "history"
    make_environment(folder, count, "sqlite:///none.db")
    compare(f"db history, {count} revisions", {
        "pycharter-admin": ([ADMIN, "--config", str(folder / "alembic.ini"), "db", "history"], folder, None),
        "reading the files (cat)": (["sh", "-c", "cat env/versions/*.py | wc -c"] if count < 5000 else
                                    ["sh", "-c", "find env/versions -name '*.py' -print0 | xargs -0 cat | wc -c"], folder, None),
        "Alembic": ([PYTHON, "-m", "alembic", "-c", str(folder / "alembic.ini"), "history"], folder, None)}, runs)


COMPARED_ENV_PY = """import sys
from alembic import context
from sqlalchemy import create_engine
sys.path.insert(0, context.config.get_main_option("here"))
from models import Base
engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
"""
MODEL = '''

class Table{number}(Base):
    __tablename__ = "table_{number}"
    id = Column(Integer, primary_key=True)
    name = Column(String(50), nullable=False, index=True)
    other_id = Column(Integer, ForeignKey("table_{other}.id"))
    amount = Column(Numeric(10, 2))
    flag = Column(Boolean, nullable=False)
    note = Column(Text)
    made = Column(DateTime)
    day = Column(Date)
    code = Column(String(10))
    size = Column(BigInteger)
'''


# A column, a type, an index and a default of some tables, and a table.
EDITS = {3: ("    size = Column(BigInteger)\n", "    size = Column(BigInteger)\n    more = Column(Text)\n"),
         50: ("code = Column(String(10))", "code = Column(String(20))"),
         120: ("name = Column(String(50), nullable=False, index=True)", "name = Column(String(50), nullable=False)"),
         333: ("flag = Column(Boolean, nullable=False)", "flag = Column(Boolean)"),
         700: ("day = Column(Date)", "day = Column(Date, index=True)")}
COMPARED_MAKO = """revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
"""


def models_of(tables, edited):
    classes = [MODEL.format(number=number, other=max(0, number - 1)) for number in range(tables)]
    if edited:
        for number, (old, new) in EDITS.items():
            if number < tables:
                classes[number] = classes[number].replace(old, new)
        classes.append(MODEL.format(number=tables, other=0))
    return ("from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Integer, Numeric, String, Text\n"
            "from sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n" + "".join(classes))


def operations_of(command, folder):
    """The calls of the script that a command writes, sorted: what is added and dropped, and where."""
    run_once(command, folder)
    (script,) = (folder / "env" / "versions").glob("*.py")
    calls = re.findall(r"(?:batch_)?op\.(?!f\()\w+\(.*", script.read_text())
    script.unlink()
    # A batch of SQLite is ours alone: Alembic is not told to write one.
    return sorted(call for call in calls if "batch_alter_table" not in call)


def bench_compare(work, tables, runs):
    """Models against a database that has them all, which each deploy's check does; and after a few edits."""
    folder = work / "compare"
    make_environment(folder, 0, "sqlite:///none.db")
    (folder / "env" / "env.py").write_text(COMPARED_ENV_PY)
    (folder / "env" / "script.py.mako").write_text(COMPARED_MAKO)
    ini, models, versions = folder / "alembic.ini", folder / "models.py", folder / "env" / "versions"
    ours = [ADMIN, "--config", str(ini), "db"]
    alembic = [PYTHON, "-m", "alembic", "-c", str(ini)]
    for title, url in (("SQLite", f"sqlite:///{folder}/c.db"), ("PostgreSQL", database("bench_compare"))):
        python_url = url.replace("postgresql://", "postgresql+psycopg2://")
        ini.write_text(f"[alembic]\nscript_location = %(here)s/env\nsqlalchemy.url = {python_url}\n[pycharter]\nmodels = models.py\n")
        models.write_text(models_of(tables, False))
        run_once([PYTHON, "-c", "import sys, sqlalchemy; sys.path.insert(0, '.'); from models import Base; "
                                f"Base.metadata.create_all(sqlalchemy.create_engine({python_url!r}))"], folder)
        compare(f"db check, {tables} tables of 10 columns, {title}", {
            "pycharter-admin": ([*ours, "check"], folder, None), "Alembic": ([*alembic, "check"], folder, None)}, runs)
        models.write_text(models_of(tables, True))
        write = ["revision", "--autogenerate", "-m", "edits"]
        found, theirs = operations_of([*ours, *write], folder), operations_of([*alembic, *write], folder)
        if len(found) != len(theirs):
            raise SystemExit(f"not the same operations:\n{found}\n{theirs}")

        def remove_scripts():
            for script in versions.glob("*.py"):
                script.unlink()

        compare(f"revision --autogenerate, {len(found)} operations on {tables} tables, {title}", {
            "pycharter-admin": ([*ours, *write], folder, None), "Alembic": ([*alembic, *write], folder, None)}, runs, remove_scripts)
        remove_scripts()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--revisions", type=int, default=1000)
    parser.add_argument("--history", type=int, default=10000)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=["current", "upgrade", "history", "compare"])
    args = parser.parse_args()
    for name in [k for k in os.environ if k.startswith("PYCHARTER__") or k == "PYCHARTER_DATABASE_URL"]:
        del os.environ[name]
    work = pathlib.Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        benches = {"current": lambda: bench_current(work, 4 * args.runs),
                   "upgrade": lambda: bench_upgrade(work, args.revisions, args.runs),
                   "history": lambda: bench_history(work, args.history, min(3, args.runs)),
                   "compare": lambda: bench_compare(work, args.tables, min(3, args.runs))}
        for name in args.only or benches:
            benches[name]()
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()

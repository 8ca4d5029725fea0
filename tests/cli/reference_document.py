"""The reference document, executed line by line, on SQLite and on PostgreSQL.

Every line of its shell blocks that names `pycharter` or `alembic` must be in COMMANDS below, with the check that holds
for it; a line that is not there fails the test, so that nothing in the document goes untried. `pycharter db x` runs as
`pycharter-admin db x`, `alembic x` as `pycharter-admin db x`.

    PYCHARTER_ADMIN=… PYCHARTER_TEST_POSTGRESQL_URL=… python3 reference_document.py
"""
import os
import pathlib
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
MIGRATIONS = HERE.parent.parent / "migrations"
DOCUMENT = (HERE / "reference" / "CONFIGURATION.md").read_text(encoding="utf-8")
ADMIN = os.environ["PYCHARTER_ADMIN"]
FIRST = "ac3d8fcc3e60"

# The document's example revision, as it stands there.
ADD_DESCRIPTION = re.search(r'^"""Add description to schemas table\n.*?^    op\.drop_column\(.*?\n', DOCUMENT, re.M | re.S)[0]


def blocks(language):
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", DOCUMENT, re.M | re.S)


def command_lines():
    """The lines of the document's shell blocks that call pycharter or alembic, without comments."""
    lines = []
    for block in blocks("bash"):
        for line in block.splitlines():
            line = line.split("  #")[0].strip()
            if re.match(r"(pycharter|alembic) ", line):
                lines.append(line)
    return lines


class Project:
    """A team's folder: a copy of migrations/ at its root, an empty database, and the tool."""

    def __init__(self, url_for):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="reference-"))
        shutil.copytree(MIGRATIONS, self.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "meson.build"))
        self.url = url_for(self.folder)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("PYCHARTER__") and k not in ("PYCHARTER_DATABASE_URL", "ALEMBIC_CONFIG")}
        self.environment["HOME"] = str(self.folder / "home")
        (self.folder / "home").mkdir()

    def run(self, line, url_in_environment=True, expect=0, cwd=None):
        words = shlex.split(line)
        if words[0] == "pycharter":
            words = words[1:]
        elif words[0] == "alembic":
            words = ["db", *words[1:]]
        words = [self.url if "://" in w else w for w in words]
        environment = dict(self.environment)
        if url_in_environment:
            environment["PYCHARTER_DATABASE_URL"] = self.url
        done = subprocess.run([ADMIN, *words], cwd=cwd or self.folder, env=environment, capture_output=True, text=True, timeout=60)
        if done.returncode != expect:
            raise AssertionError(f"{line}: exit code {done.returncode}, expected {expect}\n{done.stdout}{done.stderr}")
        return done

    def add_revision(self, name, text):
        (self.folder / "versions" / name).write_text(text, encoding="utf-8")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def revision(identifier, parent, upgrade, downgrade="pass", message="step"):
    return (
        f'"""{message}\n\nRevision ID: {identifier}\nRevises: {parent}\nCreate Date: 2025-11-19 10:00:00\n"""\n'
        "from alembic import op\nimport sqlalchemy as sa\n\n"
        f"revision = {identifier!r}\ndown_revision = {parent!r}\nbranch_labels = None\ndepends_on = None\n\n"
        f"def upgrade() -> None:\n{textwrap.indent(upgrade, '    ')}\n\ndef downgrade() -> None:\n{textwrap.indent(downgrade, '    ')}\n"
    )


class ReferenceDocument:
    """The cases; a subclass gives the database."""

    def setUp(self):
        self.project = Project(self.make_url)
        self.addCleanup(lambda: self.project.close())

    # The checks of COMMANDS. Each starts from an empty database.

    def initialises(self, line):
        done = self.project.run(line, url_in_environment="://" not in line)
        self.assertIn("✓ Database initialized successfully!", done.stdout)
        for table in ("schemas", "coercion_rules", "validation_rules", "governance_rules", "ownership", "metadata", "pycharter_schema_version"):
            self.assertIn(table, self.tables())
        self.assertIn(f"Current database revision: {FIRST}", self.project.run("pycharter db current").stdout)
        self.assertIn("⚠ Database is already initialized.", self.project.run(line, url_in_environment="://" not in line).stdout)

    def forces_initialisation(self, line):
        self.project.run("pycharter db init")
        self.query(f"DROP TABLE {self.qualified('alembic_version')}")
        refused = self.project.run("pycharter db init", expect=1)
        self.assertIn("--force", refused.stdout + refused.stderr)
        self.assertIn("db stamp", refused.stdout + refused.stderr)
        self.project.run(line)
        self.assertIn(FIRST, self.project.run("pycharter db current").stdout)

    def shows_the_revision(self, line):
        before = self.project.run(line, expect=1)
        self.assertIn("Database is not initialized. Run 'pycharter-admin db init' first.", before.stdout + before.stderr)
        self.project.run("pycharter db init")
        self.assertEqual(f"Current database revision: {FIRST} (head)\n", self.project.run(line).stdout)

    def shows_the_history(self, line):
        self.project.add_revision("abc123def456_add_description.py", ADD_DESCRIPTION)
        self.assertEqual(
            [f"{FIRST} -> abc123def456 (head), Add description to schemas table", f"<base> -> {FIRST}, Initial schema"],
            self.project.run(line).stdout.splitlines())

    def upgrades(self, line):
        self.project.run("pycharter db init")
        self.project.add_revision("abc123def456_add_description.py", ADD_DESCRIPTION)
        done = self.project.run(line)
        self.assertIn("✓ Database upgraded successfully!", done.stdout)
        self.assertIn("Running upgrade ac3d8fcc3e60 -> abc123def456, Add description to schemas table", done.stderr)
        self.assertIn("description", self.columns("schemas"))
        self.assertIn("abc123def456 (head)", self.project.run("pycharter db current").stdout)

    def downgrades(self, line):
        self.upgrades("pycharter db upgrade")
        done = self.project.run(line)
        self.assertIn("✓ Database downgraded successfully!", done.stdout)
        self.assertNotIn("description", self.columns("schemas"))
        self.assertEqual(f"Current database revision: {FIRST}\n", self.project.run("pycharter db current").stdout)
        self.project.run("pycharter db upgrade")
        self.assertIn("description", self.columns("schemas"))

    def stamps(self, line):
        self.project.run("pycharter db init")
        self.project.add_revision("abc123def456_add_description.py", ADD_DESCRIPTION)
        done = self.project.run(line)
        self.assertIn("✓ Database stamped successfully with revision: abc123def456", done.stdout)
        self.assertNotIn("description", self.columns("schemas"))
        self.assertIn("abc123def456 (head)", self.project.run("pycharter db current").stdout)

    def writes_a_revision(self, line):
        self.project.run("pycharter db init")
        done = self.project.run(line)
        path = pathlib.Path(done.stdout.split()[-1])
        self.assertTrue(path.is_absolute() or (self.project.folder / path).exists(), done.stdout)
        text = (self.project.folder / path).read_text(encoding="utf-8")
        self.assertIn(f"Revises: {FIRST}", text)
        self.assertIn("def upgrade() -> None:", text)
        self.project.run("pycharter db upgrade")

    # What the document does to the models before it generates. `pycharter.db.models` of PyCharter is `models` here.

    def edit_model(self, before, after, name="schema.py"):
        path = self.project.folder / "models" / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(before, text)
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    def generate(self, line):
        """The script that the line writes, and its path."""
        self.project.run("pycharter db init")
        path = pathlib.Path(self.project.run(line).stdout.strip())
        text = path.read_text(encoding="utf-8")
        self.assertIn(f"Revises: {FIRST}", text)
        return text, path

    def runs_there_and_back(self):
        self.project.run("pycharter db upgrade")
        self.assertIn("No new upgrade operations detected.", self.project.run("pycharter db check").stdout)
        self.project.run("pycharter db downgrade --revision -1")
        self.assertIn("pending", self.project.run("pycharter db check", expect=1).stdout)
        self.project.run("pycharter db upgrade")

    def generates_a_column(self, line):
        self.edit_model("    created_at = Column(", "    description = Column(Text, nullable=True)\n    created_at = Column(")
        self.edit_model("import Column, DateTime, Index, Integer, UniqueConstraint", "import Column, DateTime, Index, Integer, Text, UniqueConstraint")
        text, path = self.generate(line)
        message = re.search(r'-m "(.*)"', line)[1]
        self.assertRegex(path.name, rf"^[0-9a-f]{{12}}_{'_'.join(message.lower().split())}\.py$")
        self.assertTrue(text.startswith(f'"""{message}\n'))
        for expected in re.findall(r"^    op\..*$", ADD_DESCRIPTION, re.M):
            self.assertIn(expected, text)
        self.runs_there_and_back()
        self.assertIn("description", self.columns("schemas"))

    def generates_a_table(self, line):
        model = next(block for block in blocks("python") if "class NewTableModel" in block)
        (self.project.folder / "models" / "new_table.py").write_text(textwrap.dedent(model).replace("pycharter.db.models", "models"))
        with (self.project.folder / "models" / "__init__.py").open("a") as init:
            init.write("from models.new_table import NewTableModel\n")
        text, _ = self.generate(line)
        self.assertIn("    op.create_table('new_table',\n    sa.Column('id', sa.Integer(), nullable=False),\n"
                      "    sa.Column('name', sa.String(length=255), nullable=False),\n", text)
        self.assertIn("    op.drop_table('new_table')\n", text)
        self.runs_there_and_back()
        self.assertIn("new_table", self.tables())

    def generates_an_index(self, line):
        self.edit_model('        Index("ix_schemas_version", "version"),\n',
                        '        Index("ix_schemas_version", "version"),\n        Index("idx_schemas_name_version", "name", "version"),\n')
        text, _ = self.generate(line)
        self.assertIn("    op.create_index('idx_schemas_name_version', 'schemas', ['name', 'version'], unique=False)\n", text)
        self.assertIn("    op.drop_index('idx_schemas_name_version', table_name='schemas')\n", text.replace("op.f('idx_schemas_name_version')", "'idx_schemas_name_version'"))
        self.runs_there_and_back()

    def generates_nothing(self, line):
        text, _ = self.generate(line)
        self.assertEqual(2, text.count("    pass\n"), text)
        self.runs_there_and_back()

    def test_a_changed_type_is_generated(self):
        self.edit_model('version = Column(ShortName, nullable=True)', 'version = Column(Name, nullable=True)')
        text, _ = self.generate('alembic revision --autogenerate -m "Longer versions"')
        self.assertRegex(text, r"op\.alter_column\((?:'schemas', )?'version',\n +existing_type=sa\.VARCHAR\(length=50\),\n +type_=sa\.String\(length=255\)")
        self.runs_there_and_back()

    def test_nothing_is_generated_for_a_database_behind_head(self):
        self.project.run("pycharter db init")
        self.project.add_revision("abc123def456_add_description.py", ADD_DESCRIPTION)
        before = sorted(p.name for p in (self.project.folder / "versions").iterdir())
        done = self.project.run('alembic revision --autogenerate -m "update"', expect=3)
        self.assertIn("Target database is not up to date.", done.stderr)
        self.assertEqual(before, sorted(p.name for p in (self.project.folder / "versions").iterdir()))

    def test_diff_shows_the_statements(self):
        self.project.run("pycharter db init")
        self.assertEqual("-- No new upgrade operations detected.\n", self.project.run("pycharter db diff").stdout)
        self.edit_model('        Index("ix_schemas_version", "version"),\n', '')
        self.assertEqual("DROP INDEX ix_schemas_version;\n", self.project.run("pycharter db diff").stdout)
        done = self.project.run("pycharter db check", expect=1)
        self.assertEqual("New upgrade operations detected:\n  drop_index ix_schemas_version on schemas\n", done.stdout)
        self.assertIn("INFO  [alembic.autogenerate.compare.constraints] Detected removed index 'ix_schemas_version' on 'schemas'", done.stderr)

    COMMANDS = {
        "pycharter db init": initialises,
        "pycharter db init postgresql://user:pass@localhost/pycharter": initialises,
        "pycharter db init postgresql://user:password@localhost:5432/pycharter": initialises,
        "pycharter db init --force": forces_initialisation,
        "pycharter db current": shows_the_revision,
        "pycharter db history": shows_the_history,
        "pycharter db upgrade": upgrades,
        "pycharter db upgrade --revision abc123def456": upgrades,
        "pycharter db downgrade --revision -1": downgrades,
        "pycharter db downgrade --revision ac3d8fcc3e60": downgrades,
        "alembic stamp head": stamps,
        'alembic revision -m "Description"': writes_a_revision,
        'alembic revision --autogenerate -m "Description"': generates_nothing,
        'alembic revision --autogenerate -m "Add description to schemas table"': generates_a_column,
        'alembic revision --autogenerate -m "Add new_table"': generates_a_table,
        'alembic revision --autogenerate -m "Add column_name to table_name"': generates_a_column,
        'alembic revision --autogenerate -m "Add index to schemas"': generates_an_index,
        'alembic revision --autogenerate -m "Add description column to schemas table"': generates_a_column,
        'alembic revision --autogenerate -m "update"': generates_nothing,
        'alembic revision --autogenerate -m "Add description to schemas"': generates_a_column,
    }

    def test_every_command_line_of_the_document(self):
        lines = command_lines()
        self.assertGreater(len(lines), 30)
        for line in dict.fromkeys(lines):
            with self.subTest(line=line):
                self.assertIn(line, self.COMMANDS, "the document has a line that is not tried here")
                self.project.close()
                self.project = Project(self.make_url)
                self.COMMANDS[line](self, line)

    def test_each_place_of_the_configuration_wins_over_those_below_it(self):
        project = self.project
        wrong = "postgresql://nobody@127.0.0.1:1/nowhere"
        environment = project.environment
        ini = (project.folder / "alembic.ini").read_text()
        placeholder = "sqlalchemy.url = driver://user:pass@localhost/dbname"
        self.assertIn(placeholder, ini)
        escaped = project.url.replace("%", "%%")

        (project.folder / "alembic.ini").write_text(ini.replace(placeholder, f"sqlalchemy.url = {escaped}"))
        project.run("pycharter db init", url_in_environment=False)
        (project.folder / "alembic.ini").write_text(ini.replace(placeholder, f"sqlalchemy.url = {wrong}"))

        def cfg(path, url):
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"[database]\nsql_alchemy_conn = {url}\n")
            path.chmod(0o600)

        inner = project.folder / "inner"
        inner.mkdir()
        cfg(project.folder / "pycharter.cfg", escaped)
        project.run("pycharter db current", url_in_environment=False)
        project.run("pycharter db current", url_in_environment=False, cwd=inner)
        cfg(project.folder / "pycharter.cfg", wrong)
        cfg(project.folder / "home" / ".pycharter" / "pycharter.cfg", escaped)
        project.run("pycharter db current", url_in_environment=False, cwd=inner)
        project.run("pycharter db current", url_in_environment=False, expect=3)
        environment["PYCHARTER_DATABASE_URL"] = project.url
        project.run("pycharter db current", url_in_environment=False)
        environment["PYCHARTER_DATABASE_URL"] = wrong
        environment["PYCHARTER__DATABASE__SQL_ALCHEMY_CONN"] = project.url
        project.run("pycharter db current", url_in_environment=False)
        environment["PYCHARTER__DATABASE__SQL_ALCHEMY_CONN"] = wrong
        project.run("pycharter db current x://", url_in_environment=False)

    def test_the_example_revisions_run_as_they_stand(self):
        project = self.project
        project.run("pycharter db init")
        self.query(self.insert_schema)
        project.add_revision("abc123def456_add_description_to_schemas_table.py", ADD_DESCRIPTION)
        data = re.search(r"# Data migration\n(.*?)```", DOCUMENT, re.S)[1]
        project.add_revision("bbb_data.py", revision("bbb", "abc123def456", textwrap.dedent(data)))
        alter = "op.alter_column('schemas', 'name',\n    type_=sa.String(500),\n    existing_type=sa.String(255))"
        batch = textwrap.dedent("""\
            with op.batch_alter_table('schemas') as batch_op:
                batch_op.alter_column('name', type_=sa.String(500), existing_type=sa.String(255), existing_nullable=False)
            """)
        project.add_revision("ccc_alter.py", revision("ccc", "bbb", batch if self.url_scheme == "sqlite" else alter))
        project.add_revision("ddd_table.py", revision("ddd", "ccc", textwrap.dedent("""\
            op.create_table('new_table',
                sa.Column('id', sa.Integer(), nullable=False),
                sa.Column('name', sa.String(255), nullable=False),
                sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.func.now()),
                sa.PrimaryKeyConstraint('id'))
            op.create_index('idx_schemas_name_version', 'schemas', ['name', 'version'])
            """), "op.drop_index('idx_schemas_name_version', table_name='schemas')\nop.drop_table('new_table')"))
        project.run("pycharter db upgrade")
        self.assertEqual([("Default description",)], self.query(f"SELECT description FROM {self.qualified('schemas')}"))
        self.assertIn("new_table", self.tables())
        project.run("pycharter db downgrade --revision -1")
        self.assertNotIn("new_table", self.tables())
        project.run("pycharter db upgrade")

    @property
    def insert_schema(self):
        return f"INSERT INTO {self.qualified('schemas')} (name, version, schema_data) VALUES ('user', '1.0.0', '{{}}')"


class OnSQLite(ReferenceDocument, unittest.TestCase):
    url_scheme = "sqlite"

    def make_url(self, folder):
        self.path = folder / "contracts.db"
        return f"sqlite:///{self.path}"

    def qualified(self, table):
        return table

    def query(self, sql):
        with sqlite3.connect(self.path) as connection:
            rows = connection.execute(sql).fetchall()
        connection.close()
        return rows

    def tables(self):
        return [name for (name,) in self.query("SELECT name FROM sqlite_schema WHERE type = 'table'")]

    def columns(self, table):
        return [row[1] for row in self.query(f"PRAGMA table_info({table})")]


class OnPostgreSQL(ReferenceDocument, unittest.TestCase):
    url_scheme = "postgresql"
    counter = 0

    def make_url(self, folder):
        server = os.environ["PYCHARTER_TEST_POSTGRESQL_URL"]
        OnPostgreSQL.counter += 1
        name = f"reference_{os.getpid()}_{OnPostgreSQL.counter}"
        psql(server, f"CREATE DATABASE {name}")
        self.addCleanup(psql, server, f"DROP DATABASE {name} WITH (FORCE)")
        self.url = urllib.parse.urlsplit(server)._replace(path=f"/{name}").geturl()
        return self.url

    def qualified(self, table):
        return f"pycharter.{table}"

    def query(self, sql):
        return [tuple(line.split("|")) for line in psql(self.url, sql).splitlines()]

    def tables(self):
        return [name for (name,) in self.query("SELECT tablename FROM pg_tables WHERE schemaname = 'pycharter'")]

    def columns(self, table):
        return [name for (name,) in self.query(f"SELECT column_name FROM information_schema.columns WHERE table_schema = 'pycharter' AND table_name = '{table}'")]


def psql(url, sql):
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url, "-c", sql], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)

"""Contract stores beside each other in one PostgreSQL database, and a team's own Alembic; and environments that
`db env` makes, for both tools.

    PYCHARTER_ADMIN=… PYCHARTER_TEST_POSTGRESQL_URL=… PYCHARTER_TEST_MYSQL_URL=… stores.py
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from peers import Admin, Alembic, Environment, MysqlDatabase, PostgresqlDatabase, Result, SqliteDatabase

ODD = 'We\'ird "Schema" é 100% $1 :x'


class Tools(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_tool(self, program, *words):
        return Result(subprocess.run([program, *words], capture_output=True, text=True, timeout=120, cwd=self.folder))


class Stores(Tools):
    def setUp(self):
        super().setUp()
        self.database = PostgresqlDatabase()
        self.addCleanup(self.database.drop)

    def store(self, schema, *words):
        """Over the installed environment, since the folder has none."""
        chosen = () if schema is None else ("--set", "database.schema_name=" + schema)
        return self.run_tool(os.environ["PYCHARTER_ADMIN"], *chosen, *words, self.database.url)

    def tables(self, schema):
        return {row[0] for row in self.database.query(
            "select table_name from information_schema.tables where table_schema = $name$%s$name$" % schema)}

    def head(self, schema):
        return self.database.query('select version_num from "%s".alembic_version' % schema.replace('"', '""'))

    def test_a_schema_may_have_any_name(self):
        self.store(ODD, "db", "init").check()
        self.assertLessEqual({"alembic_version", "schemas", "metadata"}, self.tables(ODD))
        self.assertEqual(set(), self.tables("public"))
        self.assertIn("(head)", self.store(ODD, "db", "current").check().text)
        (self.folder / "user.json").write_text('{"type": "object"}')
        self.store(ODD, "store", "put", "schema", "user@1.0.0", "user.json").check()
        self.assertIn("user", self.store(ODD, "store", "list").check().text)
        self.assertEqual([], self.store(ODD, "db", "upgrade").check().log)
        self.store(ODD, "db", "downgrade", "--revision", "base").check()
        self.assertEqual({"alembic_version"}, self.tables(ODD))

    def test_eight_that_initialise_at_once_all_find_it_done(self):
        mysql = MysqlDatabase()
        self.addCleanup(mysql.drop)
        for database in (self.database, mysql, SqliteDatabase(self.folder)):
            command = [os.environ["PYCHARTER_ADMIN"], "db", "init", database.url]
            running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        cwd=self.folder) for _ in range(8)]
            words = []
            for process in running:
                text, error = process.communicate(timeout=120)
                self.assertEqual(0, process.returncode, text + error)
                words.append(text + error)
            self.assertEqual(1, sum("Database initialized successfully!" in text for text in words), words)
            self.assertEqual(7, sum("Database is already initialized." in text for text in words), words)

    def test_an_initialisation_that_was_killed_where_ddl_commits_is_completed(self):
        admin = os.environ["PYCHARTER_ADMIN"]
        rendered = self.run_tool(admin, "db", "upgrade", "mysql://offline/offline", "--sql").check().text
        statements = [part.strip() for part in re.sub("(?m)^--.*$", "", rendered).split(";\n") if part.strip()]
        whole = MysqlDatabase()
        self.addCleanup(whole.drop)
        self.run_tool(admin, "db", "init", whole.url).check()
        for done in (2, 8, len(statements) - 1):
            database = MysqlDatabase()
            self.addCleanup(database.drop)
            for statement in statements[:done]:
                database.query(statement)
            for words, code in ((["db", "init"], 1), (["db", "upgrade"], 3)):
                result = self.run_tool(admin, *words, database.url)
                self.assertEqual(code, result.code, result.text + result.error)
                self.assertIn("db init --force", result.text + result.error)
            self.run_tool(admin, "db", "init", "--force", database.url).check()
            self.assertEqual((whole.rows(), whole.catalog()), (database.rows(), database.catalog()))

    def test_two_stores_and_a_teams_own_alembic_stay_apart(self):
        with tempfile.TemporaryDirectory() as folder:
            team = Environment(folder)
            team.add_table("team1")
            Alembic(team)(self.database.url, "upgrade", "head").check()
            self.store("one", "db", "init").check()
            self.store(None, "db", "init").check()
            self.store("one", "db", "downgrade", "--revision", "base").check()
            self.assertEqual({"alembic_version"}, self.tables("one"))
            self.assertIn("schemas", self.tables("pycharter"))
            self.assertEqual({"alembic_version", "t_team1"}, self.tables("public"))
            self.assertEqual(["team1"], self.database.rows())
            team.add_table("team2", down=["team1"])
            Admin(team)(self.database.url, "upgrade").check()
            self.assertEqual(["team2"], self.database.rows())
            self.assertIn("(head)", self.store(None, "db", "current").check().text)

    def test_a_store_in_the_default_schema_is_used_where_it_is(self):
        self.store("public", "db", "init").check()
        before = self.database.catalog()
        self.assertIn("(head)", self.store(None, "db", "current").check().text)
        self.assertIn("already initialized", self.store(None, "db", "init").check().text)
        self.store(None, "db", "downgrade", "--revision", "base").check()
        self.assertEqual({"alembic_version"}, self.tables("public"))
        self.assertEqual([], self.database.query("select 1 from pg_namespace where nspname = 'pycharter'"))
        self.store("public", "db", "upgrade").check()
        self.assertEqual(before, self.database.catalog())

    def test_a_failed_init_leaves_no_schema(self):
        # An odd leftover that the store's own table runs into.
        self.database.query("create schema pycharter")
        self.database.query("create type pycharter.ownership as (x int)")
        result = self.store(None, "db", "init")
        self.assertEqual(3, result.code, result.error)
        self.assertEqual(set(), self.tables("pycharter"))


class NewEnvironment:
    def test_both_tools_read_what_db_env_writes(self):
        database = self.make_database()
        files = self.run_tool(os.environ["PYCHARTER_ADMIN"], "db", "env", "scripts").check().text.split()
        self.assertIn(str(self.folder / "scripts" / "env.py"), [str(self.folder / file) for file in files])
        ini = str(self.folder / "alembic.ini")

        def ours(*words):
            return self.run_tool(os.environ["PYCHARTER_ADMIN"], "--config", ini, "db", *words, database.url).check()

        def theirs(*words):
            text = pathlib.Path(ini).read_text()
            url = database.url.replace("postgresql://", "postgresql+psycopg2://").replace("mysql://", "mysql+pymysql://")
            configured = self.folder / "alembic_with_url.ini"
            configured.write_text("\n".join("sqlalchemy.url = " + url if line.startswith("sqlalchemy.url") else line
                                            for line in text.splitlines()))
            return self.run_tool(sys.executable, "-m", "alembic", "-c", str(configured), *words).check()

        ours("revision", "-m", "from ours")
        theirs("upgrade", "head")
        self.assertIn("(head)", ours("current").text)
        theirs("revision", "-m", "from theirs")
        ours("upgrade")
        self.assertIn("(head)", theirs("current").text)
        self.assertEqual(2, len(theirs("history").text.splitlines()))
        self.assertEqual(theirs("history").text, self.run_tool(os.environ["PYCHARTER_ADMIN"], "--config", ini, "db",
                                                               "history").check().text)


class NewEnvironmentOnSqlite(NewEnvironment, Tools):
    def make_database(self):
        return SqliteDatabase(self.folder)


class NewEnvironmentOnPostgresql(NewEnvironment, Tools):
    def make_database(self):
        database = PostgresqlDatabase()
        self.addCleanup(database.drop)
        return database


class NewEnvironmentOnMysql(NewEnvironment, Tools):
    def make_database(self):
        database = MysqlDatabase()
        self.addCleanup(database.drop)
        return database


if __name__ == "__main__":
    unittest.main()

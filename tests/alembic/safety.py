"""What goes wrong leaves the database as it was, what comes twice happens once, and what stays is told truthfully.

    PYCHARTER_ADMIN=… PYCHARTER_TEST_POSTGRESQL_URL=… PYCHARTER_TEST_MYSQL_URL=… safety.py
"""
import json
import tempfile
import unittest

from peers import Admin, Alembic, Environment, MysqlDatabase, PostgresqlDatabase, SqliteDatabase

AUTOCOMMIT = "with op.get_context().autocommit_block():\n    "


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.environment = Environment(folder.name)
        self.environment.add_table("first")
        self.ours = Admin(self.environment)
        self.database = self.make_database()

    def state(self):
        return self.database.rows(), self.database.catalog()

    def upgrade(self, *words):
        return self.ours(self.database.url, "upgrade", *words)

    def refused(self, *words):
        """Runs a command that fails and changes nothing; what it said."""
        before = self.state()
        result = self.ours(self.database.url, *words)
        self.assertEqual(3, result.code, result.error)
        self.assertEqual(before, self.state())
        return result.error


class OnSqlite:
    # Some 20 seconds and more.
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000000) select count(*) from n"
    brief = slow.replace("100000000", "6000000")
    pause = slow.replace("100000000", "300000")

    def make_database(self):
        return SqliteDatabase(self.folder)


class OnPostgresql:
    slow = "select pg_sleep(30)"
    brief = "select pg_sleep(2)"
    pause = "select pg_sleep(0.1)"

    def make_database(self):
        database = PostgresqlDatabase()
        self.addCleanup(database.drop)
        return database


class OnMysql:
    # Unlike sleep() and benchmark() this fails when it is killed.
    slow = ("with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)"
            " select count(*) from n a, n b, n c, n d")
    brief = "select sleep(2)"
    pause = "select sleep(0.1)"

    def make_database(self):
        database = MysqlDatabase()
        self.addCleanup(database.drop)
        return database


class Failures:
    def test_a_failing_statement_rolls_back_the_whole_run(self):
        self.environment.add("second", down=["first"], upgrade='op.execute("create table x (id int)")\n'
                                                                'op.execute("insert into nosuch values (1)")')
        error = self.refused("upgrade")
        self.assertIn("upgrade of revision second, statement 2", error)
        self.assertIn("Everything was rolled back", error)

    def test_a_failure_names_its_own_statement_whatever_was_read_since(self):
        self.environment.add("second", down=["first"], upgrade=(
            'op.create_table("x", sa.Column("id", sa.Integer))\n'
            'op.create_index("ix_second", "x", ["nosuch"])\n'
            'op.create_table("y", sa.Column("id", sa.Integer))'))
        self.environment.add_table("third", down=["second"])
        error = self.refused("upgrade")
        self.assertIn("upgrade of revision second, statement 2", error)
        self.assertRegex(error, r'second_\.py:\d+:\d+.*\n.*op\.create_index\("ix_second"')
        self.assertIn("Everything was rolled back", error)

    def test_a_failure_that_shows_while_a_later_line_runs_names_its_own(self):
        self.environment.add("second", down=["first"], upgrade=(
            'op.create_table("t_first", sa.Column("id", sa.Integer))\n'
            'op.execute("insert into t_first (id) values (1)")'))
        error = self.refused("upgrade")
        self.assertIn("upgrade of revision second, statement 1", error)
        self.assertRegex(error, r'second_\.py:\d+:\d+.*\n.*op\.create_table\("t_first"')

    def test_a_script_that_catches_failures_hears_of_them_at_once(self):
        self.environment.add("second", down=["first"], upgrade=(
            'try:\n    op.create_index("ix_second", "t_first", ["nosuch"])\n'
            'except Exception as error:\n    raise RuntimeError("caught it")\nop.drop_table("nosuch")'))
        self.assertIn("caught it", self.refused("upgrade"))

    def test_with_a_transaction_each_the_earlier_ones_stay(self):
        self.environment.add("second", down=["first"], upgrade='op.execute("insert into nosuch values (1)")')
        result = self.upgrade("--transaction-per-migration")
        self.assertEqual(3, result.code, result.error)
        self.assertEqual(["first"], self.database.rows())
        self.assertIn("the version table says first", result.error)

    def test_with_a_transaction_each_a_failure_of_the_first_leaves_no_version_table(self):
        self.environment.add("second", upgrade='op.execute("insert into nosuch values (1)")')
        self.assertIn("Everything was rolled back",
                      self.refused("upgrade", "--revision", "second", "--transaction-per-migration"))

    def test_a_broken_script_at_the_end_stops_before_anything_runs(self):
        self.environment.add("second", down=["first"], upgrade="op.no_such_operation()")
        self.assertNotIn("Running", self.refused("upgrade"))

    def test_a_failing_downgrade_leaves_what_it_found(self):
        self.environment.add("second", down=["first"], downgrade='op.execute("drop table nosuch")')
        self.upgrade().check()
        self.assertIn("downgrade of revision second", self.refused("downgrade", "--revision", "base"))

    def test_what_stays_behind_an_autocommit_block_is_told(self):
        self.environment.add("second", down=["first"], upgrade=(
            'op.execute("create table before (id int)")\n' + AUTOCOMMIT + 'op.execute("create table within (id int)")\n'
            'op.execute("create table behind (id int)")\nop.execute("insert into nosuch values (1)")'))
        result = self.upgrade()
        self.assertEqual(3, result.code, result.error)
        self.assertIn("revision second did before and in its autocommit block is committed and stays; "
                      "the version table says first", result.error)
        self.assertEqual(["first"], self.database.rows())
        text = str(self.database.catalog())
        self.assertEqual([True, True, False], [name in text for name in ("before", "within", "behind")])

    def test_after_a_failure_the_mended_script_completes(self):
        self.environment.add("second", down=["first"], upgrade='op.execute("insert into nosuch values (1)")')
        self.refused("upgrade")
        self.environment.add_table("second", down=["first"])
        self.upgrade().check()
        self.assertEqual(["second"], self.database.rows())


class VersionTable:
    nothing_kept = "Everything was rolled back"

    def test_a_row_that_changed_meanwhile_stops_the_run(self):
        self.upgrade().check()
        self.environment.add("second", down=["first"],
                             upgrade='op.execute("update alembic_version set version_num = \'other\'")')
        error = self.refused("upgrade")
        self.assertIn("Online migration expected to match one row when updating 'first' to 'second' in "
                      "'alembic_version'; 0 found", error)
        self.assertIn(self.nothing_kept, error)

    def test_rows_that_no_script_has_are_named_in_alembics_words(self):
        self.upgrade().check()
        self.environment.versions.joinpath("first_.py").unlink()
        self.environment.add_table("fresh")
        words = "Can't locate revision identified by 'first'"
        self.assertIn(words, Alembic(self.environment)(self.database.url, "upgrade", "head").error)
        self.assertIn(words, self.refused("upgrade"))

    def test_several_heads_are_refused_in_alembics_words(self):
        for name in ("left", "right"):
            self.environment.add_table(name, down=["first"])
        words = ("Multiple head revisions are present for given argument 'head'; please specify a specific target "
                 "revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads")
        self.assertIn(words, Alembic(self.environment)(self.database.url, "upgrade", "head").error)
        self.assertIn(words, self.refused("upgrade"))
        self.upgrade("--revision", "heads").check()
        self.assertEqual(["left", "right"], self.database.rows())
        heads = sorted(self.ours(None, "heads").check().text.splitlines())
        self.assertEqual(["left (head)", "right (head)"], heads)

    def test_stamp_purge_replaces_rows_that_nobody_knows(self):
        self.upgrade().check()
        self.database.query("update alembic_version set version_num = 'lost'")
        self.assertIn("Can't locate revision identified by 'lost'", self.refused("stamp", "first"))
        self.ours(self.database.url, "stamp", "first", "--purge").check()
        self.assertEqual(["first"], self.database.rows())

    def test_ids_longer_than_alembics_column(self):
        Alembic(self.environment)(self.database.url, "upgrade", "head").check()
        long = "a_revision_id_of_more_than_thirty_two_characters"
        self.environment.add_table(long, down=["first"])
        result = self.upgrade().check()
        self.assertEqual(self.widened, "Widened version_num of 'alembic_version' from 32 to 128" in result.error,
                         result.error)
        self.assertEqual([long], self.database.rows())
        self.assertIn(long + " (head)", Alembic(self.environment)(self.database.url, "current").check().text)
        Alembic(self.environment)(self.database.url, "downgrade", "first").check()
        self.upgrade().check()


class SqliteFailures(OnSqlite, Failures, Case):
    def test_a_full_disk_in_a_script_is_a_failed_migration(self):
        self.environment.add("second", down=["first"], upgrade=(
            'op.execute("pragma max_page_count = 12")\nop.execute("create table big as select zeroblob(1000000)")'))
        result = self.ours(self.database.url, "upgrade", "--format", "json")
        self.assertEqual(3, result.code)
        self.assertEqual("migration", json.loads(result.text)["error"]["code"])
        self.assertEqual([], self.database.rows())


class SqliteVersionTable(OnSqlite, VersionTable, Case):
    widened = False


class SqliteForeignKeys(OnSqlite, Case):
    def setUp(self):
        super().setUp()
        self.environment.add("tables", down=["first"], upgrade=(
            'op.execute("create table parent (id integer primary key, name text)")\n'
            'op.execute("create table child (id integer primary key, parent_id integer not null"\n'
            '           " references parent (id) on delete cascade)")\n'
            'op.execute("insert into parent values (1, \'a\'), (2, \'b\')")\n'
            'op.execute("insert into child values (10, 1), (20, 2)")'))
        self.upgrade().check()

    def test_making_a_table_anew_cascades_no_deletes(self):
        self.environment.add("batch", down=["tables"], upgrade=(
            'with op.batch_alter_table("parent", recreate="always") as batch:\n'
            '    batch.alter_column("name", type_=sa.String(20), nullable=False)'))
        self.upgrade().check()
        self.assertEqual([(10, 1), (20, 2)], self.database.query("select id, parent_id from child order by id"))
        self.assertEqual([], self.database.query("pragma foreign_key_check"))

    def test_a_migration_that_leaves_orphans_is_refused(self):
        self.environment.add("orphans", down=["tables"], upgrade='op.execute("delete from parent where id = 2")')
        for words in ([], ["--transaction-per-migration"]):
            error = self.refused("upgrade", *words)
            self.assertIn('refers to no row of "parent"', error)
            self.assertIn("Everything was rolled back", error)
        self.assertEqual([(2,)], self.database.query("select count(*) from parent"))

    def test_orphans_that_were_there_before_stop_nobody(self):
        self.database.query("delete from parent where id = 2")
        self.environment.add_table("later", down=["tables"])
        self.upgrade().check()
        self.assertEqual(["later"], self.database.rows())


class PostgresqlFailures(OnPostgresql, Failures, Case):
    def test_a_deferred_constraint_fails_at_the_commit_and_says_so(self):
        self.environment.add("second", down=["first"], upgrade=(
            'op.execute("create table p (id int primary key)")\n'
            'op.execute("create table c (id int references p (id) deferrable initially deferred)")\n'
            'op.execute("insert into c values (1)")'))
        error = self.refused("upgrade")
        self.assertIn("the commit of the run", error)
        self.assertIn("Everything was rolled back", error)

    def test_a_time_out_of_the_server_is_a_failure_and_no_interruption(self):
        self.environment.add("second", down=["first"], upgrade=(
            f'op.execute("set local statement_timeout = 200")\nop.execute("{self.slow}")'))
        error = self.refused("upgrade")
        self.assertIn("Migration failed in upgrade of revision second, statement 2", error)
        self.assertIn("statement timeout", error)

    def test_an_index_is_made_concurrently_in_an_autocommit_block(self):
        self.environment.add("second", down=["first"], upgrade=(
            AUTOCOMMIT + 'op.create_index("ix_later", "t_first", ["id"], postgresql_concurrently=True)'))
        self.upgrade().check()
        self.assertEqual(["second"], self.database.rows())
        self.assertEqual([(True,)], self.database.query(
            "select indisvalid from pg_index where indexrelid = 'ix_later'::regclass"))


class PostgresqlVersionTable(OnPostgresql, VersionTable, Case):
    widened = True


class DryRun(OnSqlite, Case):
    def test_the_statements_to_come_are_shown_as_sql_writes_them(self):
        shown = self.upgrade("--dry-run").check().text
        self.assertRegex(shown, r"\A-- upgrade base -> first, [^\n]+\nCREATE TABLE t_first \((?s:.+)\);\n\Z")
        self.assertNotIn(";;", shown)
        self.assertEqual([], self.database.rows())

    def test_what_cannot_be_told_without_rows_is_said(self):
        self.environment.add("second", down=["first"], upgrade=(
            'op.execute("insert into t_first values (1, \'a\')")\n'
            'for row in op.get_bind().execute(sa.text("select id from t_first")).fetchall():\n    op.execute("delete from t_first")'))
        shown = self.upgrade("--dry-run").check().text
        self.assertIn("insert into t_first values (1, 'a');\nselect id from t_first;\n-- What follows depends on the database: ", shown)
        self.assertEqual([], self.database.rows())


class MysqlFailures(OnMysql, Case):
    """Every statement of DDL commits: what stays is told by the number of the statement."""

    def failing(self, *statements):
        self.environment.add("second", down=["first"],
                             upgrade="\n".join(f'op.execute("{statement}")' for statement in statements))
        self.upgrade("--revision", "first").check()
        result = self.upgrade()
        self.assertEqual(3, result.code, result.error)
        self.assertEqual(["first"], self.database.rows())
        return result.error

    def test_statements_before_the_last_ddl_stay_and_those_after_it_do_not(self):
        error = self.failing("create table x (id int)", "insert into x values (1)", "create table y (id int)",
                             "insert into x values (2)", "insert into nosuch values (1)")
        self.assertIn("upgrade of revision second, statement 5", error)
        self.assertIn("Statements 1 to 3 of this revision are committed and cannot be rolled back", error)
        self.assertIn("the version table says first", error)
        self.assertEqual([(1,)], self.database.query("select id from x"))

    def test_ddl_that_fails_commits_what_was_before_it(self):
        error = self.failing("insert into t_first values (1, 'a')", "insert into t_first values (2, 'b')",
                             "create table t_first (id int)")
        self.assertIn("Statements 1 to 2 of this revision are committed", error)
        self.assertEqual([(2,)], self.database.query("select count(*) from t_first"))

    def test_without_ddl_nothing_stays(self):
        error = self.failing("insert into t_first values (1, 'a')", "insert into nosuch values (1)")
        self.assertIn("Nothing of this revision was kept; the version table says first", error)
        self.assertEqual([(0,)], self.database.query("select count(*) from t_first"))

    def test_data_after_ddl_is_one_transaction_with_the_version_row(self):
        error = self.failing("create table x (id int)", "insert into x values (1)",
                             "update alembic_version set version_num = 'other'")
        self.assertIn("0 found", error)
        self.assertIn("Statement 1 of this revision is committed", error)
        self.assertEqual([(0,)], self.database.query("select count(*) from x"))

    def test_several_statements_in_one_are_refused_as_alembics_driver_does(self):
        self.assertIn("statement 1", self.failing("create table x (id int); create table y (id int)"))
        self.assertNotIn("x", self.database.table_names())

    def test_earlier_revisions_stay(self):
        self.environment.add("second", down=["first"], upgrade='op.execute("insert into nosuch values (1)")')
        result = self.upgrade()
        self.assertEqual(3, result.code, result.error)
        self.assertEqual(["first"], self.database.rows())
        self.assertIn("Nothing of this revision was kept; the version table says first", result.error)

    def test_a_broken_script_at_the_end_stops_before_anything_runs(self):
        self.environment.add("second", down=["first"], upgrade="op.no_such_operation()")
        self.assertNotIn("Running", self.refused("upgrade"))


class MysqlVersionTable(OnMysql, VersionTable, Case):
    widened = True
    nothing_kept = "Nothing of this revision was kept"


if __name__ == "__main__":
    unittest.main()

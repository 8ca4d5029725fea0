"""A run that is killed, interrupted, or not alone.

    PYCHARTER_ADMIN=… PYCHARTER_TEST_POSTGRESQL_URL=… PYCHARTER_TEST_MYSQL_URL=… at_once.py
"""
import json
import signal
import sqlite3
import threading
import time
import unittest

from peers import Alembic
from safety import AUTOCOMMIT, Case, OnMysql, OnPostgresql, OnSqlite


class Interruption:
    def start_slow_run(self, statement):
        self.environment.add("slow", down=["first"], upgrade=f'op.execute("create table if not exists half (id int)")\n'
                                                              f'op.execute("{statement}")')
        run = self.ours.start(self.database.url, "upgrade")
        self.addCleanup(run.process.kill)
        run.wait_until_it_says("-> slow")
        time.sleep(0.3)  # until the statement itself runs
        return run

    def completes(self):
        self.environment.add_table("slow", down=["first"])
        self.upgrade().check()
        self.assertEqual(["slow"], self.database.rows())

    def test_a_second_runner_waits_and_finds_nothing_to_do(self):
        run = self.start_slow_run(self.brief)
        second = self.upgrade().check()
        self.assertEqual([], second.log)
        run.finish().check()
        self.assertEqual(["slow"], self.database.rows())

    def test_a_second_runner_gives_up_and_names_the_first(self):
        for words in ([], ["--transaction-per-migration"]):
            with self.subTest(words=words):
                run = self.start_slow_run(self.slow)
                began = time.monotonic()
                second = self.ours(self.database.url, "upgrade", "--lock-timeout", "1", "--format", "json", *words)
                self.assertLess(time.monotonic() - began, 4)
                self.assertEqual(3, second.code, second.error)
                error = json.loads(second.text)["error"]
                self.assertEqual("locked", error["code"])
                self.assertRegex(error["message"], r"Another migration of this database is running \((process|connection) "
                                                   r"\d+.*since 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
                run.process.send_signal(signal.SIGTERM)
                self.assertEqual(130, run.finish().code)

    def test_a_runner_that_waits_can_be_interrupted(self):
        run = self.start_slow_run(self.slow)
        second = self.ours.start(self.database.url, "upgrade")
        time.sleep(1)
        began = time.monotonic()
        second.process.send_signal(signal.SIGINT)
        result = second.finish()
        self.assertLess(time.monotonic() - began, 3)
        self.assertEqual(130, result.code, result.error)
        self.assertIn("nothing was changed", result.error)
        run.process.send_signal(signal.SIGTERM)
        self.assertEqual(130, run.finish().code)

    def test_three_at_once_run_it_once(self):
        results = []
        threads = [threading.Thread(target=lambda: results.append(self.upgrade())) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([0, 0, 0], [result.code for result in results], [result.error for result in results])
        self.assertEqual(1, sum(len(result.log) for result in results))

    def test_a_script_edited_after_it_was_read_stops_the_run(self):
        self.environment.add("later", down=["slow"], upgrade='op.execute("create table as_read (id int)")')
        run = self.start_slow_run(self.brief)
        self.environment.add("later", down=["slow"], upgrade='op.execute("create table edited (id int)")')
        result = run.finish()
        self.assertEqual(3, result.code, result.error)
        self.assertIn("later_.py was changed while this run was going on; run again", result.error)
        self.assertNotRegex(str(self.database.catalog()), "as_read|edited")
        self.ours(self.database.url, "upgrade").check()
        self.assertIn("edited", str(self.database.catalog()))

    def test_alembic_between_two_transactions_stops_the_run(self):
        self.environment.add_table("other")
        self.environment.add("slow", down=["first"], upgrade=(
            'arrived = sa.text("select count(*) from alembic_version where version_num = \'other\'")\n' + AUTOCOMMIT +
            'for _ in range(300):\n        if op.get_bind().execute(arrived).scalar():\n            break\n'
            f'        op.execute("{self.pause}")\nop.execute("create table behind (id int)")'))
        run = self.ours.start(self.database.url, "upgrade", "--revision", "slow")
        run.wait_until_it_says("-> slow")
        time.sleep(0.3)  # until the block has committed what was before
        Alembic(self.environment)(self.database.url, "stamp", "--purge", "other").check()
        result = run.finish()
        self.assertEqual(3, result.code, result.error)
        self.assertIn("'alembic_version' holds other where first was expected: someone else is migrating", result.error)
        self.assertEqual(["other"], self.database.rows())
        self.assertNotIn("behind", str(self.database.catalog()))


class WholeRollback(Interruption):
    """Where DDL is part of a transaction."""

    def test_a_killed_run_leaves_the_database_as_before(self):
        self.ours(self.database.url, "upgrade", "--revision", "first").check()
        before = self.state()
        run = self.start_slow_run(self.brief)
        run.process.kill()
        run.finish()
        self.assertEqual(before, self.state())
        self.completes()

    def test_signals_stop_the_running_statement(self):
        self.ours(self.database.url, "upgrade", "--revision", "first").check()
        before = self.state()
        for number in (signal.SIGINT, signal.SIGTERM):
            run = self.start_slow_run(self.slow)
            began = time.monotonic()
            run.process.send_signal(number)
            result = run.finish()
            self.assertLess(time.monotonic() - began, 5)
            self.assertEqual(130, result.code, result.error)
            self.assertIn("Interrupted in upgrade of revision slow, statement 2", result.error)
            self.assertIn("Everything was rolled back: the database is as it was", result.error)
            self.assertEqual(before, self.state())
        self.completes()

    def test_a_script_that_is_read_again_and_was_edited_stops_the_run(self):
        # Of so many not all are kept in memory.
        names = ["slow", *(f"r{number:03}" for number in range(80))]
        for parent, name in zip(names, names[1:]):
            self.environment.add(name, down=[parent])
        before = self.state()
        run = self.start_slow_run(self.brief)
        self.environment.add(names[-1], down=[names[-2]], upgrade='op.execute("create table edited (id int)")')
        result = run.finish()
        self.assertEqual(3, result.code, result.error)
        self.assertIn("was changed while this run was going on", result.error)
        self.assertEqual(before, self.state())


class OnSqliteAtOnce(OnSqlite, WholeRollback, Case):
    def test_another_client_that_writes_is_no_migration(self):
        writer = sqlite3.connect(self.database.path)
        self.addCleanup(writer.close)
        writer.execute("begin immediate")
        began = time.monotonic()
        result = self.upgrade("--lock-timeout", "1")
        self.assertLess(time.monotonic() - began, 4)
        self.assertEqual(3, result.code, result.error)
        self.assertIn("Another client is writing to this database", result.error)
        writer.rollback()
        self.upgrade().check()

    def test_no_lock_file_stays(self):
        for words in ([], ["--transaction-per-migration"]):
            self.upgrade(*words).check()
            self.assertEqual([], list(self.database.path.parent.glob("*-pycharter-lock")))


class OnPostgresqlAtOnce(OnPostgresql, WholeRollback, Case):
    def test_a_waiting_runner_does_not_block_a_concurrent_index(self):
        self.environment.add("slow", down=["first"], upgrade=(
            f'op.execute("{self.brief}")\n' + AUTOCOMMIT +
            'op.create_index("ix_later", "t_first", ["id"], postgresql_concurrently=True)'))
        runs = [self.ours.start(self.database.url, "upgrade") for _ in range(2)]
        results = [run.finish().check() for run in runs]
        self.assertEqual([0, 2], sorted(len(result.log) for result in results))
        self.assertEqual(["slow"], self.database.rows())


class OnMysqlAtOnce(OnMysql, Interruption, Case):
    def test_a_killed_run_leaves_what_it_committed_and_no_lock(self):
        self.upgrade("--revision", "first").check()
        run = self.start_slow_run(self.brief)
        run.process.kill()
        run.finish()
        self.assertEqual(["first"], self.database.rows())
        self.assertIn("half", self.database.table_names())
        self.completes()

    def test_signals_stop_the_running_statement_and_tell_what_stays(self):
        self.upgrade("--revision", "first").check()
        for number in (signal.SIGINT, signal.SIGTERM):
            run = self.start_slow_run(self.slow)
            began = time.monotonic()
            run.process.send_signal(number)
            result = run.finish()
            self.assertLess(time.monotonic() - began, 5)
            self.assertEqual(130, result.code, result.error)
            self.assertIn("Interrupted in upgrade of revision slow, statement 2", result.error)
            self.assertIn("Statement 1 of this revision is committed and cannot be rolled back", result.error)
            self.assertIn("the version table says first", result.error)
            self.assertEqual(["first"], self.database.rows())
            self.database.query("drop table half")
        self.completes()


if __name__ == "__main__":
    unittest.main()

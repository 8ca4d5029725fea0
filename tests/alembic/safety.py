"""What goes wrong leaves the database as it was, and what comes twice happens once.

    safety.py ENGINE_RUN
"""
import sys
import tempfile
import threading
import unittest

from peers import Environment, Ours, SqliteDatabase

PROGRAM = sys.argv.pop(1)


class Safety(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.environment = Environment(folder.name)
        self.environment.add_table("first")
        self.ours = Ours(self.environment, PROGRAM)
        self.database = SqliteDatabase(folder.name)

    def refused(self, *words):
        before = self.database.rows(), self.database.catalog()
        result = self.ours(self.database.url, *words)
        self.assertEqual(1, result.code)
        self.assertEqual(before, (self.database.rows(), self.database.catalog()))
        return result.error

    def test_a_failing_statement_rolls_back_the_whole_run(self):
        self.environment.add("second", down=["first"], upgrade='op.execute("create table x (id int)")\n'
                                                                'op.execute("insert into nosuch values (1)")')
        error = self.refused("upgrade", "head")
        self.assertIn("upgrade of revision second, statement 2", error)
        self.assertIn("Everything was rolled back", error)

    def test_with_a_transaction_each_the_earlier_ones_stay(self):
        self.environment.add("second", down=["first"], upgrade='op.execute("insert into nosuch values (1)")')
        result = self.ours(self.database.url, "upgrade", "head", "--transaction-per-migration")
        self.assertEqual(1, result.code)
        self.assertEqual(["first"], self.database.rows())
        self.assertIn("the version table says first", result.error)

    def test_a_broken_script_at_the_end_stops_before_anything_runs(self):
        self.environment.add("second", down=["first"], upgrade="op.no_such_operation()")
        self.assertEqual([], [line for line in self.refused("upgrade", "head").splitlines() if "Running" in line])

    def test_rows_that_no_script_has_are_named(self):
        self.ours(self.database.url, "upgrade", "head").check()
        self.environment.versions.joinpath("first_.py").unlink()
        self.assertIn("Can't locate revision identified by 'first'", self.refused("upgrade", "heads"))

    def test_three_at_once_run_it_once(self):
        results = []
        threads = [threading.Thread(target=lambda: results.append(self.ours(self.database.url, "upgrade", "head")))
                   for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([0, 0, 0], [result.code for result in results], [result.error for result in results])
        self.assertEqual(1, sum(len(result.log) for result in results))


if __name__ == "__main__":
    unittest.main()

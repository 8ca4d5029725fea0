"""Revision scripts that cannot be run: each is an error with its place, source line and caret that names what is wrong,
and the database is as before.

    PYCHARTER_ADMIN=… bad_scripts.py
"""
import os
import pathlib
import re
import sqlite3
import subprocess
import tempfile
import unittest

from peers import Admin, Environment

HEADER = "from alembic import op\nimport sqlalchemy as sa\nrevision = 'bbb'\ndown_revision = 'aaa'\n"
NOTHING = "def downgrade():\n    pass\n"


def upgrade(*lines):
    return HEADER + "def upgrade():\n    op.create_table('b', sa.Column('id', sa.Integer()))\n" + "".join(f"    {line}\n" for line in lines) + NOTHING


# title: (text, the line that is wrong, what the message says). Found before anything runs.
BEFORE = {
    "opens a file": (upgrade("open('/etc/passwd')"), 7, "'open' cannot be used in a revision script here: a script reads and writes no files"),
    "runs a program": ("import os\n" + upgrade("os.system('true')"), 8, "module 'os' has no 'system' here"),
    "imports a program runner": (upgrade("import subprocess"), 7, "no module named 'subprocess' here: a script starts no processes and no threads"),
    "imports chance": ("import random\n" + upgrade(), 1, "no module named 'random' here: a revision does the same on every run"),
    "uses eval": (upgrade("eval('1 + 1')"), 7, "'eval' cannot be used in a revision script here: code made of text is not run"),
    "uses exec in what it calls": (HEADER + "def run():\n    exec('1')\ndef upgrade():\n    run()\n" + NOTHING, 6, "'exec' cannot be used"),
    "looks at a class": (upgrade("().__class__.__bases__"), 7, "cannot be used in a revision script here"),
    "is asynchronous": (HEADER + "async def upgrade():\n    pass\n" + NOTHING, 5, "'async' cannot be used"),
    "awaits": (upgrade("await op.execute('select 1')"), 7, "'await' cannot be used"),
    "matches behind what matches all": (upgrade("match 1:", "    case x: pass", "    case 2: pass"), 8, "makes remaining patterns unreachable"),
    "imports what is not given": (upgrade("import struct"), 7, "revision scripts have a part of the standard library, and it is not in it"),
    "opens a file beside it": (upgrade("import os", "open(os.path.join(os.path.dirname(__file__), 'x.sql')).read()"), 8, "and SQL in a .sql revision"),
    "names nothing": (upgrade("op.drop_table(tabel)"), 7, "name 'tabel' is not defined"),
    "has no such operation": (upgrade("op.create_tabel('x')"), 7, "create_tabel"),
    "imports a foreign name": ("from app.types import GUID\n" + upgrade("op.add_column('b', sa.Column('x', GUID()))"), 1, "app.types.GUID = "),
    "is not Python": (HEADER + "def upgrade(:\n    pass\n", 5, "'(' was never closed"),
    "mixes tabs and spaces": (HEADER + "def upgrade():\n    if True:\n\tpass\n" + NOTHING, 7, "tabs and spaces"),
    "is not UTF-8": (HEADER.encode() + b"x = '\xe9'\n", 5, "not UTF-8: byte 0xe9"),
    "holds a NUL": (HEADER.encode() + b"x = 1\n\0\n", 6, "NUL"),
    "yields inside an expression": (upgrade("print((yield 1))"), 7, "'yield' can stand alone or right of '='"),
    "relates to a package": (upgrade("from . import helpers"), 7, "relative imports"),
    "imports everything": ("from sqlalchemy import *\n" + upgrade(), 1, "import *"),
    "raises when it is read": (HEADER + "raise RuntimeError('not yet')\n", 5, "RuntimeError: not yet"),
    "uses op when it is read": (HEADER + "op.execute('select 1')\n", 5, "outside upgrade()"),
    "decorates with effects": (HEADER + "def deco(f):\n    op.execute('select 1')\n    return f\n@deco\ndef upgrade():\n    pass\n" + NOTHING, 6, "outside upgrade()"),
    "loops when it is read": (HEADER + "while True:\n    pass\n", 6, "went past its bound on steps"),
    "names a wrong character": (upgrade("print('\\N{NO SUCH}')"), 7, "\\N"),
}
# Found while it runs: the table made before is gone again.
WHILE = {
    "loops": (upgrade("while True:", "    pass"), 8, "stopped: the script went past its bound on steps"),
    "recurses": (HEADER + "def again():\n    return again()\ndef upgrade():\n    op.create_table('b', sa.Column('id', sa.Integer()))\n    again()\n" + NOTHING, 6, "stopped: the script went past its bound on depth"),
    "builds a gigabyte": (upgrade("x = 'x' * 10 ** 9"), 7, "stopped: the script went past its bound on memory"),
    "grows without end": (upgrade("x = ['ab']", "while True:", "    x += x"), 9, "stopped: the script went past its bound on memory"),
    "counts too far": (upgrade("9 ** 9 ** 9"), 7, "stopped: the script went past its bound on memory"),
    "raises": (upgrade("raise ValueError('no luck')"), 7, "ValueError: no luck"),
    "calls a method of another type": (upgrade("str.upper(5)"), 7, "doesn't apply to a 'int' object"),
    "exits": (upgrade("import sys", "sys.exit(1)"), 8, "SystemExit: 1"),
    "divides by nothing": (upgrade("1 / 0"), 7, "ZeroDivisionError"),
    "asserts": (upgrade("assert 1 == 2, 'sums differ'"), 7, "AssertionError: sums differ"),
    "calls wrongly": (upgrade("op.create_index('ix')"), 7, "missing"),
    "runs wrong SQL": (upgrade("op.execute('SELEKT 1')"), 7, "SELEKT"),
    "drops what is not there": (upgrade("op.drop_table('nowhere')"), 7, "nowhere"),
    "breaks a constraint in a helper": (HEADER + "def fill():\n    op.execute('INSERT INTO a VALUES (1)')\ndef upgrade():\n    fill()\n    fill()\n" + NOTHING, 6, "UNIQUE"),
    "reads a table that is not there": (upgrade("op.get_bind().execute(sa.text('SELECT * FROM nowhere')).fetchall()"), 7, "nowhere"),
    "fails in a batch": (upgrade("with op.batch_alter_table('nowhere') as batch:", "    batch.drop_column('x')"), 7, "nowhere"),
    "takes from an endless generator": (upgrade("def ones():", "    while True:", "        yield 1", "for one in ones():", "    pass"), 9, "bound on steps"),
    "collects an endless generator": (upgrade("def ones():", "    while True:", "        yield 'x' * 99999", "list(ones())"), 9, "bound on memory"),
    "goes on after a rollback": (upgrade("from sqlalchemy.orm import Session", "session = Session(op.get_bind())", "session.rollback()", "op.execute('select 1')"), 10, "has undone the migration's transaction"),
    "opens a session over nothing": (upgrade("from sqlalchemy.orm import Session", "Session()"), 8, "Session() takes op.get_bind()"),
    "maps no table": (upgrade("from sqlalchemy.orm import declarative_base", "class X(declarative_base()):", "    id = sa.Column(sa.Integer, primary_key=True)"), 8, "does not have a __table__ or __tablename__"),
    "maps no key": (upgrade("from sqlalchemy.orm import declarative_base", "class X(declarative_base()):", "    __tablename__ = 'x'", "    id = sa.Column(sa.Integer)"), 8, "could not assemble any primary key"),
    "adds what is not mapped": (upgrade("from sqlalchemy.orm import Session", "Session(op.get_bind()).add(3)"), 8, "Class 'int' is not mapped"),
    "gives an Enum a tuple of a list": (upgrade("sa.Enum(['a', 'b'])"), 7, "must be str, not list"),
    "compiles a statement": (upgrade("sa.select(sa.column('x')).compile(op.get_bind())"), 7, "compile() renders"),
    "swallows a stop": (upgrade("while True:", "    try:", "        x = 'x' * 10 ** 9", "    except BaseException:", "        pass"), 9, "stopped"),
}


class BadScripts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.environment = Environment(folder.name)
        self.admin = Admin(self.environment)
        self.file = pathlib.Path(folder.name) / "x.db"
        self.url = f"sqlite:///{self.file}"
        self.environment.add("aaa", upgrade="op.create_table('a', sa.Column('id', sa.Integer(), primary_key=True))")

    def run_db(self, *words, code=0):
        done = subprocess.run(self.admin.command(self.url, *words), capture_output=True, text=True, timeout=120)
        self.assertEqual(code, done.returncode, done.stderr)
        return done.stderr

    def state(self):
        with sqlite3.connect(self.file) as connection:
            return list(connection.iterdump())

    def write(self, text, name="bbb"):
        (self.environment.versions / f"{name}_.py").write_bytes(text if isinstance(text, bytes) else text.encode())

    def refuses(self, text, line, says, *words):
        """The last command fails with all that an error shows, and leaves the database alone."""
        self.write(text)
        before = self.state()
        error = self.run_db(*(words or ("upgrade",)), code=3)
        place = re.search(r"bbb_\.py:(\d+)(:\d+)?", error)
        self.assertIsNotNone(place, error)
        self.assertEqual(line, int(place.group(1)), error)
        self.assertIn(says, error)
        self.assertRegex(error, r"(?m)^\s*\^")
        source = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text).split("\n")[line - 1]
        self.assertIn(source.replace("\0", "\ufffd").strip(), error)
        self.assertEqual(before, self.state())
        return error

    def test_before_anything_runs(self):
        self.run_db("upgrade")
        for title, (text, line, says) in BEFORE.items():
            with self.subTest(title):
                self.assertNotIn("Running upgrade", self.refuses(text, line, says))

    def test_while_it_runs(self):
        self.run_db("upgrade")
        for title, (text, line, says) in WHILE.items():
            with self.subTest(title):
                self.refuses(text, line, says)

    def test_a_later_revision_of_the_range_stops_the_first(self):
        self.run_db("upgrade", "--revision", "aaa")
        self.write(upgrade().replace("op.create_table", "op.create_table"), "bbb")
        self.environment.add("ccc", ["bbb"], upgrade="open('x')")
        before = self.state()
        error = self.run_db("upgrade", code=3)
        self.assertIn("ccc_.py", error)
        self.assertNotIn("Running upgrade", error)
        self.assertEqual(before, self.state())

    def test_a_downgrade_that_raises(self):
        self.write(upgrade().replace(NOTHING, "def downgrade():\n    op.drop_table('b')\n    raise NotImplementedError('no way back')\n"))
        self.run_db("upgrade")
        before = self.state()
        error = self.run_db("downgrade", "--revision", "base", code=3)
        self.assertIn("NotImplementedError: no way back", error)
        self.assertRegex(error, r"bbb_\.py:9")
        self.assertRegex(error, r"(?m)^\s*\^")
        self.assertEqual(before, self.state())

    def test_what_one_direction_cannot_do_leaves_the_other(self):
        """As revision files in the field have it: the downgrade imports the application."""
        self.write("from app.crypto import decrypt\n" + upgrade().replace(
            NOTHING, "def downgrade():\n    from app.models import User\n    decrypt(User)\n    op.drop_table('b')\n"))
        self.run_db("upgrade")
        before = self.state()
        error = self.run_db("downgrade", "--revision", "aaa", code=3)
        self.assertIn("[pycharter:types]\n", error)
        self.assertIn("bbb_.py:", error)
        self.assertEqual(before, self.state())

    def test_tabs_line_ends_and_a_byte_order_mark_are_text(self):
        text = upgrade("if True:", "    op.execute('''INSERT INTO b", "    VALUES (7)''')").replace("    ", "\t").replace("\n", "\r\n")
        self.write(b"\xef\xbb\xbf" + text.encode())
        self.run_db("upgrade")
        with sqlite3.connect(self.file) as connection:
            self.assertEqual([(7,)], connection.execute("SELECT id FROM b").fetchall())

    def test_a_file_that_changes_while_the_run_goes_on(self):
        self.changes_a_file("")

    def test_a_file_that_changes_behind_more_than_is_kept_evaluated(self):
        self.changes_a_file("# " + "x" * (1 << 20) + "\n")

    def changes_a_file(self, comment):
        self.environment.add("r000", ["aaa"], upgrade=comment + "for i in range(3000000):\n    pass")
        for n in range(1, 90):
            self.environment.add(f"r{n:03}", [f"r{n - 1:03}"], upgrade=f"op.create_table('t{n}', sa.Column('id', sa.Integer()))")
        self.run_db("upgrade", "--revision", "aaa")
        before = self.state()
        with subprocess.Popen(self.admin.command(self.url, "upgrade"), stderr=subprocess.PIPE, text=True) as run:
            line = run.stderr.readline()
            while "r000" not in line and line:
                line = run.stderr.readline()
            os.utime(self.environment.versions / "r001_.py")  # a file that is only touched has not changed
            with open(self.environment.versions / "r089_.py", "a") as file:
                file.write("\n# edited\n")
            error = run.stderr.read()
            self.assertEqual(3, run.wait(), error)
        self.assertIn("r089_.py was changed while this run was going on", error)
        self.assertEqual(before, self.state())


if __name__ == "__main__":
    unittest.main(verbosity=1)

"""Bad input: each a clear error with its place and next step, the right exit code, no password, no half state, no crash.

    PYCHARTER_ADMIN=… PYCHARTER_TEST_POSTGRESQL_URL=… python3 bad_input.py
"""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import unittest
import urllib.parse

ADMIN = os.environ["PYCHARTER_ADMIN"]
SERVER = os.environ["PYCHARTER_TEST_POSTGRESQL_URL"]
SECRET = "s3cr3t-w0rd"

HEADER = """\
from alembic import op
import sqlalchemy as sa

revision = {0!r}
down_revision = {1!r}
branch_labels = None
depends_on = None

"""
CREATE = "def upgrade():\n    op.create_table('{0}', sa.Column('id', sa.Integer(), primary_key=True))\n\n\ndef downgrade():\n    op.drop_table('{0}')\n"


class BadInput(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "home").mkdir()

    def run_admin(self, *words, expect, stdin=b"", environment=None, cwd=None, prefix=()):
        """Runs the tool; checks the exit code, that it did not crash and that no secret shows. Gives stdout + stderr."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PYCHARTER__") and k not in ("PYCHARTER_DATABASE_URL", "ALEMBIC_CONFIG")}
        clean["HOME"] = str(self.folder / "home")
        clean.update(environment or {})
        done = subprocess.run([*prefix, ADMIN, *words], cwd=cwd or self.folder, env=clean, input=stdin, capture_output=True, timeout=60)
        output = (done.stdout + done.stderr).decode("utf-8")
        self.assertEqual(expect, done.returncode, f"{words}: {output[:2000]}")
        self.assertNotIn(SECRET, output)
        return output

    def assert_says(self, output, *parts):
        for part in parts:
            self.assertIn(part.lower(), output.lower())

    def environment(self, **files):
        """An Alembic environment with these files in versions/, and its database URL."""
        versions = self.folder / "env" / "versions"
        versions.mkdir(parents=True)
        (self.folder / "env" / "env.py").write_text("")
        (self.folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/env\nsqlalchemy.url = sqlite:///x.db\n")
        for name, text in files.items():
            (versions / f"{name}.py").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))

    def tables(self, path="x.db"):
        if not (self.folder / path).exists():
            return []
        with sqlite3.connect(self.folder / path) as connection:
            return sorted(name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"))

    # ---- configuration and URLs

    def test_no_configuration_at_all_lists_each_place_looked_at(self):
        output = self.run_admin("db", "current", expect=3)
        self.assert_says(output, "PYCHARTER__DATABASE__SQL_ALCHEMY_CONN", "PYCHARTER_DATABASE_URL", "pycharter.cfg", "alembic.ini")
        self.assertEqual([], [p.name for p in self.folder.iterdir() if p.name != "home"])

    def test_urls(self):
        cases = {
            f"oracle://user:{SECRET}@host/db": ("oracle",),
            f"postgresqll://user:{SECRET}@host/db": ("postgresqll", "postgresql"),
            f"postgresql://user:{SECRET}@host:99999/db": ("99999",),
            f"postgresql://user:{SECRET}@host:port/db": ("port",),
            f"postgresql://user:{SECRET}@host:/%zz": ("%zz",),
            f"postgresql://us%zzer:{SECRET}@host/db": ("%",),
            f"postgresql://user:{SECRET}%00@host/db": ("nul",),
            f"postgresql://user:{SECRET}@[::1/db": ("]",),
            f"postgresql://user:{SECRET}@host/db?no_such_parameter=1": ("no_such_parameter",),
        }
        for url, parts in cases.items():
            with self.subTest(url=url):
                self.assert_says(self.run_admin("db", "current", url, expect=3), *parts)

    def test_a_url_without_its_slashes_is_masked(self):
        for word in (f"postgresql:/user:{SECRET}@host/db", f"user:{SECRET}@host/db"):
            self.assert_says(self.run_admin("db", "current", word, expect=2), "://", "@host/db")

    def test_a_url_that_is_wrong_names_its_place(self):
        (self.folder / "pycharter.cfg").write_text("[database]\nsql_alchemy_conn = postgresql//nowhere\n")
        (self.folder / "pycharter.cfg").chmod(0o600)
        self.assert_says(self.run_admin("db", "current", expect=3), "pycharter.cfg:2")
        self.assert_says(self.run_admin("store", "list", expect=3), "pycharter.cfg:2")
        variables = {"PYCHARTER_DATABASE_URL": "postgresql//nowhere"}
        self.assert_says(self.run_admin("db", "current", environment=variables, expect=3), "environment PYCHARTER_DATABASE_URL")

    def test_a_setting_that_nobody_knows_is_not_shown(self):
        (self.folder / "pycharter.cfg").write_text(f"[database]\npasword = {SECRET}\n")
        (self.folder / "pycharter.cfg").chmod(0o600)
        self.assert_says(self.run_admin("config", "list", expect=0), "unknown key 'pasword'", "pasword = ***")
        self.run_admin("config", "list", "--format", "json", expect=0)

    def test_a_url_of_ten_megabytes(self):
        (self.folder / "pycharter.cfg").write_text("[database]\nsql_alchemy_conn = postgresql://u:" + SECRET * 900_000 + "@h/d\n")
        (self.folder / "pycharter.cfg").chmod(0o600)
        output = self.run_admin("db", "current", expect=3)
        self.assertLess(len(output), 5000)

    def test_a_binary_ini(self):
        (self.folder / "pycharter.cfg").write_bytes(bytes(range(256)) * 64)
        (self.folder / "pycharter.cfg").chmod(0o600)
        self.assert_says(self.run_admin("db", "current", expect=3), "pycharter.cfg")
        (self.folder / "pycharter.cfg").unlink()
        (self.folder / "alembic.ini").write_bytes(bytes(range(256)) * 64)
        self.assert_says(self.run_admin("db", "history", expect=3), "alembic.ini")

    def test_an_ini_error_names_file_and_line(self):
        (self.folder / "alembic.ini").write_text("[alembic]\nscript_location = env\n\nthis is no key\n[alembic\n")
        self.assert_says(self.run_admin("db", "history", expect=3), "alembic.ini:4")

    def test_a_command_line_that_is_wrong(self):
        for words, part in ((["db", "upgrad"], "upgrade"), (["dbb"], "db"), (["db", "upgrade", "--revison", "x"], "--revision"),
                            (["store", "get", "shema", "x", "memory://"], "schema"), (["db"], "upgrade")):
            with self.subTest(words=words):
                self.assert_says(self.run_admin(*words, expect=2), part)

    # ---- scripts and graphs

    def test_a_section_that_is_not_there_is_no_other_environment(self):
        self.environment(aaa=HEADER.format("aaa", None) + CREATE.format("a"))
        self.assert_says(self.run_admin("db", "upgrade", "-n", "prodd", "sqlite:///y.db", expect=3), "[prodd]", "alembic.ini")
        self.assertFalse((self.folder / "y.db").exists())

    def test_a_missing_script_folder(self):
        (self.folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/nowhere\n")
        self.assert_says(self.run_admin("db", "history", expect=3), "nowhere")

    def test_scripts(self):
        body = HEADER.format("bbb", "aaa")
        cases = {
            "a syntax error": (body + "def upgrade(:\n    pass\n", "bbb.py:9"),
            "an endless loop": (body + "def upgrade():\n    while True:\n        pass\n\ndef downgrade():\n    pass\n", "bbb.py"),
            "endless recursion": (body + "def again():\n    again()\n\ndef upgrade():\n    again()\n\ndef downgrade():\n    pass\n", "bbb.py"),
            "an unknown import": ("import leftpad\n" + body + CREATE.format("b"), "leftpad"),
            "an unknown name": (body + "def upgrade():\n    op.create_tabel('b')\n\ndef downgrade():\n    pass\n", "create_tabel"),
            "a gigabyte": (body + "def upgrade():\n    op.execute('x' * 10 ** 9)\n\ndef downgrade():\n    pass\n", "bbb.py"),
            "os.system": ("import os\n" + body + "def upgrade():\n    os.system('true')\n\ndef downgrade():\n    pass\n", "system"),
            "not UTF-8": (body.encode() + b"# \xff\xfe\n" + CREATE.format("b").encode(), "bbb.py"),
            "an exception": (body + "def upgrade():\n    raise ValueError('no luck')\n\ndef downgrade():\n    pass\n", "no luck"),
        }
        for title, (text, part) in cases.items():
            with self.subTest(title):
                shutil.rmtree(self.folder / "env", ignore_errors=True)
                (self.folder / "x.db").unlink(missing_ok=True)
                self.environment(aaa=HEADER.format("aaa", None) + CREATE.format("a"), bbb=text)
                self.assert_says(self.run_admin("db", "upgrade", expect=3), part)
                # Nothing is half done: the first revision went with the second.
                self.assertNotIn("a", self.tables())

    def test_a_foreign_import_runs_once_the_ini_says_what_it_stands_for(self):
        self.environment(aaa="import app.types\nfrom app.consts import LIMIT\n" + HEADER.format("aaa", None) +
                         "def upgrade():\n    op.create_table('a', sa.Column('id', app.types.GUID(), nullable=False))\n"
                         "    op.execute(f'INSERT INTO a VALUES ({LIMIT})')\n")
        self.assert_says(self.run_admin("db", "upgrade", expect=3), "[pycharter:types]", "app.types", "aaa.py:1")
        with open(self.folder / "alembic.ini", "a") as ini:
            ini.write("\n[pycharter:types]\napp.types.GUID = sqlalchemy.String(36)\napp.consts.LIMIT = 5\n")
        self.run_admin("db", "upgrade", expect=0)
        with sqlite3.connect(self.folder / "x.db") as connection:
            self.assertEqual([("5",)], connection.execute("SELECT id FROM a").fetchall())

    def test_an_error_shows_the_line_and_a_caret(self):
        self.environment(aaa=HEADER.format("aaa", None) + "def upgrade():\n    op.create_tabel('b')\n")
        output = self.run_admin("db", "upgrade", expect=3)
        self.assert_says(output, "aaa.py:10", "op.create_tabel('b')", "^")

    def test_a_statement_that_fails_leaves_nothing(self):
        self.environment(aaa=HEADER.format("aaa", None) + CREATE.format("a"),
                         bbb=HEADER.format("bbb", "aaa") + "def upgrade():\n    op.execute('INSERT INTO a VALUES (1)')\n    op.execute('DROP TABLE nowhere')\n")
        self.assert_says(self.run_admin("db", "upgrade", expect=3), "bbb", "nowhere")
        self.assertNotIn("a", self.tables())

    def test_graphs(self):
        a, b = HEADER.format("aaa", None) + CREATE.format("a"), HEADER.format("bbb", "aaa") + CREATE.format("b")
        cases = {
            "two files with one id": ({"a": a, "b": a}, ("aaa", "a.py", "b.py")),
            "a cycle": ({"a": HEADER.format("aaa", "bbb") + CREATE.format("a"), "b": b}, ("cycle", "aaa", "bbb")),
            "a missing parent": ({"b": b}, ("aaa", "b.py")),
            "a revision of itself": ({"a": HEADER.format("aaa", "aaa") + CREATE.format("a")}, ("aaa",)),
        }
        for title, (files, parts) in cases.items():
            with self.subTest(title):
                shutil.rmtree(self.folder / "env", ignore_errors=True)
                self.environment(**files)
                self.assert_says(self.run_admin("db", "upgrade", expect=3), *parts)
                self.assertEqual([], self.tables())

    def test_an_unknown_revision_is_answered_with_the_nearest(self):
        self.environment(aaa=HEADER.format("abc123def456", None) + CREATE.format("a"))
        self.assert_says(self.run_admin("db", "upgrade", "--revision", "abc123def465", expect=3), "abc123def465", "abc123def456")

    # ---- databases

    def test_a_sqlite_file_that_is_missing_is_not_made(self):
        self.assert_says(self.run_admin("db", "current", "sqlite:///missing.db", expect=1), "missing.db")
        self.assertFalse((self.folder / "missing.db").exists())

    def test_a_file_that_is_no_database(self):
        (self.folder / "x.db").write_text("hello, this is a text file, and a long one at that\n" * 100)
        output = self.run_admin("db", "upgrade", "sqlite:///x.db", expect=3)
        self.assert_says(output, "not a database", "check the path")
        self.assertNotIn("server", output)

    def test_a_read_only_database(self):
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)
        output = self.run_admin("store", "put", "schema", "a@1", "-", "sqlite:///x.db?mode=ro", stdin=b"{}", expect=3)
        self.assert_says(output, "read")

    def test_a_migration_of_a_database_that_its_user_may_only_read(self):
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)
        output = self.run_admin("db", "upgrade", "sqlite:///x.db?mode=ro", expect=3)
        self.assert_says(output, "sqlite: the database is read-only", "may be written")

    def test_a_file_that_has_reached_the_size_that_a_process_may_write(self):
        limited = ("sh", "-c", 'ulimit -f 16; exec "$0" "$@"')
        self.run_admin("db", "init", "sqlite:///x.db", expect=3, prefix=limited)
        self.assertEqual([], self.tables())
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)

    def test_a_store_whose_table_is_gone_is_mended_as_the_error_says(self):
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)
        with sqlite3.connect(self.folder / "x.db") as connection:
            connection.execute("DROP TABLE metadata")
        self.assert_says(self.run_admin("store", "list", "sqlite:///x.db", expect=1), "revision ac3d8fcc3e60", "db init --force")
        self.run_admin("db", "init", "--force", "sqlite:///x.db", expect=0)
        self.run_admin("store", "list", "sqlite:///x.db", expect=0)

    def test_a_password_in_a_statement_that_fails_is_masked(self):
        self.environment(aaa=HEADER.format("aaa", None) + f"def upgrade():\n    op.execute(\"ALTER ROLE nobody PASSWORD '{SECRET}'\")\n")
        for words in (["db", "upgrade"], ["db", "upgrade", "--format", "json"]):
            self.assert_says(self.run_admin(*words, expect=3), "password '***'")

    def test_a_full_disk(self):
        # A file system of 64 KiB in a mount namespace of its own; without root there is none to be had.
        self.assertEqual(0, os.geteuid(), "this test needs root to mount a small file system")
        script = f"mkdir {self.folder}/small && mount -t tmpfs -o size=64k none {self.folder}/small && exec \"$0\" \"$@\""
        output = self.run_admin("db", "init", f"sqlite:///{self.folder}/small/x.db", expect=3, prefix=("unshare", "-m", "sh", "-c", script))
        self.assert_says(output, "full")

    def test_a_database_that_is_down(self):
        output = self.run_admin("db", "current", f"postgresql://user:{SECRET}@127.0.0.1:1/db", expect=3)
        self.assert_says(output, "127.0.0.1", "refused")

    def test_a_server_that_never_answers_holds_nobody_who_interrupts(self):
        cases = ((["db", "current"], "postgresql"), (["store", "list"], "mysql"), (["store", "export", "out"], "mongodb"), (["db", "wait"], "redis"))
        for words, scheme in cases:
            for number in (signal.SIGINT, signal.SIGTERM):
                with self.subTest(words=words, signal=number), socket.create_server(("127.0.0.1", 0)) as silent:
                    port = silent.getsockname()[1]
                    tool = subprocess.Popen([ADMIN, "--format", "json", *words, f"{scheme}://127.0.0.1:{port}/1"], cwd=self.folder,
                                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
                    with silent.accept()[0]:  # open until the tool has ended
                        tool.send_signal(number)
                        answer = tool.communicate(timeout=60)[0]
                    # After its own time-out, ten seconds later, it would be 3.
                    self.assertEqual(130, tool.returncode, answer)
                    self.assertEqual("cancelled", json.loads(answer)["error"]["code"])

    def test_a_wrong_password(self):
        parts = urllib.parse.urlsplit(SERVER)
        url = parts._replace(netloc=f"pycharter_password:{SECRET}@{parts.hostname}:{parts.port}").geturl()
        output = self.run_admin("db", "current", url, expect=3)
        self.assert_says(output, "password authentication failed", "pycharter_password")
        document = json.loads(subprocess.run([ADMIN, "--format", "json", "db", "current", url], capture_output=True, text=True, cwd=self.folder).stdout)
        self.assertEqual("auth", document["error"]["code"])
        self.assertNotIn(SECRET, json.dumps(document))

    def test_a_database_that_does_not_exist(self):
        url = urllib.parse.urlsplit(SERVER)._replace(path="/no_such_database").geturl()
        self.assert_says(self.run_admin("db", "current", url, expect=3), "no_such_database")

    # ---- plugin folders

    def test_a_plugin_folder_that_is_missing_or_not_readable(self):
        config = self.folder / "pycharter.cfg"
        config.write_text("[plugins]\npath = /no/such/folder\n")
        config.chmod(0o600)
        self.assert_says(self.run_admin("db", "current", "acme://x", expect=3), "/no/such/folder")
        self.assert_says(self.run_admin("plugin", "doctor", expect=1), "/no/such/folder")
        self.run_admin("plugin", "list", expect=0)

    # ---- documents

    def test_documents(self):
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)
        cases = {
            "not JSON": (b"{'a': 1}", "line 1"),
            "empty": (b"", "line 1"),
            "not an object": (b"[1, 2]", "object"),
            "a scalar": (b"3", "object"),
            "nested 100,000 deep": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "deep"),
            "invalid UTF-8": (b'{"a": "\xff\xfe"}', "utf-8"),
            "a second document behind it": (b'{"a": 1} {"b": 2}', "line 1"),
            "another version inside": (b'{"version": "2"}', "Version mismatch: provided version '1' does not match schema version '2'"),
        }
        for title, (document, part) in cases.items():
            with self.subTest(title):
                self.assert_says(self.run_admin("store", "put", "schema", "a@1", "-", "sqlite:///x.db", stdin=document, expect=3), part)
        self.assertEqual([], json.loads(self.run_admin("store", "list", "sqlite:///x.db", expect=0)))

    def test_beside_an_environment_of_ones_own_the_stores_db_init_is_named(self):
        self.environment(aaa=HEADER.format("aaa", None) + CREATE.format("a"))
        self.run_admin("db", "upgrade", expect=0)
        output = self.run_admin("store", "list", expect=1)
        command = re.search("'(db init --config [^']+)'", output)
        self.assertTrue(command, output)
        (self.folder / "y.db").unlink(missing_ok=True)
        self.run_admin(*command.group(1).split(), "sqlite:///y.db", expect=0)
        self.assertEqual([], json.loads(self.run_admin("store", "list", "sqlite:///y.db", expect=0)))

    def test_a_document_that_is_wrong_is_named(self):
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)
        (self.folder / "bad.json").write_text('{\n "a": nope}')
        self.assert_says(self.run_admin("store", "put", "schema", "a@1", "bad.json", "sqlite:///x.db", expect=3), "bad.json:2:")
        self.assert_says(self.run_admin("store", "put", "schema", "a@1", "-", "sqlite:///x.db", stdin=b"[]", expect=3), "standard input:1:1")

    def test_an_ownership_keeps_what_it_holds_or_is_refused(self):
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)
        document = b'{"owner": "x", "team": null, "additional_info": {"n": 0.10, "big": 123456789012345678901234567890, "e": 1e400}}'
        self.run_admin("store", "put", "ownership", "a", "-", "sqlite:///x.db", stdin=document, expect=0)
        self.assert_says(self.run_admin("store", "get", "ownership", "a", "sqlite:///x.db", expect=0),
                         '{"n": 0.10, "big": 123456789012345678901234567890, "e": 1e400}')
        for bad, part in ((b'{"owner": "x", "team": 7}', "team"), (b'{"owner": "x", "aditional_info": {}}', "aditional_info"),
                          (b'{"team": "x"}', "owner"), (b'{"owner": "x", "additional_info": 5}', "object"), (b"[]", "object")):
            self.assert_says(self.run_admin("store", "put", "ownership", "a", "-", "sqlite:///x.db", stdin=bad, expect=3), part)

    def test_an_exported_file_with_a_byte_order_mark_is_told_as_such(self):
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)
        self.run_admin("store", "put", "schema", "a@1", "-", "sqlite:///x.db", stdin=b"{}", expect=0)
        self.run_admin("store", "export", "exported", "sqlite:///x.db", expect=0)
        file = self.folder / "exported" / "contracts" / "a" / "1.json"
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
        self.assert_says(self.run_admin("store", "import", "exported", "sqlite:///x.db", expect=3), "1.json", "byte order mark")

    def test_a_byte_order_mark_is_no_part_of_a_document(self):
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)
        self.run_admin("store", "put", "schema", "a@1", "-", "sqlite:///x.db", stdin=b'\xef\xbb\xbf{"a": 1}', expect=0)
        self.assertEqual('{"a": 1, "version": "1"}\n', self.run_admin("store", "get", "schema", "a@1", "sqlite:///x.db", expect=0))

    def test_rules_of_a_schema_that_is_not_there(self):
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)
        output = self.run_admin("store", "put", "coercion", "nobody@1", "-", "sqlite:///x.db", stdin=b"{}", expect=1)
        self.assert_says(output, "nobody")

    def test_a_file_that_is_not_there(self):
        self.run_admin("db", "init", "sqlite:///x.db", expect=0)
        self.assert_says(self.run_admin("store", "put", "schema", "a@1", "missing.json", "sqlite:///x.db", expect=3), "missing.json")


if __name__ == "__main__":
    unittest.main(verbosity=2)

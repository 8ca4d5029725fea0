"""What the tool loads, as the kernel saw it: a command opens the plugins it needs and no other."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ADMIN = os.environ["PYCHARTER_ADMIN"]
PLUGINS = ("postgresql", "sqlite", "memory", "alembic")


def loaded(folder, *words):
    """Names of the plugins whose code `pycharter-admin words` mapped to be run. Reading a library's header is no loading."""
    trace = pathlib.Path(folder) / "trace"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYCHARTER__") and k != "PYCHARTER_DATABASE_URL"}
    # LeakSanitizer cannot work under ptrace.
    environment["ASAN_OPTIONS"] = "detect_leaks=0"
    done = subprocess.run(["strace", "-f", "-qq", "-y", "-e", "trace=mmap", "-o", str(trace), ADMIN, *words],
                          cwd=folder, capture_output=True, text=True, env=environment)
    opened = re.findall(r"PROT_EXEC.*<([^>]+\.so[^>]*)>.*= 0x", trace.read_text())
    names = {pathlib.PurePath(path).name.removesuffix(".so") for path in opened}
    return done, sorted(names & set(PLUGINS)), opened


class WhatIsLoaded(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_help_loads_no_plugin(self):
        for words in (["--help"], ["db", "--help"], ["db", "upgrade", "--help"], ["--version"]):
            done, names, _ = loaded(self.folder, *words)
            self.assertEqual((0, []), (done.returncode, names), done.stderr)

    def test_plugin_list_loads_no_plugin(self):
        done, names, _ = loaded(self.folder, "plugin", "list")
        self.assertEqual((0, []), (done.returncode, names), done.stderr)
        self.assertIn("sqlite", done.stdout)

    def test_configuration_loads_no_plugin(self):
        done, names, _ = loaded(self.folder, "config", "list")
        self.assertEqual((0, []), (done.returncode, names), done.stderr)

    def test_history_needs_only_the_engine(self):
        done, names, _ = loaded(self.folder, "db", "history")
        self.assertEqual((0, ["alembic"]), (done.returncode, names), done.stderr)

    def test_current_on_sqlite_loads_only_sqlite_and_the_engine(self):
        done, _, _ = loaded(self.folder, "db", "init", "sqlite:///x.db")
        self.assertEqual(0, done.returncode, done.stderr)
        done, names, opened = loaded(self.folder, "db", "current", "sqlite:///x.db")
        self.assertEqual((0, ["alembic", "sqlite"]), (done.returncode, names), done.stderr)
        self.assertFalse([path for path in opened if "libpq" in path], "the PostgreSQL client is not SQLite's business")


if __name__ == "__main__":
    unittest.main(verbosity=2)

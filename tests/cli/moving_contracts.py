"""store export, import and copy by the program itself: between backends, killed in the middle, hostile, large, many.

    PYCHARTER_ADMIN=… PYCHARTER_TEST_POSTGRESQL_URL=… PYCHARTER_TEST_MYSQL_URL=… python3 moving_contracts.py

Databases are made on the servers and removed again; Redis has a fixed number, of which those from 2 on are emptied. With
PYCHARTER_TEST_MONGODB_URL and PYCHARTER_TEST_REDIS_URL MongoDB and Redis are among the backends.
"""
import filecmp
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.parse

ADMIN = os.environ["PYCHARTER_ADMIN"]
SERVERS = {name: os.environ[f"PYCHARTER_TEST_{name.upper()}_URL"] for name in ("postgresql", "mysql")}
MONGODB = os.environ.get("PYCHARTER_TEST_MONGODB_URL")
REDIS = os.environ.get("PYCHARTER_TEST_REDIS_URL")
KEEP_TEXT = ["sqlite", "postgresql", "mysql"] + (["redis"] if REDIS else [])
redis_databases = iter(range(2, 16))
MANIFEST = "pycharter-export.json"
NAMES = ["user", "User", "USER", "a b", "con", "..", "ä/é", "x" * 255, "emoji 😀", "quote\"'s", "a:b", "index", "$ref", "%2e", ".hidden", "<>|?*", "\n"]


def sql(url, statement):
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "mysql":
        command = ["mariadb", "-h", parts.hostname, "-P", str(parts.port), "-u", parts.username, "-e", statement]
        environment = {"MYSQL_PWD": parts.password or ""}
    else:
        command = [os.path.join(os.environ.get("PYCHARTER_TEST_POSTGRESQL_BIN", ""), "psql"), "-Xqc", statement, url]
        environment = {}
    subprocess.run(command, check=True, env={**os.environ, **environment}, capture_output=True)


def contract(name, version, number):
    """Sets of rules in an order that is not that of their versions, numbers and blanks that must stay as they are."""
    return {"name": name, "version": version,
            "schema": {"type": "object", "$ref": "#/a.b", "properties": {"a.b": {"n": number}}, "version": version},
            "coercion_rules": [{"version": "2", "rules": {"a": "str"}}, {"rules": {"a": "int"}}, {"version": "1", "rules": {}}],
            "validation_rules": [{"version": version, "layout": "dense", "rules": {"a": {"min": 1}}}],
            "governance_rules": [{"name": "pii", "definition": {"x": [1, 2]}}],
            "ownership": {"owner": "me", "additional_info": {}},
            "metadata": {"document": {"of": name}}}


class MovingContracts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def admin(self, *words, expect=0):
        run = subprocess.run([ADMIN, *map(str, words)], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(run.returncode, expect, (words, run.stdout[-2000:], run.stderr[-2000:]))
        self.error = run.stderr
        return run.stdout

    def report(self, *words):
        return json.loads(self.admin("--format", "json", *words))

    def database(self, backend, name):
        if backend == "sqlite":
            url = f"sqlite:///{self.folder}/{name}.db"
        elif backend == "redis":
            url = urllib.parse.urlsplit(REDIS)._replace(path=f"/{next(redis_databases)}").geturl()
            empty = ["redis-cli", "-u", url, "FLUSHDB"]
            subprocess.run(empty, check=True, capture_output=True)
            self.addCleanup(subprocess.run, empty, check=True, capture_output=True)
        else:
            server = urllib.parse.urlsplit(SERVERS.get(backend, MONGODB))
            database = f"moving_{os.getpid()}_{name}"
            url = server._replace(path="/" + database).geturl()
            if backend != "mongodb":
                sql(SERVERS[backend], f"CREATE DATABASE {database}")
                self.addCleanup(sql, SERVERS[backend], f"DROP DATABASE {database}")
        self.admin("-q", "db", "init", url)
        return url

    def write(self, folder, kind, number, members):
        path = self.folder / folder / {"contract": "contracts"}.get(kind, kind.split("-")[0]) / f"{number}.json"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(json.dumps({"format": f"pycharter-{kind}/1", **members}))

    def made_by_hand(self, folder, contracts):
        """An export of nothing, and files that somebody wrote."""
        self.admin("-q", "store", "export", folder, "memory://")
        for number, one in enumerate(contracts):
            self.write(folder, "contract", number, one)
        for number, name in enumerate(NAMES):
            self.write(folder, "governance-rule", number, {"name": name, "definition": {"g": 1.5}})
            self.write(folder, "ownership", number, {"resource_id": name, "owner": name, "team": "", "additional_info": {"k": [1]}})
            self.write(folder, "metadata", number, {"resource_id": name, "resource_type": "Table", "metadata": {"m": name}})

    def assert_same_export(self, left, right):
        """Byte for byte, every file."""
        self.assertEqual((self.folder / left / MANIFEST).read_text(), (self.folder / right / MANIFEST).read_text())
        files = json.loads((self.folder / left / MANIFEST).read_text())["files"]
        _, different, missing = filecmp.cmpfiles(self.folder / left, self.folder / right, files, shallow=False)
        self.assertEqual((different, missing), ([], []))

    def hostile(self):
        contracts = [contract(name, version, 0.25) for name in NAMES for version in ("10.0", "9.0-RC1", "é:@/", "Z" * 50)]
        contracts[0]["schema"]["text"] = "x" * 1_000_000
        return contracts

    def test_hostile_names_and_a_megabyte_through_every_backend_and_back(self):
        self.made_by_hand("hand", self.hostile())
        previous, last = "hand", None
        for backend in KEEP_TEXT:
            with self.subTest(backend=backend):
                url = self.database(backend, "hostile")
                told = self.report("store", "import", previous, url)
                self.assertEqual(told["contracts"]["created"], len(NAMES) * 4)
                self.assertEqual(len(told["added"]), len(NAMES) * 7 if previous == "hand" else 0)
                again = self.report("store", "import", previous, url)
                for kind in ("contracts", "governance_rules", "ownership", "metadata"):
                    self.assertEqual(again[kind]["unchanged"], again[kind]["all"], kind)
                self.admin("-q", "store", "export", backend, url)
                if previous != "hand":
                    self.assert_same_export(previous, backend)
                if last:
                    copied = self.report("store", "copy", last, url)
                    self.assertEqual(copied["contracts"]["unchanged"], len(NAMES) * 4)
                previous, last = backend, url
        if MONGODB:
            url = self.database("mongodb", "hostile")
            self.report("store", "copy", last, url)
            self.assertEqual(self.report("store", "copy", last, url)["contracts"]["unchanged"], len(NAMES) * 4)
            self.admin("store", "export", "mongodb", url)
            self.report("store", "import", "mongodb", self.database("sqlite", "from_mongodb"))

    def kill_until_done(self, *words):
        """Runs it again and again, killed a little later each time, until it is done. Gives how often it was killed."""
        killed, patience = 0, 0.01
        while True:
            run = subprocess.Popen([ADMIN, "-q", *map(str, words)], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            try:
                _, error = run.communicate(timeout=patience * random.uniform(0.8, 1.2))
                self.assertEqual(run.returncode, 0, error)
                return killed
            except subprocess.TimeoutExpired:
                run.kill()
                run.communicate()
                killed, patience = killed + 1, patience * 1.5

    def test_killed_in_the_middle_it_goes_on(self):
        self.made_by_hand("hand", [contract(f"name {i % 40}", f"{i}.0", i) for i in range(300)])
        expected = self.database("sqlite", "expected")
        self.admin("-q", "store", "import", "hand", expected)
        self.admin("-q", "store", "export", "expected", expected)
        for backend in KEEP_TEXT:
            with self.subTest(backend=backend):
                url = self.database(backend, "killed")
                self.assertGreater(self.kill_until_done("store", "import", "hand", url), 0)
                self.assertGreater(self.kill_until_done("store", "export", backend, url), 0)
                self.assert_same_export("expected", backend)
                self.assertEqual(list((self.folder / backend).rglob("*.part")), [])
                other = self.database(backend, "copied")
                self.assertGreater(self.kill_until_done("store", "copy", url, other), 0)
                self.admin("-q", "store", "export", backend + " copied", other)
                self.assert_same_export("expected", backend + " copied")

    def test_ten_thousand_contracts(self):
        self.made_by_hand("hand", [contract(f"n{i}", "1.0", i) for i in range(10_000)])
        first = self.database("sqlite", "many")
        times = []
        for words in (("import", "hand", first), ("import", "hand", first), ("export", "out", first), ("export", "out", first),
                      ("copy", first, self.database("postgresql", "many"))):
            began = time.monotonic()
            self.assertEqual(self.report("store", *words)["contracts"]["all"], 10_000)
            times.append(f"{words[0]} {time.monotonic() - began:.1f} s")
        print("10,000 contracts: " + ", ".join(times), flush=True)

    def test_faults_are_told_before_anything_is_written(self):
        self.made_by_hand("hand", [contract("a", "1", 1)])
        url = self.database("sqlite", "faults")
        bad = self.folder / "hand" / "contracts" / "bad.json"
        for text, words in (("{", "ends too early"), ("{}", "format"), ('{"format": "pycharter-contract/9"}', "newer"),
                            ('{"format": "pycharter-contract/1", "name": "b", "version": "1"}', "schema"),
                            (json.dumps({"format": "pycharter-contract/1", **contract("a", "1", 2)}), "also in")):
            bad.write_text(text)
            self.admin("store", "import", "hand", url, expect=3)
            self.assertIn("bad.json", self.error)
            self.assertIn(words, self.error)
            error = json.loads(self.admin("--format", "json", "store", "import", "hand", url, expect=3))["error"]
            self.assertTrue(error["file"].endswith("bad.json"), error)
            self.assertEqual(self.admin("store", "list", url), "[]\n")
        bad.unlink()
        (self.folder / "hand" / MANIFEST).write_text('{"format": "pycharter-export/2", "complete": true}')
        self.admin("store", "import", "hand", url, expect=3)
        self.assertIn("pycharter-export/2", self.error)
        (self.folder / "hand" / MANIFEST).unlink()
        self.admin("store", "import", "hand", url, expect=3)
        self.assertIn(MANIFEST, self.error)
        self.admin("store", "export", "hand", url, expect=3)
        self.assertIn("no export", self.error)
        self.admin("store", "import", "nowhere", url, expect=3)
        self.admin("store", "export", "out", "sqlite:///missing.db", expect=1)

    def test_words(self):
        url = self.database("sqlite", "words")
        self.admin("store", "copy", url, url, expect=2)
        self.assertIn("one database", self.error)
        self.admin("store", "copy", url, expect=2)
        self.assertIn("TO_URL", self.error)
        self.admin("store", "copy", url, url, url, expect=2)
        self.admin("store", "copy", "words.db", url, expect=2)
        self.assertIn("://", self.error)
        self.admin("store", "export", url, expect=2)
        self.admin("store", "copy", "postgresql://u:s3cr3t@127.0.0.1:1/x", url, expect=3)
        self.assertNotIn("s3cr3t", self.error)
        shown = self.admin("store", "copy", url, "memory://")
        self.assertIn("Copied from", shown)
        self.assertEqual(self.error, "")
        self.assertEqual(self.report("store", "export", "out", url)["contracts"]["all"], 0)
        for command in ("export", "import", "copy"):
            self.assertIn("store " + command, self.admin("store", command, "--help"))

    def test_other_contracts_of_the_target_are_left_alone(self):
        self.made_by_hand("hand", [contract("a", "1", 1)])
        url = self.database("sqlite", "others")
        self.admin("-q", "store", "import", "hand", url)
        shutil.rmtree(self.folder / "hand" / "contracts")
        self.write("hand", "contract", 0, contract("b", "1", 1))
        self.assertIn("1 more contracts are in the target alone", self.admin("store", "import", "hand", url))
        self.assertEqual([one["name"] for one in json.loads(self.admin("store", "list", url))], ["a", "b"])


if __name__ == "__main__":
    unittest.main(verbosity=2)

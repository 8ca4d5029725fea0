"""Eight threads write and read contracts while their server is killed and comes back. Afterwards what was acknowledged is there,
nothing is there twice or in part, and every thread goes on.

    under_load.py SERVER [--rounds N] [--seconds S]     N kills, with S seconds of load before each

PYCHARTER_STORE_LOAD is the program that writes; servers are this test's own, from PYCHARTER_TEST_POSTGRESQL_BIN,
PYCHARTER_TEST_MONGODB_BIN (tools/servers.sh tells both) and PATH.
"""
import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import servers

LOAD = os.environ.get("PYCHARTER_STORE_LOAD") or sys.exit(f"PYCHARTER_STORE_LOAD must be set: see the head of {__file__}")
# Rows of one key, which a read would hide: the newest wins.
DUPLICATES = """SELECT count(*) FROM (
  SELECT 1 FROM governance_rules GROUP BY name, schema_id HAVING count(*) > 1
  UNION ALL SELECT 1 FROM "schemas" GROUP BY name, version HAVING count(*) > 1
  UNION ALL SELECT 1 FROM coercion_rules GROUP BY schema_id, version HAVING count(*) > 1) twice"""


class Writer:
    """The program that writes, until it is told to end or killed."""

    def __init__(self, url: str, journal: Path):
        self.process = subprocess.Popen([LOAD, "write", url, journal], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        assert self.process.stdout.readline() == "writing\n"

    def end(self) -> dict:
        out, _ = self.process.communicate(timeout=100)
        assert self.process.returncode == 0, "the writer failed: see above"
        return json.loads(out.splitlines()[-1])

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def killed_servers(make, folder: Path, journal: Path, options) -> dict:
    """The server dies, the writers live."""
    server = make(folder / "server")
    try:
        server.start()
        writer = Writer(server.url(), journal)
        for round_ in range(options.rounds):
            time.sleep(options.seconds)
            server.kill()
            time.sleep(0.2)
            server.recover(again=round_ + 1 < options.rounds)
        time.sleep(options.seconds)
        result = writer.end()
        # Else nobody was there when the server was killed.
        assert result["interrupted"] > 0, result
        verify(server.url(), journal)
        if hasattr(server, "query"):
            assert server.query(DUPLICATES) == "0", "rows are there twice"
        return result
    finally:
        server.stop()


def killed_writers(folder: Path, journal: Path, options) -> dict:
    """A database without a server: the process that writes dies."""
    url = f"sqlite:///{folder}/contracts.db?timeout=60"
    for _ in range(options.rounds):
        writer = Writer(url, journal)
        time.sleep(options.seconds)
        writer.kill()
    writer = Writer(url, journal)
    time.sleep(options.seconds)
    result = writer.end()
    verify(url, journal)
    with closing(sqlite3.connect(folder / "contracts.db")) as database:
        assert database.execute(DUPLICATES).fetchone() == (0,), "rows are there twice"
    return result


def verify(url: str, journal: Path) -> None:
    done = subprocess.run([LOAD, "verify", url, journal], stdout=subprocess.PIPE, text=True, timeout=100, check=False)
    assert done.returncode == 0, "what was written is not what is there: see above"
    print("verified:", done.stdout.strip())


# Where programs are that PATH need not have.
NEEDED = {
    "postgresql": "PYCHARTER_TEST_POSTGRESQL_BIN",
    "pgbouncer": "PYCHARTER_TEST_POSTGRESQL_BIN",
    "fail-over": "PYCHARTER_TEST_POSTGRESQL_BIN",
    "mongodb": "PYCHARTER_TEST_MONGODB_BIN",
}
SERVERS = {
    "postgresql": servers.PostgreSQL,
    "pgbouncer": servers.Pooled,
    "fail-over": servers.Pair,
    "mysql": servers.MariaDB,
    "mongodb": servers.MongoDB,
    "redis": servers.Redis,
    "sqlite": None,  # none: the writer is what dies
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("server", choices=SERVERS)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=1)
    options = parser.parse_args()
    needed = NEEDED.get(options.server)
    if needed and needed not in os.environ:
        sys.exit(f"{needed} must be set, which tools/servers.sh does where it starts that server: see the head of {__file__}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # servers run as users of their own
        journal = folder / "journal"
        make = SERVERS[options.server]
        result = killed_servers(make, folder, journal, options) if make else killed_writers(folder, journal, options)
        print("written:", result)


if __name__ == "__main__":
    main()

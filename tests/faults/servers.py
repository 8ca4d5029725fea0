"""Servers that a test may kill: each with a folder and a port of its own on 127.0.0.1."""
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

START_LIMIT = 60  # seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_user(name: str) -> dict:
    """PostgreSQL and MariaDB refuse root; as another user a test runs them as itself."""
    return {"user": name, "group": name, "extra_groups": []} if os.geteuid() == 0 else {}


def run(*words, **options) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{words[0]} failed: {done.stdout}{done.stderr}")
    return done.stdout


def wait_until(what: str, ready) -> None:
    end = time.monotonic() + START_LIMIT
    while not ready():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not happen within {START_LIMIT} s")
        time.sleep(0.05)


class Server:
    """A process; subclasses say how to start it and how to tell that it answers."""

    user = None

    def __init__(self, folder: Path):
        self.folder = folder
        self.folder.mkdir()
        self.port = free_port()
        self.process = None
        if self.user and os.geteuid() == 0:
            run("chown", self.user, self.folder)
        self.prepare()

    def prepare(self) -> None:
        """Makes what must be there before the first start."""

    def command(self) -> list:
        raise NotImplementedError

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def start(self) -> None:
        def ready() -> bool:
            # One that was killed may still hold its shared memory or its lock file.
            if self.process is None or self.process.poll() is not None:
                with open(self.folder / "output", "ab") as log:
                    self.process = subprocess.Popen([str(word) for word in self.command()], stdout=log, stderr=log,
                                                    stdin=subprocess.DEVNULL, cwd=self.folder, **self.options())
            return self.answers()

        try:
            wait_until(f"the start of {type(self).__name__}", ready)
        except RuntimeError:
            print((self.folder / "output").read_text(errors="replace")[-2000:], file=sys.stderr)
            raise

    def options(self) -> dict:
        return as_user(self.user) if self.user else {}

    def kill(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def recover(self, again: bool) -> None:
        self.start()

    def stop(self) -> None:
        self.kill()


def postgresql_url(*ports) -> str:
    return f"postgresql://postgres@{','.join(f'127.0.0.1:{port}' for port in ports)}/postgres"


class PostgreSQL(Server):
    user = "postgres"

    @staticmethod
    def program(name: str) -> Path:
        return Path(os.environ["PYCHARTER_TEST_POSTGRESQL_BIN"]) / name

    def prepare(self) -> None:
        run(self.program("initdb"), "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "--no-sync",
            "--encoding=UTF8", "--locale=C.UTF-8", cwd=self.folder, **self.options())

    def command(self) -> list:
        settings = ("listen_addresses=127.0.0.1", "fsync=off", "max_connections=60")
        return [self.program("postgres"), "-D", self.folder / "data", "-p", self.port, "-k", self.folder,
                *(word for setting in settings for word in ("-c", setting))]

    def answers(self) -> bool:
        return subprocess.run([self.program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)],
                              check=False).returncode == 0

    def url(self) -> str:
        return postgresql_url(self.port)

    def query(self, sql: str) -> str:
        return run(self.program("psql"), "-XAtq", postgresql_url(self.port), "-c", "SET search_path TO pycharter", "-c", sql).strip()


class Standby(PostgreSQL):
    """Of a primary that waits for it at each commit."""

    def __init__(self, folder: Path, primary: PostgreSQL):
        self.primary = primary
        super().__init__(folder)

    def prepare(self) -> None:
        run(self.program("pg_basebackup"), "-h", "127.0.0.1", "-p", self.primary.port, "-U", "postgres", "-D",
            self.folder / "data", "-R", "-X", "stream", "-c", "fast", "--no-sync", cwd=self.folder, **self.options())

    def promote(self) -> None:
        run(self.program("pg_ctl"), "-D", self.folder / "data", "-w", "promote", cwd=self.folder, **self.options())


class Pair:
    """A primary that is lost, and a standby that takes over."""

    def __init__(self, folder: Path):
        folder.mkdir()
        folder.chmod(0o755)
        self.folder = folder
        self.count = 0
        self.primary = PostgreSQL(folder / "0")
        self.spare_port = free_port()

    def start(self) -> None:
        self.primary.start()
        self.add_standby()

    def add_standby(self) -> None:
        self.count += 1
        self.standby = Standby(self.folder / str(self.count), self.primary)
        self.standby.port = self.spare_port
        self.standby.start()
        # From here on no commit is acknowledged that the standby has not.
        self.primary.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.primary.query("SELECT pg_reload_conf()")
        wait_until("synchronous replication", lambda: self.primary.query(
            "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == "1")

    def url(self) -> str:
        return postgresql_url(*sorted((self.primary.port, self.spare_port)))

    def kill(self) -> None:
        self.primary.kill()

    def recover(self, again: bool) -> None:
        """The standby takes over; where that is to happen again, a new one takes the place of the lost primary."""
        # The setting that waits for a standby was made after the copy: this one, alone, has it not.
        self.standby.promote()
        self.primary, self.spare_port = self.standby, self.primary.port
        if again:
            self.add_standby()

    def stop(self) -> None:
        self.primary.kill()
        self.standby.kill()

    def query(self, sql: str) -> str:
        return self.primary.query(sql)


class PgBouncer(Server):
    """In transaction mode, as tools/servers.sh has it."""

    user = "postgres"

    def __init__(self, folder: Path, server_url: str):
        self.server_url = server_url
        super().__init__(folder)

    def prepare(self) -> None:
        tool = Path(__file__).resolve().parent.parent.parent / "tools" / "pgbouncer_config.py"
        run(sys.executable, tool, self.server_url, self.port, self.folder)
        if os.geteuid() == 0:
            run("chown", "-R", self.user, self.folder)

    def command(self) -> list:
        return [shutil.which("pgbouncer", path=os.environ["PATH"] + ":/usr/sbin"), "-q", self.folder / "pgbouncer.ini"]


class Pooled(PostgreSQL):
    """A server behind pgbouncer, which lives on."""

    pooler = None

    def start(self) -> None:
        super().start()
        if self.pooler is None:
            self.pooler = PgBouncer(self.folder / "pooler", super().url())
            self.pooler.start()

    def stop(self) -> None:
        if self.pooler is not None:
            self.pooler.stop()
        super().stop()

    def url(self) -> str:
        return postgresql_url(self.pooler.port)


class MariaDB(Server):
    user = "mysql"

    def prepare(self) -> None:
        run("mariadb-install-db", "--no-defaults", f"--user={self.account()}", f"--datadir={self.folder}/data",
            "--auth-root-authentication-method=normal", "--skip-test-db")

    def account(self) -> str:
        return self.user if os.geteuid() == 0 else run("id", "-un").strip()

    def options(self) -> dict:
        return {}  # it changes the user itself

    def command(self) -> list:
        return ["mariadbd", "--no-defaults", f"--user={self.account()}", f"--datadir={self.folder}/data",
                f"--socket={self.folder}/socket", f"--port={self.port}", "--bind-address=127.0.0.1",
                f"--pid-file={self.folder}/pid", "--innodb-flush-log-at-trx-commit=2",
                "--init-file=" + str(self.init_file())]

    def init_file(self) -> Path:
        path = self.folder / "init.sql"
        path.write_text("CREATE DATABASE IF NOT EXISTS contracts;\n")
        return path

    def answers(self) -> bool:
        return subprocess.run(["mariadb-admin", "--no-defaults", "-u", "root", "-S", f"{self.folder}/socket", "ping"],
                              check=False, capture_output=True).returncode == 0

    def url(self) -> str:
        return f"mysql://root@127.0.0.1:{self.port}/contracts"

    def query(self, sql: str) -> str:
        return run("mariadb", "--no-defaults", "-BN", "-u", "root", "-S", f"{self.folder}/socket", "contracts", "-e",
                   f"SET sql_mode = 'ANSI_QUOTES'; {sql}").strip()


class MongoDB(Server):
    def command(self) -> list:
        return [os.environ["PYCHARTER_TEST_MONGODB_BIN"], self.folder, f"127.0.0.1:{self.port}"]

    def url(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/contracts?serverSelectionTimeoutMS=2000"


class Redis(Server):
    def command(self) -> list:
        return ["redis-server", "--bind", "127.0.0.1", "--port", self.port, "--dir", self.folder, "--save", "",
                "--appendonly", "yes", "--appendfsync", "always"]

    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

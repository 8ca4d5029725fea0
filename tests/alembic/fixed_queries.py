#!/usr/bin/env python3
"""`db check` asks the server the same number of questions of 3 tables as of 60: counted on the wire, between the tool and the server.

    fixed_queries.py postgresql|mysql

PYCHARTER_ADMIN names the tool, PYCHARTER_TEST_…_URL the servers.
"""
import pathlib
import socket
import sys
import tempfile
import threading
import urllib.parse

from autogenerate import Failed, Trial
from chains import catalogs

MODELS = """import sqlalchemy as sa

metadata = sa.MetaData()
sa.Table("t0", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20), server_default="x", unique=True))
"""
MODEL = """sa.Table("t{n}", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20), server_default="it''s"),
         sa.Column("kind", sa.Enum("a", "b", name="kind{n}"), server_default="a", index=True), sa.Column("made", sa.DateTime, server_default=sa.func.now()),
         sa.Column("r", sa.Integer, sa.ForeignKey("t0.id", name="fk{n}")), sa.CheckConstraint("r > 0", name="ck{n}"))
"""


class PostgresqlCommands:
    """Counts Query and Execute in what a client sends."""

    def __init__(self):
        self.count, self.buffer, self.started = 0, b"", False

    def feed(self, data):
        self.buffer += data
        while True:
            tag = 1 if self.started else 0
            if len(self.buffer) < tag + 4:
                return
            length = tag + int.from_bytes(self.buffer[tag:tag + 4], "big")
            if len(self.buffer) < length:
                return
            if self.started:
                self.count += self.buffer[:1] in b"QE"
            else:
                # A request for TLS or GSS is eight bytes and comes before the start.
                self.started = length > 8
            self.buffer = self.buffer[length:]


class MysqlCommands:
    """Counts COM_QUERY, COM_STMT_PREPARE and COM_STMT_EXECUTE."""

    def __init__(self):
        self.count, self.buffer = 0, b""

    def feed(self, data):
        self.buffer += data
        while len(self.buffer) >= 4:
            length = 4 + int.from_bytes(self.buffer[:3], "little")
            if len(self.buffer) < length:
                return
            self.count += self.buffer[3] == 0 and self.buffer[4] in (0x03, 0x16, 0x17)
            self.buffer = self.buffer[length:]


COMMANDS = {"postgresql": PostgresqlCommands, "mysql": MysqlCommands}


class Wire:
    """A port of its own that passes on to the server and counts."""

    def __init__(self, kind, server):
        self.kind, self.server, self.connections = kind, server, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _ = self.listener.accept()
            counter = COMMANDS[self.kind]()
            self.connections.append(counter)
            upstream = socket.create_connection(self.server)
            threading.Thread(target=self.pump, args=(client, upstream, counter.feed), daemon=True).start()
            threading.Thread(target=self.pump, args=(upstream, client, lambda data: None), daemon=True).start()

    @staticmethod
    def pump(source, target, see):
        try:
            while data := source.recv(65536):
                see(data)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # either side has gone

    def take(self):
        count = sum(counter.count for counter in self.connections)
        self.connections.clear()
        return count


def asked(trial, wire, tables):
    trial.declare(MODELS + "".join(MODEL.format(n=n) for n in range(1, tables)))
    trial.generate(f"r{tables}")
    trial.admin("db", "upgrade")
    wire.take()
    trial.must_be_clean(f"with {tables} tables")
    return wire.take()


def main():
    kind = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        made = catalogs.make(kind, pathlib.Path(folder))
        try:
            trial = Trial(made, kind, pathlib.Path(folder))
            url = urllib.parse.urlsplit(made.url)
            wire = Wire(kind, (url.hostname, url.port))
            user = url.netloc.rpartition("@")[0]
            made.url = url._replace(netloc=f"{user}@127.0.0.1:{wire.listener.getsockname()[1]}").geturl()
            few, many = asked(trial, wire, 3), asked(trial, wire, 60)
            made.url = url.geturl()
        except Failed as failure:
            print(failure)
            return 1
        finally:
            made.url = url.geturl()
            catalogs.discard(made)
    print(f"{kind}: {few} queries for 3 tables, {many} for 60")
    return 0 if few == many and few > 0 else 1


if __name__ == "__main__":
    sys.exit(main())

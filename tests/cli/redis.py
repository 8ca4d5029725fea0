"""The db and store commands on Redis, which needs no initialization, and what a server that is killed or full costs.

    PYCHARTER_ADMIN=… PYCHARTER_TEST_REDIS_URL=… PYCHARTER_TEST_REDIS_ACL_URL=… python3 redis.py

It also starts a server of its own, which writes each change to disk before it acknowledges it.
"""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from urllib.parse import urlsplit

from admin import admin, expect, expect_commands_without_sql

if not {"PYCHARTER_TEST_REDIS_URL", "PYCHARTER_TEST_REDIS_ACL_URL"} <= set(os.environ):
    sys.exit(f"PYCHARTER_TEST_REDIS_URL and PYCHARTER_TEST_REDIS_ACL_URL must be set: see the head of {__file__}")
URL = os.environ["PYCHARTER_TEST_REDIS_URL"]
ACL = os.environ["PYCHARTER_TEST_REDIS_ACL_URL"]
os.environ["PYCHARTER__DATABASE__KEY_PREFIX"] = f"pycharter:cli_{os.getpid()}"


class Server:
    """A Redis of this test's own, on a folder and a port that stay when it is killed."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder, "--save", "",
             "--appendonly", "yes", "--appendfsync", "always"], stdout=subprocess.DEVNULL)
        expect(["db", "wait", "--timeout", "60", self.url], 0)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def command(self, *words):
        subprocess.run(["redis-cli", "-p", str(self.port), *words], check=True, capture_output=True)


def test_commands():
    expect(["db", "init", URL], 0, "already initialized: there was nothing to make")
    expect_commands_without_sql(URL, "redis")
    expect(["plugin", "list"], 0, "rediss")
    for url in (URL, ACL):
        expect(["store", "put", "schema", "user@1.0.0", "-", url], 0, text='{"$ref": "#",  "a.b": 0.50}')
        assert admin("store", "get", "schema", "user@1.0.0", url)[1].strip() == '{"$ref": "#",  "a.b": 0.50, "version": "1.0.0"}'
        assert [one["name"] for one in json.loads(admin("store", "list", url)[1])] == ["user"]


def test_refusals():
    for command in ("init", "current", "upgrade"):
        expect(["db", command, "redis://127.0.0.1:1/3"], 3, "127.0.0.1:1", "Is the server running")
    host = urlsplit(ACL).netloc.rpartition("@")[2]
    for url in (f"redis://app:s3cr3t@{host}", f"redis://s3cr3t@{host}", f"redis://:s3cr3t@{host}/0"):
        refused = expect(["db", "current", url], 3, "WRONGPASS")
        assert "s3cr3t" not in refused, refused
    without = expect(["db", "current", f"redis://{host}"], 3, "NOAUTH", "put a colon, the password and an @")
    assert "***" not in without, without
    expect(["db", "current", f"rediss://{host}"], 3, "TLS")
    expect(["db", "current", f"redis://{host}/x"], 3, "'x'")


def test_a_full_server(server):
    expect(["store", "put", "schema", "full@1", "-", server.url], 0, text='{"n": 1}')
    server.command("CONFIG", "SET", "maxmemory", "1")
    expect(["store", "put", "schema", "full@1", "-", server.url], 3, "maxmemory", text='{"n": 2}')
    server.command("CONFIG", "SET", "maxmemory", "0")
    assert json.loads(admin("store", "get", "schema", "full@1", server.url)[1])["n"] == 1


def test_acknowledged_writes_outlive_a_killed_server(server):
    acknowledged, problems, stop = set(), [], threading.Event()

    def write(writer):
        number = 0
        while not stop.is_set():
            number += 1
            name = f"{writer}-{number}@1"
            code, out, error = admin("store", "put", "schema", name, "-", server.url, text=json.dumps({"n": number}))
            if code == 0:
                acknowledged.add(name)
            elif code != 3:
                problems.append((name, code, out, error))

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    for _ in range(3):
        reached = len(acknowledged) + 20
        while len(acknowledged) < reached and not problems:
            time.sleep(0.02)
        server.kill()
        server.start()
    stop.set()
    for writer in writers:
        writer.join()
    assert not problems, problems[:3]
    listed = [f"{one['name']}@{one['version']}" for one in json.loads(admin("store", "list", server.url)[1])]
    assert len(listed) == len(set(listed)), "a duplicate"
    assert acknowledged <= set(listed), sorted(acknowledged - set(listed))[:5]
    for name in sorted(acknowledged)[::10]:
        assert json.loads(admin("store", "get", "schema", name, server.url)[1])["n"] == int(name.split("-")[1].split("@")[0])


test_commands()
test_refusals()
with tempfile.TemporaryDirectory() as folder:
    own = Server(str(pathlib.Path(folder)))
    try:
        test_a_full_server(own)
        test_acknowledged_writes_outlive_a_killed_server(own)
    finally:
        own.kill()

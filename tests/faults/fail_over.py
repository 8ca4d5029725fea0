"""A PostgreSQL primary and its standby, as hosts of one URL: who takes writes is found, who does not says so, and what a standby may lack
is no success.

PYCHARTER_STORE_LOAD and PYCHARTER_ADMIN are the programs; PYCHARTER_TEST_POSTGRESQL_BIN (tools/servers.sh tells it) has the servers', which
are this test's own.
"""
import os
import subprocess
import tempfile
import time
from pathlib import Path

import servers
from under_load import Writer, verify

COMMIT_WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


def start(*words):
    return subprocess.Popen([os.environ["PYCHARTER_ADMIN"], *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)


def finish(process, code, *texts):
    out, _ = process.communicate(timeout=60)
    assert process.returncode == code and all(text in out for text in texts), (process.args, process.returncode, out)


def expect(code, *words, says=()):
    finish(start(*words), code, *says)


def a_standby_takes_no_writes(pair, schema):
    """Alone in the URL it says why; beside its primary it is passed over, in whatever order they stand."""
    alone = pair.standby.url()
    expect(0, "store", "list", alone)
    expect(3, "store", "put", "schema", "user@1", schema, alone, says=["read-only", "connect to a server"])
    expect(3, "db", "downgrade", "--revision", "base", alone, says=["standby", "target_session_attrs=read-write"])
    without_primary = servers.postgresql_url(pair.standby.port, servers.free_port())
    expect(3, "store", "list", without_primary, says=["target_session_attrs=read-write"])
    for ports in ((pair.standby.port, pair.primary.port), (pair.primary.port, pair.standby.port)):
        expect(0, "store", "put", "schema", "user@1", schema, servers.postgresql_url(*ports))


def a_commit_whose_wait_was_cancelled_is_no_success(pair, schema):
    pair.standby.kill()
    try:
        waiting = start("store", "put", "schema", "waits@1", schema, pair.url())
        servers.wait_until("the wait for the standby", lambda: pair.query(COMMIT_WAITS) == "1")
        pair.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        finish(waiting, 130, "synchronous standby", "Storing it again is safe")
    finally:
        pair.standby.start()
    expect(0, "store", "put", "schema", "waits@1", schema, pair.url())


def a_migration_is_warned_of_a_cancelled_wait(pair):
    pair.standby.kill()
    try:
        waiting = start("db", "upgrade", pair.url())
        servers.wait_until("the wait for the standby", lambda: pair.query(COMMIT_WAITS) == "1")
        pair.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        finish(waiting, 0, "canceling wait for synchronous replication")
    finally:
        pair.standby.start()
    expect(0, "db", "current", pair.url(), says=["(head)"])


def a_server_made_read_only_is_given_up(pair, folder):
    """Its connections live on; those who write look for another one, until there is one."""
    journal = folder / "journal"
    writer = Writer(pair.url(), journal)
    for value in ("on", "off"):
        time.sleep(0.5)
        pair.query(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
        pair.query("SELECT pg_reload_conf()")
    result = writer.end()
    assert result["interrupted"] > 0, result
    verify(pair.url(), journal)


def the_promoted_standby_is_found(pair, schema):
    pair.kill()
    expect(3, "store", "list", pair.url(), says=["target_session_attrs=read-write"])
    pair.recover(again=False)
    expect(0, "store", "put", "schema", "user@2", schema, pair.url())
    expect(0, "db", "current", pair.url(), says=["(head)"])
    expect(0, "db", "downgrade", "--revision", "base", pair.url())
    expect(0, "db", "upgrade", pair.url())


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "schema.json").write_text("{}")
        schema = str(folder / "schema.json")
        pair = servers.Pair(folder / "pair")
        try:
            pair.start()
            expect(0, "db", "init", pair.url())
            a_standby_takes_no_writes(pair, schema)
            a_commit_whose_wait_was_cancelled_is_no_success(pair, schema)
            expect(0, "db", "downgrade", "--revision", "base", pair.url())
            a_migration_is_warned_of_a_cancelled_wait(pair)
            a_server_made_read_only_is_given_up(pair, folder)
            the_promoted_standby_is_found(pair, schema)
        finally:
            pair.stop()


if __name__ == "__main__":
    main()

"""The db and store commands on a database without SQL that has collections to make.

PYCHARTER_TEST_MONGODB_URL is a server on which databases may be made, PYCHARTER_ADMIN the program. The database is left behind: the
server is the tests' own.
"""
import json
import os
import sys
from urllib.parse import urlsplit

from admin import admin, expect, expect_commands_without_sql

if "PYCHARTER_TEST_MONGODB_URL" not in os.environ:
    sys.exit(f"PYCHARTER_TEST_MONGODB_URL must be set: see the head of {__file__}")
SERVER = urlsplit(os.environ["PYCHARTER_TEST_MONGODB_URL"])
URL = SERVER._replace(path=f"/cli_{os.getpid()}").geturl()


expect(["db", "current", URL], 1, "not initialized", "db init")
made = expect(["db", "init", URL], 0, "Database initialized successfully!")
for name in ("schemas", "coercion_rules", "validation_rules", "governance_rules", "ownership", "metadata"):
    assert f"collection {name}" in made and f"unique index {name}.pycharter_key" in made, made
again = expect(["db", "init", URL], 0, "already initialized")
assert "collection" not in again, again
expect_commands_without_sql(URL, "mongodb")
expect(["plugin", "list"], 0, "mongodb+srv")

expect(["store", "put", "schema", "user@1.0.0", "-", URL], 0, text='{"$ref": "#", "a.b": 0.5}')
assert json.loads(admin("store", "get", "schema", "user@1.0.0", URL)[1]) == {"$ref": "#", "a.b": 0.5, "version": "1.0.0"}

dead = "mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=300"
for command in ("init", "current", "upgrade"):
    expect(["db", command, dead], 3, "127.0.0.1:1", "Is the server running")
host = SERVER.netloc.rpartition("@")[2]
refused = expect(["db", "upgrade", f"mongodb://app:s3cr3t@{host}/x?authSource=who"], 3, "'app'", "SCRAM", "'who'")
assert "s3cr3t" not in refused, refused

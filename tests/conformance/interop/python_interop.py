"""What pycharter 0.0.3 stores we read, and what we store it reads, on PostgreSQL.

python_interop.py CONTRACT

CONTRACT is the program of contract.cpp. PYCHARTER_TEST_PYTHON_PYCHARTER is an interpreter with pycharter==0.0.3,
PYCHARTER_TEST_POSTGRESQL_URL a server on which databases may be created.
"""
import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

from interop import required

import psycopg2  # noqa: E402
from pycharter import PostgresMetadataStore  # noqa: E402

CONTRACT = sys.argv[1]
SERVER = required("PYCHARTER_TEST_POSTGRESQL_URL")
DATABASE = f"interop_{os.getpid()}"
URL = urlsplit(SERVER)._replace(path="/" + DATABASE).geturl()

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "properties": {"age": {"x": 0.10}},
    "version": "1.0",
}
COERCION = {"age": "coerce_to_integer"}
VALIDATION = {"age": {"is_positive": {"threshold": 0}}}
GOVERNANCE = {"rule": "é😀"}
METADATA = {"a.b": {"$ref": "#"}}
OWNERSHIP = {"owner": "owner@example.com", "team": "team", "additional_info": {}}


def ours(*arguments):
    run = subprocess.run([CONTRACT, *arguments], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def put_by_python(store, name):
    schema_id = store.store_schema(name, {k: v for k, v in SCHEMA.items() if k != "version"}, "1.0")
    store.store_coercion_rules(schema_id, COERCION, "1.0")
    store.store_validation_rules(schema_id, VALIDATION, "1.0")
    store.store_governance_rule(name, GOVERNANCE, schema_id)
    store.store_ownership(name, "owner@example.com", "team")
    store.store_metadata(name, METADATA)
    return schema_id


def expect_by_python(store, name, schema_id):
    assert store.get_schema(schema_id) == SCHEMA, store.get_schema(schema_id)
    assert store.get_schema(schema_id, "2.0") is None
    assert store.get_coercion_rules(schema_id, "1.0") == COERCION
    assert store.get_coercion_rules(schema_id) == COERCION
    assert store.get_validation_rules(schema_id, "1.0") == VALIDATION
    assert [rule["definition"] for rule in store.get_governance_rules(schema_id)] == [GOVERNANCE]
    assert store.get_ownership(name) == OWNERSHIP, store.get_ownership(name)
    assert store.get_metadata(name) == METADATA
    complete = store.get_complete_schema(schema_id, "1.0")
    assert complete["properties"]["age"]["coercion"] == "coerce_to_integer"
    assert complete["properties"]["age"]["validations"] == VALIDATION["age"]
    assert {"id": schema_id, "name": name, "version": "1.0"} in store.list_schemas()
    return complete


def expect_by_us(name, schema_id, complete):
    got = json.loads(ours("get", URL, name, schema_id))
    expected = {
        "schema": SCHEMA, "coercion": COERCION, "validation": VALIDATION, "complete": complete, "metadata": METADATA,
        "governance": [GOVERNANCE], "ownership": OWNERSHIP, "found": schema_id,
    }
    assert got == expected, (got, expected)


server = psycopg2.connect(SERVER)
server.autocommit = True
server.cursor().execute(f"CREATE DATABASE {DATABASE}")
try:
    # Ours first: it makes the tables, which the Python package can't.
    by_us = ours("put", URL, "ours: é'\"%")
    python = PostgresMetadataStore(URL)
    python.connect()
    info = python.get_schema_info()
    assert info["initialized"], info
    complete = expect_by_python(python, "ours: é'\"%", by_us)
    expect_by_us("ours: é'\"%", by_us, complete)

    by_python = put_by_python(python, "python")
    python.disconnect()
    expect_by_us("python", by_python, complete)

    # Each replaces what the other stored, under the same id.
    assert ours("put", URL, "python") == by_python
    python.connect()
    expect_by_python(python, "python", by_python)
    assert python.store_schema("ours: é'\"%", SCHEMA, "1.0") == by_us
    python.disconnect()
    expect_by_us("ours: é'\"%", by_us, complete)
finally:
    server.cursor().execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")

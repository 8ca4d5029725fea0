"""What pycharter 0.0.3 stores we read, and what we store it reads, on PostgreSQL: names and documents that are easily broken.

postgresql_interop.py DOCUMENTS

DOCUMENTS is the program of documents.cpp. PYCHARTER_TEST_PYTHON_PYCHARTER is an interpreter with pycharter==0.0.3,
PYCHARTER_TEST_POSTGRESQL_URL a server on which databases may be created. python_interop.py has whole contracts, rules among them.
"""
import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

VARIABLE = "PYCHARTER_TEST_PYTHON_PYCHARTER"
if VARIABLE not in os.environ or "PYCHARTER_TEST_POSTGRESQL_URL" not in os.environ:
    sys.exit(f"{VARIABLE} and PYCHARTER_TEST_POSTGRESQL_URL must be set: see the head of {__file__}")
if os.environ.get("PYCHARTER_INTEROP_STARTED") != "1":
    interpreter = os.environ[VARIABLE]
    os.execve(interpreter, [interpreter, *sys.argv], {**os.environ, "PYCHARTER_INTEROP_STARTED": "1"})

import psycopg2  # noqa: E402
from pycharter import PostgresMetadataStore  # noqa: E402

DOCUMENTS = sys.argv[1]
SERVER = os.environ["PYCHARTER_TEST_POSTGRESQL_URL"]
DATABASE = f"interop_documents_{os.getpid()}"
URL = urlsplit(SERVER)._replace(path="/" + DATABASE).geturl()

NAMES = ["plain", "a:b", "index", "quote\"'", "%s $1 a.b :x", "é😀", "line\nbreak", "'; drop table", "\\", " a "]
DOCUMENT = {"z": 1, "a": {"y": [1, {"q": 1, "c": None}], "b": True}, "m": "x"}
DOCUMENTS_BY_NAME = {
    "empty": {},
    "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"x": {"$ref": "#/$defs/x"}},
               "properties": {"with.dot": {"type": "string"}, "$": 1, ".": 2, "＄": 3, "．\\": 4, "index": [[]]}},
    "numbers": {"int": 2**31, "long": 2**63 - 1, "least": -(2**63), "beyond": 2**64 + 1, "beyond double": 2**53 + 1,
                "real": 0.1, "whole": 100.0, "small": 5e-324, "great": 1.7976931348623157e308},
    "texts": {"_id": "\u0000\u001f\"\\", "": "", "é😀": "\u2028", "id": "x", "name": "y", "schema_id": "z", "} ,": "\"}"},
    "megabyte": {"enum": ["some value of an enumeration 0123456789 " * 10] * 2500},
}


def ours(*arguments, document=None):
    text = None if document is None else json.dumps(document, ensure_ascii=False)
    run = subprocess.run([DOCUMENTS, *arguments], input=text, capture_output=True, text=True)
    assert run.returncode == 0, (arguments, run.stderr)
    return run.stdout.removesuffix("\n")


def same(got, expected, what):
    """Equal, in types and in the order of keys too."""
    assert json.dumps(got) == json.dumps(expected), (what, str(got)[:500], str(expected)[:500])


def put_by_python(store, name, version, document):
    schema_id = store.store_schema(name, document, version)
    store.store_governance_rule(name, document, schema_id)
    store.store_governance_rule(name, document)
    store.store_ownership(name, name, version, document)
    store.store_metadata(name, document, version)
    return schema_id


def expect_by_us(name, schema_id, version, document):
    got = json.loads(ours("get", URL, name, schema_id))
    same(got["schema"], {**document, "version": version}, name)
    assert got["found"] and got["names_kept"], (name, got["found"], got["names_kept"])
    for kind in ("additional_info", "metadata"):
        same(got[kind], document, (name, kind))
    same(got["governance"], [document], name)


def expect_by_python(store, name, schema_id, version, document):
    same(store.get_schema(schema_id), {**document, "version": version}, name)
    rules = store.get_governance_rules(schema_id)
    same([rule["definition"] for rule in rules], [document], name)
    assert rules[0]["name"] == name and rules[0]["schema_id"] == schema_id, rules[0]
    everything = [rule for rule in store.get_governance_rules() if rule["name"] == name and rule["schema_id"] is None]
    same([rule["definition"] for rule in everything], [document], name)
    same(store.get_ownership(name), {"owner": name, "team": version, "additional_info": document}, name)
    same(store.get_metadata(name, version), document, name)
    assert {"id": schema_id, "name": name, "version": version} in store.list_schemas()


server = psycopg2.connect(SERVER)
server.autocommit = True
server.cursor().execute(f"CREATE DATABASE {DATABASE}")
contracts = [(name, DOCUMENT) for name in NAMES]
contracts += [("document " + key, document) for key, document in DOCUMENTS_BY_NAME.items()]
try:
    ours("put", URL, "first", "1.0", document={})  # makes the tables, which the Python package can't
    python = PostgresMetadataStore(URL)
    python.connect()
    for number, (name, document) in enumerate(contracts):
        version = f"1.{number}"
        schema_id = put_by_python(python, name, version, document)
        expect_by_us(name, schema_id, version, document)
        # Ours replaces, under the same id.
        changed = {"changed": True, **document}
        assert ours("put", URL, name, version, document=changed) == schema_id, name
        expect_by_python(python, name, schema_id, version, changed)

    for number, (name, document) in enumerate(contracts):
        name, version = "ours " + name, f"2:{number}"
        schema_id = ours("put", URL, name, version, document=document)
        expect_by_python(python, name, schema_id, version, document)
        expect_by_us(name, schema_id, version, document)
    assert len(python.list_schemas()) == 2 * len(contracts) + 1
    python.disconnect()
finally:
    server.cursor().execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")

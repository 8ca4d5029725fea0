"""What pycharter 0.0.3 stores we read, and what we store it reads, on Redis.

redis_interop.py DOCUMENTS

DOCUMENTS is the program of documents.cpp. PYCHARTER_TEST_PYTHON_PYCHARTER is an interpreter with pycharter==0.0.3 and redis,
PYCHARTER_TEST_REDIS_URL a server. All keys are under a prefix of their own.
"""
import json
import os
import subprocess
import sys

VARIABLE = "PYCHARTER_TEST_PYTHON_PYCHARTER"
if VARIABLE not in os.environ or "PYCHARTER_TEST_REDIS_URL" not in os.environ:
    sys.exit(f"{VARIABLE} and PYCHARTER_TEST_REDIS_URL must be set: see the head of {__file__}")
if os.environ.get("PYCHARTER_INTEROP_STARTED") != "1":
    interpreter = os.environ[VARIABLE]
    os.execve(interpreter, [interpreter, *sys.argv], {**os.environ, "PYCHARTER_INTEROP_STARTED": "1"})

import redis  # noqa: E402
from pycharter import RedisMetadataStore  # noqa: E402

DOCUMENTS = sys.argv[1]
URL = os.environ["PYCHARTER_TEST_REDIS_URL"]
PREFIX = f"interop_{os.getpid()}"

# `index` as a resource is apart: Python's store can't hold it.
NAMES = ["plain", "a:b", "rules", "quote\"'", "%s $1 a.b", "é😀", "line\nbreak", "'; drop table", "*?[x]\\", "global", " a "]
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
    run = subprocess.run([DOCUMENTS, *arguments], input=text, capture_output=True, text=True,
                         env={**os.environ, "PYCHARTER__DATABASE__KEY_PREFIX": PREFIX})
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


def test_index(store):
    """Ours keeps its index where Python has it; what Python stores under that name destroys Python's own index, and we read it."""
    for version in ("by us", "by python"):
        schema_id = store.store_schema("index", DOCUMENT, version)
        store.store_governance_rule("index", DOCUMENT, schema_id)
        store.store_ownership("index", "index", version, DOCUMENT)
    ours("put", URL, "index", "by us", document=DOCUMENT)
    ours("put", URL, "beside", "by us", document=DOCUMENT)
    same(store.get_metadata("beside", "by us"), DOCUMENT, "beside")
    assert client.smembers(f"{PREFIX}:metadata:by us:index") == {"index", "beside"}
    try:
        store.store_metadata("index", DOCUMENT, "by python")
    except redis.exceptions.ResponseError as error:
        assert "WRONGTYPE" in str(error), error
    else:
        raise AssertionError("Python's store has learned to keep metadata of a resource named index")
    got = json.loads(ours("get", URL, "index", "index:by us"))
    same(got["schema"], {**DOCUMENT, "version": "by us"}, "index")
    same(got["metadata"], DOCUMENT, "index")


client = redis.from_url(URL, decode_responses=True)
python = RedisMetadataStore(URL, key_prefix=PREFIX)
python.connect()
contracts = [(name, DOCUMENT) for name in NAMES]
contracts += [("document " + key, document) for key, document in DOCUMENTS_BY_NAME.items()]
try:
    for number, (name, document) in enumerate(contracts):
        version = f"1.{number}"
        schema_id = put_by_python(python, name, version, document)
        expect_by_us(name, schema_id, version, document)
        # Ours replaces, under the same id; then Python does.
        changed = {"changed": True, **document}
        assert ours("put", URL, name, version, document=changed) == schema_id, name
        expect_by_python(python, name, schema_id, version, changed)
        assert put_by_python(python, name, version, document) == schema_id
        expect_by_us(name, schema_id, version, document)

    for number, (name, document) in enumerate(contracts):
        name, version = "ours " + name, f"2:{number}"
        schema_id = ours("put", URL, name, version, document=document)
        expect_by_python(python, name, schema_id, version, document)
        expect_by_us(name, schema_id, version, document)
    assert len(python.list_schemas()) == 2 * len(contracts)
    test_index(python)
finally:
    for key in client.scan_iter(f"{PREFIX}:*"):
        client.delete(key)

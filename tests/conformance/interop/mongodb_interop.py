"""What pycharter 0.0.3 stores we read, and what we store it reads, on MongoDB.

mongodb_interop.py DOCUMENTS

DOCUMENTS is the program of documents.cpp. PYCHARTER_TEST_PYTHON_PYCHARTER is an interpreter with pycharter==0.0.3 and
pymongo, PYCHARTER_TEST_MONGODB_URL a server on which databases may be made. FerretDB refuses keys with `$` and dots: Python can't
write them there, and reads ours under the names that are kept (plugins/mongodb/README.md).
"""
import os
import sys
from urllib.parse import urlsplit

from interop import Sides, required

import pymongo  # noqa: E402
from pycharter import MongoDBMetadataStore  # noqa: E402

SERVER = required("PYCHARTER_TEST_MONGODB_URL")
DATABASE = f"interop_{os.getpid()}"
URL = urlsplit(SERVER)._replace(path="/" + DATABASE).geturl()
sides = Sides(sys.argv[1], URL, False)

NAMES = ["plain", "a:b", "index", "quote\"'", "%s $1 a.b", "é😀", "line\nbreak", "'; drop table"]
PLAIN = {
    "empty": {},
    "order": {"z": 1, "a": {"y": [1, {"q": 1, "c": None}], "b": True}, "m": "x"},
    "numbers": {"int": 2**31, "long": 2**63 - 1, "least": -(2**63), "beyond double": 2**53 + 1, "real": 0.1,
                "whole": 100.0, "small": 5e-324, "great": 1.7976931348623157e308},
    "texts": {"_id": "\u0000\u001f\"\\", "": "", "é😀": "\u2028", "＄wide": "．", "a．b": {"＄ref": 1}},
    "megabyte": {"enum": ["some value of an enumeration 0123456789 " * 10] * 2500},
}
# Refused by some servers.
HOSTILE = {
    "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"x": {"$ref": "#/$defs/x"}},
               "properties": {"with.dot": {"type": "string"}, "$": 1, ".": 2, "＄": 3, "．\\": 4}},
    "nested": {"a": [{"$ref": "#"}, {"b.c": {"$d": [{"..": 1}]}}]},
}


def kept(value):
    """A document as a server that refuses such keys keeps it, by the rule of plugins/mongodb/key_names.h."""
    def name(key):
        if not (key.startswith("$") or any(c in key for c in ".＄．")):
            return key
        head, rest = ("＄", key[1:]) if key.startswith("$") else ("", key)
        return head + "".join({".": "．", "\\": "\\\\", "＄": "\\＄", "．": "\\．"}.get(c, c) for c in rest)
    if isinstance(value, dict):
        return {name(k): kept(v) for k, v in value.items()}
    return [kept(v) for v in value] if isinstance(value, list) else value


def expect_by_python(name, schema_id, version, document):
    sides.expect_by_python(python, name, schema_id, version, document)
    assert python.get_schema(schema_id, "other") is None


def expect_error(call, error):
    try:
        call()
    except error:
        return
    raise AssertionError(f"no {error.__name__}")


client = pymongo.MongoClient(SERVER)
refuses_keys = "ferretdbVersion" in client.admin.command("buildInfo")
documents = [(name, document) for name in NAMES for document in (PLAIN["order"],)]
documents += [("document " + key, document) for key, document in PLAIN.items()]
python = MongoDBMetadataStore(URL, database_name=DATABASE)
try:
    # Python first: an empty database, in which it makes its indexes.
    python.connect()
    stored = [(name, sides.put_by_python(python, name, "1.0", document), document) for name, document in documents]
    for name, schema_id, document in stored:
        sides.expect_by_us(name, schema_id, "1.0", document)
        # Ours replaces, under the same id.
        changed = {**document, "changed": True}  # FerretDB puts a key _id first
        assert sides.put_by_us(name, "1.0", changed) == schema_id, name
        expect_by_python(name, schema_id, "1.0", changed)

    # Ours first, in another empty database: FerretDB would read the megabytes again for every search.
    python.disconnect()
    client.drop_database(DATABASE)
    sides.put_by_us("first", "1.0", {})
    python.connect()
    for key, document in HOSTILE.items():
        schema_id = sides.put_by_us(key, "1:0", document)
        sides.expect_by_us(key, schema_id, "1:0", document)
        expect_by_python(key, schema_id, "1:0", kept(document) if refuses_keys else document)
        if not refuses_keys:
            sides.expect_by_us("python's " + key, sides.put_by_python(python, "python's " + key, "1:0", document), "1:0", document)

    for name, document in documents:
        schema_id = sides.put_by_us(name, "2.0", document)
        expect_by_python(name, schema_id, "2.0", document)
        sides.expect_by_us(name, schema_id, "2.0", document)

    # Our unique indexes stop its duplicates, and don't keep it from connecting.
    python.disconnect()
    python.connect()
    expect_error(lambda: python.store_schema("plain", {}, "2.0"), pymongo.errors.DuplicateKeyError)
finally:
    client.drop_database(DATABASE)

"""What pycharter 0.0.3 stores we read, and what we store it reads, on Redis.

redis_interop.py DOCUMENTS

DOCUMENTS is the program of documents.cpp. PYCHARTER_TEST_PYTHON_PYCHARTER is an interpreter with pycharter==0.0.3 and redis,
PYCHARTER_TEST_REDIS_URL a server. All keys are under a prefix of their own.
"""
import json
import os
import sys

from interop import DOCUMENT, DOCUMENTS_BY_NAME, Sides, required, same

import redis  # noqa: E402
from pycharter import RedisMetadataStore  # noqa: E402

URL = required("PYCHARTER_TEST_REDIS_URL")
PREFIX = f"interop_{os.getpid()}"
sides = Sides(sys.argv[1], URL, True, PYCHARTER__DATABASE__KEY_PREFIX=PREFIX)

# `index` as a resource is apart: Python's store can't hold it.
NAMES = ["plain", "a:b", "rules", "quote\"'", "%s $1 a.b", "é😀", "line\nbreak", "'; drop table", "*?[x]\\", "global", " a "]


def test_index(store):
    """Ours keeps its index where Python has it; what Python stores under that name destroys Python's own index, and we read it."""
    for version in ("by us", "by python"):
        schema_id = store.store_schema("index", DOCUMENT, version)
        store.store_governance_rule("index", DOCUMENT, schema_id)
        store.store_ownership("index", "index", version, DOCUMENT)
    sides.put_by_us("index", "by us", DOCUMENT)
    sides.put_by_us("beside", "by us", DOCUMENT)
    same(store.get_metadata("beside", "by us"), DOCUMENT, "beside")
    assert client.smembers(f"{PREFIX}:metadata:by us:index") == {"index", "beside"}
    try:
        store.store_metadata("index", DOCUMENT, "by python")
    except redis.exceptions.ResponseError as error:
        assert "WRONGTYPE" in str(error), error
    else:
        raise AssertionError("Python's store has learned to keep metadata of a resource named index")
    got = json.loads(sides.ours("get", "index", "index:by us"))
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
        schema_id = sides.put_by_python(python, name, version, document)
        sides.expect_by_us(name, schema_id, version, document)
        # Ours replaces, under the same id; then Python does.
        changed = {"changed": True, **document}
        assert sides.put_by_us(name, version, changed) == schema_id, name
        sides.expect_by_python(python, name, schema_id, version, changed)
        assert sides.put_by_python(python, name, version, document) == schema_id
        sides.expect_by_us(name, schema_id, version, document)

    for number, (name, document) in enumerate(contracts):
        name, version = "ours " + name, f"2:{number}"
        schema_id = sides.put_by_us(name, version, document)
        sides.expect_by_python(python, name, schema_id, version, document)
        sides.expect_by_us(name, schema_id, version, document)
    assert len(python.list_schemas()) == 2 * len(contracts)
    test_index(python)
finally:
    for key in client.scan_iter(f"{PREFIX}:*"):
        client.delete(key)

"""What pycharter 0.0.3 stores we read, and what we store it reads, on PostgreSQL: names and documents that are easily broken.

postgresql_interop.py DOCUMENTS

DOCUMENTS is the program of documents.cpp. PYCHARTER_TEST_PYTHON_PYCHARTER is an interpreter with pycharter==0.0.3,
PYCHARTER_TEST_POSTGRESQL_URL a server on which databases may be created. python_interop.py has whole contracts, rules among them.
"""
import os
import sys
from urllib.parse import urlsplit

from interop import DOCUMENT, DOCUMENTS_BY_NAME, Sides, required

import psycopg2  # noqa: E402
from pycharter import PostgresMetadataStore  # noqa: E402

SERVER = required("PYCHARTER_TEST_POSTGRESQL_URL")
DATABASE = f"interop_documents_{os.getpid()}"
URL = urlsplit(SERVER)._replace(path="/" + DATABASE).geturl()
sides = Sides(sys.argv[1], URL, True)

NAMES = ["plain", "a:b", "index", "quote\"'", "%s $1 a.b :x", "é😀", "line\nbreak", "'; drop table", "\\", " a "]

server = psycopg2.connect(SERVER)
server.autocommit = True
server.cursor().execute(f"CREATE DATABASE {DATABASE}")
contracts = [(name, DOCUMENT) for name in NAMES]
contracts += [("document " + key, document) for key, document in DOCUMENTS_BY_NAME.items()]
try:
    sides.put_by_us("first", "1.0", {})  # makes the tables, which the Python package can't
    python = PostgresMetadataStore(URL)
    python.connect()
    for number, (name, document) in enumerate(contracts):
        version = f"1.{number}"
        schema_id = sides.put_by_python(python, name, version, document)
        sides.expect_by_us(name, schema_id, version, document)
        # Ours replaces, under the same id.
        changed = {"changed": True, **document}
        assert sides.put_by_us(name, version, changed) == schema_id, name
        sides.expect_by_python(python, name, schema_id, version, changed)

    for number, (name, document) in enumerate(contracts):
        name, version = "ours " + name, f"2:{number}"
        schema_id = sides.put_by_us(name, version, document)
        sides.expect_by_python(python, name, schema_id, version, document)
        sides.expect_by_us(name, schema_id, version, document)
    assert len(python.list_schemas()) == 2 * len(contracts) + 1
    python.disconnect()
finally:
    server.cursor().execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")

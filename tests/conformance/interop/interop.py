"""What the interop tests of all backends share: the interpreter that has pycharter 0.0.3, and what both sides are asked to give back.

Import it first: it starts the script again under PYCHARTER_TEST_PYTHON_PYCHARTER.
"""
import json
import os
import subprocess
import sys

VARIABLE = "PYCHARTER_TEST_PYTHON_PYCHARTER"

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


def required(variable):
    if variable not in os.environ:
        sys.exit(f"{variable} must be set: see the head of {sys.argv[0]}")
    return os.environ[variable]


def start_again():
    interpreter = required(VARIABLE)
    if os.environ.get("PYCHARTER_INTEROP_STARTED") != "1":
        os.execve(interpreter, [interpreter, *sys.argv], {**os.environ, "PYCHARTER_INTEROP_STARTED": "1"})


def same(got, expected, what):
    """Equal, in types and in the order of keys too."""
    assert json.dumps(got) == json.dumps(expected), (what, str(got)[:500], str(expected)[:500])


class Sides:
    """One database seen by the program of documents.cpp and by a store of the Python package. With `global_rules` each contract has a
    governance rule of its name that belongs to no schema besides."""

    def __init__(self, program, url, global_rules, **environment):
        self.program, self.url, self.global_rules = program, url, global_rules
        self.environment = {**os.environ, **environment}

    def ours(self, *arguments, document=None):
        text = None if document is None else json.dumps(document, ensure_ascii=False)
        run = subprocess.run([self.program, arguments[0], self.url, *arguments[1:]], input=text, capture_output=True, text=True,
                             env=self.environment)
        assert run.returncode == 0, (arguments, run.stderr)
        return run.stdout.removesuffix("\n")

    def put_by_us(self, name, version, document):
        return self.ours("put", name, version, document=document)

    def put_by_python(self, store, name, version, document):
        schema_id = store.store_schema(name, document, version)
        store.store_governance_rule(name, document, schema_id)
        if self.global_rules:
            store.store_governance_rule(name, document)
        store.store_ownership(name, name, version, document)
        store.store_metadata(name, document, version)
        return schema_id

    def expect_by_us(self, name, schema_id, version, document):
        got = json.loads(self.ours("get", name, schema_id))
        same(got["schema"], {**document, "version": version}, name)
        assert got["found"] and got["names_kept"], (name, got["found"], got["names_kept"])
        for kind in ("additional_info", "metadata"):
            same(got[kind], document, (name, kind))
        same(got["governance"], [document], name)

    def expect_by_python(self, store, name, schema_id, version, document):
        same(store.get_schema(schema_id), {**document, "version": version}, name)
        rules = store.get_governance_rules(schema_id)
        same([rule["definition"] for rule in rules], [document], name)
        assert rules[0]["name"] == name and rules[0]["schema_id"] == schema_id, rules[0]
        if self.global_rules:
            everything = [rule for rule in store.get_governance_rules() if rule["name"] == name and rule["schema_id"] is None]
            same([rule["definition"] for rule in everything], [document], name)
        same(store.get_ownership(name), {"owner": name, "team": version, "additional_info": document}, name)
        same(store.get_metadata(name, version), document, name)
        assert {"id": schema_id, "name": name, "version": version} in store.list_schemas()


start_again()

#!/usr/bin/env python3
"""The tables that models declare, read by SQLAlchemy itself and by models_dump: the same CREATE TABLE and CREATE INDEX.

    models_diff.py MODELS_DUMP DDL_RENDER [FOLDER]

Each case of model_cases.py is a small project: files by name. Python imports it and renders what its MetaData hold for
three dialects; ours reads it and compiles the same. Cases of `recorded` need a package that is not installed here
(SQLModel): what it gave stands beside them.
"""
import importlib
import json
import os
import subprocess
import sys
import tempfile
import textwrap

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import model_cases  # noqa: E402
import model_cases_flask  # noqa: E402, F401

DIALECTS = {"postgresql": postgresql.dialect(), "mysql": mysql.dialect(), "sqlite": sqlite.dialect()}


def metadatas_of(modules):
    """Every MetaData that a module of the case can reach by a name of its own, or by a base class."""
    found = []
    for module in modules:
        for value in vars(module).values():
            candidates = [value, getattr(value, "metadata", None)]
            for metadata in candidates:
                if isinstance(metadata, sa.MetaData) and metadata.tables and not any(metadata is f for f in found):
                    found.append(metadata)
    return found


def rendered(table, dialect):
    try:
        statements = [str(CreateTable(table).compile(dialect=dialect))]
        statements += [str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes]
    except sa.exc.CompileError:  # MySQL's VARCHAR has a length; the other dialects show the rest
        return ["refused"]
    return statements


def normal(statements):
    """One blank between words, none at the ends; indexes in any order, since a set holds them."""
    lines = [" ".join(s.replace("\t", " ").split()) for s in statements]
    return [lines[0]] + sorted(lines[1:])


def written(folder, files):
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(text))


def by_sqlalchemy(folder, files):
    """{"table": {"dialect": [statement…]}}, as SQLAlchemy reads the project in a process of its own."""
    names = [n[:-3].replace("/", ".").removesuffix(".__init__") for n in files if n.endswith(".py")]
    run = subprocess.run([sys.executable, "-B", __file__, "--expected", folder, *names], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"SQLAlchemy does not read the case: {run.stderr}")
    return json.loads(run.stdout)


def print_expected(folder, names):
    sys.path.insert(0, folder)
    expected = {}
    for metadata in metadatas_of([importlib.import_module(name) for name in names]):
        for key, table in metadata.tables.items():
            expected[key] = {d: normal(rendered(table, dialect)) for d, dialect in DIALECTS.items()}
    print(json.dumps(expected))


class Ours:
    def __init__(self, models_dump, ddl_render):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.dump = subprocess.Popen([models_dump, "--lines"], **pipes)
        self.render = subprocess.Popen([ddl_render], **pipes)

    @staticmethod
    def ask(process, request):
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    def read(self, folder, types=()):
        arguments = ["--path", folder]
        for one in types:
            arguments += ["--type", one]
        return self.ask(self.dump, arguments + [folder])

    def tables(self, answer):
        made = {}
        for table in answer["tables"]:
            name = table["table"]["name"] if isinstance(table["table"], dict) else table["table"]
            key = f"{table['schema']}.{name}" if table.get("schema") else name
            made[key] = {d: self.compiled(table, d) for d in DIALECTS}
        return made

    def compiled(self, table, dialect):
        # A type of its own is created with the table there, before it with SQLAlchemy's CreateTable.
        answer = self.ask(self.render, {"dialect": dialect, "operation": {"op": "create_table", **table}})
        if "error" in answer:
            return ["refused"]
        statements = [s for s in answer["sql"] if not s.startswith(("CREATE TYPE", "COMMENT ON"))]
        return normal([s for s in statements])


def compare(name, expected, found):
    problems = []
    if list(expected) != list(found):
        problems.append(f"tables: {list(expected)} expected, {list(found)} found")
    for table in expected:
        for dialect in DIALECTS:
            want, got = expected[table][dialect], found.get(table, {}).get(dialect)
            if got is not None and want != got:
                problems.append(f"{table} on {dialect}:\n      expected {want}\n      found    {got}")
    for problem in problems:
        print(f"  {name}: {problem}")
    return not problems


def run_case(ours, name, case):
    with tempfile.TemporaryDirectory() as folder:
        written(folder, case["files"])
        answer = ours.read(folder, case.get("types", ()))
        if "error" in answer:
            print(f"  {name}: {answer['error']}")
            return False
        expected = case["recorded"] if "recorded" in case else by_sqlalchemy(folder, case["files"])
        return compare(name, expected, ours.tables(answer))


def run_refused(ours, name, case):
    """What Python refuses, or what cannot be told without it: the message, and the place it names."""
    with tempfile.TemporaryDirectory() as folder:
        written(folder, case["files"])
        error = ours.read(folder).get("error")
    if error is None:
        print(f"  {name}: was read, though it is to be refused")
        return False
    place = f"{os.path.relpath(error['file'], folder)}:{error['line']}" if error["file"] else ""
    missing = [words for words in case["says"] if words not in error["message"]]
    if missing or place != case["at"]:
        print(f"  {name}: at {place}, not {case['at']}; lacks {missing}: {error['message']}")
        return False
    return True


def main():
    if sys.argv[1] == "--expected":
        return print_expected(sys.argv[2], sys.argv[3:])
    ours = Ours(sys.argv[1], sys.argv[2])
    wanted = sys.argv[3:]
    failed = []
    for kind, cases, run in (("read", model_cases.CASES, run_case), ("refused", model_cases.REFUSED, run_refused)):
        for name, case in cases.items():
            if wanted and not any(w in name for w in wanted):
                continue
            if not run(ours, name, case):
                failed.append(name)
        print(f"{kind}: {len(cases)} cases")
    if failed:
        sys.exit(f"{len(failed)} differ: {', '.join(failed)}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""What a database is expected to look like, and what is equal, on a real server: `expected` and `equal` of
docs/operations.md against SQLAlchemy's reflection and Alembic's comparison of the same tables.

    equal.py CATALOG_RUN postgresql|mysql|sqlite [SEEDS]

1. Everything declared, created and reflected is equal to what was declared: nothing is reported of a fresh database.
2. Declared A against B in the database: ours says that they differ where Alembic says so. Where it does not, or says what
   Alembic does not, the reason stands in STRICTER and QUIETER.
3. Seeded expressions in checks, computed columns and indexes are equal to what the server made of them.
"""
import collections
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import uuid
import warnings

import sqlalchemy as sa
from alembic.autogenerate import compare
from alembic.migration import MigrationContext
from sqlalchemy import event
from sqlalchemy.dialects import mysql, postgresql

import equal_cases
import equal_expressions
import operation_json
from chains.tools import alembic_url

warnings.simplefilter("ignore")


class Catalog:
    """The backend's side: catalog_run over pipes."""

    def __init__(self, program, database, url):
        self.process = subprocess.Popen([program, database, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def reflect(self, what, **request):
        return self.ask({"reflect": {"what": what, **request}})

    def equal(self, pairs):
        keys = ("kind", "declared", "reflected")
        return self.reflect("equal", pairs=[dict(zip(keys, pair)) for pair in pairs])["equal"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)


def declared(table):
    """A Table as the models' reader gives it: flags of columns as they are."""
    out = {k: v for k, v in operation_json.table_object(table).items() if k != "op"}
    for made, index in zip(out["indexes"], sorted(table.indexes, key=lambda i: i.name or "")):
        made["columns"] = operation_json.index_columns([e.name if isinstance(e, sa.Column) else e for e in index.expressions])
    return out


class Judge:
    """Alembic over the same database."""

    def __init__(self, engine):
        self.connection = engine.connect()
        self.context = MigrationContext.configure(self.connection)
        self.impl = self.context.impl
        self.inspector = sa.inspect(self.connection)
        self.metadata = sa.MetaData()

    def reflected(self, name):
        table = sa.Table(name, self.metadata)

        def column_reflect(inspector, table, column_info):
            self.impl.autogen_column_reflect(inspector, table, column_info)

        event.listen(table, "column_reflect", column_reflect)
        self.inspector.reflect_table(table, include_columns=None)
        return table

    def type_changed(self, found, column):
        if isinstance(found.type, sa.types.NullType):
            return None
        return self.impl.compare_type(found, column)

    def default_changed(self, found, column):
        """None where Alembic has no answer: an error of the server, or a default that it does not compare."""
        if not isinstance(column.server_default, (sa.DefaultClause, type(None))):
            return None
        if not isinstance(found.server_default, (sa.DefaultClause, type(None))):
            return None
        if column.server_default is None and found.server_default is None:
            return False
        context = collections.namedtuple("Autogen", "dialect")(self.connection.dialect)
        rendered = compare.server_defaults._render_server_default_for_compare(column.server_default, context)
        conn = found.server_default.arg.text if found.server_default is not None else None
        try:
            with self.connection.begin_nested():
                return bool(self.impl.compare_server_default(found, column, rendered, conn))
        except sa.exc.DBAPIError:
            return None

    def index_changed(self, found, index):
        return not self.impl.compare_indexes(index, found).is_equal


class Report:
    def __init__(self):
        self.problems, self.counts, self.reasons = [], collections.Counter(), collections.Counter()

    def problem(self, text):
        self.problems.append(text)

    def judged(self, kind, ours, alembics, case):
        """`ours` is true where equal, null where unknown; `alembics` is true where changed, None where it has no answer."""
        if alembics is None or ours is None:
            self.counts[f"{kind}: no answer"] += 1
            return
        if ours is not alembics:
            self.counts[f"{kind}: the same answer"] += 1
            return
        table, what = (equal_cases.QUIETER, "quieter") if ours else (equal_cases.STRICTER, "stricter")
        for reason, holds in table[kind].items():
            if holds(case):
                self.counts[f"{kind}: {what}, {reason}"] += 1
                return
        self.problem(f"{what} than Alembic: {kind} {case}")


def fresh_tables(catalog, tables, report):
    """Creates the tables by our compiler and expects nothing to differ. Gives what is expected and what is there, by name."""
    made = []
    for table in tables:
        try:
            catalog.ask({"operation": {"op": "create_table", **declared(table)}})
            made.append(table)
        except RuntimeError as error:
            report.problem(f"cannot create {table.name}: {error}")
    expected = {t["name"]: t for t in catalog.reflect("expected", tables=[declared(t) for t in made])["tables"]}
    found = {t["name"]: t for t in catalog.reflect("tables")["tables"]}
    pairs = []
    for name, table in expected.items():
        columns = {c["name"]: c for c in found[name]["columns"]}
        for column in table["columns"]:
            there = columns[column["name"]]
            for kind in ("type", "default", "computed", "identity", "comment"):
                pairs.append((name, kind, column, there))
            if bool(column["nullable"]) != bool(there["nullable"]) and not column["identity"]:
                report.problem(f"{name}.{column['name']}: nullable {column['nullable']}, is {there['nullable']}")
        pairs.append((name, "comment", table["comment"], found[name]["comment"]))
        if table["primary_key"]["columns"] != found[name]["primary_key"]["columns"]:
            report.problem(f"{name}: primary key {table['primary_key']} is {found[name]['primary_key']}")
        for kind, items in (("index", "indexes"), ("unique", "unique"), ("check", "checks"), ("foreign_key", "foreign_keys")):
            pairs.extend(paired(name, kind, table[items], found[name][items], report))
    answers = catalog.equal([pair[1:] for pair in pairs])
    for (name, kind, one, other), answer in zip(pairs, answers):
        report.counts[f"fresh {kind}: {answer}"] += 1
        if answer is False or (answer is None and kind in ("default", "index", "unique", "foreign_key")):
            report.problem(f"fresh {name}: {kind} {answer}: {one} is {other}")
    return expected, found


def paired(table, kind, expected, found, report):
    """By name, or by columns where there is none."""
    def key(item):
        return tuple(item.get("columns") or [item.get("sqltext")])

    rest = list(found)
    for item in expected:
        same = [f for f in rest if f["name"] == item["name"]] if item["name"] else [f for f in rest if key(f) == key(item)]
        if not same and kind == "check" and rest:
            same = rest[:1]
        if not same:
            report.problem(f"{table}: {kind} {item['name']} {key(item)} is not there: {[f['name'] for f in found]}")
            continue
        rest.remove(same[0])
        yield table, kind, item, same[0]
    for item in rest:
        if not item.get("implied_by_foreign_key") and not (kind == "index" and item["unique"]) and not item.get("duplicates_index"):
            report.problem(f"{table}: {kind} {item['name']} is there, nobody declared it")


def compare_types(catalog, judge, report, database, types):
    tables = {}
    for i, (label, type_) in enumerate(types.items()):
        tables[label] = sa.Table(f"ty_{i}", sa.MetaData(), sa.Column("c", type_))
    expected, found = fresh_tables(catalog, tables.values(), report)
    reflected = {label: judge.reflected(table.name).c.c for label, table in tables.items() if table.name in found}
    cases = list(itertools.product(reflected, repeat=2))
    ours = catalog.equal([("type", expected[tables[a].name]["columns"][0], found[tables[b].name]["columns"][0]) for a, b in cases])
    for (a, b), answer in zip(cases, ours):
        report.judged("type", answer, judge.type_changed(reflected[b], tables[a].c.c), (database, a, b))


def label(default):
    return repr(default) if isinstance(default, str) else str(default)


def compare_defaults(catalog, judge, report, database, groups):
    for group, (type_, defaults) in groups.items():
        tables = {}
        for i, default in enumerate(defaults):
            column = sa.Column("c", type_, server_default=default)
            tables[i] = sa.Table(f"de_{group}_{i}", sa.MetaData(), column)
        expected, found = fresh_tables(catalog, tables.values(), report)
        reflected = {i: judge.reflected(table.name).c.c for i, table in tables.items() if table.name in found}
        cases = list(itertools.product(reflected, repeat=2))
        ours = catalog.equal(
            [("default", expected[tables[a].name]["columns"][0], found[tables[b].name]["columns"][0]) for a, b in cases])
        for (a, b), answer in zip(cases, ours):
            changed = judge.default_changed(reflected[b], tables[a].c.c)
            report.judged("default", answer, changed, (database, group, label(defaults[a]), label(defaults[b])))


def compare_indexes(catalog, judge, report, database, make):
    tables = {}
    for i, build in enumerate(make):
        table = sa.Table(f"ix_{i}", sa.MetaData(), *equal_cases.indexed_columns(database))
        build(table, f"ix_{i}_x")
        tables[i] = table
    expected, found = fresh_tables(catalog, tables.values(), report)
    reflected = {}
    for i, table in tables.items():
        there = judge.reflected(table.name)
        raw = [r for r in judge.inspector.get_indexes(table.name) if r["name"] == f"ix_{i}_x"]
        if raw:
            reflected[i] = compare.constraints._make_index(judge.impl, raw[0], there)
    cases = list(itertools.product(reflected, repeat=2))

    def item(catalog_side, i):
        return [x for x in catalog_side[tables[i].name]["indexes"] if x["name"] == f"ix_{i}_x"][0]

    ours = catalog.equal([("index", item(expected, a), item(found, b)) for a, b in cases])
    for (a, b), answer in zip(cases, ours):
        # A cast alone cannot be told from none: PostgreSQL leaves out what changes nothing.
        if answer is not True if a == b else answer is True:
            report.problem(f"index {a} as {b}: {answer}")
        declared_index = next(iter(tables[a].indexes))
        report.judged("index", answer, judge.index_changed(reflected[b], declared_index), (database, a, b))


EXPRESSIONS_A_SEED = 24


def compare_expressions(catalog, report, database, seed):
    drawn = equal_expressions.Expressions(database, seed)
    columns, types = equal_expressions.COLUMNS[database], equal_expressions.COMPUTED[database]
    wanted = {}
    for i in range(EXPRESSIONS_A_SEED):
        name = f"ex_{seed}_{i}"
        check, condition = drawn.condition(drawn.random.randint(0, 3)), drawn.condition(1)
        value = drawn.text(2) if i % 2 else drawn.number(2)
        parts = {"check": f"CONSTRAINT ck_{name} CHECK ({check})", "computed": f"g {types[1 - i % 2]} GENERATED ALWAYS AS ({value}) STORED"}
        for kind, part in parts.items():
            try:
                catalog.ask({"sql": f"CREATE TABLE {name}_{kind} ({columns}, {part})"})
            except RuntimeError:
                report.counts[f"seeded {kind}: no server takes it"] += 1
                continue
            wanted[f"{name}_{kind}"] = (kind, {"sqltext": check} if kind == "check" else {"computed": {"sqltext": value}})
        if database == "mysql" or f"{name}_check" not in wanted:
            continue
        try:
            catalog.ask({"sql": f"CREATE INDEX ix_{name} ON {name}_check (({value})) WHERE {condition}"})
        except RuntimeError:
            report.counts["seeded index: no server takes it"] += 1
            continue
        wanted[f"{name}_index"] = ("index", {"columns": [None], "expressions": [value], "where": condition})
    found = {t["name"]: t for t in catalog.reflect("tables")["tables"]}
    pairs = []
    for name, (kind, declared_item) in wanted.items():
        table = found[name.replace("_index", "_check")]
        there = {"check": table["checks"], "computed": table["columns"][-1:], "index": table["indexes"]}[kind][0]
        pairs.append((kind, declared_item, there))
    for (kind, one, other), answer in zip(pairs, catalog.equal(pairs)):
        report.counts[f"seeded {kind}: {answer}"] += 1
        if answer is False:
            report.problem(f"seed {seed}: {kind} {one} is {other}")


def database_of(kind):
    """A database of its own: our URL, an engine for Alembic, and what to do in the end."""
    name = f"equal_{uuid.uuid4().hex[:10]}"
    if kind == "sqlite":
        folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(folder.name) / "equal.db"
        return f"sqlite:///{path}", sa.create_engine(f"sqlite:///{path}"), folder.cleanup
    server = os.environ[f"PYCHARTER_TEST_{kind.upper()}_URL"]
    admin = sa.create_engine(alembic_url(server), isolation_level="AUTOCOMMIT")

    def run(sql):
        with admin.connect() as connection:
            connection.exec_driver_sql(sql)

    run(f"CREATE DATABASE {name}")
    ours = server.rsplit("/", 1)[0] + "/" + name
    return ours, sa.create_engine(alembic_url(ours)), lambda: run(f"DROP DATABASE {name}")


def main():
    program, database, *seeds = sys.argv[1:]
    url, engine, cleanup = database_of(database)
    report = Report()
    catalog = Catalog(program, database, url)
    try:
        fresh_tables(catalog, equal_cases.tables(database), report)
        judge = Judge(engine)
        compare_types(catalog, judge, report, database, equal_cases.types(database))
        compare_defaults(catalog, judge, report, database, equal_cases.defaults(database))
        compare_indexes(catalog, judge, report, database, equal_cases.indexes(database))
        judge.connection.close()
        for seed in range(int(seeds[0]) if seeds else 1):
            compare_expressions(catalog, report, database, seed)
    finally:
        catalog.close()
        engine.dispose()
        cleanup()
    for line, count in sorted(report.counts.items()):
        print(f"{count:6} {line}")
    for problem in report.problems:
        print("FAILED", problem)
    print(f"{len(report.problems)} problems")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""What Alembic renders for each operation of revision scripts, beside the operation in the form of docs/operations.md.

Runs `upgrade` and `downgrade` of every revision file under the given folders offline, once per dialect, as Alembic's
own template configures it, and records each operation as one line of JSON:
    {"source": "file.py:upgrade", "dialect": "mysql", "operation": {...}, "expected": ["SQL", ...]}
An operation that Alembic refuses has {"refused": "its message"} instead of "expected".

    venv/bin/python render_oracle.py FOLDER... > golden.jsonl
    venv/bin/python render_oracle.py --render build/tests/alembic/ddl_render FOLDER...     compares, and counts
    … --golden tests/unit/ddl/golden.jsonl ddl_cases.py     also writes those that are the same, a share of them

With --render, that program reads {"dialect", "operation"} lines and answers each with {"sql": [...]} or {"error": ...}.
Needs alembic 1.20.1 and sqlalchemy 2.1.9, from which everything here comes; nothing of it is shipped.
"""
import argparse
import collections
import contextlib
import difflib
import importlib.util
import io
import json
import logging
import os
import subprocess
import sys
import warnings
import zlib

from alembic.migration import MigrationContext
from alembic.operations import Operations, base

import known_differences
import operation_json

DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite")


class Recorder:
    """Records what is invoked while it is active, and what Alembic prints for it."""

    def __init__(self, dialect, source):
        self.dialect, self.source, self.records, self.buffer = dialect, source, [], io.StringIO()
        self.batch = None
        self.broken = None
        self.context = MigrationContext.configure(
            dialect_name=dialect,
            dialect_opts={"paramstyle": "named"},
            opts={"as_sql": True, "output_buffer": self.buffer, "literal_binds": True},
        )
        self.statements = []
        self.context.impl.static_output = self.statements.append

    def invoke(self, operations, operation, original):
        if isinstance(operations, base.BatchOperations):
            if self.batch is not None:
                self.batch.append(operation_json.operation(operation))
            return original(operations, operation)
        return self.record(lambda: operation_json.operation(operation), lambda: original(operations, operation))

    def record(self, convert, run):
        start = len(self.statements)
        entry = {"source": self.source, "dialect": self.dialect}
        try:
            entry["operation"] = convert()
        except operation_json.Unsupported as error:
            self.broken = self.broken or str(error)
            return run()
        try:
            result = run()
            entry["expected"] = [s.removesuffix(";") for s in self.statements[start:]]
            return result
        except Exception as error:
            entry["refused"] = f"{type(error).__name__}: {error}".split("\n")[0]
            raise
        finally:
            self.records.append(entry)

    @contextlib.contextmanager
    def batch_alter_table(self, operations, original, table_name, schema=None, **options):
        start, outer = len(self.statements), self.batch
        self.batch = []
        entry = {"source": self.source, "dialect": self.dialect}
        try:
            with original(operations, table_name, schema=schema, **options) as batch:
                yield batch
            entry["expected"] = [s.removesuffix(";") for s in self.statements[start:]]
        except operation_json.Unsupported as error:
            self.broken = self.broken or str(error)
            raise
        except Exception as error:
            entry["refused"] = f"{type(error).__name__}: {error}".split("\n")[0]
            raise
        finally:
            try:
                entry["operation"] = operation_json.batch(table_name, schema, options, self.batch)
                if "expected" in entry or "refused" in entry:
                    self.records.append(entry)
            except operation_json.Unsupported as error:
                self.broken = self.broken or str(error)
            self.batch = outer


def record(path, direction, dialect, root):
    source = f"{os.path.relpath(path, root)}:{direction}"
    recorder = Recorder(dialect, source)
    invoke, batch, execute = base.AbstractOperations.invoke, base.AbstractOperations.batch_alter_table, None
    try:
        spec = importlib.util.spec_from_file_location("revision_under_test", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except BaseException:
        return None
    base.AbstractOperations.invoke = lambda ops, op: recorder.invoke(ops, op, invoke)
    base.AbstractOperations.batch_alter_table = lambda ops, *a, **k: recorder.batch_alter_table(ops, batch, *a, **k)
    try:
        with Operations.context(recorder.context), contextlib.redirect_stdout(io.StringIO()):
            getattr(module, direction)()
    except operation_json.Unsupported:
        raise
    except BaseException as error:
        recorder.failed = f"{type(error).__name__}: {error}".split("\n")[0]
    finally:
        base.AbstractOperations.invoke, base.AbstractOperations.batch_alter_table = invoke, batch
    return recorder


def revision_files(folders):
    for root in folders:
        if os.path.isfile(root):
            yield root, os.path.dirname(root)
        for folder, _, files in sorted(os.walk(root)):
            for name in sorted(files):
                path = os.path.join(folder, name)
                if name.endswith(".py") and "def upgrade" in open(path, encoding="utf-8", errors="replace").read():
                    yield path, root


def collect(folders):
    records, unsupported = [], collections.Counter()
    for path, root in revision_files(folders):
        for dialect in DIALECTS:
            for direction in ("upgrade", "downgrade"):
                try:
                    recorder = record(path, direction, dialect, root)
                except operation_json.Unsupported as error:
                    unsupported[str(error)] += 1
                    continue
                if recorder is None:
                    continue
                if recorder.broken:
                    unsupported[recorder.broken] += 1
                records.append(recorder.records)
    return records, unsupported


def kept(entry):
    """Whether an entry belongs in the golden file: every statement, and a quarter of the products of options."""
    text = json.dumps(entry["operation"], sort_keys=True) + entry["dialect"]
    wanted = {"execute": 1, "bulk_insert": 1, "batch_alter_table": 2}.get(entry["operation"]["op"], 4)
    return zlib.crc32(text.encode()) % wanted == 0


def without_order_of_constraints(statements):
    """A table that batch mode makes anew has the constraints of Table.constraints, a Python set: in any order, which
    changes from run to run. Here they are sorted, as are the statements that drop them before."""
    made = []
    for statement in statements:
        lines = statement.split("\n")
        named = [i for i, line in enumerate(lines) if line.strip().startswith("CONSTRAINT ")]
        texts = sorted(lines[i].rstrip(", ") for i in named)
        for i, text in zip(named, texts):
            lines[i] = text + ", " * (lines[i + 1].strip() != ")")
        made.append("\n".join(lines))
    drops = sorted(s for s in made if " DROP CONSTRAINT " in s)
    return drops + [s for s in made if " DROP CONSTRAINT " not in s]


def told(entry, verdict, got):
    """What there is to tell of a difference: the refusal, or the lines that differ, without those around them."""
    if verdict != "different":
        return got.get("error", entry.get("refused"))
    theirs, ours = ("\n".join(without_order_of_constraints(sql)).split("\n") for sql in (entry["expected"], got["sql"]))
    return "\n".join(line for line in difflib.unified_diff(theirs, ours, lineterm="", n=0) if line[:2] not in ("--", "++", "@@"))


def compare(render, runs, golden=None, known=None):
    """Each run (one script, direction and dialect) is one process run of the compiler: begin_run comes first."""
    lines = []
    for run in runs:
        if run:
            lines.append({"dialect": run[0]["dialect"], "operation": {"op": "begin_run"}})
        lines += [{"dialect": r["dialect"], "operation": r["operation"]} for r in run]
    answer = subprocess.run([render], input="\n".join(map(json.dumps, lines)) + "\n", capture_output=True, text=True, check=True)
    answers = iter(answer.stdout.splitlines())
    tally, scripts = collections.Counter(), collections.Counter()
    for run in runs:
        if run:
            next(answers)
        right = True
        for entry in run:
            got = json.loads(next(answers))
            if "refused" in entry:
                verdict = "refused by both" if "error" in got else "not refused"
            elif "error" in got:
                verdict = "refused"
            else:
                verdict = "identical" if got["sql"] == entry["expected"] else "different"
            if verdict == "different" and entry["operation"]["op"] == "batch_alter_table":
                if without_order_of_constraints(got["sql"]) == without_order_of_constraints(entry["expected"]):
                    verdict = "identical but for the order of a set"
            tally[verdict] += 1
            if golden and verdict == "identical" and kept(entry):
                golden.write(json.dumps({k: entry[k] for k in ("dialect", "operation", "expected")}) + "\n")
            if verdict in ("identical", "refused by both", "identical but for the order of a set"):
                continue
            reason = None if known is None else known_differences.reason_of(verdict, entry["operation"]["op"], told(entry, verdict, got))
            if reason is not None:
                known[reason] += 1
                continue
            right = False
            print(f"== {verdict}: {entry['dialect']} {entry['source']} {entry['operation']['op']}")
            if verdict == "different":
                print("\n".join(list(difflib.unified_diff(entry["expected"], got["sql"], "alembic", "ours", lineterm=""))[2:]))
            else:
                print(got.get("error", entry.get("refused")))
            print("  ", json.dumps(entry["operation"])[:1500])
        if run and not any("refused" in entry for entry in run):
            scripts[right] += 1
    print(", ".join(f"{k} {v}" for k, v in sorted(tally.items())))
    print(f"scripts: identical {scripts[True]} of {sum(scripts.values())}")
    compared = tally["identical"] + tally["different"] + tally["refused"]
    unknown = sum(tally[v] for v in ("different", "refused", "not refused")) - sum((known or {}).values())
    return tally["identical"] / compared if compared else 0, unknown


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--render", help="the program to compare")
    parser.add_argument("--golden", type=argparse.FileType("w"), help="where to write what is the same")
    parser.add_argument("--known", action="store_true",
                        help="fail for every difference that known_differences.py does not list, and for what it lists in vain")
    parser.add_argument("--at-least", type=float, default=0.0, help="the share identical that exits 0")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    runs, unsupported = collect(args.folders)
    share, unknown, known = 1.0, 0, collections.Counter() if args.known else None
    if args.render:
        share, unknown = compare(args.render, runs, args.golden, known)
    else:
        for run in runs:
            for entry in run:
                print(json.dumps(entry, ensure_ascii=False))
    for reason, count in unsupported.most_common(30):
        print(f"not converted ({count}): {reason}", file=sys.stderr)
    if args.known:
        vain = [row for number, row in enumerate(known_differences.KNOWN) if not known[number]]
        for row in vain:
            print("listed as known, and not there any more: %s %s %s" % row[:3])
        print(f"known differences {sum(known.values())}, others {unknown}")
        if vain or unknown:
            return 1
    return 0 if share >= args.at_least else 1


if __name__ == "__main__":
    sys.exit(main())

"""What expressions of data migrations render with --sql, beside Alembic: expression_cases.py, a revision for each.

    rendered_expressions.py DIALECT…     the tool is PYCHARTER_ADMIN

Alembic renders a revision twice, and where it refuses one, so do we, or we render it all the same. All others must be
identical, but for those in KNOWN.
"""
import contextlib
import io
import json
import logging
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from alembic.migration import MigrationContext
from alembic.operations import Operations

import expression_cases

# (dialect or None, part of the expression, why ours differs)
KNOWN = [
    (None, "is_distinct_from('a')", "Alembic leaves a placeholder where the value belongs"),
    ("sqlite", ".offset(10)", "Alembic leaves a placeholder for SQLite's missing LIMIT"),
    ("mysql", "on_duplicate_key_update", "Alembic leaves a placeholder where the value belongs"),
    (None, "docs.c.body['a'] == '1'", "Alembic prints the str itself, where it would send its JSON text"),
]


def alembic_text(dialect, expression, names):
    out = io.StringIO()
    context = MigrationContext.configure(dialect_name=dialect, dialect_opts={"paramstyle": "named"},
                                         opts={"as_sql": True, "output_buffer": out, "literal_binds": True})
    try:
        with Operations.context(context):
            exec(call_of(expression), names)  # our own table of cases
    except Exception as error:  # what it cannot render is no case
        return None, f"{type(error).__name__}: {str(error).splitlines()[0]}"
    return normal(out.getvalue()), None


def call_of(expression):
    return expression if expression.startswith("op.") else f"op.execute({expression})"


def normal(text):
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())


def environment(folder, cases):
    versions = pathlib.Path(folder, "env", "versions")
    versions.mkdir(parents=True)
    pathlib.Path(folder, "env", "env.py").write_text("")
    pathlib.Path(folder, "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/env\n")
    parent = None
    for number, expression in cases:
        (versions / f"r{number}.py").write_text(
            f'revision = "r{number}"\ndown_revision = {parent!r}\n{expression_cases.PRELUDE}\n\ndef upgrade():\n    {call_of(expression)}\n\n\ndef downgrade():\n    pass\n')
        parent = f"r{number}"


def ours(admin, dialect, cases):
    """{number: text} and {number: error}: the chain is rendered again without each revision that was refused."""
    refused = {}
    while True:
        left = [case for case in cases if case[0] not in refused]
        with tempfile.TemporaryDirectory() as folder:
            environment(folder, left)
            done = subprocess.run([admin, "--config", folder + "/alembic.ini", "db", "upgrade", f"{dialect}://offline/offline" if dialect != "sqlite" else "sqlite:///offline.db", "--sql"],
                                  capture_output=True, text=True, cwd=folder)
        if done.returncode == 0:
            break
        place = re.search(r"r(\d+)\.py", done.stderr)
        if not place or int(place[1]) in refused or len(refused) > 100:
            sys.exit(f"{dialect}: the tool failed without naming a revision, or refused over a hundred:\n{done.stderr}")
        refused[int(place[1])] = next((line for line in done.stderr.split("\n") if line.startswith("error")), done.stderr)
    parts = re.split(r"^-- Running upgrade .*-> r(\d+).*$", done.stdout, flags=re.M)
    texts = {}
    for number, text in zip(parts[1::2], parts[2::2]):
        texts[int(number)] = normal(re.split(r"^(?:INSERT INTO|UPDATE) alembic_version\b", text, maxsplit=1, flags=re.M)[0])
    return texts, refused


def known(dialect, expression):
    return any(of in (None, dialect) and part in expression for of, part, _ in KNOWN)


def main():
    logging.disable(logging.CRITICAL)
    names = {}
    exec(expression_cases.PRELUDE, names)
    wrong = 0
    for dialect in sys.argv[1:]:
        cases = list(enumerate(expression_cases.cases(dialect)))
        texts, refused = ours(os.environ["PYCHARTER_ADMIN"], dialect, cases)
        counts = {"identical": 0, "known": 0, "refused by Alembic": 0, "wrong": 0}
        for number, expression in cases:
            theirs, error = alembic_text(dialect, expression, names)
            mine = texts.get(number)
            if theirs is None:
                counts["refused by Alembic"] += 1
                if mine is not None and "-v" in os.environ.get("SHOW", ""):
                    print(f"{dialect} refused by Alembic only: {expression}\n  {error}\n  {mine}")
            elif mine == theirs:
                counts["identical"] += 1
            elif known(dialect, expression):
                counts["known"] += 1
            else:
                counts["wrong"] += 1
                print(f"{dialect}: {expression}\n  alembic {theirs}\n  ours    {mine or refused.get(number)}")
        print(dialect, json.dumps(counts))
        wrong += counts["wrong"]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

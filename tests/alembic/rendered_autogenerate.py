#!/usr/bin/env python3
"""The Python text of operations, as Alembic's autogenerate renders it and as ours does.

Every operation of ddl_cases.py and autogenerate_cases.py, for four dialects: alembic.autogenerate.render over the objects,
revision_render over the same in the form of docs/operations.md. Texts are the same, or a row of KNOWN says why not; a
row that nothing matches fails too. What Alembic cannot render at all is counted.

Then ours is read back: a script of each body, run by operations_dump, gives operations that ddl_render compiles to the
same statements as the one that was rendered.

    rendered_autogenerate.py revision_render operations_dump ddl_render
"""
import collections
import contextlib
import difflib
import io
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import warnings

import sqlalchemy as sa
from alembic.autogenerate import render
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from alembic.operations import Operations, base, ops

import autogenerate_cases
import ddl_cases
import operation_json

DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite")
RENDERED = (ops.CreateTableOp, ops.DropTableOp, ops.AddColumnOp, ops.DropColumnOp, ops.AlterColumnOp, ops.CreateIndexOp, ops.DropIndexOp,
            ops.DropConstraintOp, ops.AddConstraintOp, ops.CreateTableCommentOp, ops.DropTableCommentOp, ops.ModifyTableOps)

OURS, THEIRS = 0, 1
# Where ours is not what Alembic writes: patterns of the dialect and the operation; whose text, what stands there and what would stand there if
# both were the same; the reason. With the rows that bring the two nearer to each other nothing may be left.
KNOWN = [
    # What Alembic leaves out, and would lose.
    (".*", "create_table|add_column|alter_column", OURS, r"sa\.Interval\(second_precision=3\)", "sa.Interval()", "the arguments of Interval"),
    (".*", "create_table|add_column|alter_column", OURS, r"(mysql\.ENUM\('a'), charset='utf8mb4'\)", r"\1)", "the character set of an ENUM"),
    (".*", "create_table", OURS, r"(sa\.PrimaryKeyConstraint\('id'), (?:postgresql_include=\['b'\]|sqlite_on_conflict='REPLACE')\)", r"\1)",
     "dialect keywords of a primary key"),
    (".*", "create_table", OURS, r", index=True(?=[,)])", "", "index=True of a column: autogenerate has an operation of its own for it"),
    (".*", "create_table", OURS, r",\n    sa\.CheckConstraint\('a (?:< 9'|> 1', name='positive')\)", "", "check constraints among a column's arguments"),
    (".*", "add_column", OURS, r"(?:primary_key|unique|index)=True, ", "", "what a column declares besides itself: flags"),
    (".*", "add_column", OURS, r"sa\.CheckConstraint\('c > 0', name='ck_c'\), ", "", "what a column declares besides itself: checks"),
    (".*", "add_column", OURS, r", inline_(?:references|primary_key)=True", "", "what a column declares besides itself: where"),
    (".*", "alter_column", OURS, r",\n +(?:existing_autoincrement=True|postgresql_using='c::integer')", "",
     "keywords of a dialect and existing_autoincrement"),
    (".*", "alter_column", OURS, r",\n +existing_server_default=sa\.(?:text\('\(?now\(\)\)?'\)|Identity\(always=False(?:, start=3)?\))", "",
     "what an identity replaces, or what replaces it"),
    (".*", "create_table|add_column", OURS, r"sa\.Sequence\('s'\), ", "", "that a key is counted by a sequence, instead of by SERIAL"),
    (".*", "create_table|add_column", OURS, r"autoincrement=False, ", "", "that a key with a default in Python does not count"),
    # What Alembic writes wrongly.
    (".*", "create_table|add_column", THEIRS, r"autoincrement=ignore_fk", "autoincrement='ignore_fk'", "ignore_fk without quotes"),
    ("mysql|mariadb|sqlite", ".*", THEIRS, r"([(=]|, )(Text|String|Integer|Numeric|DateTime)\(", r"\1sa.\2(",
     "a type within a type of PostgreSQL for another dialect: without sa."),
    ("mysql|mariadb|sqlite", ".*", THEIRS, r"\((ENUM|DOMAIN)\(", r"(postgresql.\1(",
     "a type within a type of PostgreSQL for another dialect: without postgresql."),
    ("mysql|mariadb|sqlite", ".*", OURS,
     r"(postgresql\.DOMAIN\('\w+', sa\.\w+\([^()]*\))(?:, (?:constraint_name|not_null|check|schema|collation|collation_schema|default|create_type)="
     r"(?:sa\.text\('[^']*'\)|\"[^\"]*\"|'[^']*'|True|False))+", r"\1", "the arguments of a DOMAIN for another dialect"),
    (".*", ".*", THEIRS, r"'a:b'", r"'a\\\\:b'", "a colon that text() would take for a bind"),
    # Two ways to say the same.
    (".*", "create_index", THEIRS, r"sa\.literal_column\('(\w+)'\)", r"'\1'", "sa.column() in an index"),
    (".*", "create_index", THEIRS, r"create_index\(op\.f\('ix_\w+'\), 't'", "create_index(None, 't'",
     "the name of an index without one, which Alembic makes when it runs"),
]

# What does not come back from the script as it was: a pattern of the operation and what was read, the reason.
NOT_READ_BACK = [
    (r'"quote": (true|false)', "forced quoting of a name, of which Alembic's text knows nothing"),
    (r'"constraints": \[\{"constraint": "check".*"name": "positive"', "a column's own check constraints, which become the table's"),
    (r'"primary_key": true, "autoincrement": true.*PRIMARY KEY \(b, a\)', "the order of a key whose second column counts"),
    (r'DEFAULT \(', "SQLite's parentheses of a default, which other statements do not need"),
    (r"\)ENGINE=InnoDB CHARSET=", "the order of a table's options, which Alembic sorts"),
    (r"can't drop a constraint that has no name", "a constraint without a name, as Alembic's comment there says"),
]


def migration_context(dialect):
    return MigrationContext.configure(dialect_name=dialect, dialect_opts={"paramstyle": "named"},
                                      opts={"as_sql": True, "output_buffer": io.StringIO(), "literal_binds": True})


def recorded(dialect):
    """The operations that the cases of ddl_cases.py invoke."""
    context, found = migration_context(dialect), []
    invoke = base.AbstractOperations.invoke

    def note(operations, operation):
        if isinstance(operation, RENDERED) and not isinstance(operations, base.BatchOperations):
            found.append(operation)
        return invoke(operations, operation)

    base.AbstractOperations.invoke = note
    try:
        with Operations.context(context), contextlib.redirect_stdout(io.StringIO()):
            ddl_cases.run(ddl_cases.tables())
            ddl_cases.run(ddl_cases.alterations())
    finally:
        base.AbstractOperations.invoke = invoke
    return found


def theirs(operation, dialect, batch):
    options = {"sqlalchemy_module_prefix": "sa.", "alembic_module_prefix": "op.", "user_module_prefix": None, "render_as_batch": batch}
    context = AutogenContext(migration_context(dialect), metadata=sa.MetaData(), opts=options, autogenerate=False)
    body = render._indent(render._render_cmd_body(ops.UpgradeOps([operation]), context))
    return {"imports": "\n".join(sorted(context.imports)), "upgrades": body}


def as_compared(operation):
    """A comparison has the defaults of columns, not what a person passes to op.alter_column."""
    if isinstance(operation, ops.AlterColumnOp):
        for attribute in ("modify_server_default", "existing_server_default"):
            default = getattr(operation, attribute)
            if default is not None and default is not False and not isinstance(default, sa.FetchedValue):
                setattr(operation, attribute, sa.DefaultClause(default))
    return operation


def converted(operation):
    if isinstance(operation, ops.ModifyTableOps):
        return {"op": "modify_table", "table": operation.table_name, "schema": operation.schema,
                "operations": [converted(o) for o in operation.ops]}
    made = operation_json.operation(operation)
    if getattr(operation, "_constraints_included", False):  # from a Table: flags of columns are constraints already
        for column in made["columns"]:
            for flag in ("unique", "index", "constraints"):
                column.pop(flag, None)
    return made


def cases():
    """(dialect, batch, operation as JSON, what Alembic makes of it or its error)."""
    for dialect in DIALECTS:
        for operation in recorded(dialect) + list(autogenerate_cases.operations()):
            try:
                made = converted(as_compared(operation))
            except operation_json.Unsupported as error:
                yield dialect, False, None, str(error)
                continue
            except AttributeError as error:  # what Alembic itself cannot take apart
                yield dialect, False, None, str(error)
                continue
            for batch in (False, True) if isinstance(operation, ops.ModifyTableOps) else (False,):
                try:
                    expected = theirs(operation, dialect, batch)
                except Exception as error:
                    expected = f"{type(error).__name__}: {error}".split("\n")[0]
                yield dialect, batch, made, expected


def distance(difference):
    """The characters of lines that differ which the other side does not have."""
    sides = ["\n".join(line[1:] for line in difference.split("\n") if line[:1] == sign) for sign in "-+"]
    same = sum(block.size for block in difflib.SequenceMatcher(None, *sides, autojunk=False).get_matching_blocks())
    return sum(map(len, sides)) - 2 * same


def known(dialect, operation, expected, got, counts):
    """Whether rows of KNOWN explain every difference."""
    sides = {OURS: got, THEIRS: expected}
    left = differences(expected, got)
    for number, (dialects, operations, side, pattern, replacement, _) in enumerate(KNOWN):
        if not left or not re.fullmatch(dialects, dialect) or not re.fullmatch(operations, operation):
            continue
        rewritten = {key: re.sub(pattern, replacement, text) for key, text in sides[side].items() if isinstance(text, str)}
        nearer = {**sides, side: rewritten}
        difference = differences(nearer[THEIRS], nearer[OURS])
        if distance(difference) < distance(left):
            sides, left = nearer, difference
            counts[number] += 1
    return not left


def differences(expected, got):
    lines = []
    for key in ("imports", "upgrades"):
        lines += difflib.unified_diff(expected[key].split("\n"), got[key].split("\n"), lineterm="", n=0)
    return "\n".join(line for line in lines if line[:2] not in ("--", "++", "@@"))


def compare(program, entries):
    requests = "".join(json.dumps({"dialect": d, "batch": b, "upgrade": [o]}) + "\n" for d, b, o, _ in entries)
    answers = subprocess.run([program], input=requests, capture_output=True, text=True, check=True).stdout.splitlines()
    tally, counts, bodies = collections.Counter(), collections.Counter(), []
    for (dialect, batch, operation, expected), line in zip(entries, answers, strict=True):
        got = json.loads(line)
        if "error" not in got:
            bodies.append((dialect, batch, operation, got))
        if isinstance(expected, str):
            tally["not rendered by Alembic"] += 1
            continue
        if "error" in got:
            difference, verdict = got["error"], "refused"
        else:
            difference = differences(expected, got)
            verdict = "different" if difference else "identical"
        if verdict == "different" and known(dialect, operation["op"], expected, got, counts):
            verdict = "known difference"
        tally[verdict] += 1
        if verdict in ("different", "refused"):
            print(f"== {verdict}: {dialect} {'batch ' if batch else ''}{json.dumps(operation)[:900]}\n{difference}")
    print(", ".join(f"{k} {v}" for k, v in sorted(tally.items())))
    vain = [row for number, row in enumerate(KNOWN) if not counts[number]]
    for row in vain:
        print("listed as known, and not there any more:", *row)
    return not vain and not tally["different"] and not tally["refused"], bodies


SCRIPT = """from alembic import op
import sqlalchemy as sa
{imports}

revision = "{revision}"
down_revision = None


def upgrade():
    {upgrades}


def downgrade():
    pass
"""


def read_back(program, bodies):
    """The operations of a script of each body, or the message of its failure."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (_, _, _, got) in enumerate(bodies):
            with open(os.path.join(folder, f"{number:05}.py"), "w", encoding="utf-8") as file:
                file.write(SCRIPT.format(revision=f"r{number}", imports=got["imports"], upgrades=got["upgrades"]))
        made = [None] * len(bodies)
        for dialect in DIALECTS:
            files = [os.path.join(folder, f"{n:05}.py") for n, body in enumerate(bodies) if body[0] == dialect]
            printed = subprocess.run([program, dialect, "upgrade", *files], capture_output=True, text=True).stdout
            for part in printed.split("# " + folder + os.sep)[1:]:
                name, _, lines = part.partition("\n")
                made[int(name.removesuffix(".py"))] = lines.splitlines()
    return made


def statements(program, dialect, operations):
    """What ddl_render makes of each list of operations, with the items of a CREATE TABLE in one order."""
    requests, counts = [], []
    for each in operations:
        requests.append(json.dumps({"dialect": dialect, "operation": {"op": "begin_run"}}))
        requests += [json.dumps({"dialect": dialect, "operation": operation}) for operation in each]
        counts.append(len(each))
    answers = iter(subprocess.run([program], input="\n".join(requests) + "\n", capture_output=True, text=True, check=True).stdout.splitlines())
    for count in counts:
        next(answers)
        made = []
        for _ in range(count):
            answer = json.loads(next(answers))
            made += answer.get("sql", [answer.get("error")])
        yield [in_order(statement) for statement in made]


def in_order(statement):
    if not statement.lstrip().startswith("CREATE TABLE"):
        return statement
    return sorted(line.rstrip(", ") for line in statement.split("\n"))


def flat(operation):
    """A modify_table is its operations."""
    return operation["operations"] if operation["op"] == "modify_table" else [operation]


def check_read_back(dump, ddl_render, bodies):
    good, tally = True, collections.Counter()
    # A batch on SQLite asks for the table that is there; Alembic's own batches are compared elsewhere.
    bodies = [body for body in bodies if not (body[1] and body[0] == "sqlite")]
    read = read_back(dump, bodies)
    for dialect in DIALECTS:
        chosen = [(body, lines) for body, lines in zip(bodies, read) if body[0] == dialect]
        failed = [any(line.startswith("!") for line in lines) for _, lines in chosen]
        parsed = [[] if bad else [json.loads(line) for line in lines] for bad, (_, lines) in zip(failed, chosen)]
        first = statements(ddl_render, dialect, [flat(body[2]) for body, _ in chosen])
        second = statements(ddl_render, dialect, parsed)
        for (body, lines), bad, before, after in zip(chosen, failed, first, second, strict=True):
            same = not bad and before == after
            tally["read back" if same else "otherwise"] += 1
            if not same and not known_read_back(body, lines if bad else [before, after]):
                good = False
                print(f"== not read back: {dialect} {json.dumps(body[2])[:700]}\n{body[3]['imports']}\n{body[3]['upgrades']}")
                print(lines if bad else f"{before}\n{after}")
    print(", ".join(f"{k} {v}" for k, v in sorted(tally.items())))
    return good


def known_read_back(body, told):
    return any(re.search(pattern, json.dumps([body[2], told])) for pattern, _ in NOT_READ_BACK)


def main():
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    entries, unconverted = [], collections.Counter()
    for dialect, batch, operation, expected in cases():
        if operation is None:
            unconverted[expected] += 1
        else:
            entries.append((dialect, batch, operation, expected))
    for reason, count in unconverted.most_common():
        print(f"not converted ({count}): {reason}")
    good, bodies = compare(sys.argv[1], entries)
    return 0 if check_read_back(sys.argv[2], sys.argv[3], bodies) and good else 1


if __name__ == "__main__":
    sys.exit(main())

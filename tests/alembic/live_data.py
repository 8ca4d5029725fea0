"""Data migrations by Python Alembic and by ours: what a script sees of a database, and what it leaves there.

    live_data.py sqlite|postgresql|mysql… [--only NAME]

Each case of data_cases.py is a revision. It notes what it sees in a table; afterwards those notes and all rows are compared.
"""
import argparse
import sys
import tempfile
import textwrap

from data_cases import CASES, PREAMBLE, TABLES
from peers import DATABASES, Admin, Alembic, Environment

# Rows of one case are gone before the next one begins.
BODY = '''
bind = op.get_bind()
notes = []
def see(value):
    notes.append(repr(value))
def case():
{case}
for name in ("member", "team", "kinds"):
    bind.execute(sa.text("DELETE FROM " + name))
case()
for number, note in enumerate(notes):
    bind.execute(sa.text("INSERT INTO notes (name, number, note) VALUES (:name, :number, :note)"),
                 {{"name": {name!r}, "number": number, "note": note}})
'''


def applies(name, dialect):
    return "(" not in name or name.endswith(f"({dialect})")


def chain(folder, dialect, only):
    """The environment, and the names of its cases in order."""
    environment = Environment(folder)
    notes = ('op.create_table("notes", sa.Column("name", sa.String(100)), sa.Column("number", sa.Integer),\n'
             '                sa.Column("note", sa.Text))\n')
    environment.add("tables", upgrade=notes + TABLES)
    names = [name for name in CASES if applies(name, dialect) and (not only or name == only)]
    parent = "tables"
    for number, name in enumerate(names):
        rev_id = f"case{number:02d}"
        case = textwrap.indent(textwrap.dedent(CASES[name]).strip("\n"), "    ")
        environment.add(rev_id, down=[parent], doc=name, upgrade=BODY.format(case=case, name=name))
        path = environment.versions / f"{rev_id}_.py"
        text = path.read_text()
        path.write_text(text.replace("\nrevision = ", PREAMBLE + "\nrevision = ", 1))
        parent = rev_id
    return environment, names


def notes_of(database):
    found = {}
    for name, number, note in database.query("select name, number, note from notes order by name, number"):
        found.setdefault(name, []).append(note)
    return found


def compare(names, theirs, ours):
    wrong = 0
    for name in names:
        expected, got = theirs.get(name, []), ours.get(name, [])
        for number in range(max(len(expected), len(got))):
            pair = [side[number] if number < len(side) else "nothing" for side in (expected, got)]
            if pair[0] != pair[1]:
                wrong += 1
                print(f"{name}, what it sees as number {number + 1}:\n  theirs: {pair[0]}\n  ours:   {pair[1]}")
    return wrong


def run_until_done(tool, database, names):
    """Every case, also those behind one that fails: the names of those, with the error."""
    failed = {}
    tool(database.url, "upgrade", "--revision", "tables").check()
    for number, name in enumerate(names):
        result = tool(database.url, "upgrade", "--revision", f"case{number:02d}")
        if result.code != 0:
            failed[name] = result.error
            tool(database.url, "stamp", f"case{number:02d}").check()
    return failed


def one_dialect(dialect, only):
    with tempfile.TemporaryDirectory() as folder:
        environment, names = chain(folder, dialect, only)
        theirs, ours = DATABASES[dialect](folder), DATABASES[dialect](folder)
        their_run = Alembic(environment)(theirs.url, "upgrade", "head")
        failed = {"all cases": their_run.error} if their_run.code else {}
        our_run = Admin(environment)(ours.url, "upgrade")
        if our_run.code:
            ours = DATABASES[dialect](folder)
            failed |= run_until_done(Admin(environment), ours, names)
        for name, error in failed.items():
            print(f"{name}:\n{textwrap.indent(error[-1500:], '  ')}")
        wrong = compare([name for name in names if name not in failed], notes_of(theirs), notes_of(ours))
        seen = sum(len(notes) for notes in notes_of(theirs).values())
    print(f"{dialect}: {len(names)} cases, {seen} values seen, {len(failed)} cases fail, {wrong} values differ")
    if not seen:
        raise AssertionError("nothing was compared")
    return wrong + len(failed)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dialects", nargs="+", choices=sorted(DATABASES))
    parser.add_argument("--only")
    options = parser.parse_args()
    return 1 if sum(one_dialect(dialect, options.only) for dialect in options.dialects) else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Edits of models, one at a time: what `db revision --autogenerate` makes of each, on a real database.

    edits.py sqlite|postgresql|mysql [NAME…]

Of each case the operations are those that stand in it, and Alembic's are among them. The script is run and taken back, by our tool and
by Python Alembic, and each time nothing is left to generate; rows that were there before are there after. PYCHARTER_ADMIN names the
tool, PYCHARTER_TEST_…_URL the servers.
"""
import argparse
import dataclasses
import pathlib
import re
import sys
import tempfile

import edit_cases
from autogenerate import Failed, Trial, theirs_of, without_second  # noqa: F401
from chains import catalogs

HEADER = "import sqlalchemy as sa\nfrom sqlalchemy.dialects import mysql, postgresql\n\nmetadata = sa.MetaData()\n"


@dataclasses.dataclass
class Case:
    """One edit. `found` are the operations as autogenerate.py writes them, without the schema."""
    before: str
    after: str
    found: list
    script: tuple = ()  # texts that the revision has
    settings: str = ""  # of [pycharter]
    prepare: tuple = ()  # statements before the edit, over the tables of the first models
    rows: str = ""  # a query whose answer outlasts the edit both ways
    more_of_alembic: tuple = ()  # what Alembic finds besides
    with_alembic: bool = True  # it runs the script too

    def models(self, source):
        return HEADER + source


def declare(trial, case, source):
    trial.declare(case.models(source))


def query(trial, case):
    return sorted(trial.database.query(case.rows)) if case.rows else None


def check_operations(trial, case):
    ours = [(kind, table, what) for kind, _, table, what in trial.differences()]
    if ours != case.found:
        raise Failed(f"found {ours}\n  expected {case.found}")
    theirs = [(kind, table, what) for kind, _, table, what in trial.differences_by_alembic()[0] or ()]
    if missing := [one for one in theirs if one not in ours and one[:2] not in case.more_of_alembic]:
        raise Failed(f"Alembic finds {missing} as well")


def check_script(trial, case):
    text = trial.scripts[-1].read_text()
    for part in case.script:
        if part not in text:
            raise Failed(f"the script has no {part!r}:\n{text}")


def run(trial, case):
    if case.settings:
        ini = trial.environment.ini
        ini.write_text(ini.read_text() + case.settings)
    declare(trial, case, case.before)
    trial.generate("r1")
    trial.admin("db", "upgrade")
    for statement in case.prepare:
        trial.database.query(statement)
    trial.must_be_clean("after the first revision")
    rows = query(trial, case)
    declare(trial, case, case.after)
    check_operations(trial, case)
    trial.generate("r2")
    check_script(trial, case)
    pair = type("Pair", (), {"before": case.models(case.before), "after": case.models(case.after)})

    def back_and_forth(forward, back, who):
        forward()
        trial.must_be_clean(f"after the edit{who}")
        back()
        without_second(trial, pair, f"taken back{who}")
        if query(trial, case) != rows:
            raise Failed(f"rows are not as they were{who}: {rows}, now {query(trial, case)}")

    # Twice: what the first time leaves behind must not stand in the way of the second.
    for _ in range(2):
        back_and_forth(lambda: trial.admin("db", "upgrade"), lambda: trial.admin("db", "downgrade", "--revision", "-1"), "")
    if case.with_alembic:
        back_and_forth(lambda: trial.by_alembic("upgrade", "head"), lambda: trial.by_alembic("downgrade", "-1"), " by Python Alembic")


def take_the_rename(script):
    """The script with what its remark offers in place of the add and the drop."""
    lines = script.read_text().split("\n")
    renamed = [re.sub(r"# (op\.\w+\(.*)$", r"\1", line) for line in lines]
    kept = [line for line in renamed if not re.match(r"\s*(batch_)?op\.(add_column|drop_column)\(", line)]
    script.write_text("\n".join(kept))


def check_rename(trial, database):
    """What a remark offers keeps the values and leaves nothing to generate."""
    table = 'sa.Table("people", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("{}", sa.String(50)))\n'
    trial.declare(HEADER + table.format("mail"))
    trial.generate("r1")
    trial.admin("db", "upgrade")
    trial.database.query("insert into people (id, mail) values (1, 'a@b')")
    trial.declare(HEADER + table.format("email"))
    trial.generate("r2")
    text = trial.scripts[-1].read_text()
    if "# Was 'mail' renamed to 'email'?" not in text:
        raise Failed(f"no rename is offered:\n{text}")
    take_the_rename(trial.scripts[-1])
    trial.admin("db", "upgrade")
    trial.must_be_clean("after the rename")
    if [tuple(row) for row in trial.database.query("select email from people")] != [("a@b",)]:
        raise Failed("the rename lost the value")


def attempt(database, name, work):
    with tempfile.TemporaryDirectory() as temporary:
        made = catalogs.make(database, pathlib.Path(temporary))
        try:
            work(Trial(made, database, pathlib.Path(temporary)))
        except Failed as failure:
            print(f"{database}, {name}: {failure}")
            return False
        finally:
            catalogs.discard(made)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", choices=["sqlite", "postgresql", "mysql"])
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    works = {name: lambda trial, case=Case(**case): run(trial, case)
             for name, case in edit_cases.CASES[arguments.database].items()}
    works["a rename that is offered"] = lambda trial: check_rename(trial, arguments.database)
    chosen = {name: work for name, work in works.items() if not arguments.names or name in arguments.names}
    good = [attempt(arguments.database, name, work) for name, work in chosen.items()]
    print(f"{arguments.database}: {len(good)} edits, {good.count(False)} failed")
    return 0 if good and all(good) else 1


if __name__ == "__main__":
    sys.exit(main())

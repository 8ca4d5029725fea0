"""Models edited as a team edits them, from a seed: what `db revision --autogenerate` writes brings the database to the models, its
downgrade brings it back, and Python Alembic finds the same differences.

    autogenerate.py sqlite|postgresql|mysql [--seeds N] [--start S] [--only SEED] [--jobs J] [--keep FOLDER]

Of each seed two schemas are drawn, before and after some edits. For each: a revision is generated and run, and nothing is left to
generate; for the second, taken back, nothing is left of the first. Before the second is generated, Alembic's autogenerate looks at
the same models and the same database: it finds nothing that we do not, and we find nothing more than what Alembic leaves alone
(SUPERSET). The second is run and taken back by Python Alembic too. PYCHARTER_ADMIN names the tool, PYCHARTER_TEST_…_URL the servers.
"""
import argparse
import collections
import concurrent.futures
import json
import logging
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

import sqlalchemy
from alembic.autogenerate import produce_migrations
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext

from chains import catalogs, tools
from chains.models import ModelPair
from peers import Environment

# Kinds of operations that Alembic does not compare.
SUPERSET = {"create_check", "drop_check", "create_primary", "drop_primary", "create_exclude", "drop_exclude", "execute", "create_type",
            "drop_type", "create_sequence", "alter_sequence", "drop_sequence"}
# What Alembic's batches lose on SQLite, or fail over: docs/from-alembic.md, "What differs on purpose".
ALEMBIC_LOSES = re.compile(r"sa\.Computed|sa\.Index\(.*(sa\.text|sa\.func)|collation=")
FACETS = ("type", "nullable", "server_default", "comment")


class Failed(Exception):
    pass


def theirs_of(operations):
    """Alembic's operations as (kind, schema, table, what)."""
    for op in operations:
        where = (getattr(op, "schema", None) or "", getattr(op, "table_name", None))
        if isinstance(op, (ops.UpgradeOps, ops.ModifyTableOps)):
            yield from theirs_of(op.ops)
        elif isinstance(op, ops.CreateTableOp):
            yield ("create_table", *where, "")
        elif isinstance(op, ops.DropTableOp):
            yield ("drop_table", *where, "")
        elif isinstance(op, ops.AddColumnOp):
            yield ("add_column", *where, op.column.name)
        elif isinstance(op, ops.DropColumnOp):
            yield ("drop_column", *where, op.column_name)
        elif isinstance(op, ops.AlterColumnOp):
            for facet, changed in zip(FACETS, (op.modify_type is not None, op.modify_nullable is not None,
                                               op.modify_server_default is not False, op.modify_comment is not False)):
                if changed:
                    yield (f"alter_{facet}", *where, op.column_name)
        elif isinstance(op, ops.CreateIndexOp):
            yield ("create_index", *where, str(op.index_name))
        elif isinstance(op, ops.DropIndexOp):
            yield ("drop_index", *where, str(op.index_name))
        elif isinstance(op, ops.CreateUniqueConstraintOp):
            yield ("create_unique", *where, tuple(sorted(str(c) for c in op.columns)))
        elif isinstance(op, ops.CreateForeignKeyOp):
            yield ("create_foreignkey", op.kw.get("source_schema") or "", op.source_table, tuple(op.local_cols))
        elif isinstance(op, ops.DropConstraintOp):
            yield (f"drop_{op.constraint_type}", *where, str(op.constraint_name))
        elif isinstance(op, (ops.CreateTableCommentOp, ops.DropTableCommentOp)):
            yield ("table_comment", *where, "")
        else:
            raise Failed(f"an operation of Alembic's that this test does not know: {op!r}")


def plain(name):
    return name["name"] if isinstance(name, dict) else name


def ours_of(operations):
    for op in operations:
        kind, where = op["op"], (plain(op.get("schema")) or "", plain(op.get("table")))
        if kind == "modify_table":
            yield from ours_of(op["operations"])
        elif kind in ("create_table", "drop_table"):
            yield (kind, *where, "")
        elif kind == "add_column":
            yield (kind, *where, plain(op["column"]["name"]))
        elif kind == "drop_column":
            yield (kind, *where, plain(op["column"]))
        elif kind == "alter_column":
            yield from ((f"alter_{facet}", *where, plain(op["column"])) for facet in FACETS if facet in op)
        elif kind == "create_index":
            index = op["index"]
            yield (kind, plain(index.get("schema")) or "", plain(index["table"]), plain(index["name"]))
        elif kind == "drop_index":
            yield (kind, *where, plain(op["name"]))
        elif kind == "create_constraint":
            constraint = op["constraint"]
            columns = [plain(c) for c in constraint.get("columns", [])]
            name = {"foreign_key": "foreignkey", "primary_key": "primary"}.get(constraint["constraint"], constraint["constraint"])
            yield (f"create_{name}", *where, tuple(sorted(columns) if name == "unique" else columns))
        elif kind == "drop_constraint":
            yield (f"drop_{op['type'] or 'exclude'}", *where, plain(op["name"]))
        elif kind in ("create_table_comment", "drop_table_comment"):
            yield ("table_comment", *where, "")
        elif kind != "comment":
            yield (kind, *where, "")


class Trial:
    def __init__(self, database, kind, folder):
        self.database, self.kind = database, kind
        self.environment = Environment(folder)
        include = "include_schemas = extra\n" if kind == "postgresql" else ""
        with self.environment.ini.open("a") as ini:
            ini.write(f"\n[pycharter]\nmodels = %(here)s/models.py\n{include}")
        if kind == "postgresql":
            database.query("create schema extra")

    def declare(self, source):
        self.source = source
        (self.environment.folder / "models.py").write_text(source, encoding="utf-8")

    def admin(self, *words, expect=0):
        command = [os.environ["PYCHARTER_ADMIN"], "--config", str(self.environment.ini), *words, self.database.url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=self.environment.folder)
        if done.returncode != expect:
            raise Failed(f"{' '.join(words)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def generate(self, rev_id):
        path = self.admin("db", "revision", "--autogenerate", "-m", rev_id, "--rev-id", rev_id).stdout.strip()
        self.scripts = getattr(self, "scripts", []) + [pathlib.Path(path)]

    def differences(self):
        command = [os.environ["PYCHARTER_ADMIN"], "--config", str(self.environment.ini), "--quiet", "--format", "json", "db", "check",
                   self.database.url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=self.environment.folder)
        if done.returncode not in (0, 1):
            raise Failed(f"db check: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return list(ours_of(json.loads(done.stdout)["operations"]))

    def must_be_clean(self, when):
        if found := self.differences():
            raise Failed(f"{when} there is still {found}")

    def differences_by_alembic(self):
        """What it finds, and the kinds that it could not look at: on PostgreSQL it fails over a quote in a default, and over an
        identity that becomes a default."""
        names = {}
        exec(compile(self.source, "models.py", "exec"), names)
        try:
            return self.produced(names["metadata"], True), set()
        except sqlalchemy.exc.DBAPIError:
            return self.produced(names["metadata"], False), {"alter_server_default"}
        except AssertionError:
            return None, set()

    def produced(self, metadata, with_defaults):
        schemas = {None, "extra"}
        options = {"target_metadata": metadata, "include_schemas": self.kind == "postgresql",
                   "compare_server_default": with_defaults,
                   "include_name": lambda name, kind, parents: kind != "schema" or name in schemas}
        logging.disable(logging.CRITICAL)
        engine = sqlalchemy.create_engine(tools.alembic_url(self.database.url))
        try:
            with warnings.catch_warnings(), engine.connect() as connection:
                warnings.simplefilter("ignore")
                context = MigrationContext.configure(connection, opts=options)
                return list(theirs_of([produce_migrations(context, metadata).upgrade_ops]))
        finally:
            engine.dispose()

    def by_alembic(self, direction, target):
        if failure := tools.by_alembic(self.environment, self.database.url, direction, target):
            raise Failed(f"Python Alembic, {direction} {target}: {failure}")


def is_explained(one, ours, kind, superset):
    """What we find and Alembic does not, for a reason."""
    name, schema, table, what = one
    if name in superset:
        return True
    # A column that is computed otherwise, which Alembic warns of.
    if name in ("add_column", "drop_column"):
        return {("add_column", schema, table, what), ("drop_column", schema, table, what)} <= set(ours)
    # A foreign key of a new table that has to wait for another one stands by itself.
    if name == "create_foreignkey" and ("create_table", schema, table, "") in ours:
        return True
    # The index that MySQL made for a foreign key goes with it.
    if kind == "mysql" and name == "drop_index":
        return ("drop_foreignkey", schema, table, what) in ours
    # SQLAlchemy does not reflect SQLite's indexes of expressions.
    return kind == "sqlite" and name in ("create_index", "drop_index")


def goes_with_its_table(operation, ours, database):
    """MySQL refuses to drop an index that a foreign key of the table needs: Alembic's script fails there."""
    kind, schema, table, _ = operation
    return database == "mysql" and kind == "drop_index" and ("drop_table", schema, table, "") in ours


def missing_and_more(theirs, ours, noise, kind, superset):
    theirs, ours = collections.Counter(theirs), collections.Counter(ours)
    missing = [one for one in (theirs - ours) if one not in noise and not goes_with_its_table(one, ours, kind)]
    more = [one for one in (ours - theirs) if not is_explained(one, ours, kind, superset)]
    return missing, more


def is_of_another_width(one, models):
    """Alembic takes every FLOAT for one; a server keeps a short one as REAL."""
    name, _, _, what = one
    return name == "alter_type" and re.search(rf'sa\.Column\("{re.escape(what)}", sa\.Float\(precision=', models) is not None


def run_pair(trial, pair):
    trial.declare(pair.before)
    trial.generate("r1")
    trial.admin("db", "upgrade")
    trial.must_be_clean("after the first revision")
    # What Alembic takes for different although it is what the models made.
    noise = set(trial.differences_by_alembic()[0] or ())

    trial.declare(pair.after)
    (theirs, not_seen), ours = trial.differences_by_alembic(), trial.differences()
    if theirs is not None:
        missing, more = missing_and_more(theirs, ours, noise, trial.kind, SUPERSET | not_seen)
        more = [one for one in more if not is_of_another_width(one, pair.before + pair.after)]
        if missing or more:
            raise Failed(f"Alembic finds {missing} as well; only we find {more}")
    if not ours:
        return "nothing to do"
    trial.generate("r2")
    trial.admin("db", "upgrade")
    trial.must_be_clean("after the second revision")
    trial.admin("db", "downgrade", "--revision", "-1")
    without_second(trial, pair, "taken back")
    if trial.kind == "sqlite" and ALEMBIC_LOSES.search(pair.before + pair.after):
        return "same"
    trial.by_alembic("upgrade", "head")
    trial.must_be_clean("after the second revision by Python Alembic")
    trial.by_alembic("downgrade", "-1")
    without_second(trial, pair, "taken back by Python Alembic")
    return "same"


def without_second(trial, pair, when):
    """The first models against the database, as if the second revision had never been."""
    script = trial.scripts[-1]
    aside = script.with_suffix(".aside")
    script.rename(aside)
    trial.declare(pair.before)
    try:
        trial.must_be_clean(when)
    finally:
        aside.rename(script)
        trial.declare(pair.after)


def run_seed(database, seed, keep=None):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(keep or temporary)
        made = catalogs.make(database, folder)
        trial = Trial(made, database, folder)
        try:
            return seed, run_pair(trial, ModelPair(database, seed)), ""
        except Failed as failure:
            return seed, "failed", str(failure)
        finally:
            if not keep:
                catalogs.discard(made)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", choices=["sqlite", "postgresql", "mysql"])
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", help="with --only: leave scripts and database in this new folder")
    arguments = parser.parse_args()
    if arguments.only is not None:
        keep = pathlib.Path(arguments.keep).absolute() if arguments.keep else None
        if keep:
            keep.mkdir(parents=True)
        results = [run_seed(arguments.database, arguments.only, keep)]
    else:
        seeds = range(arguments.start, arguments.start + arguments.seeds)
        with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
            results = list(pool.map(run_seed, [arguments.database] * len(seeds), seeds))
    tally = collections.Counter(kind for _, kind, _ in results)
    for seed, kind, text in results:
        if kind == "failed":
            print(f"seed {seed}: {text}\n    again: autogenerate.py {arguments.database} --only {seed} --keep FOLDER")
    print(f"{arguments.database}: {len(results)} pairs of schemas: " + ", ".join(f"{count} {kind}" for kind, count in tally.items()))
    too_few = tally["same"] < len(results) / 2 and arguments.only is None
    return 1 if tally["failed"] or too_few else 0


if __name__ == "__main__":
    sys.exit(main())

"""Chains of revisions drawn from a seed, applied by Python Alembic to one database and by pycharter-admin to another of the same
server: after each upgrade and each downgrade both hold the same catalog and the same rows.

    live_chains.py sqlite|postgresql|mysql [--seeds N] [--start S] [--only SEED] [--revisions K] [--jobs J] [--keep FOLDER]

Catalogs are what the database says itself: sqlite_schema, pg_dump -s, SHOW CREATE TABLE, to the letter but for the order of a
table's constraints and keys, which Alembic takes from a Python set when it makes a table anew. A step that both tools refuse, or
Alembic alone, ends its chain and is counted; more than --refused of all chains are an error of the generator. The run fails as well when an operation of
alembic.op was never called. PYCHARTER_ADMIN names the tool, PYCHARTER_TEST_…_URL the servers.
"""
import argparse
import collections
import concurrent.futures
import dataclasses
import difflib
import pathlib
import sys
import tempfile

from chains import catalogs, coverage, tools
from chains.generator import Chain


@dataclasses.dataclass
class Outcome:
    seed: int
    kind: str  # same, both refuse, only Alembic refuses, differ
    steps: int
    text: str = ""
    scripts: list = dataclasses.field(default_factory=list)


def targets(chain):
    """The steps of a chain: each revision up, each down, and all at once."""
    ids = [revision.id for revision in chain.revisions]
    yield from (("upgrade", rev_id) for rev_id in ids)
    yield from (("downgrade", target) for target in reversed(["base"] + ids[:-1]))


def first_differences(theirs, ours, limit=12):
    lines = difflib.unified_diff(theirs, ours, "alembic", "pycharter-admin", lineterm="", n=1)
    return "\n".join("    " + line for line, _ in zip(list(lines)[2:], range(limit)))


def compare_step(environment, databases, direction, target):
    """same, both refuse, only Alembic refuses or differ, and in what."""
    theirs = tools.by_alembic(environment, databases[0].url, direction, target)
    try:
        ours = tools.by_admin(environment, databases[1].url, direction, target)
    except tools.Crash as crash:
        return "differ", str(crash)
    if theirs and ours:
        return "both refuse", f"{theirs.strip().splitlines()[0]}\n    ours: {ours.splitlines()[0]}"
    if theirs:  # there is nothing to compare with
        return "only Alembic refuses", theirs.strip().splitlines()[0]
    if ours:
        return "differ", f"only pycharter-admin refuses: {ours}"
    differences = what_differs(*databases)
    return ("differ", differences) if differences else ("same", "")


def what_differs(theirs, ours):
    """The first differing lines of the catalogs, or of the rows where those are the same."""
    return (first_differences(theirs.catalog(), ours.catalog())
            or first_differences(catalogs.rows(theirs), catalogs.rows(ours)))


def run_seed(database, seed, length, keep=None):
    chain = Chain(database, seed, length)
    scripts = [revision.source() for revision in chain.revisions]
    with tempfile.TemporaryDirectory() as temporary:
        environment = tools.environment_with(keep or temporary, chain)
        databases = [catalogs.make(database, keep or temporary) for _ in range(2)]
        done = 0
        try:
            for direction, target in targets(chain):
                kind, text = compare_step(environment, databases, direction, target)
                done += 1
                if kind != "same":
                    return Outcome(seed, kind, done, f"{direction} {target}: {text}", scripts)
        finally:
            if not keep:
                for made in databases:
                    catalogs.discard(made)
    return Outcome(seed, "same", done, "", scripts)


def report(outcome, arguments):
    if outcome.kind == "same":
        return
    print(f"seed {outcome.seed}: {outcome.kind}, {outcome.text}")
    if outcome.kind != "both refuse":
        print(f"    again: live_chains.py {arguments.database} --only {outcome.seed} --revisions {arguments.revisions}"
              " --keep FOLDER")


def outcomes(arguments):
    seeds = [arguments.only] if arguments.only is not None else range(arguments.start, arguments.start + arguments.seeds)
    if len(seeds) == 1:
        keep = pathlib.Path(arguments.keep).absolute() if arguments.keep else None
        yield run_seed(arguments.database, seeds[0], arguments.revisions, keep)
        return
    with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
        running = [pool.submit(run_seed, arguments.database, seed, arguments.revisions) for seed in seeds]
        for future in running:
            yield future.result()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", choices=["sqlite", "postgresql", "mysql"])
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--revisions", type=int, default=6)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", help="with --only: leave scripts and databases in this new folder")
    parser.add_argument("--refused", type=float, default=0.1, help="the share of chains that may end with both tools, or Alembic, refusing")
    parser.add_argument("--parameters", action="store_true", help="print how often each parameter was used")
    arguments = parser.parse_args()
    tally, steps, used = collections.Counter(), 0, collections.Counter()
    for outcome in outcomes(arguments):
        report(outcome, arguments)
        tally[outcome.kind] += 1
        steps += outcome.steps
        used += coverage.count(outcome.scripts)
    if arguments.parameters:
        print("\n".join(f"{count:6d} {name}" for name, count in sorted(used.items())))
    absent = coverage.missing(used, arguments.database) if arguments.only is None else []
    print(f"{arguments.database}: {sum(tally.values())} chains, {steps} steps: {tally['same']} the same, "
          f"{tally['both refuse']} refused by both, {tally['only Alembic refuses']} by Alembic alone, {tally['differ']} differ; {len(used)} operations and parameters")
    if absent:
        print("never generated: " + ", ".join(absent))
    too_many = tally["both refuse"] + tally["only Alembic refuses"] > arguments.refused * sum(tally.values())
    return 1 if tally["differ"] or absent or too_many else 0


if __name__ == "__main__":
    sys.exit(main())

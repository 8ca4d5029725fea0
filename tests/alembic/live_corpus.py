"""Published revisions on a database, each on the state its parents left: once by Python Alembic, once by pycharter-admin.

    live_corpus.py CORPUS [--project NAME] [--database sqlite|postgresql|mysql] [--only REVISION] [--at-least SHARE] [--refusals]

Goes through each project's graph, parents first. A revision runs upgrade on two copies of the state, by a tool each, and then downgrade;
after each the catalogs are compared as live_chains.py does it. The state goes on as Alembic left it; where Alembic cannot
run a revision, without it. A file is run as if it were the only revision, so that one that cannot be imported stops no other.
Counted per project and database: identical, both refuse, only one refuses, differ. The share of identical ones among those that
Alembic ran has to reach --at-least.
"""
import argparse
import ast
import collections
import pathlib
import sys
import tempfile

from alembic_diff import assignments, revisions, standalone
from chains import tools
from chains.baselines import make_baseline
from chains.clones import CLONES, clone
from live_chains import what_differs
from peers import Environment

class Revision:
    def __init__(self, path):
        self.path, found = pathlib.Path(path), assignments(path)
        self.text, self.id = standalone(path)
        self.parents = [parent for name in ("down_revision", "depends_on") if name in found
                        for parent in ids(found[name].value)]


def ids(node):
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return []
    return [value] if isinstance(value, str) else list(value or [])


def in_order(root):
    """The revisions of a graph, parents first, otherwise as the files are."""
    waiting = [revision for revision in map(Revision, revisions(root)) if revision.id]
    known, done = {revision.id for revision in waiting}, set()
    while waiting:
        ready = [r for r in waiting if all(parent in done or parent not in known for parent in r.parents)]
        if not ready:
            raise SystemExit(f"{root}: the graph of revisions goes in a circle")
        yield ready[0]
        done.add(ready[0].id)
        waiting.remove(ready[0])


def environment_of(folder, revision):
    environment = Environment(folder)
    (environment.versions / revision.path.name).write_text(revision.text, encoding="utf-8")
    return environment


def forget(database):
    """No revision is applied, as far as the version table tells."""
    if database.rows():
        database.query("delete from alembic_version")


def outcome(databases, theirs, ours):
    if theirs and ours:
        return "both refuse", f"{theirs.strip().splitlines()[0]}\n    ours: {ours.splitlines()[0]}"
    if theirs or ours:
        return "only one refuses", f"{'Alembic' if theirs else 'pycharter-admin'}: {theirs or ours}"
    differences = what_differs(*databases)
    return ("differ", differences) if differences else ("identical", "")


def run_both(environment, databases, direction, target):
    return outcome(databases, tools.by_alembic(environment, databases[0].url, direction, target),
                   tools.by_admin(environment, databases[1].url, direction, target))


class Walk:
    """A project on a database. `state` is what Alembic made of the revisions so far."""

    def __init__(self, database, folder, refusals):
        self.folder, self.refusals = folder, refusals
        self.state = CLONES[database](folder)

    def revision(self, revision):
        """The direction and outcome of each step."""
        with tempfile.TemporaryDirectory() as folder:
            environment = environment_of(folder, revision)
            forget(self.state)
            theirs, ours = clone(self.state, self.folder), clone(self.state, self.folder)
            kind, text = run_both(environment, [theirs, ours], "upgrade", revision.id)
            self.tell("upgrade", revision, kind, text)
            yield "upgrade", kind
            ours.drop()
            if kind == "both refuse" or kind == "only one refuses" and text.startswith("Alembic"):
                theirs.drop()
                return
            self.state.drop()
            self.state = theirs
            yield self.downgrade(environment, revision)

    def downgrade(self, environment, revision):
        theirs, ours = clone(self.state, self.folder), clone(self.state, self.folder)
        kind, text = run_both(environment, [theirs, ours], "downgrade", "base")
        self.tell("downgrade", revision, kind, text)
        theirs.drop()
        ours.drop()
        return "downgrade", kind

    def tell(self, direction, revision, kind, text):
        if kind == "identical" or kind == "both refuse" and not self.refusals:
            return
        print(f"{revision.path.name} {direction}: {kind}: {text}", flush=True)


def walk(root, database, arguments):
    tally = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        going = Walk(database, folder, arguments.refusals)
        make_baseline(pathlib.Path(root).name, database, going.state)
        for revision in in_order(root):
            for direction, kind in going.revision(revision):
                tally[direction, kind] += 1
            if revision.id == arguments.only:
                break
        going.state.drop()
    return tally


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", help="a folder with a folder of revision files for each project")
    parser.add_argument("--project", action="append")
    parser.add_argument("--database", action="append", choices=sorted(CLONES))
    parser.add_argument("--only", help="stop after this revision")
    parser.add_argument("--refusals", action="store_true", help="print what both refuse too")
    parser.add_argument("--at-least", type=float, default=0.0)
    arguments = parser.parse_args()
    total = collections.Counter()
    for project in arguments.project or sorted(path.name for path in pathlib.Path(arguments.corpus).iterdir()):
        for database in arguments.database or sorted(CLONES):
            tally = walk(pathlib.Path(arguments.corpus) / project, database, arguments)
            for direction in ("upgrade", "downgrade"):
                counts = {kind: tally[direction, kind] for kind in ("identical", "both refuse", "only one refuses", "differ")}
                print(f"{project} on {database}, {direction}: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()), flush=True)
                total.update(counts)
    ran = sum(total.values()) - total["both refuse"]
    print(f"identical {total['identical']} of {ran}; both refuse {total['both refuse']}, only one refuses "
          f"{total['only one refuses']}, differ {total['differ']}")
    return 0 if ran and total["identical"] / ran >= arguments.at_least else 1


if __name__ == "__main__":
    sys.exit(main())

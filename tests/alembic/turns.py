"""Alembic and ours take turns on one database: three heads, a merge and a depends_on.

    turns.py ENGINE_RUN [sqlite] [postgresql] [mysql]

Four databases go through the same steps: one by Alembic alone, one by ours alone, two by both in turn, either of them
first. After each step version rows, catalog and the log's "Running" lines are the same. The steps go through the graph revision
by revision, up and down again, and then in larger strides.
"""
import sys
import tempfile

from peers import DATABASES, Alembic, Environment, Ours

# Each is a command of both tools, from the state that the one before left. Of these each runs one revision.
SINGLE_STEPS = [["upgrade", name] for name in ("base1", "left1", "right", "merge", "third", "docs1", "docs2")] + [
    ["downgrade", target] for target in ("docs@-1", "docs@-1", "third@-1", "left1", "right_side@-1", "-1", "-1")]
STEPS = SINGLE_STEPS + [
    ["upgrade", "base1"], ["upgrade", "left1"], ["upgrade", "+1"], ["upgrade", "heads"], ["downgrade", "-1"],
    ["upgrade", "heads"], ["downgrade", "left1"], ["upgrade", "docs@head"], ["upgrade", "merge"], ["upgrade", "heads"],
    ["downgrade", "docs@base"], ["upgrade", "nosuch"], ["stamp", "heads"], ["stamp", "--purge", "base1"],
    ["stamp", "--purge", "merge"], ["stamp", "third"], ["downgrade", "base"], ["upgrade", "heads"], ["stamp", "base"],
]


def three_heads(folder):
    environment = Environment(folder)
    environment.add_table("base1")
    environment.add_table("left1", down=["base1"])
    environment.add_table("right", down=["base1"], labels=["right_side"])
    environment.add_table("merge", down=["left1", "right"])
    environment.add_table("third", down=["base1"])
    environment.add_table("docs1", labels=["docs"], depends_on=["right"])
    environment.add_table("docs2", down=["docs1"], doc="second of the docs\n\nWith more to say.")
    return environment


def one_kind(make_database, program):
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        environment = three_heads(folder)
        alembic, ours = Alembic(environment), Ours(environment, program)
        pairs = [(make_database(folder), lambda step: alembic), (make_database(folder), lambda step: ours),
                 (make_database(folder), lambda step: (ours, alembic)[step % 2]),
                 (make_database(folder), lambda step: (alembic, ours)[step % 2])]
        for number, words in enumerate(STEPS):
            seen = []
            for database, tool in pairs:
                result = tool(number)(database.url, *words)
                seen.append({"failed": result.code != 0, "rows": database.rows(), "catalog": database.catalog(),
                             "log": result.log, "error": result.error})
            if words in SINGLE_STEPS and number < len(SINGLE_STEPS) and len(seen[0]["log"]) != 1:
                wrong += 1
                print("%s is no single step: %s\n%s" % (" ".join(words), seen[0]["log"], seen[0]["error"]))
            for what in ("failed", "rows", "catalog", "log"):
                for other, name in ((1, "ours alone"), (2, "in turn"), (3, "in turn, Alembic first")):
                    if seen[other][what] != seen[0][what]:
                        wrong += 1
                        print("after %s, %s differs, %s:\n  theirs: %s\n  ours:   %s\n%s"
                              % (" ".join(words), what, name, seen[0][what], seen[other][what], seen[other]["error"]))
    return wrong


def main():
    program, kinds = sys.argv[1], sys.argv[2:] or ["sqlite"]
    wrong = 0
    for kind in kinds:
        found = one_kind(DATABASES[kind], program)
        print("%s: %d steps, %d differences" % (kind, len(STEPS), found))
        wrong += found
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""--sql, byte for byte: upgrade, downgrade and stamp, whole and in ranges, on each dialect given.

    offline.py ENGINE_RUN DIALECT…
"""
import difflib
import sys
import tempfile

from peers import Alembic, Ours
from turns import three_heads

COMMANDS = [
    ["upgrade", "heads"], ["upgrade", "base1:left1"], ["upgrade", "base1"], ["upgrade", "right:docs@head"],
    ["upgrade", "head"], ["upgrade", "merge:merge"], ["upgrade", "base1:+1"], ["upgrade", "with1"],
    ["downgrade", "left1:base"], ["downgrade", "docs2:docs1"], ["downgrade", "base1"], ["downgrade", "with1:base"],
    ["stamp", "left1"], ["stamp", "base1:left1"], ["stamp", "left1:base"], ["stamp", "docs2:docs1"],
]


def same_text(alembic, url, command, mine):
    """Alembic takes the rows of a merge in the order of a set of strings: whichever it may pick is right."""
    for seed in range(8):
        theirs = alembic(url, *command, "--sql", PYTHONHASHSEED=str(seed))
        if theirs.text == mine.text:
            break
    return theirs


def main():
    program, dialects = sys.argv[1], sys.argv[2:] or ["sqlite"]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        environment = three_heads(folder)
        environment.add("with1", labels=["own"], doc="It's a doc with 'quotes'",
                        upgrade='op.execute("select 1")\nwith op.get_context().autocommit_block():\n'
                                '    op.execute("select 2")\nop.execute("select 3")')
        alembic, ours = Alembic(environment), Ours(environment, program)
        for dialect in dialects:
            for command in COMMANDS:
                mine = ours(f"{dialect}://", *command, "--sql")
                theirs = same_text(alembic, f"{dialect}://", command, mine)
                if (theirs.code != 0) != (mine.code != 0) or (theirs.code == 0 and theirs.text != mine.text):
                    wrong += 1
                    print(dialect, " ".join(command), mine.error)
                    print("\n".join(difflib.unified_diff(theirs.text.split("\n"), mine.text.split("\n"), "alembic",
                                                         "ours", lineterm="")))
                elif theirs.log != mine.log:
                    wrong += 1
                    print(dialect, " ".join(command), "log:", theirs.log, mine.log)
    print("%d commands on %s, %d differ" % (len(COMMANDS), ", ".join(dialects), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

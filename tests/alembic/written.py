"""What `revision` and `merge` write is what Alembic writes, and what they refuse it refuses.

    written.py ENGINE_RUN
"""
import pathlib
import re
import sys
import tempfile

import alembic
from peers import Alembic, Ours
from turns import three_heads

TEMPLATE = pathlib.Path(alembic.__file__).parent / "templates" / "generic" / "script.py.mako"

# message, heads, other options. Alembic's words; ours are the same but for the place of the heads.
CASES = [
    ("add a column to the table of users and more than forty", ["merge"], []),
    ("it's \"quoted\"", ["docs@head"], ["--rev-id=abcd1234abcd"]),
    ("", ["base1"], ["--splice"]),
    ("", ["base1"], []),
    ("labelled", ["base"], ["--branch-label=fresh", "--depends-on=docs"]),
    ("label twice", ["merge"], ["--branch-label=docs"]),
    ("which head", [], []),
    ("bad id", ["merge"], ["--rev-id=a-b@c"]),
    ("depends on nothing", ["merge"], ["--depends-on=nosuch"]),
]


def normal(text):
    text = re.sub(r"Create Date: .*", "Create Date: NOW", text)
    return re.sub(r"(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])", "ID", text)


def written(folder, before):
    new = sorted(set((folder / "env" / "versions").glob("*.py")) - before)
    return [(normal(path.name), normal(path.read_text())) for path in new]


def run(tool_of, make_words, message, heads, options):
    with tempfile.TemporaryDirectory() as folder:
        environment = three_heads(folder)
        (environment.folder / "env" / "script.py.mako").write_text(TEMPLATE.read_text())
        before = set(environment.versions.glob("*.py"))
        result = tool_of(environment)("-", *make_words(message, heads, options))
        return result, written(environment.folder, before)


def their_words(command):
    def words(message, heads, options):
        if command == "merge":
            return ["merge", *heads, "-m", message, *options]
        return ["revision", "-m", message, *(word for head in heads for word in ("--head", head)), *options]
    return words


def our_words(command):
    return lambda message, heads, options: [command, message, *heads, *options]


def main():
    program, wrong = sys.argv[1], 0
    cases = [("revision", *case) for case in CASES]
    cases += [("merge", "bring together", ["merge", "third"], []), ("merge", "again", ["merge", "merge"], [])]
    for command, message, heads, options in cases:
        theirs, their_files = run(lambda e: Alembic(e), their_words(command), message, heads, options)
        mine, my_files = run(lambda e: Ours(e, program), our_words(command), message, heads, options)
        # A label that is taken is found by Alembic after the file was written; ours leaves none behind.
        same = my_files == (their_files if theirs.code == 0 else [])
        if bool(theirs.code) != bool(mine.code) or not same:
            wrong += 1
            print(command, repr(message), heads, options, "\n  theirs:", theirs.code, their_files, theirs.error[-300:],
                  "\n  ours:  ", mine.code, my_files, mine.error[-300:])
    print("%d cases, %d differ" % (len(cases), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

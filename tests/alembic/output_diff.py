"""What the tool prints about a graph is what Alembic prints, byte for byte.

    output_diff.py [--seeds A:B] [--size N]

PYCHARTER_ADMIN names the tool. Each seed makes a graph with bases, branches, merges, labels and depends_on, as files, and a
SQLite database that stands somewhere in it; both sides answer history, heads, branches, current and show with their options.
Where Alembic prints a Python set, whose order changes from run to run, both sides are put in the order of the alphabet.
"""
import argparse
import contextlib
import io
import os
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import warnings

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from graph_diff import Peer, generate, reachable_states
from peers import Environment

warnings.simplefilter("ignore")
DOCS = ["add a table", "add a table\n\nAnd say why,\n  in two lines.", "a message\nof two lines", "ends with a blank \n\n\nfar below",
        "größer als 40 Zeichen, with a comma", "colon: and \\\\ backslash"]


def in_files(folder, headers, rng):
    environment = Environment(folder)
    for header in headers:
        environment.add(header["id"], down=header["down"], depends_on=header["depends_on"], labels=header["labels"],
                        doc=rng.choice(DOCS))
    return environment


def database_at(folder, rows):
    path = pathlib.Path(folder) / "state.db"
    connection = sqlite3.connect(path)
    connection.execute("create table alembic_version (version_num varchar(32) not null,"
                       " constraint alembic_version_pkc primary key (version_num))")
    connection.executemany("insert into alembic_version values (?)", [(row,) for row in rows])
    connection.commit()
    connection.close()
    return f"sqlite:///{path}"


class Terminal(io.StringIO):
    encoding = "utf-8"  # else Alembic writes question marks


class Theirs:
    def __init__(self, environment, url):
        self.environment, self.url = environment, url

    def __call__(self, words):
        text = Terminal()
        config = Config(str(self.environment.ini), stdout=text)
        config.set_main_option("sqlalchemy.url", self.url)
        name, verbose, indicate = words[0], "-v" in words, "-i" in words
        named = words[words.index("-r") + 1] if "-r" in words else None
        calls = {"history": lambda: command.history(config, named, verbose=verbose, indicate_current=indicate),
                 "heads": lambda: command.heads(config, verbose=verbose),
                 "branches": lambda: command.branches(config, verbose=verbose),
                 "current": lambda: command.current(config, verbose=verbose),
                 "show": lambda: command.show(config, words[1])}
        with contextlib.redirect_stderr(io.StringIO()):
            calls[name]()
        return text.getvalue()


class Tool:
    def __init__(self, environment, url):
        self.environment, self.url = environment, url

    def __call__(self, words):
        url = [self.url] if words[0] in ("history", "current") else []  # those that may ask the database take its URL
        if words[0] == "show" and words[1].startswith("-"):
            words = [words[0], "--", *words[1:]]
        done = subprocess.run([os.environ["PYCHARTER_ADMIN"], "--config", str(self.environment.ini), "db", *words, *url],
                              capture_output=True, text=True, timeout=60, cwd=self.environment.folder,
                              env={**os.environ, "PYCHARTER_DATABASE_URL": self.url})
        if done.returncode != 0:
            raise CommandError(done.stderr)
        # `current` without -v has PyCharter's words before each line.
        return done.stdout.replace("Current database revision: ", "") if words[0] == "current" else done.stdout


def commands(headers, labels, rng):
    ids = [header["id"] for header in headers]
    names = ids + labels + [rev_id[:4] for rev_id in ids] + ["head", "heads", "base", "nosuch"]

    def name():
        return rng.choice(names) if rng.random() < 0.8 else rng.choice(ids) + rng.choice(["+1", "-1", "@head"])

    asked = [["history"], ["history", "-v"], ["history", "-i"], ["history", "-i", "-v"], ["heads"], ["heads", "-v"],
             ["branches"], ["branches", "-v"], ["current"], ["current", "-v"], ["show", "head"], ["show", "heads"], ["show", "current"],
             ["history", "-i", "-r", "current:"], ["history", "-v", "-i", "-r", ":current"], ["history", "-r", ":current"]]
    for _ in range(4):
        asked.append(["history", "-r", name() + ":" + name(), *rng.choice([[], ["-v"], ["-i"], ["-i", "-v"]])])
        asked.append(["history", "-r", rng.choice([name() + ":", ":" + name()]), *rng.choice([[], ["-v"]])])
        asked.append(["show", name()])
    return asked


def in_order(words, text):
    """Sets in the order of the alphabet."""
    def listed(found):
        return found[1] + ", ".join(sorted(found[2].split(", "))) + found[3]

    if words[0] == "current":  # the revisions are a set
        entry = r"(?m)^(?=Rev: )" if "-v" in words else r"(?m)^"
        text = "".join(sorted(re.split(entry, text)))
    text = re.sub(r"(?m)^((?:Branch names|Branches into): )(.*)()$", listed, text)
    text = re.sub(r"(\()([^()\n]+)(\))", listed, text)
    # Below a branch point: what it branches into, an entry of one line or more each.
    into = r"^ + -> .*\n(?:(?! )(?!Rev: ).+\n)*"
    return re.sub(f"(?m)(?:{into})+", lambda block: "".join(sorted(re.findall(f"(?m){into}", block[0]))), text)


def ask(side, words):
    try:
        return in_order(words, side(words))
    except CommandError as error:
        return error
    except Exception as error:  # where Alembic itself fails, whatever ours says
        return None if isinstance(side, Theirs) else error


def compare(seed, size):
    rng = random.Random(seed + 7)
    headers, labels = generate(seed, size)
    with tempfile.TemporaryDirectory() as folder:
        environment = in_files(pathlib.Path(folder) / "env_of", headers, rng)
        rows = rng.choice([state for state in reachable_states(Peer(headers), headers, rng) if state] or [[]])
        url = database_at(folder, rows)
        theirs, ours = Theirs(environment, url), Tool(environment, url)
        asked = [words for words in commands(headers, labels, rng) if rows or words[0] != "current"]
        wrong = 0
        for words in asked:
            expected, found = ask(theirs, words), ask(ours, words)
            both_fail = isinstance(expected, CommandError) and isinstance(found, CommandError)
            if expected is None or both_fail or expected == found:
                continue
            wrong += 1
            print("seed %d, at %s, %s\n--- theirs\n%s\n--- ours\n%s" % (seed, rows, " ".join(words), expected, found))
        return len(asked), wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0:12")
    parser.add_argument("--size", type=int, default=16)
    arguments = parser.parse_args()
    first, last = map(int, arguments.seeds.split(":"))
    asked = wrong = 0
    for seed in range(first, last):
        a, w = compare(seed, arguments.size)
        asked, wrong = asked + a, wrong + w
    print("%d graphs, %d commands, %d differ" % (last - first, asked, wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

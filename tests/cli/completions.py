"""The completions of bash, zsh and fish, asked in these shells themselves.

    completions.py FOLDER      FOLDER holds pycharter-admin, _pycharter-admin and pycharter-admin.fish
"""

import pathlib
import subprocess
import sys
import unittest

FOLDER = pathlib.Path(sys.argv.pop(1)).resolve()

BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_pycharter_admin
printf '%s\\n' "${COMPREPLY[@]}"
"""

# zsh's completion widgets work in a terminal alone: here they print what they are given to offer.
ZSH = """
_describe() { local item; for item in ${(P)2}; do print -r -- ${item%%:*}; done }
compadd() { print -rl -- "$@" }
_files() { print -r -- FILES }
file=$1; shift
words=("$@"); CURRENT=$#; PREFIX=$words[-1]
source $file
"""

FISH = 'source $argv[1]; complete -C (string join " " -- $argv[2..])'


def run(command, words):
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=True, timeout=60)
    assert not done.stderr, done.stderr
    return [line.split("\t")[0] for line in done.stdout.splitlines() if line]


def bash(*words):
    return run(["bash", "--norc", "-c", BASH, "bash", FOLDER / "pycharter-admin"], words)


def zsh(*words):
    offered = run(["zsh", "-f", "-c", ZSH, "zsh", FOLDER / "_pycharter-admin"], words)
    return [word for word in offered if word == "FILES" or word.startswith(words[-1])]  # zsh itself does the latter


def fish(*words):
    return run(["fish", "--no-config", "-c", FISH, FOLDER / "pycharter-admin.fish"], words)


class Completions(unittest.TestCase):
    def offers(self, wanted, *words, shells=(bash, zsh, fish)):
        for shell in shells:
            with self.subTest(shell=shell.__name__, words=words):
                self.assertEqual(sorted(shell("pycharter-admin", *words)), sorted(wanted))

    def test_groups_then_verbs(self):
        self.offers(["config", "db", "plugin", "store"], "")
        self.offers(["copy", "export", "get", "import", "list", "put"], "store", "")
        self.offers(["upgrade"], "db", "up")
        self.offers(["downgrade"], "db", "dow")

    def test_options_of_the_command_and_of_all(self):
        self.offers(["--set", "--sql"], "db", "upgrade", "--s")
        self.offers(["--purge"], "db", "stamp", "--pu")

    def test_values_that_are_known(self):
        self.offers(["text", "json"], "--format", "")
        self.offers(["json"], "db", "upgrade", "--format", "j")
        self.offers(["ownership"], "store", "put", "ow")

    def test_files_where_a_value_is_anything(self):
        self.offers(["FILES"], "--config", "", shells=(zsh,))
        self.offers([], "--config", "", shells=(bash,))  # readline offers files where nothing else is

    def test_the_value_of_an_option_is_no_command(self):
        self.offers(["upgrade"], "--format", "json", "db", "up")
        self.offers(["--dry-run"], "-c", "db", "db", "upgrade", "-r", "head", "--dr")


if __name__ == "__main__":
    unittest.main()

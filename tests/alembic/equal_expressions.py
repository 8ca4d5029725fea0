"""Seeded expressions over the columns a, c (text), b, n (numbers) and d (a moment), as people write them in checks."""
import random

COMPARISONS = ["=", "<>", "!=", "<", "<=", ">", ">="]

COLUMNS = {
    "postgresql": "a varchar(50), b integer, c text, n numeric(10, 2), d timestamp",
    "sqlite": "a varchar(50), b integer, c text, n numeric(10, 2), d datetime",
    "mysql": "a varchar(50), b integer, c varchar(100), n decimal(10, 2), d datetime",
}
# What a computed column of a text or of a number is.
COMPUTED = {"mysql": ("varchar(500)", "decimal(10, 2)"), "postgresql": ("text", "numeric"), "sqlite": ("text", "numeric")}


class Expressions:
    def __init__(self, database, seed):
        self.database, self.random = database, random.Random(f"{database} {seed}")

    def pick(self, *choices):
        return self.random.choice(choices)

    def number(self, depth):
        if depth <= 0:
            return self.pick("b", "b", "n", "0", "1", "-3", "2.5", "100")
        forms = [
            lambda: f"{self.number(depth - 1)} {self.pick('+', '-', '*')} {self.number(depth - 1)}",
            lambda: f"({self.number(depth - 1)} {self.pick('+', '-', '*')} {self.number(depth - 1)})",
            lambda: f"{self.number(depth - 1)} % 7",
            lambda: f"abs({self.number(depth - 1)})",
            lambda: f"coalesce({self.number(depth - 1)}, {self.number(depth - 1)})",
            lambda: f"nullif({self.number(depth - 1)}, 0)",
            lambda: f"-{self.number(0).lstrip('-')}",
            lambda: f"length({self.text(depth - 1)})",
            lambda: f"CASE WHEN {self.condition(depth - 1)} THEN {self.number(0)} ELSE {self.number(depth - 1)} END",
            lambda: f"CASE WHEN {self.condition(depth - 1)} THEN {self.number(depth - 1)} END",
        ]
        if self.database != "sqlite":
            integer = "SIGNED" if self.database == "mysql" else "INTEGER"
            forms += [
                lambda: f"greatest({self.number(depth - 1)}, {self.number(depth - 1)})",
                lambda: f"round({self.number(depth - 1)})",
                lambda: f"CAST({self.number(0)} AS {integer})",
            ]
        return self.random.choice(forms)()

    def text(self, depth):
        if depth <= 0:
            return self.pick("a", "c", "'x'", "'it''s'", "''", "'5'", "'2020-01-01'")
        inner = lambda: self.text(depth - 1)
        return self.random.choice([
            (lambda: f"concat({inner()}, {inner()})") if self.database == "mysql" else (lambda: f"{inner()} || {inner()}"),
            lambda: f"lower({inner()})",
            lambda: f"UPPER({inner()})",
            lambda: f"trim({inner()})",
            lambda: f"coalesce({inner()}, 'none')",
            lambda: f"replace({inner()}, 'a', 'b')",
            lambda: f"substr({inner()}, 1, 3)",
        ])()

    def simple_condition(self):
        number, text = lambda: self.number(self.random.randint(0, 1)), lambda: self.text(self.random.randint(0, 1))
        forms = [
            lambda: f"{number()} {self.random.choice(COMPARISONS)} {number()}",
            lambda: f"{text()} {self.random.choice(COMPARISONS)} {text()}",
            lambda: f"{number()} {self.pick('', 'NOT ')}BETWEEN {number()} AND {number()}",
            lambda: f"b {self.pick('', 'NOT ')}IN (1, 2, 3)",
            lambda: f"a {self.pick('', 'NOT ')}IN ('x', 'y')",
            lambda: f"n {self.pick('', 'not ')}in (1)",
            lambda: f"{text()} {self.pick('', 'NOT ')}LIKE 'x%'",
            lambda: f"{self.pick('a', 'b', 'c', 'n')} IS {self.pick('', 'NOT ')}NULL",
        ]
        if self.database == "postgresql":
            forms += [
                lambda: f"c {self.pick('~', '!~', '~*')} '^x'",
                lambda: f"a {self.pick('', 'NOT ')}ILIKE 'x%'",
                lambda: "b IS DISTINCT FROM n",
                lambda: "b = ANY (ARRAY[1, 2])",
                lambda: "b::text = '1'",
                lambda: "extract(month from d) > 2",
                lambda: "char_length(a) > 1",
                lambda: "(b, n) = (1, 2)",
            ]
        return self.random.choice(forms)()

    def condition(self, depth):
        if depth <= 0:
            return self.simple_condition()
        inner = lambda: self.condition(depth - 1)
        return self.random.choice([
            lambda: f"{inner()} AND {inner()}",
            lambda: f"{inner()} OR {inner()}",
            lambda: f"NOT ({inner()})",
            lambda: f"({inner()} OR {inner()}) AND {inner()}",
            lambda: f"{inner()} AND ({inner()} OR {inner()})",
            lambda: f"NOT {self.simple_condition()}",
        ])()

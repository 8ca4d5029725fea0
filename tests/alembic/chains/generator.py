"""Chains of revision scripts drawn from a seed."""
import dataclasses
import pathlib

from chains.draw import Draw
from chains.schema import Schema
from chains.steps import STEPS, create_table

SCRIPT = '''"""{doc}"""
import datetime
import decimal
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql, postgresql, sqlite

revision = "{id}"
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
{upgrade}


def downgrade() -> None:
{downgrade}
'''
TRIES = 12


@dataclasses.dataclass
class Revision:
    id: str
    down: str
    upgrade: list
    downgrade: list

    def source(self):
        def body(lines):
            return "\n".join("    " + line for line in lines)

        return SCRIPT.format(doc=f"chain {self.id}", id=self.id, down=self.down, upgrade=body(self.upgrade),
                             downgrade=body(self.downgrade))


class Chain:
    """The revisions of a seed, valid one after the other."""

    def __init__(self, database, seed, length):
        self.draw = Draw(seed, database, Schema())
        self.revisions = []
        kinds = list(STEPS)
        for number in range(length):
            # In turn, so that a few dozen seeds have had every kind of step.
            wanted = [create_table, create_table] if number == 0 else [kinds[(seed * length + number) % len(kinds)]]
            self.add(f"r{number + 1}", wanted)

    def add(self, rev_id, wanted):
        upgrade, downgrade = [], []
        steps = [self.step(kind) for kind in wanted] + [self.step() for _ in range(self.draw.random.randint(0, 2))]
        for there, back in filter(None, steps):
            upgrade += there
            downgrade = back + downgrade
        if rev_id == "r1" and self.draw.database == "postgresql":
            upgrade.insert(0, 'op.execute("CREATE SCHEMA extra")')
            downgrade.append('op.execute("DROP SCHEMA extra")')
        down = self.revisions[-1].id if self.revisions else None
        self.revisions.append(Revision(rev_id, down, upgrade or ["pass"], downgrade or ["pass"]))

    def step(self, kind=None):
        for _ in range(TRIES):
            chosen = kind or self.draw.random.choices(list(STEPS), STEPS.values())[0]
            if (made := chosen(self.draw)) is not None:
                return made
        return None

    def write(self, folder):
        for revision in self.revisions:
            (pathlib.Path(folder) / f"{revision.id}.py").write_text(revision.source(), encoding="utf-8")

"""Edits of models for edits.py: what each database has of its own."""


def table(name, *items):
    return f'sa.Table("{name}", metadata, ' + ", ".join(('sa.Column("id", sa.Integer, primary_key=True)', *items)) + ")\n"


PARENT = table("parents")
KEY = 'sa.ForeignKeyConstraint(["parent_id"], ["parents.id"], name="fk_parent")'


def child(*items):
    return PARENT + table("children", 'sa.Column("parent_id", sa.Integer)', 'sa.Column("place", sa.Integer)', KEY, *items)


def index(name, *columns):
    return f'sa.Index("{name}", ' + ", ".join(f'"{column}"' for column in columns) + ")"


def labels(*names):
    return table("moods", f'sa.Column("mood", sa.Enum({", ".join(repr(name) for name in names)}, name="mood"))')


HELD = {"prepare": ("insert into moods (id, mood) values (1, 'sad'), (2, 'ok')",), "rows": "select id, mood from moods"}
CHILDREN = {"prepare": ("insert into parents (id) values (1)", "insert into children (id, parent_id) values (5, 1)"),
            "rows": "select id, parent_id from children"}
TYPE = [("alter_type", "moods", "mood")]

def computed(read):
    return table("sizes", f'sa.Column("{read}", sa.Integer)', f'sa.Column("twice", sa.BigInteger, sa.Computed("{read} * 2", persisted=True))')


COMPUTED = {"a column that another one reads gets another name": dict(
    before=computed("width"), after=computed("height"),
    found=[("add_column", "sizes", "height"), ("drop_column", "sizes", "twice"), ("add_column", "sizes", "twice"),
           ("drop_column", "sizes", "width")], prepare=("insert into sizes (id, width) values (1, 7)",), rows="select id from sizes")}

MYSQL = {
    **COMPUTED,
    "a label is added": dict(before=labels("sad", "ok"), after=labels("sad", "ok", "new"), found=TYPE, **HELD),
    "a label is added in between": dict(before=labels("sad", "ok"), after=labels("sad", "so", "ok"), found=TYPE, **HELD),
    "a label is removed": dict(before=labels("sad", "ok", "gone"), after=labels("sad", "ok"), found=TYPE, **HELD),
    # Alembic does not compare it, and no ALTER changes it without making every row anew.
    "labels change places": dict(before=labels("sad", "ok"), after=labels("ok", "sad"), found=[], **HELD),
    "the only index of a foreign key goes": dict(
        before=child(index("ix", "parent_id")), after=child(),
        found=[("create_index", "children", "fk_parent"), ("drop_index", "children", "ix")], **CHILDREN),
    "an index of a foreign key comes": dict(
        before=child(), after=child(index("ix", "parent_id")), found=[("create_index", "children", "ix")],
        script=("op.drop_constraint(op.f('fk_parent'), 'children', type_='foreignkey')",), **CHILDREN),
    "a wider index of a foreign key comes": dict(
        before=child(), after=child(index("ix", "parent_id", "place")), found=[("create_index", "children", "ix")], **CHILDREN),
    "an index of a foreign key gets another name": dict(
        before=child(index("ix_old", "parent_id")), after=child(index("ix_new", "parent_id", "place")),
        found=[("create_index", "children", "fk_parent"), ("drop_index", "children", "ix_old"), ("create_index", "children", "ix_new"),
               ("drop_index", "children", "fk_parent")], **CHILDREN),
    "an index of a foreign key gets a column": dict(
        before=child(index("ix", "parent_id")), after=child(index("ix", "parent_id", "place")),
        found=[("create_index", "children", "fk_parent"), ("drop_index", "children", "ix"), ("create_index", "children", "ix"),
               ("drop_index", "children", "fk_parent")], **CHILDREN),
    "an index goes beside another of a foreign key": dict(
        before=child(index("ix", "parent_id"), index("wide", "parent_id", "place")), after=child(index("wide", "parent_id", "place")),
        found=[("drop_index", "children", "ix")], **CHILDREN),
    "a unique constraint of a foreign key goes": dict(
        before=child('sa.UniqueConstraint("parent_id", name="uq")'), after=child(),
        found=[("create_index", "children", "fk_parent"), ("drop_index", "children", "uq")], more_of_alembic=(("drop_unique", "children"),),
        **CHILDREN),
    "tables that are left out": dict(
        before=table("kept"), after=table("kept", 'sa.Column("more", sa.Integer)'), found=[("add_column", "kept", "more")],
        settings="exclude_tables = tmp_*, old\n", prepare=("create table tmp_a (x int)", "create table old (x int)"),
        more_of_alembic=(("drop_table", "tmp_a"), ("drop_table", "old"))),
    "tables that are taken": dict(
        before=table("app_a"), after=table("app_a", 'sa.Column("more", sa.Integer)'), found=[("add_column", "app_a", "more")],
        settings="include_tables = app_?\n", prepare=("create table other (x int)",), more_of_alembic=(("drop_table", "other"),)),
}

EXCLUDE = 'postgresql.ExcludeConstraint(("room", "{sign}"), (sa.column("during"), "&&"), using="gist", name={name}{more})'


def rooms(sign="=", name='"apart"', more=""):
    return table("bookings", 'sa.Column("room", postgresql.INT4RANGE)', 'sa.Column("during", postgresql.TSRANGE)',
                 'sa.Column("kind", sa.Integer)', EXCLUDE.format(sign=sign, name=name, more=more))


NO_ROOMS = table("bookings", 'sa.Column("room", postgresql.INT4RANGE)', 'sa.Column("during", postgresql.TSRANGE)',
                 'sa.Column("kind", sa.Integer)')
BOOKED = {"prepare": ("insert into bookings (id, room, during, kind) values (1, '[1,2)', '[2020-01-01,2020-01-02)', 1)",),
          "rows": "select id, room::text from bookings"}
DROPPED, CREATED = ("drop_exclude", "bookings", "apart"), ("create_exclude", "bookings", ())


def sequence(options=""):
    return f'numbers = sa.Sequence("numbers"{options}, metadata=metadata)\n'


def alone(options=""):
    return sequence(options) + table("others")


def numbered(default=""):
    return table("items", f'sa.Column("number", sa.Integer{default})')


def counted(more=""):
    return table("items", f'sa.Column("number", sa.Integer{more})', 'sa.Column("k", sa.Integer, sa.Identity())')


TAKEN = ', server_default=numbers.next_value()'
ALTERED = [("alter_sequence", None, "")]

POSTGRESQL = {
    **COMPUTED,
    "an exclude constraint comes": dict(before=NO_ROOMS, after=rooms(), found=[CREATED],
                                        script=("op.create_exclude_constraint('apart', 'bookings', ", "op.drop_constraint("), **BOOKED),
    "an exclude constraint without a name comes": dict(before=NO_ROOMS, after=rooms(name="None"), found=[CREATED],
                                                       script=("bookings_room_during_excl",), **BOOKED),
    "an exclude constraint goes": dict(before=rooms(more=', where=sa.text("kind > 0"), deferrable=True'), after=NO_ROOMS, found=[DROPPED],
                                       script=("where=", "deferrable=True"), **BOOKED),
    "an exclude constraint gets another operator": dict(before=rooms(), after=rooms(sign="&&"), found=[DROPPED, CREATED], **BOOKED),
    "an exclude constraint gets a condition": dict(before=rooms(), after=rooms(more=', where=sa.text("kind > 0")'), found=[DROPPED, CREATED],
                                                   **BOOKED),
    "an exclude constraint gets another operator class": dict(
        before=rooms(), after=rooms(more=', ops={"room": "range_ops"}'), found=[], **BOOKED),
    "the column of an exclude constraint goes": dict(
        before=rooms(), after=table("bookings", 'sa.Column("room", postgresql.INT4RANGE)', 'sa.Column("kind", sa.Integer)'),
        found=[DROPPED, ("drop_column", "bookings", "during")],
        prepare=("insert into bookings (id, room) values (1, '[1,2)')",), rows="select id, room::text from bookings"),
    "a sequence comes": dict(before=numbered(), after=sequence(", start=5") + numbered(TAKEN),
                             found=[("create_sequence", None, ""), ("alter_server_default", "items", "number")]),
    "a sequence goes": dict(before=sequence(", start=5, increment=2, cycle=True") + numbered(TAKEN), after=numbered(),
                            found=[("alter_server_default", "items", "number"), ("drop_sequence", None, "")],
                            script=("CREATE SEQUENCE numbers AS BIGINT INCREMENT BY 2 START WITH 5",)),
    "a sequence gets other options": dict(before=alone(), after=alone(", increment=3, cache=10, cycle=True"), found=ALTERED,
                                          script=("ALTER SEQUENCE numbers INCREMENT BY 3 CACHE 10 CYCLE",
                                                  "ALTER SEQUENCE numbers INCREMENT BY 1 CACHE 1 NO CYCLE")),
    "a sequence gets bounds beyond where it stands": dict(
        before=alone(), after=alone(", start=1000, minvalue=1000"), found=ALTERED, prepare=("select nextval('numbers')",),
        script=("ALTER SEQUENCE numbers START WITH 1000 MINVALUE 1000 RESTART",)),
    "a sequence gets another type": dict(before=alone(), after=alone(", data_type=sa.SmallInteger"), found=ALTERED),
    "sequences of columns and defaults stay": dict(
        before=counted(), after=counted(', nullable=False'), found=[("alter_nullable", "items", "number")],
        prepare=("create sequence elsewhere", "create schema other", "create table other.theirs (n integer default nextval('public.elsewhere'))",
                 "create sequence seen", "create view other.shown as select nextval('public.seen')")),
    "a sequence that is left out": dict(before=numbered(), after=numbered() + table("more"), found=[("create_table", "more", "")],
                                        settings="exclude_tables = old_*\n", prepare=("create sequence old_numbers",)),
}

SQLITE = {}

CASES = {"sqlite": SQLITE, "postgresql": POSTGRESQL, "mysql": MYSQL}

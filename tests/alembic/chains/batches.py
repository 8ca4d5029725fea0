"""batch_alter_table with its options."""
import copy

from chains import changes
from chains.changes import TABLE_CHANGES
from chains.data import sql_name
from chains.draw import is_plain
from chains.schema import Constraint, constraint_source, foreign_key_source, keywords, quoted, table_arguments

NAMING = {"uq": "uq_%(table_name)s_%(column_0_name)s",
          "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"}


def can_copy(draw, table):
    """Whether the table can be made anew under Alembic: nothing refers to it, and nothing on it is beyond reflection."""
    # Alembic copies computed values too, which no database takes, and loses collations on SQLite, which are kept here.
    if any(c.generated and "Computed" in c.generated or "NOCASE" in c.type.source for c in table.columns):
        return False
    # Alembic tries to make an ENUM's type again, looks for a DOMAIN in the table's schema, and loses exclude constraints.
    if any(c.type.enum and (c.type.family == "enum" or table.schema) for c in table.columns) or any(c.kind == "exclude" for c in table.constraints):
        return False
    # InnoDB's foreign keys have names of the whole database; a copy has AUTO_INCREMENT, which its key cannot be dropped under.
    if draw.database == "mysql" and any(c.kind in ("foreignkey", "primary") for c in table.constraints):
        return False
    if draw.database != "sqlite" and draw.schema.referring(table):
        return False
    if any(c.kind == "foreignkey" and c.target[1] == table.name for c in table.constraints):
        return draw.database == "sqlite"
    # An index of expressions is lost with Alembic on SQLite, and kept here.
    return draw.database != "sqlite" or all(item in i.columns for i in table.indexes for item in i.items)


def index_source(index):
    words = [quoted(index.name)] + [quoted(column) for column in index.columns]
    return f"sa.Index({', '.join(words + keywords({'unique': str(index.unique), **index.option_sources()}))})"


def copy_from(table):
    indexes = [index_source(index) for index in table.indexes]
    arguments = table_arguments(table)
    at = len(table.columns) + len(table.constraints)
    words = [quoted(table.name), "sa.MetaData()"] + arguments[:at] + indexes + arguments[at:]
    return f"sa.Table({', '.join(words)})"


def stated_column(draw, table):
    """A column as the script states it, with its foreign key, which is not reflected then."""
    # Alembic does not find a table of another schema then.
    apart = {name for c in table.constraints if c.kind == "foreignkey" and c.target[0] for name in c.columns}
    column = draw.choice(c for c in table.columns
                         if not (c.type.enum or c.name in apart or c.primary_key and table.key_renamed))
    if column.primary_key:
        table.key_name = None  # a stated key has no name
    keys = [c for c in table.constraints if c.kind == "foreignkey" and c.columns == [column.name]]
    if not keys:
        return column.source()
    return column.source().replace(column.type.source, f"{column.type.source}, {foreign_key_source(keys[0])}", 1)


def options_of_copy(draw, table, options):
    # A type that is stated would be made again.
    if draw.chance(0.2) and not table.key_renamed and not any(c.type.enum for c in table.columns) and all(item in i.columns for i in table.indexes for item in i.items):
        options["copy_from"] = copy_from(table)
        table.key_name = None  # made of the temporary table's name
    elif draw.chance(0.25):
        options["reflect_args"] = f"[{stated_column(draw, table)}]"
    if "copy_from" not in options and draw.chance(0.15):
        options["reflect_kwargs"] = '{"resolve_fks": False}'
    if draw.chance(0.2):
        chosen = draw.random.sample([c.name for c in table.columns], 2)
        options["partial_reordering"] = f"[({', '.join(quoted(name) for name in chosen)})]"
    if draw.chance(0.15) and draw.may_count(table):
        options["table_kwargs"] = {"sqlite": '{"sqlite_autoincrement": True}', "mysql": '{"mysql_engine": "InnoDB"}',
                                   "postgresql": '{"postgresql_with": {"fillfactor": 80}}'}[draw.database]


def options(draw, table, recreate):
    found = {"schema": quoted(table.schema) if table.schema else None, "recreate": quoted(recreate) if recreate != "auto" or draw.chance(0.3) else None}
    if recreate == "always":
        options_of_copy(draw, table, found)
        if draw.chance(0.25) and "copy_from" not in found:
            # On PostgreSQL Alembic would drop a key of the convention's name, which is not there.
            convention = {k: v for k, v in NAMING.items() if k != "pk" or draw.database != "postgresql"}
            found["naming_convention"] = str(convention)
            if draw.database == "sqlite":
                name_the_unnamed(table)
    return found


def name_the_unnamed(table):
    """By NAMING; on other databases than SQLite the server has named them."""
    for constraint in table.constraints:
        if constraint.name:
            continue
        if constraint.kind == "unique":
            constraint.name = f"uq_{table.name}_{constraint.columns[0]}"
        elif constraint.kind == "foreignkey":
            constraint.name = f"fk_{table.name}_{constraint.columns[0]}_{constraint.target[1]}"


def added_by_table_args(draw, table, found):
    """A check that the copy gets; the way back drops it."""
    candidates = [c for c in table.columns if c.type.family == "int" and is_plain(c.name) and not c.generated
                  and not (c.name == "id" and draw.database == "mysql")]
    if not candidates or "copy_from" in found:
        return []
    check = Constraint("check", draw.name("ck_", plain=True), [draw.choice(candidates).name], condition="{0} > -2")
    found["table_args"] = f"[{constraint_source(check)}]"
    table.constraints.append(check)
    return [check]


def drawn_changes(draw, table, recreate, forced):
    in_batch = {"always": "copy", "auto": "plain", "never": "never"}[recreate]
    found = []
    kinds = draw.random.choices(list(TABLE_CHANGES), TABLE_CHANGES.values(), k=draw.random.randint(1, 3) * 3)
    for name in ([forced] if forced else []) + kinds:
        blocked = BlockedColumns(table, draw.touched)
        change = blocked.attempt(lambda: name(draw, table, in_batch), recreate == "never" and draw.database == "sqlite")
        if change is None:
            continue
        draw.touched |= change.touched
        found.append(change)
        if len(found) == 3:
            break
    return found


class BlockedColumns:
    """A change that touches a column which another change of the same batch touched is taken back."""

    def __init__(self, table, touched):
        self.table, self.touched, self.before = table, touched, copy.deepcopy(table.__dict__)

    def attempt(self, make, only_plain):
        change = make()
        if change is None or not change.touched & self.touched and (change.plain_sqlite or not only_plain):
            return change
        self.table.__dict__.update(self.before)
        return None


def batch_alter_table(draw, forced=None):
    candidates = draw.schema.tables
    if not candidates:
        return None
    table = draw.choice(candidates)
    recreate = draw.choice(["always", "always", "auto", "never"])
    if draw.database == "sqlite" and recreate != "never" and not can_copy(draw, table):
        return None
    if recreate == "always" and not can_copy(draw, table):
        recreate = "auto"
    found = options(draw, table, recreate)
    restored = added_by_table_args(draw, table, found) if recreate == "always" and draw.chance(0.2) else []
    draw.touched = {check.name for check in restored}
    made = drawn_changes(draw, table, recreate, forced)
    if not made and not restored:
        return None
    down_options = {"schema": found["schema"], "recreate": found["recreate"]}
    up = lines(table, found, [call for change in made for call in change.up])
    if draw.chance(0.15):
        statement = f"DELETE FROM {sql_name(draw, table)} WHERE id < 0"
        up.insert(1, f"    batch_op.execute({draw.choice(['', 'sa.text'])}({quoted(statement)}))")
    down_calls = [call for change in reversed(made) for call in change.down]
    down_calls += [changes.constraint_calls(draw, check)[1] for check in restored]
    down = lines(table, down_options, down_calls)
    return ([line for change in made for line in change.before_up] + up,
            down + [line for change in made for line in change.after_down])


def lines(table, found, calls):
    head = ", ".join([quoted(table.name)] + keywords(found))
    return [f"with op.batch_alter_table({head}) as batch_op:"] + ["    " + call.on_batch() for call in calls]

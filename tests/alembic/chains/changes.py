"""Changes of one table, each with what undoes it. Each is drawn, made to the model, and given back; None where the table has
nothing to change so."""
from chains.calls import Call, Change
from chains.draw import is_plain
from chains.schema import Column, Constraint, Index, foreign_key_source, names, quoted
from chains.types import DISTINCT_FAMILIES, WIDENINGS, types_for


def enum_line(column, action, checkfirst):
    return f"{column.type.source}.{action}(op.get_bind(), checkfirst={checkfirst})"


def add_column_call(column, options=None):
    return Call("add_column", after=[column.source()], options=options or {})


def drop_column_call(column, options=None):
    return Call("drop_column", after=[quoted(column.name)], options=options or {})


def place(draw, table, in_batch):
    """Where a batch that copies its table puts a column."""
    neighbours = [c for c in table.columns if c.name not in draw.touched]
    if in_batch != "copy" or not neighbours or not draw.chance(0.4):
        return {}
    return {draw.choice(["insert_before", "insert_after"]): quoted(draw.choice(neighbours).name)}


def add_column(draw, table, in_batch):
    column = draw.column()
    if column.type.enum and in_batch == "copy":
        return None
    # MySQL keeps the index of a foreign key that goes, which Alembic makes again without its column.
    if draw.chance(0.2) and not (draw.database == "mysql" and in_batch == "copy") and (reference := draw.reference_column()):
        column = reference
    elif draw.database == "postgresql" and draw.chance(0.1):
        column = Column(draw.name(), draw.type({"int"}), nullable=False, generated="sa.Identity(start=7)")
    elif draw.chance(0.15) and (computed := draw.computed_column(table)):
        column = computed
        if draw.database == "sqlite" and in_batch in (None, "never"):
            column.generated = column.generated.replace("True", "False")
    sqlite_literal = column.default is None or column.default.startswith('"')
    if not column.nullable and not column.generated and column.default is None or (draw.database == "sqlite" and not sqlite_literal):
        column.nullable, column.default = True, None
    column.has_nulls = column.default is None
    column.distinct = table.rows == 0 and column.type.family in DISTINCT_FAMILIES
    options = place(draw, table, in_batch)
    if draw.database == "postgresql" and draw.chance(0.15):
        options["if_not_exists"] = "True"
    change = Change([add_column_call(column, options)], [drop_column_call(column)], touched={column.name}, plain_sqlite=True)
    if column.type.enum:
        change.before_up.append(enum_line(column, "create", draw.choice([True, False])))
        change.after_down.append(enum_line(column, "drop", draw.choice([True, False])))
    table.columns.append(column)
    if draw.database != "sqlite" and not column.generated and draw.chance(0.4):
        add_flags(draw, table, column, change, in_batch)
    return change


def add_flags(draw, table, column, change, in_batch):
    """index=True or unique=True of the column, or its foreign key."""
    call = change.up[0]
    if column.reference and draw.database == "postgresql" and not in_batch:
        key = draw.foreign_key(table)
        if key and key.columns == [column.name]:
            call.after[0] = column.source().replace(column.type.source, f"{column.type.source}, {foreign_key_source(key)}", 1)
            call.options["inline_references"] = draw.maybe(0.5, "True")
            table.constraints.append(key)
    elif column.type.family in DISTINCT_FAMILIES and not table.rows and not column.reference:
        flag = draw.choice(["index", "unique"] if not in_batch else ["index"])
        call.after[0] = column.source([f"{flag}=True"])
        if flag == "unique":
            table.constraints.append(Constraint("unique", None, [column.name]))
        else:
            index_by_flag(table, column, change, in_batch)


def index_by_flag(table, column, change, in_batch):
    """The index that Alembic names; a copy makes it of the temporary table too, and only a script that drops both can drop the
    column in another copy."""
    def name(of):
        return "_".join(filter(None, ["ix", table.schema, of, column.name]))

    made = [name(table.name)] + ([name(f"_alembic_tmp_{table.name}"[:50])] if in_batch == "copy" else [])
    table.indexes += [Index(name, [column.name], [column.name]) for name in made]
    if in_batch == "copy":
        change.down[:0] = [Call("drop_index", before=[quoted(name)]) for name in made]


def drop_column(draw, table, in_batch):
    droppable = [c for c in table.free_columns() if c.name != "id" and (c.nullable or c.default)]
    if len(table.columns) < 4 or not droppable:
        return None
    column = draw.choice(droppable)
    if draw.database == "sqlite" and column.default and not column.default.startswith('"'):
        return None
    if column.default is None:
        column.has_nulls = True
    table.columns.remove(column)
    options = {"if_exists": "True"} if draw.database == "postgresql" and draw.chance(0.2) else {}
    return Change([drop_column_call(column, options)], [add_column_call(column)], touched={column.name}, plain_sqlite=True)


def existing(draw, column, leave_out=()):
    """existing_… of alter_column: all of them where MySQL restates the column, some elsewhere."""
    options = {"existing_type": column.type.source, "existing_nullable": str(column.nullable),
               "existing_server_default": column.default, "existing_comment": quoted(column.comment) if column.comment else None}
    keep = draw.database == "mysql"
    return {k: v for k, v in options.items() if k not in leave_out and (keep or draw.chance(0.5))}


def alter(draw, column, wanted):
    """Changes the model's column; the calls there and back."""
    there = {"nullable": None, "server_default": None, "comment": None, "type_": None, "new_column_name": None}
    back, old_name = dict(there), column.name
    kept_there = existing(draw, column)
    if "nullable" in wanted:
        there["nullable"], back["nullable"] = str(wanted["nullable"]), str(column.nullable)
        column.nullable = wanted["nullable"]
    if "default" in wanted:
        there["server_default"], back["server_default"] = wanted["default"] or "None", column.default or "None"
        column.default = wanted["default"]
    if "comment" in wanted:
        there["comment"] = quoted(wanted["comment"]) if wanted["comment"] else "None"
        back["comment"] = quoted(column.comment) if column.comment else "None"
        column.comment = wanted["comment"]
    if "type" in wanted:
        there["type_"], back["type_"] = wanted["type"].source, column.type.source
        column.type, column.widened = wanted["type"], True
    if "name" in wanted:
        there["new_column_name"], back["new_column_name"] = quoted(wanted["name"]), quoted(old_name)
    kept_back = existing(draw, column)
    return [(there, kept_there), (back, kept_back)]


def alter_call(name, options, kept):
    return Call("alter_column", after=[quoted(name)], options={k: v for k, v in {**options, **kept}.items() if v is not None})


def alterable(draw, table):
    return [c for c in table.columns if c.name != "id" and not c.generated
            and not (draw.database == "sqlite" and c.name in draw.schema.referred_columns(table))]


def new_type(draw, table, column):
    """A type of the same family, or a wider one where nothing else needs the column."""
    if column.reference or column.name in table.used_columns() or column.default is not None:
        return None
    families = {column.type.family} | (WIDENINGS.get(column.type.family, set()) if not column.type.enum else set())
    same = [t for t in types_for(draw.database) if t.family in families and t.source != column.type.source]
    if column.type.family == "enum" or not same:
        return None
    chosen = draw.choice(same)
    return None if chosen.enum else draw.named_type(chosen)


def cast_to(draw, column_name, there, back):
    """PostgreSQL casts by assignment only; the others are asked for."""
    for options in (there, back):
        options["postgresql_using"] = None
    if draw.database != "postgresql":
        return
    for options in (there, back):
        source = options["type_"]
        if source is None:
            continue
        text = CASTS.get(source.split("(")[0])
        options["postgresql_using"] = quoted(f'"{column_name}"::{text}') if text else None


CASTS = {"sa.Integer": "integer", "sa.BigInteger": "bigint", "sa.SmallInteger": "smallint", "sa.Numeric": "numeric",
         "sa.Boolean": "integer::boolean", "sa.String": "varchar", "sa.Unicode": "varchar", "sa.VARCHAR": "varchar",
         "sa.DECIMAL": "numeric", "sa.Text": "text", "postgresql.JSONB": "text::jsonb", "sa.JSON": "text::json"}


def alter_column(draw, table, in_batch):
    candidates = alterable(draw, table)
    if not candidates:
        return None
    column = draw.choice(candidates)
    old_name, wanted = column.name, {}
    used = column.name in table.used_columns()
    if draw.chance(0.5) and not (column.nullable and (column.has_nulls or may_have_null(column, table))):
        wanted["nullable"] = not column.nullable
    if draw.chance(0.4) and not column.reference:
        wanted["default"] = draw.default(column.type, 0.7)
    if draw.database != "sqlite" and draw.chance(0.3) or in_batch == "copy" and draw.chance(0.2):
        wanted["comment"] = draw.comment(0.7)
    if "default" not in wanted and draw.chance(0.5) and (type_ := new_type(draw, table, column)):
        wanted["type"] = type_
    if draw.chance(0.35) and renamable(draw, column, used, in_batch):
        wanted["name"] = draw.name(plain=used)
    if not wanted:
        return None
    (there, kept_there), (back, kept_back) = alter(draw, column, wanted)
    if "type" in wanted:
        cast_to(draw, old_name, there, back)
        if back.get("postgresql_using"):
            back["postgresql_using"] = back["postgresql_using"].replace(old_name, wanted.get("name", old_name))
    if in_batch == "copy" and draw.chance(0.15):
        there.update(place(draw, table, in_batch))
        there = {k: v for k, v in there.items() if k not in ("insert_before", "insert_after") or v != quoted(old_name)}
    if "name" in wanted:
        table.rename_column(old_name, wanted["name"])
    return Change([alter_call(old_name, there, kept_there)], [alter_call(column.name, back, kept_back)],
                  touched={old_name, column.name}, plain_sqlite=set(wanted) == {"name"})


def alter_identity(draw, table, in_batch):
    """A column gets an identity, or its identity other options."""
    candidates = [c for c in table.columns if c.type.family == "int" and not c.nullable and not c.default and not c.primary_key
                  and (not c.generated or "Identity" in c.generated)]
    if draw.database != "postgresql" or in_batch == "copy" or not candidates:
        return None
    column = draw.choice(candidates)
    old, column.generated = column.generated, f"sa.Identity(start={draw.number()}, cycle=True)"

    def call(there, back):
        return alter_call(column.name, {"server_default": there or "None"}, {"existing_server_default": back,
                                                                           "existing_type": column.type.source})

    return Change([call(column.generated, old)], [call(old, column.generated)], touched={column.name})


def alter_key(draw, table, in_batch):
    """What MySQL restates of a key that counts."""
    column = table.columns[0]
    if draw.database != "mysql" or not column.primary_key or draw.schema.referring(table):
        return None
    if any(c.kind == "foreignkey" and c.target[1] == table.name for c in table.constraints):
        return None
    old, column.comment = column.comment, draw.comment(0.8)
    kept = {"existing_type": column.type.source, "existing_nullable": "False", "existing_autoincrement": "True"}

    def call(there, back):
        return alter_call("id", {"comment": quoted(there) if there else "None"},
                          {**kept, "existing_comment": quoted(back) if back else None})

    there, back = call(column.comment, old), call(old, column.comment)
    if draw.chance(0.3):
        there.options.update({"autoincrement": "False"})
        back.options.update({"autoincrement": "True", "existing_autoincrement": "False"})
        column.autoincrement = False
    return Change([there], [back], touched={"id"})


def renamable(draw, column, used, in_batch):
    """Texts that name a column stay as they are in a copy, and Alembic fails there on an ARRAY and an Interval."""
    copied = draw.database == "sqlite" or in_batch == "copy"
    return not (used and copied) and not (copied and column.type.family in ("array", "interval"))


def may_have_null(column, table):
    return table.rows > 0 and column.default is None and not column.distinct


def index_calls(draw, table, index):
    options = {"unique": str(index.unique) if index.unique or draw.chance(0.5) else None, **index.option_sources()}
    create = Call("create_index", before=[index_name(draw, index)], after=[index.item_sources()], options=options)
    dropped = {}
    if draw.database == "postgresql" and draw.chance(0.3):
        create.options["if_not_exists"] = "True"
        dropped["if_exists"] = "True"
    return create, Call("drop_index", before=[index_name(draw, index)], options=dropped)


def index_name(draw, part):
    return f"op.f({quoted(part.name)})" if draw.chance(0.4) else quoted(part.name)


def create_index(draw, table, in_batch):
    index = draw.index(table)
    if index is None:
        return None
    # Alembic knows the index's columns alone there.
    copied = in_batch == "copy" or in_batch and draw.database == "sqlite"
    if copied and any(item not in index.columns for item in index.items):
        return None
    create, drop = index_calls(draw, table, index)
    table.indexes.append(index)
    return Change([create], [drop], touched=set(index.columns), plain_sqlite=True)


def drop_index(draw, table, in_batch):
    foreign = {name for c in table.constraints if c.kind == "foreignkey" for name in c.columns}
    candidates = [i for i in table.indexes if draw.database != "mysql" or not foreign & set(i.columns)]
    if in_batch == "copy":
        candidates = [i for i in candidates if all(item in i.columns for item in i.items)]
    if not candidates:
        return None
    index = draw.choice(candidates)
    create, drop = index_calls(draw, table, index)
    table.indexes.remove(index)
    return Change([drop], [create], touched=set(index.columns), plain_sqlite=True)


def constraint_calls(draw, constraint):
    name, options = index_name(draw, constraint), constraint.options
    if constraint.kind == "unique":
        create = Call("create_unique_constraint", [name], [names(constraint.columns)], dict(options))
    elif constraint.kind == "check":
        condition = quoted(constraint.condition.format(*constraint.columns))
        condition = condition if draw.chance(0.5) else f"sa.text({condition})"
        create = Call("create_check_constraint", [name], [condition], dict(options))
    elif constraint.kind == "exclude":
        create = Call("create_exclude_constraint", [name], [f'({quoted(constraint.columns[0])}, "=")'], dict(options))
    elif constraint.kind == "primary":
        create = Call("create_primary_key", [name], [names(constraint.columns)])
    else:
        schema, target, columns = constraint.target
        extra = {"referent_schema": quoted(schema) if schema else None}
        create = Call("create_foreign_key", [name], [quoted(target), names(constraint.columns), names(columns)],
                      {**options, **extra})
    type_name = {"exclude": None}.get(constraint.kind, constraint.kind)
    if type_name is not None and draw.database == "postgresql" and draw.chance(0.2):
        type_name = None
    drop = Call("drop_constraint", [name], [], {"type_": quoted(type_name) if type_name else None})
    if draw.database == "postgresql" and draw.chance(0.2):
        drop.options["if_exists"] = "True"
    return create, drop


def added(draw, table, constraint):
    if constraint is None:
        return None
    create, drop = constraint_calls(draw, constraint)
    table.constraints.append(constraint)
    return Change([create], [drop], touched=set(constraint.columns))


def create_unique_constraint(draw, table, in_batch):
    if draw.database == "mysql" and in_batch == "copy":
        return None
    return added(draw, table, draw.unique(table))


def create_check_constraint(draw, table, in_batch):
    return added(draw, table, draw.check(table))


def create_foreign_key(draw, table, in_batch):
    if draw.database == "mysql" and draw.chance(0.5):
        return None
    return added(draw, table, draw.foreign_key(table))


def create_exclude_constraint(draw, table, in_batch):
    candidates = [c for c in draw.indexable(table) if c.distinct and is_plain(c.name)]
    # SQLAlchemy does not reflect them: a table that is made anew loses them.
    if draw.database != "postgresql" or in_batch == "copy" or not candidates:
        return None
    column = draw.choice(candidates)
    options = {"using": '"btree"'} if draw.chance(0.7) else {"using": '"btree"', "where": f'"{column.name} IS NOT NULL"'}
    return added(draw, table, Constraint("exclude", draw.name("ex_"), [column.name], options=options))


def drop_constraint(draw, table, in_batch):
    candidates = [c for c in table.constraints if c.name and c.name not in draw.touched]
    if draw.database == "mysql":
        foreign = {name for c in table.constraints if c.kind == "foreignkey" for name in c.columns}
        candidates = [c for c in candidates if c.kind == "foreignkey" or not foreign & set(c.columns)]
        # As a part of a copy a unique constraint is an index there.
        candidates = [c for c in candidates if c.kind != "unique" or in_batch != "copy"]
    if not candidates:
        return None
    constraint = draw.choice(candidates)
    create, drop = constraint_calls(draw, constraint)
    table.constraints.remove(constraint)
    return Change([drop], [create], touched=set(constraint.columns))


def create_primary_key(draw, table, in_batch):
    """A key for a table without one, or, on PostgreSQL, another name for the key."""
    # As a part of a copy the key has no name on MySQL, and can not be dropped.
    if draw.database == "mysql" and in_batch == "copy":
        return None
    if draw.schema.referring(table) or any(c.kind == "foreignkey" and c.target[1] == table.name for c in table.constraints):
        return None
    if table.columns[0].primary_key:
        return renamed_key(draw, table) if draw.database == "postgresql" else None
    if any(c.kind == "primary" for c in table.constraints):
        return None
    return added(draw, table, Constraint("primary", draw.name("pk_"), ["id"]))


def renamed_key(draw, table):
    if table.key_name is None:
        return None
    old, table.key_name, table.key_renamed = table.key_name, draw.name("pk_"), True

    def calls(dropped, made):
        return [Call("drop_constraint", [quoted(dropped)], [], {"type_": '"primary"'}),
                Call("create_primary_key", [quoted(made)], ['["id"]'])]

    return Change(calls(old, table.key_name), calls(table.key_name, old), touched={"id"})


def table_comment(draw, table, in_batch):
    if draw.database == "sqlite" and in_batch != "copy":
        return None
    old, table.comment = table.comment, draw.comment(0.6)
    return Change([comment_call(table.comment, old)], [comment_call(old, table.comment)])


def comment_call(new, old):
    options = {"existing_comment": quoted(old) if old else None}
    if new is None:
        return Call("drop_table_comment", options=options)
    return Call("create_table_comment", after=[quoted(new)], options=options)


# How often each is drawn beside the others.
TABLE_CHANGES = {add_column: 4, drop_column: 2, alter_column: 6, create_index: 3, drop_index: 1, create_unique_constraint: 2,
                 create_check_constraint: 2, create_foreign_key: 4, create_exclude_constraint: 1, drop_constraint: 2,
                 create_primary_key: 1, table_comment: 1, alter_identity: 2, alter_key: 1}

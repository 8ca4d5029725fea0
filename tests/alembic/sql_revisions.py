"""Revisions in SQL do what the same statements in op.execute() do with Python Alembic.

    sql_revisions.py ENGINE_RUN [sqlite] [postgresql] [mysql]

Two environments say the same: one in Python, which Alembic runs, one with .sql revisions among .py ones, which ours
runs. --sql text, version rows, catalog and log lines are the same after each step. What is wrong in a .sql revision is
told with its place, before anything of the run was done.
"""
import pathlib
import sys
import tempfile

from peers import DATABASES, Alembic, Environment, Ours

# Of each revision, the statements up and down for a dialect; None stands for all others.
CHAIN = [
    ("users", None, {
        None: (["CREATE TABLE users (id INTEGER PRIMARY KEY, note VARCHAR(40) DEFAULT 'a;b')",
                "INSERT INTO users (id, note) VALUES (1, 'it''s; -- no comment')"], ["DROP TABLE users"])}),
    ("watch", "users", {
        "sqlite": (["CREATE TABLE seen (id INTEGER)",
                    "CREATE TRIGGER watch AFTER INSERT ON users BEGIN\n  INSERT INTO seen VALUES (new.id);\n"
                    "  UPDATE seen SET id = CASE WHEN id > 5 THEN 5 ELSE id END;\nEND"],
                   ["DROP TRIGGER watch", "DROP TABLE seen"]),
        "postgresql": (["CREATE TABLE seen (id INTEGER)",
                        "CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n"
                        "  INSERT INTO seen VALUES (new.id); -- $$ ;\n  RETURN new;\nEND\n$body$",
                        "CREATE TRIGGER watch AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION watch()"],
                       ["DROP TRIGGER watch ON users", "DROP FUNCTION watch()", "DROP TABLE seen"]),
        "mysql": (["CREATE TABLE seen (id INTEGER, note VARCHAR(40))",
                   "CREATE TRIGGER watch AFTER INSERT ON users FOR EACH ROW BEGIN\n"
                   "  INSERT INTO seen VALUES (new.id, 'a;b // c');\n"
                   "  UPDATE seen SET id = CASE WHEN id > 5 THEN 5 ELSE id END;\nEND",
                   "CREATE PROCEDURE fill(IN many INT)\nBEGIN\n  DECLARE i INT DEFAULT 0;\n"
                   "  WHILE i < many DO\n    INSERT INTO seen VALUES (i, NULL); -- one; more\n    SET i = i + 1;\n  END WHILE;\nEND",
                   "CALL fill(3)", "/*!40101 SET @seen = 1 */", "INSERT INTO seen VALUES (7, \"d;q\"), (8, 'it\\'s')"],
                  ["DROP PROCEDURE fill", "DROP TRIGGER watch", "DROP TABLE seen"])}),
    ("nothing", "watch", {None: ([], [])}),
    ("last", "nothing", {None: (["INSERT INTO users (id, note) VALUES (2, NULL)"], ["DELETE FROM users WHERE id = 2"])}),
]
WRITTEN_IN_PYTHON = {"last"}
STEPS = [["upgrade", "users"], ["upgrade", "head"], ["downgrade", "-1"], ["downgrade", "users"], ["upgrade", "head"],
         ["downgrade", "base"], ["stamp", "watch"]]
RANGES = [["upgrade", "head"], ["upgrade", "users:head"], ["downgrade", "head:base"]]


def as_client_text(dialect, statements):
    """As the dialect's own client takes them: MySQL's needs another DELIMITER around what has semicolons inside."""
    if dialect != "mysql":
        return ";\n".join(statements) + "\n"
    return "".join(f"DELIMITER $$\n{statement}$$\nDELIMITER ;\n" if "BEGIN" in statement else statement + ";\n"
                   for statement in statements)


def section(parts, direction):
    text = "".join(statement + ";\n" for statement in parts.get(None, ([], []))[direction])
    for dialect, statements in parts.items():
        if dialect:
            text += "-- dialect: %s\n" % dialect + as_client_text(dialect, statements[direction])
    return text


def sql_text(rev_id, down, parts):
    return (f"-- make {rev_id}\n-- revision: {rev_id}\n-- down_revision: {down}\n\n"
            f"-- upgrade\n{section(parts, 0)}\n-- downgrade\n{section(parts, 1)}")


def in_python(environment, dialect, rev_id, down, parts):
    up, back = parts.get(dialect) or parts[None]

    def body(statements):
        return "\n".join("op.execute(sa.text(%r))" % s.replace(":", "\\:") for s in statements) or "pass"

    environment.add(rev_id, down=[down] if down else [], upgrade=body(up), downgrade=body(back))


def environments(folder, dialect):
    theirs, ours = Environment(folder / "theirs"), Environment(folder / "ours")
    for rev_id, down, parts in CHAIN:
        in_python(theirs, dialect, rev_id, down, parts)
        if rev_id in WRITTEN_IN_PYTHON:
            in_python(ours, dialect, rev_id, down, parts)
        else:
            (ours.versions / f"{rev_id}_.sql").write_text(sql_text(rev_id, down, parts))
    return theirs, ours


def same_as_alembic(kind, make_database, program, folder):
    theirs, ours = environments(folder, kind)
    tools = [Alembic(theirs), Ours(ours, program)]
    wrong = 0
    for words in RANGES:
        texts = [tool(f"{kind}://", *words, "--sql").check().text for tool in tools]
        if texts[0] != texts[1]:
            wrong += 1
            print("%s: %s --sql differs:\n%s\n----\n%s" % (kind, " ".join(words), *texts))
    databases = [make_database(folder), make_database(folder)]
    for words in STEPS:
        seen = []
        for tool, database in zip(tools, databases):
            result = tool(database.url, *words).check()
            seen.append({"rows": database.rows(), "catalog": database.catalog(), "log": result.log})
        for what in ("rows", "catalog", "log"):
            if seen[0][what] != seen[1][what]:
                wrong += 1
                print("%s: after %s %s differs:\n  %s\n  %s" % (kind, words, what, seen[0][what], seen[1][what]))
    return wrong


HEADER = "-- revision: bad\n-- down_revision: users\n"
# What follows the header, what is asked for, the words of the error, and the line it names.
REFUSED = {
    "sqlite": [
        ("-- upgrade\nDROP TABLE users;\nSELECT 'x;\n", "upgrade", "unfinished quote", 5),
        ("-- upgrade\nDROP TABLE users;\nCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;\n", "upgrade", "unfinished trigger", 5),
        ("-- upgrade\nDROP TABLE users;\nCOMMIT;\n", "upgrade", "transaction: off", 5),
        ("-- upgrade\n-- dialect: postgresql\nSELECT 1;\n", "upgrade", "no statements for sqlite", 3),
        ("DROP TABLE users;\n", "upgrade", "text before a section", 3),
        ("-- upgrade\nDROP TABLE users;\nSELECT * FROM nosuch;\n", "upgrade", "no such table", 5),
        ("-- upgrade\nSELECT 1;\n", "downgrade", "cannot be undone", 3),
    ],
    # What was done before a statement fails is committed there: only what is found before anything runs is here.
    "mysql": [
        ("-- upgrade\nDROP TABLE users;\nSELECT 'x;\n", "upgrade", "unfinished quote", 5),
        ("-- upgrade\nDROP TABLE users;\nSELECT `x;\n", "upgrade", "unfinished quote", 5),
        ("-- upgrade\nDROP TABLE users;\n/* never closed\n", "upgrade", "unfinished comment", 5),
        ("-- upgrade\nDROP TABLE users;\nDELIMITER\nSELECT 1;\n", "upgrade", "DELIMITER", 5),
        ("-- upgrade\nDROP TABLE users;\nDELIMITER //\nSELECT 1;\n", "upgrade", "DELIMITER without end", 6),
        ("-- upgrade\nDROP TABLE users;\nCOMMIT;\n", "upgrade", "transaction: off", 5),
        ("-- upgrade\nSELECT 1;\n", "downgrade", "cannot be undone", 3),
    ],
    "postgresql": [
        ("-- upgrade\nDROP TABLE users;\nDO $x$ BEGIN END $$;\n", "upgrade", "unfinished dollar quote", 5),
        ("-- upgrade\nDROP TABLE users;\nCOPY users FROM STDIN;\n1\ta\n\\.\n", "upgrade", "COPY from or to the client", 5),
        ("-- upgrade\nDROP TABLE users;\n\\i other.sql\n", "upgrade", "\\i is a command of psql", 5),
        ("-- upgrade\nDROP TABLE users;\nSELECT * FROM nosuch;\n", "upgrade", "does not exist", 5),
    ],
}


def refused(kind, make_database, program, folder):
    wrong = 0
    for number, (text, action, words, line) in enumerate(REFUSED[kind]):
        _, environment = environments(folder / f"refused{number}", kind)
        database, ours = make_database(folder), Ours(environment, program)
        for path in environment.versions.iterdir():
            if not path.name.startswith("users"):
                path.unlink()
        ours(database.url, "upgrade", "head").check()
        (environment.versions / "bad.sql").write_text(HEADER + text)
        if action == "downgrade":
            ours(database.url, "upgrade", "head").check()
        before = database.rows(), database.catalog()
        result = ours(database.url, action, "-1" if action == "downgrade" else "head")
        if result.code != 1 or words not in result.error or f"bad.sql:{line}:" not in result.error:
            wrong += 1
            print("%s: %r should say %r of line %d:\n%s" % (kind, text, words, line, result.error))
        if (database.rows(), database.catalog()) != before:
            wrong += 1
            print("%s: %r left something behind" % (kind, text))
    return wrong


def outside_of_a_transaction(make_database, program, folder):
    environment = Environment(folder / "off")
    environment.add_table("base1")
    (environment.versions / "index.sql").write_text(
        "-- revision: index\n-- down_revision: base1\n-- transaction: off\n-- upgrade\n"
        "CREATE INDEX CONCURRENTLY late ON t_base1 (name);\nBEGIN; COMMIT;\n-- downgrade\n"
        "DROP INDEX CONCURRENTLY late;\n")
    database, ours = make_database(folder), Ours(environment, program)
    ours(database.url, "upgrade", "head").check()
    built = any("late" in str(entry) for entry in database.catalog())
    ours(database.url, "downgrade", "-1").check()
    text = ours("postgresql://", "upgrade", "base1:index", "--sql").check().text
    right = (built and database.rows() == ["base1"]
             and "COMMIT;\n\nCREATE INDEX CONCURRENTLY late ON t_base1 (name);\n\n" in text)
    if not right:
        print("an index built concurrently: %s %s\n%s" % (built, database.rows(), text))
    return not right


def written(make_database, program, folder):
    """What `revision --sql-file` writes says what was asked for, and runs."""
    environment = Environment(folder / "written")
    environment.add_table("docs1", labels=["docs"])
    database, ours = make_database(folder), Ours(environment, program)
    path = pathlib.Path(ours("-", "revision", "say: it's\nnew", "base", "--sql-file", "--rev-id=new1",
                             "--branch-label=fresh", "--depends-on=docs").check().text.strip())
    ours("-", "revision", "", "new1", "--sql-file", "--rev-id=new2").check()
    refused = ours("-", "revision", "no", "new1", "--splice", "--sql-file", "--rev-id=a,b")
    expected = ("-- message: say: it's new\n-- revision: new1\n-- down_revision: None\n-- branch_labels: fresh\n"
                "-- depends_on: docs\n-- create_date: ")
    ours(database.url, "upgrade", "fresh@head").check()
    lines = ours("-", "history").check().text.splitlines()
    right = (path.name == "new1_say_it_s_new.sql" and path.read_text().startswith(expected) and database.rows() == ["new2"]
             and "<base> (docs) -> new1 (fresh), say: it's new" in lines and refused.code == 1
             and "comma" in refused.error and not list(environment.versions.glob("a,b*")))
    if not right:
        print(path.name, path.read_text(), database.rows(), lines, refused.error, sep="\n")
    return not right


def main():
    program, kinds = sys.argv[1], sys.argv[2:] or ["sqlite"]
    wrong = 0
    for kind in kinds:
        with tempfile.TemporaryDirectory() as folder:
            arguments = DATABASES[kind], program, pathlib.Path(folder)
            found = same_as_alembic(kind, *arguments) + refused(kind, *arguments) + written(*arguments)
            if kind == "postgresql":
                found += outside_of_a_transaction(*arguments)
        print("%s: %d steps, %d refusals, %d differences" % (kind, len(STEPS) + len(RANGES), len(REFUSED[kind]), found))
        wrong += found
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

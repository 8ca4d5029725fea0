"""Where ours does not render what Alembic renders, on purpose: what render_oracle.py --known lets pass.

Each row: the verdict, the operation, a pattern of what is told of it (Alembic's refusal, or the lines that differ), the
reason. A row that nothing matches any more fails the test as well, so that the list stays as short as the truth.
"""
import re

KNOWN = [
    # Alembic or SQLAlchemy breaks on what they accept themselves elsewhere; a statement that a database takes is more use.
    ("not refused", "(create_table|add_column|alter_column)", r"AttributeError: 'BIT' object has no attribute 'varying'",
     "mysql.BIT on PostgreSQL: SQLAlchemy stumbles in its own compiler; BIT is written"),
    ("not refused", "create_table", r"ArgumentError: Column type .* is not compatible with autoincrement=True",
     "autoincrement=True of a column that cannot count: the database says so, with its own words"),
    ("not refused", "alter_column", r"AssertionError: $",
     "alter_column(server_default=Identity) over another identity: an assertion of Alembic's without a message"),
    ("not refused", "(execute|bulk_insert)", r"CompileError: No literal value renderer is available for literal value",
     "a value without a type, rendered by what it is: SQLAlchemy knows no literal of NullType"),
    ("not refused", "(create_table|add_column)", r"ArgumentError: You must specify both precision and scale or omit both",
     "mysql.DOUBLE(precision) without a scale: refused by MySQL itself"),
    ("not refused", "create_table", r"UnsupportedCompilationError: .*MySQLDDLCompiler.*CreateEnumType",
     "postgresql.ENUM on MySQL: written as MySQL's own ENUM"),
    ("not refused", "create_table", r"CompileError: Unexpected SQL phrase: 'SET NULL \(a\)'",
     "ON DELETE SET NULL (column) is PostgreSQL's; elsewhere the database refuses it"),
    ("not refused", "create_index", r"AttributeError: Neither '.*' object nor 'Comparator' object has an attribute 'name'",
     "mysql_length for an expression: SQLAlchemy looks for a name that expressions do not have"),
    ("not refused", "(create_table|add_column|alter_column)", r"(Unsupported)?CompilationError: .*SQLiteTypeCompiler|CompileError: .*SQLiteTypeCompiler",
     "a type of another database on SQLite, which takes every name of a type"),
    ("different", "execute", r"^-INSERT INTO users \(id, name.*\n\+INSERT INTO users (DEFAULT VALUES|\(\) VALUES \(\))$",
     "insert() without values: Alembic writes placeholders that nothing fills"),
    ("different", "execute", r"^- LIMIT :param_1 OFFSET 3\n\+ LIMIT -1 OFFSET 3$",
     "SQLite's OFFSET without LIMIT: SQLAlchemy leaves a placeholder that nothing fills"),
    ("different", "execute", r"length\(:char_length_2\).*\n.*length\('x'\)",
     "char_length() on SQLite: SQLAlchemy leaves a placeholder that nothing fills"),
    ("different", "batch_alter_table", r"^-CREATE INDEX ix_b ON t \(b\)$",
     "the index of a column that the batch drops: Alembic makes it on the column that is gone, which fails"),
]


def reason_of(verdict, operation, text):
    """The number of the row that lets it pass, or None."""
    for number, (kind, name, pattern, _) in enumerate(KNOWN):
        if kind == verdict and re.fullmatch(name, operation) and re.search(pattern, text, re.M | re.S):
            return number
    return None

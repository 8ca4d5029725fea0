"""The environment of Python Alembic over the contract store; pycharter-admin does the same without this file."""
import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool

from models import Base

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)

target_metadata = Base.metadata


def database_url():
    """The database, in pycharter-admin's order, as far as Python sees it."""
    for name in ("PYCHARTER__DATABASE__SQL_ALCHEMY_CONN", "PYCHARTER_DATABASE_URL"):
        if os.environ.get(name):
            return os.environ[name]
    return config.get_main_option("sqlalchemy.url")


def schema_name():
    return os.environ.get("PYCHARTER__DATABASE__SCHEMA_NAME") or "pycharter"


def run_in_contract_schema():
    """On PostgreSQL the tables and alembic_version live in a schema of their own, which models leave unnamed."""
    dialect = context.get_context().dialect
    with context.begin_transaction():
        if dialect.name == "postgresql":
            quoted = dialect.identifier_preparer.quote_identifier(schema_name())
            context.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted}")
            context.execute(f"SET LOCAL search_path TO {quoted}")
        context.run_migrations()


def run_migrations_offline():
    context.configure(
        url=database_url(),
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    run_in_contract_schema()


def run_migrations_online():
    engine = create_engine(database_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        run_in_contract_schema()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()

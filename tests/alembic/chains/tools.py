"""The two tools on a chain: Alembic in this process, which is fast, and pycharter-admin as it is."""
import io
import logging
import os
import pathlib
import subprocess
import warnings

from alembic import command
from alembic.config import Config

from peers import Environment


class Crash(Exception):
    """The tool ended by a signal."""


DRIVERS = {"postgresql": "postgresql+psycopg2", "mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql"}


def alembic_url(url):
    scheme, rest = url.split("://", 1)
    return DRIVERS.get(scheme, scheme) + "://" + rest


def by_alembic(environment, url, direction, target):
    """None, or what it failed with."""
    config = Config(str(environment.ini), stdout=io.StringIO())
    config.set_main_option("sqlalchemy.url", alembic_url(url).replace("%", "%%"))
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            getattr(command, direction)(config, target)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return None


def by_admin(environment, url, direction, target):
    """None, or what it failed with."""
    words = [os.environ["PYCHARTER_ADMIN"], "--config", str(environment.ini), "--quiet", "db", direction, "--revision", target, url]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, cwd=environment.folder)
    if done.returncode < 0 or done.returncode > 100:
        raise Crash(f"pycharter-admin ended with {done.returncode}: {done.stderr}")
    return (done.stderr.strip() or f"exit code {done.returncode}") if done.returncode else None


def environment_with(folder, chain):
    environment = Environment(pathlib.Path(folder))
    chain.write(environment.versions)
    return environment
